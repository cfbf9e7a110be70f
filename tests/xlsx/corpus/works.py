"""What is done to each workbook: set a cell, append a row, add a column, colour a cell, write all rows.

A work gives one or more requests, the most telling first; the next one is tried only where the first is
refused for that very cell (a formula, a merged cell), as a person would take the next.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Final

from sheetship.xlsx import Cell, CellEdit, Row, RowEdit, Sheet, SheetEdits, Style
from sheetship.xlsx.edits import KEEP, Keep, Value

TEXT: Final = "SF0012 <&> 顺丰"
HEADING: Final = "物流单号 SheetShip"
GREEN: Final = Style(fill="C6EFCE")
_SAMPLES: Final[dict[str, Value]] = {
    "text": TEXT,
    "number": Decimal("12.5"),
    "bool": True,
    "date": date(2026, 11, 22),
}
_MOST_ROWS: Final = 300
_MOST_CELLS: Final = 5_000_000
_FARTHEST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Request:
    """The edits, and what each touched cell must hold afterwards."""

    edits: SheetEdits
    wanted: dict[tuple[int, int], Value | Keep]


def set_a_cell(sheet: Sheet) -> Iterator[Request]:
    """A text over the first plain value below the headings, or else right of everything in row 2."""
    for row, column, _ in _plain_cells(sheet):
        yield _cells(sheet, CellEdit(row, column, TEXT))
    yield _cells(sheet, CellEdit(2, sheet.max_column + 1, TEXT))


def append_a_row(sheet: Sheet) -> Iterator[Request]:
    """A whole row below the last one, of the kinds the last one has."""
    last = sheet.rows[-1] if sheet.rows else None
    number = last.number + 1 if last else 1
    kinds = [(column, _SAMPLES[cell.kind]) for column, cell in _filled(last) if cell.kind in _SAMPLES]
    columns, values = zip(*kinds or [(1, TEXT)], strict=True)
    row = RowEdit(number, columns, values, (None,) * len(columns))
    like = last.number if last else None
    wanted: dict[tuple[int, int], Value | Keep] = {}
    wanted |= {(number, column): value for column, value in zip(columns, values, strict=True)}
    yield Request(SheetEdits(sheet=sheet.name, rows=[row], like_row=like), wanted)


def add_a_column(sheet: Sheet) -> Iterator[Request]:
    """A heading right of the headings, and a text in the rows below it."""
    column = sheet.max_column + 1
    rows = [row.number for row in sheet.rows if any(True for _ in _filled(row))][:_MOST_ROWS] or [1]
    texts = [HEADING, *(f"YT{number:012}" for number in rows[1:])]
    cells = [CellEdit(number, column, text) for number, text in zip(rows, texts, strict=True)]
    edits = SheetEdits(sheet=sheet.name, cells=cells, widths={column: 18.0})
    yield Request(edits, {(cell.row, cell.column): cell.value for cell in cells})


def colour_a_cell(sheet: Sheet) -> Iterator[Request]:
    """A fill on a cell, whose content stays: on a formula if there is one, else on a value, else on nothing."""
    there = ((row.number, column, cell) for row in sheet.rows[1:] for column, cell in _filled(row))
    computed = ((row, column) for row, column, cell in there if cell.has_formula)
    places = [*islice(computed, 2), *((row, column) for row, column, _ in _plain_cells(sheet))]
    for row, column in [*places, (2, sheet.max_column + 1)]:
        yield _cells(sheet, CellEdit(row, column, KEEP, GREEN))


def write_all_rows(sheet: Sheet) -> Iterator[Request]:
    """Whole rows, each with a text over a column that is there, if nothing stands in the way, and two cells beyond all."""
    beyond = (sheet.max_column + 1, sheet.max_column + 2)
    last = sheet.rows[-1].number if sheet.rows else 1
    # calamine and openpyxl, the other readers, hold every cell of the rectangle.
    is_wide = last * beyond[-1] > _MOST_CELLS
    for column in sorted({column for _, column, _ in _plain_cells(sheet)}):
        yield _rows(sheet, (column,) if is_wide else (column, *beyond))
    yield _rows(sheet, beyond)


WORKS: Final[dict[str, Callable[[Sheet], Iterator[Request]]]] = {
    "set a cell": set_a_cell,
    "append a row": append_a_row,
    "add a column": add_a_column,
    "colour a cell": colour_a_cell,
    "write all rows": write_all_rows,
}


def _plain_cells(sheet: Sheet) -> Iterator[tuple[int, int, Cell]]:
    """A few cells with values that nobody computes, below the first row."""
    there = (
        (row.number, column, cell)
        for row in sheet.rows[1:]
        for column, cell in _filled(row)
        if cell.kind in {"text", "number"} and not cell.has_formula and cell.text != TEXT
    )
    return islice(there, 3)


def _filled(row: Row | None) -> Iterator[tuple[int, Cell]]:
    return ((column, cell) for column, cell in row.items() if cell.text) if row else iter(())


def _rows(sheet: Sheet, columns: tuple[int, ...]) -> Request:
    numbers = [row.number for row in sheet.rows if row.number <= _FARTHEST][:_MOST_ROWS] or [1]
    styles = (None,) * len(columns)
    rows = [RowEdit(number, columns, _values(number)[: len(columns)], styles) for number in numbers]
    wanted: dict[tuple[int, int], Value | Keep] = {}
    wanted |= {(cell.row, cell.column): cell.value for row in rows for cell in row.cells()}
    return Request(SheetEdits(sheet=sheet.name, rows=rows), wanted)


def _values(number: int) -> tuple[Value, ...]:
    return f"{TEXT} {number}", number % 2 == 0, date(2026, 11, 22)


def _cells(sheet: Sheet, *cells: CellEdit) -> Request:
    edits = SheetEdits(sheet=sheet.name, cells=cells)
    return Request(edits, {(cell.row, cell.column): cell.value for cell in cells})
