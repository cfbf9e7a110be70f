"""Our workbook engine: reads .xlsx fast and exactly, patches it without loss, knows nothing of orders."""

from sheetship.xlsx.errors import CODES, XlsxError
from sheetship.xlsx.package import Package, Relationship, SheetPart

__all__ = ["CODES", "Package", "Relationship", "SheetPart", "XlsxError"]
