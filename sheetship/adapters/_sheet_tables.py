"""Plain tables in a workbook of ours: header, typed cells, widths, filter, colours by word.

Private to ``report_xlsx.py`` and ``plan_xlsx.py``. Text is always written as text, so nothing from outside becomes
a formula or a link; money goes in as ``Decimal``; times lose their zone only after they were put into the shop's.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sheetship.adapters._poured_rows import Poured, pour

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Plain: TypeAlias = str | int | Decimal | None
Value: TypeAlias = Plain | datetime

CREATED: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - xlsxwriter takes it as UTC

ROW_POINTS: Final = 18
LINE_POINTS: Final = 15
PAGE_WIDTH: Final = 170
"""Characters that a landscape page shows in a readable size."""

_BASE: Final = {"valign": "vcenter"}
_HEADER: Final = {
    **_BASE,
    "bold": True,
    "bg_color": "#0F766E",
    "font_color": "#FFFFFF",
    "border": 1,
    "border_color": "#94A3B8",
    "indent": 1,
}
_RIGHT: Final = frozenset({"number", "money", "percent"})
_KINDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {"num_format": "@", "indent": 1},
    "long": {"num_format": "@", "text_wrap": True, "indent": 1},
    "number": {"num_format": "#,##0"},
    "money": {"num_format": "#,##0.00;[Red]-#,##0.00"},
    "percent": {"num_format": "0.0%"},
    "time": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "indent": 1},
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: heading, width in characters, and the kind that picks its format."""

    heading: str
    width: float
    kind: str = "text"


class Book:
    """A workbook being written in memory, the formats its tables share, and the rows that are poured in at the end."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.formats = {kind: book.add_format({**_BASE, **style}) for kind, style in _KINDS.items()}
        self.header = book.add_format(_HEADER)
        self.header_right = book.add_format({**_HEADER, "align": "right"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "font_size": 12, "font_color": "#0F766E"})
        self.quiet = book.add_format({"font_color": "#64748B"})
        self.poured: dict[str, Poured] = {}

    def tab(self, name: str, fields: Sequence[Field], rows: Iterable[Sequence[Value]]) -> Worksheet:
        """A tab that is one table: frozen header, filter, widths, printed on as many pages as it needs."""
        sheet = self.book.add_worksheet(name)
        for place, field in enumerate(fields):
            sheet.set_column(place, place, field.width, self.formats[field.kind])
        listed = list(rows)
        self.poured[name] = Poured(listed, _heights(fields, listed))
        sheet.set_default_row(ROW_POINTS)
        sheet.set_row(0, 22)
        for place, field in enumerate(fields):
            sheet.write_string(0, place, field.heading, self.header)
            sheet.write_blank(1, place, None, self.formats[field.kind])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(listed), 1), len(fields) - 1)
        _set_print(sheet, sum(field.width for field in fields))
        return sheet

    def block(
        self, sheet: Worksheet, top: int, fields: Sequence[Field], rows: Iterable[Sequence[Plain]]
    ) -> int:
        """Write a small table from row ``top`` (0-based); the last row written."""
        sheet.set_row(top, 22)
        for place, field in enumerate(fields):
            style = self.header_right if field.kind in _RIGHT else self.header
            sheet.write_string(top, place, field.heading, style)
        row = top
        for values in rows:
            row += 1
            for place, (value, field) in enumerate(zip(values, fields, strict=True)):
                if value is not None and value != "":
                    _write_cell(sheet, row, place, value, self.formats[field.kind])
        return row

    def colour(self, sheet: Worksheet, place: int, fills: Mapping[str, str]) -> None:
        """Colour a column of a tab by its words, so that sorting takes the colour along."""
        last = max(len(self.poured[sheet.get_name()].rows), 1)
        for word, fill in fills.items():
            style = self.book.add_format({"bg_color": fill})
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
            sheet.conditional_format(1, place, last, place, rule)


def _set_print(sheet: Worksheet, width: float) -> None:
    """As many pages across as the table needs to stay readable."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(max(1, round(width / PAGE_WIDTH)), 0)
    sheet.repeat_rows(0)


def _heights(fields: Sequence[Field], rows: Sequence[Sequence[Value]]) -> list[int]:
    """Points for every row of a table with wrapped columns; programs differ in fitting rows by themselves."""
    wrapped = [(place, field.width) for place, field in enumerate(fields) if field.kind == "long"]
    if not wrapped:
        return []
    return [
        max(_text_lines(str(row[place] or ""), width) for place, width in wrapped) * LINE_POINTS + 3
        for row in rows
    ]


def _text_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; Chinese is twice as wide as Latin."""
    room = width - 1
    return sum(max(1, math.ceil(_breadth(part) / room)) for part in text.split("\n"))


def _breadth(text: str) -> int:
    return len(text) + sum(letter > "\u2e7f" for letter in text)


def _write_cell(sheet: Worksheet, row: int, place: int, value: str | int | Decimal, style: Format) -> None:
    if isinstance(value, str):
        sheet.write_string(row, place, value, style)
    else:
        sheet.write_number(row, place, value, style)


def workbook_bytes(write: Callable[[Book], None]) -> bytes:
    """The bytes of a workbook as ``write`` writes it; the same writing gives the same bytes."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"author": "SheetShip", "created": CREATED})
        book.set_size(2400, 1400)
        written = Book(book)
        write(written)
    return pour(content.getvalue(), written.poured)
