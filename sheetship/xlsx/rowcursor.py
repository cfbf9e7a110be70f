"""A sheet's rows as the gate walks over them: one by one where something is edited, in long stretches elsewhere."""

from collections.abc import Iterable, Iterator

from sheetship.xlsx.scan import Kind, Unusual, pieces, row_places


class RowCursor:
    """The rows of one sheet part from top to bottom; `frame` is what stands around those passed so far."""

    def __init__(self, stream: Iterable[bytes], part: str) -> None:
        self._pieces = pieces(stream, part)
        head = next(self._pieces)
        self.prefix = head.prefix
        self.frame = head.xml
        self._block = b""
        self._at = 0
        self._numbers: list[int] = []
        self._starts: list[int] = []
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
                self._block, self._at, self._starts = piece.xml, 0, []
        return self._block[self._at :] if self._at else self._block

    def skip(self, length: int) -> None:
        """Pass over some bytes of the stretch."""
        self._at += length
        self._starts = []

    def number(self) -> int:
        """Return the number of the next row, 0 at the end. Raises Unusual if no row begins here."""
        if not self._starts and not self._look_ahead():
            return 0
        return self._numbers[self._place]

    def _look_ahead(self) -> bool:
        ahead = self.stretch()
        if not ahead:
            return False
        self._block, self._at, self._place = ahead, 0, 0
        self._numbers, self._starts = row_places(ahead, self.prefix)
        if ahead[: self._starts[0] if self._starts else None].strip():
            raise Unusual
        if not self._starts:
            self._at = len(ahead)
            return self._look_ahead()
        self._starts.append(len(ahead))
        return True

    def take(self) -> bytes:
        """Return the next row, from behind its `<row`, and pass over it."""
        start, end = self._starts[self._place], self._starts[self._place + 1]
        self._place += 1
        self._at = end
        if end == len(self._block):
            self._starts = []
        return self._block[start + len(self.prefix) + len("<row") : end]


def all_rows(stream: Iterable[bytes], part: str) -> Iterator[bytes]:
    """Yield every row."""
    cursor = RowCursor(stream, part)
    while cursor.number():
        yield cursor.take()
