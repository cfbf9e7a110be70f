"""A plan: every file to write, every cell to set, every ledger event, each with its reason. Nothing else happens.

A plan is a function of what was read, the settings and the clock. Two plans from the same input are equal, and
``digest`` tells whether they are: that is how a saved plan is known to be still true.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sheetship.core.events import Event
from sheetship.core.findings import Finding
from sheetship.core.match import MatchException
from sheetship.core.model import Line
from sheetship.core.plan_rows import PlanRow
from sheetship.core.report import FileKind, ReportLine

Value = str | int | Decimal | date | datetime | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file to make from a template: which one, for whom, with which rows; ``keys`` are the lines it speaks of."""

    kind: FileKind
    template: str
    group: str
    """Supplier code, shop or message kind: goes into the file's name."""
    fields: Mapping[str, Value]
    rows: tuple[Mapping[str, Value], ...]
    keys: tuple[str, ...]
    headings: tuple[str, ...] = ()
    """Headings of the shop's own, for templates that let them be set."""


Blocked = Mapping[tuple[FileKind, str], Finding]
"""Documents that cannot be made, by kind and group, and why."""


class CellChange(NamedTuple):
    """One of SheetShip's own cells: ``row`` is 0 for a row that is appended in the same plan."""

    row: int
    line_key: str
    field: str
    old: str
    new: Value
    link: str = ""
    tone: str = ""
    """The line state whose colour the cell takes; empty for no colour."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A row to append: canonical texts by field."""

    line_key: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run will do."""

    run: str
    at: datetime
    seeds: tuple[Seed, ...] = ()
    cells: tuple[CellChange, ...] = ()
    documents: tuple[Document, ...] = ()
    events: tuple[Event, ...] = ()
    consumed: tuple[str, ...] = ()
    """Inbox files to archive."""
    findings: tuple[Finding, ...] = ()
    unmatched: tuple[MatchException, ...] = ()
    rows: tuple[PlanRow, ...] = ()
    lines: Mapping[str, Line] = field(default_factory=dict)
    report: tuple[ReportLine, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True when applying it would change nothing."""
        return not (self.seeds or self.cells or self.documents or self.events or self.consumed)

    def digest(self) -> str:
        """Equal for equal plans: a hash over everything that would be written."""
        said = [self.run, self.at, self.seeds, self.cells, self.documents, self.events, self.consumed]
        return hashlib.sha256(json.dumps(said, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    return str(value)
