"""Tables from text, whatever program wrote it: delimiter and quoting are told by the content.

It decides delimiter, quoting and rows. Text without a delimiter (a pasted chat) is a table of one column. Text that
was cut off is refused: half an order is worse than none. The encoding is `encodings`'s.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, Protocol

from sheetship.xlsx.errors import XlsxError

_WRAPPING_TAB: Final = re.compile(r'[,;]"?\t|\t"?[,;]')
_SAMPLE_LINES: Final = 30
_END: Final = "\ue000end of file\ue000"
_SEP_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_QUOTED_TAB_CELL: Final = re.compile(r'(?:(?<=\t)|(?<=\n)|\A)"(?:[^"]|"")*"(?=\t|\r?\n|\r?\Z)')
_MOSTLY: Final = 0.6
_LARGEST_CELL: Final = 2**31 - 1
_SAMPLE_LENGTH: Final = 200_000


class _Rows(Protocol):
    """A CSV reader: its rows, and how many lines of text they have taken."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def text_rows(text: str) -> list[list[str]]:
    """Return the rows of a text. Raises XlsxError `cut_off` when the last row does not end."""
    announced = _SEP_LINE.match(text)
    delimiter = announced[1] if announced else _delimiter(text)
    if not delimiter:
        return [[line] if line else [] for line in text.splitlines()]
    rows = _rows(text, delimiter)
    if announced:
        rows[0] = []
    _refuse_cut_row(text, rows)
    return rows


def cut_off(row: int) -> XlsxError:
    """Return the refusal of a text that stops within a row."""
    return XlsxError("cut_off", f"The file is cut off: row {row} does not end.", row=str(row))


def _rows(text: str, delimiter: str) -> list[list[str]]:
    quoted = delimiter != "\t" or '"' not in _QUOTED_TAB_CELL.sub("", text)
    rows: list[list[str]] = []
    starts: list[int] = []
    reader = _reader(text + ("" if text.endswith("\n") else "\n") + _END, delimiter, quoted=quoted)
    for row in reader:
        rows.append(row)
        starts.append(reader.line_num)
    if rows.pop() != [_END]:
        raise cut_off(starts[-2] + 1 if len(starts) > 1 else 1)
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


def _refuse_cut_row(text: str, rows: Sequence[Sequence[str]]) -> None:
    """A last line that no line break ends and that has fewer cells than every other was cut off while it was written.

    One with a single cell may be a footer.
    """
    if text.endswith(("\n", "\r")) or len(rows) < 2:  # noqa: PLR2004 - one row has no other to compare with
        return
    *others, last = [len(row) for row in rows if row]
    if 1 < last < min(others, default=0):
        raise cut_off(len(rows))
