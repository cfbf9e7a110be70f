"""What must be on the disk before what, seen from the calls of one quiet run: a power cut may come after each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

from tests.faults.watched import Call

_WRITES: Final = frozenset({"write", "writev", "pwrite64", "ftruncate", "copy_file_range", "sendfile"})
_SYNCS: Final = frozenset({"fsync", "fdatasync"})
_NAMES: Final = frozenset({"link", "linkat", "rename", "renameat", "renameat2"})


def unsynced(calls: Sequence[Call]) -> Iterator[str]:
    """Complaints: a file whose content, or whose name in its folder, or a ledger whose commit may be lost."""
    done = [call for call in calls if call.succeeded]
    for at, call in enumerate(done):
        if call.name in _NAMES:
            source, final = call.paths
            if not _is_synced(done[:at], source):
                yield f"{_short(final)} gets its name before its content is on the disk"
            if not _is_named_for_good(done[at:], final):
                yield f"the name of {_short(final)} is never on the disk"
    logs = {call.paths[0] for call in done if call.name in _WRITES and call.paths[0].endswith("-wal")}
    for log in logs:
        if not _is_synced(done, log):
            yield f"{_short(log)} is never on the disk"


def _is_synced(calls: Sequence[Call], path: str) -> bool:
    """Whether nothing was written to a file since it was last made durable."""
    said = [call.name in _SYNCS for call in calls if call.paths[0] == path and call.name in _WRITES | _SYNCS]
    return not said or said[-1]


def _is_named_for_good(calls: Sequence[Call], path: str) -> bool:
    folder = str(PurePosixPath(path).parent)
    return any(call.name in _SYNCS and call.paths[0] == folder for call in calls)


def _short(path: str) -> str:
    return PurePosixPath(path).name
