"""Pours many rows into the tabs of a workbook that XlsxWriter made, several times faster than cell by cell.

Private to ``_sheet_tables.py``. XlsxWriter writes everything but the rows: each tab holds a header and one blank row
that carries the formats. That row is replaced; the rest of the file stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

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
_INSIDE: Final = Inside("", date1904=False)


def pour(book: bytes, tabs: Mapping[str, Poured]) -> bytes:
    """The workbook with the rows of each named tab in place of its blank second row."""
    package = Package.open(book)
    parts = {package.worksheet(name).part: tab for name, tab in tabs.items() if tab.rows}
    return package.rewrite({part: _filled(package.read(part), tab) for part, tab in parts.items()})


def _filled(xml: bytes, tab: Poured) -> bytes:
    model = _MODEL_ROW.search(xml)
    if model is None:
        raise ValueError("the tab has no blank second row to take the formats from")
    styles = [style.decode() for style in _STYLE.findall(model[1])]
    head = _DIMENSION.sub(rb'<dimension ref="A1:\g<1>%d"/>' % (len(tab.rows) + 1), xml[: model.start()])
    return head + _rows_xml(tab, styles).encode() + xml[model.end() :]


def _rows_xml(tab: Poured, styles: Sequence[str]) -> str:
    columns = [
        _cells(f'<c r="{letters(place)}', f'" s="{style}"', values)
        for place, (style, values) in enumerate(
            zip(styles, zip(*tab.rows, strict=True), strict=True), start=1
        )
    ]
    heights = [f' ht="{height}" customHeight="1"' for height in tab.heights] or [""] * len(tab.rows)
    return "".join(
        f'<row r="{row}"{height}>{"".join(cells)}</row>'
        for row, (height, *cells) in enumerate(zip(heights, *columns, strict=True), start=2)
    )


def _cells(before: str, after: str, values: Sequence[Value]) -> list[str]:
    shown = Shows.BOTH if any(isinstance(value, date) for value in values) else Shows.NUMBER
    inside = _INSIDE.writer(shown)
    known: dict[Value, str] = {}
    cells = []
    for row, value in enumerate(values, start=2):
        text = known.get(value)
        if text is None:
            text = known[value] = "" if value is None or value == "" else inside(_storable(value))
        cells.append(f"{before}{row}{after}{text}" if text else "")
    return cells


def _storable(value: Value) -> Value:
    """A text cut to what a cell can hold, half characters replaced: a report must never fail over one cell."""
    if isinstance(value, str):
        return value[:MAX_TEXT].encode("utf-8", "replace").decode()
    return value
