"""The team's orders table as read: where its header stands, which column is which, what each row says.

The header is found by its words in the first rows. Rows are lines; a row that says 合计 or Total is not. A tab without
the columns that an order needs, or with one of them twice, is refused with the names that are there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from sheetship.core.columns import OURS, TEAM, find_columns, plain_heading
from sheetship.core.findings import SheetShipError
from sheetship.core.lines import canoniser
from sheetship.core.model import Origin, column_letters
from sheetship.core.tables import RawTable

_TOTALS = frozenset({"合计", "总计", "小计", "汇总", "total", "totals", "sum", "subtotal"})
_HEADER_DEPTH = 20
_LEAST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the team's cells as canonical text, SheetShip's own cells as they stand, untrustworthy cells by field."""

    number: int
    team: Mapping[str, str]
    ours: Mapping[str, str]
    flaws: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrdersTable:
    """The table with its places; ``columns`` holds the 1-based column of every known field, ours included."""

    sheet: str
    header_row: int
    columns: Mapping[str, int]
    rows: tuple[TableRow, ...]
    last_row: int
    """The last row with anything in it, so that new rows go below."""
    last_column: int

    def origin(self, row: int) -> Origin:
        """Where a row stands."""
        return Origin(self.sheet, row, self.columns)


def read_orders_table(
    raw: RawTable, *, sheet: str, zone: tzinfo, named: Mapping[str, str], required: Sequence[str] = ()
) -> OrdersTable:
    """The orders table in a tab; ``named`` are the shop's own headings by field.

    Raises:
        SheetShipError: BOOK-20 where a column that an order needs is missing, BOOK-21 where one stands twice.
    """
    header_row, columns = _find_header(raw, sheet, named)
    headings = raw.rows[header_row - 1]
    _refuse_missing(columns, required, headings, sheet, header_row)
    _refuse_doubled(columns, headings, sheet)
    rows = _read_rows(raw, header_row, columns, zone)
    last_row = max((at for at, cells in enumerate(raw.rows, 1) if any(cells)), default=header_row)
    last_column = max((at for at, text in enumerate(headings, 1) if text), default=0)
    return OrdersTable(sheet, header_row, columns, rows, last_row, last_column)


def _find_header(raw: RawTable, sheet: str, named: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    wanted = (*TEAM, *OURS)
    best_row, best = 0, dict[str, int]()
    for number, cells in enumerate(raw.rows[:_HEADER_DEPTH], 1):
        found = find_columns(cells, wanted, named)
        if len(found) > len(best):
            best_row, best = number, found
    if len(best) < _LEAST_COLUMNS:
        there = next((cells for cells in raw.rows if any(cells)), [])
        raise SheetShipError("BOOK-22", sheet, there=_listed(there))
    return best_row, best


def _refuse_missing(
    columns: Mapping[str, int], required: Sequence[str], headings: Sequence[str], sheet: str, header_row: int
) -> None:
    missing = [c for c in TEAM if c.field in required and c.field not in columns]
    if missing:
        names = "、".join(f"{c.zh} / {c.en}" for c in missing)
        raise SheetShipError("BOOK-20", f"{sheet}!{header_row}", missing=names, there=_listed(headings))


def _refuse_doubled(columns: Mapping[str, int], headings: Sequence[str], sheet: str) -> None:
    times = Counter(plain_heading(text) for text in headings)
    for column in columns.values():
        name = plain_heading(headings[column - 1])
        if times[name] > 1:
            letters = [
                column_letters(at) for at, text in enumerate(headings, 1) if plain_heading(text) == name
            ]
            raise SheetShipError("BOOK-21", sheet, heading=headings[column - 1], columns="、".join(letters))


def _listed(headings: Sequence[str]) -> str:
    return "、".join(text.strip() for text in headings if text.strip()) or "—"


def _read_rows(
    raw: RawTable, header_row: int, columns: Mapping[str, int], zone: tzinfo
) -> tuple[TableRow, ...]:
    team = {c.field for c in TEAM}
    converts = [(name, at - 1, canoniser(name, zone)) for name, at in columns.items() if name in team]
    own = [(name, at - 1) for name, at in columns.items() if name not in team]
    flaws = _flaws_by_row(raw, columns)
    rows = []
    for number, cells in enumerate(raw.rows[header_row:], header_row + 1):
        wide = len(cells)
        there = ((name, convert(cells[at])) for name, at, convert in converts if at < wide and cells[at])
        fields = {name: text for name, text in there if text}
        ours = {name: cells[at] for name, at in own if at < wide and cells[at].strip()}
        if (fields or ours) and not _is_total(cells):
            rows.append(TableRow(number, fields, ours, flaws.get(number, {})))
    return tuple(rows)


def _is_total(cells: Sequence[str]) -> bool:
    first = next((text for text in cells if text.strip()), "")
    return first.strip(" :：").casefold() in _TOTALS


def _flaws_by_row(raw: RawTable, columns: Mapping[str, int]) -> dict[int, dict[str, str]]:
    by_column = {at: name for name, at in columns.items()}
    rows: dict[int, dict[str, str]] = {}
    for (row, column), flaw in raw.flaws.items():
        if column in by_column:
            rows.setdefault(row, {})[by_column[column]] = flaw
    return rows
