"""Files under their final names: whole and proved, or not there at all.

Content goes to a temporary file in the same folder, is made durable, read back and compared, and only then gets its
final name. A file that a person made is replaced only while it still is as it was read, and after a backup. Decides
nothing about what the content is, nor whether a run may go on after a refusal.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path

from sheetship.adapters._disk import is_temp, make_folder, publish_new, sync_folder, temp_beside, write_synced
from sheetship.adapters.owner_files import owner_of
from sheetship.core.findings import SheetShipError
from sheetship.flow.ports import Backup

PAUSES = tuple(0.0005 * 2**turn for turn in range(10))
"""Seconds between attempts on a file that another program holds: half a second in all."""


class SafeFiles:
    """The ``Files`` port on the local disk; ``wait`` passes the seconds between two attempts."""

    def __init__(self, wait: Callable[[float], None] = time.sleep) -> None:
        self._wait = wait

    def make_folder(self, folder: Path) -> None:
        """The folder, and those above it; nothing happens where it is.

        Raises:
            SheetShipError: STORE-33 or -34 it could not be made.
        """
        with _refusals(folder):
            make_folder(folder)

    def write_new(self, path: Path, content: bytes) -> None:
        """A new file; nothing happens when it stands there with the same content.

        Raises:
            SheetShipError: STORE-30 another content stands there; STORE-31, -33 or -34 it could not be written.
        """
        with _refusals(path):
            make_folder(path.parent)
            if not path.exists():
                with _proved_temp(path, content) as temp:
                    publish_new(temp, path)
            elif path.read_bytes() != content:
                raise SheetShipError("STORE-30", str(path))
            sync_folder(path.parent)

    def replace(self, path: Path, content: bytes, *, expected_sha: str, backup_folder: Path) -> Backup:
        """New content for a file that still is as it was read; the old content is in the backup, mode kept.

        Raises:
            SheetShipError: STORE-32 it changed since; STORE-33 another program holds it or it is read-only; STORE-30,
                -31 or -34 it could not be written. The file is then as it was.
        """
        final = path.resolve()  # a link stays a link
        with _refusals(path):
            backup = self._back_up(final, _as_read(final, expected_sha), backup_folder)
            if not os.access(final, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            with _proved_temp(final, content, final.stat().st_mode & 0o7777) as temp:
                self._patiently(partial(_swap, temp, final, expected_sha))
            sync_folder(final.parent)
        return backup

    def _back_up(self, path: Path, content: bytes, folder: Path) -> Backup:
        sha256 = hashlib.sha256(content).hexdigest()
        copy = folder / f"{path.stem}-{sha256[:16]}{path.suffix}"
        self.write_new(copy, content)
        return Backup(path, copy, sha256)

    def move(self, path: Path, folder: Path, *, expected_sha: str) -> Path:
        """Where the file went: its own name in the folder, or a numbered one; what stands there stays.

        Raises:
            SheetShipError: STORE-32 it changed since it was read, and stays where it is; STORE-33 or -34 it could
                not be moved.
        """
        with _refusals(path):
            make_folder(folder)
            content = _as_read(path, expected_sha)
            target = next(name for name in _names(folder / path.name) if _is_free(name, content))
            self._patiently(partial(self._carry, path, target, content))
            sync_folder(folder)
            sync_folder(path.parent)
        return target

    def _carry(self, path: Path, target: Path, content: bytes) -> None:
        if target.exists():  # an earlier attempt was cut off after the copy
            path.unlink()
            return
        try:
            publish_new(path, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self.write_new(target, content)
            path.unlink()

    def open_elsewhere(self, path: Path) -> str | None:
        """Who seems to have the file open; an empty text when only that can be told, None when nobody. A hint."""
        return owner_of(path)

    def sweep(self, folder: Path) -> tuple[Path, ...]:
        """Temporary files that were removed below the folder; one that another program holds is left."""
        removed = []
        for parent, _, names in os.walk(folder):
            for temp in (Path(parent, name) for name in names if is_temp(name)):
                with suppress(OSError):
                    temp.unlink()
                    removed.append(temp)
        return tuple(sorted(removed))

    def _patiently(self, act: Callable[[], None]) -> None:
        for pause in PAUSES:
            try:
                return act()
            except PermissionError:
                self._wait(pause)
        return act()


def _as_read(path: Path, expected_sha: str) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != expected_sha:
        raise SheetShipError("STORE-32", str(path))
    return content


def _swap(temp: Path, final: Path, expected_sha: str) -> None:
    _as_read(final, expected_sha)
    temp.replace(final)


def _names(path: Path) -> Iterator[Path]:
    """The path itself, then ``name-2``, ``name-3`` and so on."""
    yield path
    yield from (path.with_stem(f"{path.stem}-{serial}") for serial in count(2))


def _is_free(target: Path, content: bytes) -> bool:
    return not target.exists() or target.read_bytes() == content


@contextmanager
def _proved_temp(path: Path, content: bytes, mode: int | None = None) -> Iterator[Path]:
    temp = temp_beside(path)
    try:
        write_synced(temp, content, mode)
        if temp.read_bytes() != content:
            raise SheetShipError("STORE-31", str(path))
        yield temp
    finally:
        with suppress(OSError):
            temp.unlink()


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise SheetShipError("STORE-33", str(path), reason=error.strerror or "") from error
    except FileExistsError as error:
        raise SheetShipError("STORE-30", str(path)) from error
    except OSError as error:
        raise SheetShipError("STORE-34", str(path), reason=error.strerror or "") from error
