"""SpreadsheetML 2003: the workbook as one XML file that Excel 2002 and 2003 could save, and some shops still send.

It decides cells, kinds and places as Microsoft's "XML Spreadsheet Reference" tells them (`ss:Index`, `ss:MergeAcross`,
`ss:MergeDown`, `ss:Type`). Document types and entities are refused by the parser.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import parse_all, safe_parser
from sheetship.xlsx.refs import MAX_COLUMN, MAX_ROW, Area
from sheetship.xlsx.sources.tab import (
    BOOL,
    DATE,
    ERROR_CELL,
    MAYBE_NUMBER,
    TEXT,
    Details,
    Place,
    Tab,
    check_size,
)

_STORED: Final[Mapping[str, int]] = {
    "String": TEXT,
    "Number": MAYBE_NUMBER,
    "DateTime": DATE,
    "Boolean": BOOL,
    "Error": ERROR_CELL,
}
_TEXTS: Final = frozenset({("Cell", "Data"), ("WorksheetOptions", "Visible")})
_STATES: Final = {"SheetHidden": "hidden", "SheetVeryHidden": "veryHidden"}
_COUNT: Final = re.compile(r"\d{1,7}", re.ASCII)
_MIDNIGHT: Final = re.compile(r"[T ]00:00:00(?:\.0+)?\Z")
_FRACTION: Final = re.compile(r"\.\d+\Z")


def xml_tabs(text: str, encoding: str) -> list[Tab]:
    """Return the worksheets. Raises XlsxError `damaged`, `too_large` or `unsupported`."""
    reader = _Reader()
    parser = safe_parser()
    parser.StartElementHandler = reader.opened
    parser.EndElementHandler = reader.closed
    parser.CharacterDataHandler = reader.wrote
    bare = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    parse_all(parser, bare.encode("utf-8", "surrogatepass"), "The XML workbook")
    if not reader.sheets:
        raise XlsxError("damaged", "The workbook lists no sheets.")
    return [sheet.tab(reader.formats, encoding) for sheet in reader.sheets]


@dataclass(slots=True)
class _Sheet:
    name: str
    state: str = "visible"
    rows: list[list[str]] = field(default_factory=list)
    stored: list[bytearray] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    links: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    styles: dict[Place, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    size: int = 0
    column: int = 0
    next_row: int = 1
    next_span: int = 1
    row_style: str = ""

    def start_row(self, attrs: Mapping[str, str]) -> None:
        number = _at(attrs, self.next_row, MAX_ROW)
        self.next_row = number + _count(attrs, "Span") + 1
        self.rows += [[] for _ in range(number - len(self.rows))]
        self.stored += [bytearray() for _ in range(number - len(self.stored))]
        self.column, self.row_style = 0, attrs.get("StyleID", "")
        if attrs.get("Hidden") == "1":
            self.hidden_rows.add(number)

    def start_cell(self, attrs: Mapping[str, str]) -> None:
        first = _at(attrs, self.column + 1, MAX_COLUMN)
        place = row, _ = len(self.rows), first
        self.column = min(first + _count(attrs, "MergeAcross"), MAX_COLUMN)
        last_row = min(row + _count(attrs, "MergeDown"), MAX_ROW)
        if (last_row, self.column) != place:
            self.merges.append(Area(row, first, last_row, self.column))
        cells, stored = self.rows[-1], self.stored[-1]
        self.size += first - len(cells)
        check_size(self.size)
        cells += [""] * (first - len(cells))
        stored += b"-" * (first - len(stored))
        for name, kept in (("HRef", self.links), ("Formula", self.formulas), ("StyleID", self.styles)):
            written = attrs.get(name) or (self.row_style if name == "StyleID" else "")
            if written:
                kept[place] = written

    def start_column(self, attrs: Mapping[str, str]) -> None:
        first = _at(attrs, self.next_span, MAX_COLUMN)
        self.next_span = first + _count(attrs, "Span") + 1
        if attrs.get("Hidden") == "1":
            self.hidden_columns.append(range(first, self.next_span))

    def put(self, stored: int, text: str) -> None:
        self.rows[-1][-1] = _spelled(stored, text)
        self.stored[-1][-1] = stored

    def tab(self, formats: Mapping[str, str], encoding: str) -> Tab:
        details = Details(
            formulas=self.formulas,
            links=self.links,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=self.hidden_columns,
            number_format=lambda row, column: formats.get(self.styles.get((row, column), "Default"), ""),
        )
        return Tab(
            kind="xml",
            name=self.name,
            state=self.state,
            rows=self.rows,
            stored=[bytes(stored) for stored in self.stored],
            merges=self.merges,
            formula_places=frozenset(self.formulas),
            encoding=encoding,
            details=lambda: details,
        )


def _at(attrs: Mapping[str, str], otherwise: int, most: int) -> int:
    """The place that `ss:Index` names, which can only lie ahead."""
    place = _count(attrs, "Index") or otherwise
    if not otherwise <= place <= most:
        raise XlsxError("damaged", f"The XML workbook goes from place {otherwise} to place {place}.")
    return place


def _count(attrs: Mapping[str, str], name: str) -> int:
    written = attrs.get(name, "")
    return int(written) if _COUNT.fullmatch(written) else 0


def _spelled(stored: int, text: str) -> str:
    """Dates and truth values as the other readers spell them; `2026-11-21T00:00:00.000` is a day."""
    if stored == BOOL:
        return "TRUE" if text.strip() == "1" else "FALSE"
    if stored == DATE:
        return _FRACTION.sub("", _MIDNIGHT.sub("", text.strip())).replace("T", " ")
    return text.strip() if stored == MAYBE_NUMBER else text


class _Reader:
    """Follows the elements by their local names; the prefixes are the writer's choice."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.formats: dict[str, str] = {}
        self._style = ""
        self._stored = TEXT
        self._path: list[str] = []
        self._text: list[str] | None = None

    def opened(self, tag: str, pairs: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        attrs = {key.rpartition(":")[2]: value for key, value in pairs.items()}
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "Worksheet":
            self.sheets.append(_Sheet(attrs.get("Name", "")))
        elif name == "Style":
            self._style = attrs.get("ID", "")
        elif name == "NumberFormat":
            self.formats[self._style] = attrs.get("Format", "")
        elif self.sheets:
            self._opened_in_sheet(name, parent, attrs)

    def _opened_in_sheet(self, name: str, parent: str, attrs: Mapping[str, str]) -> None:
        sheet = self.sheets[-1]
        if (parent, name) == ("Table", "Row"):
            sheet.start_row(attrs)
        elif (parent, name) == ("Table", "Column"):
            sheet.start_column(attrs)
        elif (parent, name) == ("Row", "Cell"):
            sheet.start_cell(attrs)
        elif (parent, name) in _TEXTS:
            self._stored, self._text = _STORED.get(attrs.get("Type", ""), TEXT), []

    def closed(self, _tag: str) -> None:
        name = self._path.pop()
        parent = self._path[-1] if self._path else ""
        if self._text is None or (parent, name) not in _TEXTS:
            return
        text, self._text = "".join(self._text), None
        if name == "Data":
            self.sheets[-1].put(self._stored, text)
        else:
            self.sheets[-1].state = _STATES.get(text.strip(), "visible")

    def wrote(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
