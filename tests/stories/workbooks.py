"""Workbooks as a team keeps them: catalogue tabs, plain tables, and the cell formats they share. Same input, same bytes."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from sheetship.core.catalogue_tabs import TABS
from sheetship.core.columns import Column

CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - xlsxwriter takes it as UTC
HEAD = {
    "bold": True,
    "bg_color": "#0F766E",
    "font_color": "#FFFFFF",
    "border": 1,
    "border_color": "#94A3B8",
    "valign": "vcenter",
    "text_wrap": True,
}
_NUMBERS = {"number": "0", "money": "#,##0.00", "time": "yyyy-mm-dd"}


def rows_of(text: str) -> list[dict[str, str]]:
    """A small table in text: field names in the first line, one row a line, cells parted by ``|``."""
    first, *lines = text.strip().splitlines()
    names = first.split("|")
    return [dict(zip(names, line.split("|"), strict=True)) for line in lines]


def book(fill: Callable[[Any], None]) -> bytes:
    """A workbook that ``fill`` writes."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    ) as workbook:
        workbook.set_properties({"author": "SheetShip", "created": CREATED})
        workbook.set_size(2400, 1400)
        fill(workbook)
    return content.getvalue()


def set_print(sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """One page wide, on its side."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def catalogue_book(lang: str, tabs: Mapping[str, str]) -> bytes:
    """The catalogue: a tab for each text table, by key."""

    def fill(workbook: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        for key, text in tabs.items():
            _catalogue_tab(workbook, lang, key, rows_of(text))

    return book(fill)


def _catalogue_tab(workbook: Any, lang: str, key: str, rows: Sequence[Mapping[str, str]]) -> None:  # noqa: ANN401
    tab = TABS[key]
    sheet = workbook.add_worksheet(tab.name(lang))
    head = workbook.add_format(HEAD)
    unknown = {name for row in rows for name in row} - {column.field for column in tab.columns}
    if unknown:
        raise KeyError(*sorted(unknown))
    for at, column in enumerate(tab.columns):
        shown = workbook.add_format({"num_format": _NUMBERS.get(column.kind, "@"), "valign": "vcenter"})
        sheet.set_column(at, at, column.width, shown)
        sheet.write_string(0, at, column.heading(lang), head)
        for number, row in enumerate(rows, start=1):
            if text := row.get(column.field):
                sheet.write(number, at, _value(text, column), shown)
    sheet.set_row(0, 26)
    set_print(sheet)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(tab.columns) - 1)


def _value(text: str, column: Column) -> str | float | datetime:
    """What goes into the cell: a day or a number where the column holds them, else the text."""
    if column.kind == "time":
        return datetime.fromisoformat(text)
    return float(Decimal(text)) if column.kind in _NUMBERS else text


def orders_book(lang: str, columns: Sequence[Column], tab: str) -> bytes:
    """A team's own orders workbook with nothing but its header."""

    def fill(workbook: Any) -> None:  # noqa: ANN401
        sheet = workbook.add_worksheet(tab)
        head = workbook.add_format(HEAD)
        for at, column in enumerate(columns):
            shown = workbook.add_format({"num_format": _NUMBERS.get(column.kind, "@")})
            sheet.set_column(at, at, column.width, shown)
            sheet.write_string(0, at, column.heading(lang), head)
        sheet.freeze_panes(1, 0)
        set_print(sheet)

    return book(fill)


def export_book(headings: Sequence[str], rows: Sequence[Mapping[str, str]], *, tab: str) -> bytes:
    """A platform's export as a workbook: every cell text."""

    def fill(workbook: Any) -> None:  # noqa: ANN401
        sheet = workbook.add_worksheet(tab)
        for at, heading in enumerate(headings):
            sheet.write_string(0, at, heading)
        for number, row in enumerate(rows, start=1):
            for heading, text in row.items():
                sheet.write_string(number, headings.index(heading), text)

    return book(fill)


def striped_png(width: int, height: int) -> bytes:
    """A small teal picture that stands for a shop's logo."""
    colours = (bytes((15, 118, 110)), bytes((204, 251, 241)))
    lines = b"".join(b"\0" + colours[y // 6 % 2] * width for y in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")
