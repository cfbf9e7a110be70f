"""Two forms of one worksheet part compared element by element, by a real parser and nothing of the engine's.

The gate compares bytes; this compares meaning, so that a mistake both would share has to be made twice.
"""

from collections.abc import Collection, Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element

from tests.xlsx.opened import local
from tests.xlsx.strictness.violation import cell_of, child, children, number

Shape = tuple[Any, ...]
Place = tuple[int, int]
_MAY_STRETCH: Final = frozenset(
    {
        *("dimension", "autoFilter", "conditionalFormatting", "dataValidations", "protectedRanges"),
        *("ignoredErrors", "extLst"),
    }
)


def differences(before: Element, after: Element, touched: Collection[Place]) -> list[str]:
    """What differs between two worksheets besides the touched cells and ranges that grew with them."""
    return [*_around(before, after), *_rows(before, after, touched)]


def _shape(node: Element, *, without_ranges: bool = False) -> Shape:
    tag, text = local(node.tag), (node.text or "").strip() if len(node) else node.text or ""
    attributes = dict(node.attrib)
    if without_ranges:
        text = "" if tag == "sqref" else text
        for name in ("ref", "sqref"):
            attributes.pop(name, None)
    inner = tuple(_shape(inside, without_ranges=without_ranges) for inside in node)
    return node.tag, tuple(sorted(attributes.items())), text, inner


def _around(before: Element, after: Element) -> Iterator[str]:
    if before.attrib != after.attrib:
        yield "the attributes of the worksheet differ"
    names = dict.fromkeys(local(node.tag) for root in (before, after) for node in root)
    for name in names:
        old, new = children(before, name), children(after, name)
        if name == "cols":
            yield from _columns(old, new)
        elif name == "sheetData":
            continue
        elif [_shape(node, without_ranges=name in _MAY_STRETCH) for node in old] != [
            _shape(node, without_ranges=name in _MAY_STRETCH) for node in new
        ]:
            yield f"{name} differs"


def _columns(old: list[Element], new: list[Element]) -> Iterator[str]:
    then = [_shape(node) for section in old for node in section]
    now = [_shape(node) for section in new for node in section]
    if [shape for shape in now if shape in set(then)] != then:
        yield "a column's entry differs"


def _rows(before: Element, after: Element, touched: Collection[Place]) -> Iterator[str]:
    old, new = dict(_numbered(before)), dict(_numbered(after))
    touched_rows = {row for row, _ in touched}
    for at in old.keys() - new.keys():
        yield f"row {at} is gone"
    for at in new.keys() - old.keys() - touched_rows:
        yield f"row {at} has come"
    for at in old.keys() & new.keys():
        if _marks(old[at]) != _marks(new[at]):
            yield f"the look of row {at} differs"
    for at, row in new.items():
        yield from _cells(at, old.get(at), row, touched)


def _numbered(root: Element) -> Iterator[tuple[int, Element]]:
    last = 0
    for row in children(child(root, "sheetData"), "row"):
        last = number(row, "r", last + 1)
        yield last, row


def _marks(row: Element) -> dict[str, str]:
    return {name: value for name, value in row.items() if name not in {"r", "spans"}}


def _cells(at: int, before: Element | None, after: Element, touched: Collection[Place]) -> Iterator[str]:
    old = {} if before is None else dict(_placed(before))
    new = dict(_placed(after))
    for column in old.keys() | new.keys():
        if (at, column) in touched or old.get(column) == new.get(column):
            continue
        is_blank = column in new and not new[column][3]
        if before is not None or not is_blank:
            yield f"row {at}, column {column} differs"


def _placed(row: Element) -> Iterator[tuple[int, Shape]]:
    last = 0
    for cell in children(row, "c"):
        place = cell_of(cell.get("r", ""))
        last = place[1] if place else last + 1
        tag, attributes, text, inner = _shape(cell)
        yield last, (tag, tuple(mark for mark in attributes if mark[0] != "r"), text, inner)


def placed_cell(root: Element, place: Place) -> Shape:
    """All of a cell but its address and its look."""
    row = dict(_numbered(root)).get(place[0])
    found = dict(_placed(row)).get(place[1]) if row is not None else None
    if found is None:
        return (), "", ()
    return tuple(mark for mark in found[1] if mark[0] != "s"), *found[2:]
