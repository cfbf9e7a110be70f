"""The benchmark itself still runs, and everybody in it does the whole work; nothing is timed here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.cost import Cost
from tests.benchmarks.shop.contest import OURS, Scenario, contest, lines_filled, scenarios
from tests.benchmarks.shop.page import page

LINES = 30


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    return scenarios(tmp_path_factory.mktemp("benchmark"), LINES)


def test_sheetship_and_the_rival_do_the_same_work(days: list[Scenario], tmp_path: Path) -> None:
    for day in days[:2]:
        done = {lines_filled(day, name, tmp_path) for name in day.contenders}
        assert len(done) == 1
        assert done.pop() > LINES * 0.9


def test_the_page_shows_a_row_for_each_contender_and_no_folder(days: list[Scenario], tmp_path: Path) -> None:
    told = page([contest(days[2], rounds=1, ground=tmp_path)], Cost(0.2, 0.1, 30), rounds=1)
    assert f"| {OURS} |" in told
    assert "0.10 s of CPU" in told
    assert str(tmp_path) not in told
