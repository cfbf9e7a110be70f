"""The page of results: what was measured how, a table for each work and size, and where our own seconds go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.engine.contest import Entry, Result, Rules
from tests.benchmarks.engine.programs import CALAMINE, FLOOR, OPENPYXL
from tests.benchmarks.engine.targets import targets_told
from tests.benchmarks.engine.works import READ, Work
from tests.benchmarks.machine import machine, table

_PACKAGES: Final = ("openpyxl", "wolfxl", "excelize", "python-calamine", "XlsxWriter", "zlib-ng")
_ABOUT: Final = """# Benchmarks of the workbook engine

Made by `python -m tests.benchmarks engine --rounds {rounds} --rows {rows}`. Medians of {rounds} round(s); in every
round each program runs once, in turn, as a process of its own, on the same book: XlsxWriter's, thirty columns of Chinese text, 18-digit ids as text,
dates and decimals, texts in the shared strings. Whoever takes more than {slow:g} s has one turn only, SheetShip and the floor
excepted; rivals but openpyxl are stopped after {limit:g} s. openpyxl reads five rows of each program's first result back:
values, fill and number formats. SheetShip is asked for whole rows, and in a second line cell by cell.

*Work* is the time of the work itself, from the file on disk to the file on disk; imports, and the values to be written,
are there before. SheetShip's includes making its edits and its gate: the new file is opened again and compared with the
old one. *CPU* is the same in seconds of all processors. *Process* and *peak memory* are those of the whole process.

The five cells are text, an 18-digit id in the text format, a date with time, a status with a fill, and text. The floor
is what no patch can go below: the sheet part inflated and deflated with the same packer and level, the rest copied raw,
in one thread ([floor.py](engine/floor.py)). SheetShip packs with zlib at level 6, or with zlib-ng at level 5 where it is installed
(`pip install "sheetship[fast]"`), which makes files of the same size; each is compared with its own floor. Rivals: openpyxl (load and save), wolfxl (modify mode), excelize (its Python
binding); for reading calamine (row by row; its whole numbers become floats and its errors blanks) and openpyxl (read-only).
A target is met (✓) or not (✗).
"""
_STAGES: Final = """## Where each second goes: {rows:,} rows

One run of SheetShip with a clock at the seams between its stages, in seconds and as a share of the whole. Packing and
unpacking run in other threads; what shows is the time spent waiting for them.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything that the page tells."""

    rules: Rules
    results: Sequence[Result]
    stages: Mapping[Work, Mapping[str, float]]
    """The seconds of each stage, by work."""
    stage_rows: int
    missing: Sequence[str]


def page(measured: Measured) -> str:
    """The whole page in Markdown."""
    rules = measured.rules
    rows = " ".join(dict.fromkeys(str(result.rows) for result in measured.results))
    limits = {"slow": rules.slow_seconds, "limit": rules.limit_seconds}
    about = _ABOUT.format(rounds=rules.rounds, rows=rows, **limits)
    parts = [about, *machine(_PACKAGES)]
    parts += [f"Left out, not installed: {name}." for name in measured.missing]
    for result in measured.results:
        parts += ["", f"## {result.work.title}: {result.rows:,} rows", "", *_table(result)]
    if measured.stages:
        parts += ["", _STAGES.format(rows=measured.stage_rows), *_stage_table(measured.stages)]
    return "\n".join(parts) + "\n"


def _table(result: Result) -> Iterator[str]:
    floor = CALAMINE if result.work.key == READ else FLOOR
    headings = ("", "work s", "CPU s", "process s", "peak MB", f"times as fast as {OPENPYXL}")
    return table(
        (*headings, f"times the {floor}" if floor == FLOOR else f"times {floor}'s", "targets", "turns"),
        (_row(entry, result) for entry in result.entries.values()),
    )


def _row(entry: Entry, result: Result) -> tuple[str, ...]:
    spent, name = entry.middle, entry.program.name
    if spent is None:
        return name, entry.trouble, "", "", "", "", "", "", ""
    targets = "; ".join(targets_told(entry, result)) if entry.program.kind == "ours" else ""
    faster = _ratio(result.entries.get(OPENPYXL), entry)
    slower = _ratio(entry, result.entries.get(entry.program.floor))
    numbers = (f"{spent.seconds:.3f}", f"{spent.cpu_seconds:.3f}", f"{spent.whole_seconds:.2f}")
    return name, *numbers, f"{spent.peak_megabytes:.0f}", faster, slower, targets, str(len(entry.turns))


def _ratio(above: Entry | None, below: Entry | None) -> str:
    if above is None or below is None or above.middle is None or below.middle is None:
        return "–"
    return f"{above.middle.seconds / below.middle.seconds:.2f} ×"


def _stage_table(stages: Mapping[Work, Mapping[str, float]]) -> Iterator[str]:
    wholes = {work: sum(spent.values()) for work, spent in stages.items()}
    names = next(iter(stages.values()))
    rows = [
        (
            name,
            *(
                f"{spent[name]:.2f} ({100 * spent[name] / wholes[work]:.0f} %)"
                for work, spent in stages.items()
            ),
        )
        for name in names
    ]
    rows.append(("together", *(f"{whole:.2f}" for whole in wholes.values())))
    return table(("", *(work.title for work in stages)), rows)
