"""Reads whatever lies in the inbox into tables of text, by its content and never by its ending.

Decides what kind of file it is; reading each kind is left to the private modules beside it, saying what a table is to
``core/recognise.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

from sheetship.adapters._html_tables import html_table
from sheetship.adapters._text_tables import decode, text_table
from sheetship.core.findings import SheetShipError
from sheetship.core.tables import RawTable

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"SQLite format", "SQLite"),
)
_HTML = re.compile(r"<table[\s>]", re.IGNORECASE)
_XML_BOOK = re.compile(r"<\?xml.{0,1000}?(?:<Workbook|Excel\.Sheet)", re.IGNORECASE | re.DOTALL)


def read_tables(path: Path, *, name: str) -> list[RawTable]:
    """The tables in a file: one for each visible tab of a workbook, one for a text; ``name`` is for findings.

    Text without columns, such as a pasted chat, is a table of one column.

    Raises:
        SheetShipError: FILE-01 empty, FILE-02 cannot be opened, FILE-03 no text, FILE-04 cut off, FILE-05 NULs,
            FILE-06 password, FILE-07 damaged, FILE-08 another kind of file.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SheetShipError("FILE-02", name, file=name) from error
    return tables_in(content, name)


def tables_in(content: bytes, name: str) -> list[RawTable]:
    """The tables in a file's bytes. Raises as ``read_tables``."""
    tables = [table for table in _all_tables(content, name) if _holds_anything(table)]
    if not tables:
        raise SheetShipError("FILE-01", name, file=name)
    return tables


def _holds_anything(table: RawTable) -> bool:
    return any(text and not text.isspace() for cells in table.rows for text in cells)


def _all_tables(content: bytes, name: str) -> list[RawTable]:
    kind = next((kind for start, kind in _OTHER_KINDS if content.startswith(start)), "")
    if kind:
        raise SheetShipError("FILE-08", name, file=name, kind=kind)
    if content.startswith(_ZIP):
        from sheetship.adapters._book_tables import xlsx_tables

        return xlsx_tables(content, name)
    if content.startswith(_OLE):
        from sheetship.adapters._book_tables import xls_tables

        return xls_tables(content, name)
    return [_text_table(decode(content, name), name)]


def _text_table(text: str, name: str) -> RawTable:
    start = text.lstrip()[:4000]
    if _XML_BOOK.match(start):
        raise SheetShipError("FILE-08", name, file=name, kind="XML")
    if start.startswith("<") and _HTML.search(text):
        return html_table(text, name)
    return text_table(text, name)
