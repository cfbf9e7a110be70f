"""What a person typed into SheetShip's own columns and a run is about to put right: told, never silently lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sheetship.core.columns import COLUMNS
from sheetship.core.findings import Finding
from sheetship.core.lines import plain_decimal, read_decimal
from sheetship.core.orders_table import OrdersTable
from sheetship.core.plan import CellChange


def overwritten(
    changes: Iterable[CellChange], written: Mapping[str, Mapping[str, str]], table: OrdersTable
) -> list[Finding]:
    """A note for each cell that neither is blank nor says what SheetShip last wrote there.

    Args:
        changes: the cells that will be set.
        written: what SheetShip last wrote, by line key and field.
        table: where the cells stand.
    """
    return [
        Finding("ROW-15", table.origin(change.row).cell(change.field), _values(change), change.line_key)
        for change in changes
        if change.old and _plain(change.old) != _plain(written[change.line_key].get(change.field, ""))
    ]


def _plain(text: str) -> str:
    """Money in its plain spelling, so that 12.50 is 12.5."""
    amount = read_decimal(text)
    return text if amount is None else plain_decimal(amount)


def _values(change: CellChange) -> dict[str, str]:
    column = COLUMNS[change.field]
    return {"column_zh": column.zh, "column_en": column.en, "value": change.old}
