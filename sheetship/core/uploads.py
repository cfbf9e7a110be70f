"""Which tracking numbers may be told to the platform now, and which lines still have to wait.

Never a number of a refunded or closed line. On a platform that ships whole orders, or whose habit is not known, an
order is told once all its lines have left; elsewhere a line is told once all its units have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from sheetship.core.identity import order_key
from sheetship.core.model import Issue, Line, OrderState, Parcel, RefundState, Upload


class UploadState(StrEnum):
    """How far a line is with being told to its platform."""

    NONE = "none"
    """No parcel yet, or no platform to tell."""
    WAITS = "waits"
    """Its order has lines that have not left."""
    WRITTEN = "written"
    REFUSED = "refused"
    """Refunded or closed: not to be told."""
    BLOCKED = "blocked"
    """Its row lacks something that the platform asks for."""


@dataclass(frozen=True, slots=True)
class Told:
    """The parcels to write now, by line key, and every line's state afterwards."""

    now: Mapping[str, tuple[Parcel, ...]]
    states: Mapping[str, UploadState]


def tell_platform(
    lines: Sequence[Line],
    issues: Mapping[str, Sequence[Issue]],
    parcels: Mapping[str, Sequence[Parcel]],
    uploads: Mapping[str, Sequence[Upload]],
    splits: Mapping[str, bool],
    *,
    excluded: AbstractSet[str] = frozenset(),
) -> Told:
    """What to write into channel uploads.

    Args:
        lines: every line.
        issues: live purchase-order lines by line key.
        parcels: by line key, those of this run included.
        uploads: what was written before, by line key.
        splits: by code of every platform that is told, whether an order may be told line by line; where the team wrote
            another word (老客户), nobody is told.
        excluded: keys of lines that a person wants to wait; so does the order that they are part of.
    """
    orders: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        orders[order_key(line.platform, line.shop, line.order_id)].append(line)
    now: dict[str, tuple[Parcel, ...]] = {}
    states: dict[str, UploadState] = {}
    for order in orders.values():
        wanted = [line for line in order if not _is_off(line)]
        left = {
            line.key: has_left(line, issues.get(line.key, ()), parcels.get(line.key, ())) for line in wanted
        }
        whole = all(left.values()) and not any(line.key in excluded for line in order)
        for line in order:
            splittable = splits.get(line.platform, False) and line.key not in excluded
            ready = left.get(line.key, False) and (whole or splittable)
            fresh = _fresh(parcels.get(line.key, ()), uploads.get(line.key, ())) if ready else ()
            is_told = line.platform in splits
            if fresh and is_told:
                now[line.key] = fresh
            states[line.key] = _state(line, is_told and bool(parcels.get(line.key)), ready)
    return Told(now, states)


def _is_off(line: Line) -> bool:
    return line.refund_state is not RefundState.NONE or line.order_state is OrderState.CLOSED


def has_left(line: Line, issues: Sequence[Issue], parcels: Sequence[Parcel]) -> bool:
    """True when every ordered unit is in a parcel: all parts of a bundle, and as many as the line has now.

    What was ordered from the supplier may have been more, or less, before the buyer changed the quantity.
    """
    sent: defaultdict[str, int] = defaultdict(int)
    for parcel in parcels:
        sent[parcel.token] += parcel.quantity
    ordered = line.quantity or 0
    is_bought = bool(issues) and ordered > 0
    return is_bought and all(sent[issue.token] * issue.quantity >= ordered * issue.units for issue in issues)


def _fresh(parcels: Sequence[Parcel], uploads: Sequence[Upload]) -> tuple[Parcel, ...]:
    told = {upload.number for upload in uploads}
    return tuple(parcel for parcel in parcels if parcel.number not in told)


def _state(line: Line, has_news: bool, ready: bool) -> UploadState:  # noqa: FBT001 - two facts, not switches
    if not has_news:
        return UploadState.NONE
    if _is_off(line):
        return UploadState.REFUSED
    return UploadState.WRITTEN if ready else UploadState.WAITS
