"""Edits of whole rows put into rows that exist, those that are spelled alike together and column by column.

It decides nothing that `rowpatch` does not; it is its short way. Rows that `rowcuts` does not know go the long way,
cell by cell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from sheetship.xlsx.columncells import ColumnCells, Spelling
from sheetship.xlsx.edits import CellEdit, RowEdit, Style, Value, is_blank
from sheetship.xlsx.oldcells import Mark
from sheetship.xlsx.rowcuts import Cut, RowCuts, plain_value
from sheetship.xlsx.rowpatch import RowPatcher, spanned
from sheetship.xlsx.scan import Unusual
from sheetship.xlsx.values import Alike, Contents


class _Cells(NamedTuple):
    """What old cells of one column and spelling are, and what goes in their place."""

    mark: Mark
    cells: ColumnCells


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """What rows alike have in common: cut, attributes, edits, and new cells by column and old attributes."""

    cut: Cut
    attributes: bytes
    edit: RowEdit
    cells: dict[tuple[int, bytes | None], _Cells] = field(default_factory=dict)


class _Found(NamedTuple):
    """A row in plain spelling from behind its `<row`, cut into pieces, and what its edit asks for."""

    row: bytes
    pieces: list[bytes]
    edit: RowEdit
    way: _Way


class _Column(NamedTuple):
    """One edited column of rows alike: its style, the rows' numbers and wanted values."""

    number: int
    style: Style | None
    rows: Sequence[int]
    values: Sequence[Value]


