"""Brings the three views of the order lines together: the team's rows, the files dropped in, the ledger.

Each line comes out once, with its row where it has one. New lines are to be appended; a line that a newer export shows
differently is told; the same line in two rows, or a row that says it was ordered and that the ledger does not know, is
held. Nothing is doubled however often a file comes in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from sheetship.core.columns import TEAM
from sheetship.core.findings import Finding
from sheetship.core.history import Known, KnownLine
from sheetship.core.identity import line_keys, order_key
from sheetship.core.lines import Home, label, parse_line
from sheetship.core.merge import Merged, merge
from sheetship.core.model import Line, Origin, Record
from sheetship.core.orders_table import OrdersTable, TableRow
from sheetship.core.uploads import has_left
from sheetship.core.tables import ERROR, FORMULA, LOST_DIGITS

_COLUMNS = {column.field: column for column in TEAM}
_ID_FIELDS = frozenset({"order_id", "line_id", "sku", "phone", "postcode", "quantity"})
_SHOWN = frozenset({"order_state", "refund_state", "quantity", "ship_by"})
_FLAW_CODES = {LOST_DIGITS: "ORD-01", FORMULA: "ROW-11", ERROR: "ROW-12"}
_NOWHERE = Origin("", 0)
TABLE = "table"
"""The source of a line that no export ever held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A line at work in this run."""

    line: Line
    row: TableRow | None
    """Its row in the orders table; ``None`` when it has none yet, or none any more."""
    known: KnownLine | None
    """What the ledger remembers; ``None`` for a line seen for the first time."""
    fields: Mapping[str, str]
    """Canonical texts in force, after the merge."""
    is_seed: bool = False
    """True when a row is to be appended for it."""

    @property
    def key(self) -> str:
        """The line key."""
        return self.line.key


@dataclass(frozen=True, slots=True)
class Intake:
    """Every line once, what the files newly said about lines (by key), and the findings by line key."""

    lines: tuple[WorkLine, ...]
    seen: Mapping[str, Mapping[str, str]]
    findings: Mapping[str, tuple[Finding, ...]]
    spare_rows: tuple[tuple[TableRow, Finding], ...] = ()
    """Rows that are not a line of their own (a second row of a line, a row without an order number)."""


@dataclass(slots=True)
class _Notes:
    by_line: defaultdict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: str, code: str, where: str, **values: str) -> None:
        self.by_line[key].append(Finding(code, where, values, key))

    def frozen(self) -> dict[str, tuple[Finding, ...]]:
        return {key: tuple(found) for key, found in self.by_line.items()}


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
    notes = _Notes()
    exported = _newest_by_key(records, notes)
    rows, spare = _rows_by_key(table, exported, known, platforms, notes)
    bought = _bought_orders(known)
    lines: list[WorkLine] = []
    seeds = 0
    for key in dict.fromkeys((*rows, *exported, *known.lines)):
        row, record, memory = rows.get(key), exported.get(key), known.lines.get(key)
        latest = record.fields if record else _exported(memory)
        merged = merge(memory.seeded if memory else {}, latest, row.team) if row else Merged(latest)
        line = parse_line(key, merged.fields, table.origin(row.number) if row else _NOWHERE, zone, home)
        is_seed = row is None and (record is not None or reseed) and not _is_finished(line, memory)
        if is_seed:
            seeds += 1
            line = replace(line, origin=table.origin(table.last_row + seeds))
        work = WorkLine(line=line, row=row, known=memory, fields=merged.fields, is_seed=is_seed)
        lines.append(work)
        _tell_changes(work, merged, latest, notes)
        _tell_flaws(work, row.flaws if row else record.flaws if record else {}, notes)
        _tell_place(work, bought, notes)
        _tell_after_purchase(work, notes)
    seen = {key: record.fields for key, record in exported.items() if _is_news(record, known.lines.get(key))}
    return Intake(tuple(lines), seen, notes.frozen(), tuple(spare))


def _newest_by_key(records: Sequence[Record], notes: _Notes) -> dict[str, Record]:
    """The newest record of each line; two different ones in one file hold the line."""
    newest: dict[str, Record] = {}
    for key, record in zip(_keys_by_file(records, notes), records, strict=True):
        before = newest.get(key)
        if before and before.origin.sheet == record.origin.sheet:
            same = before.fields == record.fields
            notes.add(key, "ROW-03" if same else "ROW-02", record.origin.cell("order_id"), other=before.origin.cell())
        newest[key] = record
    return newest


def _keys_by_file(records: Sequence[Record], notes: _Notes) -> list[str]:
    """Keys count equal lines within one file, not across files: a second export of a line is not a second line.

    Two lines of an order that are equal in everything may be two pieces or a row doubled by mistake: a person says.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        places[record.origin.sheet].append(at)
    keys = [""] * len(records)
    for spots in places.values():
        first: dict[tuple[tuple[str, str], ...], Record] = {}
        for at, key in zip(spots, line_keys(records[spot].fields for spot in spots), strict=True):
            keys[at] = key
            record = records[at]
            twin = first.setdefault(tuple(record.fields.items()), record)
            if twin is not record and not record.fields.get("line_id"):
                notes.add(key, "ROW-14", record.origin.cell("order_id"), other=twin.origin.cell())
    return keys


