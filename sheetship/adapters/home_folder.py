"""Where a shop's memory lives, and on which computer: in the shop folder, or, where others share that, on one computer.

A shared folder holds a note (``.sheetship/home.json``) that names its *home computer*. Only that one has the ledger and
runs; all others are refused with its name. `hand_over` leaves a proved copy of the ledger in the folder, and the next
computer that runs takes it over.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from sheetship.core.findings import SheetShipError
from sheetship.flow.ports import Files

NOTE: Final = "home.json"
LEDGER: Final = "ledger.db"
_HANDED_OVER: Final = "handover.db"
_KEPT: Final = "ledger-before-it-moved.db"
_COPY: Final = "ledger-copy-{day}.db"
_COPIES: Final = 2
_CARRIED: Final = ("backups", "staging")
CopyLedger = Callable[[Path, Path], None]
"""Makes a proved copy of one ledger at another place; of a ledger that is not there, a new one."""


@dataclass(frozen=True, slots=True)
class Note:
    """What the folder says: the shop's own name among the memories of a computer, and its home; empty: nobody yet."""

    shop: str
    computer: str
    name: str
    since: str


@dataclass(frozen=True, slots=True)
class Computer:
    """Whoever runs this: a name that nobody else has, one that people know, and where programs keep their data."""

    key: str
    name: str
    data: Path


def this_computer() -> Computer:
    """The computer, known again by a key in the user's own data folder."""
    data = _data_folder()
    path = data / "computer"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
            file.write(secrets.token_hex(16))
    return Computer(path.read_text(encoding="utf-8"), platform.node() or "?", data)


def _data_folder() -> Path:
    if sys.platform == "win32":  # pragma: no cover - Windows alone
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":  # pragma: no cover - macOS alone
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "SheetShip"


