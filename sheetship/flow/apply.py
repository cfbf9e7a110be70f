"""Does what a plan says, or nothing. Everything is staged first; the ledger's commit is the moment that counts.

Before it nothing has happened. After it everything will: what a crash interrupts, ``resume`` finishes from the staged
files, so that no half-written file is ever visible and nothing is decided twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sheetship.core.events import Event, cells_written, run_finished, run_started
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.history import Known
from sheetship.core.own_cells import as_text
from sheetship.core.plan import Plan
from sheetship.flow.ports import Shop, Staged
from sheetship.flow.prepare import MadeFile, Prepared, Step
from sheetship.flow.reporting import report_files

AFTER = "orders after"
"""Under this name a run keeps the hash of the workbook that it wrote."""


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
    shop.outbox.stage(plan.run, staged)
    head = shop.ledger.commit(
        plan.run, plan.at, _events(prepared, staged), head=int(prepared.gathered.inputs["ledger"])
    )
    carry_out(shop, plan.run, staged)
    shop.ledger.commit(plan.run, plan.at, [run_finished(plan.run)], head=head)
    shop.outbox.sweep(plan.run)
    return Applied(run=plan.run, files=files, edits=edits(plan))


def edits(plan: Plan) -> int:
    """Cells of the orders table that the plan sets."""
    return len(plan.cells) + sum(len(seed.fields) for seed in plan.seeds)


def _refuse_changed(shop: Shop, prepared: Prepared) -> None:
    """The world has to be as it was read: the same workbook, catalogue, inbox files and memory."""
    inputs = prepared.gathered.inputs
    now = {
        shop.book.name: shop.book.read().sha256,
        "ledger": str(shop.ledger.head()),
        **{file.name: file.sha256 for file in shop.inbox.waiting()},
    }
    changed = [
        name
        for name in (shop.book.name, "ledger", *prepared.plan.consumed)
        if name in inputs and now.get(name) != inputs[name]
    ]
    if changed:
        raise SheetShipError("PLAN-01", changed[0], what="、".join(changed))


def _events(prepared: Prepared, staged: Staged) -> list[Event]:
    plan = prepared.plan
    written = {
        (change.line_key, change.field): (change.old, as_text(change.new))
        for change in plan.cells
        if change.line_key
    }
    after = {} if staged.workbook is None else {AFTER: hashlib.sha256(staged.workbook).hexdigest()}
    return [
        run_started(plan.run, inputs={**prepared.gathered.inputs, **after}, files=hashes_of(staged.files)),
        *plan.events,
        *([cells_written(prepared.gathered.book.name, written)] if written else []),
    ]


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file, by path."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def carry_out(shop: Shop, run: str, staged: Staged) -> None:
    """What follows the commit: files get their names, the workbook is replaced, inbox files are archived."""
    shop.outbox.publish(run, staged.files)
    if staged.workbook is not None:
        shop.book.replace(staged.workbook, expected_sha=staged.expected_sha)
    shop.inbox.archive(staged.consumed, run)


def resume(shop: Shop, known: Known) -> tuple[list[Finding], bool]:
    """Finishes runs that stopped after their commit; True when rows may be missing because the workbook was changed
    in between, so that open lines have to be written again.

    Raises:
        SheetShipError: BOOK-01 the workbook is open; the run stays to be finished by the next one.
    """
    findings: list[Finding] = []
    reseed = False
    for run in known.unfinished:
        staged = shop.outbox.staged(run.name)
        if staged is not None:
            reseed = _finish(shop, run.name, staged) or reseed
        shop.ledger.commit(run.name, run.at, [run_finished(run.name)], head=shop.ledger.head())
        shop.outbox.sweep(run.name)
        findings.append(Finding("PLAN-04", "", {"run": run.name}))
    return findings, reseed


def _finish(shop: Shop, run: str, staged: Staged) -> bool:
    shop.outbox.publish(run, staged.files)
    is_changed = False
    if staged.workbook is not None and shop.book.exists():
        there = shop.book.read().sha256
        if there == staged.expected_sha:
            shop.book.replace(staged.workbook, expected_sha=there)
        else:
            is_changed = there != hashlib.sha256(staged.workbook).hexdigest()
    shop.inbox.archive(staged.consumed, run)
    return is_changed
