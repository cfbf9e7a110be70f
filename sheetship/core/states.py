"""The states of a line, their words and colours, and the one table of what may follow what.

A state is a view of quantities, never a stored truth: ``quantities`` counts what is known of a line, ``view`` gives
it one word. Holds do not change a state; they only keep a line from leaving NEW.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sheetship.core.findings import SheetShipError
from sheetship.core.known import KnownLine
from sheetship.core.model import Line


class LineState(StrEnum):
    """Where a line, or a part of its quantity, is."""

    NEW = "new"
    CONFIRMED = "confirmed"
    BACKORDERED = "backordered"
    ALLOCATED = "allocated"
    IN_DOUBT = "in_doubt"
    PO_SENT = "po_sent"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    CANCEL_REQUESTED = "cancel_requested"
    SHIPPED = "shipped"
    IN_TRANSIT = "in_transit"
    EXCEPTION = "exception"
    RETURNING = "returning"
    RETURNED = "returned"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    CLOSED_LOSS = "closed_loss"

    def label(self, lang: str) -> str:
        """The word of the status column."""
        zh, en, _ = _LOOKS[self]
        return zh if lang == "zh" else en

    @property
    def fill(self) -> str:
        """The cell's colour as RRGGBB; text says the same, colour only helps."""
        return _LOOKS[self][2]


_S = LineState
_LOOKS: Mapping[LineState, tuple[str, str, str]] = {
    _S.NEW: ("待确认", "new", "F2F2F2"),
    _S.CONFIRMED: ("已确认", "confirmed", "DDEBF7"),
    _S.BACKORDERED: ("缺货", "back-ordered", "FCE4D6"),
    _S.ALLOCATED: ("已分配", "allocated", "DDEBF7"),
    _S.IN_DOUBT: ("存疑", "in doubt", "FFC7CE"),
    _S.PO_SENT: ("已下单", "ordered", "FFF2CC"),
    _S.ACKNOWLEDGED: ("已接单", "acknowledged", "FFF2CC"),
    _S.REJECTED: ("供应商拒单", "rejected", "FFC7CE"),
    _S.CANCEL_REQUESTED: ("取消中", "cancel asked", "FCE4D6"),
    _S.SHIPPED: ("已发货", "shipped", "E2EFDA"),
    _S.IN_TRANSIT: ("运输中", "in transit", "E2EFDA"),
    _S.EXCEPTION: ("物流异常", "exception", "FFC7CE"),
    _S.RETURNING: ("退回中", "returning", "FCE4D6"),
    _S.RETURNED: ("已退回", "returned", "EDEDED"),
    _S.DELIVERED: ("已签收", "delivered", "C6E0B4"),
    _S.COMPLETED: ("已完成", "completed", "C6E0B4"),
    _S.CANCELLED: ("已取消", "cancelled", "EDEDED"),
    _S.CLOSED: ("已关闭", "closed", "EDEDED"),
    _S.CLOSED_LOSS: ("丢损结案", "closed at a loss", "EDEDED"),
}

TRANSITIONS: Mapping[LineState, frozenset[LineState]] = MappingProxyType(
    {
        _S.NEW: frozenset({_S.CONFIRMED, _S.CANCELLED}),
        _S.CONFIRMED: frozenset({_S.ALLOCATED, _S.BACKORDERED, _S.NEW, _S.CANCELLED}),
        _S.BACKORDERED: frozenset({_S.ALLOCATED, _S.CANCELLED}),
        _S.ALLOCATED: frozenset({_S.PO_SENT, _S.IN_DOUBT, _S.CONFIRMED, _S.CANCELLED}),
        _S.IN_DOUBT: frozenset({_S.PO_SENT, _S.ALLOCATED}),
        _S.PO_SENT: frozenset({_S.ACKNOWLEDGED, _S.REJECTED, _S.SHIPPED, _S.CANCEL_REQUESTED, _S.PO_SENT}),
        _S.ACKNOWLEDGED: frozenset({_S.SHIPPED, _S.REJECTED, _S.CANCEL_REQUESTED}),
        _S.REJECTED: frozenset({_S.CONFIRMED, _S.BACKORDERED, _S.CANCELLED}),
        _S.CANCEL_REQUESTED: frozenset({_S.CANCELLED, _S.ACKNOWLEDGED, _S.SHIPPED}),
        _S.SHIPPED: frozenset({_S.IN_TRANSIT, _S.ACKNOWLEDGED, _S.EXCEPTION}),
        _S.IN_TRANSIT: frozenset({_S.DELIVERED, _S.EXCEPTION, _S.RETURNING}),
        _S.EXCEPTION: frozenset({_S.IN_TRANSIT, _S.DELIVERED, _S.RETURNING, _S.CLOSED_LOSS}),
        _S.RETURNING: frozenset({_S.RETURNED}),
        _S.RETURNED: frozenset({_S.CLOSED}),
        _S.DELIVERED: frozenset({_S.COMPLETED, _S.RETURNING}),
        _S.COMPLETED: frozenset(),
        _S.CANCELLED: frozenset(),
        _S.CLOSED: frozenset(),
        _S.CLOSED_LOSS: frozenset(),
    }
)
"""What each state may become. Not in the table means refused; IN_DOUBT never goes on without evidence or a word."""


