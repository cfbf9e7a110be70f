"""A sheet's rows as the gate walks over them: one by one where something is edited, in long stretches elsewhere."""

from collections.abc import Iterable, Iterator

from sheetship.xlsx.scan import Kind, Unusual, pieces, split_rows, words


class RowCursor:
    """The rows of one sheet part from top to bottom; `frame` is what stands around those passed so far."""

    def __init__(self, stream: Iterable[bytes], part: str) -> None:
        self._pieces = pieces(stream, part)
        head = next(self._pieces)
        self.prefix = head.prefix
        self.frame = head.xml
        self._tag = words(head.prefix).row
        self._block = b""
        self._at = 0
        self._numbers: list[int] = []
        self._rows: list[bytes] = []
        self._place = 0

    def stretch(self) -> bytes:
        """Return the bytes of all rows ahead that are at hand; none at the end."""
        while self._at == len(self._block):
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            if piece.kind is Kind.TAIL:
                self.frame += piece.xml
            else:
                self._block = piece.xml
                self.skip(-self._at)
        return self._block[self._at :] if self._at else self._block

    def skip(self, length: int) -> None:
        """Pass over some bytes of the stretch."""
        self._at += length
        self._rows, self._place = [], 0

    @property
    def count(self) -> int:
        """How many rows from the next one on are at hand, after `number` was asked."""
        return len(self._rows) - self._place

    def number(self) -> int:
        """Return the number of the next row, 0 at the end. Raises Unusual if no row begins here."""
        if self._place == len(self._rows) and not self._look_ahead():
            return 0
        return self._numbers[self._place]

    def _look_ahead(self) -> bool:
        ahead = self.stretch()
        if not ahead:
            return False
        before, rows, numbers = split_rows(ahead, self.prefix)
        if before.strip():
            raise Unusual
        self.skip(len(before))
        self._numbers, self._rows = numbers, rows
        return bool(rows) or self._look_ahead()

    def take(self) -> bytes:
        """Return the next row, from behind its `<row`, and pass over it."""
        return self.take_many(1)[0]

    def is_run(self, count: int) -> bool:
        """Whether so many rows at hand have numbers that follow one another."""
        first, last = self._place, self._place + count - 1
        start, end = self._numbers[first], self._numbers[last]
        # The ends tell at once what is no run.
        return end - start == last - first and self._numbers[first : last + 1] == [*range(start, end + 1)]

    def take_many(self, count: int) -> list[bytes]:
        """Return so many of the rows at hand, and pass over them."""
        rows = self._rows[self._place : self._place + count]
        self._place += count
        self._at += len(self._tag) * count + sum(map(len, rows))
        return rows


def all_rows(stream: Iterable[bytes], part: str) -> Iterator[bytes]:
    """Yield every row."""
    cursor = RowCursor(stream, part)
    while cursor.number():
        yield cursor.take()
