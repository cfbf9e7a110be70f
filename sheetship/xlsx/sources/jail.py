"""Workbooks that calamine reads (.xls, .xlsb, .ods), read in a child process that may fail without harm.

It decides the child's limits and takes whatever happens to it (a panic, an abort, too much memory, no end) for the
refusal `unsafe_file`. One child reads one file: what one file did to it cannot reach the next. A child costs about
40 ms. What it does inside is `inmate`'s.
"""

import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import Area
from sheetship.xlsx.sources.tab import SourceKind, Tab, Wanted

_INMATE: Final = Path(__file__).with_name("inmate.py")
_KEPT_ENVIRONMENT: Final = ("SYSTEMROOT", "SystemRoot")
"""Windows starts no program without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may use. Memory and processor time are limited where the system can; the clock everywhere."""

    memory: int = 1024**3
    """Bytes of address space."""
    cpu_seconds: int = 60
    seconds: float = 120
    answer: int = 256 * 1024**2
    """Bytes that it may say."""


def jailed_tabs(
    content: bytes, kind: SourceKind, wanted: Wanted = None, *, limits: Limits | None = None
) -> list[Tab]:
    """Return the worksheets; those that are not wanted come without rows.

    Raises XlsxError `damaged`, `encrypted`, or `unsafe_file` when the parser did not survive the file.
    """
    tabs: list[_Told] = []
    wish = json.dumps({"wanted": wanted}).encode() + b"\n"
    for line in _said(wish, content, limits or Limits()):
        if isinstance(line, list):
            tabs[-1].rows.append(line)
        elif "tab" in line:
            tabs.append(_Told(line, []))
        elif "refused" in line:
            raise _refusal(line)
        else:
            if not tabs:
                raise XlsxError("damaged", "The workbook lists no sheets.")
            return [told.tab(kind) for told in tabs]
    raise _unsafe("the program that read it died")


@dataclass(frozen=True, slots=True)
class _Told:
    """What the child said of a tab: its head, and rows of kinds and texts."""

    head: dict[str, Any]
    rows: list[list[str]]

    def tab(self, kind: SourceKind) -> Tab:
        left = self.head["left"]
        state = self.head["state"]
        kinds = {row[0] for row in self.rows}
        codes = {spelled: b"-" * left + spelled.encode() if spelled else b"" for spelled in kinds}
        return Tab(
            kind=kind,
            name=self.head["tab"],
            state=state[0].lower() + state[1:],
            stored=[codes[row[0]] for row in self.rows],
            rows=[[*[""] * left, *row[1:]] if row[0] else [] for row in self.rows],
            merges=[Area(*(at + 1 for at in merge)) for merge in self.head["merges"]],
        )


def _said(wish: bytes, content: bytes, limits: Limits) -> Iterator[Any]:
    """The lines of the child, as far as it comes."""
    place = importlib.util.find_spec("python_calamine")
    if place is None or place.origin is None:
        raise XlsxError("unsupported", "Files of this kind need the package python-calamine.")
    home = str(Path(place.origin).parent.parent)
    command = [sys.executable, "-I", "-S", str(_INMATE), str(limits.memory), str(limits.cpu_seconds), home]
    process = subprocess.Popen(  # noqa: S603 - our own program, and nothing of the file is in the command
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
    )
    alarm = threading.Timer(limits.seconds, process.kill)
    alarm.start()
    try:
        yield from _told(process, wish, content, limits.answer)
    finally:
        alarm.cancel()
        process.kill()
        with process:  # closes its pipes and waits for it
            pass


def _told(process: subprocess.Popen[bytes], wish: bytes, content: bytes, most: int) -> Iterator[Any]:
    stdin, stdout = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    with suppress(OSError), stdin:
        stdin.write(wish)
        stdin.write(content)
    for line in stdout:
        most -= len(line)
        if most < 0:
            raise _unsafe("it unpacks to too much")
        try:
            yield json.loads(line)
        except ValueError:
            return


def _refusal(line: dict[str, str]) -> XlsxError:
    if line["refused"] == "encrypted":
        return XlsxError("encrypted", "The workbook is protected with a password.")
    if line["refused"] == "damaged":
        return XlsxError("damaged", f"The workbook cannot be read: {line['why']}.", why=line["why"])
    return _unsafe(f"the program that read it failed: {line['why']}")


def _unsafe(why: str) -> XlsxError:
    return XlsxError("unsafe_file", f"The file cannot be read safely: {why}.", why=why)
