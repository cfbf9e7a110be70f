"""One tab of any file, row by row, as every reader here gives it: texts, what each may be, and where to ask for more.

It decides the common shape and how a cell's kind follows from what was stored and from its text. Typed columns are
`sheetship.xlsx.table`'s, whether a text is a flaw is `flaws`'s.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from sheetship.xlsx.cells import CellKind
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import Area

SourceKind = Literal["xlsx", "xlsb", "xls", "ods", "xml", "html", "text"]
Place: TypeAlias = tuple[int, int]
"""Row and column on the sheet, both from 1."""

FIRST: Final = 0
VISIBLE: Final = -1
Wanted: TypeAlias = str | int | None
"""The name of a tab, `FIRST`, `VISIBLE` ones, or None for all."""

TEXT: Final = ord("t")
NUMBER: Final = ord("n")
BOOL: Final = ord("b")
ERROR_CELL: Final = ord("e")
DATE: Final = ord("d")
BLANK: Final = ord("-")
MAYBE_NUMBER: Final = ord("N")
"""A number, or a text where the file says number and holds none."""
MAYBE_DATE: Final = ord("M")
"""A date, unless its text says that the calendar has no such day: then a number or a text."""

_CERTAIN: Final[Mapping[int, CellKind]] = {
    TEXT: "text",
    NUMBER: "number",
    BOOL: "bool",
    ERROR_CELL: "error",
    DATE: "date",
    BLANK: "blank",
}
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d$", re.ASCII)


def kind_of_cell(stored: int, text: str) -> CellKind:
    """Return the kind of a cell that was stored so and reads so.

    >>> kind_of_cell(MAYBE_NUMBER, "12"), kind_of_cell(MAYBE_DATE, "2026-11-21"), kind_of_cell(TEXT, "")
    ('number', 'date', 'blank')
    """
    if not text:
        return "blank"
    certain = _CERTAIN.get(stored)
    if certain:
        return certain
    if _NUMBER.fullmatch(text):
        return "number"
    return "date" if stored == MAYBE_DATE and _MOMENT.match(text) else "text"


MAX_CELLS: Final = 64 * 1024**2
"""Blank ones counted: a few bytes of a file can ask for a row of 16,384."""


def check_size(cells: int) -> None:
    """Raise XlsxError `too_large` where a tab has more cells than we keep."""
    if cells > MAX_CELLS:
        raise XlsxError("too_large", f"A sheet spreads over more than {MAX_CELLS} cells.")


def _no_format(_row: int, _column: int) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What else a file says about the cells of a tab; asked for only when somebody looks at a cell."""

    formulas: Mapping[Place, str] = field(default_factory=dict)
    links: Mapping[Place, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: Sequence[range] = ()
    number_format: Callable[[int, int], str] = _no_format


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A tab, or a whole text file. `rows[0]` is row 1; rows may be ragged, and every cell is text.

    `stored` tells row by row what each cell may be, one of the letters above; equal rows share one object.
    """

    kind: SourceKind
    name: str
    rows: Sequence[list[str]]
    stored: Sequence[bytes]
    state: str = "visible"
    merges: Sequence[Area] = ()
    formula_places: frozenset[Place] = frozenset()
    encoding: str = ""
    """Of a text, HTML or XML file."""
    details: Callable[[], Details] = Details

    @property
    def is_empty(self) -> bool:
        """Whether no cell has a text."""
        return not any(any(cells) for cells in self.rows)

    def columns_with(self, codes: Iterable[int]) -> list[int]:
        """Return the columns, from 1, in which a cell stored as one of these may stand."""
        wanted = frozenset(codes)
        alike = set(self.stored)
        return sorted({column for stored in alike for column, code in enumerate(stored, 1) if code in wanted})


def all_text(rows: Sequence[list[str]]) -> list[bytes]:
    """Return `stored` for rows that hold nothing but text."""
    by_width = {width: b"t" * width for width in {len(cells) for cells in rows}}
    return [by_width[len(cells)] for cells in rows]
