"""The rows of a filled template: the marked row once for every line, the others with their marks replaced.

The marked row is compiled once; a line then only puts its values between ready pieces.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from typing import Final, TypeGuard

from sheetship.xlsx.dates import Shows
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fill_refs import ROW_HERE, Growth
from sheetship.xlsx.fill_template import Cell, Mark, Row, Template
from sheetship.xlsx.fill_values import Inside, Value, as_text
from sheetship.xlsx.formats import shown_by_style
from sheetship.xlsx.markup import escape_text, open_tag
from sheetship.xlsx.refs import letters

Fields = Mapping[str, Value]
Change = tuple[int, int, bytes]

_TOTAL: Final = re.compile(
    r"(SUM|COUNTA?|SUBTOTAL)\((?:(?:10)?([239]),)?\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)\)"
)
_SUBTOTALS: Final = {"2": "COUNT", "3": "COUNTA", "9": "SUM"}
BLOCK: Final = 2_000
"""Lines that are written together."""
_STYLE: Final = re.compile(rb"\ss\s*=\s*[\"'](\d+)[\"']")


class RowFiller:
    """Fills the rows of one template for one growth."""

    def __init__(self, template: Template, growth: Growth, document: Fields) -> None:
        self._template = template
        self._growth = growth
        self._document = document
        self._shown = shown_by_style(template.package)
        prefix = template.tree.prefix
        self._p = f"{prefix}:" if prefix else ""
        self._inside = Inside(self._p, date1904=template.package.date1904)

    def changes(self, marked: Row, lines: Sequence[Fields]) -> list[Change]:
        """What to replace in the sheet's bytes."""
        changes = [(marked.node.start, marked.node.end, self._repeated(marked, lines))]
        totals = _Totals(marked, lines, self._growth)
        for row in self._template.rows:
            if row is not marked:
                changes += self._other(row, totals)
        return changes

    def _repeated(self, marked: Row, lines: Sequence[Fields]) -> bytes:
        if not lines:
            return self._emptied(marked)
        tag, end = self._tag(marked), f"</{self._p}row>"
        pieces = [self._piece(cell) for cell in marked.cells]
        rows = []
        for at in range(0, len(lines), BLOCK):
            block = lines[at : at + BLOCK]
            columns = [repeat(piece) if isinstance(piece, str) else piece(block) for piece in pieces]
            for number, cells in enumerate(zip(*columns, strict=False), start=marked.number + at):
                rows.append(f"{tag}{''.join(cells)}{end}".replace(ROW_HERE, str(number)))
        return "".join(rows).encode()

    def _emptied(self, marked: Row) -> bytes:
        """The marked row without lines: its look and its formulas, nothing that reads like an order."""
        cells = [self._formula(cell) if cell.formula else self._head(cell) + "/>" for cell in marked.cells]
        row = f"{self._tag(marked)}{''.join(cells)}</{self._p}row>"
        return row.replace(ROW_HERE, str(marked.number)).encode()

    def _tag(self, row: Row) -> str:
        return open_tag(self._template.xml, row.node, r=ROW_HERE)[2].decode()

    def _piece(self, cell: Cell) -> str | Callable[[Sequence[Fields]], list[str]]:
        """A cell of the marked row: ready XML, or the way to write it for a block of lines."""
        if cell.formula:
            return self._formula(cell)
        if not cell.marks:
            return self._static(cell)
        if not any(mark.repeats for mark in cell.marks):
            return self._head(cell) + self._value(cell, {})
        return self._slot(cell)

    def _slot(self, cell: Cell) -> Callable[[Sequence[Fields]], list[str]]:
        head, shown, mark = self._head(cell), self._shows(cell), cell.marks[0]

        def values(lines: Sequence[Fields]) -> list[Value]:
            if len(cell.pieces) > 1:
                return [self._mixture(cell, line) for line in lines]
            try:
                return [line[mark.field] for line in lines]
            except KeyError as error:
                raise _unknown(mark) from error

        def slot(lines: Sequence[Fields]) -> list[str]:
            try:
                return self._inside.column(head, values(lines), shown)
            except XlsxError as error:
                raise _at(error, mark) from error

        return slot

    def _value(self, cell: Cell, line: Fields) -> str:
        """What stands behind the cell's address: one mark keeps its type, a mixture is text."""
        is_mark = len(cell.pieces) == 1
        try:
            value = self._of(cell.marks[0], line) if is_mark else self._mixture(cell, line)
            return self._inside.writer(self._shows(cell))(value)
        except XlsxError as error:
            raise _at(error, cell.marks[0]) from error

    def _mixture(self, cell: Cell, line: Fields) -> str:
        """Marks and words of one cell put together, without blank ends."""
        values = (piece if isinstance(piece, str) else self._of(piece, line) for piece in cell.pieces)
        return "".join(map(as_text, values)).strip()

    def _of(self, mark: Mark, line: Fields) -> Value:
        source = line if mark.repeats else self._document
        if mark.field not in source:
            raise _unknown(mark)
        return source[mark.field]

    def _shows(self, cell: Cell) -> Shows:
        style = int(cell.node.attrs.get("s", "0"))
        return self._shown[style] if style < len(self._shown) else Shows.NUMBER

    def _head(self, cell: Cell, row: str = ROW_HERE) -> str:
        """`<c r="F8" s="3"`: the rest of a marked cell's attributes belonged to the mark."""
        style = _STYLE.search(self._template.xml, cell.node.start, cell.node.inner_start)
        return f'<{self._p}c r="{letters(cell.column)}{row}"' + (f' s="{int(style[1])}"' if style else "")

    def _static(self, cell: Cell) -> str:
        tag = open_tag(self._template.xml, cell.node, r=letters(cell.column) + ROW_HERE)[2]
        return (tag + self._template.xml[cell.node.inner_start : cell.node.end]).decode()

    def _formula(self, cell: Cell) -> str:
        found = cell.node.child("f")
        kind = found.attrs.get("t") if found else None
        ref = (found.attrs.get("ref") if found else None) or cell.ref
        if kind == "dataTable" or (kind == "array" and ref != cell.ref):
            sheet = self._template.sheet.name
            sentence = f"{cell.ref} belongs to a formula over several cells, which cannot repeat."
            raise XlsxError("array_cell", sentence, sheet=sheet, cell=cell.ref)
        attrs = f' t="array" ref="{letters(cell.column)}{ROW_HERE}"' if kind == "array" else ""
        text = escape_text(self._growth.repeated(cell.formula))
        return f"{self._head(cell)}><{self._p}f{attrs}>{text}</{self._p}f></{self._p}c>"

    def _other(self, row: Row, totals: "_Totals") -> Iterable[Change]:
        number = self._growth.moved(row.number)
        if number != row.number:
            yield open_tag(self._template.xml, row.node, r=str(number))
        for cell in row.cells:
            if cell.marks:
                filled = self._head(cell, str(number)) + self._value(cell, {})
                yield cell.node.start, cell.node.end, filled.encode()
            elif cell.formula:
                yield cell.node.start, cell.node.end, self._moved_formula(cell, number, totals).encode()
            elif number != row.number:
                yield open_tag(self._template.xml, cell.node, r=f"{letters(cell.column)}{number}")

    def _moved_formula(self, cell: Cell, row: int, totals: "_Totals") -> str:
        """The formula grown, with a value only where we know it: a stale one would be believed."""
        found = cell.node.child("f")
        attrs = ""
        if found and found.attrs.get("t") in {"array", "dataTable"}:
            kept = {**found.attrs, "ref": self._growth.ranges(found.attrs.get("ref", cell.ref))}
            attrs = "".join(f' {name}="{value}"' for name, value in kept.items())
        text = self._growth.formula(cell.formula, at_home=True)
        known = totals.value(text)
        value = f"<{self._p}v>{known}</{self._p}v>" if known else ""
        return f"{self._head(cell, str(row))}><{self._p}f{attrs}>{escape_text(text)}</{self._p}f>{value}</{self._p}c>"


