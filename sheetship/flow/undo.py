"""Takes a run back, as far as that can be.

What stayed in the shop folder is restored, what a person edited since is kept, what may have left the shop is listed,
with sheets that ask the suppliers to cancel.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sheetship.core.buying import common_fields
from sheetship.core.decide import run_name
from sheetship.core.document_rows import cancel_row, totals
from sheetship.core.documents import TemplateSpec, file_name
from sheetship.core.events import Kind, StoredEvent, run_undone
from sheetship.core.facts import Facts
from sheetship.core.findings import SheetShipError
from sheetship.core.history import Known, RunSeen
from sheetship.core.model import Issue, Upload
from sheetship.core.plan import Document
from sheetship.core.report import FileKind
from sheetship.core.undoing import Undoing, undoing
from sheetship.flow.apply import record
from sheetship.flow.gather import AFTER, Gathered, gather
from sheetship.flow.mend import mend
from sheetship.flow.ports import Shop, Staged
from sheetship.flow.prepare import MadeFile

CANCEL_LIST = "cancel_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What came of it: cells restored, cells kept by address, what cannot be taken back, the correction files."""

    run: str
    by: str
    restored: int
    kept: tuple[str, ...]
    issues: tuple[Issue, ...]
    uploads: tuple[Upload, ...]
    files: tuple[MadeFile, ...]
    returned: tuple[str, ...]
    """Inbox files that are back."""


def undo(shop: Shop, name: str | None, now: datetime, user: str) -> Undone:
    """Takes a run back; without a name the last one.

    Raises:
        SheetShipError: PLAN-03 there is no such run, BOOK-01 the workbook is open: nothing was changed. PLAN-08 it is
            recorded but something stood in the way: the next run finishes it.
    """
    with shop.lock.hold(user, now):
        mend(shop)
        gathered = gather(shop, now, excluded=frozenset(), reseed=False)
        events = list(shop.ledger.events())
        run = _chosen(gathered.facts.known, events, name)
        facts = gathered.facts
        back = undoing(
            events, run.name, facts.table, zone=facts.zone, lang=facts.lang, platforms=facts.platform_names
        )
        workbook = _workbook(shop, gathered, run, back)
        if workbook is not None:
            shop.book.refuse_if_open()
        by = run_name(facts)
        files = tuple(_cancel_lists(shop, back.issues, facts, by))
        staged = Staged(
            files={file.path: file.content for file in files},
            workbook=workbook,
            expected_sha=gathered.book.sha256,
            consumed={},
            takes_back=run.name,
        )
        returned = shop.inbox.archived(run.name)
        record(shop, by, now, staged=staged, inputs=gathered.inputs, events=[run_undone(run.name)])
        return Undone(
            run=run.name,
            by=by,
            restored=len(back.cells),
            kept=back.kept,
            issues=back.issues,
            uploads=back.uploads,
            files=files,
            returned=tuple(returned),
        )


def _chosen(known: Known, events: Sequence[StoredEvent], name: str | None) -> RunSeen:
    """The run to take back: one that is not an undo itself and was not taken back."""
    undoes = {stored.run for stored in events if stored.event.kind is Kind.RUN_UNDONE}
    runs = [run for run in known.runs if run.name not in undoes and not run.undone_by]
    wanted = [run for run in runs if name in {None, run.name}]
    if not wanted:
        raise SheetShipError("PLAN-03", "", run=name or "", known="、".join(run.name for run in runs) or "—")
    return wanted[-1]


def _workbook(shop: Shop, gathered: Gathered, run: RunSeen, back: Undoing) -> bytes | None:
    """The workbook as it will be: the very bytes from before where nobody touched it since, else cell by cell."""
    book = gathered.book
    if run.inputs.get(AFTER) == book.sha256:
        before = shop.book.backup_of(run.inputs.get(book.name, ""))
        if before is not None:
            return before
    if not back.cells:
        return None
    return shop.book.changed(book, back.change(gathered.facts.table), gathered.facts.lang).content


def _cancel_lists(shop: Shop, issues: Sequence[Issue], facts: Facts, run: str) -> list[MadeFile]:
    """A sheet for each supplier that asks it not to send the lines of the run."""
    by_supplier: defaultdict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        by_supplier[issue.supplier].append(issue)
    spec = facts.specs.get(CANCEL_LIST)
    if spec is None:
        return []
    return [
        _cancel_list(shop, spec, code, by_supplier[code], facts=facts, run=run)
        for code in sorted(by_supplier)
    ]


def _cancel_list(
    shop: Shop, spec: TemplateSpec, code: str, asked: Sequence[Issue], *, facts: Facts, run: str
) -> MadeFile:
    supplier = facts.catalogue.suppliers.get(code)
    rows = [cancel_row(issue, facts.known.line(issue.line_key).fields, facts.lang) for issue in asked]
    document = Document(
        kind=FileKind.SUPPLIER_SHEET,
        template=CANCEL_LIST,
        group=code,
        fields={
            **common_fields(facts, run),
            **totals(rows),
            "po.number": "、".join(dict.fromkeys(issue.po_number for issue in asked)),
            "supplier.code": code,
            "supplier.name": supplier.name if supplier else code,
        },
        rows=tuple(rows),
        keys=tuple(issue.line_key for issue in asked),
    )
    content = shop.templates.render(spec, document)
    path = file_name(spec, document.fields)
    return MadeFile(path=path, kind=document.kind, content=content, lines=len(rows), group=code)
