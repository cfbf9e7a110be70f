"""A line at work in a run: what it is now, its row in the team's table, and what the ledger remembers of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheetship.core.known import KnownLine
from sheetship.core.model import Line, OrderState, RefundState
from sheetship.core.orders_table import TableRow
from sheetship.core.uploads import has_left

TABLE = "table"
"""The source of a line that no export ever held."""
EXPORT = "export"
"""The source of a line that came from a platform's file."""
_OVER = frozenset({OrderState.CLOSED, OrderState.SHIPPED, OrderState.COMPLETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A line at work in this run."""

    line: Line
    row: TableRow | None
    """Its row in the orders table; ``None`` when it has none yet, or none any more."""
    known: KnownLine | None
    """What the ledger remembers; ``None`` for a line seen for the first time."""
    fields: Mapping[str, str]
    """Canonical texts in force, after the merge."""
    is_seed: bool = False
    """True when a row is to be appended for it."""
    is_moved: bool = False
    """True when SheetShip's own cells in its row are those of another line: only some columns were sorted."""

    @property
    def key(self) -> str:
        """The line key."""
        return self.line.key


def is_finished(line: Line, known: KnownLine | None) -> bool:
    """Nothing is left to do for a line that was known before: the team may clear its row away, and it stays away.

    Every ordered unit has left, or nothing was ordered and the platform is done with the line.
    """
    if known is None:
        return False
    if known.issues:
        return has_left(line, known.issues, known.parcels)
    return line.order_state in _OVER or line.refund_state is RefundState.REFUNDED
