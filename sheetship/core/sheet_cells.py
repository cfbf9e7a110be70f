"""Every cell of SheetShip's own columns that a run has to set: beside lines, and beside rows that are no line.

What a line's cells say is ``own_cells.py``'s; where they stand in the file is ``table_change.py``'s.
"""

from __future__ import annotations

from collections.abc import Sequence

from sheetship.core.facts import Facts
from sheetship.core.findings import Finding
from sheetship.core.orders_table import TableRow
from sheetship.core.outcome import Outcome
from sheetship.core.overwritten import overwritten
from sheetship.core.own_cells import Speaker, changed_cells
from sheetship.core.plan import CellChange


def line_cells(results: Sequence[Outcome], speaker: Speaker, run: str) -> list[CellChange]:
    """The cells that have to change, line by line."""
    changes = []
    for result in results:
        work = result.work
        if work.row or work.is_seed:
            changes += changed_cells(work.key, work.row, result.view, speaker, run)
    return changes


def restored(cells: Sequence[CellChange], results: Sequence[Outcome], facts: Facts) -> list[Finding]:
    """What a person typed into cells of ours; in a workbook that is not the one last written, nobody can tell."""
    written = {result.work.key: result.view.written for result in results}
    return [] if facts.reseed else overwritten(cells, written, facts.table)


def spare_cells(rows: Sequence[tuple[TableRow, Finding]], lang: str, run: str) -> list[CellChange]:
    """What is written beside rows that are no line of their own; it is nobody's history, so it has no line key."""
    changes = []
    for row, finding in rows:
        said = {"problem": finding.message(lang), "next_step": finding.fix(lang)}
        wrong = {name: text for name, text in said.items() if row.ours.get(name, "") != text}
        changes += [
            CellChange(row=row.number, line_key="", field=name, old=row.ours.get(name, ""), new=text)
            for name, text in ({**wrong, "last_run": run} if wrong else {}).items()
        ]
    return changes
