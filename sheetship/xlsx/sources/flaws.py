"""What is lost before a file reaches us: digits that a spreadsheet dropped, texts that were cut, rows beyond the last.

It decides what a flaw is and repairs none of them: a lost digit is lost.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

from sheetship.xlsx.cells import CellKind
from sheetship.xlsx.notes import Note
from sheetship.xlsx.refs import MAX_COLUMN, MAX_ROW
from sheetship.xlsx.sources.tab import Place, Tab, kind_of_cell

Flaw = Literal["lost_digits", "scientific", "cut_text"]
LONGEST_TEXT: Final = 32_767
"""UTF-16 units in a cell (Excel's limit); a text that fills it was cut there, or will be by the next program."""
_OLD_ROWS: Final = 65_536
_OLD_COLUMNS: Final = 256
_EXACT: Final = 10**15
_SUSPECT: Final = re.compile(r"[+-]?[\d.](?:[\d.]{15,}|[\d.]*[eE])", re.ASCII)
_SCIENTIFIC: Final = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?\d{1,3}", re.ASCII)
_MAY_BE_TOO_LONG: Final = LONGEST_TEXT // 2


def flaw_of(kind: CellKind, text: str) -> Flaw | None:
    """Return what is wrong with a cell, or None.

    A number of 16 digits or more has lost some: a spreadsheet keeps 15.

    >>> flaw_of("number", "431234567890123456"), flaw_of("number", "19.899999999999999")
    ('lost_digits', None)
    >>> flaw_of("text", "1.23E+17"), flaw_of("text", "431234567890123456")
    ('scientific', None)
    """
    if kind == "number":
        return "lost_digits" if _SUSPECT.match(text) and abs(float(text)) >= _EXACT else None
    if kind != "text":
        return None
    if len(text) > _MAY_BE_TOO_LONG and _utf16_units(text) >= LONGEST_TEXT:
        return "cut_text"
    return "scientific" if _SCIENTIFIC.fullmatch(text) else None


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def column_flaws(texts: Sequence[str], stored: bytes, rows: Sequence[int], column: int) -> dict[Place, Flaw]:
    """Return the flaws of one column; only texts that could be one are looked at closely."""
    suspects = {text for text in set(texts) if len(text) > _MAY_BE_TOO_LONG or _SUSPECT.match(text)}
    if not suspects:
        return {}
    found = (
        (row, flaw_of(kind_of_cell(code, text), text))
        for row, code, text in zip(rows, stored, texts, strict=True)
        if text in suspects
    )
    return {(row, column): flaw for row, flaw in found if flaw}


def full_sheet(tab: Tab) -> Note | None:
    """Return a note if a tab is filled to the last row or column that its format has: what came after is missing.

    One stray cell at the edge is no sign of it, two neighbours are.
    """
    rows, columns = (_OLD_ROWS, _OLD_COLUMNS) if tab.kind == "xls" else (MAX_ROW, MAX_COLUMN)
    edges = {rows, _OLD_ROWS} if tab.kind in {"text", "html"} else {rows}
    if len(tab.rows) in edges and any(tab.rows[-1]) and any(tab.rows[-2]):
        return _full(tab, "row", len(tab.rows))
    if any(len(cells) == columns and cells[-1] and cells[-2] for cells in tab.rows):
        return _full(tab, "column", columns)
    return None


def _full(tab: Tab, what: str, number: int) -> Note:
    sentence = (
        f'"{tab.name}" is filled to {what} {number}, the last that such a file can have; more may be missing.'
    )
    return Note("full_sheet", sentence, {"sheet": tab.name, what: str(number)})
