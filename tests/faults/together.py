"""Somebody else at the same moment: a second run, another computer, a person who saves the workbook.

A run in a process of its own stops right before its commit until the other one is done.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.faults.day import DONE, REFUSED
from tests.faults.trial import Quiet, copied, day, seen_when_done
from tests.flow.small_shop import SmallShop

_SECONDS: Final = 60
_NOTE: Final = "王小明"


def second_run(told: Quiet, place: Path, *bugs: str) -> Iterator[str]:
    """Complaints: two runs in one shop on one computer; the second one is refused."""
    shop = copied(told.place, place)
    with _stopped_before_commit(shop, *bugs) as first:
        if _ends(shop, *bugs) != REFUSED:
            yield "a second run went on beside the first"
        if first() != DONE:
            yield "the first run did not come to its end"
    yield from seen_when_done(shop, told)


def other_computer(told: Quiet, place: Path, *bugs: str) -> Iterator[str]:
    """Complaints: two computers share the folder, and no lock reaches from one to the other; the later commit is refused."""
    shop = copied(told.place, place)
    alone = ("there is no lock", *bugs)
    with _stopped_before_commit(shop, *alone) as first:
        if _ends(shop, *alone) != DONE:
            yield "the quicker run did not come to its end"
        if first() != REFUSED:
            yield "the later run committed what was done already"
    yield from seen_when_done(shop, told)


def person_saves(told: Quiet, place: Path, *bugs: str) -> Iterator[str]:
    """Complaints: a person saves the workbook between plan and write; the edit stays, the next run writes the rest."""
    shop = copied(told.place, place)
    with _stopped_before_commit(shop, *bugs) as first:
        shop.type_into("A1", "recipient_name", _NOTE)
        if first() != REFUSED:
            yield "nobody was told that the workbook had changed"
    if shop.rows()["A1"]["recipient_name"] != _NOTE:
        yield "a person's edit is gone"
        return
    shop.run()
    rows = shop.rows()
    if rows["A1"]["recipient_name"] != _NOTE or not all(row["line_key"] for row in rows.values()):
        yield "the next run did not write what was left"
    if [len(line.issues) for line in shop.known().lines.values()] != [1, 1, 1, 1]:
        yield "a line is not in just one purchase order"


def _ends(shop: SmallShop, *bugs: str) -> int:
    return subprocess.run(
        [sys.executable, *day(shop, "orders", *bugs)], check=False, timeout=_SECONDS
    ).returncode


@contextmanager
def _stopped_before_commit(shop: SmallShop, *bugs: str) -> Iterator[Callable[[], int]]:
    """A run that stands still; what is given lets it go on, and tells how it ends."""
    command = [sys.executable, *day(shop, "orders", *bugs), "--waits"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def goes_on() -> int:
            process.communicate("\n", timeout=_SECONDS)
            return process.returncode

        try:
            if not process.stdout or not process.stdout.readline():
                raise RuntimeError("The run did not come to its commit.")
            yield goes_on
        finally:
            process.kill()


SCENARIOS: Final[dict[str, Callable[..., Iterator[str]]]] = {
    "a second run": second_run,
    "another computer": other_computer,
    "a person": person_saves,
}
