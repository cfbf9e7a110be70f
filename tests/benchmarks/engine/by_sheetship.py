"""SheetShip on the benchmark's works: by whole rows, as it does many of them itself, and cell by cell."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from sheetship.xlsx import CellEdit, RowEdit, SheetEdits, Style, patch
from sheetship.xlsx.packer import STANDARD, Packer, best
from tests.benchmarks.engine.made_book import SHEET
from tests.benchmarks.engine.works import Task, Work


def write_rows(book: Path, result: Path, task: Task) -> None:
    """Asks for whole rows; headings too, if there are new columns."""
    _write_rows(book, result, task, STANDARD)


def write_rows_fast(book: Path, result: Path, task: Task) -> None:
    """The same where zlib-ng is installed."""
    _write_rows(book, result, task, best())


def write_cells(book: Path, result: Path, task: Task) -> None:
    """Asks for the same, each cell on its own."""
    _pack_by(STANDARD)
    work, styles = task.work, _styles(task.work)
    edits = [
        CellEdit(row, column, value, style)
        for row, values in enumerate(task.values, task.first_row)
        for column, value, style in zip(work.columns, values, styles, strict=True)
    ]
    edits += [CellEdit(1, *heading) for heading in zip(work.columns, work.headings, strict=False)]
    result.write_bytes(patch(book, [SheetEdits(sheet=SHEET, cells=edits)]).content)


def _write_rows(book: Path, result: Path, task: Task, packer: Packer) -> None:
    _pack_by(packer)
    work, styles = task.work, _styles(task.work)
    edits = [
        RowEdit(row, work.columns, values, styles) for row, values in enumerate(task.values, task.first_row)
    ]
    if work.headings:
        edits.append(RowEdit(1, work.columns, work.headings, (None,) * len(work.columns)))
    result.write_bytes(patch(book, [SheetEdits(sheet=SHEET, rows=edits)]).content)


def _pack_by(packer: Packer) -> None:
    """Have the engine pack as if that was all there is."""
    vars(import_module("sheetship.xlsx.archive"))["BEST"] = packer


def _styles(work: Work) -> tuple[Style | None, ...]:
    """Appended rows take their look from the row above, unasked."""
    looks = zip(work.formats, work.fills, strict=True)
    if work.is_appended:
        return (None,) * len(work.columns)
    return tuple([Style(number_format=code, fill=fill) if code or fill else None for code, fill in looks])
