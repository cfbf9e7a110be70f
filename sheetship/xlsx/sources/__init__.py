"""Reading whatever somebody calls a table: workbooks of all ages, pages, XML and text, told by their content."""

from sheetship.xlsx.sources.anyfile import read_tab, read_tabs
from sheetship.xlsx.sources.books import sheet_tab
from sheetship.xlsx.sources.flaws import Flaw, flaw_of, full_sheet
from sheetship.xlsx.sources.tab import Details, SourceKind, Tab

__all__ = [
    "Details",
    "Flaw",
    "SourceKind",
    "Tab",
    "flaw_of",
    "full_sheet",
    "read_tab",
    "read_tabs",
    "sheet_tab",
]
