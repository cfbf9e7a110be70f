"""Programs that read the first sheet, row by row, without holding all of it where they can do so."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sheetship.xlsx import read_rows, read_sheet


def by_sheetship(book: Path) -> Iterator[Sequence[object]]:
    """The exact text of every cell, rows let go as they come."""
    for row in read_rows(book):
        yield row.texts(row.columns)


def by_sheetship_whole(book: Path) -> Iterator[Sequence[object]]:
    """The same with the whole sheet held at once."""
    for row in read_sheet(book).rows:
        yield row.texts(row.columns)


def by_calamine(book: Path) -> Iterator[Sequence[object]]:
    """Values as calamine takes them: whole numbers become floats, errors blanks."""
    library: Any = importlib.import_module("python_calamine")
    yield from library.CalamineWorkbook.from_path(book).get_sheet_by_index(0).iter_rows()


def by_openpyxl(book: Path) -> Iterator[Sequence[object]]:
    """Values as openpyxl takes them, in the mode that only reads."""
    library: Any = importlib.import_module("openpyxl")
    opened = library.load_workbook(book, read_only=True)
    yield from opened.worksheets[0].iter_rows(values_only=True)
    opened.close()
