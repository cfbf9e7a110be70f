"""A table out of a workbook: headings, typed columns, flaws, and everything about one cell when it is asked for."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import Area
from sheetship.xlsx.sources.flaws import LONGEST_TEXT, flaw_of, full_sheet
from sheetship.xlsx.sources.tab import NUMBER, TEXT, Tab, all_text
from sheetship.xlsx.table import ErrorValue, Table, read_table, value_of
from tests.xlsx import books

SHEET = """<row r="1"><c r="A1" t="inlineStr"><is><t>单号</t></is></c><c r="B1" t="inlineStr"><is><t>价格</t></is></c>
<c r="C1" t="inlineStr"><is><t>日期</t></is></c><c r="D1" t="inlineStr"><is><t>状态</t></is></c></row>
<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>00123</t></is></c><c r="B2"><v>19.90</v></c>
<c r="C2" s="1"><v>46347</v></c><c r="D2" t="b"><v>1</v></c></row>
<row r="4"><c r="A4"><v>431234567890123456</v></c><c r="B4"><f>B2*2</f><v>39.8</v></c>
<c r="C4" s="1"><v>46347.5</v></c><c r="D4" t="e"><v>#N/A</v></c></row>"""


def orders(**around: str) -> bytes:
    return books.rows(SHEET, **around)


def refused(content: bytes, **wishes: object) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        read_table(content, **wishes)  # type: ignore[arg-type]
    return caught.value


def csv_table(text: str, **wishes: object) -> Table:
    return read_table(text.encode(), **wishes)  # type: ignore[arg-type]


def test_columns_have_headings_kinds_and_typed_values() -> None:
    table = read_table(orders())
    assert (table.kind, table.sheet, len(table), list(table.rows)) == ("xlsx", "订单", 2, [2, 4])
    assert table.headings == ["单号", "价格", "日期", "状态"]
    number, price, day, state = table.columns
    assert (number.kind, price.kind, day.kind, state.kind) == ("mixed", "number", "date", "mixed")
    assert number.texts == ["00123", "431234567890123456"]
    assert price.values() == [Decimal("19.90"), Decimal("39.8")]
    assert day.values() == [date(2026, 11, 21), datetime(2026, 11, 21, 12)]  # noqa: DTZ001 - cells know no zone
    assert state.values() == [True, ErrorValue("#N/A")]
    assert next(table.records())["单号"] == "00123"


def test_a_file_is_read_from_its_place(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders())
    assert len(read_table(path)) == 2
    with pytest.raises(XlsxError) as caught:
        read_table(tmp_path / "gone.csv")
    assert caught.value.code == "unreadable"


def test_one_cell_tells_everything_when_asked() -> None:
    table = read_table(
        orders(
            head='<cols><col min="1" max="1" width="9"/><col min="2" max="3" hidden="1"/></cols>',
            tail='<mergeCells><mergeCell ref="B4:B5"/></mergeCells><hyperlinks><hyperlink ref="A4" r:id="rId1"/></hyperlinks>',
            sheet_rels=books.rels_xml(("rId1", "hyperlink", "https://example.com/4")),
        )
    )
    cell = table.cell(4, 2)
    assert (cell.sheet, cell.address, cell.kind, cell.text) == ("订单", "B4", "number", "39.8")
    assert (cell.formula, cell.value, cell.merge) == ("=B2*2", Decimal("39.8"), Area(4, 2, 5, 2))
    assert (cell.is_row_hidden, cell.is_column_hidden, cell.number_format) == (False, True, "General")
    assert table.cell(2, 1).is_row_hidden
    assert table.cell(2, 3).number_format == 'yyyy"年"'
    assert (table.cell(4, 1).link, table.cell(4, 1).flaw) == ("https://example.com/4", "lost_digits")
    assert table.untold == frozenset()


def test_a_cell_that_is_not_there_is_blank() -> None:
    table = read_table(orders())
    for row, column in ((3, 1), (2, 9), (99, 1)):
        cell = table.cell(row, column)
        assert (cell.kind, cell.value, cell.formula, cell.number_format) == ("blank", None, "", "")


def test_a_shared_formula_reads_in_each_cell_as_it_stands_there() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">A1*2&amp;""</f><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>4</v></c><c r="B3"><f t="shared" si="7"/><v>4</v></c>'
        '<c r="C3"><f t="dataTable" ref="C3" r1="A1"/><v>5</v></c></row>'
    )
    table = read_table(books.rows(cells, styles=None), header_row=None)
    assert [table.cell(row, 1).formula for row in (1, 2, 3)] == ["", '=A1*2&""', '=A2*2&""']
    assert (table.cell(3, 2).formula, table.cell(3, 3).formula) == ("", "")
    assert table.cell(1, 1).number_format == "General"


def test_an_odd_spelling_tells_the_same_details() -> None:
    sheet = books.sheet_xml(
        "<!-- kept --><row><c t='str'><f>1+1</f><v>a</v></c></row><row><c><v>2</v></c></row>"
    )
    table = read_table(books.book(sheet), header_row=None)
    assert table.cell(1, 1).formula == "=1+1"


def test_number_formats_come_from_the_book_or_from_their_number() -> None:
    styles = books.STYLES.replace('numFmtId="164" formatCode', 'numFmtId="odd" formatCode').replace(
        'numFmtId="31"', 'numFmtId="9"'
    )
    table = read_table(
        books.rows(
            '<row r="1"><c r="A1" s="2"><v>0.5</v></c><c r="B1" s="1"><v>1</v></c></row>', styles=styles
        ),
        header_row=None,
    )
    assert (table.cell(1, 1).number_format, table.cell(1, 2).number_format) == ("0%", "General")


