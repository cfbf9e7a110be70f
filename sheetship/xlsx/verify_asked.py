"""What the edits of one sheet allow around its cells: which rows are filled, which ranges may grow over them.

The rule for every range of a sheet, a table or a name: its last row may move down over rows that the edits
fill, and nothing else of it may change. A drop-down may also take in the cells that were asked for.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from sheetship.xlsx.edits import KEEP, SheetEdits, is_blank
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import Area, address, area

_LAST_ROW: Final = re.compile(r"(:\$?[A-Z]{1,3}\$?)([1-9]\d{0,6})(?!\w)")
_SHEET: Final = re.compile(r"""(?:'((?:[^']|'')+)'|([^\s'"!,:()]+))!\$?[A-Z]{1,3}\$?[1-9]\d{0,6}$""")


class Asked:
    """The edits of one sheet, as the things around its cells see them."""

    def __init__(self, wanted: SheetEdits) -> None:
        self._wanted = wanted
        self.widths = wanted.widths

    @cached_property
    def filled_rows(self) -> frozenset[int]:
        """The rows that get something to read."""
        cells = (edit.row for edit in self._wanted.cells if not (edit.value is KEEP or is_blank(edit.value)))
        return frozenset(cells).union(edit.row for edit in self._wanted.rows if edit.is_filled())

    @cached_property
    def links(self) -> dict[str, str]:
        """The web links by the address of their cell."""
        return {address(edit.row, edit.column): edit.link for edit in self._wanted.cells if edit.link}

    @cached_property
    def hull(self) -> Area:
        """The smallest range that holds every edited cell."""
        rows = [edit.row for edit in self._wanted.cells] + [edit.row for edit in self._wanted.rows]
        columns = {edit.column for edit in self._wanted.cells}
        columns = columns.union(*{edit.columns for edit in self._wanted.rows})
        return Area(min(rows), min(columns, default=1), max(rows), max(columns, default=1))

    def texts_of(self, row: int) -> dict[int, str]:
        """Return the texts that are written into a row, by column."""
        cells = [edit for edit in self._wanted.cells if edit.row == row]
        cells += [cell for edit in self._wanted.rows if edit.row == row for cell in edit.cells()]
        return {edit.column: edit.value for edit in cells if isinstance(edit.value, str) and edit.value}

    def is_filled(self, after: int, last: int) -> bool:
        """Whether every row below one and down to another is filled."""
        return after <= last and self.filled_rows.issuperset(range(after + 1, last + 1))

    def may_grow(self, old: str, new: str) -> bool:
        """Whether a list of ranges may have become another: each down over filled rows."""
        before, after = old.split(), new.split()
        return len(before) == len(after) and all(map(self._may_grow_one, before, after))

    def _may_grow_one(self, old: str, new: str) -> bool:
        if old == new:
            return True
        before, after = _area(old), _area(new)
        if before is None or after is None or before[:2] != after[:2]:
            return False
        return before.last_column == after.last_column and self.is_filled(before.last_row, after.last_row)

    def may_be_chosen_from(self, old: str, new: str) -> bool:
        """Whether the ranges of a drop-down may have become others: no cell left out, none without reason."""
        before, after = old.split(), new.split()
        strange = [ref for ref in after if ref not in before and not self._is_made_of(_area(ref), before)]
        return not strange and all(_lies_in(ref, after) for ref in before)

    def _is_made_of(self, cells: Area | None, parts: Sequence[str]) -> bool:
        if cells is None:
            return False
        columns = cells.first_column, cells.last_column
        known = [part for part in map(_area, parts) if part and (part[1], part[3]) == columns]
        rows = set(range(cells.first_row, cells.last_row + 1))
        rows = rows.difference(*(range(part.first_row, part.last_row + 1) for part in known))
        return bool(known) and rows <= self.filled_rows | self._choice_rows(columns)

    def _choice_rows(self, columns: tuple[int, int]) -> frozenset[int]:
        asked = [each for each in self._wanted.drop_downs if columns == (each.column, each.column)]
        return frozenset().union(*(range(each.first_row, each.last_row + 1) for each in asked))

    def is_choice(self, formula: str, refs: str) -> bool:
        """Whether a drop-down was asked for."""
        cells = _area(refs)
        return any(
            cells == Area(each.first_row, each.column, each.last_row, each.column)
            and formula == '"' + ",".join(each.options).replace('"', '""') + '"'
            for each in self._wanted.drop_downs
        )


def may_names_grow(old: str, new: str, asked: dict[str, Asked]) -> bool:
    """Whether the text of a name may have become another: last rows down over filled rows of their sheet."""
    if _LAST_ROW.sub(r"\1", old) != _LAST_ROW.sub(r"\1", new):
        return False
    return all(
        before[2] == after[2] or _grows(old[: before.start()], int(before[2]), int(after[2]), asked)
        for before, after in zip(_LAST_ROW.finditer(old), _LAST_ROW.finditer(new), strict=True)
    )


def _grows(text: str, before: int, after: int, asked: dict[str, Asked]) -> bool:
    found = _SHEET.search(text)
    sheet = (found[1].replace("''", "'") if found[1] else found[2]).casefold() if found else ""
    return sheet in asked and asked[sheet].is_filled(before, after)


def _area(ref: str) -> Area | None:
    try:
        return area(ref)
    except XlsxError:
        return None


def _lies_in(ref: str, parts: Sequence[str]) -> bool:
    cells = _area(ref)
    return ref in parts or (cells is not None and any(_holds(part, cells) for part in _areas(parts)))


def _areas(refs: Sequence[str]) -> Iterator[Area]:
    return (cells for cells in map(_area, refs) if cells)


def _holds(outer: Area, inner: Area) -> bool:
    return outer.holds(*inner[:2]) and outer.holds(*inner[2:])
