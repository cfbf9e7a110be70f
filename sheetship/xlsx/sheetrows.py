"""The rows of one sheet with the edits in them, block by block.

It decides which rows of a block are looked at, and which way each edit takes: whole rows the short one where it
leads through, single cells and everything unusual the long one.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from sheetship.xlsx.edits import CellEdit, RowEdit
from sheetship.xlsx.rowpatch import RowPatcher
from sheetship.xlsx.scan import last_row_number, split_rows, words
from sheetship.xlsx.wholerows import WholeRows

Edit = RowEdit | list[CellEdit]


class SheetRows:
    """Puts the edits of rows, by row number, into blocks that come in order."""

    def __init__(
        self, prefix: str, patcher: RowPatcher, whole_rows: WholeRows, edits: Mapping[int, Edit]
    ) -> None:
        self._prefix = prefix
        self._tag = words(prefix).row
        self._patcher = patcher
        self._whole_rows = whole_rows
        self._edits = edits
        self._waiting = deque(sorted(edits))

    def block(self, rows: bytes) -> bytes:
        """Return a block with the edits of its rows, and of rows missing in it. Raises Unusual or XlsxError."""
        if not self._waiting or self._waiting[0] > last_row_number(rows, self._prefix):
            return self._patcher.formulas.settled(rows)
        return b"".join(self._pieces(rows))

    def _pieces(self, block: bytes) -> Iterator[bytes]:
        before, rows, numbers = split_rows(block, self._prefix)
        wanted = list(self._up_to(numbers[-1]))
        places = [bisect_left(numbers, number) for number in wanted]
        short = self._short_ways(rows, numbers, places)
        yield before
        copied = 0
        for number, place in zip(wanted, places, strict=True):
            if copied < place:
                yield self._copied(rows[copied:place])
            copied = place
            if numbers[place] != number:
                yield self._patcher.new_row(number, _cells(self._edits[number]))
                continue
            copied += 1
            row = short.get(place)
            if row is None:
                row = self._patcher.patched(self._tag + rows[place], number, _cells(self._edits[number]))
            yield row
        yield self._copied(rows[copied:])

    def _copied(self, rows: Sequence[bytes]) -> bytes:
        return self._patcher.formulas.settled(b"".join([self._tag + row for row in rows]))

    def _up_to(self, last: int) -> Iterator[int]:
        while self._waiting and self._waiting[0] <= last:
            yield self._waiting.popleft()

    def _short_ways(
        self, rows: Sequence[bytes], numbers: Sequence[int], places: Sequence[int]
    ) -> dict[int, bytes]:
        """Return the rows that the short way leads through; where formulas move, every row goes the long way."""
        if self._patcher.formulas.may_wait:
            return {}
        edits = {
            place: edit for place in places if isinstance(edit := self._edits.get(numbers[place]), RowEdit)
        }
        made = self._whole_rows.patched([rows[place] for place in edits], [*edits.values()])
        return {place: row for place, row in zip(edits, made, strict=True) if row is not None}

    def below(self, appended: Mapping[int, RowEdit]) -> Iterator[bytes]:
        """Yield what no block held: rows in between, and whole rows that are appended below all others."""
        for number in sorted((*self._waiting, *appended)):
            if number in appended:
                yield self._patcher.appended(appended[number])
            else:
                yield self._patcher.new_row(number, _cells(self._edits[number]))


def _cells(edit: Edit) -> list[CellEdit]:
    return edit.cells() if isinstance(edit, RowEdit) else edit