def test_some_columns_are_kept_in_the_order_asked_for() -> None:
    table = read_table(orders(), columns=["状态", "单号"])
    assert table.headings == ["状态", "单号"]
    error = refused(orders(), columns=["电话"])
    assert (error.code, error.facts["columns"]) == ("no_such_column", "单号, 价格, 日期, 状态")


def test_a_heading_over_two_columns_is_not_guessed() -> None:
    table = csv_table("a,b,a\n1,2,3\n")
    assert table.headings == ["a", "b", "a"]
    with pytest.raises(XlsxError) as caught:
        table.column("a")
    assert (caught.value.code, caught.value.facts["columns"]) == ("duplicate_header", "A, C")


def test_headings_may_stand_lower_or_nowhere() -> None:
    text = "导出\n\n单号,数量\n1,2\n"
    assert csv_table(text, header_row=3).headings == ["单号", "数量"]
    assert csv_table(text, header_row=None).headings == ["A", "B"]
    assert refused(text.encode(), header_row=2).code == "no_headings"
    assert refused(text.encode(), header_row=9).code == "no_headings"


def test_columns_and_rows_without_anything_are_left_out() -> None:
    table = csv_table("a,,c,\n1,,,\n,,,\n,x,,\n")
    assert [(column.heading, column.number) for column in table.columns] == [("a", 1), ("", 2), ("c", 3)]
    assert list(table.rows) == [2, 4]
    assert (table.columns[2].kind, table.columns[2].values()) == ("blank", [None, None])


def test_a_table_of_headings_alone_has_no_rows_and_an_empty_sheet_is_refused() -> None:
    assert len(csv_table("单号,数量\n")) == 0
    assert refused(books.book()).code == "empty_sheet"
    assert refused(b"").code == "empty_sheet"


def test_a_sheet_is_asked_for_by_name() -> None:
    assert read_table(orders(), "订单").sheet == "订单"
    assert refused(orders(), sheet="订").code == "no_such_sheet"
    error = refused(b"a,b\n1,2\n", sheet="订单")
    assert (error.code, error.facts["sheet"]) == ("no_such_sheet", "订单")


def test_flaws_are_told_and_never_repaired() -> None:
    long = "长" * LONGEST_TEXT
    table = csv_table(f"id,n\n1.23E+17,431234567890123456\n{long},ok\n{long[1:]},\n1.5e3,12\n")
    assert table.flaws == {(2, 1): "scientific", (3, 1): "cut_text", (5, 1): "scientific"}
    assert table.columns[0].texts[0] == "1.23E+17"
    numbers = '<row r="1"><c r="A1"><v>1.23E+17</v></c><c r="B1"><v>0.30000000000000004</v></c><c r="C1" t="b"><v>1</v></c></row>'
    assert read_table(books.rows(numbers), header_row=None).flaws == {(1, 1): "lost_digits"}


def test_only_numbers_and_texts_have_flaws() -> None:
    assert flaw_of("error", "1e17") is None
    tab = _tab("text", [["a", "b"], [], ["c"]])
    assert (tab.columns_with([TEXT]), tab.columns_with([NUMBER])) == ([1, 2], [])


def test_long_texts_that_fit_are_no_flaw() -> None:
    assert csv_table(f"a\n{'x' * 20_000}\n").flaws == {}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "10:00:00", time(10)),
        ("date", "yesterday", "yesterday"),
        ("bool", "FALSE", False),
        ("blank", "", None),
    ],
)
def test_a_text_has_the_value_of_its_kind(kind: str, text: str, value: object) -> None:
    assert value_of(kind, text) == value  # type: ignore[arg-type]


def test_a_number_with_a_date_format_that_is_no_day_stays_a_number() -> None:
    cells = '<row r="1"><c r="A1" s="1"><v>-5</v></c><c r="B1" s="1" t="str"><v>x</v></c><c r="C1" s="1"><v>bad</v></c><c r="D1"><v>worse</v></c></row>'
    table = read_table(books.rows(cells), header_row=None)
    assert [column.kind for column in table.columns] == ["number", "text", "text", "text"]


def test_a_stray_cell_far_right_widens_nothing() -> None:
    table = read_table(
        books.rows(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><row r="3"><c r="XFD3"><v>9</v></c></row>'
        ),
        header_row=None,
    )
    assert [column.heading for column in table.columns] == ["A", "XFD"]
    assert table.columns[1].texts == ["", "9"]


def _tab(kind: str, rows: Sequence[list[str]]) -> Tab:
    return Tab(kind=kind, name="x", rows=rows, stored=all_text(rows))  # type: ignore[arg-type]


def test_a_sheet_filled_to_its_edge_is_told() -> None:
    full = _tab("xls", [["a"]] * 65_536)
    note = full_sheet(full)
    assert note is not None
    assert (note.code, note.facts) == ("full_sheet", {"sheet": "x", "row": "65536"})
    assert full_sheet(_tab("xlsx", full.rows)) is None
    assert full_sheet(_tab("xls", [*full.rows[:-2], [], ["stray"]])) is None
    wide = full_sheet(_tab("xls", [["a"] * 256]))
    assert wide is not None
    assert wide.facts == {"sheet": "x", "column": "256"}
    assert csv_table("a\n" * 65_536).notes[0].code == "full_sheet"
