"""Keeps a person's word that purchase orders went to their suppliers: who said so, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sheetship.core.findings import SheetShipError
from sheetship.core.history import fold
from sheetship.core.said import said_of
from sheetship.flow.mend import mend
from sheetship.flow.ports import Shop

NOT_A_RUN = "sent"
"""Stands for a run in the ledger: nothing was planned or written."""
_NAMED = 5


def say_sent(shop: Shop, numbers: Sequence[str], now: datetime, user: str) -> int:
    """How many lines it was said of for the first time, or again after an undo put them in doubt.

    Raises:
        SheetShipError: PLAN-10 there is no such purchase order, and nothing was recorded; STORE-40 a run is going on.
    """
    with shop.lock.hold(user, now):
        mend(shop)
        said = said_of(fold(shop.ledger.events()), numbers, user)
        if said.unknown:
            there = ", ".join(said.live[-_NAMED:]) or "–"
            raise SheetShipError("PLAN-10", "", number=said.unknown[0], there=there)
        if said.events:
            shop.ledger.commit(NOT_A_RUN, now, said.events, head=shop.ledger.head())
    return len(said.events)
