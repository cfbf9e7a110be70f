"""The one click: finish what stopped half-way, plan, ask, apply. And the two halves of it on their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.history import fold
from sheetship.core.plan_rows import Action
from sheetship.flow.apply import Applied, apply, resume
from sheetship.flow.ports import SavedPlan, Shop
from sheetship.flow.prepare import Prepared, Step, prepare
from sheetship.flow.reporting import plan_sheet

Approve = Callable[[Prepared], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A plan, and what came of it; ``applied`` is ``None`` when nobody said yes."""

    prepared: Prepared
    applied: Applied | None
    findings: tuple[Finding, ...]


def run(shop: Shop, now: datetime, user: str, *, approve: Approve, step: Step) -> Ran:
    """Plans and, if ``approve`` says yes to the plan, applies it.

    Raises:
        SheetShipError: STORE-40 another run is going on; PLAN-01, BOOK-… the run could not go on.
    """
    with shop.lock.hold(user, now):
        resumed, reseed = resume(shop, fold(shop.ledger.events()))
        prepared = prepare(shop, now, step=step, reseed=reseed)
        findings = (*resumed, *prepared.plan.findings)
        if not approve(prepared):
            return Ran(prepared=prepared, applied=None, findings=findings)
        return Ran(prepared=prepared, applied=apply(shop, prepared, step=step), findings=findings)


def save_plan(shop: Shop, now: datetime, *, step: Step) -> tuple[Prepared, str]:
    """The plan, and the path of the workbook it was saved as; nothing else is changed."""
    prepared = prepare(shop, now, step=step)
    book = shop.writers.plan_book(plan_sheet(shop, prepared))
    saved = SavedPlan(run=prepared.plan.run, at=now, digest=prepared.plan.digest(), book=book)
    return prepared, shop.plans.save(saved)


def apply_saved(shop: Shop, name: str, user: str, *, step: Step) -> Ran:
    """Applies a saved plan without the lines that a person unticked in it.

    A plan is a function of what it was decided on, so it is made again with its own clock and compared: any
    difference means that something changed since.

    Raises:
        SheetShipError: PLAN-01 something changed since, PLAN-02 not a plan.
    """
    saved = shop.plans.load(name)
    with shop.lock.hold(user, saved.at):
        prepared = prepare(shop, saved.at, step=step)
        if prepared.plan.digest() != saved.digest:
            raise SheetShipError("PLAN-01", "", what=_what_changed(prepared, saved))
        unticked = shop.writers.unticked(
            saved.book, {row.line_key for row in prepared.plan.rows if row.action is not Action.HOLD}
        )
        if unticked:
            prepared = prepare(shop, saved.at, step=step, excluded=unticked)
        applied = apply(shop, prepared, step=step)
        return Ran(prepared=prepared, applied=applied, findings=prepared.plan.findings)


def _what_changed(prepared: Prepared, saved: SavedPlan) -> str:
    if prepared.plan.run != saved.run:
        return prepared.plan.run
    return "、".join(name for name in prepared.gathered.inputs if name != "ledger")
