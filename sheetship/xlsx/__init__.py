"""Our workbook engine: reads .xlsx fast and exactly, patches it without loss, knows nothing of orders."""

from sheetship.xlsx.cells import Cell, CellKind, lost_digits
from sheetship.xlsx.errors import CODES, XlsxError
from sheetship.xlsx.package import Package, Relationship, SheetPart
from sheetship.xlsx.read import Row, Sheet, read_sheet
from sheetship.xlsx.refs import Area, address, column_number, letters

__all__ = [
    "CODES",
    "Area",
    "Cell",
    "CellKind",
    "Package",
    "Relationship",
    "Row",
    "Sheet",
    "SheetPart",
    "XlsxError",
    "address",
    "column_number",
    "letters",
    "lost_digits",
    "read_sheet",
]
