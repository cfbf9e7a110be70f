"""The cells of a row as they are written: rows that are spelled alike are read with one look each.

It decides how a row is taken apart; what its cells mean is left to `cells`. Exports repeat one spelling (the
same columns with the same attributes) for thousands of rows, so a spelling that keeps coming gets a pattern of
its own, which checks every letter of the row. Any other row is read cell by cell.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from sheetship.xlsx.scan import ATTRIBUTES

_OFTEN: Final = 50
_MOST_SHAPES: Final = 6
_MOST_COUNTED: Final = 1000


class Written(NamedTuple):
    """A row's cells: their columns, attributes and contents, and the places of those that are computed."""

    names: tuple[str, ...]
    marks: tuple[str, ...]
    contents: Sequence[str]
    formulas: tuple[int, ...] = ()


class _Shape(NamedTuple):
    names: tuple[str, ...]
    marks: tuple[str, ...]
    pattern: re.Pattern[str]


NO_CELLS: Final = Written((), (), ())


class RowShapes:
    """Reads the rows of one sheet, and learns the spellings that come often."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._cell = _cell(prefix)
        self._closed_cell = _closed_cell(prefix)
        self._cell_end = f"</{prefix}c>"
        self._formula = f"<{prefix}f"
        self._inline = f"<{prefix}is"  # the font of an inline text has a <family>
        self._shapes: list[_Shape] = []
        self._counted: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()

    def known(self, text: str, start: int) -> Written | None:
        """Return the cells from `start` to the end of the text, or None if that is no spelling that comes often."""
        for at, shape in enumerate(self._shapes):
            found = shape.pattern.fullmatch(text, start)
            if found:
                if at:
                    self._shapes.insert(0, self._shapes.pop(at))
                return Written(shape.names, shape.marks, found.groups(""))
        return None

    def one_by_one(self, text: str, start: int) -> Written:
        """Return the cells from `start` on, whatever else stands there."""
        # Behind the last end tag nothing is looked for that ends: in a broken row it would be, again and again.
        end = text.rfind(self._cell_end, start) + len(self._cell_end)
        cells = self._cell.findall(text, start, end) + self._closed_cell.findall(text, max(start, end))
        if not cells:
            return NO_CELLS
        names, marks, values, bodies = zip(*cells, strict=True)
        contents = values
        formulas: tuple[int, ...] = ()
        if any(bodies):
            contents = tuple([value or body for value, body in zip(values, bodies, strict=True)])
            formulas = tuple(
                [at for at, body in enumerate(bodies) if self._formula in body.partition(self._inline)[0]]
            )
        if not formulas and len(self._shapes) < _MOST_SHAPES:
            self._count(names, marks)
        return Written(names, marks, contents, formulas)

    def _count(self, names: tuple[str, ...], marks: tuple[str, ...]) -> None:
        spelling = names, marks
        if spelling in self._counted or len(self._counted) < _MOST_COUNTED:
            self._counted[spelling] += 1
        if self._counted[spelling] == _OFTEN:
            self._shapes.append(_Shape(names, marks, _row(self._prefix, names, marks)))


def _row(prefix: str, names: tuple[str, ...], marks: tuple[str, ...]) -> re.Pattern[str]:
    p = re.escape(prefix)
    value = rf"<{p}v>([^<]*+)</{p}v>"
    inline = rf'(<{p}is><{p}t(?: xml:space="preserve")?>[^<]*+</{p}t></{p}is>)'
    cells = [
        rf'<{p}c r="{name}[0-9]{{1,7}}+"{re.escape(mark)}\s*+'
        rf"(?:/>|>{inline if 'inlineStr' in mark else value}</{p}c>)"
        for name, mark in zip(names, marks, strict=True)
    ]
    return re.compile("".join(cells))


@cache
def _cell(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    body = rf"(?:/>|>(?:<{p}v>([^<]*)</{p}v></{p}c>|(.*?)</{p}c>))"
    return re.compile(_start(prefix) + body, re.DOTALL)


@cache
def _closed_cell(prefix: str) -> re.Pattern[str]:
    return re.compile(_start(prefix) + "()()/>")


def _start(prefix: str) -> str:
    return rf'<{re.escape(prefix)}c r="([A-Z]{{1,3}})[0-9]{{1,7}}"{ATTRIBUTES}'
