"""The rows that a run appends to the orders table, worked out down the columns: a text that repeats gets its meaning once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from sheetship.core.columns import OURS, TEAM
from sheetship.core.lines import label, read_decimal, read_quantity, read_time
from sheetship.core.plan import CellChange, Seed, Value

COLUMNS = {column.field: column for column in (*TEAM, *OURS)}
_TEAM = frozenset(column.field for column in TEAM)


class NewRow(NamedTuple):
    """A row to append: a value for each of its ``NewColumn``s, and the tone of its status cell."""

    row: int
    values: tuple[Value, ...]
    tone: str


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column that appended rows fill; the one of the status takes the row's tone."""

    column: int
    is_text: bool = False
    is_money: bool = False
    is_status: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """How texts become cells: the zone and language of the shop, and the names of platforms to show, by code."""

    zone: tzinfo
    lang: str
    platforms: Mapping[str, str]

    def shown(self, name: str, text: str) -> Value:
        """A field's text as its cell holds it; ``None`` for nothing."""
        if not text:
            return None
        return (
            self.platforms.get(text, text) if name == "platform" else typed(name, text, self.zone, self.lang)
        )

    def shown_down(self, name: str, texts: Sequence[str]) -> list[Value]:
        """The same for a whole column."""
        known = {text: self.shown(name, text) for text in set(texts)}
        return [known[text] for text in texts]


def typed(name: str, text: str, zone: tzinfo, lang: str) -> Value:
    """A column's text as its cell holds it; what is no number or time stays text."""
    kind = COLUMNS[name].kind
    value: int | Decimal | datetime | None = None
    if kind == "number":
        value = read_quantity(text)
    elif kind == "money":
        value = read_decimal(text)
    elif kind == "time":
        moment = read_time(text, zone)
        value = moment and moment.astimezone(zone).replace(tzinfo=None)
    return label(name, text, lang) if value is None else value


def new_rows(
    seeds: Mapping[int, Seed],
    own: Mapping[str, Mapping[str, CellChange]],
    columns: Mapping[str, int],
    wording: Wording,
) -> tuple[tuple[NewColumn, ...], tuple[NewRow, ...]]:
    """The columns that get anything, and a row for each seed.

    Args:
        seeds: the rows to append, by the number they get.
        own: SheetShip's own cells of each, by line key and field.
        columns: the column of every field.
        wording: how texts become cells.
    """
    cells = [own[seed.line_key] for seed in seeds.values()]
    filled: dict[str, list[Value]] = {}
    for name in sorted(columns, key=columns.__getitem__):
        if name in _TEAM:
            values = wording.shown_down(name, [seed.fields.get(name, "") for seed in seeds.values()])
        else:
            values = [change.new if (change := told.get(name)) else None for told in cells]
        if any(value is not None for value in values):
            filled[name] = values
    tones = [status.tone if (status := told.get("status")) else "" for told in cells]
    return (
        tuple(_column(name, columns[name]) for name in filled),
        tuple(map(NewRow, seeds, zip(*filled.values(), strict=True), tones)),
    )


def _column(name: str, column: int) -> NewColumn:
    kind = COLUMNS[name].kind
    is_own_money = kind == "money" and name not in _TEAM
    return NewColumn(column, is_text=kind == "id", is_money=is_own_money, is_status=name == "status")
