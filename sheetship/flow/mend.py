"""Puts right what an earlier run or a mishap left behind, before anything new is decided. Only under the run lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sheetship.core.findings import Finding
from sheetship.core.history import fold
from sheetship.core.known import RunSeen
from sheetship.flow.apply import carry_out, finish
from sheetship.flow.gather import refuse_if_gone
from sheetship.flow.ports import Shop


@dataclass(frozen=True, slots=True)
class Mended:
    """What was put right, and the runs whose rows are still to be written again."""

    findings: tuple[Finding, ...]
    overtaken: tuple[RunSeen, ...] = ()
    """Runs that stopped before the workbook was replaced and found it changed by somebody: what they wanted to write
    is written anew by the next run that is applied, and only then are they over."""


def mend(shop: Shop) -> Mended:
    """Brings the workbook back if it is gone, and finishes the runs that stopped after their commit.

    Raises:
        SheetShipError: SHOP-11 the workbook is gone and there is no backup; BOOK-01 it is open, so that the run stays
            to be finished by the next one.
    """
    findings = _bring_back(shop)
    unfinished = fold(shop.ledger.run_events()).unfinished
    shop.outbox.tidy({run.name for run in unfinished})
    overtaken = []
    for run in unfinished:
        staged = shop.outbox.staged(run.name)
        if staged is not None and carry_out(shop, run.name, staged):
            overtaken.append(run)
        else:
            finish(shop, run.name, run.at)
        findings.append(Finding("PLAN-04", "", {"run": run.name}))
    return Mended(tuple(findings), tuple(overtaken))


def close_overtaken(shop: Shop, runs: Sequence[RunSeen]) -> None:
    """Ends the runs whose rows another run has now written."""
    for run in runs:
        finish(shop, run.name, run.at)


def _bring_back(shop: Shop) -> list[Finding]:
    """A workbook that is gone comes back from its newest backup; its open lines are then completed from the ledger."""
    backup = shop.book.newest_backup()
    if shop.book.exists() or backup is None:
        refuse_if_gone(shop)
        return []
    shop.book.restore(backup)
    return [Finding("SHOP-08", shop.book.name, {"name": shop.book.name, "backup": backup.name})]
