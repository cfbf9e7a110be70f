"""What a whole process costs: seconds on the clock, seconds of CPU, and the most memory it held."""

from __future__ import annotations

import os
import subprocess
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


def cost_of(command: Sequence[str]) -> Cost:
    """Runs a program to its end.

    Raises:
        subprocess.CalledProcessError: it did not end well; what it wrote is in the exception.
    """
    environment = {name: value for name, value in os.environ.items() if name != _NO_COMPILED}
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        told = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=told.decode(errors="replace"))
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _KIBIBYTES_PER_MEGABYTE)
