"""How many ordered units a parcel stands for: suppliers count single pieces, platforms and customers count packs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sheetship.core.model import Issue, Line, Parcel


def ordered_units(parcel: Parcel, issues: Sequence[Issue]) -> int:
    """The ordered units that the parcel has a part of; two of the three towels of one pack are one pack.

    The supplier's own count where the purchase-order line has been withdrawn.
    """
    issue = next((issue for issue in issues if issue.token == parcel.token), None)
    return parcel.quantity if issue is None else -(-parcel.quantity * issue.quantity // issue.units)


def shares(pairs: Sequence[tuple[Line, Parcel]], issues: Mapping[str, Sequence[Issue]]) -> list[int]:
    """The ordered units to tell of each parcel, all of a line together no more than were ordered.

    A second parcel of the same pack, or of another part of a bundle, counts none.
    """
    told: Counter[str] = Counter()
    counted = []
    for line, parcel in pairs:
        units = min(ordered_units(parcel, issues[line.key]), (line.quantity or 0) - told[line.key])
        told[line.key] += units
        counted.append(units)
    return counted
