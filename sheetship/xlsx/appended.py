"""Rows below all others, many cells at a time: what repeats down a column is spelled once.

It decides how the cells of such a row are put together; which look a cell gets is asked of the row patcher.
A cell is kept with a NUL where the row's number goes: no XML can hold one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from sheetship.xlsx.edits import RowEdit, Style, Value
from sheetship.xlsx.likerow import LikeRow
from sheetship.xlsx.refs import MAX_COLUMN, letters
from sheetship.xlsx.values import BLANK, Content, Contents

_NUMBER: Final = b"\0"
_REMEMBERED: Final = 4096


class Looks(Protocol):
    """Who knows the styles of cells."""

    def base(self, column: int) -> int:
        """Return the style that a cell of a new row has by default."""
        ...

    def look(self, base: int, style: Style | None, content: Content) -> int:
        """Return the style of a cell with this content and wanted look."""
        ...


class AppendedRows:
    """Makes the cells of rows; those that come again are remembered by column and look."""

    def __init__(self, prefix: bytes, contents: Contents, like_row: LikeRow, looks: Looks) -> None:
        self._p = prefix
        self._contents = contents
        self._extra = like_row.styles
        self._looks = looks
        self._layouts: dict[tuple[int, int], _Layout] = {}

    def cells(self, edit: RowEdit) -> bytes:
        """Return the cells of the row, in order."""
        # The identity of both tuples stands for them: the edits keep them alive, and hashing them costs more.
        layout = self._layouts.get((id(edit.columns), id(edit.styles))) or self._laid_out(edit)
        # True and 1 are the same key and not the same cell.
        made = [
            cells[value] if value.__class__ is not bool else cells.of(value)
            for cells, value in zip(layout.cells, edit.values, strict=True)
        ]
        return b"".join([*made, layout.end]).replace(_NUMBER, b"%d" % edit.row)

    def _laid_out(self, edit: RowEdit) -> "_Layout":
        starts = [self._between(*columns) for columns in pairwise((0, *edit.columns, MAX_COLUMN + 1))]
        wanted = zip(edit.columns, edit.styles, starts, strict=False)
        layout = _Layout([_Cells(self._writer(*column)) for column in wanted], starts[-1])
        self._layouts[id(edit.columns), id(edit.styles)] = layout
        return layout

    def _between(self, left: int, right: int) -> bytes:
        """Return the blank cells that the row takes from the one it is like, between two columns."""
        there = (column for column in sorted(self._extra) if left < column < right)
        return b"".join(self._cell(column, self._extra[column], BLANK) for column in there)

    def _writer(self, column: int, style: Style | None, before: bytes) -> Callable[[Value], bytes]:
        def written(value: Value) -> bytes:
            content = self._contents.of(value)
            base = self._looks.base(column)
            if content.inner:
                return before + self._cell(column, self._looks.look(base, style, content), content)
            return before + self._cell(column, base, BLANK) if column in self._extra else before

        return written

    def _cell(self, column: int, look: int, content: Content) -> bytes:
        styled = b' s="%d"' % look if look else b""
        start = b'<%bc r="%b%b"%b' % (self._p, letters(column).encode(), _NUMBER, styled)
        if not content.inner:
            return start + b"/>"
        return b"%b%b>%b</%bc>" % (start, content.type_attribute, content.inner, self._p)


class _Cells(dict[Value, bytes]):
    """The cells of one column and look, by value."""

    def __init__(self, write: Callable[[Value], bytes]) -> None:
        super().__init__()
        self.of = write

    def __missing__(self, value: Value) -> bytes:
        made = self.of(value)
        if len(self) < _REMEMBERED:
            self[value] = made
        return made


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of rows alike, and what stands behind the last of them."""

    cells: list[_Cells]
    end: bytes
