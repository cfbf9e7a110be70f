"""The tables of the ledger and the SQL on them; private to ``ledger_sqlite.py``, which decides what may be recorded.

Heavy: it is imported where a ledger is opened, never for ``--help``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

SCHEMA = "1"
_BUSY_SECONDS = 5.0
_BATCH = 1000

_tables = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


ABOUT = Table("about", _tables, Column("name", Text, primary_key=True), _text("value"), sqlite_strict=True)
EVENTS = Table(
    "events",
    _tables,
    Column("seq", Integer, primary_key=True),
    _text("run"),
    _text("at"),
    _text("kind"),
    _text("key"),
    _text("unique_key"),
    _text("payload"),
    _text("previous"),
    _text("hash"),
    sqlite_strict=True,
)
UNIQUE_KEYS = Table(
    "unique_keys",
    _tables,
    Column("key", Text, primary_key=True),
    Column("seq", ForeignKey("events.seq"), nullable=False),
    sqlite_strict=True,
)
ISSUES = Table(
    "issues",
    _tables,
    Column("token", Text, primary_key=True),
    Column("seq", ForeignKey("events.seq"), nullable=False),
    _text("line_key"),
    Column("part", Integer, CheckConstraint("part > 0"), nullable=False),
    Column("quantity", Integer, CheckConstraint("quantity > 0"), nullable=False),
    Column("ordered", Integer, nullable=False),
    Index("issues_by_line", "line_key"),
    Index("issues_by_seq", "seq"),
    sqlite_strict=True,
)
VOIDS = Table(
    "voids",
    _tables,
    Column("token", ForeignKey("issues.token"), primary_key=True),
    Column("seq", ForeignKey("events.seq"), nullable=False),
    sqlite_strict=True,
)

_TRIGGER = """CREATE TRIGGER {table}_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END"""


class LedgerTables:
    """One ledger file, which must exist; its connections are opened when they are needed."""

    def __init__(self, path: Path, mode: str = "rw") -> None:
        address = f"{path.absolute().as_uri()}?mode={mode}"

        def connect() -> sqlite3.Connection:
            return sqlite3.connect(
                address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )

        self._engine = create_engine("sqlite+pysqlite:///ledger", creator=connect)
        event.listen(self._engine, "begin", _begin)

    def create(self) -> None:
        """All tables and their guards, in one transaction, in a file that has none."""
        with self.writing() as db:
            _tables.create_all(db)
            for table in (EVENTS, UNIQUE_KEYS, ISSUES, VOIDS):
                for act in ("update", "delete"):
                    db.exec_driver_sql(_TRIGGER.format(table=table.name, act=act))
            db.execute(insert(ABOUT).values(name="schema", value=SCHEMA))

    def make_durable(self) -> None:
        """From now on connections write ahead, and a commit is on disk before it is reported."""
        self.close()
        event.listen(self._engine, "connect", _durable)

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One steady view of the ledger."""
        with self._engine.connect() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that nobody else can write beside; rolled back when the block raises."""
        with self._engine.execution_options(begin="BEGIN IMMEDIATE").begin() as db:
            yield db

    def copy(self, to: Path) -> None:
        """A copy through SQLite's own backup, which is whole even while others read and write."""
        with self.reading() as db:
            source = cast("sqlite3.Connection", db.connection.dbapi_connection)
            target = sqlite3.connect(to)
            try:
                source.backup(target)
            finally:
                target.close()


def _begin(db: Connection) -> None:
    db.exec_driver_sql(db.get_execution_options().get("begin", "BEGIN"))


def _durable(connection: sqlite3.Connection, _record: object) -> None:
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}").close()


