"""The inbox and the archive as folders. A file in ``inbox/<shop>/`` belongs to that shop."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from sheetship.adapters.inbox_files import read_tables
from sheetship.core.tables import RawTable
from sheetship.flow.ports import Files, InboxFile

_NOT_OURS = ("~$", ".", "desktop.ini", "Thumbs.db", "README")


class InboxFolder:
    """The ``Inbox`` port on ``inbox/`` and ``archive/`` of a shop folder."""

    def __init__(self, folder: Path, archive: Path, files: Files) -> None:
        self._folder = folder
        self._archive = archive
        self._files = files

    def waiting(self) -> Sequence[InboxFile]:
        """What lies there, oldest first; Excel's own hidden files and the like left out."""
        found = [
            path for path in self._folder.rglob("*") if path.is_file() and not _is_hidden(path, self._folder)
        ]
        found.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
        return [self._described(path) for path in found]

    def _described(self, path: Path) -> InboxFile:
        inner = path.relative_to(self._folder)
        shop = inner.parts[0] if len(inner.parts) > 1 else ""
        return InboxFile(f"inbox/{inner.as_posix()}", shop, hashlib.sha256(path.read_bytes()).hexdigest())

    def tables(self, file: InboxFile) -> list[RawTable]:
        """Its tables. Raises SheetShipError FILE-… or BOOK-… when it cannot be read."""
        return read_tables(self._path(file.name), name=file.name)

    def archive(self, files: Mapping[str, str], run: str) -> None:
        """Moves files, given with their hashes, to ``archive/<run>/``; one that is gone or changed is left."""
        for name, sha256 in files.items():
            path = self._path(name)
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
                self._files.move(
                    path, (self._archive / run / name.removeprefix("inbox/")).parent, expected_sha=sha256
                )

    def archived(self, run: str) -> Sequence[str]:
        """The names, as they were in the inbox, of the files in ``archive/<run>/``."""
        folder = self._archive / run
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return [f"inbox/{path.relative_to(folder).as_posix()}" for path in found]

    def bring_back(self, run: str) -> None:
        """Moves a run's files back into the inbox, beside files that took their names since."""
        for name in self.archived(run):
            path = self._archive / run / name.removeprefix("inbox/")
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            self._files.move(path, self._path(name).parent, expected_sha=sha256)

    def _path(self, name: str) -> Path:
        return self._folder / name.removeprefix("inbox/")


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(_NOT_OURS) for part in path.relative_to(folder).parts)
