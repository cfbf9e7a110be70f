"""Small template workbooks for tests, made by XlsxWriter, and hand-made changes to their parts."""

import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

Book = Any
"""An XlsxWriter workbook, which has no types."""
Sheet = Any


def made(build: Callable[[Book, Sheet], object], sheet: str = "订单") -> bytes:
    """A workbook whose first sheet ``build(book, sheet)`` fills."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - a file's date
    build(book, book.add_worksheet(sheet))
    book.close()
    return buffer.getvalue()


def simple(*cells: tuple[str, str]) -> bytes:
    """A workbook with these texts in these cells."""
    return made(lambda _book, sheet: [sheet.write_string(ref, text) for ref, text in cells])


def changed(content: bytes, change: Mapping[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """The workbook with some parts changed, or added, by hand."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            by = change.get(name)
            before = old.read(name)
            new.writestr(name, by(before) if callable(by) else by or before)
        for name, by in change.items():
            if name not in old.namelist() and isinstance(by, bytes):
                new.writestr(name, by)
    return buffer.getvalue()


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    """A change that puts one text for another, which must be there."""

    def change(xml: bytes) -> bytes:
        assert old.encode() in xml, old
        return xml.replace(old.encode(), new.encode())

    return change


def part(content: bytes, name: str) -> bytes:
    """A member of the zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def opened(content: bytes, sheet: str | None = None) -> Worksheet:
    """The sheet as openpyxl reads it."""
    book = openpyxl.load_workbook(BytesIO(content), rich_text=False)
    found = book[sheet] if sheet else book.worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def values(content: bytes, sheet: str | None = None) -> list[tuple[Any, ...]]:
    """All values of a sheet, row by row."""
    return list(opened(content, sheet).values)
