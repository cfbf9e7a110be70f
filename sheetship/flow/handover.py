"""Gives the shop's memory to another computer: what stopped half-way is finished first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sheetship.core.findings import Finding, SheetShipError
from sheetship.flow.mend import mend
from sheetship.flow.ports import Shop


def hand_over(shop: Shop, now: datetime, user: str) -> Sequence[Finding]:
    """What was put right before; the memory then waits in the shop folder for the next computer that runs.

    Raises:
        SheetShipError: STORE-40 a run is going on; STORE-50 another computer has the memory; STORE-53 none has;
            STORE-55 a run has still to write into the workbook.
    """
    with shop.lock.hold(user, now):
        mended = mend(shop)
        if mended.overtaken:
            raise SheetShipError("STORE-55", shop.folder, run=mended.overtaken[0].name)
        shop.home.hand_over()
    return mended.findings
