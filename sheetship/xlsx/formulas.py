"""Formulas as text: where their references are, and how they read in another cell.

It decides what in a formula is a reference to cells (ECMA-376 part 1, 18.17.2): `A1`, `$A$1:B2`, `A:C`, `1:3`,
each with the name of a sheet before it or not. Texts in quotes, names such as `Tax_F9`, functions such as
`LOG10(`, references beyond the last column or row, which are names too, and structured references such as
`Orders[[#This Row],[A1]]` are none. Which formula moves where is left to others.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import MAX_COLUMN, MAX_ROW, column_number, letters

NO_REFERENCE: Final = "#REF!"
"""What stands for a reference that has left the sheet."""
_TOKEN: Final = re.compile(
    r"""
    "(?:[^"]|"")*"                                                   # a text
  | (?<![\w.\\$])
    (?P<sheet>(?:'(?:[^']|'')+'|(?![A-Z]{1,3}\d{1,7}:)(?:\[[^\]]*\])?[\w.]+(?::[\w.]+)?)!)?
    (?:
      (?P<first>\$?[A-Z]{1,3}\$?[1-9]\d{0,6})(?::(?P<last>\$?[A-Z]{1,3}\$?[1-9]\d{0,6}))?(?![\w.(!\[\\?])
    | (?P<first_row>\$?[1-9]\d{0,6}):(?P<last_row>\$?[1-9]\d{0,6})(?![\w.(!])
    | (?P<first_column>\$?[A-Z]{1,3}):(?P<last_column>\$?[A-Z]{1,3})(?![\w.(!\[\\?$])
    )
  | '(?:[^']|'')*'                                                   # 'Q1 2026'!Total
  | \[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\]                        # Table[[#This Row],[A1]]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CORNER: Final = re.compile(r"(?:(\$?)([A-Za-z]{1,3})(?=\$?\d|$))?(?:(\$?)(\d+))?")
_FUNCTION: Final = re.compile(r"LOG10\s+\(", re.IGNORECASE)
"""The one function whose name reads as a cell; blanks may stand before its parenthesis."""


class Corner(NamedTuple):
    """One end of a reference: `$` or nothing before a column and a row; 0 where it has none."""

    column_mark: str
    column: int
    row_mark: str
    row: int

    def __str__(self) -> str:
        column = f"{self.column_mark}{letters(self.column)}" if self.column else ""
        return column + (f"{self.row_mark}{self.row}" if self.row else "")

    def moved(self, rows: int, columns: int) -> "Corner | None":
        """Return the corner after a copy by so many rows and columns, or None if it left the sheet."""
        column = self.column + columns if self.column and not self.column_mark else self.column
        row = self.row + rows if self.row and not self.row_mark else self.row
        is_there = bool(self.column) <= column <= MAX_COLUMN and bool(self.row) <= row <= MAX_ROW
        return self._replace(column=column, row=row) if is_there else None


class Reference(NamedTuple):
    """A reference in a formula: its sheet as written, such as `'My sheet'!`, and one corner or two."""

    sheet: str
    corners: tuple[Corner, ...]

    def __str__(self) -> str:
        return self.sheet + ":".join(map(str, self.corners))


def each_reference(formula: str, change: Callable[[Reference], str]) -> str:
    """Return the formula with every reference replaced by what it is changed to."""

    def replace(found: re.Match[str]) -> str:
        corners = tuple(corner(written) for written in _written(found))
        is_call = found["first"] is not None and _FUNCTION.match(found.string, found.start("first"))
        if not corners or is_call or not all(map(_is_on_sheet, corners)):
            return found[0]
        return change(Reference(found["sheet"] or "", corners))

    return _TOKEN.sub(replace, formula)


def _written(found: re.Match[str]) -> Iterator[str]:
    for kind in ("", "_row", "_column"):
        for end in ("first", "last"):
            if found[end + kind]:
                yield found[end + kind]


def _is_on_sheet(found: Corner) -> bool:
    return found.column <= MAX_COLUMN and found.row <= MAX_ROW


def corner(written: str) -> Corner:
    """Return what `$A1`, `A` or `$1` says. Raises XlsxError `damaged`.

    >>> corner("$B7")
    Corner(column_mark='$', column=2, row_mark='', row=7)
    """
    found = _CORNER.fullmatch(written)
    if found is None or not written:
        raise XlsxError("damaged", f'"{written}" is no range of cells.', ref=written)
    return Corner(found[1] or "", column_number(found[2] or ""), found[3] or "", int(found[4] or 0))


def moved(formula: str, *, rows: int, columns: int) -> str:
    """Return the formula as it reads after a copy by so many rows and columns.

    >>> moved("SUM(F8:F$8)*$A1+B:B", rows=1, columns=2)
    'SUM(H9:H$8)*$A2+D:D'
    >>> moved("A1&Orders!B2", rows=-1, columns=0)
    '#REF!&Orders!B1'
    """

    def follow(found: Reference) -> str:
        corners = [each.moved(rows, columns) for each in found.corners]
        kept = [each for each in corners if each]
        return str(Reference(found.sheet, tuple(kept))) if kept == corners else found.sheet + NO_REFERENCE

    return each_reference(formula, follow)
