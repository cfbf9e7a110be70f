"""A table out of any file: columns with headings and typed values, and on demand everything known of one cell.

It decides what the columns and rows of a table are: one row of headings, below it every row in which any cell has a
text; columns without heading and text are left out. Nothing is repaired: numbers keep their exact text, ids that lost
digits are told by `Table.flaws`. Reading the file is left to `sources`.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Final, Literal, TypeAlias

from sheetship.xlsx.cells import CellKind
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.notes import Note
from sheetship.xlsx.refs import Area, address, letters
from sheetship.xlsx.sources.anyfile import read_tab
from sheetship.xlsx.sources.flaws import Flaw, column_flaws, full_sheet
from sheetship.xlsx.sources.tab import BLANK, Details, Place, SourceKind, Tab, kind_of_cell

Told = Literal["error", "formula", "hidden", "link", "merge", "number_format"]
_UNTOLD: Final[Mapping[SourceKind, frozenset[Told]]] = {
    "xlsx": frozenset(),
    "xml": frozenset(),
    "html": frozenset({"error", "formula", "hidden", "number_format"}),
    "text": frozenset({"error", "formula", "hidden", "link", "merge", "number_format"}),
    "xls": frozenset({"error", "formula", "hidden", "link", "number_format"}),
    "xlsb": frozenset({"error", "formula", "hidden", "link", "merge", "number_format"}),
    "ods": frozenset({"error", "formula", "hidden", "link", "merge", "number_format"}),
}
_WIDE: Final = 1024
"""Wider tables are mostly blank: their columns are picked one by one."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """The value of a cell that shows an error such as `#N/A`; never to be taken for a text."""

    text: str


Value: TypeAlias = str | Decimal | date | time | bool | ErrorValue | None


@dataclass(frozen=True)
class Column:
    """One column: its heading, its number on the sheet from 1, and its cells as text from top to bottom."""

    heading: str
    number: int
    texts: Sequence[str]
    stored: bytes = field(repr=False)
    """What each cell may be, one byte a cell; `kinds` says what it is."""

    @cached_property
    def kinds(self) -> list[CellKind]:
        """The kind of every cell."""
        return [kind_of_cell(code, text) for code, text in zip(self.stored, self.texts, strict=True)]

    @property
    def kind(self) -> CellKind | Literal["mixed"]:
        """The one kind of all cells that are not blank; `blank` where all are."""
        kinds = set(self.kinds) - {"blank"}
        return "mixed" if len(kinds) > 1 else next(iter(kinds), "blank")

    def values(self) -> list[Value]:
        """Return the cells as text, `Decimal`, `date`, `datetime`, `time`, `bool`, `ErrorValue`, or None for blank."""
        return [value_of(kind, text) for kind, text in zip(self.kinds, self.texts, strict=True)]


def value_of(kind: CellKind, text: str) -> Value:
    """Return what a cell's text stands for.

    >>> value_of("number", "0.10"), value_of("date", "2026-11-21"), value_of("text", "007")
    (Decimal('0.10'), datetime.date(2026, 11, 21), '007')
    """
    if kind == "blank":
        return None
    if kind == "number":
        return Decimal(text)
    if kind == "bool":
        return text == "TRUE"
    if kind == "error":
        return ErrorValue(text)
    return _moment(text) if kind == "date" else text


def _moment(text: str) -> Value:
    """The date, time or both; the text itself where a file says date and means none."""
    of = time if text[2:3] == ":" else datetime if ":" in text else date
    try:
        return of.fromisoformat(text)
    except ValueError:
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """Everything known of one cell. What this kind of file does not tell (`Table.untold`) is blank or False."""

    sheet: str
    address: str
    kind: CellKind
    text: str
    value: Value
    """For a formula: its result as the file keeps it."""
    formula: str
    """As it reads in this cell, with its `=`; blank where the cell is not computed."""
    number_format: str
    is_row_hidden: bool
    is_column_hidden: bool
    merge: Area | None
    link: str
    flaw: Flaw | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: columns from left to right, and for each of their cells the number of its row on the sheet."""

    kind: SourceKind
    sheet: str
    """The tab's name; blank for a text file."""
    columns: Sequence[Column]
    rows: Sequence[int]
    encoding: str = ""
    """Of a text, HTML or XML file."""
    notes: Sequence[Note] = ()
    """What may be missing, though the file can be read."""
    state: str = "visible"
    """Of the tab: visible, hidden or veryHidden."""
    merges: Sequence[Area] = ()
    _ask: Callable[[], Details] = field(default=Details, repr=False)

    @property
    def headings(self) -> list[str]:
        """The headings from left to right."""
        return [column.heading for column in self.columns]

    @property
    def untold(self) -> frozenset[Told]:
        """What this kind of file, or its reader, does not tell of a cell; an untold error reads as blank."""
        return _UNTOLD[self.kind]

    @cached_property
    def flaws(self) -> Mapping[Place, Flaw]:
        """The cells, by row and column on the sheet, that cannot hold what was typed; nothing is repaired."""
        found: dict[Place, Flaw] = {}
        for column in self.columns:
            found |= column_flaws(column.texts, column.stored, self.rows, column.number)
        return found

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, heading: str) -> Column:
        """Return a column. Raises XlsxError `no_such_column` (facts: columns) or `duplicate_header`."""
        found = [column for column in self.columns if column.heading == heading]
        if len(found) > 1:
            places = ", ".join(letters(column.number) for column in found)
            sentence = (
                f'The heading "{heading}" stands over columns {places}; which one is meant cannot be told.'
            )
            raise XlsxError("duplicate_header", sentence, sheet=self.sheet, header=heading, columns=places)
        if not found:
            there = ", ".join(self.headings)
            sentence = f'There is no column "{heading}". This sheet has: {there}.'
            raise XlsxError("no_such_column", sentence, sheet=self.sheet, column=heading, columns=there)
        return found[0]

    def records(self) -> Iterator[dict[str, Value]]:
        """Yield each row as values by heading. Raises XlsxError `duplicate_header` if two headings are equal."""
        columns = [self.column(heading).values() for heading in self.headings]
        return (dict(zip(self.headings, values, strict=True)) for values in zip(*columns, strict=True))

    @cached_property
    def _details(self) -> Details:
        return self._ask()

    def cell(self, row: int, column: int) -> TableCell:
        """Return all that is known of the cell in that row and column of the sheet, both from 1.

        Raises XlsxError where the file cannot be read for it; the first call may read the sheet once more.
        """
        kind, text = self._read(row, column)
        known, place = self._details, (row, column)
        return TableCell(
            sheet=self.sheet,
            address=address(row, column),
            kind=kind,
            text=text,
            value=value_of(kind, text),
            formula=known.formulas.get(place, ""),
            number_format=known.number_format(row, column),
            is_row_hidden=row in known.hidden_rows,
            is_column_hidden=any(column in hidden for hidden in known.hidden_columns),
            merge=next((merge for merge in self.merges if merge.holds(row, column)), None),
            link=known.links.get(place, ""),
            flaw=self.flaws.get(place),
        )

    def _read(self, row: int, column: int) -> tuple[CellKind, str]:
        at = bisect_left(self.rows, row)
        found = next((each for each in self.columns if each.number == column), None)
        if found is None or at == len(self.rows) or self.rows[at] != row:
            return "blank", ""
        text = found.texts[at]
        return kind_of_cell(found.stored[at], text), text


