"""The empty workbooks of a new shop: orders and catalogue, ready to be typed into.

Decides how they look: ids and text in text columns, drop-downs, a note on every heading, the header row frozen.
Which columns there are is the business of ``core``. The same call gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sheetship.adapters import _new_book_words as words
from sheetship.core.catalogue_tabs import TABS, CatalogueTab
from sheetship.core.columns import OURS, TEAM, Column

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - xlsxwriter takes it as UTC
LAST_ROW = 1_048_575
PAGE_WIDTH = 170

_DATE_ONLY_WIDTH = 14
_HEADER = {
    "bold": True,
    "valign": "vcenter",
    "text_wrap": True,
    "indent": 1,
    "border": 1,
    "border_color": "#94A3B8",
}
_FILLS = {
    "required": {"bg_color": "#0F766E", "font_color": "#FFFFFF"},
    "optional": {"bg_color": "#CCFBF1", "font_color": "#134E4A"},
    "ours": {"bg_color": "#E2E8F0", "font_color": "#475569"},
}
_NUMBERS = {"number": "0", "money": "#,##0.00"}
_NOTE = {"author": "SheetShip", "x_scale": 1.6, "y_scale": 0.8, "font_size": 10, "color": "#FEF9C3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tab:
    name: str
    columns: Sequence[Column]
    choices: Mapping[str, Sequence[str]]
    notes: Mapping[str, words.Words]
    frozen_columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadMe:
    title: str
    about: Sequence[str]
    legend: Sequence[str]


def orders_book(lang: str) -> bytes:
    """An empty orders workbook: the team's columns, then SheetShip's in grey, and a Read-me tab."""
    at = _at(lang)
    choices = {name: lists[at] for name, lists in words.TEAM_DROP_DOWNS.items()}
    frozen = 1 + [column.field for column in TEAM].index("order_id")
    tab = _Tab(
        name=words.ORDERS_TAB[at],
        columns=(*TEAM, *OURS),
        choices=choices,
        notes=words.NOTES["orders"],
        frozen_columns=frozen,
    )
    about = ("orders", "run", "replies", "freedom", "clear", "hover")
    return _book([tab], lang, _ReadMe(title="orders", about=about, legend=tuple(words.LEGEND)))


def catalogue_book(lang: str) -> bytes:
    """An empty catalogue workbook: the six tabs that a team edits, and a Read-me tab."""
    tabs = [_catalogue_tab(tab, lang) for tab in TABS.values()]
    page = _ReadMe(title="catalogue", about=(*TABS, "first", "hover"), legend=("required", "optional"))
    return _book(tabs, lang, page)


def _catalogue_tab(tab: CatalogueTab, lang: str) -> _Tab:
    choices = {
        name: [word for word in listed if _is_spoken(word, lang)] for name, listed in tab.choices.items()
    }
    return _Tab(
        name=tab.name(lang),
        columns=tab.columns,
        choices=choices,
        notes=words.NOTES[tab.key],
        frozen_columns=1,
    )


def _is_spoken(word: str, lang: str) -> bool:
    return word.isdigit() or word.isascii() == (lang == "en")


def _at(lang: str) -> int:
    return 0 if lang == "zh" else 1


def _book(tabs: Sequence[_Tab], lang: str, page: _ReadMe) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"author": "SheetShip", "created": CREATED})
        book.set_size(2400, 1400)
        formats = {name: book.add_format({**_HEADER, **fill}) for name, fill in _FILLS.items()}
        for tab in tabs:
            _write_tab(book, tab, formats, _at(lang))
        _write_readme(book, formats, _at(lang), page)
    return content.getvalue()


def _write_tab(book: Workbook, tab: _Tab, formats: Mapping[str, Format], at: int) -> None:
    sheet = book.add_worksheet(tab.name)
    sheet.freeze_panes(1, tab.frozen_columns)
    sheet.set_row(0, 30)
    sheet.set_default_row(18)
    for place, column in enumerate(tab.columns):
        sheet.set_column(place, place, column.width, book.add_format(_cell_format(column)))
        sheet.write_string(0, place, column.zh if at == 0 else column.en, formats[_owner(column)])
        sheet.write_comment(0, place, tab.notes[column.field][at], _NOTE)
        if choices := tab.choices.get(column.field):
            _add_drop_down(sheet, place, choices)
    sheet.autofilter(0, 0, LAST_ROW, len(tab.columns) - 1)
    _set_print(sheet, sum(column.width for column in tab.columns))


def _owner(column: Column) -> str:
    if column in OURS:
        return "ours"
    return "required" if column.required else "optional"


def _cell_format(column: Column) -> dict[str, Any]:
    if column.kind == "time":
        number = "yyyy-mm-dd" if column.width < _DATE_ONLY_WIDTH else "yyyy-mm-dd hh:mm"
    else:
        number = _NUMBERS.get(column.kind, "@")
    return {"num_format": number, "valign": "vcenter"}


def _add_drop_down(sheet: Worksheet, place: int, choices: Sequence[str]) -> None:
    listed = {"validate": "list", "source": list(choices), "show_error": False}
    sheet.data_validation(1, place, LAST_ROW, place, listed)


def _set_print(sheet: Worksheet, width: float) -> None:
    """As many pages across as the table needs to stay readable."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(max(1, round(width / PAGE_WIDTH)), 0)
    sheet.repeat_rows(0)


def _write_readme(book: Workbook, formats: Mapping[str, Format], at: int, page: _ReadMe) -> None:
    sheet = book.add_worksheet(words.README_TAB[at])
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 96)
    sheet.set_default_row(24)
    plain = book.add_format({"valign": "vcenter"})
    heading = book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"})
    number = book.add_format({"bold": True, "font_color": "#0F766E", "align": "center", "valign": "vcenter"})
    sheet.write_string(0, 1, words.TITLES[page.title][at], heading)
    for row, key in enumerate(page.about, start=1):
        sheet.write_string(row, 0, str(row), number)
        sheet.write_string(row, 1, words.ABOUT[key][at], plain)
    for row, key in enumerate(page.legend, start=len(page.about) + 2):
        sheet.write_blank(row, 0, None, formats[key])
        sheet.write_string(row, 1, words.LEGEND[key][at], plain)
