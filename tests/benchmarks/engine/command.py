"""The benchmark of the workbook engine: every program on every work and size, then the page ``ENGINE.md``.

``python -m tests.benchmarks engine [--rounds N] [--rows N …] [--to FILE]``; ``--works`` and ``--programs`` leave some out.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.cost import finished
from tests.benchmarks.engine.contest import Result, Rules, contest, made_book
from tests.benchmarks.engine.page import Measured, page
from tests.benchmarks.engine.programs import Program, programs
from tests.benchmarks.engine.works import READ, Work, works

RESULTS = Path(__file__).parents[1] / "ENGINE.md"


def main(arguments: list[str]) -> int:
    """Measures, says each result as it comes, writes the page; 1 if SheetShip or the floor did not do its work."""
    wanted = _parser().parse_args(arguments)
    rules = Rules(rounds=wanted.rounds, limit_seconds=wanted.limit, slow_seconds=wanted.slow)
    asked = [work for work in works() if work.key in wanted.works]
    with tempfile.TemporaryDirectory() as ground:
        books = {rows: made_book(Path(ground), rows) for rows in wanted.rows}
        results = list(_results(asked, books, wanted.programs, rules))
        stages = dict(_stages(asked, max(books), books[max(books)]))
    measured = Measured(
        rules=rules,
        results=results,
        stages=stages,
        stage_rows=max(books),
        missing=sorted(
            {program.name for program in _entrants(asked, wanted.programs) if not program.is_here}
        ),
    )
    wanted.to.write_text(page(measured), encoding="utf-8")
    ours = [entry for result in results for entry in result.entries.values() if entry.program.kind != "rival"]
    return int(any(entry.middle is None for entry in ours))


def _results(asked: list[Work], books: dict[int, Path], names: list[str], rules: Rules) -> Iterator[Result]:
    for rows, book in books.items():
        for work in asked:
            entrants = [program for program in _entrants([work], names) if program.is_here]
            result = contest(work, rows, book, entrants, rules)
            for entry in result.entries.values():
                sys.stderr.write(f"{rows} · {work.key} · {entry.program.name}: {entry}\n")
            yield result


def _entrants(asked: list[Work], names: list[str]) -> list[Program]:
    found = [program for work in asked for program in programs(work.key)]
    return [program for program in found if not names or program.name in names]


def _stages(asked: list[Work], rows: int, book: Path) -> Iterator[tuple[Work, dict[str, float]]]:
    for work in asked:
        if work.key != READ:
            result = str(book.with_name("stages.xlsx"))
            arguments = (work.key, str(rows), str(book), result)
            process = finished([sys.executable, "-m", "tests.benchmarks.engine.stages", *arguments])
            yield work, json.loads(process.last_line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks engine", description=__doc__)
    keys = [work.key for work in works()]
    names = list(dict.fromkeys(program.name for key in keys for program in programs(key)))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--to", type=Path, default=RESULTS)
    parser.add_argument("--works", nargs="+", choices=keys, default=keys)
    parser.add_argument(
        "--programs", nargs="+", choices=names, default=[], metavar="NAME", help=" · ".join(names)
    )
    parser.add_argument("--limit", type=float, default=90, help="seconds after which a rival is stopped")
    parser.add_argument("--slow", type=float, default=10, help="seconds beyond which one turn is enough")
    return parser
