"""What is known now: every event of the ledger folded into one value.

Decides what a row of events means, above all after an undo. What stayed inside the shop folder is taken back with its
run: the run's events no longer count. What may have left the shop is not: purchase orders of an undone run stay live
and are *in doubt* until they are voided or someone says, after the undo, that the supplier has them; voids stay; a
number that stood in a channel upload stays uploaded; a purchase-order number is never used twice. An undo can itself
be undone. Which events to record is left to the flow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from sheetship.core.events import (
    JSON,
    Kind,
    StoredEvent,
    issue_of,
    number,
    parcel_of,
    texts,
    upload_of,
    written_cells,
)
from sheetship.core.known import Decision, Known, KnownLine, RunSeen, remaining
from sheetship.core.model import Issue, Parcel, Upload

__all__ = ["Decision", "Known", "KnownLine", "RunSeen", "fold", "po_serials", "remaining", "undone_runs"]


def undone_runs(events: Sequence[StoredEvent]) -> dict[str, StoredEvent]:
    """The ``run_undone`` event that took each run back, an undo that was itself undone left out."""
    undone: dict[str, StoredEvent] = {}
    for stored in reversed(events):  # only a later run can undo an undo
        if stored.event.kind is Kind.RUN_UNDONE and stored.run not in undone:
            undone.setdefault(stored.event.key, stored)
    return undone


def fold(events: Iterable[StoredEvent]) -> Known:
    """What is known after these events, given in the order of their numbers."""
    history = tuple(events)
    undone = undone_runs(history)
    pages = _Pages(undone)
    for stored in history:
        kind = stored.event.kind
        if stored.run not in undone or kind in _STAYS:
            _TURN[kind](pages, stored)
    return pages.known(history[-1].seq if history else 0)


class _Line:
    """A line while its events are being read."""

    __slots__ = (
        "cells", "decision", "fields", "held", "issued", "lifted", "messages", "parcels", "parts", "seeded", "source",
        "uploads", "word",
    )  # fmt: skip

    def __init__(self) -> None:
        self.fields: Mapping[str, str] = {}
        self.source = ""
        self.seeded: Mapping[str, str] = {}
        self.issued: dict[str, Issue] = {}
        self.parts: dict[str, int] = {}
        self.parcels: dict[str, Parcel] = {}
        self.uploads: dict[str, Upload] = {}
        self.messages: set[tuple[str, str]] = set()
        self.held: tuple[str, ...] = ()
        self.word = ""
        self.lifted: tuple[str, ...] = ()
        self.decision: Decision | None = None
        self.cells: dict[str, str] = {}


class _Pages:
    """Everything while events are being read; one short method turns the page for each kind of event."""

    def __init__(self, undone: Mapping[str, StoredEvent]) -> None:
        self.undone = undone
        self.lines: dict[str, _Line] = {}
        self.files: set[str] = set()
        self.digests: dict[str, str] = {}
        self.numbers: set[str] = set()
        self.tokens: dict[str, str] = {}
        self.issue_runs: dict[str, str] = {}
        self.voids: set[str] = set()
        self.sent: dict[str, int] = {}
        self.runs: dict[str, StoredEvent] = {}
        self.finished: set[str] = set()
        self.written: dict[str, dict[str, str]] = {}

    def line(self, key: str) -> _Line:
        line = self.lines.get(key)
        if line is None:
            line = self.lines[key] = _Line()
        return line

    def file_seen(self, stored: StoredEvent) -> None:
        values = stored.event.values
        self.files.add(stored.event.key)
        if digest := str(values["digest"]):
            self.digests.setdefault(digest, str(values["name"]))

    def line_seen(self, stored: StoredEvent) -> None:
        line = self.line(stored.event.key)
        line.fields = texts(stored.event.values["fields"])
        line.source = str(stored.event.values["source"])

    def row_seeded(self, stored: StoredEvent) -> None:
        line = self.line(stored.event.key)
        line.seeded = texts(stored.event.values) or line.fields  # as just seen: not stored twice

    def held(self, stored: StoredEvent) -> None:
        line, values = self.line(stored.event.key), stored.event.values
        line.held = _codes(values["codes"])
        line.word, line.lifted = str(values.get("word", "")), _codes(values.get("lifted", ()))

    def released(self, stored: StoredEvent) -> None:
        self.line(stored.event.key).held = ()

    def decided(self, stored: StoredEvent) -> None:
        values = stored.event.values
        money, sent = values["money"], values["sent"]
        amounts = money if isinstance(money, Mapping) else {}
        self.line(stored.event.key).decision = Decision(
            str(values["supplier"]),
            str(values["why"]),
            {name: None if amount is None else Decimal(str(amount)) for name, amount in amounts.items()},
            texts(sent),
        )

    def po_issued(self, stored: StoredEvent) -> None:
        issue = issue_of(stored.event)
        line = self.line(issue.line_key)
        line.issued[issue.token] = issue
        line.parts[issue.token] = number(stored.event.values["part"])
        self.tokens[issue.token] = issue.line_key
        self.issue_runs[issue.token] = stored.run
        self.numbers.add(issue.po_number)

    def po_voided(self, stored: StoredEvent) -> None:
        self.voids.add(stored.event.key)

    def said_sent(self, stored: StoredEvent) -> None:
        self.sent[stored.event.key] = stored.seq

    def parcel_matched(self, stored: StoredEvent) -> None:
        parcel = parcel_of(stored.event)
        self.line(parcel.line_key).parcels[stored.event.key] = parcel

    def parcel_voided(self, stored: StoredEvent) -> None:
        self.line(str(stored.event.values["line"])).parcels.pop(stored.event.key, None)

    def cells_written(self, stored: StoredEvent) -> None:
        for (key, name), (_, new) in written_cells(stored.event).items():
            self.line(key).cells[name] = new

    def upload_written(self, stored: StoredEvent) -> None:
        upload = upload_of(stored.event)
        self.line(upload.line_key).uploads[stored.event.key] = upload

    def message_written(self, stored: StoredEvent) -> None:
        values = stored.event.values
        self.line(str(values["line"])).messages.add((str(values["template"]), str(values["occasion"])))

    def file_written(self, stored: StoredEvent) -> None:
        self.written.setdefault(stored.run, {})[stored.event.key] = str(stored.event.values["sha256"])

    def run_started(self, stored: StoredEvent) -> None:
        self.runs[stored.event.key] = stored

    def run_finished(self, stored: StoredEvent) -> None:
        self.finished.add(stored.event.key)

    def run_undone(self, stored: StoredEvent) -> None:
        """Read ahead of all others, by ``undone_runs``."""

    def known(self, head: int) -> Known:
        return Known(
            head=head,
            lines={key: self.known_line(key, line) for key, line in self.lines.items()},
            files=frozenset(self.files),
            digests=self.digests,
            po_serials=po_serials(self.numbers),
            tokens=self.tokens,
            runs=tuple(self.run_seen(name, stored) for name, stored in self.runs.items()),
        )

    def known_line(self, key: str, line: _Line) -> KnownLine:
        live = tuple(issue for token, issue in line.issued.items() if token not in self.voids)
        return KnownLine(
            key=key,
            fields=line.fields,
            source=line.source,
            seeded=line.seeded,
            issues=live,
            voided=tuple(issue for token, issue in line.issued.items() if token in self.voids),
            parts=line.parts,
            in_doubt=frozenset(issue.token for issue in live if self.is_in_doubt(issue.token)),
            sent=frozenset(token for token in line.issued if token in self.sent),
            parcels=tuple(line.parcels.values()),
            uploads=tuple(line.uploads.values()),
            messages=frozenset(line.messages),
            held=line.held,
            word=line.word,
            lifted=line.lifted,
            decision=line.decision,
            cells=line.cells,
        )

    def is_in_doubt(self, token: str) -> bool:
        undo = self.undone.get(self.issue_runs[token])
        return undo is not None and self.sent.get(token, 0) < undo.seq

    def run_seen(self, name: str, stored: StoredEvent) -> RunSeen:
        undo = self.undone.get(name)
        return RunSeen(
            name=name,
            at=stored.at,
            inputs=texts(stored.event.values["inputs"]),
            files=texts(stored.event.values["files"]),
            written=self.written.get(name, {}),
            is_finished=name in self.finished,
            undone_by=undo.run if undo else "",
        )


def _codes(stored: JSON) -> tuple[str, ...]:
    return tuple(map(str, stored)) if isinstance(stored, Sequence) else ()


def po_serials(po_numbers: Iterable[str]) -> dict[tuple[str, str], int]:
    """The highest serial of each supplier and day; a number of another form (not ``HZ-261121-3``) has none."""
    highest: dict[tuple[str, str], int] = {}
    for parts in filter(None, map(_PO_NUMBER.fullmatch, po_numbers)):
        supplier, day, serial = parts.groups()
        highest[supplier, day] = max(highest.get((supplier, day), 0), int(serial))
    return highest


_PO_NUMBER = re.compile(r"(.+)-([0-9]{6})-([0-9]+)")

_STAYS = frozenset(
    {
        Kind.PO_ISSUED,
        Kind.PO_VOIDED,
        Kind.UPLOAD_WRITTEN,
        Kind.FILE_WRITTEN,
        Kind.RUN_STARTED,
        Kind.RUN_FINISHED,
    }
)
"""Kinds that an undo cannot take back, or that only tell the story of the run itself."""

_TURN: Mapping[Kind, Callable[[_Pages, StoredEvent], None]] = {
    Kind.FILE_SEEN: _Pages.file_seen,
    Kind.LINE_SEEN: _Pages.line_seen,
    Kind.ROW_SEEDED: _Pages.row_seeded,
    Kind.HELD: _Pages.held,
    Kind.RELEASED: _Pages.released,
    Kind.DECIDED: _Pages.decided,
    Kind.PO_ISSUED: _Pages.po_issued,
    Kind.PO_VOIDED: _Pages.po_voided,
    Kind.SAID_SENT: _Pages.said_sent,
    Kind.PARCEL_MATCHED: _Pages.parcel_matched,
    Kind.PARCEL_VOIDED: _Pages.parcel_voided,
    Kind.CELLS_WRITTEN: _Pages.cells_written,
    Kind.UPLOAD_WRITTEN: _Pages.upload_written,
    Kind.MESSAGE_WRITTEN: _Pages.message_written,
    Kind.FILE_WRITTEN: _Pages.file_written,
    Kind.RUN_STARTED: _Pages.run_started,
    Kind.RUN_FINISHED: _Pages.run_finished,
    Kind.RUN_UNDONE: _Pages.run_undone,
}
