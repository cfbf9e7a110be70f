"""The catalogue workbook as a file: every visible tab as a table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from sheetship.adapters._book_tables import xlsx_table
from sheetship.adapters._books import as_refusal, read_bytes
from sheetship.core.tables import RawTable
from sheetship.flow.ports import BookRead
from sheetship.xlsx import Package, read_sheet


class CatalogueBook:
    """The ``CatalogueBook`` port on an .xlsx file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> BookRead:
        """The bytes now. Raises SheetShipError BOOK-04."""
        content = read_bytes(self._path)
        return BookRead(self._path.name, content, hashlib.sha256(content).hexdigest())

    def tabs(self, book: BookRead) -> Mapping[str, RawTable]:
        """Its visible tabs by name. Raises SheetShipError BOOK-04, BOOK-05."""
        with as_refusal(book.name):
            package = Package.open(book.content)
            return {
                sheet.name: xlsx_table(read_sheet(package, sheet.name), sheet.name)
                for sheet in package.sheets
                if sheet.state == "visible" and sheet.kind == "worksheet"
            }
