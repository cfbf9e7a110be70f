"""Tables from text, whatever program wrote it: the encoding, the delimiter and the quoting are told by the content.

Private to ``inbox_files.py``. Text without a delimiter (a pasted chat) is a table of one column. Text that was cut off
is refused: half an order is worse than none.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from sheetship.core.findings import SheetShipError
from sheetship.core.tables import RawTable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WRAPPING_TAB = re.compile(r'[,;]"?\t|\t"?[,;]')
_SAMPLE_LINES = 30
_END = "\ue000end of file\ue000"
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_QUOTED_TAB_CELL = re.compile(r'(?:(?<=\t)|(?<=\n)|\A)"(?:[^"]|"")*"(?=\t|\r?\n|\r?\Z)')
_FULL_KANA = re.compile(r"[\u3041-\u30fa]")
_HALF_KANA = re.compile(r"[\uff61-\uff9f]")
_MOSTLY = 0.6
_LARGEST_CELL = 2**31 - 1
_SAMPLE_LENGTH = 200_000


class _Rows(Protocol):
    """A CSV reader: its rows, and how many lines of text they have taken."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def decode(content: bytes, name: str) -> str:
    """The text.

    Raises:
        SheetShipError: FILE-03 when it is no text, FILE-04 when it ends in the middle of a character, FILE-05 when it
            holds NULs.
    """
    text = _decoded(content, name).removeprefix("\ufeff")
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise SheetShipError("FILE-05", f"{name}!{row}", file=name, row=str(row))
    return text


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding, name)
    if b"\x00" in content:
        return _strictly(content, "utf-16-be" if _nulls_lead(content) else "utf-16-le", name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_cut(error):
            raise _cut_off(content, name) from error
    return _strictly(content, "cp932" if _is_japanese(content) else "gb18030", name)


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if _is_cut(error):
            raise _cut_off(content, name) from error
        raise SheetShipError("FILE-03", name, file=name, byte=str(error.start + 1)) from error


def _nulls_lead(content: bytes) -> bool:
    """True when NULs stand mostly at even places: the high bytes of ASCII in big-endian UTF-16."""
    return content[::2].count(0) > content[1::2].count(0)


def _is_japanese(content: bytes) -> bool:
    """Tells Shift-JIS from GB18030, which takes its bytes too: kana in full width and none in half width."""
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError:
        return False
    return _FULL_KANA.search(text) is not None and _HALF_KANA.search(text) is None


def _is_cut(error: UnicodeDecodeError) -> bool:
    """True when the only thing wrong is the last character, which does not end."""
    return error.end == len(error.object) and (
        "unexpected end" in error.reason or "incomplete" in error.reason or "truncated" in error.reason
    )


def _cut_off(content: bytes, name: str) -> SheetShipError:
    return _unfinished(content.count(b"\n") + 1, name)


def _unfinished(row: int, name: str) -> SheetShipError:
    return SheetShipError("FILE-04", f"{name}!{row}", file=name, row=str(row))


def text_table(text: str, name: str) -> RawTable:
    """The rows of a text.

    Raises:
        SheetShipError: FILE-04 when the last row does not end.
    """
    announced = _SEP_LINE.match(text)
    delimiter = announced[1] if announced else _delimiter(text)
    if not delimiter:
        return RawTable(name, [[line] if line else [] for line in text.splitlines()])
    rows = _rows(text, delimiter, name)
    if announced:
        rows[0] = []
    _refuse_cut_row(text, rows, name)
    return RawTable(name, rows)


def _rows(text: str, delimiter: str, name: str) -> list[list[str]]:
    quoted = delimiter != "\t" or '"' not in _QUOTED_TAB_CELL.sub("", text)
    rows: list[list[str]] = []
    starts: list[int] = []
    reader = _reader(text + ("" if text.endswith("\n") else "\n") + _END, delimiter, quoted=quoted)
    for row in reader:
        rows.append(row)
        starts.append(reader.line_num)
    if rows.pop() != [_END]:
        raise _unfinished(starts[-2] + 1 if len(starts) > 1 else 1, name)
    return rows


def _reader(text: str, delimiter: str, *, quoted: bool) -> _Rows:
    csv.field_size_limit(_LARGEST_CELL)
    lines = io.StringIO(text, newline="")
    if quoted:
        return csv.reader(lines, delimiter=delimiter)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first lines into equally many cells; nothing where none does."""
    head = text[:_SAMPLE_LENGTH]
    widths = {delimiter: _width(head, delimiter) for delimiter in ",;"}
    # A TAB beside a comma only wraps a cell, so that Excel keeps its digits.
    if 2 * len(_WRAPPING_TAB.findall(head)) < head.count("\t"):
        widths["\t"] = _width(head, "\t")
    best = max(widths, key=widths.__getitem__)
    return best if widths[best] > 1 else ""


def _width(head: str, delimiter: str) -> int:
    """The number of cells that most of the first lines have; 1 where they do not agree."""
    sample = list(islice(filter(None, _reader(head, delimiter, quoted=delimiter != "\t")), _SAMPLE_LINES))
    if not sample:
        return 1
    width, times = Counter(map(len, sample)).most_common(1)[0]
    return width if times >= _MOSTLY * len(sample) else 1


def _refuse_cut_row(text: str, rows: Sequence[Sequence[str]], name: str) -> None:
    """A last line that no line break ends and that has fewer cells than every other was cut off while it was written.

    One with a single cell may be a footer.
    """
    if text.endswith(("\n", "\r")) or len(rows) < 2:  # noqa: PLR2004 - one row has no other to compare with
        return
    *others, last = [len(row) for row in rows if row]
    if 1 < last < min(others, default=0):
        raise _unfinished(len(rows), name)
