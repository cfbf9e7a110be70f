"""Tables (ListObjects) of a sheet: their headings stay, and they grow with what is typed beside them.

It decides, as Excel does, that rows filled just below a table and headings written just right of it
belong to it. A totals row ends a table.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sheetship.xlsx.edits import CellEdit
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import Node, escape_attribute, open_tag, outline, splice, utf8
from sheetship.xlsx.obstacles import Obstacle
from sheetship.xlsx.package import Package
from sheetship.xlsx.refs import Area, area, ref_of

_LINE_END: Final = "_x000a_"


class Table:
    """One table part."""

    def __init__(self, package: Package, part: str) -> None:
        self.part = part
        self._xml = utf8(package.read(part), part)
        self._root = outline(self._xml, part)
        self.cells = area(self._root.attrs.get("ref", ""))
        self._has_header = self._root.attrs.get("headerRowCount", "1") != "0"
        self._has_totals = self._root.attrs.get("totalsRowCount", "0") != "0"

    def obstacles(self) -> Iterator[Obstacle]:
        """Yield the heading row and the totals row."""
        top, left, bottom, right = self.cells
        if self._has_header:
            yield Obstacle(Area(top, left, top, right), "table_header", "it is a heading of a table")
        if self._has_totals:
            yield Obstacle(Area(bottom, left, bottom, right), "table_header", "it is in a table's totals row")

    def grown(
        self,
        filled: Mapping[int, Sequence[int]],
        texts: Mapping[tuple[int, int], str],
        others: Sequence[Area],
    ) -> bytes | None:
        """Return the part with new rows and columns in it, or None if it stays as it is."""
        headings = self._new_headings(filled, texts)
        new = Area(*self.cells[:2], self._new_last_row(filled), self.cells.last_column + len(headings))
        if new == self.cells or any(new.touches(other) for other in others):
            return None
        changes = [open_tag(self._xml, self._root, ref=ref_of(new)), *self._filter(new)]
        return splice(self._xml, changes + self._with_columns(headings))

    def _new_last_row(self, filled: Mapping[int, Sequence[int]]) -> int:
        last = self.cells.last_row
        if self._has_totals:
            return last
        inside = range(self.cells.first_column, self.cells.last_column + 1)
        while any(column in inside for column in filled.get(last + 1, ())):
            last += 1
        return last

    def _new_headings(
        self, filled: Mapping[int, Sequence[int]], texts: Mapping[tuple[int, int], str]
    ) -> list[str]:
        top, new = self.cells.first_row, []
        fresh = filled.get(top, ()) if self._has_header else ()
        column = self.cells.last_column + 1
        while column in fresh and (top, column) in texts:
            new.append(texts[top, column])
            column += 1
        return new

    def _filter(self, new: Area) -> list[tuple[int, int, bytes]]:
        node = self._root.child("autoFilter")
        if node is None:
            return []
        last = new.last_row - self._has_totals
        return [open_tag(self._xml, node, ref=ref_of(Area(*new[:2], last, new.last_column)))]

    def _with_columns(self, headings: list[str]) -> list[tuple[int, int, bytes]]:
        section = self._root.child("tableColumns")
        if not headings or section is None:
            return []
        known = list(section.all("tableColumn"))
        names = {node.attrs.get("name", "").lower() for node in known}
        number = max((_id(node) for node in known), default=0)
        p = f"{section.prefix}:" if section.prefix else ""
        written = ""
        for heading in headings:
            name = heading.replace("\r\n", "\n").replace("\n", _LINE_END)
            if name.lower() in names:
                raise XlsxError(
                    "duplicate_header", f'The table has a column "{heading}" already.', name=heading
                )
            names.add(name.lower())
            number += 1
            written += f'<{p}tableColumn id="{number}" name="{escape_attribute(name)}"/>'
        count = str(len(known) + len(headings))
        return [
            open_tag(self._xml, section, count=count),
            (section.inner_end, section.inner_end, written.encode()),
        ]


def _id(node: Node) -> int:
    written = node.attrs.get("id", "0")
    return int(written) if written.isdigit() else 0


def tables_of(package: Package, part: str) -> list[Table]:
    """Return the tables of a sheet."""
    return [Table(package, rel.target) for rel in package.rels_of(part) if rel.kind == "table"]


def heading_texts(
    rows: Mapping[int, Sequence[CellEdit]], tables: Sequence[Table]
) -> dict[tuple[int, int], str]:
    """Return the texts that are to be written in the heading rows of tables."""
    tops = {table.cells.first_row for table in tables}
    return {
        (edit.row, edit.column): edit.value
        for top in tops
        for edit in rows.get(top, ())
        if isinstance(edit.value, str) and edit.value
    }
