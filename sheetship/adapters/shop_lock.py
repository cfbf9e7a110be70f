"""One run at a time in a shop, by a lock of the operating system that no crash can leave behind.

Beside the lock stands a note of who holds it, only for the sentence that the second run says; the lock alone decides.
Keeping two computers apart is left to the ledger, which refuses to record on a head that has moved.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sheetship.core.findings import SheetShipError


class ShopLock:
    """The ``RunLock`` port on a file beside the ledger."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._note = path.with_name(f"{path.name}.owner")

    @contextmanager
    def hold(self, user: str, since: datetime) -> Iterator[None]:
        """The lock while the block runs.

        Raises:
            SheetShipError: STORE-40 another run holds it; STORE-41 no lock can be made there.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self._path, timeout=0)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise self._taken() from error
        except OSError as error:
            raise SheetShipError("STORE-41", str(self._path), reason=error.strerror or "") from error
        try:
            self._sign(user, since)
            yield
        finally:
            with suppress(OSError):
                self._note.unlink()
            lock.release()

    def _sign(self, user: str, since: datetime) -> None:
        note = {"user": user, "pid": os.getpid(), "since": f"{since:%Y-%m-%d %H:%M}"}
        with suppress(OSError):
            self._note.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")

    def _taken(self) -> SheetShipError:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            user, pid, since = str(note["user"]), str(note["pid"]), str(note["since"])
        except (OSError, ValueError, KeyError, TypeError):
            user, pid, since = "?", "?", "?"
        return SheetShipError("STORE-40", str(self._path), user=user, pid=pid, since=since)
