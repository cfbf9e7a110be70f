"""The rules an order line is checked by before anything is bought for it: one short function each, listed in CHECKS.

Rules never raise and never change a line; a hold blocks its own line only. Flaws of cells and doubled rows are told
by ``intake.py``; what the choice of a supplier finds is told by ``allocate.py``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sheetship.core.catalogue import Catalogue
from sheetship.core.columns import headings_in_both
from sheetship.core.findings import Finding
from sheetship.core.model import Line, OrderState, RefundState
from sheetship.core.recipient_checks import (
    address_names_its_area,
    is_veiled,
    phone_is_plausible,
    recipient_is_readable,
    recipient_is_there,
)
from sheetship.core.releases import after_word
from sheetship.core.remarks import ASK_WORDS, CHANGE_WORDS, remark_asks_nothing

_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+")
_CLOSED = frozenset({OrderState.CLOSED, OrderState.UNPAID})
_STATE_CODES = {
    OrderState.UNPAID: "ORD-02",
    OrderState.CLOSED: "ORD-05",
    OrderState.SHIPPED: "ORD-06",
    OrderState.COMPLETED: "ORD-06",
    OrderState.UNKNOWN: "ORD-07",
}
_REFUND_CODES = {RefundState.ASKED: "ORD-03", RefundState.REFUNDED: "ORD-04", RefundState.UNKNOWN: "ORD-08"}
_SHOWN_ORDERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What a shop may set about the checks."""

    late_hold_days: int = 3
    """A ship-by time further past than this asks a person first."""
    most_units: int = 9_999
    duplicate_hours: int = 24
    change_words: tuple[str, ...] = CHANGE_WORDS
    ask_words: tuple[str, ...] = ASK_WORDS


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the checks look at beside the line."""

    now: datetime
    catalogue: Catalogue
    options: CheckOptions = CheckOptions()
    late: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Codes by line key that came after the person's word in its row."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All lines on the table at once, with the context: what a rule needs to compare a line with others."""

    context: CheckContext
    twins: Mapping[str, str]
    """Order number of an earlier, equal order, by line key."""
    neighbours: Mapping[str, tuple[str, ...]]
    """Other orders of the same recipient, by line key."""


Check = Callable[[Line, Desk], tuple[Finding, ...]]


def _of_line(check: Callable[[Line], tuple[Finding, ...]]) -> Check:
    """A check that needs nothing but the line."""
    return lambda line, _: check(line)


def _may_ship(line: Line) -> tuple[Finding, ...]:
    """Paid, not closed, not shipped already."""
    code = _STATE_CODES.get(line.order_state)
    return (_finding(line, code, "order_state"),) if code else ()


def _not_refunded(line: Line) -> tuple[Finding, ...]:
    """No refund asked for or given."""
    code = _REFUND_CODES.get(line.refund_state)
    return (_finding(line, code, "refund_state"),) if code else ()


def _ids_are_whole(line: Line) -> tuple[Finding, ...]:
    """No id in the form that a spreadsheet gives to a number it has rounded."""
    if not (_SCIENTIFIC.fullmatch(line.order_id) or _SCIENTIFIC.fullmatch(line.line_id)):
        return ()
    ids = {"order_id": line.order_id, "line_id": line.line_id}
    lost = {field: text for field, text in ids.items() if _SCIENTIFIC.fullmatch(text)}
    return tuple(
        _finding(line, "ORD-01", field, **headings_in_both("field", [field]), value=text)
        for field, text in lost.items()
    )


def _quantity_makes_sense(line: Line, desk: Desk) -> tuple[Finding, ...]:
    """A positive whole number, not absurdly large."""
    if line.quantity is None or line.quantity < 1:
        return (_finding(line, "ORD-20", "quantity"),)
    most = desk.context.options.most_units
    if line.quantity > most:
        return (_finding(line, "ORD-21", "quantity", quantity=str(line.quantity), most=str(most)),)
    return ()


def _sku_is_mapped(line: Line, desk: Desk) -> tuple[Finding, ...]:
    """The shop's SKU is known in the SKU map."""
    if not line.sku.strip():
        return (_finding(line, "ORD-22", "sku"),)
    if not desk.context.catalogue.options_of(line.shop, line.sku):
        return (_finding(line, "ORD-23", "sku", sku=line.sku),)
    return ()


def _deadline_is_ahead(line: Line, desk: Desk) -> tuple[Finding, ...]:
    """Late is told and still goes; very late asks first. By its date, so that the sentence stays the same tomorrow."""
    if line.ship_by is None or line.ship_by >= desk.context.now or not _is_open(line):
        return ()
    late = desk.context.now - line.ship_by
    due = f"{line.ship_by:%m-%d %H:%M}"
    if late > timedelta(days=desk.context.options.late_hold_days):
        return (_finding(line, "ORD-25", "ship_by", ship_by=due),)
    return (_finding(line, "ORD-24", "ship_by", ship_by=due),)