def move(old: LineState, new: LineState) -> LineState:
    """The new state.

    Raises:
        SheetShipError: ORD-60, the table does not allow it.
    """
    if new not in TRANSITIONS[old]:
        raise SheetShipError("ORD-60", old=old.value, new=new.value)
    return new


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantities:
    """Units of a line by where they are; their sum is what was ordered."""

    ordered: int
    cancelled: int = 0
    new: int = 0
    confirmed: int = 0
    backordered: int = 0
    allocated: int = 0
    in_doubt: int = 0
    sent: int = 0
    acknowledged: int = 0
    cancel_asked: int = 0
    shipped: int = 0
    delivered: int = 0
    returned: int = 0

    def __post_init__(self) -> None:
        waiting = self.new, self.confirmed, self.backordered, self.allocated
        ordered = self.in_doubt, self.sent, self.acknowledged, self.cancel_asked
        parts = (*waiting, *ordered, self.cancelled, self.shipped)
        if min(parts) < 0 or sum(parts) != self.ordered or max(self.delivered, self.returned) > self.shipped:
            raise ValueError(f"quantities do not add up: {self}")


_WORST_FIRST = (
    ("in_doubt", _S.IN_DOUBT),
    ("cancel_asked", _S.CANCEL_REQUESTED),
    ("backordered", _S.BACKORDERED),
    ("new", _S.NEW),
    ("confirmed", _S.CONFIRMED),
    ("allocated", _S.ALLOCATED),
    ("sent", _S.PO_SENT),
    ("acknowledged", _S.ACKNOWLEDGED),
)
_REST = {
    _S.NEW: "new",
    _S.CONFIRMED: "confirmed",
    _S.BACKORDERED: "backordered",
    _S.ALLOCATED: "allocated",
    _S.CANCELLED: "cancelled",
}


def quantities(line: Line, known: KnownLine, rest: LineState) -> Quantities:
    """Where the units of a line are.

    A unit of a bundle is as far as the slowest of its parts. More than was ordered (the buyer cut the quantity after
    the purchase order went out) is not counted here; it is a change to settle with the supplier.

    Args:
        line: as it is now; a quantity that cannot be read counts as what stands in purchase orders.
        known: its purchase-order lines, and its parcels counted in units that the supplier sends.
        rest: where the units are that stand in no purchase order: NEW while held, CONFIRMED, BACKORDERED, ALLOCATED
            or CANCELLED.
    """
    shipped, not_in_doubt, issued = _progress(known)
    ordered = issued if line.quantity is None else max(line.quantity, 0)
    shipped, not_in_doubt, issued = (min(count, ordered) for count in (shipped, not_in_doubt, issued))
    return Quantities(
        ordered=ordered,
        shipped=shipped,
        sent=not_in_doubt - shipped,
        in_doubt=issued - not_in_doubt,
        **{_REST[rest]: ordered - issued},
    )


def _progress(known: KnownLine) -> tuple[int, int, int]:
    """Units shipped, known to be with the supplier or further, and in a purchase order at all, of the slowest part."""
    packed: defaultdict[str, int] = defaultdict(int)
    for parcel in known.parcels:
        packed[parcel.token] += parcel.quantity
    reached: dict[int, tuple[int, int, int]] = {}
    for issue in known.issues:
        part = known.parts.get(issue.token, 1)
        shipped = min(packed[issue.token] * issue.quantity // issue.units, issue.quantity)
        certain = shipped if issue.token in known.in_doubt else issue.quantity
        before = reached.get(part, (0, 0, 0))
        reached[part] = (before[0] + shipped, before[1] + certain, before[2] + issue.quantity)
    if not reached:
        return 0, 0, 0
    slowest = [min(counts) for counts in zip(*reached.values(), strict=True)]
    return slowest[0], slowest[1], slowest[2]


def view(counts: Quantities) -> LineState:
    """The one word for a line: the state of the units that need attention most, cancelled ones last."""
    for name, state in _WORST_FIRST:
        if getattr(counts, name):
            return state
    if counts.shipped == 0:
        return LineState.CANCELLED if counts.cancelled else LineState.NEW
    if counts.returned == counts.shipped:
        return LineState.RETURNED
    return LineState.DELIVERED if counts.delivered == counts.shipped else LineState.SHIPPED
