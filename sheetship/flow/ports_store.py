"""What the flow needs to remember and to write safely: the ledger, the files of the shop, the run lock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sheetship.core.events import Event, StoredEvent


class Ledger(Protocol):
    """The shop's memory: events are added and read, never changed."""

    def head(self) -> int:
        """Number of the newest event; 0 when there is none."""
        ...

    def events(self, after: int = 0) -> Iterator[StoredEvent]:
        """Events with a number above ``after``, oldest first, each proved to be as it was recorded."""
        ...

    def commit(self, run: str, at: datetime, events: Sequence[Event], *, head: int) -> int:
        """The new head, all events being recorded; or a refusal, none being recorded.

        Refused when the ledger is no longer at ``head``, when something unique was recorded before, or when a line
        would stand in live purchase orders with more units than were ordered.
        """
        ...

    def backup(self, to: Path) -> None:
        """A proved copy of the whole ledger at ``to``, where no file may stand."""
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


class RunLock(Protocol):
    """One run at a time."""

    def hold(self, user: str, since: datetime) -> AbstractContextManager[None]:
        """The lock while the block runs; refused, naming who runs since when, if another run holds it."""
        ...
