"""Plan a run down to the last byte: every file rendered, the new workbook patched and proved, nothing written yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sheetship.core.decide import decide
from sheetship.core.documents import TemplateSpec, arrange, check_rows, file_name, find_template, split
from sheetship.core.facts import Facts
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.plan import Document, Plan
from sheetship.core.report import FileKind
from sheetship.core.table_change import table_change
from sheetship.flow.gather import Gathered, gather
from sheetship.flow.ports import ChangedBook, Shop

Step = Callable[[str], None]
"""Told the name of each step as it begins, for a progress display."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """A rendered file: its path below ``outbox/<run>/``."""

    path: str
    kind: FileKind
    content: bytes
    lines: int
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A plan with everything it will write in memory, and what it was decided on."""

    plan: Plan
    gathered: Gathered
    files: tuple[MadeFile, ...]
    workbook: bytes | None
    """The new orders workbook; ``None`` when no cell changes."""

    @property
    def facts(self) -> Facts:
        """What was read."""
        return self.gathered.facts


def prepare(
    shop: Shop, now: datetime, *, step: Step, excluded: frozenset[str] = frozenset(), reseed: bool = False
) -> Prepared:
    """The plan of a run with its files. A supplier whose file cannot be made keeps its lines; the others go on.

    Raises:
        SheetShipError: nothing can be planned: the workbook, the catalogue or the ledger cannot be read.
    """
    step("reading")
    gathered = gather(shop, now, excluded=excluded, reseed=reseed)
    step("deciding")
    blocked: dict[tuple[FileKind, str], Finding] = {}
    while True:
        plan = decide(gathered.facts, blocked)
        step("rendering")
        files, failures = _render(shop, plan, gathered.facts)
        fresh = {document: finding for document, finding in failures.items() if document not in blocked}
        if not fresh:
            break
        blocked |= fresh
    book = _new_workbook(shop, plan, gathered)
    if book is not None:
        plan = replace(plan, findings=(*plan.findings, *book.findings))
    return Prepared(plan=plan, gathered=gathered, files=tuple(files), workbook=book.content if book else None)


def _render(
    shop: Shop, plan: Plan, facts: Facts
) -> tuple[list[MadeFile], dict[tuple[FileKind, str], Finding]]:
    """The files of a plan, and for documents that cannot be made the reason."""
    files: list[MadeFile] = []
    failures: dict[tuple[FileKind, str], Finding] = {}
    for document in plan.documents:
        try:
            files += _files(shop, document, facts.specs)
        except SheetShipError as error:
            failures[document.kind, document.group] = error.finding
    return _named_apart(files), failures


def _named_apart(files: Sequence[MadeFile]) -> list[MadeFile]:
    """Two files that would get one name (two shops called the same) get a number behind it."""
    times: Counter[str] = Counter()
    apart = []
    for file in files:
        times[file.path.casefold()] += 1
        stem, dot, ending = file.path.rpartition(".")
        again = times[file.path.casefold()]
        apart.append(file if again == 1 else replace(file, path=f"{stem} ({again}){dot}{ending}"))
    return apart


def _files(shop: Shop, document: Document, specs: Mapping[str, TemplateSpec]) -> list[MadeFile]:
    spec = find_template(specs, document.template)
    fit = check_rows(spec, document.rows)
    if fit.findings and document.kind is not FileKind.MESSAGE:
        first = fit.findings[0]
        raise SheetShipError(first.code, first.where, **first.values)
    parts = split(spec, arrange(spec, fit.rows))
    return [
        MadeFile(
            path=file_name(
                spec, {**document.fields, "group": document.group}, part=at if len(parts) > 1 else 0
            ),
            kind=document.kind,
            content=shop.templates.render(spec, replace(document, rows=rows)),
            lines=len(rows),
            group=document.group,
        )
        for at, rows in enumerate(parts, 1)
    ]


def _new_workbook(shop: Shop, plan: Plan, gathered: Gathered) -> ChangedBook | None:
    if not plan.cells and not plan.seeds:
        return None
    facts = gathered.facts
    change = table_change(
        facts.table, plan.seeds, plan.cells, zone=facts.zone, lang=facts.lang, platforms=facts.platform_names
    )
    return shop.book.changed(gathered.book, change, facts.lang)
