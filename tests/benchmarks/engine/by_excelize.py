"""excelize, the Go library, on the benchmark's works, by its own binding for Python.

Values go in by whole rows where their columns stand side by side, looks by whole columns: its quickest ways.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

from sheetship.xlsx import address
from tests.benchmarks.engine.made_book import SHEET, plain
from tests.benchmarks.engine.works import Task


def write(book: Path, result: Path, task: Task) -> None:
    """By excelize."""
    library: Any = importlib.import_module("excelize")
    opened = library.open_file(os.fspath(book))
    columns = task.work.columns
    is_block = columns == tuple(range(columns[0], columns[-1] + 1))
    for row, values in enumerate(task.values, task.first_row):
        if is_block:
            opened.set_sheet_row(SHEET, address(row, columns[0]), list(map(plain, values)))
        else:
            for column, value in zip(columns, values, strict=True):
                opened.set_cell_value(SHEET, address(row, column), plain(value))
    if task.work.headings:
        opened.set_sheet_row(SHEET, address(1, columns[0]), list(task.work.headings))
    _set_looks(library, opened, task)
    opened.save_as(os.fspath(result))
    opened.close()


def _set_looks(library: Any, opened: Any, task: Task) -> None:  # noqa: ANN401
    last_row = task.first_row + len(task.values) - 1
    for column, code, colour in zip(task.work.columns, task.work.formats, task.work.fills, strict=True):
        if code or colour:
            fill = library.Fill(type="pattern", color=[colour], pattern=1) if colour else library.Fill()
            style = opened.new_style(library.Style(fill=fill, custom_num_fmt=code))
            area = address(task.first_row, column), address(last_row, column)
            opened.set_cell_style(SHEET, *area, style)
