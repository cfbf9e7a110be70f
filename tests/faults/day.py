"""An act in a process of its own: ``python -m tests.faults.day FOLDER [--act NAME] [--bug NAME …] [--waits]``.

It ends with 0 when all is done, 1 for a refusal with a code, 3 for anything else: that would be a bug.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from sheetship.adapters.ledger_sqlite import Ledger
from sheetship.core.findings import SheetShipError
from tests.faults.acts import ACTS
from tests.faults.planted import BUGS
from tests.flow.small_shop import SmallShop

DONE, REFUSED, BUG = 0, 1, 3


def main() -> int:
    """Plays the act."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--act", choices=ACTS, default="orders")
    parser.add_argument("--bug", choices=BUGS, action="append", default=[])
    parser.add_argument(
        "--waits", action="store_true", help="before its commit, says so and waits for a line"
    )
    asked = parser.parse_args()
    for bug in asked.bug:
        BUGS[bug].plant()
    if asked.waits:
        _wait_before_commit()
    try:
        ACTS[asked.act].play(SmallShop(asked.folder))
    except SheetShipError:
        return REFUSED
    except Exception:  # noqa: BLE001 - told by the exit code
        return BUG
    return DONE


def _wait_before_commit() -> None:
    commit = Ledger.commit

    def later(*told: object, **named: object) -> object:
        Ledger.commit = commit  # type: ignore[method-assign]
        sys.stdout.write("before the commit\n")
        sys.stdout.flush()
        sys.stdin.readline()
        return commit(*told, **named)  # type: ignore[arg-type]

    Ledger.commit = later  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    os._exit(main())
