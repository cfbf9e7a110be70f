"""A sheet that holds `{{ marks }}`, as the filler sees it: which cells are marked and which row repeats.

It decides what a mark is and refuses marks that cannot be filled. It leaves filling to `fill_rows` and
whatever stands around the repeating row to `fill_around`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.formulas import moved
from sheetship.xlsx.markup import Node, outline, utf8
from sheetship.xlsx.package import Package, SheetPart
from sheetship.xlsx.plain import plain
from sheetship.xlsx.refs import Area, address, area
from sheetship.xlsx.strings import inline_text, shared_strings

LINE: Final = "line."
_MARK: Final = re.compile(r"\{\{\s*([^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*\}\}")
_MARK_IN_XML: Final = re.compile(rb"\{\{\s*[a-z_][\w]*(?:\.\w+)?\s*\}\}")
_SHARED: Final = re.compile(rb"<(?:\w+:)?c\b[^<>]*\bt=[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v>(\d+)<")


@dataclass(frozen=True, slots=True)
class Mark:
    """A field that a cell asks for; `repeats` says that it is a line's field, named without `line.`."""

    cell: str
    field: str
    repeats: bool


Piece = str | Mark
"""A stretch of a cell's text: as it stands, or a mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the template. `pieces` is empty where there is no mark, `formula` where there is none."""

    row: int
    column: int
    node: Node
    pieces: tuple[Piece, ...] = ()
    formula: str = ""

    @property
    def ref(self) -> str:
        """The cell's address."""
        return address(self.row, self.column)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks in the cell."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Mark))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the template."""

    number: int
    node: Node
    cells: tuple[Cell, ...]


class Template:
    """One sheet of a template workbook. Raises XlsxError where a mark cannot be filled."""

    def __init__(self, package: Package, sheet: str | None) -> None:
        self.package = package
        self.sheet = package.worksheet(sheet)
        self.xml, self.tree = _numbered(package, self.sheet)
        self._strings = shared_strings(package)
        self._shared_used: set[int] = set()
        self._masters: dict[str, tuple[str, int, int]] = {}
        data = self.tree.child("sheetData")
        self.rows = tuple(self._row(node) for node in data.all("row")) if data else ()
        self._check_merges()
        self._check_elsewhere()

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """All marks, row by row."""
        return tuple(mark for row in self.rows for cell in row.cells for mark in cell.marks)

    @cached_property
    def marked_row(self) -> Row | None:
        """The row with line fields, if there is one. Raises XlsxError `two_marked_rows`."""
        found = [row for row in self.rows if any(mark.repeats for cell in row.cells for mark in cell.marks)]
        if len(found) > 1:
            places = [_first_line_mark(row) for row in found]
            raise XlsxError(
                "two_marked_rows",
                f"Only one row may hold line fields; {places[0]} and {places[1]} both do.",
                sheet=self.sheet.name, cell=places[1], other=places[0],
            )  # fmt: skip
        return found[0] if found else None

    @cached_property
    def merges(self) -> tuple[Area, ...]:
        """The merged ranges."""
        section = self.tree.child("mergeCells")
        nodes = section.all("mergeCell") if section else ()
        return tuple(area(node.attrs.get("ref", "")) for node in nodes)

    def around(self) -> Iterator[Node]:
        """Every element of the sheet but the rows."""
        todo = [child for child in self.tree.children if child.name != "sheetData"]
        while todo:
            node = todo.pop()
            yield node
            todo += node.children

    def _row(self, node: Node) -> Row:
        number = int(node.attrs["r"])
        return Row(number=number, node=node, cells=tuple(self._cell(number, cell) for cell in node.all("c")))

    def _cell(self, row: int, node: Node) -> Cell:
        column = area(node.attrs["r"]).first_column
        formula = self._formula(node, row, column)
        if "{{" in formula:
            ref = address(row, column)
            sentence = f"{ref} holds a mark inside a formula; put the field in a cell and refer to that."
            raise XlsxError("mark_in_formula", sentence, sheet=self.sheet.name, cell=ref)
        text = "" if formula else self._text(node)
        pieces = parse(text, address(row, column), self.sheet.name) if "{{" in text else ()
        return Cell(row=row, column=column, node=node, pieces=pieces, formula=formula)

    def _formula(self, node: Node, row: int, column: int) -> str:
        found = node.child("f")
        if found is None:
            return ""
        if found.attrs.get("t") != "shared":
            return found.text
        if found.text:
            self._masters[found.attrs.get("si", "")] = (found.text, row, column)
            return found.text
        text, from_row, from_column = self._masters.get(found.attrs.get("si", ""), ("", row, column))
        return moved(text, rows=row - from_row, columns=column - from_column)

    def _text(self, node: Node) -> str:
        if node.attrs.get("t") == "inlineStr":
            inline = node.child("is")
            xml = self.xml[inline.inner_start : inline.inner_end].decode() if inline else ""
            return inline_text(xml, f"{node.prefix}:" if node.prefix else "")
        value = node.child("v")
        if node.attrs.get("t") != "s" or value is None or not value.text.strip().isdigit():
            return ""
        index = int(value.text)
        if index >= len(self._strings):
            raise XlsxError("damaged", f"{node.attrs['r']} points at a text that is not there.")
        self._shared_used.add(index)
        return self._strings[index]

    def _check_merges(self) -> None:
        marked = [cell for row in self.rows for cell in row.cells if cell.marks]
        for cell in marked:
            for merged in self.merges:
                is_first = (cell.row, cell.column) == merged[:2]
                if merged.holds(cell.row, cell.column) and not is_first:
                    sentence = f"{cell.ref} holds a mark but is hidden inside a merged cell."
                    facts = {"sheet": self.sheet.name, "cell": cell.ref}
                    raise XlsxError("mark_in_merged_cell", sentence, **facts)

    def _check_elsewhere(self) -> None:
        """A mark that would go out unfilled, in a header, a text box or on another tab, is refused."""
        if any("{{" in node.text and _MARK.search(node.text) for node in self.around()):
            raise _out_of_place(self.sheet.name)
        ours = {self.sheet.part, self.package.shared_strings_part}
        marked = {index for index, text in enumerate(self._strings) if _MARK.search(text)} - self._shared_used
        for name in self.package.names():
            if name in ours or not name.lower().endswith((".xml", ".vml")):
                continue
            xml = self.package.read(name)
            is_shared = marked and any(int(index) in marked for index in _SHARED.findall(xml))
            if is_shared or _MARK_IN_XML.search(xml):
                raise _out_of_place(self._shown(name))

    def _shown(self, part: str) -> str:
        return next((sheet.name for sheet in self.package.sheets if sheet.part == part), part)


