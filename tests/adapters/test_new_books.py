"""The empty workbooks of a new shop, opened again as a person's program would open them."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetship.adapters._new_book_words import ABOUT, LEGEND, NOTES, TITLES
from sheetship.adapters.new_books import catalogue_book, orders_book
from sheetship.core.catalogue_tabs import TABS, tab_key
from sheetship.core.columns import OURS, TEAM, Column, find_columns

LANGS = ["zh", "en"]


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def every_tab(lang: str) -> list[tuple[Worksheet, tuple[Column, ...]]]:
    orders, catalogue = opened(orders_book(lang)), opened(catalogue_book(lang))
    return [
        (orders.worksheets[0], (*TEAM, *OURS)),
        *((catalogue[tab.name(lang)], tab.columns) for tab in TABS.values()),
    ]


def headings(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[1]]


@pytest.mark.parametrize("lang", LANGS)
def test_the_headings_are_those_of_the_columns(lang: str) -> None:
    for sheet, columns in every_tab(lang):
        assert headings(sheet) == [column.heading(lang) for column in columns]
        found = find_columns(headings(sheet), columns)
        assert found == {column.field: at for at, column in enumerate(columns, start=1)}


@pytest.mark.parametrize("lang", LANGS)
def test_the_six_tabs_are_there_in_order_and_the_read_me_comes_last(lang: str) -> None:
    names = opened(catalogue_book(lang)).sheetnames
    assert [tab_key(name) for name in names] == [*TABS, None]
    assert opened(orders_book(lang)).sheetnames == (
        ["订单", "说明"] if lang == "zh" else ["Orders", "Read me"]
    )


@pytest.mark.parametrize("lang", LANGS)
def test_ids_and_text_are_text_for_the_whole_column(lang: str) -> None:
    wanted = {
        "text": {"@"},
        "id": {"@"},
        "number": {"0"},
        "money": {"#,##0.00"},
        "time": {"yyyy-mm-dd hh:mm", "yyyy-mm-dd"},
    }
    for sheet, columns in every_tab(lang):
        for at, column in enumerate(columns, start=1):
            assert sheet.column_dimensions[get_column_letter(at)].number_format in wanted[column.kind]


@pytest.mark.parametrize("lang", LANGS)
def test_every_heading_tells_what_goes_in(lang: str) -> None:
    for sheet, columns in every_tab(lang):
        comments = [cell.comment for cell in sheet[1]]
        assert len([comment for comment in comments if comment and comment.text]) == len(columns)


def test_no_note_is_left_without_its_column() -> None:
    tabs = {"orders": (*TEAM, *OURS), **{key: tab.columns for key, tab in TABS.items()}}
    assert {key: list(notes) for key, notes in NOTES.items()} == {
        key: [column.field for column in columns] for key, columns in tabs.items()
    }


def test_every_sentence_is_there_in_both_languages() -> None:
    for words in (*NOTES.values(), ABOUT, LEGEND, TITLES):
        for zh, en in words.values():
            assert not zh.isascii()
            assert en
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in en)


@pytest.mark.parametrize("lang", LANGS)
def test_the_header_stays_in_sight_and_can_be_filtered(lang: str) -> None:
    for sheet, _ in every_tab(lang):
        assert str(sheet.freeze_panes)[1:] == "2"
        assert str(sheet.auto_filter.ref).startswith("A1:")


def test_the_teams_columns_and_sheetships_columns_are_told_apart_by_colour() -> None:
    sheet = opened(orders_book("zh")).worksheets[0]
    fills = {cell.fill.fgColor.rgb for cell in sheet[1][: len(TEAM)]}
    ours = {cell.fill.fgColor.rgb for cell in sheet[1][len(TEAM) :]}
    assert len(fills) == 2
    assert len(ours) == 1
    assert not fills & ours


def drop_downs(sheet: Worksheet) -> dict[str, str]:
    return {str(rule.sqref): str(rule.formula1) for rule in sheet.data_validations.dataValidation}


def test_drop_downs_reach_down_the_whole_column_and_speak_one_language() -> None:
    assert drop_downs(opened(catalogue_book("zh"))["供应商"]) == {
        "G2:G1048576": '"现结,7,15,30"',
        "O2:O1048576": '"是,否"',
    }
    assert drop_downs(opened(catalogue_book("en"))["Suppliers"]) == {
        "G2:G1048576": '"cash,7,15,30"',
        "O2:O1048576": '"yes,no"',
    }


def test_a_new_workbook_has_no_rows_that_could_be_taken_for_orders() -> None:
    for sheet, _ in every_tab("zh"):
        assert sheet.max_row == 1


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_call_gives_the_same_bytes(lang: str) -> None:
    assert orders_book(lang) == orders_book(lang)
    assert catalogue_book(lang) == catalogue_book(lang)
