"""Tables (ListObjects) of a sheet: their headings stay, and they grow with what is typed beside them.

It decides, as Excel does, that rows filled just below a table and headings written just right of it belong to
it, as far as nothing stands in the way. A totals row ends a table. A table that a query or a map of XML fills
gets no columns of ours: its columns are those of its source. Formulas of calculated columns are not invented;
`Table.calculated` says which columns the new rows lack. Other names for headings are left to `headings`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sheetship.xlsx.edits import CellEdit
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.frame import Change
from sheetship.xlsx.markup import Node, decode_escapes, escape_attribute, open_tag, outline, splice, utf8
from sheetship.xlsx.notes import Note
from sheetship.xlsx.obstacles import Obstacle
from sheetship.xlsx.package import Package
from sheetship.xlsx.refs import Area, area, ref_of
from sheetship.xlsx.stretch import Filled, Step

Texts = Mapping[tuple[int, int], str]
MAX_HEADING: Final = 255
_FED: Final = frozenset({"queryTable", "xml"})
_FALSE: Final = frozenset({"0", "false"})
_CONTROL: Final = re.compile(r"[\x00-\x1f]")
_LIKE_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True, kw_only=True)
class GrownTable:
    """A table part in its new form, and how far the table's rows went."""

    table: "Table"
    cells: Area
    xml: bytes

    def step(self, filled: Filled) -> Step:
        """Return how far its rows went."""
        before = self.table.cells
        return Step(
            old_last=before.last_row,
            new_last=self.cells.last_row,
            heading=self.table.heading_row,
            left=before.first_column,
            right=before.last_column,
            filled=filled,
        )

    def notes(self, sheet: str) -> Iterator[Note]:
        """Yield what to tell if its new rows lack what a formula fills in all others."""
        computed = ", ".join(self.table.calculated)
        if computed and self.cells.last_row > self.table.cells.last_row:
            sentence = f"The new rows of {self.table.name} have no formulas in: {computed}."
            facts = {"sheet": sheet, "table": self.table.name, "columns": computed}
            yield Note("calculated_column", sentence, facts)


class Table:
    """One table part."""

    def __init__(self, package: Package, part: str) -> None:
        self.part = part
        self._xml = utf8(package.read(part), part)
        self._root = outline(self._xml, part)
        self.name = self._root.attrs.get("displayName", "")
        self.cells = area(self._root.attrs.get("ref", ""))
        self.has_headings = self._root.attrs.get("headerRowCount", "1") != "0"
        self._has_totals = self._root.attrs.get("totalsRowCount", "0") != "0"
        self.is_fed = self._root.attrs.get("tableType", "") in _FED
        self._section = self._root.child("tableColumns")
        self.columns = list(self._section.all("tableColumn")) if self._section else []

    @property
    def heading_row(self) -> int:
        """The row of its headings, or the one above if it has none."""
        return self.cells.first_row - (not self.has_headings)

    @property
    def headings(self) -> list[str]:
        """The names of its columns as text."""
        return [decode_escapes(node.attrs.get("name", "")) for node in self.columns]

    @property
    def calculated(self) -> list[str]:
        """The names of columns that a formula fills."""
        is_computed = [node.child("calculatedColumnFormula") is not None for node in self.columns]
        return [name for name, is_so in zip(self.headings, is_computed, strict=True) if is_so]

    def obstacles(self, *, may_rename: bool) -> Iterator[Obstacle]:
        """Yield the heading row, unless it may get other names, and the totals row."""
        top, left, bottom, right = self.cells
        if self.has_headings and not may_rename:
            yield Obstacle(Area(top, left, top, right), "table_header", "it is a heading of a table")
        if self._has_totals:
            yield Obstacle(Area(bottom, left, bottom, right), "table_header", "it is in a table's totals row")

    def grown(
        self, filled: Filled, texts: Texts, others: Sequence[Area], renamed: Mapping[int, str]
    ) -> GrownTable | None:
        """Return the table with new rows, columns and names in it, or None if it stays as it is.

        Raises XlsxError `duplicate_header` or `table_header` for a heading that cannot be one.
        """
        new = self._new_cells(filled, texts, others)
        attributes = {"ref": ref_of(new)} if new != self.cells else {}
        if self._root.attrs.get("insertRow", "0") not in _FALSE and self._is_begun(filled):
            attributes["insertRow"] = "0"
        if not attributes and not renamed:
            return None
        changes = [open_tag(self._xml, self._root, **attributes)] if attributes else []
        top, right = self.cells.first_row, self.cells.last_column
        headings = [texts[top, column] for column in range(right + 1, new.last_column + 1)]
        changes += [*self._filter(new), *self._with_columns(headings, renamed)]
        return GrownTable(table=self, cells=new, xml=splice(self._xml, changes))

    def _new_cells(self, filled: Filled, texts: Texts, others: Sequence[Area]) -> Area:
        top, left, last, right = self.cells
        inside = range(left, right + 1)
        while not self._has_totals and any(column in inside for column in filled.get(last + 1, ())):
            if any(Area(last + 1, left, last + 1, right).touches(other) for other in others):
                break
            last += 1
        fresh = filled.get(top, ()) if self.has_headings and not self.is_fed else ()
        while right + 1 in fresh and (top, right + 1) in texts:
            if any(Area(top, right + 1, last, right + 1).touches(other) for other in others):
                break
            right += 1
        return Area(top, left, last, right)

    def _is_begun(self, filled: Filled) -> bool:
        """Whether a table that had no rows yet, only the row to type in, has one now."""
        inside = range(self.cells.first_column, self.cells.last_column + 1)
        rows = range(self.heading_row + 1, self.cells.last_row + 1)
        return any(column in inside for row in rows for column in filled.get(row, ()))

    def _filter(self, new: Area) -> list[Change]:
        node = self._root.child("autoFilter")
        if node is None or new == self.cells:
            return []
        last = new.last_row - self._has_totals
        return [open_tag(self._xml, node, ref=ref_of(new._replace(last_row=last)))]

    def _with_columns(self, headings: list[str], renamed: Mapping[int, str]) -> list[Change]:
        names = [renamed.get(at, name) for at, name in enumerate(self.headings)]
        _check_headings([*names, *headings], [*renamed.values(), *headings])
        changes = [
            open_tag(self._xml, self.columns[at], name=column_name(new)) for at, new in renamed.items()
        ]
        section = self._section
        if not headings or section is None:
            return changes
        number = max((_id(node) for node in self.columns), default=0) + 1
        p = f"{section.prefix}:" if section.prefix else ""
        written = "".join(
            f'<{p}tableColumn id="{number + at}" name="{escape_attribute(column_name(heading))}"/>'
            for at, heading in enumerate(headings)
        )
        count = open_tag(self._xml, section, count=str(len(self.columns) + len(headings)))
        return [*changes, count, (section.inner_end, section.inner_end, written.encode())]


