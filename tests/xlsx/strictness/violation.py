"""One broken rule, and the small questions that all rules ask of a text."""

import re
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from tests.xlsx.opened import local

_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_COLUMNS: Final = re.compile(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d{1,7}:\$?\d{1,7}")
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

Box = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


class Violation(NamedTuple):
    """Which part breaks which rule, and with what."""

    part: str
    rule: str
    detail: str

    def __str__(self) -> str:
        return f"{self.part}: {self.rule}: {self.detail}"


def column_of(letters: str) -> int:
    """The number of a column's letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_of(ref: str) -> tuple[int, int] | None:
    """Row and column of an address, or None if it is none."""
    found = _CELL.fullmatch(ref)
    if found is None:
        return None
    row, column = int(found[2]), column_of(found[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def box_of(ref: str) -> Box | None:
    """The rectangle of `B2` or `B2:F10`; None if it is none, or whole columns or rows."""
    first, colon, last = ref.partition(":")
    corners = cell_of(first), cell_of(last if colon else first)
    if corners[0] is None or corners[1] is None or corners[0] > corners[1]:
        return None
    return *corners[0], *corners[1]


def is_sqref(refs: str) -> bool:
    """Whether a text is a list of ranges, as `sqref` must be."""
    parts = refs.split()
    return bool(parts) and all(box_of(ref) or _COLUMNS.fullmatch(ref) for ref in parts)


def overlap(one: Box, other: Box) -> bool:
    """Whether two rectangles share a cell."""
    in_rows = one[0] <= other[2] and other[0] <= one[2]
    return in_rows and one[1] <= other[3] and other[1] <= one[3]


def children(node: Element | None, name: str) -> list[Element]:
    """The children of that local name."""
    return [] if node is None else [child for child in node if local(child.tag) == name]


def child(node: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    return next(iter(children(node, name)), None)


def number(node: Element, name: str, default: int = 0) -> int:
    """An attribute as a number; -1 where it is none."""
    written = node.get(name)
    if written is None:
        return default
    return int(written) if written.strip().isdigit() else -1


def twice(names: list[str]) -> list[str]:
    """The names that stand in a list more than once, whatever their case."""
    lower = [name.casefold() for name in names]
    return sorted({name for name in lower if lower.count(name) > 1}) if len(set(lower)) < len(lower) else []
