"""Pours many rows into the tabs of a workbook that XlsxWriter made, several times faster than cell by cell.

Private to ``_sheet_tables.py``. XlsxWriter writes everything but the rows: each tab holds a header and one blank row
that carries the formats. That row is replaced; the rest of the file stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sheetship.xlsx.archive import LARGE_PART, deflate
from sheetship.xlsx.dates import Shows
from sheetship.xlsx.fill_values import MAX_TEXT, Inside, Value
from sheetship.xlsx.package import Package
from sheetship.xlsx.refs import letters


@dataclass(frozen=True, slots=True)
class Poured:
    """The rows of a tab, and for each its height in points; without heights every row is as high as the others."""

    rows: Sequence[Sequence[Value]]
    heights: Sequence[int] = ()


_MODEL_ROW: Final = re.compile(rb'<row r="2"[^>]*>(.*?)</row>', re.DOTALL)
_STYLE: Final = re.compile(rb' s="(\d+)"')
_DIMENSION: Final = re.compile(rb'<dimension ref="A1:([A-Z]+)2"/>')
_BLOCK_ROWS: Final = 500
_REMEMBERED: Final = 4096
_INSIDE: Final = Inside("", date1904=False)


def pour(book: bytes, tabs: Mapping[str, Poured]) -> bytes:
    """The workbook with the rows of each named tab in place of its blank second row."""
    package = Package.open(book)
    parts = {package.worksheet(name).part: tab for name, tab in tabs.items() if tab.rows}
    return package.rewrite(
        {
            part: deflate(_filled(package.read(part), tab), expected_size=LARGE_PART + 1)
            for part, tab in parts.items()
        }
    )


def _filled(xml: bytes, tab: Poured) -> Iterator[bytes]:
    """The part, a block of rows at a time: all of them at once would be many times as large as the file."""
    model = _MODEL_ROW.search(xml)
    if model is None:
        raise ValueError("the tab has no blank second row to take the formats from")
    styles = [style.decode() for style in _STYLE.findall(model[1])]
    yield _DIMENSION.sub(rb'<dimension ref="A1:\g<1>%d"/>' % (len(tab.rows) + 1), xml[: model.start()])
    columns = [_Column(place, style, tab.rows) for place, style in enumerate(styles)]
    for first in range(0, len(tab.rows), _BLOCK_ROWS):
        yield _rows_xml(tab, columns, first).encode()
    yield xml[model.end() :]


def _rows_xml(tab: Poured, columns: Sequence[_Column], first: int) -> str:
    rows = tab.rows[first : first + _BLOCK_ROWS]
    heights = tab.heights[first : first + _BLOCK_ROWS]
    high = [f' ht="{height}" customHeight="1"' for height in heights] or [""] * len(rows)
    cells = [
        column.cells(values, first + 2)
        for column, values in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    return "".join(
        f'<row r="{row}"{height}>{"".join(shown)}</row>'
        for row, (height, *shown) in enumerate(zip(high, *cells, strict=True), start=first + 2)
    )


class _Column:
    """One column of a tab: its letters, its style, and the values it has spelled before."""

    def __init__(self, place: int, style: str, rows: Sequence[Sequence[Value]]) -> None:
        has_dates = any(isinstance(row[place], date) for row in rows)
        self._inside = _INSIDE.writer(Shows.BOTH if has_dates else Shows.NUMBER)
        self._before = f'<c r="{letters(place + 1)}'
        self._after = f'" s="{style}"'
        self._known: dict[Value, str] = {}

    def cells(self, values: Sequence[Value], first: int) -> list[str]:
        """The cells of a block of rows; blank ones are left out."""
        spelled = [(row, self._spelled(value)) for row, value in enumerate(values, start=first)]
        return [f"{self._before}{row}{self._after}{text}" if text else "" for row, text in spelled]

    def _spelled(self, value: Value) -> str:
        text = self._known.get(value)
        if text is None:
            text = "" if value is None or value == "" else self._inside(_storable(value))
            if len(self._known) < _REMEMBERED:
                self._known[value] = text
        return text


def _storable(value: Value) -> Value:
    """A text cut to what a cell can hold, half characters replaced: a report must never fail over one cell."""
    if isinstance(value, str):
        return value[:MAX_TEXT].encode("utf-8", "replace").decode()
    return value
