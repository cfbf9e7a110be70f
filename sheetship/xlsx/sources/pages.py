"""Tables in an HTML page, as shop back ends make them and call them `.xls`.

It decides which cell stands where, spans counted. A cell over several columns or rows stands in its first place, and
the area is told as merged. Scripts, styles and everything outside of tables are left out.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import MAX_COLUMN, MAX_ROW, Area
from sheetship.xlsx.sources.tab import Details, Place, Tab, all_text

_COUNT: Final = re.compile(r"\d{1,5}", re.ASCII)
_WIDEST: Final = 1000
"""A browser's limit for `colspan`; `rowspan` may be larger, but no export needs it."""
_ROW_GROUPS: Final = frozenset({"td", "th", "tr", "table"})


def html_tabs(text: str, encoding: str) -> list[Tab]:
    """Return the tables of a page in their order, one tab each. Raises XlsxError `too_large`."""
    page = _Page()
    page.feed(text)
    page.close()
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

    def start_row(self) -> None:
        self.end_cell()
        if len(self.rows) >= MAX_ROW:
            raise XlsxError("too_large", "A table of the page has more rows than a sheet.")
        self.rows.append([])

    def start_cell(self, attrs: dict[str, str | None]) -> None:
        self.end_cell()
        if self.rows:
            self.cell, self.link = [], ""
            self.spans = _span(attrs.get("rowspan")), _span(attrs.get("colspan"))

    def end_cell(self) -> None:
        if self.cell is None:
            return
        row, cells = len(self.rows), self.rows[-1]
        while self.taken.get(len(cells) + 1, 0) >= row:
            cells.append("")
        down, across = self.spans
        first, last = len(cells) + 1, min(len(cells) + across, MAX_COLUMN)
        cells += ["".join(self.cell).strip(), *[""] * (last - first)]
        self.cell = None
        if down > 1:
            self.taken |= dict.fromkeys(range(first, last + 1), row + down - 1)
        if down > 1 or last > first:
            self.merges.append(Area(row, first, row + down - 1, last))
        if self.link:
            self.links[row, first] = self.link


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].start_row()
        elif tag in {"td", "th"}:
            self._open[-1].start_cell(dict(attrs))
        elif tag == "br":
            self.handle_data("\n")
        elif tag == "a":
            self._open[-1].link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _ROW_GROUPS and self._open:
            self._open[-1].end_cell()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(data)

    def close(self) -> None:
        super().close()
        for table in self._open:
            table.end_cell()


def _span(written: str | None) -> int:
    """How many places a cell takes; what is no sensible number counts as one."""
    return min(int(written), _WIDEST) or 1 if written and _COUNT.fullmatch(written) else 1


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
