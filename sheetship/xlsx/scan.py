"""The XML of a sheet as head, blocks of whole rows, and tail, without building a tree.

It decides when a part may be scanned by its bytes. In XML without comments, CDATA and instructions a `<`
can only start a tag, so `<row` and `</sheetData>` cannot stand in a text. Where that does not hold, or
rows come without numbers, or the encoding is not UTF-8, `Unusual` is raised, and the part is first
written out again in plain syntax by `plain`, with the same content.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import utf8
from sheetship.xlsx.refs import MAX_ROW, Area, area

LAST_ROWS: Final = 5
MAX_HEAD: Final = 16 * 1024**2
MAX_ONE_ROW: Final = 16 * 1024**2
MAX_TAIL: Final = 256 * 1024**2
ATTRIBUTES: Final = r"""((?:\s+[\w:.-]+\s*=\s*"[^"<]*")*)\s*"""
_SHEET_DATA: Final = re.compile(
    rb"""<((?:[\w.-]+:)?)sheetData(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(/?)>"""
)


_NUMBER: Final = b' r="'


class Unusual(Exception):  # noqa: N818 - a turn of the way, never seen outside
    """The part is not in plain syntax."""


class Kind(Enum):
    """What a piece of a sheet part is."""

    HEAD = "up to the rows"
    ROWS = "whole rows"
    TAIL = "after the rows"


@dataclass(frozen=True, slots=True)
class Words:
    """The byte patterns of one namespace prefix, such as "" or "x:"."""

    prefix: str
    row: bytes
    plain_row: re.Pattern[bytes]
    row_numbers: re.Pattern[bytes]
    ranged_formula: re.Pattern[bytes]
    row_end: bytes
    end: bytes

    def tag(self, name: str) -> bytes:
        """Return the beginning of a tag: `<x:name`."""
        return f"<{self.prefix}{name}".encode()


@cache
def words(prefix: str) -> Words:
    """Return the patterns for a prefix."""
    name = re.escape(prefix)
    numbers = rf'<{name}row(?:\s+[\w:.-]+\s*=\s*"[^"<]*")*?\s+r="(\d+)"'
    ranged = (
        rf"""<{name}f\s(?=[^<>]*\bt\s*=\s*["'](?:array|dataTable)["'])[^<>]*?\bref\s*=\s*["']([^"']+)["']"""
    )
    return Words(
        prefix,
        f"<{prefix}row".encode(),
        re.compile(rf'<{name}row(?: r="([0-9]+)")?'.encode()),
        re.compile(numbers.encode()),
        re.compile(ranged.encode()),
        f"</{prefix}row>".encode(),
        f"</{prefix}sheetData".encode(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the part; head ends with the tag `<sheetData>`, tail begins with its end tag."""

    kind: Kind
    xml: bytes
    prefix: str
    is_empty: bool = False


def pieces(stream: Iterable[bytes], part: str) -> Iterator[Piece]:
    """Yield head, blocks of whole rows, tail. Raises Unusual, or XlsxError `damaged` or `too_large`."""
    blocks = iter(stream)
    head, rest = _head(blocks, part)
    yield head
    if head.is_empty:
        yield _tail(f"</{head.prefix}sheetData>".encode(), rest, blocks, head.prefix)
        return
    known = words(head.prefix)
    while True:
        end = _end_of_rows(rest, known.end)
        if end >= 0:
            break
        cut = rest.rfind(known.row)
        if cut > 0:
            yield _rows(rest[:cut], head.prefix)
            rest = rest[cut:]
        elif len(rest) > MAX_ONE_ROW:
            raise XlsxError("too_large", f"{part} has a row of more than {MAX_ONE_ROW} bytes.", part=part)
        rest += _next(blocks, part)
    if end:
        yield _rows(rest[:end], head.prefix)
    yield _tail(rest[end:], b"", blocks, head.prefix)


def _end_of_rows(xml: bytes, end: bytes) -> int:
    """Return where the first end tag begins, or -1; extensions behind it may have rows of their own."""
    # One rare byte is found far faster than the tag; where there is one, looking from behind still is.
    return xml.find(end) if b"h" in xml and xml.rfind(end) >= 0 else -1


def _next(blocks: Iterator[bytes], part: str) -> bytes:
    block = next(blocks, None)
    if block is None:
        raise XlsxError("damaged", f"{part} ends before its rows do.", part=part)
    return block


def _head(blocks: Iterator[bytes], part: str) -> tuple[Piece, bytes]:
    head = _next(blocks, part)
    if utf8(head, part) is not head:
        raise Unusual
    while not (found := _SHEET_DATA.search(head)):
        if len(head) > MAX_HEAD:
            raise XlsxError("too_large", f"{part} has too much before its rows.", part=part)
        head += _next(blocks, part)
    start, rest = head[: found.end()], head[found.end() :]
    if b"<!" in start or b"<?" in start[5:]:
        raise Unusual
    prefix = found[1].decode()
    is_empty = bool(found[2])
    if is_empty:
        start = start[: found.start(2)] + b">"
    return Piece(kind=Kind.HEAD, xml=start, prefix=prefix, is_empty=is_empty), rest


def _rows(xml: bytes, prefix: str) -> Piece:
    # One rare byte is found far faster than a pair that starts with the most frequent one.
    if (b"!" in xml and b"<!" in xml) or (b"?" in xml and b"<?" in xml):
        raise Unusual
    return Piece(kind=Kind.ROWS, xml=xml, prefix=prefix)


def _tail(start: bytes, rest: bytes, blocks: Iterator[bytes], prefix: str) -> Piece:
    tail = b"".join([start, rest, *blocks])
    if len(tail) > MAX_TAIL:
        raise XlsxError("too_large", "A sheet has too much after its rows.")
    return Piece(kind=Kind.TAIL, xml=tail, prefix=prefix)


def row_numbers(rows: bytes, prefix: str) -> list[int]:
    """Return the numbers of the rows in a block. Raises Unusual if a row has none."""
    known = words(prefix)
    numbers = known.plain_row.findall(rows)
    if b"" in numbers:
        numbers = known.row_numbers.findall(rows)
        if len(numbers) != rows.count(known.row):
            raise Unusual
    return [*map(int, numbers)]


def split_rows(block: bytes, prefix: str) -> tuple[bytes, list[bytes], list[int]]:
    """Return what stands before the rows of a block, each row from behind its `<row`, and their numbers.

    Raises Unusual if a row has none, or does not end before the next one begins.
    """
    known = words(prefix)
    before, *rows = block.split(known.row)
    if not all(row.endswith(known.row_end) or _is_closed(row, known.row_end) for row in rows):
        raise Unusual
    start = len(_NUMBER)
    numbers = [row[start : row.find(b'"', start)] for row in rows]
    if all(row.startswith(_NUMBER) for row in rows) and b"".join(numbers).isdigit() and all(numbers):
        return before, rows, [*map(int, numbers)]
    return before, rows, row_numbers(block, prefix)


def _is_closed(row: bytes, end: bytes) -> bool:
    """Whether a row, given from behind its `<row`, ends with its end tag or is one empty tag."""
    written = row.rstrip()
    return written.endswith(end) or (written.endswith(b"/>") and b"<" not in written)


def last_row_number(rows: bytes, prefix: str) -> int:
    """Return the number of the last row in a block, 0 if it has no rows. Raises Unusual if the row has none."""
    start = rows.rfind(words(prefix).row)
    return row_numbers(rows[start:], prefix)[-1] if start >= 0 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What one pass over a sheet part tells: all but the cells. `last_rows` has at least the last five."""

    prefix: str
    head: bytes
    tail: bytes
    is_empty: bool
    row_count: int
    last_row: int
    last_filled_row: int
    last_rows: bytes
    formula_count: int
    formula_areas: tuple[Area, ...]


def survey(stream: Iterable[bytes], part: str) -> Survey:
    """Return what is around the rows, and counts. Raises Unusual or XlsxError `rows_out_of_order`."""
    found = pieces(stream, part)
    head, tail = next(found), b""
    count = last = filled = formulas = 0
    formula_refs: list[bytes] = []
    recent: deque[tuple[int, bytes]] = deque()
    for piece in found:
        if piece.kind is Kind.TAIL:
            tail = piece.xml
        else:
            numbers = row_numbers(piece.xml, piece.prefix)
            last = in_order(numbers, last, part)
            count += len(numbers)
            _keep_recent(recent, len(numbers), piece.xml)
            filled = _last_filled(piece, numbers) or filled
            formulas_here = formula_count(piece.xml, piece.prefix)
            formulas += formulas_here
            formula_refs += _ranged_formulas(piece) if formulas_here else []
    return Survey(
        prefix=head.prefix,
        head=head.xml,
        tail=tail,
        is_empty=head.is_empty,
        row_count=count,
        last_row=last,
        last_filled_row=filled,
        last_rows=b"".join(xml for _, xml in recent),
        formula_count=formulas,
        formula_areas=tuple(area(ref.decode()) for ref in formula_refs),
    )


def _keep_recent(recent: deque[tuple[int, bytes]], count: int, xml: bytes) -> None:
    """Keep the blocks that hold the last few rows, however small blocks are."""
    recent.append((count, xml))
    while sum(rows for rows, _ in recent) - recent[0][0] >= LAST_ROWS:
        recent.popleft()


def _ranged_formulas(piece: Piece) -> list[bytes]:
    return words(piece.prefix).ranged_formula.findall(piece.xml)


def in_order(numbers: Iterable[int], last: int, part: str) -> int:
    """Return the last of the numbers. Raises XlsxError `rows_out_of_order` if they do not rise from `last` on."""
    for number in numbers:
        if not last < number <= MAX_ROW:
            raise XlsxError("rows_out_of_order", f"{part}: row {number} follows row {last}.", part=part)
        last = number
    return last


def _last_filled(piece: Piece, numbers: list[int]) -> int:
    known = words(piece.prefix)
    place = -1
    for name in ("v", "is", "f>", "f "):
        place = max(place, piece.xml.rfind(known.tag(name), place + 1))
    if place < 0:
        return 0
    before = piece.xml.count(known.row, 0, place)
    if not before:
        raise Unusual
    return numbers[before - 1]


def formula_count(rows: bytes, prefix: str) -> int:
    """Return how many formulas a block of rows holds; `<family>` of rich text is none."""
    if b"f" not in rows:
        return 0
    tag = words(prefix).tag("f")
    return rows.count(tag) - rows.count(tag + b"a")
