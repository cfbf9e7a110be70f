"""References in formulas and ranges, and how they follow when a row of a template becomes many rows.

It decides what `SUM(F8:F8)` or `$A$1:$F$9` is once rows have been added below a row. A range that covers the
row grows, what stands below moves down, and a single cell in the row stays. What a reference is, is left to
`formulas`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sheetship.xlsx.formulas import Corner, Reference, corner, each_reference
from sheetship.xlsx.refs import MAX_ROW

ROW_HERE: Final = "\0"
"""Stands for the number of the row that is being written."""


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
        return _with_row(corner(ref), self.moved)

    def ranges(self, refs: str) -> str:
        """The blank-separated ranges afterwards; a single cell in the grown row becomes a range."""
        return " ".join(self._range(ref) for ref in refs.split())

    def _range(self, ref: str) -> str:
        if not any(letter.isdigit() for letter in ref):
            return ref  # whole columns
        first, _, last = ref.partition(":")
        start, end = _with_row(corner(first), self.moved), _with_row(corner(last or first), self.last)
        return start if start == end else f"{start}:{end}"

    def formula(self, text: str, *, at_home: bool) -> str:
        """The formula afterwards; `at_home` says that it stands in the sheet itself."""

        def follow(found: Reference) -> str:
            if not self._is_here(found.sheet, at_home=at_home):
                return str(found)
            first, *last = found.corners
            ends = [_with_row(first, self.moved), *(_with_row(end, self.last) for end in last)]
            return found.sheet + ":".join(ends)

        return each_reference(text, follow)

    def _is_here(self, qualifier: str, *, at_home: bool) -> bool:
        if not qualifier:
            return at_home
        return sheet_of(qualifier).casefold() == self.sheet.casefold()

    def repeated(self, text: str) -> str:
        """The formula of the grown row itself for each of its copies, with `ROW_HERE` for their number.

        `F8*G8` follows the copy, `F$8:F8` runs from the first line, `F$8:F$8` covers all of them; rows
        above stay and rows below move, with and without `$`.
        """

        def follow(found: Reference) -> str:
            if not self._is_here(found.sheet, at_home=True):
                return str(found)
            first, *last = found.corners
            ends = [self._here(first, self.moved), *(self._here(end, self.last) for end in last)]
            return found.sheet + ":".join(ends)

        return each_reference(text, follow)

    def _here(self, written: Corner, fixed: Callable[[int], int]) -> str:
        if written.row == self.row and not written.row_mark:
            return f"{written._replace(row=0)}{ROW_HERE}"
        return _with_row(written, fixed)


def sheet_of(qualifier: str) -> str:
    """The sheet's name of `'My sheet'!` or `Orders!`.

    >>> sheet_of("'Jo''s orders'!")
    "Jo's orders"
    """
    name = qualifier.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _with_row(written: Corner, place: Callable[[int], int]) -> str:
    return str(written._replace(row=min(place(written.row), MAX_ROW)) if written.row else written)
