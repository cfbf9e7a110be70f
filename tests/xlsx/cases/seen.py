"""A workbook as two readers see it: sheet by sheet, each cell by its address."""

import io
import warnings
from datetime import date, datetime, time, timedelta

import openpyxl

from sheetship.xlsx import Package, address, read_sheet
from sheetship.xlsx.edits import Value

Seen = dict[str, object]


def by_us(content: bytes) -> Seen:
    """Return kind, text and formula flag of every cell with something in it."""
    package = Package.open(content)
    names = [sheet.name for sheet in package.sheets if sheet.kind == "worksheet"]
    return {
        f"{name}!{address(row.number, column)}": (cell.kind, cell.text, cell.has_formula)
        for name in names
        for row in read_sheet(package, name).rows
        for column, cell in row.items()
        if cell.text or cell.has_formula
    }


def by_openpyxl(content: bytes) -> Seen | None:
    """Return the value of every cell, or None if openpyxl cannot open the file or sees no sheets in it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content))
    except Exception:  # noqa: BLE001 - it fails on what it does not know in many ways
        return None
    cells: Seen = {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book.worksheets
        for cell in sheet._cells.values()
        if cell.value is not None
    }
    return cells if book.worksheets else None


def is_shown(seen: object, value: Value) -> bool:
    """Whether openpyxl's value is the one that was written.

    It does not know every format of dates, and shows a number in a date's format as a date, or as `#VALUE!`.
    """
    if value is None or value == "":
        return seen is None
    if isinstance(value, str):
        return seen == value or "_x" in str(seen) or "\r" in value
    if isinstance(value, bool):
        return seen is value
    if isinstance(value, date | time):
        return isinstance(seen, int | float) or _moment(seen) == _moment(value)
    if isinstance(seen, int | float):
        return float(value) == seen
    return isinstance(seen, date | time | timedelta) or seen == "#VALUE!"


def _moment(value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - cells know no zone
    return value.isoformat()[:19] if isinstance(value, datetime | time) else str(value)
