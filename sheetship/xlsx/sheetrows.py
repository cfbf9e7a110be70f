"""The rows of one sheet with the edits in them, block by block.

It decides which rows of a block are looked at, and which way each edit takes: whole rows the short one where it
leads through, single cells and everything unusual the long one.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from sheetship.xlsx.edits import CellEdit, RowEdit
from sheetship.xlsx.rowpatch import RowPatcher
from sheetship.xlsx.scan import last_row_number, row_places
from sheetship.xlsx.wholerows import WholeRows

Edit = RowEdit | list[CellEdit]


class SheetRows:
    """Puts the edits of rows, by row number, into blocks that come in order."""

    def __init__(
        self, prefix: str, patcher: RowPatcher, whole_rows: WholeRows, edits: Mapping[int, Edit]
    ) -> None:
        self._prefix = prefix
        self._patcher = patcher
        self._whole_rows = whole_rows
        self._edits = edits
        self._waiting = deque(sorted(edits))

    def block(self, rows: bytes) -> bytes:
        """Return a block with the edits of its rows, and of rows missing in it. Raises Unusual or XlsxError."""
        if not self._waiting or self._waiting[0] > last_row_number(rows, self._prefix):
            return self._patcher.formulas.settled(rows)
        return b"".join(self._pieces(rows))

    def _pieces(self, rows: bytes) -> Iterator[bytes]:
        numbers, starts = row_places(rows, self._prefix)
        starts.append(len(rows))
        copied = place = 0
        while self._waiting and self._waiting[0] <= numbers[-1]:
            number = self._waiting.popleft()
            edit = self._edits[number]
            place = bisect_left(numbers, number, place)
            yield self._patcher.formulas.settled(rows[copied : starts[place]])
            copied = starts[place]
            if numbers[place] == number:
                copied = starts[place + 1]
                yield from self._patched(rows, starts[place], copied, number, edit)
            else:
                yield self._patcher.new_row(number, _cells(edit))
        yield self._patcher.formulas.settled(rows[copied:])

    def _patched(self, rows: bytes, start: int, end: int, number: int, edit: Edit) -> Sequence[bytes]:
        if isinstance(edit, RowEdit) and not self._patcher.formulas.is_waiting:
            pieces = self._whole_rows.patched(rows, start, end, edit)
            if pieces is not None:
                return pieces
        return (self._patcher.patched(rows[start:end], number, _cells(edit)),)

    def below(self, appended: Mapping[int, RowEdit]) -> Iterator[bytes]:
        """Yield what no block held: rows in between, and whole rows that are appended below all others."""
        for number in sorted((*self._waiting, *appended)):
            if number in appended:
                yield self._patcher.appended(appended[number])
            else:
                yield self._patcher.new_row(number, _cells(self._edits[number]))


def _cells(edit: Edit) -> list[CellEdit]:
    return edit.cells() if isinstance(edit, RowEdit) else edit
