"""How things stand, and what is known of one order. Both only look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sheetship.core.events import Kind, StoredEvent
from sheetship.core.findings import SheetShipError
from sheetship.core.history import KnownLine, RunSeen
from sheetship.core.identity import clean_id
from sheetship.core.report import Report
from sheetship.flow.ports import Shop
from sheetship.flow.prepare import Prepared, Step, prepare
from sheetship.flow.reporting import report_of
from sheetship.flow.scores import SupplierScore, supplier_scores

_ABOUT_FILES = frozenset(
    {Kind.FILE_SEEN, Kind.RUN_STARTED, Kind.RUN_FINISHED, Kind.FILE_WRITTEN, Kind.RUN_UNDONE}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The report of a run that is not applied, the last runs, newest first, and how suppliers have done."""

    prepared: Prepared
    report: Report
    runs: tuple[RunSeen, ...]
    scores: tuple[SupplierScore, ...]


def status(shop: Shop, now: datetime, *, step: Step) -> Standing:
    """Open lines by state, deadlines, holds, money, last runs."""
    prepared = prepare(shop, now, step=step)
    report = report_of(shop, prepared, applied=False)
    known = prepared.facts.known
    names = {code: supplier.name for code, supplier in prepared.facts.catalogue.suppliers.items()}
    return Standing(prepared, report, tuple(reversed(known.runs)), supplier_scores(known, now, names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A line of an order: where it stands, what is known of it, and its events in order."""

    key: str
    where: str
    known: KnownLine
    events: tuple[StoredEvent, ...]
    problems: tuple[str, ...]


def why(shop: Shop, order: str, now: datetime, *, step: Step) -> tuple[Story, ...]:
    """Everything known of an order, line by line; the order's number, a line key, a token or a tracking number will do.

    Raises:
        SheetShipError: PLAN-06 nothing is known of it.
    """
    prepared = prepare(shop, now, step=step)
    lines = [line for line in prepared.plan.report if _is_about(line.key, line.order_id, prepared, order)]
    if not lines:
        raise SheetShipError("PLAN-06", "", order=order)
    events = list(shop.ledger.events())
    known = prepared.facts.known
    return tuple(
        Story(
            key=line.key,
            where=line.where,
            known=known.line(line.key),
            events=tuple(_events_of(events, known.line(line.key))),
            problems=tuple(
                f"{finding.message(shop.lang)} [{finding.code}] → {finding.fix(shop.lang)}"
                for finding in prepared.plan.findings
                if finding.line == line.key
            ),
        )
        for line in lines
    )


def _is_about(key: str, order_id: str, prepared: Prepared, wanted: str) -> bool:
    known = prepared.facts.known.line(key)
    names = {order_id, key, *(issue.token for issue in known.issues), *(p.number for p in known.parcels)}
    return clean_id(wanted) in {clean_id(name) for name in names if name}


def _events_of(events: Sequence[StoredEvent], line: KnownLine) -> list[StoredEvent]:
    tokens = {issue.token for issue in (*line.issues, *line.voided)}
    return [
        stored
        for stored in events
        if stored.event.kind not in _ABOUT_FILES
        and (
            stored.event.key == line.key
            or stored.event.key in tokens
            or stored.event.values.get("line") == line.key
        )
    ]