def _out_of_place(where: str) -> XlsxError:
    sentence = f"{where} holds a mark where none can be filled: a header, a text box, a note or another tab."
    return XlsxError("mark_out_of_place", sentence, part=where)


def _numbered(package: Package, sheet: SheetPart) -> tuple[bytes, Node]:
    """The sheet's bytes and tree; written out in plain syntax first where rows or cells lack their address."""
    xml = utf8(package.read(sheet.part), sheet.part)
    tree = outline(xml, sheet.part)
    data = tree.child("sheetData")
    rows = list(data.all("row")) if data else []
    if all("r" in row.attrs and all("r" in cell.attrs for cell in row.all("c")) for row in rows):
        return xml, tree
    xml = plain(xml, sheet.part)
    return xml, outline(xml, sheet.part)


def _first_line_mark(row: Row) -> str:
    return next(cell.ref for cell in row.cells if any(mark.repeats for mark in cell.marks))


def parse(text: str, cell: str, sheet: str) -> tuple[Piece, ...]:
    """The pieces of a cell's text. Raises XlsxError `unclosed_mark` or `bad_mark`."""
    pieces: list[Piece] = []
    at = 0
    while (start := text.find("{{", at)) >= 0:
        found = _MARK.match(text, start)
        if found is None:
            raise _unreadable_mark(text[start:], cell, sheet)
        pieces += [text[at:start], _mark(cell, found[1])]
        at = found.end()
    return tuple(piece for piece in [*pieces, text[at:]] if piece != "")


def _mark(cell: str, field: str) -> Mark:
    return Mark(cell, field.removeprefix(LINE), field.startswith(LINE))


def _unreadable_mark(text: str, cell: str, sheet: str) -> XlsxError:
    inside, closing, _ = text[2:].partition("}}")
    if not closing or "{{" in inside:
        sentence = f"{cell} opens a mark with {{{{ and never closes it with }}}}."
        return XlsxError("unclosed_mark", sentence, sheet=sheet, cell=cell)
    sentence = (
        f"{cell}: {{{{{inside}}}}} is no mark; a mark holds one field name, such as {{{{ line.sku }}}}."
    )
    return XlsxError("bad_mark", sentence, sheet=sheet, cell=cell, mark=inside.strip())
