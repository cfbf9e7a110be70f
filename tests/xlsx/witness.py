"""What other readers see in a workbook, cell by cell, and how to name the ways in which they differ from ours.

A cell is compared as kind and text. The classes are the known ways of each witness; whatever fits none is `other`.
"""

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeAlias

import openpyxl

from sheetship.xlsx import CellKind, Tab, read_tabs
from sheetship.xlsx.sources.jail import jailed_tabs
from sheetship.xlsx.sources.tab import kind_of_cell

Seen: TypeAlias = tuple[CellKind, str]
Cells: TypeAlias = Mapping[tuple[str, int, int], Seen]
BLANK: Seen = ("blank", "")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")


def ours(content: bytes) -> Cells:
    """All cells with a text, by tab, row and column."""
    return dict(_cells(read_tabs(content)))


def by_calamine(content: bytes) -> Cells:
    """The same cells as calamine sees them, in the jail."""
    return dict(_cells(jailed_tabs(content, "xlsx")))


def _cells(tabs: list[Tab]) -> Iterator[tuple[tuple[str, int, int], Seen]]:
    for tab in tabs:
        for row, (texts, codes) in enumerate(zip(tab.rows, tab.stored, strict=True), 1):
            for column, (text, code) in enumerate(zip(texts, codes, strict=True), 1):
                if text:
                    yield (tab.name, row, column), (kind_of_cell(code, text), text)


def by_openpyxl(content: bytes) -> Cells:
    """The same cells as openpyxl sees them, results of formulas as stored."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.row, cell.column): _seen(cell.data_type, cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.value != ""
    }


def _seen(data_type: str, value: object) -> Seen:
    if data_type == "e":
        return "error", str(value)
    return next(
        (spelled(value) for kind, spelled in _SPELLED.items() if isinstance(value, kind)),
        ("text", str(value)),
    )


_SPELLED: dict[type, Callable[[Any], Seen]] = {
    bool: lambda truth: ("bool", str(truth).upper()),
    int: lambda number: ("number", str(number)),
    float: lambda number: ("number", str(number)),
    timedelta: lambda span: ("number", repr(span / timedelta(days=1))),
    datetime: lambda moment: ("date", moment.isoformat(sep=" ")),
    date: lambda day: ("date", day.isoformat()),
    time: lambda clock: ("date", clock.isoformat()),
}


def difference(mine: Seen, theirs: Seen) -> str | None:
    """The class of a difference; None where the two say the same."""
    kinds = (mine[0], theirs[0])
    if mine == theirs:
        return None
    if kinds == ("number", "number"):
        return _numbers(mine[1], theirs[1])
    if kinds == ("date", "date"):
        return _moments(mine[1], theirs[1])
    if kinds == ("text", "text"):
        return _texts(mine[1], theirs[1])
    return f"{kinds[0]} here, {kinds[1]} there"


def _numbers(mine: str, theirs: str) -> str | None:
    if Decimal(mine) == Decimal(theirs):
        return None
    one, other = float(mine), float(theirs)
    if one == other:
        return "more digits here than a float keeps"
    return "duration rounded" if abs(one - other) < 1e-5 else "number differs"


def _moments(mine: str, theirs: str) -> str | None:
    if mine.removesuffix(" 00:00:00") == theirs.removesuffix(" 00:00:00"):
        return None
    if mine[:19] == theirs[:19]:
        return "fraction of a second"
    return "second rounded" if mine[:15] == theirs[:15] else "date differs"


def _texts(mine: str, theirs: str) -> str:
    if mine.replace("\n", "") == re.sub(r"[\r\n]", "", theirs):
        return "line ends"
    if _ESCAPE.search(theirs):
        return "escape not decoded there"
    return "blanks at the ends" if mine.strip() == theirs.strip() else "text differs"


def differences(mine: Cells, theirs: Cells) -> Counter[str]:
    """How often each class of difference occurs."""
    found: Counter[str] = Counter()
    for place in mine.keys() | theirs.keys():
        what = difference(mine.get(place, BLANK), theirs.get(place, BLANK))
        if what:
            found[what] += 1
    return found
