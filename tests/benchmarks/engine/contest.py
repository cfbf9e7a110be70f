"""The contest: every program once in turn, round by round, each in a process of its own on the same book."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Self

from tests.benchmarks.cost import StoppedError, finished
from tests.benchmarks.engine.programs import Program
from tests.benchmarks.engine.works import Work

_HERE = "tests.benchmarks.engine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How often everybody runs, and how long."""

    rounds: int
    limit_seconds: float
    """A rival's process that takes longer is stopped, unless it is openpyxl."""
    slow_seconds: float
    """Whoever takes longer has only one turn, SheetShip and the floor excepted."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One turn, or the medians of several: the work alone, and the whole process with its start and imports."""

    seconds: float
    cpu_seconds: float
    whole_seconds: float
    peak_megabytes: float

    @classmethod
    def middle(cls, turns: Sequence[Self]) -> Self:
        """The median of each number on its own."""
        return cls(
            median(turn.seconds for turn in turns),
            median(turn.cpu_seconds for turn in turns),
            median(turn.whole_seconds for turn in turns),
            median(turn.peak_megabytes for turn in turns),
        )


@dataclass(slots=True)
class Entry:
    """A program in one contest: its turns so far, and why there are no more of them."""

    program: Program
    turns: list[Spent] = field(default_factory=list)
    trouble: str = ""

    @property
    def middle(self) -> Spent | None:
        """The medians of a program that did its work."""
        return Spent.middle(self.turns) if self.turns and not self.trouble else None

    def __str__(self) -> str:
        spent = self.middle
        return f"{spent.seconds:.3f} s, {spent.peak_megabytes:.0f} MB" if spent else self.trouble

    def is_done(self, rules: Rules) -> bool:
        """Whether it has no further turn."""
        is_slow = bool(self.turns) and self.turns[0].seconds > rules.slow_seconds
        return bool(self.trouble) or (self.program.may_be_cut_short and is_slow)


@dataclass(frozen=True, slots=True)
class Result:
    """One work on one size."""

    work: Work
    rows: int
    entries: dict[str, Entry]


def made_book(ground: Path, rows: int) -> Path:
    """The book, made in a process of its own."""
    path = ground / f"orders-{rows}.xlsx"
    finished([sys.executable, "-m", f"{_HERE}.made_book", str(path), str(rows)])
    return path


def contest(work: Work, rows: int, book: Path, entrants: Sequence[Program], rules: Rules) -> Result:
    """The turns of everybody; each one's first result is proved."""
    entries = [Entry(program) for program in entrants]
    for _ in range(rules.rounds):
        for entry in entries:
            if not entry.is_done(rules):
                _take_turn(entry, work, rows, book, rules)
    return Result(work, rows, {entry.program.name: entry for entry in entries})


def _take_turn(entry: Entry, work: Work, rows: int, book: Path, rules: Rules) -> None:
    result = book.with_name(f"result-{book.name}")
    arguments = (entry.program.name, work.key, str(rows), str(book), str(result))
    try:
        limit = rules.limit_seconds if entry.program.may_be_stopped else None
        process = finished([sys.executable, "-m", f"{_HERE}.turn", *arguments], limit_seconds=limit)
        told = json.loads(process.last_line)
        cost = process.cost
        spent = Spent(told["seconds"], told["cpu_seconds"], cost.wall_seconds, cost.peak_megabytes)
        entry.trouble = "" if entry.turns else _complaint(entry.program, work, rows, result)
        entry.turns.append(spent)
    except StoppedError:
        entry.trouble = f"> {rules.limit_seconds:g} s"
    except subprocess.CalledProcessError as error:
        entry.trouble = f"failed: {error.output.rstrip().rpartition(chr(10))[2]}"
    result.unlink(missing_ok=True)


def _complaint(program: Program, work: Work, rows: int, result: Path) -> str:
    arguments = (work.key, str(rows), str(program.kind == "floor"), str(result))
    told = json.loads(finished([sys.executable, "-m", f"{_HERE}.proof", *arguments]).last_line)
    return f"wrong: {told}" if told else ""