def _rows_by_key(
    table: OrdersTable,
    exported: Mapping[str, Record],
    known: Known,
    platforms: Mapping[str, str],
    notes: _Notes,
) -> tuple[dict[str, TableRow], list[tuple[TableRow, Finding]]]:
    rows = [_with_platform(row, platforms) for row in table.rows]
    keyed = {row.number: row.ours.get("line_key", "") for row in rows}
    keyless = [row for row in rows if not keyed[row.number] and row.team.get("order_id")]
    for row, key in zip(keyless, line_keys(row.team for row in keyless), strict=True):
        keyed[row.number] = key
    times = Counter(key for key in keyed.values() if key)
    by_key: dict[str, TableRow] = {}
    spare = []
    for row in rows:
        key, where = keyed[row.number], table.origin(row.number)
        if not key:
            spare.append((row, Finding("ROW-01", where.cell("order_id"))))
        elif key in by_key:
            spare.append((row, Finding("ROW-04", where.cell(), {"other": str(by_key[key].number)}, key)))
            notes.add(key, "ROW-04", table.origin(by_key[key].number).cell(), other=str(row.number))
        else:
            by_key[key] = row
            if times[key] == 1 and key not in known.lines and key not in exported and row.ours.get("po_number"):
                notes.add(key, "ROW-05", where.cell("po_number"), po=row.ours["po_number"])
    return by_key, spare


def _with_platform(row: TableRow, platforms: Mapping[str, str]) -> TableRow:
    name = row.team.get("platform", "")
    code = platforms.get(name.casefold(), name)
    if code == name:
        return row
    return TableRow(row.number, {**row.team, "platform": code}, row.ours, row.flaws)


def _exported(known: KnownLine | None) -> Mapping[str, str]:
    """The newest export's view; a line that only the team ever wrote has none."""
    return {} if known is None or known.source == TABLE else known.fields


def _is_finished(line: Line, known: KnownLine | None) -> bool:
    """Every ordered unit has left: the team may clear such rows away, and they stay away."""
    return known is not None and has_left(line, known.issues, known.parcels)


def _is_news(record: Record, known: KnownLine | None) -> bool:
    return known is None or known.fields != record.fields


def _bought_orders(known: Known) -> frozenset[tuple[str, str]]:
    """Order and SKU of every line that stands in a live purchase order."""
    return frozenset((_order(line.fields), line.fields.get("sku", "")) for line in known.lines.values() if line.issues)


def _order(fields: Mapping[str, str]) -> str:
    return order_key(fields.get("platform", ""), fields.get("shop", ""), fields.get("order_id", ""))


def _tell_changes(work: WorkLine, merged: Merged, latest: Mapping[str, str], notes: _Notes) -> None:
    """What the platform changed since the row was written: the values of states and amounts, only the names of the rest."""
    if merged.clashes:
        notes.add(work.key, "ROW-07", work.line.origin.cell(merged.clashes[0]), fields=_names(merged.clashes))
    shown = [name for name in merged.changed if name in _SHOWN]
    for name in shown:
        old, new = (work.row.team.get(name, "") if work.row else ""), latest.get(name, "")
        notes.add(work.key, "ROW-08", work.line.origin.cell(name), field=_names([name]), old=_word(name, old), new=_word(name, new))
    rest = [name for name in merged.changed if name not in _SHOWN]
    if rest:
        notes.add(work.key, "ROW-06", work.line.origin.cell(rest[0]), fields=_names(rest))


def _names(fields: Iterable[str]) -> str:
    return "、".join(f"{_COLUMNS[name].zh}/{_COLUMNS[name].en}" for name in fields)


def _word(field: str, value: str) -> str:
    zh, en = (label(field, value, lang) for lang in ("zh", "en"))
    return zh if zh == en else f"{zh}/{en}"


def _tell_flaws(work: WorkLine, flaws: Mapping[str, str], notes: _Notes) -> None:
    for name, flaw in flaws.items():
        if name not in _COLUMNS or (flaw == FORMULA and name not in _ID_FIELDS):
            continue
        where = work.line.origin.cell(name)
        notes.add(work.key, _FLAW_CODES[flaw], where, field=_names([name]), value=work.fields.get(name, ""))


def _tell_place(work: WorkLine, bought: frozenset[tuple[str, str]], notes: _Notes) -> None:
    if work.row is None and not work.is_seed and not _is_finished(work.line, work.known):
        notes.add(work.key, "ROW-09", work.line.order_id)
    if work.known is None and not work.line.line_id and (_order(work.fields), work.line.sku) in bought:
        notes.add(work.key, "ROW-10", work.line.origin.cell("order_id"), order=work.line.order_id)


def _tell_after_purchase(work: WorkLine, notes: _Notes) -> None:
    """A line that reads differently from what its supplier was told."""
    known = work.known
    if known is None or not known.issues or known.decision is None or _is_finished(work.line, known):
        return
    changed = [name for name, told in known.decision.sent.items() if work.fields.get(name, "") != told]
    if changed:
        notes.add(work.key, "ROW-13", work.line.origin.cell(changed[0]), fields=_names(changed))
