"""Where a plan's cells go in the orders table: the columns of ours that are still missing, the rows to append.

Decides places and kinds of values; how a tone looks and how a cell is stored is the adapter's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from sheetship.core.columns import OURS, TEAM, Column
from sheetship.core.lines import label, read_decimal, read_quantity, read_time
from sheetship.core.orders_table import OrdersTable
from sheetship.core.plan import CellChange, Seed, Value

_COLUMNS = {column.field: column for column in (*TEAM, *OURS)}
_RELEASE = _COLUMNS["release"]
_LIKE_ROWS = 200
HEADING = "heading"
"""The tone of a heading that SheetShip writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCell:
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
    for seed in seeds:
        shown = {**seed.fields, "platform": platforms.get(seed.fields.get("platform", ""), seed.fields.get("platform", ""))}
        cells += _seed_cells(rows[seed.line_key], shown, table.columns, zone, lang)
    for change in changes:
        cells.append(_changed(change, change.row or rows[change.line_key], columns[change.field]))
    last_row = table.last_row + len(seeds)
    return TableChange(
        sheet=table.sheet,
        cells=tuple(cells),
        widths={at: column.width for at, column in fresh.items()},
        release_column=columns["release"],
        first_row=table.header_row + 1,
        last_row=last_row,
        like_rows=tuple(row.number for row in table.rows[-_LIKE_ROWS:] if row.team.get("order_id")),
    )


def _fresh_columns(table: OrdersTable) -> dict[int, Column]:
    """Columns to add at the right of the table: ours that are not there, and 放行 where a person has none to write in."""
    missing = [column for column in (_RELEASE, *OURS) if column.field not in table.columns]
    return dict(enumerate(missing, table.last_column + 1))


def _heading(row: int, column: int, what: Column, lang: str) -> SetCell:
    return SetCell(row=row, column=column, value=what.heading(lang), tone=HEADING)


def _seed_cells(
    row: int, fields: Mapping[str, str], columns: Mapping[str, int], zone: tzinfo, lang: str
) -> list[SetCell]:
    return [
        SetCell(
            row=row,
            column=columns[name],
            value=typed(name, text, zone, lang),
            is_text=_COLUMNS[name].kind == "id",
        )
        for name, text in fields.items()
        if text and name in columns and name in _COLUMNS
    ]


def typed(name: str, text: str, zone: tzinfo, lang: str) -> Value:
    """A column's text as its cell holds it; what is no number or time stays text."""
    kind = _COLUMNS[name].kind
    value: int | Decimal | datetime | None = None
    if kind == "number":
        value = read_quantity(text)
    elif kind == "money":
        value = read_decimal(text)
    elif kind == "time":
        moment = read_time(text, zone)
        value = moment and moment.astimezone(zone).replace(tzinfo=None)
    return label(name, text, lang) if value is None else value


def _changed(change: CellChange, row: int, column: int) -> SetCell:
    what = _COLUMNS[change.field]
    return SetCell(
        row=row,
        column=column,
        value=change.new,
        is_text=what.kind == "id",
        is_money=what.kind == "money",
        tone=change.tone,
        link=change.link,
    )
