"""The scenarios: what is set up, who runs, and how a result is known to be one. Contenders take turns on equal copies."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from tests.benchmarks.cost import Cost, cost_of
from tests.benchmarks.shop.made_shop import AT

NEXT_DAY = "2026-11-22T10:00:00+08:00"
OURS = "SheetShip"
RIVALS = {"script (pandas, openpyxl)": "openpyxl", "script (pandas with calamine, openpyxl)": "calamine"}
Command = Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A day's work: the shop it starts from, and the command of everybody who does it."""

    title: str
    lines: int
    shop: Path
    contenders: dict[str, Command]
    column: str
    """The column of the orders workbook that the work fills."""


@dataclass(frozen=True, slots=True)
class Result:
    """The medians of a scenario, by contender."""

    scenario: Scenario
    costs: dict[str, Cost]


def sheetship(at: str) -> Command:
    """SheetShip's one click."""
    return lambda shop: [sys.executable, "-m", "sheetship", "run", str(shop), "--yes", "--json", "--at", at]


def rival(work: str, engine: str) -> Command:
    """The team's own script."""
    return lambda shop: [sys.executable, "-m", "tests.benchmarks.shop.rival", work, str(shop), engine]


def scenarios(folder: Path, lines: int) -> list[Scenario]:
    """Both days of a shop of that size, in ``folder``."""
    morning, evening = folder / f"orders-{lines}", folder / f"tracking-{lines}"
    _make("made_shop", morning, str(lines))
    shutil.copytree(morning, evening)
    cost_of(sheetship(AT)(evening))
    nothing_new = folder / f"again-{lines}"
    shutil.copytree(evening, nothing_new)
    _make("replies", evening)
    return [
        Scenario(
            "Orders in, supplier sheets out, orders workbook filled",
            lines,
            morning,
            _all("orders", AT),
            "采购单号",
        ),
        Scenario(
            "Twenty replies in, tracking numbers written back",
            lines,
            evening,
            _all("tracking", NEXT_DAY),
            "运单号",
        ),
        Scenario(
            "A second run that finds nothing new", lines, nothing_new, {OURS: sheetship(AT)}, "采购单号"
        ),
    ]


def _make(module: str, *arguments: Path | str) -> None:
    """In a process of its own: a child's peak memory is never told lower than that of the process that started it."""
    cost_of([sys.executable, "-m", f"tests.benchmarks.shop.{module}", *map(str, arguments)])


def _all(work: str, at: str) -> dict[str, Command]:
    return {OURS: sheetship(at), **{name: rival(work, engine) for name, engine in RIVALS.items()}}


def contest(scenario: Scenario, *, rounds: int, ground: Path) -> Result:
    """Every contender in turn, ``rounds`` times, each on a fresh copy of the shop."""
    costs: defaultdict[str, list[Cost]] = defaultdict(list)
    for _ in range(rounds):
        for name, command in scenario.contenders.items():
            shop = ground / "shop"
            shutil.copytree(scenario.shop, shop)
            costs[name].append(cost_of(command(shop)))
            shutil.rmtree(shop)
    return Result(scenario, {name: Cost.middle(found) for name, found in costs.items()})


def lines_filled(scenario: Scenario, contender: str, ground: Path) -> int:
    """How many lines a contender really did, so that nobody is fast by doing nothing."""
    shop = ground / "proof"
    shutil.copytree(scenario.shop, shop)
    cost_of(scenario.contenders[contender](shop))
    with closing(openpyxl.load_workbook(shop / "orders.xlsx", read_only=True)) as book:
        filled = _count(iter(book.worksheets[0].values), scenario.column)
    shutil.rmtree(shop)
    return filled


def _count(rows: Iterator[tuple[object, ...]], column: str) -> int:
    at = next(rows).index(column)
    return sum(1 for row in rows if len(row) > at and row[at])
