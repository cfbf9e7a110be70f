"""The gate for what stands around the rows of a sheet: only the growth and the entries that were asked for.

Everything a sheet has beside its rows is compared as it stands in the bytes; this names the exceptions, one
by one, and each is judged by the edits alone. Source of the elements: ECMA-376 part 1, 18.3.1.
"""

from collections.abc import Iterator
from typing import Final

from sheetship.xlsx.edits import SheetEdits
from sheetship.xlsx.markup import Node, outline, utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.refs import Area, area
from sheetship.xlsx.verify_asked import Asked
from sheetship.xlsx.verify_trees import Check, Judge, May, differences

_CHOICE_ATTRIBUTES: Final = frozenset({"type", "allowBlank", "showErrorMessage", "sqref"})
_EXTENDED_RULES: Final = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")
_WIDTH_ATTRIBUTES: Final = frozenset({"min", "max", "width", "customWidth"})


def frame_differences(old: bytes, new: bytes, wanted: SheetEdits, package: Package) -> Iterator[str]:
    """Yield what differs around the rows and may not; `package` is the new file."""
    part, asked = package.worksheet(wanted.sheet).part, Asked(wanted)
    links = _Links(asked, package, part)
    if old != new:
        yield from differences(utf8(old, part), utf8(new, part), part, _around_rows(asked, links))
    if asked.links and not links.are_all_there(outline(utf8(new, part), part)):
        yield "a link"


def _around_rows(asked: Asked, links: "_Links") -> May:
    follows = May(attributes={"sqref": asked.may_grow})
    inside = {
        "dimension": May(attributes={"ref": _extent(asked)}),
        "cols": _columns(asked),
        "sheetData": May(),
        "autoFilter": May(attributes={"ref": asked.may_grow}),
        "conditionalFormatting": follows,
        "protectedRanges": May(inside={"protectedRange": follows}),
        "ignoredErrors": May(inside={"ignoredError": follows}),
        "dataValidations": _choices(asked),
        "hyperlinks": links.may,
        "extLst": _extensions(asked),
    }
    first: dict[str, Check] = {
        "cols": lambda node: all(map(inside["cols"].come["col"], node.children)),
        "dataValidations": lambda node: all(
            map(inside["dataValidations"].come["dataValidation"], node.children)
        ),
        "hyperlinks": lambda node: all(map(inside["hyperlinks"].come["hyperlink"], node.children)),
    }
    return May(inside=inside, come_first=first)


def _extent(asked: Asked) -> Judge:
    """The stated dimension may take in the edited cells."""

    def judged(old: str, new: str) -> bool:
        before, after, edited = area(old or "A1"), area(new), asked.hull
        union = Area(*map(min, before[:2], edited[:2]), *map(max, before[2:], edited[2:]))
        held = (
            union.holds(*after[:2]),
            union.holds(*after[2:]),
            after.holds(*before[:2]),
            after.holds(*before[2:]),
        )
        return all(held)

    return judged


def _columns(asked: Asked) -> May:
    def is_asked(node: Node) -> bool:
        column, width = node.attrs.get("min", ""), node.attrs.get("width", "")
        is_one = (
            column.isdigit() and column == node.attrs.get("max") and node.attrs.keys() <= _WIDTH_ATTRIBUTES
        )
        return is_one and width == f"{asked.widths.get(int(column), 0):g}"

    return May(come={"col": is_asked}, only_at_the_end=False)


def _choices(asked: Asked) -> May:
    def is_asked(node: Node) -> bool:
        formula = node.child("formula1")
        is_plain = node.attrs.get("type") == "list" and node.attrs.keys() <= _CHOICE_ATTRIBUTES
        return is_plain and formula is not None and asked.is_choice(formula.text, node.attrs.get("sqref", ""))

    return May(
        attributes={"count": _is_number},
        inside={"dataValidation": May(attributes={"sqref": asked.may_be_chosen_from})},
        come={"dataValidation": is_asked},
    )


def _is_number(_old: str, new: str) -> bool:
    return new.isdigit()


class _Links:
    """The web links of the new sheet: an entry comes for each that was asked for; the one a cell had may go."""

    def __init__(self, asked: Asked, package: Package, part: str) -> None:
        self._wanted = asked.links
        self._rels = {rel.id: rel.target for rel in package.rels_of(part) if rel.is_external}

    @property
    def may(self) -> May:
        """What may differ among the links of the sheet."""
        return May(
            come={"hyperlink": self._is_asked},
            go={"hyperlink": lambda node: node.attrs.get("ref", "") in self._wanted},
            only_at_the_end=False,
        )

    def _is_asked(self, node: Node) -> bool:
        link = self._wanted.get(node.attrs.get("ref", ""))
        return link is not None and self._rels.get(node.qualified("id")) == link

    def are_all_there(self, root: Node) -> bool:
        """Return whether each cell has the link that was asked for."""
        section = root.child("hyperlinks")
        there = (
            [node.attrs.get("ref", "") for node in section.children if self._is_asked(node)]
            if section
            else []
        )
        return self._wanted.keys() <= set(there)


def _extensions(asked: Asked) -> May:
    """Rules of newer programs keep their ranges in an `xm:sqref` ([MS-XLSX] 2.6), alone or in a list."""
    rule = May(inside={"sqref": May(text=asked.may_grow)})
    rules = dict.fromkeys(_EXTENDED_RULES, rule)
    lists = {f"{name}s": May(inside={name: rule}) for name in _EXTENDED_RULES}
    return May(inside={"ext": May(inside={**rules, **lists})})
