"""Cells that must not be written, and why: merged, array results, pivot tables, table headings.

It decides by area; formulas and locks are seen by `rowpatch` in the cell itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sheetship.xlsx.errors import Code, XlsxError
from sheetship.xlsx.refs import Area, address, ref_of

_ABOUT_VALUES: Final = frozenset({"array_cell", "table_header"})


@dataclass(frozen=True, slots=True)
class Obstacle:
    """An area and why its cells stay; `free_corner` leaves the top left cell open to writing."""

    cells: Area
    code: Code
    reason: str
    free_corner: bool = False

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell may not be written."""
        is_corner = (row, column) == self.cells[:2]
        return self.cells.holds(row, column) and not (self.free_corner and is_corner)


class Obstacles:
    """The obstacles of one sheet, looked up by row."""

    def __init__(self, sheet: str, obstacles: Iterable[Obstacle], rows: Sequence[int]) -> None:
        self._sheet = sheet
        self._by_row: dict[int, list[Obstacle]] = {}
        for obstacle in obstacles:
            for row in _between(rows, obstacle.cells):
                self._by_row.setdefault(row, []).append(obstacle)

    def stand_in(self, row: int) -> bool:
        """Whether any cell of the row may have to stay."""
        return row in self._by_row

    def check(self, row: int, column: int, *, is_value: bool = True) -> None:
        """Raise XlsxError if the cell may not be written; a look may change where only values must stay."""
        for obstacle in self._by_row.get(row, ()):
            is_meant = is_value or obstacle.code not in _ABOUT_VALUES
            if is_meant and obstacle.holds(row, column):
                cell, where = address(row, column), ref_of(obstacle.cells)
                sentence = f"{self._sheet}!{cell} lies in {where}: {obstacle.reason}."
                raise XlsxError(obstacle.code, sentence, sheet=self._sheet, cell=cell, area=where)


def _between(rows: Sequence[int], cells: Area) -> Iterable[int]:
    if cells.last_row - cells.first_row < len(rows):
        wanted = set(rows)
        return [row for row in range(cells.first_row, cells.last_row + 1) if row in wanted]
    return [row for row in rows if cells.first_row <= row <= cells.last_row]
