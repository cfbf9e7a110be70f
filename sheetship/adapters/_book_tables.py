"""Tables from workbooks: every visible tab as text cells, with the cells that cannot be trusted marked.

Private to ``inbox_files.py``. ``.xlsx`` is read by our own engine; the old ``.xls`` by calamine.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sheetship.core.findings import SheetShipError
from sheetship.core.tables import ERROR, FORMULA, LOST_DIGITS, RawTable
from sheetship.xlsx import Package, XlsxError, lost_digits, read_sheet

if TYPE_CHECKING:
    from sheetship.xlsx import Sheet

_EXACT = 10**15
"""From here on a spreadsheet's number may not be the one that was typed."""
_ENCRYPTED_BOOK = "EncryptedPackage".encode("utf-16-le")
_FILE_PASS = re.compile(rb"\x09\x08\x10\x00\x00\x06.{14}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""The record that follows the first one of an old workbook when it has a password."""
_DOUBTFUL = re.compile(r"#|[+-]?(?:\d*\.|\d+[eE]|\d{16})")
_REFUSALS = {"encrypted": "FILE-06", "not_a_workbook": "FILE-08"}


def xlsx_tables(content: bytes, name: str) -> list[RawTable]:
    """The visible tabs that hold anything.

    Raises:
        SheetShipError: FILE-06 with a password, FILE-07 damaged, FILE-08 a zip archive that is no workbook.
    """
    try:
        package = Package.open(content)
        visible = [s for s in package.sheets if s.state == "visible" and s.kind == "worksheet"]
        return [xlsx_table(read_sheet(package, s.name), f"{name}#{s.name}") for s in visible]
    except XlsxError as error:
        raise SheetShipError(_REFUSALS.get(error.code, "FILE-07"), name, file=name, kind="ZIP") from error


def xlsx_table(sheet: Sheet, name: str) -> RawTable:
    """A tab as text, with the cells marked that cannot be trusted; cells merged downwards repeat their text."""
    rows: list[list[str]] = [[]] * (sheet.rows[-1].number if sheet.rows else 0)
    texts = sheet.texts(range(1, sheet.max_column + 1))
    flaws = _set_right(sheet, texts)
    for row, cells in zip(sheet.rows, texts, strict=True):
        rows[row.number - 1] = cells
        flaws |= {(row.number, column): FORMULA for column in row.formula_columns}
    for merge in sheet.merges:
        _repeat_down(rows, merge.first_row, min(merge.last_row, len(rows)), merge.first_column)
    return RawTable(name, rows, flaws)


def _set_right(sheet: Sheet, texts: Sequence[list[str]]) -> dict[tuple[int, int], str]:
    """Spells numbers as they were typed, in place; marks errors and numbers too long for a spreadsheet.

    Looks only at cells whose text can be one of these: telling a cell's kind is slow.
    """
    flaws = {}
    for column in sheet.columns_with("number", "error"):
        cells = [row[column - 1] for row in texts]
        doubtful = {text for text in set(cells) if _DOUBTFUL.match(text)}
        for row, own, text in zip(sheet.rows, texts, cells, strict=True) if doubtful else ():
            cell = row.get(column) if text in doubtful else None
            if cell and cell.kind == "error":
                flaws[row.number, column] = ERROR
            elif cell and cell.kind == "number":
                own[column - 1] = _plain_number(text)
                if lost_digits(cell) and abs(float(text)) >= _EXACT:
                    flaws[row.number, column] = LOST_DIGITS
    return flaws


def _plain_number(text: str) -> str:
    """The number as it was typed: a stored ``19.899999999999999`` is 19.9.

    >>> _plain_number("19.899999999999999"), _plain_number("12.0"), _plain_number("6.917E+18")
    ('19.9', '12', '6.917E+18')
    """
    if "." not in text or "e" in text.lower():
        return text
    return repr(float(text)).removesuffix(".0")


def _repeat_down(rows: list[list[str]], first: int, last: int, column: int) -> None:
    above = rows[first - 1] if first <= len(rows) else []
    text = above[column - 1] if len(above) >= column else ""
    for at in range(first, last) if text else ():
        cells = rows[at]
        rows[at] = [*cells, *[""] * (column - len(cells))]
        rows[at][column - 1] = text


def xls_tables(content: bytes, name: str) -> list[RawTable]:
    """The visible tabs of an old binary workbook.

    Raises:
        SheetShipError: FILE-06 with a password, FILE-07 damaged.
    """
    if _ENCRYPTED_BOOK in content or _FILE_PASS.search(content):
        raise SheetShipError("FILE-06", name, file=name)
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        return [
            _xls_table(book.get_sheet_by_name(tab).to_python(skip_empty_area=False), f"{name}#{tab}")
            for tab in visible
        ]
    except CalamineError as error:
        raise SheetShipError("FILE-07", name, file=name) from error


def _xls_table(values: Sequence[Sequence[object]], name: str) -> RawTable:
    flaws = {
        (row, column): LOST_DIGITS
        for row, cells in enumerate(values, 1)
        for column, value in enumerate(cells, 1)
        if isinstance(value, float) and abs(value) >= _EXACT
    }
    return RawTable(name, [[_text(value) for value in cells] for cells in values], flaws)


def _text(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, bool):
        return str(value).upper()
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)
