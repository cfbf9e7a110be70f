"""The report of a run, and the sheet that shows its plan: the same values for the screen, the page and the workbook."""

from __future__ import annotations

from sheetship.core.columns import OURS, TEAM
from sheetship.core.model import column_letters
from sheetship.core.own_cells import as_text
from sheetship.core.plan_rows import PlannedCell, PlannedFile, PlanSheet
from sheetship.core.releases import SETTLED
from sheetship.core.report import Done, FileKind, Report, ReportFile, public_findings
from sheetship.flow.ports import Shop
from sheetship.flow.prepare import MadeFile, Prepared

_COLUMNS = {column.field: column for column in (*TEAM, *OURS)}


def report_of(shop: Shop, prepared: Prepared, *, applied: bool) -> Report:
    """The report of a prepared run, without any person in it."""
    plan, facts = prepared.plan, prepared.facts
    counts = plan.counts
    return Report(
        run=plan.run,
        shop=shop.name,
        at=plan.at.astimezone(facts.zone),
        lang=facts.lang,
        applied=applied,
        done=Done(
            new=counts["new"],
            ordered=counts["sent"],
            tracked=counts["shipped"],
            uploaded=counts["uploaded"],
            cells=len(plan.cells),
        ),
        lines=plan.report,
        files=tuple(
            ReportFile(path=file.path, kind=file.kind, lines=file.lines, supplier=_supplier(file, prepared))
            for file in prepared.files
        ),
        findings=public_findings((f for f in plan.findings if f.code not in SETTLED), plan.lines),
        terms={s.name: str(s.account_days or "") for s in facts.catalogue.suppliers.values()},
    )


def _supplier(file: MadeFile, prepared: Prepared) -> str:
    supplier = prepared.facts.catalogue.suppliers.get(file.group)
    return supplier.name if supplier else ""


def report_files(shop: Shop, prepared: Prepared) -> tuple[MadeFile, ...]:
    """``report.html`` and ``report.xlsx``."""
    made = shop.writers.report_files(report_of(shop, prepared, applied=True))
    return tuple(
        MadeFile(path=path, kind=FileKind.REPORT, content=content, lines=len(prepared.plan.report), group="")
        for path, content in made.items()
    )


def plan_sheet(shop: Shop, prepared: Prepared) -> PlanSheet:
    """The plan to look through and to untick lines in."""
    plan, facts = prepared.plan, prepared.facts
    table = facts.table
    return PlanSheet(
        run=plan.run,
        shop=shop.name,
        at=plan.at.astimezone(facts.zone),
        lang=facts.lang,
        rows=plan.rows,
        files=tuple(
            PlannedFile(path=f"outbox/{plan.run}/{file.path}", kind=file.kind, lines=file.lines)
            for file in prepared.files
        ),
        cells=tuple(
            PlannedCell(
                where=f"{table.sheet}!{column_letters(table.columns.get(cell.field, 0))}{cell.row or ''}",
                heading=_COLUMNS[cell.field].heading(facts.lang),
                old=cell.old,
                new=as_text(cell.new),
            )
            for cell in plan.cells
        ),
    )
