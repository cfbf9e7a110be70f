"""Calls the command line the way a console does, inside the test process: what it prints, and its exit code."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetship.cli import boundary, words

AT = "2026-11-21T10:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Standard output as the one JSON document that it has to be."""
        read: dict[str, Any] = json.loads(self.out)
        return read

    @property
    def codes(self) -> set[str]:
        """The codes of the document's findings."""
        return {finding["code"] for finding in self.document["findings"]}


def sheetship(*arguments: str | Path) -> Answer:
    """``sheetship ARGUMENTS``."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with _a_fresh_process(arguments), redirect_stdout(out), redirect_stderr(err):
        try:
            boundary.run()
        except SystemExit as end:
            code = int(end.code or 0)
    return Answer(code, out.getvalue(), err.getvalue())


@contextmanager
def _a_fresh_process(arguments: tuple[str | Path, ...]) -> Iterator[None]:
    """Another command line, and no language chosen yet."""
    argv, chosen = sys.argv, words._chosen[:]
    sys.argv = ["sheetship", *map(str, arguments)]
    words._chosen.clear()
    try:
        yield
    finally:
        sys.argv, words._chosen[:] = argv, chosen
