"""Tables in an HTML page, as shop back ends make them and call them `.xls`.

It decides which cell stands where, spans counted. A cell over several columns or rows stands in its first place, and
the area is told as merged. Scripts, styles and everything outside of tables are left out.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import MAX_COLUMN, MAX_ROW, Area
from sheetship.xlsx.sources.tab import Details, Place, Tab, all_text, check_size

_COUNT: Final = re.compile(r"\d{1,5}", re.ASCII)
_WIDEST: Final = 1000
"""A browser's limit for `colspan`; `rowspan` may be larger, but no export needs it."""
_TAG: Final = re.compile(r"""(/?[A-Za-z][^\s/>"']*)((?:[^>"']|"[^"]*"|'[^']*')*+)>""")
_ATTRIBUTE: Final = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_END_OF_COMMENT: Final = "-->"
_UNSEEN: Final = frozenset({"script", "style"})
_SHAPES: Final = frozenset({"td", "th", "tr", "table", "br", "a"})
_ENDS: Final = frozenset({"/td", "/th", "/tr", "/table"})


def html_tabs(text: str, encoding: str) -> list[Tab]:
    """Return the tables of a page in their order, one tab each. Raises XlsxError `not_a_workbook` or `too_large`."""
    page = _Page()
    page.read(text)
    if not page.tables:
        raise XlsxError("not_a_workbook", "This is an HTML page without a table.", kind="HTML")
    return [_tab(table, number, encoding) for number, table in enumerate(page.tables, 1)]


@dataclass(slots=True)
class _Table:
    """A table while it is read: `taken` tells until which row a column is covered by a cell from above."""

    rows: list[list[str]] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    links: dict[Place, str] = field(default_factory=dict)
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    link: str = ""
    size: int = 0

    def start_row(self) -> None:
        self.end_cell()
        if len(self.rows) >= MAX_ROW:
            raise XlsxError("too_large", "A table of the page has more rows than a sheet.")
        self.rows.append([])

    def start_cell(self, attrs: dict[str, str]) -> None:
        self.end_cell()
        if self.rows:
            self.cell, self.link = [], ""
            self.spans = _span(attrs.get("rowspan", "")), _span(attrs.get("colspan", ""))

    def end_cell(self) -> None:
        if self.cell is None:
            return
        row, cells = len(self.rows), self.rows[-1]
        while self.taken.get(len(cells) + 1, 0) >= row:
            cells.append("")
        down, across = self.spans
        first, last = len(cells) + 1, min(len(cells) + across, MAX_COLUMN)
        self.size += across
        check_size(self.size)
        cells += ["".join(self.cell).strip(), *[""] * (last - first)]
        self.cell = None
        if down > 1:
            self.taken |= dict.fromkeys(range(first, last + 1), row + down - 1)
        if down > 1 or last > first:
            self.merges.append(Area(row, first, row + down - 1, last))
        if self.link:
            self.links[row, first] = self.link


class _Page:
    """Follows the tags. Every piece of the text is looked at once, whatever a hostile page leaves open."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._until = ""

    def read(self, text: str) -> None:
        first, *pieces = text.split("<")
        self._says(first)
        for piece in pieces:
            self._says(self._after(piece))
        for table in self._open:
            table.end_cell()

    def _after(self, piece: str) -> str:
        """Take in the tag that a piece begins with; what stands after it."""
        if self._until:
            return self._after_unseen(piece)
        if piece.startswith("!--"):
            self._until = _END_OF_COMMENT
            return self._after_unseen(piece[3:])
        if piece.startswith(("!", "?")):
            return piece.partition(">")[2]
        found = _TAG.match(piece)
        if not found:
            return f"<{piece}"
        self._tag(found[1].lower(), found[2])
        return "" if self._until else piece[found.end() :]

    def _after_unseen(self, piece: str) -> str:
        """What stands after a comment, script or style sheet, if the piece holds its end."""
        if self._until == _END_OF_COMMENT:
            _, end, rest = piece.partition(_END_OF_COMMENT)
        else:
            end = ">" if piece.lower().startswith(self._until) else ""
            rest = piece.partition(">")[2]
        if end:
            self._until = ""
        return rest if end else ""

    def _tag(self, name: str, attributes: str) -> None:
        if name == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif name in _UNSEEN:
            self._until = f"/{name}"
        elif self._open and name.removeprefix("/") in _SHAPES:
            self._shape(self._open[-1], name, attributes)

    def _shape(self, table: _Table, name: str, attributes: str) -> None:
        if name in {"td", "th"}:
            table.start_cell(_attributes(attributes))
        elif name == "tr":
            table.start_row()
        elif name == "br":
            self._says("\n")
        elif name == "a":
            table.link = _attributes(attributes).get("href", "")
        elif name in _ENDS:
            table.end_cell()
            if name == "/table":
                self._open.pop()

    def _says(self, text: str) -> None:
        if text and self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(unescape(text))


def _attributes(written: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(written)
    return {name.lower(): unescape(double or single or bare) for name, double, single, bare in found}


def _span(written: str) -> int:
    """How many places a cell takes; what is no sensible number counts as one."""
    return min(int(written), _WIDEST) or 1 if _COUNT.fullmatch(written) else 1


def _tab(table: _Table, number: int, encoding: str) -> Tab:
    details = Details(links=table.links)
    return Tab(
        kind="html",
        name=f"table {number}",
        rows=table.rows,
        stored=all_text(table.rows),
        merges=[merge for merge in table.merges if merge.last_row <= len(table.rows)],
        encoding=encoding,
        details=lambda: details,
    )
