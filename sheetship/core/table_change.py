"""Where a plan's cells go in the orders table: the columns of ours that are still missing, the rows to append.

Decides places and kinds of values; how a tone looks and how a cell is stored is the adapter's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple

from sheetship.core.columns import OURS, Column
from sheetship.core.new_rows import COLUMNS, NewColumn, NewRow, Wording, new_rows
from sheetship.core.orders_table import OrdersTable
from sheetship.core.plan import CellChange, Seed, Value

_RELEASE = COLUMNS["release"]
_LIKE_ROWS = 200
HEADING = "heading"
"""The tone of a heading that SheetShip writes."""


class SetCell(NamedTuple):
    """A value for a place.

    ``is_text`` asks for the text number format, so that no program takes an id for a number; ``is_money`` for two decimals.
    """

    row: int
    column: int
    value: Value
    is_text: bool = False
    is_money: bool = False
    tone: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChange:
    """Everything that is written into the orders table."""

    sheet: str
    cells: tuple[SetCell, ...]
    widths: Mapping[int, float]
    """By column, for columns that are new."""
    release_column: int
    """Gets the drop-down of the words that let a line go."""
    first_row: int
    last_row: int
    like_rows: tuple[int, ...]
    """Appended rows look like most of these."""
    new_rows: tuple[NewRow, ...] = ()
    new_columns: tuple[NewColumn, ...] = ()


def table_change(
    table: OrdersTable,
    seeds: Sequence[Seed],
    changes: Sequence[CellChange],
    *,
    zone: tzinfo,
    lang: str,
    platforms: Mapping[str, str],
) -> TableChange:
    """The places of a plan's seeds and cell changes; ``platforms`` are the names to show, by code."""
    fresh = _fresh_columns(table)
    columns = {**table.columns, **{column.field: at for at, column in fresh.items()}}
    rows = {seed.line_key: at for at, seed in enumerate(seeds, table.last_row + 1)}
    cells = [_heading(table.header_row, at, column, lang) for at, column in fresh.items()]
    # A link belongs to a single cell, so rows that need one are written cell by cell.
    linked = {change.line_key for change in changes if change.link}
    plain = {at: seed for at, seed in enumerate(seeds, table.last_row + 1) if seed.line_key not in linked}
    own = {seed.line_key: dict[str, CellChange]() for seed in plain.values()}
    for change in changes:
        if not change.row and change.line_key in own:
            own[change.line_key][change.field] = change
        else:
            cells.append(_changed(change, change.row or rows[change.line_key], columns[change.field]))
    wording = Wording(zone, lang, platforms)
    for seed in seeds:
        if seed.line_key in linked:
            cells += _seed_cells(rows[seed.line_key], seed, table.columns, wording)
    columns_to_fill, rows_to_append = new_rows(plain, own, columns, wording)
    last_row = table.last_row + len(seeds)
    return TableChange(
        sheet=table.sheet,
        cells=tuple(cells),
        widths={at: column.width for at, column in fresh.items()},
        release_column=columns["release"],
        first_row=table.header_row + 1,
        last_row=last_row,
        like_rows=tuple(row.number for row in table.rows[-_LIKE_ROWS:] if row.team.get("order_id")),
        new_rows=rows_to_append,
        new_columns=columns_to_fill,
    )


def _fresh_columns(table: OrdersTable) -> dict[int, Column]:
    """Columns to add at the right of the table: ours that are not there, and 放行 where a person has none to write in."""
    missing = [column for column in (_RELEASE, *OURS) if column.field not in table.columns]
    return dict(enumerate(missing, table.last_column + 1))


def _heading(row: int, column: int, what: Column, lang: str) -> SetCell:
    return SetCell(row=row, column=column, value=what.heading(lang), tone=HEADING)


def _seed_cells(row: int, seed: Seed, columns: Mapping[str, int], wording: Wording) -> list[SetCell]:
    return [
        SetCell(
            row=row,
            column=columns[name],
            value=wording.shown(name, text),
            is_text=COLUMNS[name].kind == "id",
        )
        for name, text in seed.fields.items()
        if text and name in columns and name in COLUMNS
    ]


def _changed(change: CellChange, row: int, column: int) -> SetCell:
    what = COLUMNS[change.field]
    return SetCell(
        row=row,
        column=column,
        value=change.new,
        is_text=what.kind == "id",
        is_money=what.kind == "money",
        tone=change.tone,
        link=change.link,
    )