def damage(db: Connection) -> str:
    """What SQLite finds wrong with the file; an empty text when it is sound."""
    found = str(db.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    return "" if found == "ok" else found


def schema(db: Connection) -> str | None:
    """The format of the ledger, or None for a database that is no ledger."""
    names = db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
    if ABOUT.name not in set(names):
        return None
    return db.execute(select(ABOUT.c.value).where(ABOUT.c.name == "schema")).scalar()


def tip(db: Connection) -> tuple[int, str]:
    """Number and hash of the newest event; 0 and an empty text when there is none."""
    newest = db.execute(select(EVENTS.c.seq, EVENTS.c.hash).order_by(EVENTS.c.seq.desc()).limit(1)).first()
    return (newest.seq, newest.hash) if newest else (0, "")


def hash_at(db: Connection, seq: int) -> str:
    """The hash of an event; an empty text before the first."""
    return db.execute(select(EVENTS.c.hash).where(EVENTS.c.seq == seq)).scalar() or ""


def rows_after(db: Connection, seq: int) -> Iterator[tuple[Any, ...]]:
    """Rows of events, oldest first: seq, run, at, kind, key, unique_key, payload, previous, hash."""
    found = db.execute(select(EVENTS).where(EVENTS.c.seq > seq).order_by(EVENTS.c.seq))
    return map(tuple, found)


def rows_of_kinds(db: Connection, kinds: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The same rows, of some kinds only."""
    found = db.execute(select(EVENTS).where(EVENTS.c.kind.in_(kinds)).order_by(EVENTS.c.seq))
    return map(tuple, found)


def add_events(db: Connection, rows: Iterator[tuple[int | str, ...]]) -> None:
    """Rows of events, in the order of the table's columns; never many of them in memory."""
    statement = str(insert(EVENTS).compile(db.engine))
    while batch := list(islice(rows, _BATCH)):
        db.exec_driver_sql(statement, batch)  # by the driver itself: a third less time


def add_once(db: Connection, column: Column[str], rows: Sequence[Mapping[str, Any]]) -> str | None:
    """The first key that was there before or comes twice; None when all rows were added."""
    try:
        if rows:
            db.execute(insert(column.table), rows)
    except IntegrityError:
        clash = _first_clash(db, column, rows)
        if clash is None:
            raise
        return clash
    return None


def _first_clash(db: Connection, column: Column[str], rows: Sequence[Mapping[str, Any]]) -> str | None:
    seen: set[str] = set()
    before = column.table.c.seq < rows[0]["seq"]
    for row in rows:
        key = str(row[column.name])
        if key in seen or db.execute(select(column).where(column == key, before)).first():
            return key
        seen.add(key)
    return None


def first_unknown(db: Connection, voids: Sequence[Mapping[str, Any]]) -> str | None:
    """The first token to be voided that was never issued, if any."""
    tokens = (str(row["token"]) for row in voids)
    return next((token for token in tokens if not _is_issued(db, token)), None)


def _is_issued(db: Connection, token: str) -> bool:
    return db.execute(select(ISSUES.c.token).where(ISSUES.c.token == token)).first() is not None


def over_issued(db: Connection, since: int) -> tuple[str, int, int] | None:
    """The first line that events from ``since`` on put into purchase orders with more than was ordered, if any.

    Returns:
        Line key, live quantity of its fullest part, ordered quantity.
    """
    fresh = (
        select(ISSUES.c.line_key, func.min(ISSUES.c.ordered).label("ordered"))
        .where(ISSUES.c.seq >= since)
        .group_by(ISSUES.c.line_key)
        .cte("fresh")
    )
    live = func.sum(ISSUES.c.quantity)
    found = db.execute(
        select(ISSUES.c.line_key, live, fresh.c.ordered)
        .join(fresh, fresh.c.line_key == ISSUES.c.line_key)
        .outerjoin(VOIDS, VOIDS.c.token == ISSUES.c.token)
        .where(VOIDS.c.token.is_(None))
        .group_by(ISSUES.c.line_key, ISSUES.c.part, fresh.c.ordered)
        .having(live > fresh.c.ordered)
        .order_by(ISSUES.c.line_key, live.desc())
        .limit(1)
    ).first()
    return (found[0], int(found[1]), int(found[2])) if found else None
