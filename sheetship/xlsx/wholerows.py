"""Edits of whole rows put into rows that exist: a row in plain spelling is taken apart with one look.

It decides nothing that `rowpatch` does not; it is its short way. One pattern knows every column of the sheet in
rising order, each of them optional, so a row that matches has its cells in order, each with the row's own number, and
neither a formula nor anything rich where it is edited. Every other row goes the long way, cell by cell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

from sheetship.xlsx.columncells import ColumnCells, Spelling
from sheetship.xlsx.edits import CellEdit, RowEdit, Value, is_blank
from sheetship.xlsx.oldcells import Mark
from sheetship.xlsx.refs import column_number, letters
from sheetship.xlsx.rowpatch import RowPatcher, spanned
from sheetship.xlsx.values import Contents

_MOST_COLUMNS: Final = 400
_BEFORE_CELLS: Final = 3
_NO_CELL: Final = Mark(0, b"n", is_rich=False)
_Groups = tuple[bytes | None, ...]
Pieces = tuple[bytes, ...]
Place = tuple[int, int, RowEdit]
"""Where a row begins and ends in a block, and its edit."""


@dataclass(frozen=True, slots=True)
class _Way:
    """What rows of one spelling have: for each column its old mark and its new cells."""

    marks: tuple[Mark, ...]
    cells: tuple[ColumnCells | None, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The pattern of rows for one layout of edits, the columns from the first edited one to the last, known ways."""

    pattern: re.Pattern[bytes]
    columns: tuple[int, ...]
    ways: dict[_Groups, _Way | None] = field(default_factory=dict)


class _Found(NamedTuple):
    """A row in plain spelling, and what its edit asks for."""

    row: re.Match[bytes]
    groups: _Groups
    edit: RowEdit
    plan: _Plan
    way: _Way

    def cell(self, at: int) -> _Groups:
        """Return a cell of the edited stretch: all of it, its attributes, its content; None for what is missing."""
        start = _BEFORE_CELLS + 3 * at
        return self.groups[start : start + 3]


