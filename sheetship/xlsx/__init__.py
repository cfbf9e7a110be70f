"""Our workbook engine: reads .xlsx fast and exactly, patches it without loss, knows nothing of orders."""

from sheetship.xlsx.cells import Cell, CellKind, lost_digits
from sheetship.xlsx.edits import KEEP, NO_FILL, CellEdit, DropDown, RowEdit, SheetEdits, Style
from sheetship.xlsx.errors import CODES, XlsxError
from sheetship.xlsx.notes import NOTE_CODES, Note
from sheetship.xlsx.options import Options
from sheetship.xlsx.package import Package, Relationship, SheetPart
from sheetship.xlsx.patch import Patched, patch
from sheetship.xlsx.protection import structure_is_locked
from sheetship.xlsx.read import Row, Sheet, read_sheet
from sheetship.xlsx.refs import Area, address, column_number, letters
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
    "DropDown",
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
    "Style",
    "XlsxError",
    "address",
    "column_number",
    "letters",
    "lost_digits",
    "patch",
    "read_sheet",
    "structure_is_locked",
    "verify",
]