def _check_headings(names: Sequence[str], new: Sequence[str]) -> None:
    known = [one_line_end(name).casefold() for name in names]
    for name in new:
        if known.count(one_line_end(name).casefold()) > 1:
            raise XlsxError("duplicate_header", f'The table has a column "{name}" already.', name=name)
        if len(name) > MAX_HEADING:
            sentence = f"A heading of a table takes {MAX_HEADING} characters; this one has {len(name)}."
            raise XlsxError("table_header", sentence, name=name)


def one_line_end(text: str) -> str:
    r"""Return the text with each line end as `\n`, as tables know their headings."""
    return text.replace("\r\n", "\n")


def column_name(heading: str) -> str:
    r"""Return a heading as a table part spells it: control characters as `_x000a_`.

    >>> column_name("运单\n号")
    '运单_x000a_号'
    """
    literal = _LIKE_ESCAPE.sub("_x005F_", one_line_end(heading))
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04x}_", literal)


def _id(node: Node) -> int:
    written = node.attrs.get("id", "0")
    return int(written) if written.isdigit() else 0


def tables_of(package: Package, part: str) -> list[Table]:
    """Return the tables of a sheet."""
    return [Table(package, rel.target) for rel in package.rels_of(part) if rel.kind == "table"]


def grown_tables(
    tables: Sequence[Table],
    filled: Filled,
    texts: Texts,
    obstacles: Sequence[Area],
    renamed: Mapping[str, Mapping[int, str]],
) -> list[GrownTable]:
    """Return the tables that change; `obstacles` are areas that no table may grow into."""
    cells = {table.part: table.cells for table in tables}
    found = []
    for table in tables:
        others = [area for part, area in cells.items() if part != table.part]
        new = table.grown(filled, texts, [*others, *obstacles], renamed.get(table.part, {}))
        if new is not None:
            cells[table.part] = new.cells
            found.append(new)
    return found


def heading_texts(rows: Mapping[int, Sequence[CellEdit]], tables: Sequence[Table]) -> Texts:
    """Return the texts that are to be written in the heading rows of tables."""
    tops = {table.cells.first_row for table in tables}
    return {
        (edit.row, edit.column): edit.value
        for top in tops
        for edit in rows.get(top, ())
        if isinstance(edit.value, str) and edit.value
    }
