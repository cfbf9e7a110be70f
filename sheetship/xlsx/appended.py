"""Rows below all others, many cells at a time.

It decides how the cells of such a row are put together; which look a cell gets is asked of the row patcher.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from sheetship.xlsx.columncells import ROW_NUMBER, ColumnCells, Looks, Spelling, blank_cell
from sheetship.xlsx.edits import RowEdit, Style
from sheetship.xlsx.likerow import LikeRow
from sheetship.xlsx.refs import MAX_COLUMN
from sheetship.xlsx.values import Contents


class NewLooks(Looks, Protocol):
    """Who knows the styles of cells that are not there yet."""

    def base(self, column: int) -> int:
        """Return the style that a cell of a new row has by default."""
        ...


class AppendedRows:
    """Makes the cells of rows; those that come again are remembered by column and look."""

    def __init__(self, prefix: bytes, contents: Contents, like_row: LikeRow, looks: NewLooks) -> None:
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
        return b"".join([*made, layout.end]).replace(ROW_NUMBER, b"%d" % edit.row)

    def _laid_out(self, edit: RowEdit) -> "_Layout":
        starts = [self._between(*columns) for columns in pairwise((0, *edit.columns, MAX_COLUMN + 1))]
        wanted = zip(edit.columns, edit.styles, starts, strict=False)
        layout = _Layout([self._column(*column) for column in wanted], starts[-1])
        self._layouts[id(edit.columns), id(edit.styles)] = layout
        return layout

    def _between(self, left: int, right: int) -> bytes:
        """Return the blank cells that the row takes from the one it is like, between two columns."""
        there = (column for column in sorted(self._extra) if left < column < right)
        return b"".join(blank_cell(self._p, column, self._extra[column]) for column in there)

    def _column(self, column: int, style: Style | None, before: bytes) -> ColumnCells:
        base = self._looks.base(column)
        blank = blank_cell(self._p, column, base) if column in self._extra else b""
        spelling = Spelling(self._p, column, base, style, before=before, blank=before + blank)
        return ColumnCells(spelling, self._contents, self._looks)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of rows alike, and what stands behind the last of them."""

    cells: list[ColumnCells]
    end: bytes
