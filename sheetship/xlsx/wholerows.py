"""Edits of whole rows put into rows that exist: a row in plain spelling is taken apart with one look.

It decides nothing that `rowpatch` does not; it is its short way. One pattern knows every column of the sheet in
rising order, each of them optional, so a row that matches has its cells in order, each with the row's own number, and
neither a formula nor anything rich where it is edited. Every other row goes the long way, cell by cell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sheetship.xlsx.columncells import ROW_NUMBER, ColumnCells, Spelling
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
    has_gaps: bool
    ways: dict[_Groups, _Way | None] = field(default_factory=dict)


class _Found(NamedTuple):
    """A row in plain spelling, and whether it has nothing yet where it is edited."""

    row: re.Match[bytes]
    groups: _Groups
    edit: RowEdit
    plan: _Plan
    way: _Way
    is_fresh: bool


class WholeRows:
    """Patches the rows of one sheet that are spelled plainly."""

    def __init__(self, contents: Contents, patcher: RowPatcher, *, prefix: str, watched_from: int) -> None:
        self._prefix = prefix
        self._contents = contents
        self._patcher = patcher
        self._watched_from = watched_from
        self._name = re.compile(rf'<{re.escape(prefix)}c r="([A-Z]{{1,3}})[0-9]'.encode())
        self._seen: set[int] = set()
        self._plans: dict[tuple[int, int], _Plan] = {}

    def patched(self, rows: bytes, places: Sequence[Place]) -> list[Pieces | None]:
        """Return each row with its edit in it, in pieces, or None if it has to go the long way."""
        made: list[Pieces | None] = []
        run: list[_Found] = []
        for place in places:
            found = self._found(rows, place)
            if found is None or not found.is_fresh or (run and found.way is not run[0].way):
                made += self._filled(rows, run)
                run = []
            if found is not None and found.is_fresh:
                run.append(found)
            else:
                made.append(found and self._put(rows, found, self._mixed(found)))
        return made + self._filled(rows, run)

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
        is_fresh = not (plan.has_gaps or any(groups[_BEFORE_CELLS + 2 :: 3])) and edit.is_full()
        return _Found(row, groups, edit, plan, way, is_fresh)

    def _filled(self, rows: bytes, run: Sequence[_Found]) -> list[Pieces | None]:
        """Return rows that have nothing yet where they are edited, made column by column."""
        if not run:
            return []
        numbers = [found.edit.row for found in run]
        values = zip(*[found.edit.values for found in run], strict=True)
        columns = [
            cells.many(column, numbers)
            for cells, column in zip(run[0].way.cells, values, strict=True)
            if cells is not None
        ]
        for found in run:
            self._count(found.edit.row, found.edit.columns)
        made = map("".join, zip(*columns, strict=True))
        return [self._put(rows, found, cells.encode()) for found, cells in zip(run, made, strict=True)]

    def _put(self, rows: bytes, found: _Found, cells: bytes) -> Pieces:
        row, old, edit = found.row, found.groups, found.edit
        if cells == old[2]:
            return (row[0],)
        columns = edit.columns if found.is_fresh else edit.filled()
        attributes = spanned(old[1] or b"", columns[0], columns[-1])
        (tag, tag_end), (middle, middle_end) = row.span(2), row.span(3)
        return rows[row.start() : tag], attributes, rows[tag_end:middle], cells, rows[middle_end : row.end()]

    def _learns(self, rows: bytes, start: int, end: int) -> bool:
        """Take in the columns of a row that is spelled unlike those before; whether that may help."""
        columns = {column_number(name.decode()) for name in self._name.findall(rows, start, end)}
        if columns <= self._seen or len(columns | self._seen) > _MOST_COLUMNS:
            return False
        self._seen |= columns
        self._plans.clear()
        return True

    def _planned(self, edit: RowEdit) -> _Plan:
        columns = sorted(self._seen.union(edit.columns))
        first, last = edit.columns[0], edit.columns[-1]
        middle = tuple([column for column in columns if first <= column <= last])
        row = _row_pattern(self._prefix, columns, first, last)
        plan = _Plan(re.compile(row.encode()), middle, len(middle) > len(edit.columns))
        self._plans[id(edit.columns), id(edit.styles)] = plan
        return plan

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

    def _mixed(self, found: _Found) -> bytes:
        """Return the cells of a row that has some already, or is to get only some."""
        return b"".join(self._one_by_one(found)).replace(ROW_NUMBER, b"%d" % found.edit.row)

    def _one_by_one(self, found: _Found) -> Iterator[bytes]:
        plan, way, groups, edit = found.plan, found.way, found.groups, found.edit
        wanted = dict(zip(edit.columns, edit.values, strict=True))
        written = zip(groups[_BEFORE_CELLS::3], groups[_BEFORE_CELLS + 2 :: 3], strict=True)
        for column, cells, mark, (cell, body) in zip(
            plan.columns, way.cells, way.marks, written, strict=True
        ):
            value = wanted.get(column)
            if is_blank(value):
                yield cell or b""
            elif not body:
                self._count(edit.row, (column,))
                yield _of(cells, value)
            elif _of(cells, value).replace(ROW_NUMBER, groups[0] or b"") == cell:
                yield cell
            elif self._patcher.old.holds(mark, body, value, self._contents.of(value)):
                style = edit.styles[edit.columns.index(column)]
                yield self._patcher.replaced(cell or b"", CellEdit(edit.row, column, value, style))
            else:
                self._patcher.changed_cells += 1
                yield _of(cells, value)

    def _count(self, row: int, columns: tuple[int, ...]) -> None:
        self._patcher.changed_cells += len(columns)
        if row >= self._watched_from:
            self._patcher.filled.setdefault(row, []).extend(columns)


def _of(cells: ColumnCells | None, value: Value) -> bytes:
    if cells is None:
        return b""
    return cells[value] if value.__class__ is not bool else cells.of(value)


def _row_pattern(prefix: str, columns: Sequence[int], first: int, last: int) -> str:
    p = re.escape(prefix)
    text = rf'<{p}is><{p}t(?: xml:space="preserve")?+>[^<]*+</{p}t></{p}is>'
    value = rf"(?:<{p}v>[^<]*+</{p}v>|{text})?+"
    formula = rf"(?:<{p}f[^<>/]*+(?:/>|>[^<]*+</{p}f>))?+"
    before, inside, after = "", "", ""
    for column in columns:
        start = rf'<{p}c r="{letters(column)}\1"'
        other = rf"(?:{start}[^<>/]*+(?:/>|>{formula}{value}</{p}c>))?+"
        if column < first:
            before += other
        elif column > last:
            after += other
        else:
            inside += rf"({start}([^<>/]*+)(?:/>|>({value})</{p}c>))?+"
    return rf'<{p}row r="([0-9]++)"([^<>/]*+)>{before}({inside}){after}</{p}row>\s*+'
