"""The ledger: one SQLite file that is only ever added to.

Decides what may be recorded: nothing on a head that has moved, nothing unique twice, and never more units of a line in
live purchase orders than were ordered, checked in the same transaction as the events. Each event carries the hash of
the one before, so that damage is found when it is read. What events mean is decided in ``core/history.py``.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sheetship.adapters import _disk
from sheetship.core.events import JSON, RUN_KINDS, Event, Kind, StoredEvent
from sheetship.core.findings import SheetShipError

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Ledger:
    """The ``Ledger`` port; open it with ``Ledger.open``, and close it, or use it in a ``with`` block."""

    def __init__(self, path: Path) -> None:
        from sheetship.adapters import _ledger_tables

        self._path = path
        self._sql = _ledger_tables
        self._file = _ledger_tables.LedgerTables(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The ledger in that file, a new one when there is none; sound and of our format.

        Raises:
            SheetShipError: STORE-10 damaged; STORE-11 or -12 another format; STORE-13 no ledger; STORE-15 or -16 it
                cannot be read.
        """
        with _refusals(path):
            if not path.exists():
                _create(path)
            ledger = cls(path)
            try:
                ledger._check()
            except BaseException:
                ledger.close()
                raise
        return ledger

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check(self) -> None:
        size = self._path.stat().st_size
        if size < _HEADER_BYTES:  # SQLite would take it for a new database
            raise SheetShipError("STORE-10", str(self._path), reason=f"{size} bytes")
        with self._file.reading() as db:
            if damage := self._sql.damage(db):
                raise SheetShipError("STORE-10", str(self._path), reason=damage)
            _check_schema(self._path, self._sql.schema(db), self._sql.SCHEMA)
        self._file.make_durable()

    def head(self) -> int:
        """Number of the newest event; 0 when there is none."""
        with _refusals(self._path), self._file.reading() as db:
            return self._sql.tip(db)[0]

    def events(self, after: int = 0) -> Iterator[StoredEvent]:
        """Events with a number above ``after``, oldest first, each proved to be as it was recorded.

        Raises:
            SheetShipError: STORE-10 an event was damaged or is missing.
        """
        return map(_stored, self._proved(after))

    def run_events(self) -> Iterator[StoredEvent]:
        """Events that tell of whole runs, without reading the others; each is proved by its own seal alone.

        Raises:
            SheetShipError: STORE-10 one of them was damaged.
        """
        with _refusals(self._path), self._file.reading() as db:
            for row in self._sql.rows_of_kinds(db, sorted(RUN_KINDS)):
                if row[8] != _seal(row[7], row[:7]):
                    raise SheetShipError("STORE-10", str(self._path), reason=f"event {row[0]}")
                yield _stored(row[:7])

    def prove(self) -> None:
        """Reads every event and finds all seals as they were recorded.

        Raises:
            SheetShipError: STORE-10 an event was damaged or is missing.
        """
        deque(self._proved(), maxlen=0)

    def _proved(self, after: int = 0) -> Iterator[Sequence[Any]]:
        """What the rows of events tell, each sealed with the one before as it was recorded."""
        with _refusals(self._path), self._file.reading() as db:
            seq, previous = after, self._sql.hash_at(db, after)
            for row in self._sql.rows_after(db, after):
                seq += 1
                told, before, seal = row[:7], row[7], row[8]
                if (told[0], before, seal) != (seq, previous, _seal(previous, told)):
                    raise SheetShipError("STORE-10", str(self._path), reason=f"event {seq}")
                previous = seal
                yield told

    def commit(self, run: str, at: datetime, events: Sequence[Event], *, head: int) -> int:
        """The new head, all events being recorded; or a refusal, none being recorded.

        Raises:
            SheetShipError: STORE-14 the ledger is no longer at ``head``; STORE-20 a line would be in live purchase
                orders with more than was ordered; STORE-21 something unique was recorded before; STORE-22 a token
                was used before; STORE-23 a voided token is unknown or void; STORE-15 or -16 it cannot be written.
        """
        with _refusals(self._path), self._file.writing() as db:
            found, previous = self._sql.tip(db)
            if found != head:
                raise SheetShipError("STORE-14", str(self._path), expected=str(head), found=str(found))
            rows = _chained(previous, head, run, at.isoformat(), events)
            self._sql.add_events(db, rows)
            self._add_guarded(db, list(enumerate(events, head + 1)))
            if over := self._sql.over_issued(db, head + 1):
                line, live, ordered = over
                raise SheetShipError(
                    "STORE-20", str(self._path), line=line, live=str(live), ordered=str(ordered)
                )
        return head + len(events)

    def _add_guarded(self, db: Connection, events: Sequence[tuple[int, Event]]) -> None:
        """What only may happen once, in tables where that is a constraint."""
        sql = self._sql
        issues = [_issue_row(seq, event) for seq, event in events if event.kind is Kind.PO_ISSUED]
        voids = [{"token": event.key, "seq": seq} for seq, event in events if event.kind is Kind.PO_VOIDED]
        unique = [{"key": event.unique, "seq": seq} for seq, event in events if event.unique]
        clashes = (
            ("STORE-21", sql.add_once(db, sql.UNIQUE_KEYS.c.key, unique)),
            ("STORE-22", sql.add_once(db, sql.ISSUES.c.token, issues)),
            ("STORE-23", sql.first_unknown(db, voids) or sql.add_once(db, sql.VOIDS.c.token, voids)),
        )
        for code, key in clashes:
            if key is not None:
                raise SheetShipError(code, str(self._path), key=key)

    def keep_copy(self, day: str) -> None:
        """A proved copy for the day in ``backups/`` beside the ledger, made once; the newest ten stay.

        Raises:
            SheetShipError: STORE-10 the ledger is damaged; STORE-16 no room or right.
        """
        folder = self._path.parent / "backups"
        copy = folder / f"ledger-{day}.db"
        if copy.exists():
            return
        self.backup(copy)
        for old in sorted(folder.glob("ledger-*.db"))[:-_KEPT_COPIES]:
            with suppress(OSError):
                old.unlink()

    def backup(self, to: Path) -> None:
        """A proved copy of the whole ledger at ``to``: opened again, every seal checked.

        Raises:
            SheetShipError: STORE-30 a file stands there; STORE-10 the ledger is damaged; STORE-16 no room or right.
        """
        with _refusals(to), _temp(to) as temp:
            if to.exists():
                raise FileExistsError
            self._file.copy(temp)
            with Ledger.open(temp) as copy:
                copy.prove()
            _disk.publish_new(temp, to)


