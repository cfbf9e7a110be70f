"""What a person says of whole purchase orders: that they went to the supplier, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sheetship.core.events import Event, said_sent
from sheetship.core.identity import clean_id
from sheetship.core.known import Known


@dataclass(frozen=True, slots=True)
class Said:
    """What the ledger is to keep: an event for each live line of the orders that nobody said it of yet."""

    events: tuple[Event, ...]
    unknown: tuple[str, ...] = ()
    """Numbers of no live purchase order."""
    live: tuple[str, ...] = ()
    """Those that there are, the newest ones last."""


def said_of(known: Known, numbers: Sequence[str], by: str) -> Said:
    """What is to be recorded when someone says that purchase orders, by number, are with their suppliers."""
    waiting: dict[str, list[str]] = {}
    for line in known.lines.values():
        for issue in line.issues:
            tokens = waiting.setdefault(issue.po_number, [])
            if issue.token not in line.sent or issue.token in line.in_doubt:
                tokens.append(issue.token)
    asked = dict.fromkeys(map(clean_id, numbers))
    return Said(
        events=tuple(said_sent(token, by) for number in asked for token in waiting.get(number, ())),
        unknown=tuple(number for number in asked if number not in waiting),
        live=tuple(waiting),
    )
