"""The page of results: what was measured, on what, and how many times faster. No paths and no names of machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.benchmarks.cost import Cost
from tests.benchmarks.machine import machine, table
from tests.benchmarks.shop.contest import OURS, Result

_PACKAGES = ("pandas", "openpyxl", "python-calamine", "XlsxWriter", "SQLAlchemy", "typer")
_HEADINGS = ("", "wall s", "CPU s", "peak MB", "wall, times ours", "memory, times ours")
_ABOUT = """# Benchmarks

Made by `{command}`. Medians of {rounds} rounds; in every round each program runs once, in turn, as a whole process
from its start to its end, on a fresh copy of the same shop: a 抖店 export of 75 columns as .xlsx, a catalogue with twenty
suppliers and two supplier templates, and `orders.xlsx` as `sheetship init` makes it. All people in it are made up.

The rival is the script that such a team would write itself ([rival.py](shop/rival.py)): `pandas.read_excel`, merges, openpyxl
for supplier sheets and the orders workbook. It also runs with calamine, pandas' fastest reader, which few scripts name.
SheetShip does more in its time: it checks every line, chooses suppliers, keeps the ledger and a verified backup, proves
that the workbook differs in nothing else, and writes the reports, the payment list, the platform uploads and the messages.
"""


def page(results: Sequence[Result], answer: Cost, *, rounds: int) -> str:
    """The whole page in Markdown."""
    command = f"python -m tests.benchmarks shop --rounds {rounds}"
    parts = [_ABOUT.format(command=command, rounds=rounds), *machine(_PACKAGES)]
    for result in results:
        parts += [
            "",
            f"## {result.scenario.title}: {result.scenario.lines:,} lines",
            "",
            *table(_HEADINGS, _rows(result)),
        ]
    parts += [
        "",
        "## `sheetship --help`",
        "",
        f"{answer.cpu_seconds:.2f} s of CPU, {answer.wall_seconds:.2f} s on the clock.",
    ]
    return "\n".join(parts) + "\n"


def _rows(result: Result) -> Iterator[tuple[str, ...]]:
    ours = result.costs[OURS]
    for name, cost in result.costs.items():
        ratios = (cost.wall_seconds / ours.wall_seconds, cost.peak_megabytes / ours.peak_megabytes)
        told = (f"{cost.wall_seconds:.2f}", f"{cost.cpu_seconds:.2f}", f"{cost.peak_megabytes:.0f}")
        yield (name, *told, *(f"{ratio:.2f} ×" for ratio in ratios))