def copy_ledger(source: Path, to: Path) -> None:
    """A proved copy of a ledger at ``to``; a new one where there is none to copy.

    Raises:
        SheetShipError: STORE-1x the ledger cannot be read; STORE-30 a file stands there; STORE-16 no room or right.
    """
    if not source.exists():
        Ledger.open(to).close()
        return
    with Ledger.open(source) as ledger:
        ledger.backup(to)


def _create(path: Path) -> None:
    """An empty ledger, whole from the first moment it is there."""
    from sheetship.adapters._ledger_tables import LedgerTables

    with _temp(path) as temp:
        file = LedgerTables(temp, "rwc")
        try:
            file.create()
        finally:
            file.close()
        with suppress(FileExistsError):  # another program was quicker; its ledger is as good
            _disk.publish_new(temp, path)


@contextmanager
def _temp(path: Path) -> Iterator[Path]:
    _disk.make_folder(path.parent)
    temp = _disk.temp_beside(path)
    try:
        yield temp
        _disk.sync_folder(path.parent)
    finally:
        for left in (temp, *_disk.sqlite_companions(temp)):
            with suppress(OSError):
                left.unlink()


def _check_schema(path: Path, found: str | None, known: str) -> None:
    if found is None:
        raise SheetShipError("STORE-13", str(path))
    if found != known:
        code = "STORE-11" if found.isdecimal() and int(found) > int(known) else "STORE-12"
        raise SheetShipError(code, str(path), found=found, known=known)


def _issue_row(seq: int, event: Event) -> dict[str, JSON]:
    values = event.values
    row = {name: values[name] for name in ("part", "quantity", "ordered")}
    return {"token": event.key, "seq": seq, "line_key": values["line"], **row}


def _chained(
    previous: str, head: int, run: str, at: str, events: Sequence[Event]
) -> Iterator[tuple[int | str, ...]]:
    """One row for each event, each sealed with the one before."""
    for seq, event in enumerate(events, head + 1):
        told = (seq, run, at, event.kind.value, event.key, event.unique, _payload(event.values))
        seal = _seal(previous, told)
        yield (*told, previous, seal)
        previous = seal


_HEADER_BYTES = 100
_KEPT_COPIES = 10
_KINDS = {kind.value: kind for kind in Kind}
_DECODER = json.JSONDecoder()
_JSON = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    allow_nan=False,
    check_circular=False,
    separators=(",", ":"),
    default=dict,
)
_ASCII_JSON = json.JSONEncoder(sort_keys=True, allow_nan=False, separators=(",", ":"), default=dict)


def _payload(values: Mapping[str, JSON]) -> str:
    text = _JSON.encode(values)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, from a cell that some program cut
        return _ASCII_JSON.encode(values)
    return text


def _seal(previous: str, told: Sequence[Any]) -> str:
    """The hash of what an event's row tells and of the seal before it."""
    seq, *texts = told
    return hashlib.sha256("\x1f".join((previous, str(seq), *texts)).encode()).hexdigest()


def _stored(told: Sequence[Any]) -> StoredEvent:
    seq, run, at, kind, key, unique, payload = told
    event = Event(_KINDS[kind], key, _DECODER.decode(payload), unique)
    return StoredEvent(seq, run, datetime.fromisoformat(at), event)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except FileExistsError as error:
        raise SheetShipError("STORE-30", str(path)) from error
    except OSError as error:
        raise SheetShipError("STORE-16", str(path), reason=error.strerror or "") from error
    except UnicodeDecodeError as error:  # SQLite's own words about a damaged name
        raise SheetShipError("STORE-10", str(path), reason=error.reason) from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = _code_of(cause)
        if code is None:
            raise
        raise SheetShipError(code, str(path), reason=str(cause)) from error


def _code_of(cause: BaseException | None) -> str | None:
    """The code for what SQLite refused; None for what only a bug can cause."""
    name = getattr(cause, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "STORE-15"
    if name == "SQLITE_ERROR" or name.startswith(_DAMAGED) or "Could not decode" in str(cause):
        return "STORE-10"
    return "STORE-16" if isinstance(cause, sqlite3.OperationalError) else None


_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
"""With ``SQLITE_ERROR``, which says that our own fixed statements do not fit the tables any more."""
