"""Pours many rows into the tabs of a workbook that XlsxWriter made, several times faster than cell by cell.

Private to ``_sheet_tables.py``. XlsxWriter writes everything but the rows: each tab holds a header and one blank row
that carries the formats. That row is replaced; the rest of the file stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sheetship.xlsx.archive import deflate
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
_ROW: Final = "\0"
"""Stands for the number of the row until the row is whole."""
_BLANK: Final = (None, "")
_INSIDE: Final = Inside("", date1904=False)


def pour(book: bytes, tabs: Mapping[str, Poured]) -> bytes:
    """The workbook with the rows of each named tab in place of its blank second row."""
    package = Package.open(book)
    parts = {package.worksheet(name).part: tab for name, tab in tabs.items() if tab.rows}
    return package.rewrite({part: deflate(_filled(package.read(part), tab)) for part, tab in parts.items()})


def _filled(xml: bytes, tab: Poured) -> Iterator[bytes]:
    """The part, a block of rows at a time: all of them at once would be many times as large as the file."""
    model = _MODEL_ROW.search(xml)
    if model is None:
        raise ValueError("the tab has no blank second row to take the formats from")
    styles = [style.decode() for style in _STYLE.findall(model[1])]
    yield _DIMENSION.sub(rb'<dimension ref="A1:\g<1>%d"/>' % (len(tab.rows) + 1), xml[: model.start()])
    columns = [_Column(f'<c r="{letters(place)}{_ROW}" s="{style}"') for place, style in enumerate(styles, 1)]
    for first in range(0, len(tab.rows), _BLOCK_ROWS):
        yield _rows_xml(tab, columns, first).encode()
    yield xml[model.end() :]


def _rows_xml(tab: Poured, columns: Sequence[_Column], first: int) -> str:
    rows = tab.rows[first : first + _BLOCK_ROWS]
    heights = tab.heights[first : first + _BLOCK_ROWS]
    high = [f' ht="{height}" customHeight="1"' for height in heights] or [""] * len(rows)
    cells = [column.cells(values) for column, values in zip(columns, zip(*rows, strict=True), strict=True)]
    shown = map("".join, zip(*cells, strict=True))
    return "".join(
        f'<row r="{_ROW}"{height}>{row}</row>'.replace(_ROW, str(number))
        for number, (height, row) in enumerate(zip(high, shown, strict=True), start=first + 2)
    )


class _Column:
    """One column of a tab: how its cells begin, and the cells it has written before, by their value."""

    def __init__(self, head: str) -> None:
        self._head = head
        self._known: dict[Value, str] = dict.fromkeys(_BLANK, "")

    def cells(self, values: Sequence[Value]) -> Iterator[str]:
        """The cells of a block of rows; blank ones are left out."""
        if len(self._known) > _REMEMBERED:
            self._known = dict.fromkeys(_BLANK, "")
        fresh = set(values).difference(self._known)
        cells = _INSIDE.column(self._head, [_storable(value) for value in fresh], Shows.BOTH)
        self._known.update(zip(fresh, cells, strict=True))
        return map(self._known.__getitem__, values)


def _storable(value: Value) -> Value:
    """A text cut to what a cell can hold, half characters replaced: a report must never fail over one cell."""
    if isinstance(value, str):
        return value[:MAX_TEXT].encode("utf-8", "replace").decode()
    return value
