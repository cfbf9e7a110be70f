"""References in formulas and ranges, and how they follow when a row of a template becomes many rows.

It decides what `SUM(F8:F8)` or `$A$1:$F$9` is once rows have been added below a row. A range that covers the
row grows, what stands below moves down, and a single cell in the row stays. Texts in quotes, structured
references and other workbooks are left alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import MAX_ROW, column_number, letters

ROW_HERE: Final = "\0"
"""Stands for the number of the row that is being written."""

_TOKEN: Final = re.compile(
    r"""
    "(?:[^"]|"")*"                                                   # a text
  | (?P<sheet>(?:'(?:[^']|'')+'|(?:\[[^\]]*\])?[\w.]+(?::[\w.]+)?)!)?
    (?:
      (?<![\w.\\])
      (?P<first>\$?[A-Z]{1,3}\$?[1-9]\d{0,6})(?::(?P<last>\$?[A-Z]{1,3}\$?[1-9]\d{0,6}))?(?![\w.(!])
    | (?<![\w.\\])(?P<first_row>\$?[1-9]\d{0,6}):(?P<last_row>\$?[1-9]\d{0,6})(?![\w.(!])
    )
  | \[(?:[^\[\]]|\[[^\[\]]*\])*\](?!\w)                              # Table[[#This Row],[A1]]
    """,
    re.VERBOSE,
)
_CORNER: Final = re.compile(r"(\$?)([A-Z]{0,3})(\$?)([1-9]\d*)")


@dataclass(frozen=True, slots=True)
class Growth:
    """`added` new rows right below `row` of a sheet."""

    sheet: str
    row: int
    added: int

    def moved(self, row: int) -> int:
        """Where a single row stands afterwards."""
        return row + self.added if row > self.row else row

    def last(self, row: int) -> int:
        """Where the last row of a range stands afterwards: a range that ends in the grown row grows."""
        return row + self.added if row >= self.row else row

    def cell(self, ref: str) -> str:
        """Where a cell that is meant alone, such as a note's, stands afterwards."""
        return _with_row(ref, self.moved)

    def ranges(self, refs: str) -> str:
        """The blank-separated ranges afterwards; a single cell in the grown row becomes a range."""
        return " ".join(self._range(ref) for ref in refs.split())

    def _range(self, ref: str) -> str:
        if not any(letter.isdigit() for letter in ref):
            return ref  # whole columns
        first, _, last = ref.partition(":")
        start, end = _with_row(first, self.moved), _with_row(last or first, self.last)
        return start if start == end else f"{start}:{end}"

    def formula(self, text: str, *, at_home: bool) -> str:
        """The formula afterwards; `at_home` says that it stands in the sheet itself."""

        def follow(found: re.Match[str]) -> str:
            if not self._is_here(found["sheet"], at_home=at_home):
                return found[0]
            first, last = found["first"] or found["first_row"], found["last"] or found["last_row"]
            start = _with_row(first, self.moved)
            return f"{found['sheet'] or ''}{start}" + (f":{_with_row(last, self.last)}" if last else "")

        return _each_reference(text, follow)

    def _is_here(self, qualifier: str | None, *, at_home: bool) -> bool:
        if not qualifier:
            return at_home
        return sheet_of(qualifier).casefold() == self.sheet.casefold()

    def repeated(self, text: str) -> str:
        """The formula of the grown row itself for each of its copies, with `ROW_HERE` for their number.

        `F8*G8` follows the copy, `F$8:F8` runs from the first line, `F$8:F$8` covers all of them; rows
        above stay and rows below move, with and without `$`.
        """

        def follow(found: re.Match[str]) -> str:
            if not self._is_here(found["sheet"], at_home=True):
                return found[0]
            first, last = found["first"] or found["first_row"], found["last"] or found["last_row"]
            ends = self._here(last, self.last) if last else ""
            return f"{found['sheet'] or ''}{self._here(first, self.moved)}" + (f":{ends}" if last else "")

        return _each_reference(text, follow)

    def _here(self, corner: str, fixed: Callable[[int], int]) -> str:
        dollar, column, row_dollar, row = _parts(corner)
        if row == self.row and not (row_dollar or (dollar and not column)):
            return f"{dollar}{column}{ROW_HERE}"
        return _with_row(corner, fixed)


def sheet_of(qualifier: str) -> str:
    """The sheet's name of `'My sheet'!` or `Orders!`.

    >>> sheet_of("'Jo''s orders'!")
    "Jo's orders"
    """
    name = qualifier.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def translated(formula: str, rows: int, columns: int) -> str:
    """The formula as it is after a copy by so many rows and columns: how followers of a shared formula read.

    >>> translated("SUM(F8:F$8)*$A1", 1, 2)
    'SUM(H9:H$8)*$A2'
    """

    def follow(found: re.Match[str]) -> str:
        corners = [found["first"] or found["first_row"], found["last"] or found["last_row"]]
        shifted = ":".join(_shifted(corner, rows, columns) for corner in corners if corner)
        return f"{found['sheet'] or ''}{shifted}"

    return _each_reference(formula, follow)


def _each_reference(text: str, change: Callable[[re.Match[str]], str]) -> str:
    def replace(found: re.Match[str]) -> str:
        return change(found) if found["first"] or found["first_row"] else found[0]

    return _TOKEN.sub(replace, text)


def _parts(corner: str) -> tuple[str, str, str, int]:
    found = _CORNER.fullmatch(corner)
    if found is None:
        raise XlsxError("damaged", f'"{corner}" is no range of cells.', ref=corner)
    return found[1], found[2], found[3], int(found[4])


def _with_row(corner: str, place: Callable[[int], int]) -> str:
    dollar, column, row_dollar, row = _parts(corner)
    return f"{dollar}{column}{row_dollar}{min(place(row), MAX_ROW)}"


def _shifted(corner: str, rows: int, columns: int) -> str:
    dollar, column, row_dollar, row = _parts(corner)
    if not column:
        return corner if dollar else str(row + rows)
    name = column if dollar else letters(column_number(column) + columns)
    return f"{dollar}{name}{row_dollar}{row if row_dollar else row + rows}"
