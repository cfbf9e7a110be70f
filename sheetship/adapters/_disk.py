"""The few steps on disk that safe files and the ledger share; private to those two adapters.

Decides how a temporary file is called, how a finished one gets its final name without ever replacing another, and
what is made durable. It raises plain ``OSError``; the sentences are left to the adapters.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from pathlib import Path

_PREFIX, _SUFFIX = ".sheetship-", ".tmp"
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})

_SQLITE_TAILS = ("-journal", "-wal", "-shm")
_SQLITE_TAIL = re.compile(f"({'|'.join(_SQLITE_TAILS)})$")

ON_WINDOWS = os.name == "nt"


def temp_beside(path: Path) -> Path:
    """A fresh name in the same folder; its length does not depend on the final name's."""
    return path.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")


def is_temp(name: str) -> bool:
    """True for a name that ``temp_beside`` makes, and for what SQLite puts beside such a file."""
    return name.startswith(_PREFIX) and _SQLITE_TAIL.sub("", name).endswith(_SUFFIX)


def sqlite_companions(path: Path) -> list[Path]:
    """Where SQLite puts what it needs beside a database."""
    return [path.with_name(f"{path.name}{tail}") for tail in _SQLITE_TAILS]


def make_folder(folder: Path) -> None:
    """The folder and those above it; each new one survives a power cut."""
    if folder.is_file():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Names in the folder are durable, as far as the system can do that."""
    if ON_WINDOWS:
        return  # NTFS journals names, and a folder cannot be opened there
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def write_synced(path: Path, content: bytes, mode: int | None = None) -> None:
    """A file that must not exist yet, its content on disk; with the permissions of ``mode`` if given."""
    with path.open("xb") as file:
        if mode is not None:
            path.chmod(mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def publish_new(path: Path, final: Path) -> None:
    """The file under its final name, in one step.

    Raises:
        FileExistsError: the final name is taken; nothing has changed.
    """
    if ON_WINDOWS:
        path.rename(final)  # refuses a taken name by itself
        return
    try:
        os.link(path, final)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if final.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final)) from None
        path.rename(final)
    else:
        path.unlink()
