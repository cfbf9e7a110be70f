"""Drop-down lists on cells: added once, never over a rule that a person made.

An identical list that covers the rows is left alone, one that covers a part of them grows. Where another
rule stands on a cell, of the old kind or in the extensions (x14), it stays, and the drop-down is handed back as
left out. Rules follow the rows appended below them, and stop above the next rule: no cell gets two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sheetship.xlsx.edits import DropDown
from sheetship.xlsx.extensions import extended_refs
from sheetship.xlsx.frame import Change, Frame
from sheetship.xlsx.markup import Node, escape_text, open_tag
from sheetship.xlsx.refs import Area, areas, ref_of
from sheetship.xlsx.stretch import Growth


@dataclass(slots=True)
class _Rule:
    """One rule of the sheet, or one to be added: then `place` is None, and else where its ranges stand."""

    place: Node | None
    formula: str
    before: str
    refs: str

    def touches(self, cells: Area) -> bool:
        """Whether it stands on one of the cells; of whole columns we cannot say, so they do."""
        parts = areas(self.refs)
        return len(parts) < len(self.refs.split()) or any(part.touches(cells) for part in parts)


def validated(
    frame: Frame, drop_downs: Sequence[DropDown], growth: Growth
) -> tuple[list[Change], tuple[DropDown, ...]]:
    """Return the changes to the sheet's rules, and the drop-downs that another rule kept out."""
    if not drop_downs and not growth:
        return [], ()
    rules = [*_old_kind(frame), *_extended(frame)]
    taken = [part for rule in rules for part in areas(rule.before)]
    for rule in rules:
        rule.refs = growth.stretched(rule.before, others=taken)
    left_out = tuple(drop_down for drop_down in drop_downs if not _put(rules, drop_down))
    changes = [
        _set(frame, rule.place, rule.refs) for rule in rules if rule.place and rule.refs != rule.before
    ]
    new = [_written(frame.prefix, rule) for rule in rules if rule.place is None]
    return changes + frame.appended("dataValidations", new), left_out


def _old_kind(frame: Frame) -> Iterator[_Rule]:
    for node in frame.entries("dataValidations", "dataValidation"):
        formula = node.child("formula1")
        is_list = node.attrs.get("type") == "list"
        text = formula.text.strip() if formula and is_list else ""
        refs = node.attrs.get("sqref", "")
        yield _Rule(node, text, refs, refs)


def _extended(frame: Frame) -> Iterator[_Rule]:
    found = (node for kind, node in extended_refs(frame.root) if kind == "dataValidation")
    return (_Rule(node, "", node.text, node.text) for node in found)


def _set(frame: Frame, place: Node, refs: str) -> Change:
    if place.name == "sqref":
        return place.inner_start, place.inner_end, refs.encode()
    return open_tag(frame.xml, place, sqref=refs)


def _put(rules: list[_Rule], drop_down: DropDown) -> bool:
    wanted = Area(drop_down.first_row, drop_down.column, drop_down.last_row, drop_down.column)
    formula = '"' + ",".join(drop_down.options).replace('"', '""') + '"'
    there = [rule for rule in rules if rule.touches(wanted)]
    if not there:
        rules.append(_Rule(None, formula, "", ref_of(wanted)))
        return True
    if len(there) > 1 or there[0].formula != formula:
        return False
    there[0].refs = _with(there[0].refs, wanted)
    return True


def _with(refs: str, wanted: Area) -> str:
    """Return the ranges with the wanted rows in them; only parts of that one column are joined."""
    parts = areas(refs)
    same = [part for part in parts if part.touches(wanted) and part[1] == part[3]]
    if len(same) != sum(part.touches(wanted) for part in parts) or len(parts) < len(refs.split()):
        return refs
    joined = Area(
        min(wanted.first_row, *(part.first_row for part in same)),
        wanted.first_column,
        max(wanted.last_row, *(part.last_row for part in same)),
        wanted.last_column,
    )
    return " ".join(ref_of(joined if part is same[0] else part) for part in parts if part not in same[1:])


def _written(prefix: str, rule: _Rule) -> str:
    p = prefix
    start = f'<{p}dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{rule.refs}">'
    return f"{start}<{p}formula1>{escape_text(rule.formula)}</{p}formula1></{p}dataValidation>"
