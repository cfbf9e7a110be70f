"""Cells whose text cannot be what somebody typed: digits that a spreadsheet dropped, texts that were cut.

It decides what a flaw is and repairs none of them: a lost digit is lost.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

from sheetship.xlsx.cells import CellKind
from sheetship.xlsx.sources.tab import Place, kind_of_cell

Flaw = Literal["lost_digits", "scientific", "cut_text"]
LONGEST_TEXT: Final = 32_767
"""UTF-16 units in a cell (Excel's limit); a text that fills it was cut there, or will be by the next program."""
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
