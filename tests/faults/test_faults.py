"""Promises 1, 3, 4 and 5 under every fault, and the proof that a harness which misses a bug would be noticed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults import together, watched
from tests.faults.acts import ACTS
from tests.faults.order import unsynced
from tests.faults.planted import BUGS
from tests.faults.proof import caught
from tests.faults.trial import Fault, Quiet, complaints, faults, quiet

PARTS = 4
ONE_IN = 10
pytestmark = pytest.mark.skipif(not watched.is_here(), reason="strace is not here")


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Quiet]:
    return {act: quiet(tmp_path_factory.mktemp("quiet"), act) for act in ACTS}


@pytest.fixture(scope="module")
def told(acts: dict[str, Quiet]) -> Quiet:
    return acts["orders"]


def wrong(told: Quiet, tried: Sequence[Fault], place: Path) -> dict[str, list[str]]:
    return {str(fault): found for fault in tried if (found := complaints(told, fault, place))}


ANYWHERE = pytest.mark.parametrize(("act", "part"), [(act, part) for act in ACTS for part in range(PARTS)])


@ANYWHERE
def test_a_fault_anywhere_loses_and_doubles_nothing(
    act: str, part: int, acts: dict[str, Quiet], tmp_path: Path
) -> None:
    chosen = [*faults(acts[act].calls)][::ONE_IN]
    assert wrong(acts[act], chosen[part::PARTS], tmp_path / "trial") == {}


@pytest.mark.nightly
@ANYWHERE
def test_no_fault_anywhere_loses_or_doubles_anything(
    act: str, part: int, acts: dict[str, Quiet], tmp_path: Path
) -> None:
    assert wrong(acts[act], [*faults(acts[act].calls)][part::PARTS], tmp_path / "trial") == {}


def test_every_kind_of_change_and_of_trouble_is_tried(told: Quiet) -> None:
    all_faults = [*faults(told.calls)]
    assert len(all_faults) >= 500
    assert {fault.kind for fault in all_faults[::ONE_IN]} == {fault.kind for fault in all_faults}
    assert {call.name for call in told.calls} >= {
        "write",
        "pwrite64",
        "fsync",
        "fdatasync",
        "link",
        "rename",
        "unlink",
    }


@pytest.mark.parametrize("act", ACTS)
def test_nothing_gets_its_name_before_it_is_on_the_disk(act: str, acts: dict[str, Quiet]) -> None:
    assert [*unsynced(acts[act].calls)] == []


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