def _is_no_twin(line: Line, desk: Desk) -> tuple[Finding, ...]:
    """Not an equal order of the same recipient shortly after another."""
    other = desk.twins.get(line.key)
    return (_finding(line, "ORD-26", "order_id", other=other),) if other else ()


def _is_alone(line: Line, desk: Desk) -> tuple[Finding, ...]:
    """No other open order of this recipient that could share a parcel."""
    others = desk.neighbours.get(line.key)
    if not others:
        return ()
    shown = "、".join(others[:_SHOWN_ORDERS]) + ("……" if len(others) > _SHOWN_ORDERS else "")
    return (_finding(line, "ORD-27", "order_id", others=shown),)


def _remark_asks_nothing(line: Line, desk: Desk) -> tuple[Finding, ...]:
    options = desk.context.options
    return remark_asks_nothing(line, options.change_words, options.ask_words)


CHECKS: tuple[Check, ...] = (
    _of_line(_ids_are_whole),
    _of_line(_may_ship),
    _of_line(_not_refunded),
    _of_line(recipient_is_there),
    _of_line(recipient_is_readable),
    _of_line(address_names_its_area),
    _of_line(phone_is_plausible),
    _quantity_makes_sense,
    _sku_is_mapped,
    _deadline_is_ahead,
    _is_no_twin,
    _is_alone,
    _remark_asks_nothing,
)
"""Every check, in the order in which findings of one line are told."""


def check_lines(lines: Sequence[Line], context: CheckContext) -> dict[str, tuple[Finding, ...]]:
    """The findings of every line by its key, empty where all is well; holds that a person released are notes.

    All open lines belong in ``lines``, also those already ordered: a new line may be the twin of an old one.
    """
    groups = _of_one_recipient(filter(_is_live, lines))
    desk = Desk(context, _twins(groups, context.options), _neighbours(groups))
    found: dict[str, tuple[Finding, ...]] = {}
    for line in lines:
        told = [finding for check in CHECKS for finding in check(line, desk)]
        if told or line.release:
            found[line.key] = found.get(line.key, ()) + after_word(
                line, told, context.late.get(line.key, frozenset())
            )
        else:
            found.setdefault(line.key, ())
    return found


def _finding(line: Line, code: str, field: str, /, **values: str) -> Finding:
    return Finding(code, line.origin.cell(field), values, line.key)


def _is_live(line: Line) -> bool:
    return line.order_state not in _CLOSED and line.refund_state is not RefundState.REFUNDED


def _is_open(line: Line) -> bool:
    return line.order_state not in {OrderState.SHIPPED, OrderState.COMPLETED}


def _of_one_recipient(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one known recipient in one shop that come from more than one order."""
    first: dict[tuple[str, ...], Line] = {}
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        who = line.recipient
        if not (who.name and who.phone):
            continue
        key = line.platform, line.shop, who.name, who.phone
        before = first.setdefault(key, line)
        if before is not line:
            groups.setdefault(key, [before]).append(line)
    return [group for group in groups.values() if _orders(group) and not is_veiled(group[0].recipient)]


def _orders(group: Iterable[Line]) -> list[str]:
    """The order numbers of a group, sorted; nothing for a single one."""
    orders = sorted({line.order_id for line in group})
    return orders if len(orders) > 1 else []


def _split(group: Iterable[Line], key: Callable[[Line], object]) -> Iterable[list[Line]]:
    parts: defaultdict[object, list[Line]] = defaultdict(list)
    for line in group:
        parts[key(line)].append(line)
    return parts.values()


def _twins(groups: Sequence[Sequence[Line]], options: CheckOptions) -> dict[str, str]:
    """For each line the nearest earlier equal one of another order, within the hours set; unknown times count."""
    window = timedelta(hours=options.duplicate_hours)
    twins: dict[str, str] = {}
    for group in groups:
        for equal in _split(group, lambda line: (line.sku, line.variant, line.quantity)):
            ordered = sorted(equal, key=_age)
            for at, line in enumerate(ordered):
                before = [other for other in ordered[:at] if other.order_id != line.order_id]
                if before and _is_near(before[-1], line, window):
                    twins[line.key] = before[-1].order_id
    return twins


def _age(line: Line) -> tuple[bool, float, str, str]:
    moment = line.ordered_at or line.paid_at
    return moment is None, moment.timestamp() if moment else 0.0, line.order_id, line.key


def _is_near(first: Line, second: Line, window: timedelta) -> bool:
    started, ended = first.ordered_at or first.paid_at, second.ordered_at or second.paid_at
    return started is None or ended is None or ended - started <= window


def _neighbours(groups: Sequence[Sequence[Line]]) -> dict[str, tuple[str, ...]]:
    neighbours: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for near in _split(filter(_is_open, group), lambda line: line.recipient.address):
            orders = _orders(near)
            if orders:
                for line in near:
                    neighbours[line.key] = tuple(order for order in orders if order != line.order_id)
    return neighbours
