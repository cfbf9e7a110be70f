"""A plan as a person reviews it: one row for each thing that will happen to a line, the files and the cells.

Decides what a reviewer sees; how it looks belongs to ``adapters/plan_xlsx.py``. Texts are in the plan's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sheetship.core.report import FileKind


class Action(StrEnum):
    """What will happen to a line. ``HOLD`` is the one that nobody can choose to do."""

    ADD = "add"
    BUY = "buy"
    TRACK = "track"
    UPLOAD = "upload"
    CANCEL = "cancel"
    UPDATE = "update"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One thing that will happen to a line, and why; for a held line, what holds it."""

    line_key: str
    action: Action
    order_id: str
    product: str = ""
    quantity: int | None = None
    supplier: str = ""
    why: str = ""
    cost: Decimal | None = None
    profit: Decimal | None = None
    currency: str = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """A file that will be written; ``path`` is relative to the shop folder."""

    path: str
    kind: FileKind
    lines: int = 0


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell that will be set: its address, the heading of its column, its text before and after."""

    where: str
    heading: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet:
    """Everything a reviewer sees of one plan."""

    run: str
    shop: str
    at: datetime
    lang: str
    rows: tuple[PlanRow, ...] = ()
    files: tuple[PlannedFile, ...] = ()
    cells: tuple[PlannedCell, ...] = ()
