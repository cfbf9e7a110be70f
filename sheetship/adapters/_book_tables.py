"""Tabs as the shop's tables of text, with the cells that cannot be trusted marked.

Private to the adapters that read workbooks. What a tab holds is told by ``sheetship.xlsx``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sheetship.core.tables import ERROR, FORMULA, LOST_DIGITS, RawTable
from sheetship.xlsx.sources import flaw_of, sheet_tab
from sheetship.xlsx.sources.tab import ERROR_CELL, MAYBE_DATE, MAYBE_NUMBER, NUMBER, kind_of_cell

if TYPE_CHECKING:
    from sheetship.xlsx import Sheet
    from sheetship.xlsx.sources import Tab

_DOUBTFUL = re.compile(r"#|[+-]?(?:\d*\.|\d+[eE]|\d{16})")
"""Texts that may be an error, a number to be spelled anew, or one too long for a spreadsheet."""


def xlsx_table(sheet: Sheet, name: str) -> RawTable:
    """A tab as text, with the cells marked that cannot be trusted; cells merged downwards repeat their text."""
    return raw_table(sheet_tab(sheet), name)


def raw_table(tab: Tab, name: str) -> RawTable:
    """A tab of any file as text. Its rows are taken over, not copied."""
    rows = list(tab.rows)
    flaws = _set_right(tab, rows) | dict.fromkeys(tab.formula_places, FORMULA)
    for merge in tab.merges:
        _repeat_down(rows, merge.first_row, min(merge.last_row, len(rows)), merge.first_column)
    return RawTable(name, rows, flaws)


def _set_right(tab: Tab, rows: Sequence[list[str]]) -> dict[tuple[int, int], str]:
    """Spells numbers as they were typed, in place; marks errors and numbers too long for a spreadsheet."""
    flaws = {}
    for column in tab.columns_with([NUMBER, MAYBE_NUMBER, MAYBE_DATE, ERROR_CELL]):
        at = column - 1
        texts = [cells[at] if len(cells) > at else "" for cells in rows]
        doubtful = {text for text in set(texts) if _DOUBTFUL.match(text)}
        for place, text in enumerate(texts) if doubtful else ():
            kind = kind_of_cell(tab.stored[place][at], text) if text in doubtful else "blank"
            if kind == "error":
                flaws[place + 1, column] = ERROR
            elif kind == "number":
                rows[place][at] = _plain_number(text)
                if flaw_of(kind, text):
                    flaws[place + 1, column] = LOST_DIGITS
    return flaws


def _plain_number(text: str) -> str:
    """The number as it was typed: a stored ``19.899999999999999`` is 19.9.

    >>> _plain_number("19.899999999999999"), _plain_number("12.0"), _plain_number("6.917E+18")
    ('19.9', '12', '6.917E+18')
    """
    if "." not in text or "e" in text.lower():
        return text
    return repr(float(text)).removesuffix(".0")


def _repeat_down(rows: list[list[str]], first: int, last: int, column: int) -> None:
    above = rows[first - 1] if first <= len(rows) else []
    text = above[column - 1] if len(above) >= column else ""
    for at in range(first, last) if text else ():
        cells = rows[at]
        rows[at] = [*cells, *[""] * (column - len(cells))]
        rows[at][column - 1] = text
