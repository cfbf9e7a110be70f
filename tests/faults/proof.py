"""Whether the harness would notice: each planted bug has to be seen by the check that is there for its kind."""

from __future__ import annotations

from pathlib import Path

from tests.faults.order import unsynced
from tests.faults.planted import BUGS
from tests.faults.together import SCENARIOS
from tests.faults.trial import Quiet, complaints, faults, quiet


def caught(told: Quiet, bug: str, place: Path) -> str:
    """The first complaint about a run with the bug in it; empty if nobody noticed."""
    seen_by = BUGS[bug].seen_by
    if seen_by in SCENARIOS:
        return next(SCENARIOS[seen_by](told, place, bug), "")
    spoilt = quiet(place / "quiet", bug=bug)
    if seen_by == "order":
        return next(unsynced(spoilt.calls), "")
    near = BUGS[bug].near
    for fault in faults(spoilt.calls):
        if fault.kind == seen_by and near in " ".join(fault.call.paths):
            found = complaints(spoilt, fault, place / "trial", bug)
            if found:
                return f"{found[0]} ({fault})"
    return ""
