"""Reports and plan workbooks, as the flow asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from sheetship.adapters.plan_xlsx import read_plan, write_plan
from sheetship.adapters.report_html import render_report
from sheetship.adapters.report_xlsx import write_report
from sheetship.core.plan_rows import PlanSheet
from sheetship.core.report import Report


class Writers:
    """The ``Writers`` port."""

    def report_files(self, report: Report) -> Mapping[str, bytes]:
        """``report.html`` and ``report.xlsx``."""
        return {"report.html": render_report(report), "report.xlsx": write_report(report)}

    def plan_book(self, sheet: PlanSheet) -> bytes:
        """The plan to look through and to untick lines in."""
        return write_plan(sheet)

    def unticked(self, book: bytes, planned: AbstractSet[str]) -> frozenset[str]:
        """Keys of planned lines that a person dropped."""
        return read_plan(book, planned)
