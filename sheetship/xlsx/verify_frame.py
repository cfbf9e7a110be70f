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

_CHOICE: Final = {"type": "list", "allowBlank": "1", "showErrorMessage": "1"}
_EXTENDED_RULES: Final = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")


def frame_differences(old: bytes, new: bytes, wanted: SheetEdits, package: Package) -> Iterator[str]:
    """Yield what differs around the rows and may not; `package` is the new file."""
    part, asked = package.worksheet(wanted.sheet).part, Asked(wanted)
    links = _Links(asked, package, part)
    if old != new:
        yield from differences(utf8(old, part), utf8(new, part), part, _around_rows(asked, links))
    if old != new or asked.links or asked.widths:
        root = outline(utf8(new, part), part)
        yield from links.wrong(root)
        yield from _wrong_widths(root, asked)


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
        column = node.attrs.get("min", "")
        width = asked.widths.get(int(column)) if column.isdecimal() else None
        return width is not None and node.attrs == {
            "min": column,
            "max": column,
            "width": f"{width:g}",
            "customWidth": "1",
        }

    return May(come={"col": is_asked}, only_at_the_end=False)


def _wrong_widths(root: Node, asked: Asked) -> Iterator[str]:
    """Every column that was to get a width has one entry."""
    section = root.child("cols")
    spans = [(_number(node, "min"), _number(node, "max")) for node in (section.children if section else ())]
    for column in asked.widths:
        if sum(first <= column <= last for first, last in spans) != 1:
            yield f"the width of column {column}"


def _number(node: Node, name: str) -> int:
    written = node.attrs.get(name, "")
    return int(written) if written.isdecimal() else 0


def _choices(asked: Asked) -> May:
    come: set[str] = set()

    def is_asked(node: Node) -> bool:
        refs, formulas = node.attrs.get("sqref", ""), [(child.name, child.text) for child in node.children]
        is_bare = node.attrs == {**_CHOICE, "sqref": refs} and not any(child.attrs for child in node.children)
        is_first = refs not in come and len(formulas) == 1 and formulas[0][0] == "formula1"
        come.add(refs)
        return is_bare and is_first and asked.is_choice(formulas[0][1], refs)

    rule = May(attributes={"sqref": asked.may_be_chosen_from})
    return May(is_counted=True, inside={"dataValidation": rule}, come={"dataValidation": is_asked})


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
        others = [key for key in node.attrs if key != "ref" and not key.startswith("xmlns")]
        return link is not None and len(others) == 1 and self._rels.get(node.qualified("id")) == link

    def wrong(self, root: Node) -> Iterator[str]:
        """Yield what is wrong with the new sheet: each cell has the link that was asked for, once."""
        section = root.child("hyperlinks")
        nodes = section.children if section else []
        there = [node.attrs.get("ref", "") for node in nodes if self._is_asked(node)]
        if sorted(there) != sorted(self._wanted):
            yield "a link"


def _extensions(asked: Asked) -> May:
    """Rules of newer programs keep their ranges in an `xm:sqref` ([MS-XLSX] 2.6), alone or in a list."""
    rule = May(inside={"sqref": May(text=asked.may_grow)})
    rules = dict.fromkeys(_EXTENDED_RULES, rule)
    lists = {f"{name}s": May(inside={name: rule}) for name in _EXTENDED_RULES}
    return May(inside={"ext": May(inside={**rules, **lists})})
