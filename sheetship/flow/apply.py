"""Does what a plan says, or nothing. Everything is staged first; the ledger's commit is the moment that counts.

Before it nothing has happened. After it everything will: what a crash interrupts, ``resume.py`` finishes from the staged
files, so that no half-written file is ever visible and nothing is decided twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sheetship.core.events import Event, cells_written, run_finished, run_started
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.own_cells import as_text
from sheetship.core.plan import Plan
from sheetship.flow.gather import AFTER, LEDGER
from sheetship.flow.ports import Shop, Staged
from sheetship.flow.prepare import MadeFile, Prepared, Step
from sheetship.flow.reporting import report_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What a run did."""

    run: str
    files: tuple[MadeFile, ...]
    edits: int


def apply(shop: Shop, prepared: Prepared, *, step: Step) -> Applied:
    """Writes the files, sets the cells, archives the inbox files, and remembers it.

    Raises:
        SheetShipError: PLAN-01 something changed since the plan, BOOK-01 the workbook is open: nothing was written.
            PLAN-08 it is recorded but something stood in the way: the next run finishes it.
    """
    plan = prepared.plan
    if plan.is_empty:
        return Applied(run=plan.run, files=(), edits=0)
    step("writing")
    if prepared.workbook is not None:
        shop.book.refuse_if_open()
    _refuse_changed(shop, prepared)
    step("reporting")
    files = (*prepared.files, *report_files(shop, prepared))
    staged = Staged(
        files={file.path: file.content for file in files},
        workbook=prepared.workbook,
        expected_sha=prepared.gathered.book.sha256,
        consumed={name: prepared.gathered.consumed[name] for name in plan.consumed},
    )
    inputs = prepared.gathered.inputs
    record(shop, plan.run, plan.at, staged=staged, inputs=inputs, events=_events(prepared))
    return Applied(run=plan.run, files=files, edits=edits(plan))


def edits(plan: Plan) -> int:
    """Cells of the orders table that the plan sets."""
    return len(plan.cells) + sum(len(seed.fields) for seed in plan.seeds)


def _refuse_changed(shop: Shop, prepared: Prepared) -> None:
    """The world has to be as it was read: the same workbook, catalogue, inbox files and memory."""
    catalogue = shop.catalogue.read()
    now = {
        shop.book.name: shop.book.read().sha256,
        catalogue.name: catalogue.sha256,
        LEDGER: str(shop.ledger.head()),
        **{file.name: file.sha256 for file in shop.inbox.waiting()},
    }
    refuse_unless_same(prepared.gathered.inputs, now)


def refuse_unless_same(planned: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Raises SheetShipError PLAN-01 naming everything that the plan was decided on and that is not so any more."""
    changed = [name for name, sha256 in planned.items() if now.get(name) != sha256]
    if changed:
        raise SheetShipError("PLAN-01", changed[0], what=", ".join(changed))


def _events(prepared: Prepared) -> list[Event]:
    plan = prepared.plan
    written = {
        (change.line_key, change.field): (change.old, as_text(change.new))
        for change in reversed(plan.cells)  # of a line in two rows, the first row counts
        if change.line_key
    }
    return [*plan.events, *([cells_written(prepared.gathered.book.name, written)] if written else [])]


def record(
    shop: Shop,
    run: str,
    at: datetime,
    *,
    staged: Staged,
    inputs: Mapping[str, str],
    events: Sequence[Event],
) -> None:
    """Stages everything, commits the run to the ledger, and carries it out.

    Raises:
        SheetShipError: refused before the commit, nothing was written; PLAN-08 something stood in the way after it.
    """
    after = {} if staged.workbook is None else {AFTER: hashlib.sha256(staged.workbook).hexdigest()}
    started = run_started(run, inputs={**inputs, **after}, files=hashes_of(staged.files))
    shop.outbox.stage(run, staged)
    try:
        shop.ledger.commit(run, at, [started, *events], head=int(inputs[LEDGER]))
    except SheetShipError:
        shop.outbox.sweep(run)
        raise
    try:
        is_left = carry_out(shop, run, staged)
    except SheetShipError as error:
        raise _half_done(run, error.finding) from error
    if is_left:
        raise _half_done(run, Finding("BOOK-02", shop.book.name, {"name": shop.book.name}))
    finish(shop, run, at)


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file, by path."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def carry_out(shop: Shop, run: str, staged: Staged) -> bool:
    """What follows the commit; True when the workbook was changed by somebody else since and was left alone.

    Files get their names, the workbook is replaced, inbox files are archived or brought back. All of it can be done
    again as often as needed.
    """
    shop.outbox.publish(run, staged.files)
    is_left = False
    if staged.workbook is not None and shop.book.exists():
        there = shop.book.read().sha256
        if there == staged.expected_sha:
            shop.book.replace(staged.workbook, expected_sha=there)
        is_left = there not in {staged.expected_sha, hashlib.sha256(staged.workbook).hexdigest()}
    shop.inbox.archive(staged.consumed, run)
    if staged.takes_back:
        shop.inbox.bring_back(staged.takes_back)
    return is_left


def finish(shop: Shop, run: str, at: datetime) -> None:
    """The run is over: everything it promised has its final name and place."""
    shop.ledger.commit(run, at, [run_finished(run)], head=shop.ledger.head())
    shop.outbox.sweep(run)
    with suppress(SheetShipError):  # the run is done; what ails the ledger is told by the next one
        shop.ledger.keep_copy(f"{at:%y%m%d}")
        shop.home.leave_copy(f"{at:%y%m%d}")


def _half_done(run: str, found: Finding) -> SheetShipError:
    return SheetShipError(
        "PLAN-08",
        found.where,
        run=run,
        reason_zh=found.message("zh"),
        reason_en=found.message("en"),
        fix_zh=found.fix("zh"),
        fix_en=found.fix("en"),
    )
