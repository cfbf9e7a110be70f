"""What a whole process costs: seconds on the clock, seconds of CPU, and the most memory it held."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Self

REPOSITORY = Path(__file__).parents[2]
_KIBIBYTES_PER_MEGABYTE = 1024
_NO_COMPILED = "PYTHONDONTWRITEBYTECODE"
"""Whoever installs a program has its modules compiled once, not at every start."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a process, or the medians of several."""

    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float

    @classmethod
    def middle(cls, costs: Sequence[Self]) -> Self:
        """The median of each number on its own."""
        return cls(
            median(cost.wall_seconds for cost in costs),
            median(cost.cpu_seconds for cost in costs),
            median(cost.peak_megabytes for cost in costs),
        )


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that came to its end: its cost, and the last line it wrote."""

    cost: Cost
    last_line: str


class StoppedError(Exception):
    """A process was stopped because it took longer than it may."""


def cost_of(command: Sequence[str]) -> Cost:
    """Runs a program to its end.

    Raises:
        subprocess.CalledProcessError: it did not end well; what it wrote is in the exception.
    """
    return finished(command).cost


def finished(command: Sequence[str], *, limit_seconds: float | None = None) -> Finished:
    """Runs a program to its end, or stops it after a while.

    Raises:
        StoppedError: it took too long.
        subprocess.CalledProcessError: it did not end well; what it wrote is in the exception.
    """
    environment = {name: value for name, value in os.environ.items() if name != _NO_COMPILED}
    stopped = threading.Event()
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:

        def stop() -> None:
            stopped.set()
            process.kill()

        timer = threading.Timer(limit_seconds or 0, stop)
        if limit_seconds:
            timer.start()
        told = process.stdout.read().decode(errors="replace") if process.stdout else ""
        timer.cancel()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        if stopped.is_set():
            raise StoppedError
        raise subprocess.CalledProcessError(process.returncode, command, output=told)
    peak = usage.ru_maxrss / _KIBIBYTES_PER_MEGABYTE
    cost = Cost(wall, usage.ru_utime + usage.ru_stime, peak)
    return Finished(cost, told.rstrip().rpartition("\n")[2])
