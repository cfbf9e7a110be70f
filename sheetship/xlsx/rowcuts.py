"""Where rows are cut for edits of some of their columns, learned once for all rows that are spelled alike.

A pattern knows every column of the sheet in rising order, each of them optional: a row that matches has its cells in
order, each with the row's own number, and no formula where it is edited. Rows that differ from such a row in digits
alone are cut like it without being matched.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from sheetship.xlsx.edits import RowEdit
from sheetship.xlsx.refs import MAX_COLUMN, column_number, letters

_MOST_COLUMNS: Final = 400
_MOST_SPELLINGS: Final = 1000
_DIGITS: Final = b"0123456789.-"
_END_OF_ROW: Final = MAX_COLUMN + 1


class Part(NamedTuple):
    """A part of the new row: an edited column's cell, or, with column 0, cells that stay.

    `piece` is its place among the pieces of the old row, None for a cell that is not there yet.
    """

    column: int
    piece: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Before which cells rows of one spelling are cut (their tags as far as the row's number), and what becomes of it."""

    openings: tuple[bytes, ...]
    end: bytes
    """The row's end tag if it is cut there too."""
    parts: tuple[Part, ...]

    def pieces(self, row: bytes, number: bytes, at: int) -> list[bytes] | None:
        """Return the row in pieces from `at`, the end of its start tag, on; None if a cell has not its number."""
        pieces = []
        for opening in self.openings:
            place = row.find(opening + number, at)
            if place < 0:
                return None
            pieces.append(row[at:place])
            at = place
        if self.end:
            place = row.rfind(self.end)
            pieces.append(row[at:place])
            at = place
        pieces.append(row[at:])
        return pieces


@dataclass(slots=True)
class _Layout:
    """The columns of some edits: the pattern of their rows, and the cuts by what is left of a row without its digits."""

    pattern: re.Pattern[bytes]
    edited: tuple[int, ...]
    cuts: dict[bytes, Cut | None] = field(default_factory=dict)
    by_columns: dict[tuple[int, ...], Cut] = field(default_factory=dict)
    """Rows with the same columns are cut alike, whatever else differs."""


class RowCuts:
    """Knows the rows of one sheet."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._name = re.compile(rf'<{re.escape(prefix)}c r="([A-Z]{{1,3}})[0-9]'.encode())
        self._seen: set[int] = set()
        self._layouts: dict[tuple[int, ...], _Layout] = {}

    def cut(self, row: bytes, edit: RowEdit) -> Cut | None:
        """Return how to cut a row, given from behind its `<row`, or None if its spelling is not a plain one."""
        layout = self._layouts.get(edit.columns) or self._laid_out(edit.columns)
        spelling = row.translate(None, _DIGITS)
        if spelling in layout.cuts:
            return layout.cuts[spelling]
        is_plain = layout.pattern.fullmatch(row)
        if is_plain is None and self._learns(row):
            layout = self._laid_out(edit.columns)
            is_plain = layout.pattern.fullmatch(row)
        cut = self._found(row, layout) if is_plain else None
        if len(layout.cuts) < _MOST_SPELLINGS:
            layout.cuts[spelling] = cut
        return cut

    def _learns(self, row: bytes) -> bool:
        """Take in the columns of a row that is spelled unlike those before; whether that may help."""
        columns = self._columns(row)
        if self._seen.issuperset(columns) or len(self._seen.union(columns)) > _MOST_COLUMNS:
            return False
        self._seen.update(columns)
        self._layouts.clear()
        return True

    def _columns(self, row: bytes) -> list[int]:
        return [column_number(name.decode()) for name in self._name.findall(row)]

    def _laid_out(self, edited: tuple[int, ...]) -> _Layout:
        columns = sorted(self._seen.union(edited))
        layout = _Layout(re.compile(_row_pattern(self._prefix, columns, edited).encode()), edited)
        self._layouts[edited] = layout
        return layout

    def _found(self, row: bytes, layout: _Layout) -> Cut:
        there = tuple(self._columns(row))
        if there not in layout.by_columns:
            layout.by_columns[there] = self._made(there, layout)
        return layout.by_columns[there]

    def _made(self, there: tuple[int, ...], layout: _Layout) -> Cut:
        followers = dict(pairwise((*there, _END_OF_ROW)))
        missing: dict[int, list[int]] = {}
        bounds = set()
        for column in layout.edited:
            follower = followers.get(column) or next((each for each in there if each > column), _END_OF_ROW)
            bounds |= {column, follower} if column in followers else {follower}
            if column not in followers:
                missing.setdefault(follower, []).append(column)
        parts = [Part(0, 0)]
        for piece, bound in enumerate(sorted(bounds), start=1):
            parts += [Part(column, None) for column in missing.get(bound, ())]
            parts.append(Part(bound if bound in layout.edited else 0, piece))
        return Cut(
            openings=tuple([_opening(self._prefix, bound) for bound in sorted(bounds - {_END_OF_ROW})]),
            end=f"</{self._prefix}row>".encode() if _END_OF_ROW in bounds else b"",
            parts=tuple(parts),
        )


@cache
def _opening(prefix: str, column: int) -> bytes:
    return f'<{prefix}c r="{letters(column)}'.encode()


def plain_value(prefix: str) -> str:
    """Return the pattern of what a plain cell holds: a value, a simple text, or nothing."""
    p = re.escape(prefix)
    text = rf'<{p}is><{p}t(?: xml:space="preserve")?+>[^<]*+</{p}t></{p}is>'
    return rf"(?:<{p}v>[^<]*+</{p}v>|{text})?+"


def _row_pattern(prefix: str, columns: Sequence[int], edited: Sequence[int]) -> str:
    p, value = re.escape(prefix), plain_value(prefix)
    formula = rf"(?:<{p}f[^<>/]*+(?:/>|>[^<]*+</{p}f>))?+"
    cells = [
        rf'(?:<{p}c r="{letters(column)}\1"[^<>/]*+(?:/>|>{"" if column in edited else formula}{value}</{p}c>))?+'
        for column in columns
    ]
    return rf' r="([0-9]++)"[^<>/]*+>{"".join(cells)}</{p}row>\s*+'
