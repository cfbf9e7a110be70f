"""Rows appended to books that other programs made, read back by another program."""

import io
import warnings
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as OpenpyxlTable
from openpyxl.worksheet.worksheet import Worksheet

from sheetship.xlsx import CellEdit, RowEdit, SheetEdits, patch
from tests.xlsx.books import part

HEADINGS = ("订单号", "数量", "状态", "图")
SHEET_NAME = "Jo's 订单"
EDITS = SheetEdits(
    sheet=SHEET_NAME,
    cells=[CellEdit(1, 5, "运单号")],
    rows=[RowEdit(row, (1, 2), (f"68900000000000000{row}", row), (None, None)) for row in (7, 8, 9)],
)


def made_by_xlsxwriter(*, table: bool) -> bytes:
    """Five rows with all that follows: names, rules of both kinds, ignored errors, sparklines."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET_NAME)
        framed = book.add_format({"border": 1, "num_format": "@"})
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading)
        for row in range(1, 6):
            sheet.set_row(row, 24)
            sheet.write_string(row, 0, f"68900000000000000{row}", framed)
            sheet.write_number(row, 1, row)
            sheet.write_string(row, 2, "待发货", framed)
            sheet.add_sparkline(row, 3, {"range": f"'Jo''s 订单'!A{row + 1}:B{row + 1}"})
        sheet.data_validation("C2:C6", {"validate": "list", "source": ["待发货", "已发货"]})
        sheet.conditional_format("B2:B6", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("A2:A6", {"type": "duplicate"})
        sheet.ignore_errors({"number_stored_as_text": "A2:A6"})
        sheet.print_area("A1:D6")
        sheet.repeat_rows(0)
        book.define_name("Ids", "='Jo''s 订单'!$A$2:$A$6")
        book.define_name("First", "='Jo''s 订单'!$A$2")
        if table:
            columns = [{"header": heading} for heading in HEADINGS]
            sheet.add_table("A1:D6", {"columns": columns, "name": "Orders"})
        else:
            sheet.autofilter("A1:D6")
    return made.getvalue()


def made_by_openpyxl(*, table: bool) -> bytes:
    """The same as far as openpyxl can."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET_NAME
    sheet.append(HEADINGS)
    for row in range(2, 7):
        sheet.append([f"68900000000000000{row}", row, "待发货", None])
        sheet.row_dimensions[row].height = 24
    rule = DataValidation(type="list", formula1='"待发货,已发货"')
    rule.add("C2:C6")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("B2:B6", Rule(type="duplicateValues"))
    sheet.print_area = "A1:D6"
    book.defined_names["Ids"] = DefinedName("Ids", attr_text="'Jo''s 订单'!$A$2:$A$6")
    book.defined_names["First"] = DefinedName("First", attr_text="'Jo''s 订单'!$A$2")
    if table:
        sheet.add_table(OpenpyxlTable(displayName="Orders", ref="A1:D6"))
    else:
        sheet.auto_filter.ref = "A1:D6"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def reopened(content: bytes) -> Worksheet:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl would lose what only Excel reads; we only look
        sheet = openpyxl.load_workbook(io.BytesIO(content))[SHEET_NAME]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("make", [made_by_xlsxwriter, made_by_openpyxl])
@pytest.mark.parametrize("table", [True, False], ids=["table", "filter"])
def test_another_program_finds_everything_grown(make: Callable[..., bytes], *, table: bool) -> None:
    source = make(table=table)
    done = patch(source, [EDITS])
    assert patch(done.content, [EDITS]).changed_parts == ()
    sheet = reopened(done.content)
    assert sheet.parent is not None
    names = sheet.parent.defined_names
    assert sheet.print_area == "'Jo''s 订单'!$A$1:$D$9"
    assert (names["Ids"].attr_text, names["First"].attr_text) == (
        "'Jo''s 订单'!$A$2:$A$9",
        "'Jo''s 订单'!$A$2",
    )
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["C2:C9"]
    assert {str(rule.sqref).rpartition(":")[2][1:] for rule in sheet.conditional_formatting} == {"9"}
    assert [sheet.row_dimensions[row].height for row in (6, 7, 9)] == [24, 24, 24]
    assert sheet["A9"].value == "689000000000000009"
    if table:
        assert sheet.tables["Orders"].ref == "A1:E9"
        assert sheet.tables["Orders"].column_names == [*HEADINGS, "运单号"]
    else:
        assert sheet.auto_filter.ref == "A1:D9"


def test_what_only_excel_reads_follows_too() -> None:
    before = made_by_xlsxwriter(table=False)
    after = part(patch(before, [EDITS]).content)
    assert '<ignoredError sqref="A2:A9" numberStoredAsText="1"/>' in after
    assert "<xm:sqref>B2:B9</xm:sqref>" in after
    kept = part(before).partition("<x14:sparklineGroups")[2].partition("</x14:sparklineGroups>")[0]
    assert kept in after
    assert "!$A$1:$D$9</definedName>" in part(patch(before, [EDITS]).content, "xl/workbook.xml")


def test_new_rows_are_framed_like_those_above() -> None:
    sheet = reopened(patch(made_by_xlsxwriter(table=False), [EDITS]).content)
    assert sheet["A9"].border.left.style == "thin"
    assert sheet["C9"].border.left.style == "thin"
    assert sheet["A9"].number_format == "@"
