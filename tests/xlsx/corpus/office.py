"""LibreOffice opens what was written wherever it opened the original: many files a call, for it starts slowly."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_BATCH: Final = 25
_SECONDS_A_FILE: Final = 40


def is_here() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def not_opened_anymore(pairs: Sequence[tuple[Path, Path]]) -> list[Path]:
    """Return the originals, of pairs (original, written), that LibreOffice opens and the written file not."""
    opened = _opened([original for original, _ in pairs])
    candidates = [(original, written) for original, written in pairs if original in opened]
    still = _opened([written for _, written in candidates])
    return [original for original, written in candidates if written not in still]


def _opened(paths: Sequence[Path]) -> set[Path]:
    """Return the files that can be turned into another format; what a batch leaves out is tried alone."""
    found: set[Path] = set()
    for batch in _batches(dict.fromkeys(paths)):
        there = _converted(batch)
        found |= there
        for path in batch if len(batch) > 1 else ():
            if path not in there:
                found |= _converted([path])
    return found


def _batches(paths: dict[Path, None]) -> Iterator[list[Path]]:
    waiting = iter(paths)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _converted(paths: Sequence[Path]) -> set[Path]:
    with TemporaryDirectory() as folder:
        named = {f"{at:04}": path for at, path in enumerate(paths)}
        for name, path in named.items():
            shutil.copy(path, Path(folder, name + path.suffix))
        sources = [str(Path(folder, name + path.suffix)) for name, path in named.items()]
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "ods", "--outdir", f"{folder}/made", *sources]
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS_A_FILE * len(paths))
        made = Path(folder, "made")
        return {path for name, path in named.items() if (made / f"{name}.ods").exists()}
