"""A program whose system calls are recorded, and made to fail at one of them, by strace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

CHANGING: Final = (
    *(
        "openat",
        "write",
        "writev",
        "pwrite64",
        "fsync",
        "fdatasync",
        "ftruncate",
        "copy_file_range",
        "sendfile",
    ),
    *("rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "rmdir", "mkdir", "chmod"),
    *("fchmod", "utimensat"),
)
"""The calls of Linux that change files; which of them a run makes is seen by watching it."""
_LINE: Final = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+|\?)")
_PATH: Final = re.compile(r'<(/[^>]*)>|"(/(?:[^"\\]|\\.)*)"')
_SECONDS: Final = 120
_NOT_FOR_CHILDREN: Final = (
    "PYTHONDONTWRITEBYTECODE",
    "COVERAGE_PROCESS_START",
    "COV_CORE_SOURCE",
    "COV_CORE_DATAFILE",
)
_COMPILED: Final = TemporaryDirectory(prefix="sheetship-compiled-")
"""Modules are compiled once, by a first run that nobody watches."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the nth of its name in the process, the paths it names, and whether it succeeded."""

    name: str
    nth: int
    paths: tuple[str, ...]
    succeeded: bool

    def __str__(self) -> str:
        return f"{self.name} {self.nth}: {' → '.join(Path(path).name for path in self.paths)}"


def is_here() -> bool:
    """Whether programs can be watched on this machine."""
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(
            ["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False
        ).returncode
        == 0
    )


def calls_of(arguments: Sequence[str], place: Path) -> list[Call]:
    """The calls of a program that ends well with which it changes files below a place, in order."""
    log = place.with_name(f"{place.name}.calls")
    done = _strace(["--seccomp-bpf", "-y", "-o", str(log), "-e", f"trace={','.join(CHANGING)}"], arguments)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [*_changes(log.read_text(encoding="utf-8"), str(place))]


def _changes(log: str, place: str) -> list[Call]:
    counts: Counter[str] = Counter()
    calls = []
    lines = [found for line in log.splitlines() if (found := _LINE.match(line))]
    for line in lines:
        process, name, told, answer = line.groups()
        if process != lines[0][1]:
            if place in told:
                raise RuntimeError(f"Not only the first thread changes files: {line[0]}")
            continue
        counts[name] += 1
        paths = tuple(
            [one or other for one, other in _PATH.findall(told) if (one or other).startswith(place)]
        )
        if paths and (name != "openat" or "O_CREAT" in told):
            calls.append(Call(name, counts[name], paths, answer != "-1"))
    return calls


def exit_code(arguments: Sequence[str], faults: Sequence[str] = ()) -> int:
    """How a program ends under faults, each told in strace's words; negative when it was killed."""
    if not faults:
        return _finished([sys.executable, *arguments]).returncode
    names = ",".join(fault.partition(":")[0] for fault in faults)
    # strace filters calls in the kernel with --seccomp-bpf, which is quicker, but then sends no signals.
    quick = [] if "signal=" in "".join(faults) else ["--seccomp-bpf"]
    given = [word for fault in faults for word in ("-e", f"inject={fault}")]
    return _strace([*quick, "-o", os.devnull, "-e", f"trace={names}", *given], arguments).returncode


def _strace(options: Sequence[str], arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return _finished(["strace", "-f", "-qq", *options, sys.executable, *arguments])


def _finished(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_CHILDREN}
    environment["PYTHONPYCACHEPREFIX"] = _COMPILED.name
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=_SECONDS, env=environment
    )
