"""Where SheetShip's seconds go: a clock at the seams between the stages of a patch, in a process of its own.

A stage that calls another one stands still meanwhile, so the stages add up to the whole. Work in other threads shows
as waiting for it. ``python -m tests.benchmarks.engine.stages WORK ROWS BOOK RESULT`` tells the seconds as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.engine.by_sheetship import write_rows
from tests.benchmarks.engine.works import task_of, work_named

EDITS: Final = "edits made, result saved, all else"
_GATE: Final = "gate: rows compared"
_ROWS: Final = "rows patched"
_UNPACKED: Final = "waiting for unpacked blocks"
_PACKED: Final = "waiting for packed blocks"
STAGES: Final = (
    "workbook opened",
    "edits checked",
    "sheet surveyed",
    _ROWS,
    _UNPACKED,
    _PACKED,
    "zip put together",
    _GATE,
    f"gate: {_UNPACKED}",
    "gate: both workbooks opened",
    EDITS,
)
_IN_GATE: Final = {_UNPACKED: STAGES[8], STAGES[0]: STAGES[9]}
"""What has a name of its own when the gate does it."""
SEAMS: Final = (
    ("package:Package", "open", STAGES[0]),
    ("sheetpatch", "rows_of", STAGES[1]),
    ("sheetpatch", "survey", STAGES[2]),
    ("sheetpatch", "deflate", _PACKED),
    ("archive:Archive", "stream", _UNPACKED),
    ("package:Package", "rewrite", STAGES[6]),
    ("patch", "verify", _GATE),
)
"""Module and class, function, stage. Whoever moves one of them moves it here too."""
Function = Callable[..., Any]


class _Clock:
    """Counts the seconds of the innermost open stage."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._open = [EDITS]
        self._since = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        self._strike()
        self._open.append(_IN_GATE.get(name, name) if _GATE in self._open else name)
        try:
            yield
        finally:
            self._strike()
            self._open.pop()

    def _strike(self) -> None:
        now = time.perf_counter()
        self.spent[self._open[-1]] += now - self._since
        self._since = now

    def timed(self, name: str, function: Function) -> Function:
        """The same function; what it streams in or out is timed block by block."""

        @wraps(function)
        def inner(*arguments: object, **named: object) -> object:
            if name == _PACKED:
                arguments = (self._blocks(_ROWS, arguments[0]), *arguments[1:])  # type: ignore[arg-type]
            with self.stage(name):
                made = function(*arguments, **named)
            return self._blocks(name, made) if name == _UNPACKED else made

        return inner

    def _blocks(self, name: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
        coming = iter(blocks)
        while True:
            with self.stage(name):
                block = next(coming, None)
            if block is None:
                return
            yield block


def stages(work: str, rows: int, book: Path, result: Path) -> dict[str, float]:
    """The seconds of each stage of one patch."""
    task, clock = task_of(work_named(work), rows), _Clock()
    for place, name, stage in SEAMS:
        owner = owner_of(place)
        setattr(owner, name, clock.timed(stage, getattr(owner, name)))
    with clock.stage(EDITS):
        clock.spent.clear()
        write_rows(book, result, task)
    return {stage: clock.spent[stage] for stage in STAGES}


def owner_of(place: str) -> object:
    """The module or class that a seam belongs to."""
    module, _, name = place.partition(":")
    found = import_module(f"sheetship.xlsx.{module}")
    return getattr(found, name) if name else found


if __name__ == "__main__":
    told = stages(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
    sys.stdout.write(json.dumps(told) + "\n")
