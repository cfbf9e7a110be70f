"""Every port answered from memory. Each twin keeps the promise of its port; the contract suites hold it to that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from sheetship.core.documents import TemplateSpec
from sheetship.core.events import RUN_KINDS, Event, Kind, StoredEvent, number
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.own_cells import as_text
from sheetship.core.plan import Document
from sheetship.core.plan_rows import PlanSheet
from sheetship.core.report import Report
from sheetship.core.table_change import TableChange
from sheetship.core.tables import RawTable
from sheetship.flow.ports import BookRead, ChangedBook, InboxFile, SavedPlan, Staged

Rows = Sequence[Sequence[str]]


def hash_of(content: bytes) -> str:
    """SHA-256 as the ports write it."""
    return sha256(content).hexdigest()


def written(rows: Rows) -> bytes:
    """A table as the twins keep it."""
    return json.dumps([list(row) for row in rows], ensure_ascii=False).encode()


def _table(content: bytes, name: str) -> RawTable:
    try:
        return RawTable(name, json.loads(content))
    except ValueError as error:
        raise SheetShipError("BOOK-04", name, name=name, reason="no table") from error


@dataclass(slots=True)
class MemoryBook:
    """An orders workbook that is one table."""

    content: bytes | None
    name: str = "orders.xlsx"
    reader: str | None = None
    """Who has it open."""
    backups: list[bytes] = field(default_factory=list)

    def exists(self) -> bool:
        return self.content is not None

    def read(self) -> BookRead:
        if self.content is None:
            raise SheetShipError("BOOK-04", self.name, name=self.name, reason="gone")
        return BookRead(self.name, self.content, hash_of(self.content))

    def table(self, book: BookRead) -> tuple[str, RawTable]:
        return "订单", _table(book.content, "订单")

    def changed(self, book: BookRead, change: TableChange, lang: str) -> ChangedBook:
        rows = [list(row) for row in _table(book.content, change.sheet).rows]
        for cell in change.cells:
            rows += [[] for _ in range(cell.row - len(rows))]
            row = rows[cell.row - 1]
            row += [""] * (cell.column - len(row))
            row[cell.column - 1] = as_text(cell.value)
        return ChangedBook(written(rows))

    def refuse_if_open(self) -> None:
        if self.reader is not None:
            raise SheetShipError("BOOK-01", self.name, name=self.name, who=self.reader)

    def replace(self, content: bytes, *, expected_sha: str) -> None:
        self.refuse_if_open()
        there = self.read()
        if there.sha256 != expected_sha:
            raise SheetShipError("STORE-32", self.name)
        self.backups.append(there.content)
        self.content = content

    def newest_backup(self) -> PurePath | None:
        return PurePath(str(len(self.backups) - 1)) if self.backups else None

    def backup_of(self, sha256: str) -> bytes | None:
        return next((content for content in self.backups if hash_of(content) == sha256), None)

    def restore(self, backup: PurePath) -> None:
        if self.content is not None:
            raise SheetShipError("STORE-30", self.name)
        self.content = self.backups[int(backup.name)]


@dataclass(slots=True)
class MemoryCatalogue:
    """A catalogue of named tables."""

    sheets: Mapping[str, Rows]

    def read(self) -> BookRead:
        content = json.dumps(
            {name: [list(row) for row in rows] for name, rows in self.sheets.items()}
        ).encode()
        return BookRead("catalogue.xlsx", content, hash_of(content))

    def tabs(self, book: BookRead) -> Mapping[str, RawTable]:
        return {name: RawTable(name, rows) for name, rows in json.loads(book.content).items()}


@dataclass(slots=True)
class MemoryInbox:
    """Files that are one table each, by name below the inbox."""

    files: dict[str, bytes] = field(default_factory=dict)
    archives: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def drop(self, name: str, content: bytes) -> None:
        self.files[f"inbox/{name}"] = content

    def waiting(self) -> Sequence[InboxFile]:
        return [InboxFile(name, _shop(name), hash_of(content)) for name, content in self.files.items()]

    def tables(self, file: InboxFile) -> list[RawTable]:
        return [_table(self.files[file.name], file.name)]

    def archive(self, files: Mapping[str, str], run: str) -> None:
        for name, sha in files.items():
            if name in self.files and hash_of(self.files[name]) == sha:
                self.archives.setdefault(run, {})[name] = self.files.pop(name)

    def archived(self, run: str) -> Sequence[str]:
        return sorted(self.archives.get(run, {}))

    def bring_back(self, run: str) -> None:
        for name, content in self.archives.pop(run, {}).items():
            path = PurePath(name)
            free = name if name not in self.files else str(path.with_stem(f"{path.stem}-2"))
            self.files[free] = content


def _shop(name: str) -> str:
    parts = PurePath(name).parts
    return parts[1] if len(parts) > 2 else ""


@dataclass(slots=True)
class MemoryOutbox:
    """Files by run and path, and what is staged by run."""

    published: dict[str, dict[str, bytes]] = field(default_factory=dict)
    kept: dict[str, Staged] = field(default_factory=dict)

    def runs(self) -> Sequence[str]:
        return sorted(self.published)

    def stage(self, run: str, staged: Staged) -> None:
        self._refuse_taken(run, staged.files)
        self.kept[run] = staged

    def staged(self, run: str) -> Staged | None:
        return self.kept.get(run)

    def publish(self, run: str, files: Mapping[str, bytes]) -> None:
        self._refuse_taken(run, files)
        if files:
            self.published.setdefault(run, {}).update(files)

    def _refuse_taken(self, run: str, files: Mapping[str, bytes]) -> None:
        there = self.published.get(run, {})
        for path, content in files.items():
            if there.get(path, content) != content:
                raise SheetShipError("STORE-30", path)

    def sweep(self, run: str) -> None:
        self.kept.pop(run, None)

    def tidy(self, unfinished: AbstractSet[str]) -> None:
        for run in set(self.kept) - unfinished:
            self.sweep(run)


@dataclass(slots=True)
class MemoryLedger:
    """Events in a list, with the same refusals as the real one."""

    stored: list[StoredEvent] = field(default_factory=list)
    copies: dict[str, tuple[StoredEvent, ...]] = field(default_factory=dict)

    def head(self) -> int:
        return len(self.stored)

    def events(self, after: int = 0) -> Iterator[StoredEvent]:
        yield from self.stored[after:]

    def run_events(self) -> Iterator[StoredEvent]:
        return (stored for stored in self.stored if stored.event.kind in RUN_KINDS)

    def commit(self, run: str, at: datetime, events: Sequence[Event], *, head: int) -> int:
        if head != len(self.stored):
            raise SheetShipError("STORE-14", "ledger", expected=str(head), found=str(len(self.stored)))
        fresh = [StoredEvent(seq, run, at, event) for seq, event in enumerate(events, head + 1)]
        _refuse_twice([stored.event for stored in (*self.stored, *fresh)])
        _refuse_too_many([stored.event for stored in (*self.stored, *fresh)])
        self.stored += fresh
        return len(self.stored)

    def keep_copy(self, day: str) -> None:
        self.copies.setdefault(day, tuple(self.stored))

    def close(self) -> None:
        """Nothing to let go of."""


def _refuse_twice(events: Sequence[Event]) -> None:
    uniques = [event.unique for event in events if event.unique]
    issued = [event.key for event in events if event.kind is Kind.PO_ISSUED]
    voided = [event.key for event in events if event.kind is Kind.PO_VOIDED]
    for code, keys in (("STORE-21", uniques), ("STORE-22", issued), ("STORE-23", voided)):
        if len(set(keys)) < len(keys):
            raise SheetShipError(code, "ledger", key=keys[-1])
    if not set(voided) <= set(issued):
        raise SheetShipError("STORE-23", "ledger", key=voided[-1])


def _refuse_too_many(events: Sequence[Event]) -> None:
    voided = {event.key for event in events if event.kind is Kind.PO_VOIDED}
    live: dict[tuple[str, int], int] = {}
    for event in events:
        if event.kind is Kind.PO_ISSUED and event.key not in voided:
            line = str(event.values["line"]), number(event.values["part"])
            live[line] = live.get(line, 0) + number(event.values["quantity"])
            ordered = number(event.values["ordered"])
            if live[line] > ordered:
                raise SheetShipError(
                    "STORE-20", "ledger", line=line[0], live=str(live[line]), ordered=str(ordered)
                )


@dataclass(slots=True)
class MemoryPlans:
    """Saved plans by name."""

    saved: dict[str, SavedPlan] = field(default_factory=dict)

    def save(self, saved: SavedPlan) -> str:
        name = f"{saved.run}-{saved.digest[:8]}"
        self.saved.setdefault(name, saved)
        return name

    def load(self, name: str) -> SavedPlan:
        if name not in self.saved:
            raise SheetShipError("PLAN-02", name, file=name)
        return self.saved[name]


@dataclass(slots=True)
class MemoryHome:
    """The home of a memory that nobody shares."""

    def hand_over(self) -> None:
        raise SheetShipError("STORE-53", "memory")

    def leave_copy(self, day: str) -> None:
        """Nobody would find it."""


class MemoryLock:
    """One run at a time, in this process."""

    holder: str = ""

    @contextmanager
    def hold(self, user: str, since: datetime) -> Iterator[None]:
        if self.holder:
            raise SheetShipError("STORE-40", "", user=self.holder, since=f"{since:%H:%M}", pid="1")
        self.holder = user
        try:
            yield
        finally:
            self.holder = ""


@dataclass(slots=True)
class MemoryTemplates:
    """The real specs, rendered as JSON: which fields of which rows would reach the file."""

    known: Mapping[str, TemplateSpec]

    def specs(self) -> Mapping[str, TemplateSpec]:
        return self.known

    def findings(self) -> Sequence[Finding]:
        return ()

    def render(self, spec: TemplateSpec, document: Document) -> bytes:
        rows = [{name: as_text(row.get(name)) for name in spec.fields} for row in document.rows]
        return json.dumps(rows, ensure_ascii=False).encode()


class MemoryWriters:
    """Reports and plans as plain text."""

    def report_files(self, report: Report) -> Mapping[str, bytes]:
        return {"report.html": repr(report).encode()}

    def plan_book(self, sheet: PlanSheet) -> bytes:
        return json.dumps([row.line_key for row in sheet.rows]).encode()

    def unticked(self, book: bytes, planned: AbstractSet[str]) -> frozenset[str]:
        return frozenset(planned - set(json.loads(book)))
