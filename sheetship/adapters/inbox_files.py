"""Reads whatever lies in the inbox into tables of text, by its content and never by its ending.

Reading each kind of file is ``sheetship.xlsx``'s; this says its refusals in the shop's words. What a table is to the
shop is ``core/recognise.py``'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sheetship.core.findings import SheetShipError
from sheetship.core.tables import RawTable
from sheetship.xlsx.errors import XlsxError

if TYPE_CHECKING:
    from sheetship.xlsx.sources import Tab

_REFUSALS = {
    "bad_encoding": "FILE-03",
    "cut_off": "FILE-04",
    "nul_bytes": "FILE-05",
    "encrypted": "FILE-06",
    "not_a_workbook": "FILE-08",
    "unsafe_file": "FILE-09",
    "unknown_encoding": "FILE-15",
}
_DAMAGED = "FILE-07"


def read_tables(path: Path, *, name: str) -> list[RawTable]:
    """The tables in a file: one for each visible tab of a workbook, one for a text; ``name`` is for findings.

    Text without columns, such as a pasted chat, is a table of one column.

    Raises:
        SheetShipError: FILE-01 empty, FILE-02 cannot be opened, FILE-03 no text, FILE-04 cut off, FILE-05 NULs,
            FILE-06 password, FILE-07 damaged, FILE-08 another kind of file, FILE-09 not safe to read, FILE-15 letters
            that cannot be told, FILE-16 filled to its last row.
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
    from sheetship.xlsx.sources import read_tabs

    try:
        tabs = read_tabs(content, with_hidden=False)
    except XlsxError as error:
        raise _refusal(error, name) from error
    return _joined(tabs, name)


def _joined(tabs: list[Tab], name: str) -> list[RawTable]:
    """One table for each tab of a workbook; the tables of a page are one, as a text is."""
    from sheetship.adapters._book_tables import raw_table

    tables = []
    for tab in tabs:
        is_page = tab.kind in {"text", "html"}
        _refuse_full(tab, name)
        tables.append(raw_table(tab, name if is_page else f"{name}#{tab.name}"))
    if tabs and tabs[0].kind == "html":
        return [RawTable(name, [cells for table in tables for cells in table.rows])]
    return tables


def _refuse_full(tab: Tab, name: str) -> None:
    from sheetship.xlsx.sources import full_sheet

    note = full_sheet(tab)
    if note:
        edge = note.facts.get("row") or note.facts["column"]
        raise SheetShipError("FILE-16", name, file=name, edge=edge)


def _refusal(error: XlsxError, name: str) -> SheetShipError:
    """The engine's refusal in the shop's words."""
    facts = error.facts
    where = f"{name}!{facts['row']}" if error.code in {"cut_off", "nul_bytes"} else name
    return SheetShipError(
        _REFUSALS.get(error.code, _DAMAGED),
        where,
        file=name,
        kind=facts.get("kind", "ZIP"),
        row=facts.get("row", ""),
        byte=facts.get("byte", ""),
        candidates=facts.get("candidates", ""),
    )