class HomeFolder:
    """The ``Home`` port of one shop; ``corner`` is ``.sheetship`` in its folder."""

    def __init__(
        self,
        corner: Path,
        computer: Callable[[], Computer],
        files: Files,
        copy: CopyLedger,
        *,
        is_shared: bool,
    ) -> None:
        self._corner = corner
        self._asked_computer = computer
        self._files = files
        self._copy = copy
        self._is_shared = is_shared

    @cached_property
    def _computer(self) -> Computer:
        """Asked only where it matters: a shop of one's own leaves no trace outside its folder."""
        return self._asked_computer()

    def private(self) -> Path:
        """The folder of ledger, backups and staged files.

        Raises:
            SheetShipError: STORE-50 another computer is the home; STORE-51 the memory is gone from this one;
                STORE-52 two computers took the shop over at the same time; STORE-34 the memory could not be moved.
        """
        note = self._note()
        if note is None and not self._is_shared:
            return self._corner
        with _refusals(self._corner):
            if note is None:
                return self._move_in()
            if not note.computer:
                note = self._take_over(note)
        self._refuse_elsewhere(note)
        place = self._computer.data / note.shop
        if not (place / LEDGER).exists():
            raise SheetShipError("STORE-51", str(place), place=str(place))
        return place

    def hand_over(self) -> None:
        """Leaves the memory in the folder for the next computer; only under the run lock.

        Raises:
            SheetShipError: STORE-53 the memory lies in the shop folder itself, so that there is nothing to hand over.
        """
        note = self._note()
        if note is None:
            raise SheetShipError("STORE-53", str(self._corner.parent))
        self._refuse_elsewhere(note)
        left = self._corner / _HANDED_OVER
        with _refusals(self._corner):
            left.unlink(missing_ok=True)
        self._copy(self._computer.data / note.shop / LEDGER, left)
        self._write(Note(note.shop, "", self._computer.name, _today()))

    def leave_copy(self, day: str) -> None:
        """Leaves a proved copy of the ledger in a shared folder, once a day: the home computer may be gone one day.

        Raises:
            SheetShipError: STORE-1x or -30 it could not be made.
        """
        note = self._note()
        copy = self._corner / _COPY.format(day=day)
        if note is None or copy.exists():
            return
        self._copy(self._computer.data / note.shop / LEDGER, copy)
        for old in self._copies()[:-_COPIES]:
            with suppress(OSError):
                old.unlink()

    def _copies(self) -> list[Path]:
        return sorted(self._corner.glob(_COPY.format(day="*")))

    def take_over(self) -> str:
        """Makes this computer the home although another one is, from the newest copy in the folder, whose name is given.

        Only where the other one will never run again: what it did since is not known here, but for what the orders
        table says (ROW-05 stops what it names and this ledger does not know).

        Raises:
            SheetShipError: STORE-53 the folder has no home; STORE-56 there is no copy.
        """
        note = self._note()
        if note is None:
            raise SheetShipError("STORE-53", str(self._corner.parent))
        if note.computer == self._computer.key:
            return LEDGER
        copies = self._copies()
        if not copies:
            raise SheetShipError("STORE-56", str(self._corner), name=note.name)
        with _refusals(self._corner):
            self._bring_home(note, copies[-1])
        return copies[-1].name

    def home_name(self) -> str:
        """The name of the computer that is the home at present; empty where there is none."""
        note = self._note()
        return note.name if note else ""

    def _refuse_elsewhere(self, note: Note) -> None:
        if note.computer != self._computer.key:
            raise SheetShipError("STORE-50", str(self._corner.parent), name=note.name, since=note.since)

    def _note(self) -> Note | None:
        found = sorted(self._corner.glob("home*.json"))
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise SheetShipError("STORE-52", str(self._corner), names=names)
        if not found:
            return None
        try:
            with _refusals(self._corner):
                told = json.loads(found[0].read_text(encoding="utf-8"))
            return Note(*(str(told[name]) for name in ("shop", "computer", "name", "since")))
        except (ValueError, KeyError, TypeError) as error:
            raise SheetShipError("STORE-52", str(self._corner), names=found[0].name) from error

    def _move_in(self) -> Path:
        """The memory of a folder that has no home yet comes to this computer."""
        note = Note(secrets.token_hex(8), self._computer.key, self._computer.name, _today())
        place = self._computer.data / note.shop
        for name in _CARRIED:
            if (self._corner / name).is_dir():
                shutil.copytree(self._corner / name, place / name)
        self._copy(self._corner / LEDGER, place / LEDGER)
        self._files.write_new(self._corner / NOTE, _told(note))
        self._tidy_corner()
        return place

    def _tidy_corner(self) -> None:
        """What was carried away goes; the old ledger stays under a name that nothing reads."""
        with suppress(OSError):
            (self._corner / LEDGER).rename(self._corner / _KEPT)
        for name in _CARRIED:
            shutil.rmtree(self._corner / name, ignore_errors=True)

    def _take_over(self, note: Note) -> Note:
        mine = self._corner / f"{_HANDED_OVER}-{self._computer.key}"
        with suppress(
            OSError
        ):  # whoever renames it first has it; a run that was cut off goes on with its own
            (self._corner / _HANDED_OVER).rename(mine)
        if not mine.exists():
            raise SheetShipError("STORE-54", str(self._corner), name=note.name)
        taken = self._bring_home(note, mine)
        mine.unlink(missing_ok=True)
        return taken

    def _bring_home(self, note: Note, ledger: Path) -> Note:
        """An older memory of the same shop stays beside the new one."""
        place = self._computer.data / note.shop
        if (place / LEDGER).exists():
            shutil.move(place, place.with_name(f"{place.name}-{secrets.token_hex(4)}"))
        self._copy(ledger, place / LEDGER)
        taken = Note(note.shop, self._computer.key, self._computer.name, _today())
        self._write(taken)
        return taken

    def _write(self, note: Note) -> None:
        path = self._corner / NOTE
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        self._files.replace(
            path, _told(note), expected_sha=sha256, backup_folder=self._computer.data / note.shop / "notes"
        )


@contextmanager
def _refusals(corner: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SheetShipError("STORE-34", str(corner), reason=error.strerror or "") from error


def _today() -> str:
    """For people alone: nothing is decided by it."""
    return f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"


def _told(note: Note) -> bytes:
    return json.dumps(asdict(note), ensure_ascii=False, indent=1).encode()
