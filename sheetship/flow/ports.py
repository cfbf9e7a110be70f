"""What the flow needs from outside, as Protocols. ``wiring.py`` chooses who answers; tests answer from memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Protocol

from sheetship.core.couriers import Couriers
from sheetship.core.documents import TemplateSpec
from sheetship.core.events import Event, StoredEvent
from sheetship.core.findings import Finding
from sheetship.core.plan import Document
from sheetship.core.plan_rows import PlanSheet
from sheetship.core.profiles import Profile
from sheetship.core.replies import ReplyProfiles
from sheetship.core.report import Report
from sheetship.core.table_change import TableChange
from sheetship.core.tables import RawTable
from sheetship.flow.settings import Settings


@dataclass(frozen=True, slots=True)
class BookRead:
    """A workbook's bytes, read once, with their hash; what is decided is decided on these."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class ChangedBook:
    """A workbook's bytes after a change, and what the team should know of it."""

    content: bytes
    findings: tuple[Finding, ...] = ()


class OrdersBook(Protocol):
    """The team's orders workbook."""

    name: str

    def exists(self) -> bool:
        """Whether the file is there."""
        ...

    def read(self) -> BookRead:
        """The bytes now. Raises SheetShipError BOOK-… when that cannot be done."""
        ...

    def table(self, book: BookRead) -> tuple[str, RawTable]:
        """The tab's name and its cells. Raises SheetShipError BOOK-…."""
        ...

    def changed(self, book: BookRead, change: TableChange, lang: str) -> ChangedBook:
        """The workbook with the change in it, proved to differ in nothing else. Raises SheetShipError BOOK-03."""
        ...

    def refuse_if_open(self) -> None:
        """Raises SheetShipError BOOK-01 when somebody has it open."""
        ...

    def replace(self, content: bytes, *, expected_sha: str) -> None:
        """Puts ``content`` in the file's place after a verified backup.

        Raises:
            SheetShipError: the file is open elsewhere or is not the one that was read; nothing was written.
        """
        ...

    def newest_backup(self) -> PurePath | None:
        """The newest backup there is."""
        ...

    def backup_of(self, sha256: str) -> bytes | None:
        """The bytes of the backup with that hash."""
        ...

    def restore(self, backup: PurePath) -> None:
        """Brings a backup back where there is no file."""
        ...


class CatalogueBook(Protocol):
    """The catalogue workbook."""

    def read(self) -> BookRead:
        """The bytes now. Raises SheetShipError BOOK-04."""
        ...

    def tabs(self, book: BookRead) -> Mapping[str, RawTable]:
        """Its tabs by name. Raises SheetShipError BOOK-04, BOOK-05."""
        ...


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file that waits: its name below ``inbox/``, the shop's folder it lies in, the hash of its bytes."""

    name: str
    shop: str
    sha256: str


class Inbox(Protocol):
    """The folder where anything may be dropped."""

    def waiting(self) -> Sequence[InboxFile]:
        """What lies there, oldest first."""
        ...

    def tables(self, file: InboxFile) -> list[RawTable]:
        """Its tables. Raises SheetShipError FILE-… or BOOK-… when it cannot be read."""
        ...

    def archive(self, files: Mapping[str, str], run: str) -> None:
        """Moves files, given with their hashes, to ``archive/<run>/``; one that is gone or changed is left."""
        ...

    def archived(self, run: str) -> Sequence[str]:
        """The names, as they were in the inbox, of the files in ``archive/<run>/``."""
        ...

    def bring_back(self, run: str) -> None:
        """Moves a run's files back into the inbox."""
        ...


class Templates(Protocol):
    """The shop's templates and the built-in ones."""

    def specs(self) -> Mapping[str, TemplateSpec]:
        """Every template by name."""
        ...

    def findings(self) -> Sequence[Finding]:
        """All that is wrong with any template."""
        ...

    def render(self, spec: TemplateSpec, document: Document) -> bytes:
        """The file. Raises SheetShipError TPL-…."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """Everything a run is going to write, kept safe before its commit."""

    files: Mapping[str, bytes]
    """By path below ``outbox/<run>/``."""
    workbook: bytes | None
    """The new orders workbook."""
    expected_sha: str
    """Hash of the workbook that it may replace."""
    consumed: Mapping[str, str]
    """Inbox files to archive, with their hashes."""
    takes_back: str = ""
    """The run whose archived files go back into the inbox."""


class Outbox(Protocol):
    """Where files for others get their final names."""

    def runs(self) -> Sequence[str]:
        """Names of the runs that have files here."""
        ...

    def stage(self, run: str, staged: Staged) -> None:
        """Keeps it until the run is finished. Raises SheetShipError STORE-30 when one of its names is taken."""
        ...

    def staged(self, run: str) -> Staged | None:
        """What was staged for a run, ``None`` when nothing is there."""
        ...

    def publish(self, run: str, files: Mapping[str, bytes]) -> None:
        """Gives files their final names; one that is there with the same content is left."""
        ...

    def sweep(self, run: str) -> None:
        """Forgets what was staged."""
        ...

    def tidy(self, unfinished: AbstractSet[str]) -> None:
        """Removes what killed runs left behind: all that was staged but for ``unfinished`` runs, half-written files."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlan:
    """A plan as it was saved: the clock it was made by, what it was decided on, and its workbook."""

    run: str
    at: datetime
    inputs: Mapping[str, str]
    """Hashes by the name of what was read."""
    digest: str
    """Over everything that it will write, to the last byte of each file."""
    book: bytes


