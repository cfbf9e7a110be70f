"""What the ledger knows, as frozen values: lines, purchase-order lines, parcels, files, runs.

``history.py`` makes them from events; who uses them decides what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sheetship.core.model import Issue, Parcel, Upload


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a line went to its supplier, as last decided."""

    supplier: str
    why: str
    money: Mapping[str, Decimal | None] = field(default_factory=dict)
    """Income, freight, fees and profit by name."""
    sent: Mapping[str, str] = field(default_factory=dict)
    """The fields that the supplier was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """Everything that is known of one order line."""

    key: str
    fields: Mapping[str, str] = field(default_factory=dict)
    """The latest export's view; empty for a line that no export ever held."""
    source: str = ""
    seeded: Mapping[str, str] = field(default_factory=dict)
    """What was appended to the team's table; empty for a row that the team wrote."""
    issues: tuple[Issue, ...] = ()
    """Live purchase-order lines."""
    voided: tuple[Issue, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    """Which part of a bundle each issue is, by token; 1 for a line that is no bundle."""
    in_doubt: frozenset[str] = frozenset()
    """Tokens of live issues of which nobody knows whether the supplier has them."""
    sent: frozenset[str] = frozenset()
    """Tokens of which someone said that the supplier has them."""
    parcels: tuple[Parcel, ...] = ()
    uploads: tuple[Upload, ...] = ()
    messages: frozenset[tuple[str, str]] = frozenset()
    """Template and occasion of each message that was made."""
    word: str = ""
    """What the release cell said when the line was last looked at and waited."""
    lifted: tuple[str, ...] = ()
    """Codes from the platform that this word lifted."""
    held: tuple[str, ...] = ()
    """Codes that the line waited for when last looked at."""
    decision: Decision | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    """What SheetShip last wrote into its own columns, by field."""


NEVER_SEEN = KnownLine(key="")
"""What is known of any line that is seen for the first time, but for its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSeen:
    """A run that passed its commit point."""

    name: str
    at: datetime
    inputs: Mapping[str, str]
    files: Mapping[str, str]
    """Path and SHA-256 of each file that the run promised to write."""
    written: Mapping[str, str] = field(default_factory=dict)
    """Path and SHA-256 of each file that it has written so far."""
    is_finished: bool = False
    undone_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger knows, as of its event number ``head``."""

    head: int
    lines: Mapping[str, KnownLine]
    files: frozenset[str]
    """SHA-256 of every file that was read."""
    digests: Mapping[str, str]
    """Digest of normalised rows, and the name of the first file that held them."""
    po_serials: Mapping[tuple[str, str], int]
    """Highest serial ever used, by supplier code and ``yymmdd``."""
    tokens: Mapping[str, str]
    """Line key of every purchase-order line ever issued, by token."""
    runs: tuple[RunSeen, ...]

    def line(self, key: str) -> KnownLine:
        """The line, or a blank one when nothing is known of it."""
        return self.lines.get(key) or KnownLine(key=key)

    @property
    def unfinished(self) -> tuple[RunSeen, ...]:
        """Runs that passed their commit point but neither ended nor were taken back: to be finished first."""
        return tuple(run for run in self.runs if not run.is_finished and not run.undone_by)


def remaining(line: KnownLine, ordered: int, part: int = 1) -> int:
    """Units of the line, or of one part of a bundle, that stand in no live purchase order; never below zero."""
    live = sum(issue.quantity for issue in line.issues if line.parts[issue.token] == part)
    return max(ordered - live, 0)
