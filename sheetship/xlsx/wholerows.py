"""Edits of whole rows put into rows that exist: a row in plain spelling is taken apart with one look.

It decides nothing that `rowpatch` does not; it is its short way. One pattern knows every column of the sheet in
rising order, each of them optional, so a row that matches has its cells in order, each with the row's own number, and
neither a formula nor anything rich where it is edited. Every other row goes the long way, cell by cell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

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

    def patched(self, rows: bytes, start: int, end: int, edit: RowEdit) -> tuple[bytes, ...] | None:
        """Return the row with the edit in it, in pieces, or None if it has to go the long way."""
        # The identity of both tuples stands for them: the edits keep them alive, and hashing them costs more.
        plan = self._plans.get((id(edit.columns), id(edit.styles))) or self._planned(edit)
        found = plan.pattern.fullmatch(rows, start, end)
        if found is None and self._learns(rows, start, end):
            plan = self._planned(edit)
            found = plan.pattern.fullmatch(rows, start, end)
        if found is None:
            return None
        groups = found.groups()
        way = self._way(plan, groups, edit)
        if way is None:
            return None
        cells = self._cells(plan, way, groups, edit)
        if cells == groups[2]:
            return (found[0],)
        filled = edit.columns if edit.is_full() else edit.filled()
        attributes = spanned(groups[1] or b"", filled[0], filled[-1])
        (tag, tag_end), (middle, middle_end) = found.span(2), found.span(3)
        return rows[start:tag], attributes, rows[tag_end:middle], cells, rows[middle_end:end]

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

    def _cells(self, plan: _Plan, way: _Way, groups: _Groups, edit: RowEdit) -> bytes:
        """Return all cells from the first edited one to the last."""
        if plan.has_gaps or any(groups[_BEFORE_CELLS + 2 :: 3]) or not edit.is_full():
            made = list(self._one_by_one(plan, way, groups, edit))
        else:
            made = [
                cells[value] if cells is not None and value.__class__ is not bool else _of(cells, value)
                for cells, value in zip(way.cells, edit.values, strict=True)
            ]
            self._count(edit.row, edit.columns)
        return b"".join(made).replace(ROW_NUMBER, groups[0] or b"")

    def _one_by_one(self, plan: _Plan, way: _Way, groups: _Groups, edit: RowEdit) -> Iterator[bytes]:
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
