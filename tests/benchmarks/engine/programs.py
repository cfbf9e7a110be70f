"""Who takes part: each program's name, its function, the package it needs, and what it is there for."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast

from tests.benchmarks.engine.works import READ, Task

Writer = Callable[[Path, Path, Task], None]
"""Does the task to the first file, and writes the second one."""
Reader = Callable[[Path], Iterable[Sequence[object]]]
"""Reads the cells of the first sheet row by row."""
OURS: Final = "SheetShip"
FLOOR: Final = "floor"
FAST_FLOOR: Final = "floor with zlib-ng"
FAST: Final = "SheetShip with zlib-ng"
OPENPYXL: Final = "openpyxl"
CALAMINE: Final = "calamine"


@dataclass(frozen=True, slots=True)
class Program:
    """One program on one kind of work; `function` is MODULE:NAME in this folder."""

    name: str
    function: str
    needs: str | None = None
    kind: Literal["ours", "variant", "floor", "rival"] = "rival"
    """A variant is another way to ask SheetShip for the same."""
    floor: str = FLOOR
    """What it is compared with as the least that its work costs."""

    @property
    def may_be_cut_short(self) -> bool:
        """Whether one turn is enough where it is slow."""
        return self.kind in {"variant", "rival"}

    @property
    def may_be_stopped(self) -> bool:
        """Whether it need not come to its end: all are compared with openpyxl, which therefore must."""
        return self.kind == "rival" and self.name != OPENPYXL

    @property
    def is_here(self) -> bool:
        """Whether what it needs is installed."""
        return self.needs is None or importlib.util.find_spec(self.needs) is not None


_WRITERS: Final = (
    Program(FLOOR, "floor:write", kind="floor"),
    Program(FAST_FLOOR, "floor:write_fast", "zlib_ng", kind="floor", floor=FAST_FLOOR),
    Program(OURS, "by_sheetship:write_rows", kind="ours"),
    Program(FAST, "by_sheetship:write_rows_fast", "zlib_ng", kind="ours", floor=FAST_FLOOR),
    Program("SheetShip, cell by cell", "by_sheetship:write_cells", kind="variant"),
    Program("excelize", "by_excelize:write", "excelize"),
    Program("wolfxl", "by_openpyxl:write_by_wolfxl", "wolfxl"),
    Program(OPENPYXL, "by_openpyxl:write", OPENPYXL),
)
_READERS: Final = (
    Program(OURS, "readers:by_sheetship", kind="ours", floor=CALAMINE),
    Program("SheetShip, sheet at once", "readers:by_sheetship_whole", kind="variant", floor=CALAMINE),
    Program(CALAMINE, "readers:by_calamine", "python_calamine", floor=CALAMINE),
    Program(OPENPYXL, "readers:by_openpyxl", OPENPYXL, floor=CALAMINE),
)


def programs(work: str) -> tuple[Program, ...]:
    """Who does this work, the order that of their turns."""
    return _READERS if work == READ else _WRITERS


def function_of(work: str, name: str) -> Writer | Reader:
    """The function of a program, with everything imported that it needs."""
    program = next(program for program in programs(work) if program.name == name)
    if program.needs:
        importlib.import_module(program.needs)
    module, _, function = program.function.partition(":")
    found = getattr(importlib.import_module(f"tests.benchmarks.engine.{module}"), function)
    return cast("Writer | Reader", found)
