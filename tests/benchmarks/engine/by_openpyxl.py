"""openpyxl on the benchmark's works: load and save. wolfxl speaks the same language, and keeps what it does not know."""

from __future__ import annotations

import importlib
import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.engine.made_book import SHEET, plain
from tests.benchmarks.engine.works import Task


def write(book: Path, result: Path, task: Task) -> None:
    """By openpyxl."""
    library = importlib.import_module("openpyxl")
    _write(library, library.load_workbook(book), result, task)


def write_by_wolfxl(book: Path, result: Path, task: Task) -> None:
    """By wolfxl in the mode that keeps the file; a Decimal it would write as text."""
    library = importlib.import_module("wolfxl")
    values: Any = [tuple(map(plain, row)) for row in task.values]
    _write(library, library.load_workbook(os.fspath(book), modify=True), result, replace(task, values=values))


def _write(library: Any, opened: Any, result: Path, task: Task) -> None:  # noqa: ANN401
    fill = partial(library.styles.PatternFill, "solid")
    work, sheet = task.work, opened[SHEET]
    fills = [fill(fgColor=colour) if colour else None for colour in work.fills]
    looks = list(zip(work.columns, work.formats, fills, strict=True))
    for column, heading in zip(work.columns, work.headings, strict=False):
        sheet.cell(1, column).value = heading
    for row, values in enumerate(task.values, task.first_row):
        for (column, code, colour), value in zip(looks, values, strict=True):
            cell = sheet.cell(row, column)
            cell.value = value
            if code:
                cell.number_format = code
            if colour:
                cell.fill = colour
    opened.save(os.fspath(result))