class WholeRows:
    """Patches the rows of one sheet that are spelled plainly."""

    def __init__(self, contents: Contents, patcher: RowPatcher, *, prefix: str, watched_from: int) -> None:
        self._prefix = prefix
        self._contents = contents
        self._patcher = patcher
        self._watched_from = watched_from
        self._name = re.compile(rf'<{re.escape(prefix)}c r="([A-Z]{{1,3}})[0-9]'.encode())
        self._seen: set[int] = set()
        self._plans: dict[tuple[object, object], _Plan] = {}

    def patched(self, rows: bytes, places: Sequence[Place]) -> list[Pieces | None]:
        """Return each row with its edit in it, in pieces, or None if it has to go the long way."""
        made: list[Pieces | None] = []
        for way, found in groupby([self._found(rows, place) for place in places], key=_way_of):
            alike = list(found)
            made += self._run(rows, [row for row in alike if row]) if way else [None for _ in alike]
        return made

    def _found(self, rows: bytes, place: Place) -> _Found | None:
        start, end, edit = place
        # The identity of both tuples stands for them: the edits keep them alive, and hashing them costs more.
        plan = self._plans.get((id(edit.columns), id(edit.styles))) or self._planned(edit)
        row = plan.pattern.fullmatch(rows, start, end)
        if row is None and self._learns(rows, start, end):
            plan = self._planned(edit)
            row = plan.pattern.fullmatch(rows, start, end)
        if row is None:
            return None
        groups = row.groups()
        way = self._way(plan, groups, edit)
        if way is None:
            return None
        return _Found(row, groups, edit, plan, way)

    def _run(self, rows: bytes, run: Sequence[_Found]) -> list[Pieces]:
        """Return rows that are spelled alike, made column by column."""
        plan, edit = run[0].plan, run[0].edit
        values = dict(zip(edit.columns, zip(*[found.edit.values for found in run], strict=True), strict=True))
        made = [
            self._column(run, at, column, values[column])
            if column in values
            else [found.cell(at)[0] or b"" for found in run]
            for at, column in enumerate(plan.columns)
        ]
        cells = map(b"".join, zip(*made, strict=True))
        return [self._put(rows, found, new) for found, new in zip(run, cells, strict=True)]

    def _put(self, rows: bytes, found: _Found, cells: bytes) -> Pieces:
        row, old, edit = found.row, found.groups, found.edit
        if cells == old[2]:
            return (row[0],)
        columns = edit.columns if edit.is_full() else edit.filled()
        attributes = spanned(old[1] or b"", columns[0], columns[-1])
        (tag, tag_end), (middle, middle_end) = row.span(2), row.span(3)
        return rows[row.start() : tag], attributes, rows[tag_end:middle], cells, rows[middle_end : row.end()]

    def _column(self, run: Sequence[_Found], at: int, column: int, values: Sequence[Value]) -> list[bytes]:
        """Return the cells of one edited column of rows that are spelled alike."""
        old = [found.cell(at) for found in run]
        cells = [whole or b"" for whole, _, _ in old]
        wanted = [row for row, value in enumerate(values) if not is_blank(value)]
        new = self._new_cells(
            run[0].way.cells[at], [values[row] for row in wanted], [run[row].edit.row for row in wanted]
        )
        for row, cell in zip(wanted, new, strict=True):
            if not old[row][2]:
                self._fill(run[row].edit.row, column)
                cells[row] = cell
            elif cell != cells[row]:
                cells[row] = self._over(run[row], at, values[row], cell)
        return cells

    def _new_cells(
        self, cells: ColumnCells | None, values: Sequence[Value], rows: Sequence[int]
    ) -> list[bytes]:
        return [cell.encode() for cell in cells.many(values, rows)] if cells is not None and values else []

    def _fill(self, row: int, column: int) -> None:
        self._patcher.changed_cells += 1
        if row >= self._watched_from:
            self._patcher.filled.setdefault(row, []).append(column)

    def _over(self, found: _Found, at: int, value: Value, new: bytes) -> bytes:
        """Return what becomes of a cell that holds something: it keeps its spelling if it says the same already."""
        old, _, body = found.cell(at)
        if not self._patcher.old.holds(found.way.marks[at], body or b"", value, self._contents.of(value)):
            self._patcher.changed_cells += 1
            return new
        column = found.plan.columns[at]
        style = found.edit.styles[found.edit.columns.index(column)]
        return self._patcher.replaced(old or b"", CellEdit(found.edit.row, column, value, style))

    def _learns(self, rows: bytes, start: int, end: int) -> bool:
        """Take in the columns of a row that is spelled unlike those before; whether that may help."""
        columns = {column_number(name.decode()) for name in self._name.findall(rows, start, end)}
        if columns <= self._seen or len(columns | self._seen) > _MOST_COLUMNS:
            return False
        self._seen |= columns
        self._plans.clear()
        return True

    def _planned(self, edit: RowEdit) -> _Plan:
        """Return the plan of a layout; rows that share no tuples share it all the same."""
        asked = edit.columns, tuple(map(id, edit.styles))
        if asked not in self._plans:
            self._plans[asked] = self._new_plan(edit.columns)
        plan = self._plans[id(edit.columns), id(edit.styles)] = self._plans[asked]
        return plan

    def _new_plan(self, edited: tuple[int, ...]) -> _Plan:
        columns = sorted(self._seen.union(edited))
        middle = tuple([column for column in columns if edited[0] <= column <= edited[-1]])
        return _Plan(re.compile(_row_pattern(self._prefix, columns, edited).encode()), middle)

    def _way(self, plan: _Plan, groups: _Groups, edit: RowEdit) -> _Way | None:
        marks = groups[_BEFORE_CELLS + 1 :: 3]
        spelling = groups[1], *marks
        if spelling not in plan.ways:
            plan.ways[spelling] = self._found_way(plan, groups[1] or b"", marks, edit)
        return plan.ways[spelling]

    def _found_way(self, plan: _Plan, attributes: bytes, written: _Groups, edit: RowEdit) -> _Way | None:
        marks = tuple([_NO_CELL if mark is None else self._patcher.old.mark(mark) for mark in written])
        if any(mark.is_rich for mark in marks):
            return None
        styles = dict(zip(edit.columns, edit.styles, strict=True))
        bases = [
            self._patcher.base_in(attributes, column) if text is None else mark.style
            for column, mark, text in zip(plan.columns, marks, written, strict=True)
        ]
        cells = [
            ColumnCells(
                Spelling(self._prefix.encode(), column, base, styles[column]), self._contents, self._patcher
            )
            if column in styles
            else None
            for column, base in zip(plan.columns, bases, strict=True)
        ]
        return _Way(marks, tuple(cells))


def _way_of(found: _Found | None) -> int:
    return id(found.way) if found else 0


def _row_pattern(prefix: str, columns: Sequence[int], edited: Sequence[int]) -> str:
    p = re.escape(prefix)
    text = rf'<{p}is><{p}t(?: xml:space="preserve")?+>[^<]*+</{p}t></{p}is>'
    value = rf"(?:<{p}v>[^<]*+</{p}v>|{text})?+"
    formula = rf"(?:<{p}f[^<>/]*+(?:/>|>[^<]*+</{p}f>))?+"
    before, inside, after = "", "", ""
    for column in columns:
        start = rf'<{p}c r="{letters(column)}\1"'
        other = rf"(?:{start}[^<>/]*+(?:/>|>{formula}{value}</{p}c>))?+"
        if column < edited[0]:
            before += other
        elif column > edited[-1]:
            after += other
        elif column not in edited:
            inside += rf"({start}()[^<>/]*+(?:/>|>{formula}{value}()</{p}c>))?+"
        else:
            inside += rf"({start}([^<>/]*+)(?:/>|>({value})</{p}c>))?+"
    return rf'<{p}row r="([0-9]++)"([^<>/]*+)>{before}({inside}){after}</{p}row>\s*+'