class WholeRows:
    """Patches the rows of one sheet that are spelled plainly."""

    def __init__(self, contents: Contents, patcher: RowPatcher, *, prefix: str, watched_from: int) -> None:
        self._p = prefix.encode()
        self._contents = contents
        self._patcher = patcher
        self._watched_from = watched_from
        self._cuts = RowCuts(prefix)
        p, value = re.escape(prefix), plain_value(prefix)
        self._cell = re.compile(rf'<{p}c r="[A-Z]{{1,3}}[0-9]++"([^<>/]*+)(?:/>|>({value})</{p}c>)'.encode())
        self._ways: dict[tuple[int, bytes, int], _Way] = {}

    def patched(self, rows: Sequence[bytes], edits: Sequence[RowEdit]) -> list[bytes | None]:
        """Return each row, given from behind its `<row`, with its edit in it, or None if it has to go the long way.

        Raises Unusual for cells that only look like plain ones.
        """
        made: list[bytes | None] = []
        for way, found in groupby(map(self._found, rows, edits), key=_way_of):
            alike = list(found)
            made += self._run(way, [row for row in alike if row]) if way else [None for _ in alike]
        return made

    def _found(self, row: bytes, edit: RowEdit) -> _Found | None:
        cut = self._cuts.cut(row, edit)
        if cut is None:
            return None
        number, tag_end = b'%d"' % edit.row, row.find(b">")
        pieces = cut.pieces(row, number, tag_end)
        if pieces is None:
            return None
        attributes = row[len(' r="') + len(number) : tag_end]
        # The identity of cut and styles stands for them: both live on, and hashing them costs more.
        key = id(cut), attributes, id(edit.styles)
        way = self._ways.get(key)
        if way is None:
            way = self._ways[key] = _Way(cut, attributes, edit)
        return _Found(row, pieces, edit, way)

    def _run(self, way: _Way, run: Sequence[_Found]) -> Sequence[bytes | None]:
        """Return rows that are spelled alike, made column by column."""
        pieces = [*zip(*[found.pieces for found in run], strict=True)]
        columns = self._columns(way, run)
        made: list[Sequence[bytes]] = []
        for column, piece in way.cut.parts:
            old = None if piece is None else pieces[piece]
            new = old if old and not column else self._made(way, columns[column], old)
            if new is None:
                return [None] * len(run)
            made.append(new)
        return [
            self._put(found, b"".join(row)) for found, row in zip(run, zip(*made, strict=True), strict=True)
        ]

    def _columns(self, way: _Way, run: Sequence[_Found]) -> dict[int, _Column]:
        rows = [found.edit.row for found in run]
        values = zip(*[found.edit.values for found in run], strict=True)
        wanted = zip(way.edit.columns, way.edit.styles, values, strict=True)
        return {number: _Column(number, style, rows, told) for number, style, told in wanted}

    def _put(self, found: _Found, cells: bytes) -> bytes:
        row, edit = found.row, found.edit
        if row.endswith(cells):
            return b"<%brow%b" % (self._p, row)
        columns = edit.columns if edit.is_full() else edit.filled()
        attributes = spanned(found.way.attributes, columns[0], columns[-1])
        return b'<%brow r="%d"%b%b' % (self._p, edit.row, attributes, cells)

    def _made(self, way: _Way, column: _Column, old: Sequence[bytes] | None) -> Sequence[bytes] | None:
        """Return the new cells of a column, or None if an old one holds more than a value."""
        if old is None:
            return self._new(way, column)
        written = self._cell.findall(b"".join(old))
        if len(written) != len(old):
            raise Unusual
        cells = list(old)
        for attributes in {attributes for attributes, _ in written}:
            known = self._cells(way, column, attributes)
            if known.mark.is_rich:
                return None
            places = [
                at
                for at, ((its, _), value) in enumerate(zip(written, column.values, strict=True))
                if its == attributes and not is_blank(value)
            ]
            if places:
                self._overwrite(cells, places, column, known, [written[at][1] for at in places])
        return cells

    def _overwrite(
        self,
        cells: list[bytes],
        places: Sequence[int],
        column: _Column,
        known: _Cells,
        bodies: Sequence[bytes],
    ) -> None:
        """Put in the new cells; one keeps its spelling if it says the same already."""
        values = [column.values[at] for at in places]
        alike = self._contents.alike(values)
        new = known.cells.many(values, [column.rows[at] for at in places], alike)
        held = self._held(known.mark, bodies, values, alike)
        for at, value, body, cell, is_held in zip(places, values, bodies, new, held, strict=True):
            if is_held:
                edit = CellEdit(column.rows[at], column.number, value, column.style)
                cells[at] = self._patcher.replaced(cells[at], edit)
            else:
                cells[at] = cell
                self._patcher.changed_cells += 1
                if not body:
                    self._watch(column.rows[at], column.number)

    def _held(
        self, mark: Mark, bodies: Sequence[bytes], values: Sequence[Value], alike: Alike | None
    ) -> list[bool]:
        """Return which cells hold their values already."""
        old = self._patcher.old
        if alike is not None:
            return old.hold(mark, bodies, alike)
        told = zip(bodies, values, strict=True)
        return [old.holds(mark, body, value, self._contents.of(value)) for body, value in told]

    def _new(self, way: _Way, column: _Column) -> Sequence[bytes]:
        """Return cells where there were none."""
        cells = self._cells(way, column, None).cells
        places = [at for at, value in enumerate(column.values) if not is_blank(value)]
        rows, values = [column.rows[at] for at in places], [column.values[at] for at in places]
        new = cells.many(values, rows, self._contents.alike(values)) if places else []
        self._patcher.changed_cells += len(places)
        if rows and rows[-1] >= self._watched_from:
            for row in rows:
                self._watch(row, column.number)
        if len(places) == len(column.values):
            return new
        made = [b""] * len(column.values)
        for at, cell in zip(places, new, strict=True):
            made[at] = cell
        return made

    def _watch(self, row: int, column: int) -> None:
        if row >= self._watched_from:
            self._patcher.filled.setdefault(row, []).append(column)

    def _cells(self, way: _Way, column: _Column, attributes: bytes | None) -> _Cells:
        """Return what old attributes tell, and the new cells; without attributes those of cells that are not there."""
        key = column.number, attributes
        if key not in way.cells:
            if attributes is None:
                mark = Mark(self._patcher.base_in(way.attributes, column.number), b"n", is_rich=False)
            else:
                mark = self._patcher.old.mark(b' r="A1"' + attributes)
            spelling = Spelling(self._p, column.number, mark.style, column.style)
            way.cells[key] = _Cells(mark, ColumnCells(spelling, self._contents, self._patcher))
        return way.cells[key]


def _way_of(found: _Found | None) -> _Way | None:
    return found.way if found else None
