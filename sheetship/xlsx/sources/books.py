"""Tabs of .xlsx workbooks, read by our own reader; what else is known of a cell is read when somebody asks.

It decides how a sheet's rows become a tab. Cells themselves are `read`'s and `cells`'s, the rest `book_details`'s.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from sheetship.xlsx.cells import CellKind
from sheetship.xlsx.package import Package, SheetPart
from sheetship.xlsx.read import read_sheet
from sheetship.xlsx.sheet import Row, Sheet
from sheetship.xlsx.sources.book_details import book_details
from sheetship.xlsx.sources.tab import (
    BLANK,
    BOOL,
    DATE,
    ERROR_CELL,
    MAYBE_DATE,
    MAYBE_NUMBER,
    TEXT,
    Details,
    Place,
    Tab,
    check_size,
)

_WIDE: Final = 512
"""Sheets with more columns are kept ragged: one stray cell far right must not widen every row."""
_CODES: Final[Mapping[frozenset[CellKind], int]] = {
    frozenset({"text"}): TEXT,
    frozenset({"bool"}): BOOL,
    frozenset({"error"}): ERROR_CELL,
    frozenset({"date"}): DATE,
    frozenset({"number", "text"}): MAYBE_NUMBER,
    frozenset({"number", "date", "text"}): MAYBE_DATE,
}
_KINDS: Final[tuple[CellKind, ...]] = ("text", "number", "bool", "error", "date")


def book_tab(package: Package, part: SheetPart) -> Tab:
    """Return one worksheet of a workbook. Raises XlsxError."""
    return sheet_tab(
        read_sheet(package, part.name), state=part.state, details=partial(book_details, package, part)
    )


def sheet_tab(sheet: Sheet, *, state: str = "visible", details: Callable[[], Details] = Details) -> Tab:
    """Return a sheet that was read as a tab."""
    last = sheet.rows[-1].number if sheet.rows else 0
    rows: list[list[str]] = [[]] * last
    stored = [b""] * last
    known: dict[tuple[int, int], bytes] = {}
    formulas: list[Place] = []
    for row, texts in zip(sheet.rows, _texts(sheet), strict=True):
        spelling = row.spelling
        codes = known.get(spelling)
        if codes is None:
            codes = known[spelling] = _stored(row, len(texts))
        rows[row.number - 1] = texts
        stored[row.number - 1] = codes
        formulas += [(row.number, column) for column in row.formula_columns]
    return Tab(
        kind="xlsx",
        name=sheet.name,
        state=state,
        rows=rows,
        stored=stored,
        merges=sheet.merges,
        formula_places=frozenset(formulas),
        details=details,
    )


def _texts(sheet: Sheet) -> list[list[str]]:
    if sheet.max_column <= _WIDE:
        return sheet.texts(range(1, sheet.max_column + 1))
    widths = [max(row.columns, default=0) for row in sheet.rows]
    check_size(sum(widths))
    return [row.texts(tuple(range(1, width + 1))) for row, width in zip(sheet.rows, widths, strict=True)]


def _stored(row: Row, width: int) -> bytes:
    """What each cell of a row may be; rows spelled alike share the answer."""
    kinds: dict[int, set[CellKind]] = {column: set() for column in row.columns}
    for kind in _KINDS:
        for column in row.columns_with([kind]):
            kinds[column].add(kind)
    codes = bytearray([BLANK]) * width
    for column, possible in kinds.items():
        codes[column - 1] = _CODES[frozenset(possible)]
    return bytes(codes)
