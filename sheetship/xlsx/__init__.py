"""Our workbook engine: reads .xlsx fast and exactly, patches it without loss, knows nothing of orders."""

from sheetship.xlsx.cells import Cell, CellKind, lost_digits
from sheetship.xlsx.edits import KEEP, NO_FILL, CellEdit, DropDown, RowEdit, SheetEdits, Style
from sheetship.xlsx.errors import CODES, XlsxError
from sheetship.xlsx.notes import NOTE_CODES, Note
from sheetship.xlsx.options import Options
from sheetship.xlsx.package import Package, Relationship, SheetPart
from sheetship.xlsx.patch import Patched, patch
from sheetship.xlsx.protection import structure_is_locked
from sheetship.xlsx.read import read_rows, read_sheet
from sheetship.xlsx.refs import Area, address, column_number, letters
from sheetship.xlsx.sheet import Row, Sheet
from sheetship.xlsx.sources import Details, Flaw, SourceKind, Tab, read_tabs
from sheetship.xlsx.table import Column, ErrorValue, Table, TableCell, Value, read_table
from sheetship.xlsx.tabs import with_tab, with_tabs
from sheetship.xlsx.undo import Undo, Unrestored, undo_edits
from sheetship.xlsx.verify import verify

__all__ = [
    "CODES",
    "KEEP",
    "NOTE_CODES",
    "NO_FILL",
    "Area",
    "Cell",
    "CellEdit",
    "CellKind",
    "Column",
    "Details",
    "DropDown",
    "ErrorValue",
    "Flaw",
    "Note",
    "Options",
    "Package",
    "Patched",
    "Relationship",
    "Row",
    "RowEdit",
    "Sheet",
    "SheetEdits",
    "SheetPart",
    "SourceKind",
    "Style",
    "Tab",
    "Table",
    "TableCell",
    "Undo",
    "Unrestored",
    "Value",
    "XlsxError",
    "address",
    "column_number",
    "letters",
    "lost_digits",
    "patch",
    "read_rows",
    "read_sheet",
    "read_table",
    "read_tabs",
    "structure_is_locked",
    "undo_edits",
    "verify",
    "with_tab",
    "with_tabs",
]
