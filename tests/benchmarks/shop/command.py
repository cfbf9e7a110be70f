"""The benchmark of whole days in a shop: ``python -m tests.benchmarks shop [--rounds N] [--lines N …] [--to FILE]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.cost import Cost, cost_of
from tests.benchmarks.shop.contest import contest, scenarios
from tests.benchmarks.shop.page import page

RESULTS = Path(__file__).parents[1] / "RESULTS.md"
_HELP_ROUNDS = 5


def main(arguments: list[str]) -> int:
    """Measures, says each result as it comes, writes the page."""
    wanted = _parser().parse_args(arguments)
    results = []
    with tempfile.TemporaryDirectory() as temporary:
        ground = Path(temporary)
        for lines in wanted.lines:
            for scenario in scenarios(ground, lines):
                result = contest(scenario, rounds=wanted.rounds, ground=ground)
                results.append(result)
                for name, cost in result.costs.items():
                    sys.stderr.write(f"{lines} · {scenario.title} · {name}: {cost}\n")
    answer = Cost.middle(
        [cost_of([sys.executable, "-m", "sheetship", "--help"]) for _ in range(_HELP_ROUNDS)]
    )
    wanted.to.write_text(page(results, answer, rounds=wanted.rounds), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks shop", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lines", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--to", type=Path, default=RESULTS)
    return parser
