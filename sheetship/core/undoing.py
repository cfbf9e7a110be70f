"""What taking a run back means for the orders table and for everybody outside.

A cell that still holds what the run wrote gets its old text back; one that was edited since is kept and told. A row that
the run appended is emptied when nobody touched it. Purchase orders and uploads that may have left the shop cannot be
taken back: they are listed, and purchase orders get a sheet that asks the supplier to cancel.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from sheetship.core.events import Event, Kind, StoredEvent, issue_of, seeded_rows, upload_of, written_cells
from sheetship.core.history import undone_runs
from sheetship.core.lines import canoniser, label, plain_decimal, read_decimal
from sheetship.core.model import Issue, Upload
from sheetship.core.new_rows import typed
from sheetship.core.orders_table import OrdersTable, TableRow
from sheetship.core.table_change import SetCell, TableChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What can be restored, what is kept because somebody edited it, and what may have left the shop."""

    cells: tuple[SetCell, ...]
    kept: tuple[str, ...]
    """Addresses."""
    issues: tuple[Issue, ...]
    uploads: tuple[Upload, ...]

    def change(self, table: OrdersTable) -> TableChange:
        """The cells as a change of the table."""
        return TableChange(
            sheet=table.sheet,
            cells=self.cells,
            widths={},
            release_column=table.columns.get("release", 0),
            first_row=table.header_row + 1,
            last_row=table.header_row,
            like_rows=(),
        )


def undoing(
    events: Sequence[StoredEvent],
    run: str,
    table: OrdersTable,
    *,
    zone: tzinfo,
    lang: str,
    platforms: Mapping[str, str],
) -> Undoing:
    """What taking ``run`` back means, cell by cell; ``platforms`` are the names shown in the table, by code."""
    mine = [stored.event for stored in events if stored.run == run]
    seeds = seeded_rows(mine)
    rows = {row.ours["line_key"]: row for row in table.rows if "line_key" in row.ours}
    needed = _lines_with_later_parcels(events, run)
    edited = {
        key: [
            *_edited(rows[key], fields, zone, lang, platforms),
            *(["tracking_number"] if key in needed else []),
        ]
        for key, fields in seeds.items()
        if key in rows
    }
    emptied = {key for key, names in edited.items() if not names}
    kept = [table.origin(rows[key].number).cell(name) for key, names in edited.items() for name in names]
    back, kept_cells = _take_back_cells(
        {
            place: cell
            for place, cell in _written(mine).items()
            if place[0] not in emptied and _goes_back(place, seeds)
        },
        rows,
        table,
        zone,
        lang,
    )
    return Undoing(
        cells=(*(cell for key in edited if key in emptied for cell in _emptied(rows[key], table)), *back),
        kept=tuple(dict.fromkeys((*kept, *kept_cells))),
        issues=tuple(issue_of(event) for event in mine if event.kind is Kind.PO_ISSUED),
        uploads=tuple(upload_of(event) for event in mine if event.kind is Kind.UPLOAD_WRITTEN),
    )


def _written(events: Iterable[Event]) -> dict[tuple[str, str], tuple[str, str]]:
    """Old and new text of every cell, by line key and field."""
    return {
        place: cell
        for event in events
        if event.kind is Kind.CELLS_WRITTEN
        for place, cell in written_cells(event).items()
    }


def _lines_with_later_parcels(events: Sequence[StoredEvent], run: str) -> set[str]:
    """Lines whose row a later run has told of a parcel: the row is needed for it."""
    undone = undone_runs(events)
    later = _written(stored.event for stored in events if stored.run != run and stored.run not in undone)
    return {key for (key, name), (_, new) in later.items() if name == "tracking_number" and new}


def _goes_back(place: tuple[str, str], seeds: Container[str]) -> bool:
    """A row that was appended and is kept keeps its key: by it the line is found again."""
    key, name = place
    return key not in seeds or name != "line_key"


def _edited(
    row: TableRow, fields: Mapping[str, str], zone: tzinfo, lang: str, platforms: Mapping[str, str]
) -> list[str]:
    """The team cells of an appended row that no longer say what was appended."""
    shown = {**fields, "platform": platforms.get(fields.get("platform", ""), fields.get("platform", ""))}
    return [
        name
        for name, text in row.team.items()
        if text != canoniser(name, zone)(label(name, shown.get(name, ""), lang))
    ]


def _emptied(row: TableRow, table: OrdersTable) -> list[SetCell]:
    return [
        SetCell(row=row.number, column=table.columns[name], value=None) for name in (*row.team, *row.ours)
    ]


def _take_back_cells(
    written: Mapping[tuple[str, str], tuple[str, str]],
    rows: Mapping[str, TableRow],
    table: OrdersTable,
    zone: tzinfo,
    lang: str,
) -> tuple[list[SetCell], list[str]]:
    """The cells of rows that were there before: old texts to put back, and the addresses of edited ones."""
    restored, kept = [], []
    for (key, name), (old, new) in written.items():
        row = rows.get(key)
        if row is None or name not in table.columns:
            continue
        if not _says(row.ours.get(name, ""), new):
            kept.append(table.origin(row.number).cell(name))
            continue
        value = typed(name, old, zone, lang) if old else None
        restored.append(SetCell(row=row.number, column=table.columns[name], value=value))
    return restored, kept


def _says(text: str, written: str) -> bool:
    """True when the cell still says what was written; 12.50 is 12.5."""
    if text == written:
        return True
    amount, wanted = read_decimal(text), read_decimal(written)
    return amount is not None and wanted is not None and plain_decimal(amount) == plain_decimal(wanted)
