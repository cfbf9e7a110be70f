"""The outbox as a folder, and the place where a run's files are kept between its commit and its end."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from sheetship.core.findings import SheetShipError
from sheetship.flow.ports import Files, Staged

_MANIFEST = "manifest.json"


class OutboxFolder:
    """The ``Outbox`` port on ``outbox/`` and ``.sheetship/staging/``."""

    def __init__(self, folder: Path, staging: Path, files: Files) -> None:
        self._folder = folder
        self._staging = staging
        self._files = files

    def runs(self) -> Sequence[str]:
        """Names of the folders below ``outbox/``."""
        there = self._folder.iterdir() if self._folder.is_dir() else ()
        return sorted(path.name for path in there if path.is_dir())

    def stage(self, run: str, staged: Staged) -> None:
        """Keeps it until the run is finished; the manifest is written last, and without it nothing counts.

        Raises:
            SheetShipError: STORE-30 another file has one of the final names; STORE-3x it cannot be written.
        """
        self._refuse_taken(run, staged.files)
        self.sweep(run)
        place = self._staging / run
        contents = list(staged.files.values()) + ([] if staged.workbook is None else [staged.workbook])
        for content in contents:
            self._files.write_new(place / hashlib.sha256(content).hexdigest(), content)
        manifest = {
            "files": {path: hashlib.sha256(content).hexdigest() for path, content in staged.files.items()},
            "workbook": None if staged.workbook is None else hashlib.sha256(staged.workbook).hexdigest(),
            "expected_sha": staged.expected_sha,
            "consumed": dict(staged.consumed),
            "takes_back": staged.takes_back,
        }
        self._files.write_new(
            place / _MANIFEST, json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode()
        )

    def _refuse_taken(self, run: str, files: Mapping[str, bytes]) -> None:
        for path, content in files.items():
            final = self._folder / run / path
            if final.exists() and final.read_bytes() != content:
                raise SheetShipError("STORE-30", str(final))

    def staged(self, run: str) -> Staged | None:
        """What was staged for a run, ``None`` when nothing whole is there."""
        place = self._staging / run
        if not (place / _MANIFEST).is_file():
            return None
        manifest = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
        return Staged(
            files={path: (place / name).read_bytes() for path, name in manifest["files"].items()},
            workbook=(place / manifest["workbook"]).read_bytes() if manifest["workbook"] else None,
            expected_sha=manifest["expected_sha"],
            consumed=manifest["consumed"],
            takes_back=manifest["takes_back"],
        )

    def publish(self, run: str, files: Mapping[str, bytes]) -> None:
        """Gives files their final names; one that is there with the same content is left."""
        for path, content in files.items():
            self._files.write_new(self._folder / run / path, content)

    def sweep(self, run: str) -> None:
        """Forgets what was staged."""
        shutil.rmtree(self._staging / run, ignore_errors=True)

    def tidy(self, unfinished: AbstractSet[str]) -> None:
        """Removes what killed runs left behind: all that was staged but for ``unfinished`` runs, half-written files."""
        left = sorted(path.name for path in self._staging.iterdir()) if self._staging.is_dir() else []
        for run in left:
            if run not in unfinished:
                self.sweep(run)
        self._files.sweep(self._staging.parent)
        if left:
            self._files.sweep(self._folder.parent)
