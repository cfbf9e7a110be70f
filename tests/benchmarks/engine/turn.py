"""One turn of one program, in a process of its own: imports and the book's values first, then the clock.

``python -m tests.benchmarks.engine.turn PROGRAM WORK ROWS BOOK RESULT`` writes the result and tells its seconds as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from tests.benchmarks.engine.programs import FLOOR, Reader, Writer, function_of
from tests.benchmarks.engine.works import READ, Task, samples, task_of, work_named


def turn(program: str, work: str, rows: int, book: Path, result: Path) -> dict[str, float]:
    """The seconds that the work takes, on the clock and of all processors."""
    function = function_of(work, program)
    task = Task(work_named(work), 0, []) if program == FLOOR else task_of(work_named(work), rows)
    clock, processors = time.perf_counter(), time.process_time()
    if work == READ:
        found = _read(cast("Reader", function)(book), rows)
    else:
        cast("Writer", function)(book, result, task)
        found = None
    told = {"seconds": time.perf_counter() - clock, "cpu_seconds": time.process_time() - processors}
    if found is not None:
        result.write_text(json.dumps(found), encoding="utf-8")
    return told


def _read(read: Iterable[Sequence[object]], rows: int) -> dict[str, object]:
    """How many cells there are, and the order ids in some rows."""
    wanted, cells, ids = set(samples(2, rows)), 0, []
    for number, row in enumerate(read, start=1):
        cells += len(row)
        if number in wanted:
            ids.append(row[0])
    return {"cells": cells, "ids": ids}


if __name__ == "__main__":
    told = turn(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]), Path(sys.argv[5]))
    sys.stdout.write(json.dumps(told) + "\n")
