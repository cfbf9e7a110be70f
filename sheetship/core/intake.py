"""Brings the three views of the order lines together: the team's rows, the files dropped in, the ledger.

Each line comes out once, with its row where it has one. New lines are to be appended; nothing is doubled however often
a file comes in. What the three views say about each other is told by ``line_notes.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from sheetship.core.doubled import doubled_lines, twin_rows
from sheetship.core.exported import newest_by_key
from sheetship.core.findings import Finding
from sheetship.core.identity import line_keys
from sheetship.core.known import Known, KnownLine
from sheetship.core.line_notes import notes_of, purchases
from sheetship.core.lines import Home, parse_line
from sheetship.core.merge import Merged, merge
from sheetship.core.model import Origin, Record
from sheetship.core.orders_table import OrdersTable, TableRow
from sheetship.core.row_identity import KnownOrders, moved_notes
from sheetship.core.stale import keep_newer, older_notes
from sheetship.core.vanished import vanished_lines
from sheetship.core.workline import EXPORT, TABLE, WorkLine, is_finished

__all__ = ["EXPORT", "TABLE", "Intake", "WorkLine", "take_in"]

_NOWHERE = Origin("", 0)


@dataclass(frozen=True, slots=True)
class Intake:
    """Every line once, what the files newly said about lines (by key), and the findings by line key."""

    lines: tuple[WorkLine, ...]
    seen: Mapping[str, Mapping[str, str]]
    findings: Mapping[str, tuple[Finding, ...]]
    spare_rows: tuple[tuple[TableRow, Finding], ...] = ()
    """Rows that are not a line of their own (a second row of a line, a row without an order number)."""
    notes: tuple[Finding, ...] = ()
    """What is true of this run only and stands in no cell."""


@dataclass(frozen=True, slots=True)
class _Views:
    """What the table, the files and the ledger each say of one line."""

    row: TableRow | None
    record: Record | None
    known: KnownLine | None

    @property
    def latest(self) -> Mapping[str, str]:
        """The newest export's view; empty for a line that only the team ever wrote."""
        if self.record:
            return self.record.fields
        return {} if self.known is None or self.known.source == TABLE else self.known.fields

    def has_cells_of_another(self, key: str, lines: Mapping[str, object]) -> bool:
        """Whether SheetShip's own cells in the row are those of another of these lines."""
        written = self.row.ours.get("line_key", "").strip() if self.row else ""
        return written != key and written in lines

    def is_wanted(self, *, reseed: bool) -> bool:
        """Whether the line is to have a row and has none."""
        return self.row is None and (self.record is not None or reseed)

    def merged(self) -> Merged:
        """The fields to go by. A line that no export ever held is what its row says, or was when it was last there."""
        if self.row is None:
            remembered = self.known.fields if self.known else {}
            return Merged(self.record.fields if self.record else remembered)
        base = self.known.seeded if self.known and self.latest else {}
        return merge(base, self.latest, self.row.team)


def take_in(
    table: OrdersTable,
    records: Sequence[Record],
    known: Known,
    *,
    zone: tzinfo,
    home: Home,
    platforms: Mapping[str, str],
    reseed: bool = False,
) -> Intake:
    """Every line once.

    Args:
        table: the team's orders table.
        records: what the inbox files say, older files first, each with its platform and shop filled in.
        known: the ledger's memory.
        zone: the shop's time zone.
        home: what a record takes for granted.
        platforms: platform code by each of its names, for rows where the team wrote a name.
        reseed: append a row for every open line that has none (the workbook was lost).
    """
    exported, older = keep_newer(newest_by_key(records), known)
    said = {key: line.fields for key, line in known.lines.items()} | {
        key: r.fields for key, r in exported.items()
    }
    rows, spare = _rows_by_key(table, KnownOrders(said), platforms)
    keys = dict.fromkeys((*rows, *exported, *known.lines))
    views = {key: _Views(rows.get(key), exported.get(key), known.lines.get(key)) for key in keys}
    merged = {key: view.merged() for key, view in views.items()}
    lines: list[WorkLine] = []
    next_row = table.last_row + 1
    for key, view in views.items():
        fields, moved = merged[key].fields, view.has_cells_of_another(key, said)
        is_wanted = view.is_wanted(reseed=reseed)
        number = next_row if is_wanted else view.row.number if view.row else 0
        line = parse_line(key, fields, table.origin(number) if number else _NOWHERE, zone, home)
        is_seed = is_wanted and not is_finished(line, view.known)
        if is_seed:
            next_row += 1
        elif is_wanted:
            line = replace(line, origin=_NOWHERE)
        lines.append(
            WorkLine(
                line=line, row=view.row, known=view.known, fields=fields, is_seed=is_seed, is_moved=moved
            )
        )
    bought = purchases(known, (*rows, *exported))
    told = (
        *(
            found
            for work in lines
            for found in notes_of(work, merged[work.key], views[work.key].latest, bought)
        ),
        *_doubled_rows(spare, rows, table),
        *doubled_lines(lines),
        *twin_rows(lines),
        *vanished_lines(lines, exported),
    )
    return Intake(
        lines=tuple(lines),
        seen={
            key: record.fields for key, record in exported.items() if _is_news(record, known.lines.get(key))
        },
        findings=_by_line(told),
        spare_rows=tuple(spare),
        notes=(*moved_notes(lines), *older_notes(lines, older)),
    )


def _by_line(told: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    by_line: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in told:
        by_line[finding.line].append(finding)
    return {key: tuple(found) for key, found in by_line.items()}


def _rows_by_key(
    table: OrdersTable, known: KnownOrders, platforms: Mapping[str, str]
) -> tuple[dict[str, TableRow], list[tuple[TableRow, Finding]]]:
    """The first row of every line, and the rows that are no line of their own.

    A row's key cell counts if it names a line of the ledger or the files, so that a key that somebody mistyped does not
    make a new line; else the key is made from what the row says.
    """
    rows = [_with_platform(row, platforms) for row in table.rows]
    keyed = {row.number: key for row in rows if (key := known.key_of(row))}
    keyless = [row for row in rows if row.number not in keyed and row.team.get("order_id")]
    for row, key in zip(keyless, line_keys(row.team for row in keyless), strict=True):
        keyed[row.number] = key
    by_key: dict[str, TableRow] = {}
    spare: list[tuple[TableRow, Finding]] = []
    for row in rows:
        key, where = keyed.get(row.number, ""), table.origin(row.number)
        if not key:
            spare.append((row, Finding("ROW-01", where.cell("order_id"))))
        elif by_key.setdefault(key, row) is not row:
            spare.append((row, Finding("ROW-04", where.cell(), {"other": str(by_key[key].number)}, key)))
    return by_key, spare


def _with_platform(row: TableRow, platforms: Mapping[str, str]) -> TableRow:
    name = row.team.get("platform", "")
    code = platforms.get(name.casefold(), name)
    if code == name:
        return row
    return TableRow(row.number, {**row.team, "platform": code}, row.ours, row.flaws)


def _doubled_rows(
    spare: Sequence[tuple[TableRow, Finding]], rows: Mapping[str, TableRow], table: OrdersTable
) -> list[Finding]:
    """What the first row of a line is told of the others."""
    return [
        Finding(
            "ROW-04", table.origin(rows[found.line].number).cell(), {"other": str(row.number)}, found.line
        )
        for row, found in spare
        if found.line
    ]


def _is_news(record: Record, known: KnownLine | None) -> bool:
    return known is None or known.source != EXPORT or known.fields != record.fields
