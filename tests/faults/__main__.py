"""``python -m tests.faults [--one-in N] [--jobs N]``: every fault, every scenario, every planted bug; prints the counts."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.acts import ACTS
from tests.faults.order import unsynced
from tests.faults.planted import BUGS
from tests.faults.proof import caught
from tests.faults.together import SCENARIOS
from tests.faults.trial import Quiet, complaints, faults, quiet


def main() -> int:
    """1 if anything was lost or doubled, or a planted bug was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="only every Nth fault")
    parser.add_argument("--jobs", type=int, default=2, help="runs at the same time")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        place = Path(folder)
        acts = [quiet(place / act / "quiet", act) for act in ACTS]
        wrong = [line for told in acts for line in _under_faults(told, place, asked.one_in, asked.jobs)]
        told = acts[0]
        wrong += _together(told, place)
        missed = [*_missed(told, place, asked.jobs)]
    for line in (*wrong, *missed):
        _say(line)
    return int(bool(wrong or missed))


def _under_faults(told: Quiet, place: Path, one_in: int, jobs: int) -> Iterator[str]:
    chosen = [*faults(told.calls)][::one_in]
    wrong = 0
    with ThreadPoolExecutor(jobs) as pool:
        tried = pool.map(lambda one: complaints(told, one[1], place / str(one[0])), enumerate(chosen))
        for fault, found in zip(chosen, tried, strict=True):
            wrong += bool(found)
            yield from (f"{told.act}, {fault}: {complaint}" for complaint in found)
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(fault.kind for fault in chosen).items())
    _say(
        f"{len(told.calls)} calls that change files, {len(chosen)} runs with a fault ({kinds}): {wrong} wrong"
    )
    late = [*unsynced(told.calls)]
    names = Counter(call.name for call in told.calls)
    _say(
        f"{told.act}: order of writing ({names['fsync'] + names['fdatasync']} times made durable): {len(late)} wrong"
    )
    yield from late


def _together(told: Quiet, place: Path) -> Iterator[str]:
    for name, scenario in SCENARIOS.items():
        found = [*scenario(told, place / name)]
        _say(f"{name} at the same moment: {len(found)} wrong")
        yield from (f"{name}: {complaint}" for complaint in found)


def _missed(told: Quiet, place: Path, jobs: int) -> Iterator[str]:
    with ThreadPoolExecutor(jobs) as pool:
        seen = dict(zip(BUGS, pool.map(lambda bug: caught(told, bug, place / bug), BUGS), strict=True))
    _say(f"planted bugs: {sum(map(bool, seen.values()))} of {len(BUGS)} caught")
    for bug, complaint in seen.items():
        if complaint:
            _say(f"  {bug}: {complaint}")
        else:
            yield f"missed: {bug}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