class _Totals:
    """Values of plain sums and counts over the lines, for viewers that do not calculate."""

    def __init__(self, marked: Row, lines: Sequence[Fields], growth: Growth) -> None:
        self._fields = {
            letters(cell.column): cell.marks[0].field
            for cell in marked.cells
            if len(cell.pieces) == 1 and cell.marks[0].repeats
        }
        self._lines = lines
        self._ends = (growth.row, growth.row + growth.added)

    def value(self, formula: str) -> str:
        """The sum or count that the formula asks for over all lines; empty where it asks for more."""
        found = _TOTAL.fullmatch(formula)
        if not found or found[3] != found[5] or (int(found[4]), int(found[6])) != self._ends:
            return ""
        if found[3] not in self._fields:
            return ""
        return self._asked(_SUBTOTALS.get(found[2], found[1]), self._fields[found[3]])

    def _asked(self, what: str, field: str) -> str:
        values = [line[field] for line in self._lines]
        if what == "COUNTA":
            return str(sum(value not in {None, ""} for value in values))
        numbers = [value for value in values if _is_number(value)]
        return f"{sum(numbers, Decimal()):f}" if what == "SUM" else str(len(numbers))


def _is_number(value: Value) -> TypeGuard[int | Decimal]:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _unknown(mark: Mark) -> XlsxError:
    name = f"line.{mark.field}" if mark.repeats else mark.field
    sentence = f"{mark.cell} asks for {name}, which nobody gave."
    return XlsxError("unknown_field", sentence, cell=mark.cell, field=name)


def _at(error: XlsxError, mark: Mark) -> XlsxError:
    """The same refusal, naming the template's cell."""
    error.facts.setdefault("cell", mark.cell)
    return error
