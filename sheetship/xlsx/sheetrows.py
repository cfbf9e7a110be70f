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
from sheetship.xlsx.wholerows import Pieces, WholeRows

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
        wanted = list(self._up_to(numbers[-1]))
        places = {number: bisect_left(numbers, number) for number in wanted}
        there = [number for number in wanted if numbers[places[number]] == number]
        short = self._short_ways(
            rows, [(starts[places[n]], starts[places[n] + 1], self._edits[n]) for n in there]
        )
        copied = 0
        for number in wanted:
            start = starts[places[number]]
            yield self._patcher.formulas.settled(rows[copied:start])
            copied = start
            if numbers[places[number]] != number:
                yield self._patcher.new_row(number, _cells(self._edits[number]))
                continue
            copied = starts[places[number] + 1]
            pieces = short.get(number)
            yield from pieces or (
                self._patcher.patched(rows[start:copied], number, _cells(self._edits[number])),
            )
        yield self._patcher.formulas.settled(rows[copied:])

    def _up_to(self, last: int) -> Iterator[int]:
        while self._waiting and self._waiting[0] <= last:
            yield self._waiting.popleft()

    def _short_ways(self, rows: bytes, places: Sequence[tuple[int, int, Edit]]) -> dict[int, Pieces]:
        """Return the rows that the short way leads through; where formulas move, every row goes the long way."""
        if self._patcher.formulas.may_wait:
            return {}
        whole = [(start, end, edit) for start, end, edit in places if isinstance(edit, RowEdit)]
        made = self._whole_rows.patched(rows, whole)
        return {edit.row: pieces for (_, _, edit), pieces in zip(whole, made, strict=True) if pieces}

    def below(self, appended: Mapping[int, RowEdit]) -> Iterator[bytes]:
        """Yield what no block held: rows in between, and whole rows that are appended below all others."""
        for number in sorted((*self._waiting, *appended)):
            if number in appended:
                yield self._patcher.appended(appended[number])
            else:
                yield self._patcher.new_row(number, _cells(self._edits[number]))


def _cells(edit: Edit) -> list[CellEdit]:
    return edit.cells() if isinstance(edit, RowEdit) else edit
