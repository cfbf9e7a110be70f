"""The one place where errors end: a sentence and the way out for a refusal, a log to send us for a bug.

Exit codes: 0 done, 1 could not go on, 2 wrong usage, 3 a bug, 130 stopped by the user.
"""

from __future__ import annotations

import gc
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from sheetship import __version__
from sheetship.cli.words import chosen_lang, say
from sheetship.core.findings import SheetShipError

_NEW_OBJECTS = 100_000
"""Between two looks for garbage: what a run makes lives to its end, so that looking often only costs time."""
REFUSED = 1
BUG = 3
STOPPED = 130
_STOPPED_BY_TYPER = (1, 130)
"""How typer leaves on Ctrl-C, at a question or anywhere else, and when nobody is there to answer one."""


def run() -> None:
    """Runs the command line and leaves with its exit code."""
    _speak_utf8()
    gc.set_threshold(_NEW_OBJECTS)
    from sheetship.cli.app import app

    try:
        app(arguments(sys.argv[1:]))
    except SheetShipError as error:
        _tell(error)
        sys.exit(REFUSED)
    except SystemExit as end:
        if end.code not in _STOPPED_BY_TYPER:
            raise
        _say(say("stopped"))
        sys.exit(STOPPED)
    except Exception as error:  # noqa: BLE001 - the last line of defence
        _say(say("bug", log=str(_log(error))))
        sys.exit(BUG)


def arguments(given: Sequence[str]) -> list[str]:
    """What typer is told: ``--story`` without a name asks for all stories."""
    told: list[str] = []
    for word, following in zip(given, (*given[1:], "--"), strict=False):
        told += [word, "all"] if word == "--story" and following.startswith("-") else [word]
    return told


def _speak_utf8() -> None:
    """Chinese comes out whole on a console or pipe of any code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _tell(error: SheetShipError) -> None:
    lang, finding = chosen_lang(), error.finding
    place = f"{finding.where}: " if finding.where else ""
    _say(f"{place}{finding.message(lang)} [{finding.code}]")
    _say(f"→ {finding.fix(lang)}")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _log(error: Exception) -> Path:
    """A log with versions and the traceback, without any local value: those may be people's."""
    descriptor, name = tempfile.mkstemp(prefix="sheetship-bug-", suffix=".log")
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    text = f"SheetShip {__version__}\nPython {sys.version}\n{platform.platform()}\n\n{frames}{type(error).__name__}\n"
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return Path(name)
