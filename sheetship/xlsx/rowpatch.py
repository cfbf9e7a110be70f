"""Edits put into the bytes of rows: a cell replaced, inserted in order, or a row made anew.

It decides whether an edit changes anything and where a cell goes. What a cell held is left to `oldcells` and
`formulacells`, its look to `looks`. Bytes of cells that nobody edits are copied as they are.
"""

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from sheetship.xlsx.appended import AppendedRows
from sheetship.xlsx.edits import KEEP, CellEdit, RowEdit, Style
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.formulacells import FormulaCells
from sheetship.xlsx.likerow import LikeRow
from sheetship.xlsx.looks import CellLooks
from sheetship.xlsx.obstacles import Obstacles
from sheetship.xlsx.oldcells import ATTRIBUTE, Mark, OldCells, restyled
from sheetship.xlsx.protection import Locks
from sheetship.xlsx.refs import column_number, letters
from sheetship.xlsx.scan import Unusual
from sheetship.xlsx.styles import StyleBook
from sheetship.xlsx.values import BLANK, TEXT_FORMAT, Content, Contents

_ATTRIBUTES: Final = rb'((?:\s+[\w:.-]+\s*=\s*"[^"<]*")*)\s*'
_SPANS: Final = re.compile(rb'\s+spans\s*=\s*"([^"]*)"')
_TRUE: Final = frozenset({b"1", b"true"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the patcher of rows must know of the sheet and its workbook."""

    sheet: str
    prefix: str
    contents: Contents
    styles: StyleBook
    column_style: Callable[[int], int]
    obstacles: Obstacles
    locks: Locks
    like_row: LikeRow
    formulas: FormulaCells
    shared: Callable[[], list[str]]


class RowPatcher:
    """Patches the rows of one sheet, and counts what really changed."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self.contents = around.contents
        self._p = around.prefix.encode()
        p = re.escape(self._p)
        self._row_open = re.compile(rb"<%brow" % p + _ATTRIBUTES + rb"(/?)>")
        self._cell_open = re.compile(rb"<%bc" % p + _ATTRIBUTES + rb"(/?)>")
        self._cell_ref = re.compile(rb'<%bc(?:\s+[\w:.-]+\s*=\s*"[^"<]*")*?\s+r="([A-Z]{1,3})(\d{1,7})"' % p)
        self._formula = re.compile(rb"<%bf[\s/>]" % p)
        self._row_end = b"</%brow>" % self._p
        self._extension = b"<%bextLst" % self._p
        self._cell_end = b"</%bc>" % self._p
        self._orders: dict[tuple[bytes, ...], list[int]] = {}
        self._looks = CellLooks(around.styles)
        self.old = OldCells(around.prefix, around.shared)
        self._appended = AppendedRows(self._p, around.contents, around.like_row, self)
        self.formulas = around.formulas
        self.changed_cells = 0
        self._restyled_cells = 0
        self.filled: dict[int, list[int]] = {}

    def appended(self, edit: RowEdit) -> bytes:
        """Return a row below all others that nothing stands in the way of."""
        filled = edit.filled()
        self.filled[edit.row] = filled
        self.changed_cells += len(filled)
        attributes = self._around.like_row.attributes
        return b'<%brow r="%d"%b>%b%b' % (
            self._p,
            edit.row,
            attributes,
            self._appended.cells(edit),
            self._row_end,
        )

    def base(self, column: int) -> int:
        """Return the style that a cell of a new row has by default."""
        return self._around.like_row.styles.get(column) or self._around.column_style(column)

    def new_row(self, number: int, edits: Sequence[CellEdit]) -> bytes:
        """Return a row that the sheet lacks, or nothing if the edits leave it blank."""
        like = self._around.like_row.of(number)
        made: dict[int, bytes] = {}
        for edit in edits:
            base = like.styles.get(edit.column) or self._around.column_style(edit.column)
            cell = self._inserted(edit, base)
            if cell:
                self._around.locks.check_new(number, edit.column)
                made[edit.column] = cell
        if not made:
            return b""
        for column, style in like.styles.items():
            if column not in made:
                made[column] = self._cell(CellEdit(number, column, None), style, BLANK)
        cells = b"".join([made[column] for column in sorted(made)])
        return b'<%brow r="%d"%b>%b%b' % (self._p, number, like.attributes, cells, self._row_end)

    def patched(self, row: bytes, number: int, edits: Sequence[CellEdit]) -> bytes:
        """Return the row with the edits in it, which need not be in plain spelling. Raises Unusual, or XlsxError for a cell that must stay."""
        opened = self._row_open.match(row)
        if opened is None:
            raise Unusual
        if opened[2]:
            tag = row[: opened.end()].removesuffix(b"/>").rstrip()
            open_row = tag + b">" + self._row_end + row[opened.end() :]
        else:
            open_row = row
        columns = self._columns(open_row, number)
        row_style = self._row_style(opened[1])
        before = self.changed_cells
        pieces, at = [], opened.end(1)
        for edit in edits:
            start, end, new = self._change(open_row, at, columns, edit, row_style)
            pieces += [open_row[at:start], new]
            at = end
        if self.changed_cells == before:
            return self.formulas.settled(row)
        attributes = spanned(opened[1], edits[0].column, edits[-1].column)
        return self.formulas.settled(b"".join([row[: opened.start(1)], attributes, *pieces, open_row[at:]]))

    def _columns(self, row: bytes, number: int) -> list[int]:
        found = self._cell_ref.findall(row)
        tag = b"<%bc" % self._p
        if len(found) != row.count(tag) - row.count(tag + b"o") - row.count(tag + b"h"):
            raise Unusual
        written = b"%d" % number
        names = tuple([name for name, _ in found])
        if {row_number for _, row_number in found} - {written}:
            raise XlsxError(
                "damaged", f"A cell of row {number} says it stands in another row.", row=str(number)
            )
        if names not in self._orders:
            columns = [column_number(name.decode()) for name in names]
            if any(left >= right for left, right in pairwise(columns)):
                sentence = f"The cells of row {number} are not in order."
                raise XlsxError("rows_out_of_order", sentence, row=str(number))
            self._orders[names] = columns
        return self._orders[names]

    def _change(
        self, row: bytes, after: int, columns: list[int], edit: CellEdit, row_style: int | None
    ) -> tuple[int, int, bytes]:
        place = bisect(columns, edit.column)
        if place and columns[place - 1] == edit.column:
            start, end, opened = self._find(row, after, edit.row, edit.column)
            return start, end, self._replaced(row[start:end], opened, edit)
        if place == len(columns):
            start = self._end_of_cells(row)
        else:
            start, _, _ = self._find(row, after, edit.row, columns[place])
        base = self._around.column_style(edit.column) if row_style is None else row_style
        return start, start, self._inserted(edit, base)

    def _end_of_cells(self, row: bytes) -> int:
        """Return where a last cell goes: a row may end with extensions (ECMA-376 part 1, 18.3.1.73)."""
        own = row.find(self._extension, max(row.rfind(self._cell_end), 0))
        return own if own >= 0 else row.rfind(self._row_end)

    def _find(self, row: bytes, after: int, number: int, column: int) -> tuple[int, int, re.Match[bytes]]:
        ref = b'r="%b%d"' % (_name(column), number)
        start = row.find(b"<%bc %b" % (self._p, ref), after)
        opened = self._cell_open.match(row, start) if start >= 0 else None
        if opened is None:
            found = (match for match in self._cell_open.finditer(row) if _has(match[1], ref))
            opened = next(found, None)
        if opened is None:
            raise Unusual
        if opened[2]:
            return opened.start(), opened.end(), opened
        end = row.find(self._cell_end, opened.end())
        if end < 0 or self._cell_open.search(row, opened.end(), end):
            raise Unusual
        return opened.start(), end + len(self._cell_end), opened

    def base_in(self, attributes: bytes, column: int) -> int:
        """Return the style that a missing cell has by default in a row with these attributes."""
        row_style = self._row_style(attributes)
        return self._around.column_style(column) if row_style is None else row_style

    def replaced(self, old: bytes, edit: CellEdit) -> bytes:
        """Return what becomes of one cell that is there. Raises Unusual, or XlsxError if it must stay."""
        opened = self._cell_open.match(old)
        if opened is None:
            raise Unusual
        return self._replaced(old, opened, edit)

    def _row_style(self, attributes: bytes) -> int | None:
        if b"customFormat" not in attributes:
            return None
        known = dict(ATTRIBUTE.findall(attributes))
        style = known.get(b"s", b"")
        return int(style) if known.get(b"customFormat") in _TRUE and style.isdigit() else None

    def _inserted(self, edit: CellEdit, base: int) -> bytes:
        content = BLANK if edit.value is KEEP else self._around.contents.of(edit.value)
        if not content.inner and edit.style is None:
            return self._unchanged(b"", edit, base)
        self._check(edit, base, is_value=edit.value is not KEEP)
        if content.inner:
            self.filled.setdefault(edit.row, []).append(edit.column)
        else:
            self._restyled_cells += 1
        self.changed_cells += 1
        return self._cell(edit, self.look(base, edit.style, content), content)

    def _replaced(self, old: bytes, opened: re.Match[bytes], edit: CellEdit) -> bytes:
        mark = self.old.mark(opened[1])
        tag_end = opened.end() - opened.start()
        body = b"" if opened[2] else old[tag_end : -len(self._cell_end)]
        content = BLANK if edit.value is KEEP else self._around.contents.of(edit.value)
        if self._stays(mark, body, edit, content):
            # A long number that a person left in a General cell stays as it is.
            shown = BLANK if content.number_format == TEXT_FORMAT else content
            return self._restyled(old, tag_end, edit, mark.style, self.look(mark.style, edit.style, shown))
        self._check(edit, mark.style)
        is_rich = mark.is_rich or self._extension in body
        self.formulas.give_up(edit.row, edit.column, body, is_rich=is_rich)
        if content.inner and not body:
            self.filled.setdefault(edit.row, []).append(edit.column)
        self.changed_cells += 1
        return self._cell(edit, self.look(mark.style, edit.style, content), content)

    def _stays(self, mark: Mark, body: bytes, edit: CellEdit, content: Content) -> bool:
        if edit.value is KEEP:
            return True
        has_formula = b"f" in body and self._formula.search(body) is not None
        return not has_formula and self.old.holds(mark, body, edit.value, content)

    def _restyled(self, old: bytes, tag_end: int, edit: CellEdit, style: int, look: int) -> bytes:
        if look == style:
            return self._unchanged(old, edit, style)
        self._check(edit, style, is_value=False)
        self.changed_cells += 1
        self._restyled_cells += 1
        return restyled(old, tag_end, look)

    @property
    def has_new_values(self) -> bool:
        """Whether more has changed than the look of cells."""
        return self.changed_cells > self._restyled_cells

    def _unchanged(self, cell: bytes, edit: CellEdit, style: int) -> bytes:
        """Return the cell as it is; a link may still be put on it, which a lock forbids like all else."""
        if edit.link:
            self._around.locks.check(edit.row, edit.column, style)
        return cell

    def _check(self, edit: CellEdit, base: int, *, is_value: bool = True) -> None:
        self._around.obstacles.check(edit.row, edit.column, is_value=is_value)
        self._around.locks.check(edit.row, edit.column, base)

    def look(self, base: int, style: Style | None, content: Content) -> int:
        """Return the style of a cell that had the style `base` and gets this content and wanted look."""
        return self._looks.of(base, style, content)

    def _cell(self, edit: CellEdit, style: int, content: Content) -> bytes:
        look = b' s="%d"' % style if style else b""
        start = b'<%bc r="%b%d"%b' % (self._p, _name(edit.column), edit.row, look)
        if not content.inner:
            return start + b"/>"
        return b"%b%b>%b%b" % (start, content.type_attribute, content.inner, self._cell_end)


@lru_cache(maxsize=1024)
def spanned(attributes: bytes, first: int, last: int) -> bytes:
    """Return a row's attributes with its spans (a hint of where its cells are) taking in some columns."""
    found = _SPANS.search(attributes)
    if found is None:
        return attributes
    left, _, right = found[1].partition(b":")
    if not (left.isdigit() and right.isdigit()):
        return attributes[: found.start()] + attributes[found.end() :]
    written = b' spans="%d:%d"' % (min(int(left), first), max(int(right), last))
    return attributes[: found.start()] + written + attributes[found.end() :]


@cache
def _name(column: int) -> bytes:
    return letters(column).encode()


def _has(attributes: bytes, ref: bytes) -> bool:
    return b" " + ref in re.sub(rb"\s+", b" ", attributes)
