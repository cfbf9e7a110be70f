"""What an .xlsx workbook says of a cell besides its value: formula, number format, link, hidden or not.

It decides where each of these is found. The sheet is read once more for it, and only when somebody asks.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from sheetship.xlsx.formats import entries, format_id
from sheetship.xlsx.formulas import moved
from sheetship.xlsx.markup import Node, outline, unescape, utf8
from sheetship.xlsx.number_formats import BUILT_IN_CODES
from sheetship.xlsx.package import Package, SheetPart
from sheetship.xlsx.plain import plain
from sheetship.xlsx.read import inside, read_sheet
from sheetship.xlsx.refs import area
from sheetship.xlsx.scan import Kind, Piece, Unusual, formula_count, pieces
from sheetship.xlsx.sources.tab import Details, Place


def book_details(package: Package, part: SheetPart) -> Details:
    """Return the details of a worksheet's cells. Raises XlsxError."""
    sheet = read_sheet(package, part.name)
    rows = {row.number: row for row in sheet.rows}
    codes = _format_codes(package)

    def number_format(row: int, column: int) -> str:
        cell = rows[row].get(column) if row in rows else None
        return codes.get(cell.style, "General") if cell else ""

    hidden_columns, formulas = _hidden_columns_and_formulas(package, part)
    return Details(
        formulas=formulas,
        links=sheet.hyperlinks,
        hidden_rows=frozenset(row.number for row in sheet.rows if row.hidden),
        hidden_columns=hidden_columns,
        number_format=number_format,
    )


def _format_codes(package: Package) -> dict[int, str]:
    """The number format code of each cell style."""
    if package.styles_part is None:
        return {}
    root = package.tree(package.styles_part)
    custom = {
        int(node.attrs["numFmtId"]): node.attrs.get("formatCode", "")
        for node in entries(root, "numFmts", "numFmt")
        if node.attrs.get("numFmtId", "").isdigit()
    }
    known = BUILT_IN_CODES | custom
    return {
        style: known.get(format_id(xf), "General") for style, xf in enumerate(entries(root, "cellXfs", "xf"))
    }


def _hidden_columns_and_formulas(package: Package, part: SheetPart) -> tuple[list[range], dict[Place, str]]:
    try:
        return _scanned(pieces(package.stream(part.part), part.part), part.part)
    except Unusual:
        again = plain(utf8(package.read(part.part), part.part), part.part)
        return _scanned(pieces([again], part.part), part.part)


def _scanned(found: Iterator[Piece], part: str) -> tuple[list[range], dict[Place, str]]:
    head = next(found)
    written = [
        formula
        for piece in found
        if piece.kind is Kind.ROWS and formula_count(piece.xml, head.prefix)
        for formula in _formula(head.prefix).findall(piece.xml.decode())
    ]
    end = f"</{head.prefix}sheetData></{head.prefix}worksheet>".encode()
    columns = inside(outline(head.xml + end, part), "cols", "col")
    hidden = [node for node in columns if node.attrs.get("hidden") in {"1", "true"}]
    return [range(_number(node, "min"), _number(node, "max") + 1) for node in hidden], _formulas(written)


def _number(node: Node, name: str) -> int:
    written = node.attrs.get(name, "0")
    return int(written) if written.isdecimal() else 0


@cache
def _formula(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    cell = rf'<{p}c\s(?:[^<>]*?\s)?r="([A-Z]+\d+)"[^<>]*>'
    return re.compile(rf"{cell}\s*<{p}f\b([^<>]*?)(?:/>|>([^<]*)</{p}f>)")


def _formulas(written: Iterable[tuple[str, str, str]]) -> dict[Place, str]:
    """Each formula as it reads in its own cell; a cell of a data table computes and has none to show."""
    shared: dict[str, tuple[Place, str]] = {}
    formulas: dict[Place, str] = {}
    for ref, attrs, xml in written:
        row, column, *_ = area(ref)
        text = unescape(xml)
        group = _SHARED.search(attrs)
        if group and text:
            shared[group[1]] = (row, column), text
        elif group and group[1] in shared:
            (first_row, first_column), master = shared[group[1]]
            text = moved(master, rows=row - first_row, columns=column - first_column)
        formulas[row, column] = f"={text}" if text else ""
    return formulas


_SHARED = re.compile(r'\bsi="(\d+)"')