def read_table(
    source: Path | bytes,
    sheet: str | None = None,
    *,
    header_row: int | None = 1,
    columns: Sequence[str] | None = None,
    encodings: Sequence[str] = (),
    password: str | None = None,
) -> Table:
    r"""Return a table of any file that holds one: a sheet by its name, or the first.

    `header_row` is the row of the headings; None if there is none, and columns are then called A, B, C. `columns` keeps
    only those, in that order. `encodings` are tried for a text that is no Unicode.

    Raises XlsxError as `sources.read_tabs` does, and `no_such_sheet`, `empty_sheet`, `no_headings`, `no_such_column`,
    `duplicate_header`.

    >>> table = read_table("单号,数量\n00123,2\n".encode())
    >>> table.headings, table.column("单号").texts, table.kind
    (['单号', '数量'], ['00123'], 'text')
    """
    tab = read_tab(source, sheet, encodings=encodings, password=password)
    if tab.is_empty:
        raise XlsxError("empty_sheet", f'There is nothing in "{tab.name}".', sheet=tab.name)
    rows = _filled_rows(tab, header_row or 0)
    note = full_sheet(tab)
    table = Table(
        kind=tab.kind,
        sheet=tab.name,
        columns=_columns(tab, header_row, rows),
        rows=rows,
        encoding=tab.encoding,
        notes=[note] if note else [],
        state=tab.state,
        merges=tab.merges,
        _ask=tab.details,
    )
    return table if columns is None else replace(table, columns=[table.column(name) for name in columns])


def _filled_rows(tab: Tab, above: int) -> list[int]:
    return [number for number, cells in enumerate(tab.rows[above:], above + 1) if any(cells)]


def _columns(tab: Tab, header_row: int | None, rows: Sequence[int]) -> list[Column]:
    headings = _headings(tab, header_row)
    texts_of = _by_column([tab.rows[row - 1] for row in rows])
    codes = [tab.stored[row - 1] for row in rows]
    spelled = {code: at for at, code in enumerate(dict.fromkeys(codes))}
    spelling = [spelled[code] for code in codes]
    columns = []
    for at in sorted({at for code in set(tab.stored) for at, one in enumerate(code) if one != BLANK}):
        texts = texts_of(at)
        if headings.get(at) or any(texts):
            stored = [code[at] if len(code) > at else BLANK for code in spelled]
            heading = letters(at + 1) if header_row is None else headings.get(at, "")
            columns.append(Column(heading, at + 1, texts, bytes([stored[each] for each in spelling])))
    return columns


def _by_column(rows: Sequence[Sequence[str]]) -> Callable[[int], list[str]]:
    """What gives the texts of a column, by its place from 0."""
    width = max(map(len, rows), default=0)
    if width > _WIDE:
        return lambda at: [cells[at] if len(cells) > at else "" for cells in rows]
    turned = list(zip_longest(*rows, fillvalue=""))
    return lambda at: list(turned[at]) if at < width else [""] * len(rows)


def _headings(tab: Tab, header_row: int | None) -> dict[int, str]:
    if header_row is None:
        return {}
    cells = tab.rows[header_row - 1] if 0 < header_row <= len(tab.rows) else []
    if not any(cells):
        sentence = f'Row {header_row} of "{tab.name}" holds no headings.'
        raise XlsxError("no_headings", sentence, sheet=tab.name, row=str(header_row))
    return dict(enumerate(cells))
