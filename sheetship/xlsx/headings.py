"""Other names for columns of a table: heading cell and table part change together, or not at all.

It decides which headings may be renamed when `Options.rename_headings` asks for it. Excel would rewrite every
formula that names the column; we rewrite none, so a column that anything names is refused (`heading_uses`),
and so is one whose name belongs to a query or a map of XML.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from sheetship.xlsx.edits import KEEP, CellEdit
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.heading_uses import check_unused
from sheetship.xlsx.package import Package
from sheetship.xlsx.refs import address
from sheetship.xlsx.tables import Table, one_line_end

Renamed = dict[str, dict[int, str]]
_SOURCES: Final = ("queryTableFieldId", "uniqueName")


def renamed_headings(
    package: Package, tables: Sequence[Table], rows: Mapping[int, Sequence[CellEdit]], sheet: str
) -> Renamed:
    """Return new names by table part and place of the column, from 0.

    Raises XlsxError `table_header` for what cannot be a name, `heading_in_use` if anything names the old one.
    """
    renamed: Renamed = {}
    old: list[str] = []
    for table in tables:
        for edit in rows.get(table.cells.first_row, ()) if table.has_headings else ():
            place = edit.column - table.cells.first_column
            is_inside = edit.column <= table.cells.last_column and place >= 0
            if is_inside and edit.value is not KEEP and not _is_named(table, place, edit):
                renamed.setdefault(table.part, {})[place] = _checked(table, place, edit, sheet)
                old.append(table.headings[place])
    if old:
        check_unused(package, old)
    return renamed


def _is_named(table: Table, place: int, edit: CellEdit) -> bool:
    known = table.headings[place : place + 1]
    return isinstance(edit.value, str) and [one_line_end(edit.value)] == known


def _checked(table: Table, place: int, edit: CellEdit, sheet: str) -> str:
    if not isinstance(edit.value, str) or not edit.value.strip():
        raise _refused(edit, sheet, "a heading of a table is a text that is not blank")
    if place >= len(table.columns):
        raise _refused(edit, sheet, "the table does not say how its column is named")
    column = table.columns[place]
    if table.is_fed or column.child("xmlColumnPr") or any(name in column.attrs for name in _SOURCES):
        raise _refused(edit, sheet, "the column is named by the source that fills the table")
    return edit.value


def _refused(edit: CellEdit, sheet: str, reason: str) -> XlsxError:
    cell = address(edit.row, edit.column)
    return XlsxError("table_header", f"{sheet}!{cell} keeps its heading: {reason}.", sheet=sheet, cell=cell)
