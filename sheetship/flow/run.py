"""The one click: put right what stopped half-way, plan, ask, apply. And the two halves of it on their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sheetship.core.findings import Finding
from sheetship.core.plan_rows import Action
from sheetship.flow.apply import Applied, apply, hashes_of, refuse_unless_same
from sheetship.flow.mend import Mended, close_overtaken, mend
from sheetship.flow.ports import SavedPlan, Shop
from sheetship.flow.prepare import Prepared, Step, prepare
from sheetship.flow.reporting import plan_sheet

Approve = Callable[[Prepared], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A plan, and what came of it; ``applied`` is ``None`` when nobody said yes."""

    prepared: Prepared
    applied: Applied | None
    mended: tuple[Finding, ...] = ()
    """What was put right before."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything there is to tell."""
        return (*self.mended, *self.prepared.plan.findings)


def run(shop: Shop, now: datetime, user: str, *, approve: Approve, step: Step) -> Ran:
    """Plans and, if ``approve`` says yes to the plan, applies it.

    Raises:
        SheetShipError: STORE-40 another run is going on; PLAN-01, PLAN-08, BOOK-… the run could not go on.
    """
    with shop.lock.hold(user, now):
        mended = mend(shop)
        prepared = prepare(shop, now, step=step, reseed=bool(mended.overtaken))
        if prepared.workbook is not None:
            shop.book.refuse_if_open()
        applied = _apply(shop, prepared, mended, step) if approve(prepared) else None
        return Ran(prepared=prepared, applied=applied, mended=mended.findings)


def _apply(shop: Shop, prepared: Prepared, mended: Mended, step: Step) -> Applied:
    applied = apply(shop, prepared, step=step)
    close_overtaken(shop, mended.overtaken)
    return applied


def rehearse(shop: Shop, now: datetime, *, step: Step) -> Ran:
    """The plan of a run; nothing at all is changed."""
    prepared = prepare(shop, now, step=step)
    return Ran(prepared=prepared, applied=None)


def save_plan(shop: Shop, now: datetime, *, step: Step) -> tuple[Prepared, str]:
    """The plan, and the path of the workbook it was saved as; nothing else is changed."""
    prepared = prepare(shop, now, step=step)
    saved = SavedPlan(
        run=prepared.plan.run,
        at=now,
        inputs=prepared.gathered.inputs,
        digest=_digest(prepared),
        book=shop.writers.plan_book(plan_sheet(shop, prepared)),
    )
    return prepared, shop.plans.save(saved)


def apply_saved(shop: Shop, name: str, user: str, *, step: Step) -> Ran:
    """Applies a saved plan without the lines that a person unticked in it.

    A plan is a function of what it was decided on, so it is made again with its own clock and compared: any
    difference means that something changed since.

    Raises:
        SheetShipError: PLAN-01 something changed since, PLAN-02 not a plan; the same as for a run.
    """
    saved = shop.plans.load(name)
    with shop.lock.hold(user, saved.at):
        mended = mend(shop)
        prepared = prepare(shop, saved.at, step=step, reseed=bool(mended.overtaken))
        _refuse_changed(prepared, saved)
        rows = (row for row in prepared.plan.rows if row.action is not Action.HOLD)
        unticked = shop.writers.unticked(saved.book, {row.line_key for row in rows})
        if unticked:
            prepared = prepare(shop, saved.at, step=step, excluded=unticked)
        applied = _apply(shop, prepared, mended, step)
        return Ran(prepared=prepared, applied=applied, mended=mended.findings)


def _refuse_changed(prepared: Prepared, saved: SavedPlan) -> None:
    """Raises PLAN-01; a template or a setting that changed shows in what the plan would write."""
    now = prepared.gathered.inputs
    refuse_unless_same(saved.inputs, now)
    refuse_unless_same(
        {**now, "templates / sheetship.toml": saved.digest},
        {**now, "templates / sheetship.toml": _digest(prepared)},
    )


def _digest(prepared: Prepared) -> str:
    """Equal where everything that would be written is equal, to the last byte."""
    files: Mapping[str, bytes] = {file.path: file.content for file in prepared.files}
    said = [prepared.plan.digest(), *sorted(hashes_of(files).items())]
    return hashlib.sha256(repr(said).encode()).hexdigest()
