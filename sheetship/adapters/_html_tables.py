"""The table in an HTML page that calls itself ``.xls``, as some shop back ends make it. Private to ``inbox_files.py``."""

from __future__ import annotations

from html.parser import HTMLParser

from sheetship.core.tables import RawTable


def html_table(text: str, name: str) -> RawTable:
    """Every row of the page's tables, cells as text; a cell over several columns stands in the first."""
    page = _Page()
    page.feed(text)
    page.close()
    return RawTable(name, page.rows)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self._end_cell()
            self._cell = []
            spans = (
                int(dict(attrs).get("colspan") or 1) - 1
                if str(dict(attrs).get("colspan", "1")).isdigit()
                else 0
            )
            self._spans = min(spans, 1000)
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None:
            self.rows[-1] += ["".join(self._cell).strip(), *[""] * self._spans]
            self._cell = None
