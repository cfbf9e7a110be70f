"""How suppliers and couriers answer: they open the sheet that was sent, fill it in their own way and send it back.

Decides how an answer looks as a file; who answers what is left to the modules named after the stories.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import openpyxl

from tests.stories.workbooks import rows_of

_TOKEN = re.compile(r"[A-Z]{2,3}\d*-\d{6}-\d+-\d{2}[0-9A-Z]")
_FEWEST_CELLS = 3
_BLANK_ROWS = 3
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ZIP_DATE = (2026, 1, 1, 0, 0, 0)

SheetRow = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """The files that come back, and what they mean: which number belongs to which purchase-order line."""

    files: Mapping[str, bytes]
    """By path inside ``replies/``."""
    numbers: Mapping[str, frozenset[str]]
    """Tracking numbers by line token; a line that got none is not there."""
    strays: Mapping[str, str]
    """Numbers that no line may carry, with the code of the finding that tells why."""


@dataclass(slots=True)
class Post:
    """Collects what comes back, while a story's suppliers answer one after another."""

    outbox: Mapping[str, bytes]
    files: dict[str, bytes] = field(default_factory=dict)
    numbers: dict[str, set[str]] = field(default_factory=dict)
    strays: dict[str, str] = field(default_factory=dict)

    def sent(self, beginning: str) -> bytes:
        """The file of the first run whose name begins so."""
        return next(content for path, content in self.outbox.items() if path.startswith(beginning))

    def belongs(self, token: str, *numbers: str) -> None:
        """Says that the numbers are for the line."""
        self.numbers.setdefault(token, set()).update(numbers)

    @property
    def answers(self) -> Answers:
        """Everything together."""
        numbers = {token: frozenset(told) for token, told in self.numbers.items()}
        return Answers(self.files, numbers, self.strays)


class SentSheet:
    """A sheet as it was sent: its headings, and its rows by the serial of their line, ``03``."""

    def __init__(self, content: bytes, header: int) -> None:
        self._book = openpyxl.load_workbook(io.BytesIO(content))
        self._sheet = self._book.worksheets[0]
        self._header = header
        self.headings = [_text(cell.value) for cell in self._sheet[header]]
        rows = [[_text(cell.value) for cell in row] for row in self._sheet.iter_rows(min_row=header + 1)]
        lines = [row for row in rows if sum(1 for text in row if text) > _FEWEST_CELLS]
        self.rows: list[SheetRow] = [dict(zip(self.headings, row, strict=True)) for row in lines]

    def row(self, serial: str) -> SheetRow:
        """The row of a line."""
        return next(row for row in self.rows if token_of(row)[-3:-1] == serial)

    def sent_back(
        self,
        rows: Sequence[SheetRow],
        headings: Sequence[str],
        merged: Mapping[str, Sequence[int]] | None = None,
    ) -> bytes:
        """The workbook with these rows in it, a few blank ones below.

        Args:
            rows: cells by heading.
            headings: the columns from left to right, perhaps not those that were sent.
            merged: by heading, the 0-based rows (first, last) over which its cell is merged.
        """
        sheet, first = self._sheet, self._header + 1
        for area in [area for area in sheet.merged_cells.ranges if area.min_row >= first]:
            sheet.unmerge_cells(str(area))
        sheet.delete_rows(first, sheet.max_row)
        for at, heading in enumerate(headings, start=1):
            sheet.cell(self._header, at, heading)
            for number, row in enumerate(rows, start=first):
                cell = sheet.cell(number, at, row.get(heading) or None)
                cell.number_format = "@"
                cell.data_type = "s" if cell.value else "n"
        for number in range(first + len(rows), first + len(rows) + _BLANK_ROWS):
            sheet.cell(number, 1, " ")
        for heading, (top, bottom) in (merged or {}).items():
            at = headings.index(heading) + 1
            sheet.merge_cells(start_row=first + top, end_row=first + bottom, start_column=at, end_column=at)
        made = io.BytesIO()
        self._book.save(made)
        return _without_clock(made.getvalue())


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _without_clock(content: bytes) -> bytes:
    """The workbook without the moment it was saved at, so that making it again gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            body = _MODIFIED.sub(rb"\g<1>2026-01-01T00:00:00Z", old.read(member))
            new.writestr(zipfile.ZipInfo(member.filename, _ZIP_DATE), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def token_of(row: Mapping[str, str]) -> str:
    """The line token that stands somewhere in the row."""
    found = _TOKEN.findall(" ".join(row.values()))
    return found[0] if found else ""


def filled(
    post: Post, sheet: SentSheet, told: str, headings: Mapping[str, str], *, between: str = "，"
) -> list[SheetRow]:
    """The rows of the sheet, shuffled, with what the supplier writes into them; notes who got which number.

    Args:
        post: where it is noted.
        sheet: what was sent.
        told: a table in text; ``line`` is the serial of the row, ``number`` may be several between ``+``.
        headings: by each other column of ``told``, the heading it is written under.
        between: what stands between the numbers of one cell.
    """
    for said in rows_of(told):
        row, numbers = sheet.row(said["line"]), [number for number in said["number"].split("+") if number]
        post.belongs(token_of(row), *numbers)
        row |= {headings[name]: text for name, text in said.items() if name in headings}
        row[headings["number"]] = between.join(numbers)
    return shuffled(sheet.rows)


def shuffled(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows in another order: every second one from the end, then the others."""
    return [*reversed(rows[1::2]), *rows[::2]]


def renamed(rows: Sequence[SheetRow], names: Mapping[str, str]) -> list[SheetRow]:
    """The rows under other headings."""
    return [{names.get(heading, heading): text for heading, text in row.items()} for row in rows]
