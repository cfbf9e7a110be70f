"""The engine's benchmark still runs, everybody in it does the whole work, and nobody is believed unseen. Nothing is timed here."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from tests.benchmarks.cost import StoppedError, finished
from tests.benchmarks.engine import floor
from tests.benchmarks.engine.command import main
from tests.benchmarks.engine.contest import Entry, Result, Rules, Spent
from tests.benchmarks.engine.made_book import COLUMNS, make_book, order
from tests.benchmarks.engine.programs import FAST, FAST_FLOOR, FLOOR, OPENPYXL, OURS, Program, programs
from tests.benchmarks.engine.proof import complaint
from tests.benchmarks.engine.stages import SEAMS, owner_of
from tests.benchmarks.engine.targets import targets_told
from tests.benchmarks.engine.turn import turn
from tests.benchmarks.engine.works import READ, Task, work_named, works

ROWS = 40


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("engine") / "orders.xlsx"
    make_book(path, ROWS)
    return path


def test_the_command_measures_everybody_who_is_here_and_writes_the_page(tmp_path: Path) -> None:
    told = tmp_path / "ENGINE.md"
    assert main(["--rounds", "1", "--rows", "200", "--works", "last", "--to", str(told)]) == 0
    page = told.read_text(encoding="utf-8")
    for program in programs("last"):
        assert (f"| {program.name} |" in page) == program.is_here
    assert "rows patched" in page
    assert "wrong:" not in page
    assert "failed:" not in page
    assert str(tmp_path) not in page


@pytest.mark.parametrize(
    "program", [program for program in programs(READ) if program.is_here], ids=lambda program: program.name
)
def test_every_reader_sees_the_same_cells(book: Path, tmp_path: Path, program: Program) -> None:
    seen = tmp_path / "seen.json"
    assert turn(program.name, READ, ROWS, book, seen)["seconds"] > 0
    assert complaint(READ, ROWS, seen, is_unchanged=False) == ""
    assert complaint(READ, ROWS + 1, seen, is_unchanged=False)


@pytest.mark.parametrize("work", [work.key for work in works() if work.columns])
def test_a_program_that_does_nothing_is_found_out(book: Path, work: str) -> None:
    assert complaint(work, ROWS, book, is_unchanged=True) == ""
    assert complaint(work, ROWS, book, is_unchanged=False)


def test_a_book_of_another_size_is_found_out(book: Path) -> None:
    assert complaint("over", ROWS + 1, book, is_unchanged=True) == f"{ROWS + 1} rows instead of {ROWS + 2}"


def test_every_column_of_the_book_has_a_cell() -> None:
    assert len(order(1)) == len(COLUMNS) == 30
    assert "" not in order(1)


def test_the_clock_stands_at_functions_that_are_there() -> None:
    for place, name, _ in SEAMS:
        assert callable(getattr(owner_of(place), name))


def test_a_target_says_what_was_reached_and_whether_that_is_enough() -> None:
    seconds = {FLOOR: 1.0, OURS: 2.0, OPENPYXL: 50.0}
    entries = {
        program.name: Entry(program, [Spent(seconds[program.name], 1, 1, 95.0)])
        for program in programs("over")
        if program.name in seconds
    }
    result = Result(work_named("over"), 100_000, entries)
    assert list(targets_told(entries[OURS], result)) == [
        "✓ ≥ 20 × openpyxl (is 25)",
        "✗ ≤ 1.8 × floor (is 2)",
        "✓ ≤ 96 MB (is 95)",
    ]
    del entries[FLOOR]
    entries[OPENPYXL].trouble = "> 120 s"
    assert list(targets_told(entries[OURS], result)) == ["✓ ≤ 96 MB (is 95)"]
    entries[OURS].trouble = "wrong: everything"
    assert not list(targets_told(entries[OURS], result))


def test_slow_rivals_have_one_turn_and_only_openpyxl_is_waited_for() -> None:
    rules = Rules(rounds=5, limit_seconds=90, slow_seconds=10)
    slow = {program.name: Entry(program, [Spent(11, 11, 11, 50)]) for program in programs("over")}
    assert {name for name, entry in slow.items() if not entry.is_done(rules)} == {
        FLOOR,
        FAST_FLOOR,
        OURS,
        FAST,
    }
    assert {name for name, entry in slow.items() if entry.program.may_be_stopped} == {"excelize", "wolfxl"}
    assert str(slow[OURS]) == "11.000 s, 50 MB"


def test_a_run_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(StoppedError):
        finished([sys.executable, "-c", "while True: pass"], limit_seconds=0.2)


def test_the_floor_keeps_the_content_of_every_part(book: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.xlsx"
    floor.write(book, made, Task(work_named("over"), 0, []))
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(made) as new:
        assert new.testzip() is None
        assert [(part.filename, part.CRC) for part in new.infolist()] == [
            (part.filename, part.CRC) for part in old.infolist()
        ]
