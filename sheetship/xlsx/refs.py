"""Cell addresses: letters and numbers, ranges, and whether a cell lies inside one."""

import re
from functools import cache
from typing import Final, NamedTuple

from sheetship.xlsx.errors import XlsxError

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
_CORNERS: Final = 2
_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")


class Area(NamedTuple):
    """A rectangle of cells, all four borders included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        in_rows = self.first_row <= row <= self.last_row
        return in_rows and self.first_column <= column <= self.last_column

    def touches(self, other: "Area") -> bool:
        """Whether the two share a cell."""
        in_rows = self.first_row <= other.last_row and other.first_row <= self.last_row
        return in_rows and self.first_column <= other.last_column and other.first_column <= self.last_column


@cache
def letters(column: int) -> str:
    """Return a column's letters.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@cache
def column_number(name: str) -> int:
    """Return the number of a column's letters.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """Return a cell's address.

    >>> address(27, 6)
    'F27'
    """
    return f"{letters(column)}{row}"


def area(ref: str) -> Area:
    """Return the rectangle of `B2` or `B2:F10`. Raises XlsxError `damaged`.

    >>> area("F10:B2")
    Area(first_row=2, first_column=2, last_row=10, last_column=6)
    """
    first, _, last = ref.partition(":")
    corners = [_CELL.fullmatch(corner) for corner in (first, last or first)]
    rows = sorted(int(corner[2]) for corner in corners if corner)
    columns = sorted(column_number(corner[1]) for corner in corners if corner)
    if len(rows) != len(corners) or rows[1] > MAX_ROW or columns[1] > MAX_COLUMN:
        raise XlsxError("damaged", f'"{ref}" is no range of cells.', ref=ref)
    return Area(rows[0], columns[0], rows[1], columns[1])


def area_if_any(ref: str) -> Area | None:
    """Return the rectangle; None for whole rows and columns, and for what is no range.

    >>> area_if_any("$B$2"), area_if_any("B:F"), area_if_any("#REF!")
    (Area(first_row=2, first_column=2, last_row=2, last_column=2), None, None)
    """
    corners = ref.split(":")
    return area(ref) if len(corners) <= _CORNERS and all(map(_CELL.fullmatch, corners)) else None


def ref_of(cells: Area) -> str:
    """Return a rectangle's address, `B2:F10`, or `B2` for one cell."""
    first = address(cells.first_row, cells.first_column)
    last = address(cells.last_row, cells.last_column)
    return first if first == last else f"{first}:{last}"


def areas(refs: str) -> list[Area]:
    """Return the rectangles of a blank-separated list; whole columns, and what is no range, are left out."""
    return [cells for cells in map(area_if_any, refs.split()) if cells]
