"""Promises 1, 3, 4 and 5 under every fault, and the proof that a harness which misses a bug would be noticed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults import together, watched
from tests.faults.order import unsynced
from tests.faults.planted import BUGS
from tests.faults.proof import caught
from tests.faults.trial import Fault, Quiet, complaints, faults, quiet

PARTS = 8
ONE_IN = 5
NIGHTLY = "SHEETSHIP_ALL_FAULTS" in os.environ
pytestmark = pytest.mark.skipif(not watched.is_here(), reason="strace is not here")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Quiet:
    return quiet(tmp_path_factory.mktemp("quiet"))


def chosen(told: Quiet) -> list[Fault]:
    return [*faults(told.calls)][:: 1 if NIGHTLY else ONE_IN]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_fault_anywhere_in_a_run_loses_and_doubles_nothing(part: int, told: Quiet, tmp_path: Path) -> None:
    wrong = {
        str(fault): found
        for fault in chosen(told)[part::PARTS]
        if (found := complaints(told, fault, tmp_path / "trial"))
    }
    assert wrong == {}


def test_every_kind_of_change_and_of_trouble_is_tried(told: Quiet) -> None:
    all_faults = [*faults(told.calls)]
    assert len(all_faults) >= 500
    assert {fault.kind for fault in chosen(told)} == {fault.kind for fault in all_faults}
    assert {call.name for call in told.calls} >= {
        "write",
        "pwrite64",
        "fsync",
        "fdatasync",
        "link",
        "rename",
        "unlink",
    }


def test_nothing_gets_its_name_before_it_is_on_the_disk(told: Quiet) -> None:
    assert [*unsynced(told.calls)] == []


@pytest.mark.parametrize("scenario", together.SCENARIOS)
def test_somebody_else_at_the_same_moment_loses_and_doubles_nothing(
    scenario: str, told: Quiet, tmp_path: Path
) -> None:
    assert [*together.SCENARIOS[scenario](told, tmp_path / "shop")] == []


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_caught(bug: str, told: Quiet, tmp_path: Path) -> None:
    assert caught(told, bug, tmp_path / "spoilt")


def test_a_run_without_a_bug_gives_no_alarm(told: Quiet, tmp_path: Path) -> None:
    assert len(BUGS) >= 12
    assert complaints(told, Fault("none", told.calls[0], ()), tmp_path / "trial") == []