class Plans(Protocol):
    """Where plans are kept for later."""

    def save(self, saved: SavedPlan) -> str:
        """Keeps a plan; the path of its workbook."""
        ...

    def load(self, name: str) -> SavedPlan:
        """A saved plan by its folder, its workbook or its record. Raises SheetShipError PLAN-02."""
        ...


class Writers(Protocol):
    """Reports and plan workbooks."""

    def report_files(self, report: Report) -> Mapping[str, bytes]:
        """``report.html`` and ``report.xlsx``."""
        ...

    def plan_book(self, sheet: PlanSheet) -> bytes:
        """The plan to look through and to untick lines in."""
        ...

    def unticked(self, book: bytes, planned: AbstractSet[str]) -> frozenset[str]:
        """Keys of planned lines that a person dropped. Raises SheetShipError PLAN-30, PLAN-31, PLAN-32."""
        ...


class Ledger(Protocol):
    """The shop's memory: events are added and read, never changed."""

    def head(self) -> int:
        """Number of the newest event; 0 when there is none."""
        ...

    def events(self, after: int = 0) -> Iterator[StoredEvent]:
        """Events with a number above ``after``, oldest first, each proved to be as it was recorded."""
        ...

    def run_events(self) -> Iterator[StoredEvent]:
        """Events of ``RUN_KINDS`` alone, oldest first: quick, however long the memory."""
        ...

    def commit(self, run: str, at: datetime, events: Sequence[Event], *, head: int) -> int:
        """The new head, all events being recorded; or a refusal, none being recorded.

        Refused when the ledger is no longer at ``head``, when something unique was recorded before, or when a line
        would stand in live purchase orders with more units than were ordered.
        """
        ...

    def keep_copy(self, day: str) -> None:
        """A proved copy for the day, made once; the newest few stay."""
        ...

    def close(self) -> None:
        """Lets go of the file."""
        ...


@dataclass(frozen=True, slots=True)
class Backup:
    """A proved copy of a file as it was before it was replaced."""

    original: Path
    copy: Path
    sha256: str


class Files(Protocol):
    """The only way a file gets its final name: whole, proved by reading back, or not at all."""

    def write_new(self, path: Path, content: bytes) -> None:
        """A new file; nothing happens when it stands there with the same content; any other content is refused."""
        ...

    def replace(self, path: Path, content: bytes, *, expected_sha: str, backup_folder: Path) -> Backup:
        """New content for a file that still is as it was read, kept as a backup first."""
        ...

    def move(self, path: Path, folder: Path, *, expected_sha: str) -> Path:
        """Where the file went, under its own name or, that being taken, a numbered one; refused if it changed."""
        ...

    def open_elsewhere(self, path: Path) -> str | None:
        """Who seems to have the file open, an empty text when only that can be told, None when nobody. A hint."""
        ...

    def sweep(self, folder: Path) -> tuple[Path, ...]:
        """Half-written files of an earlier run that were removed below the folder. Only under the run lock."""
        ...


class Home(Protocol):
    """The computer that has the shop's memory, where others share the folder."""

    def hand_over(self) -> None:
        """Leaves the memory for the next computer. Raises SheetShipError STORE-50 or STORE-53."""
        ...

    def leave_copy(self, day: str) -> None:
        """Leaves a proved copy of the memory for the day when this computer is gone; nothing where nobody shares it."""
        ...


class RunLock(Protocol):
    """One run at a time."""

    def hold(self, user: str, since: datetime) -> AbstractContextManager[None]:
        """The lock while the block runs; refused, naming who runs since when, if another run holds it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A shop folder with everything that answers for it."""

    folder: str
    name: str
    lang: str
    settings: Settings
    home: Home
    lock: RunLock
    book: OrdersBook
    catalogue: CatalogueBook
    inbox: Inbox
    ledger: Ledger
    templates: Templates
    outbox: Outbox
    plans: Plans
    writers: Writers
    profiles: Sequence[Profile]
    reply_profiles: ReplyProfiles
    couriers: Couriers
