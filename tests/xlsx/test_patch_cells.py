from datetime import date, datetime
from decimal import Decimal

import pytest

from sheetship.xlsx import CellEdit, SheetEdits, Style, XlsxError, patch
from tests.xlsx import books
from tests.xlsx.books import cell, put, refusal, rows, set_cell, written_rows

ROW = '<row r="2"><c r="B2" s="3"><v>1</v></c><c r="D2" t="s"><v>0</v></c></row>'
STRINGS = "<sst><si><t>已发货</t></si></sst>"


def text(ref: str, value: str, style: str = "") -> str:
    return f'<c r="{ref}"{style} t="inlineStr"><is><t>{value}</t></is></c>'


def test_a_number_replaced_by_text_keeps_its_style() -> None:
    assert set_cell(rows(ROW, strings=STRINGS), (2, 2), "甲") == ROW.replace(
        '<c r="B2" s="3"><v>1</v></c>', text("B2", "甲", ' s="3"')
    )


@pytest.mark.parametrize(
    ("column", "place"), [(1, '<c r="B2"'), (3, '<c r="D2"'), (5, "</row>"), (27, "</row>")]
)
def test_a_new_cell_goes_in_where_its_column_belongs(column: int, place: str) -> None:
    name = {1: "A2", 3: "C2", 5: "E2", 27: "AA2"}[column]
    assert set_cell(rows(ROW, strings=STRINGS), (2, column), "甲") == ROW.replace(
        place, text(name, "甲") + place
    )


def test_several_cells_of_a_row_go_in_at_once() -> None:
    source = rows('<row r="2"><c r="C2"><v>3</v></c></row>')
    edits = [CellEdit(2, column, column) for column in (5, 1, 4, 2)]
    assert written_rows(put(source, *edits).content) == (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c><c r="C2"><v>3</v></c>'
        '<c r="D2"><v>4</v></c><c r="E2"><v>5</v></c></row>'
    )


def test_spans_widen_and_odd_ones_go() -> None:
    source = rows('<row r="1" spans="2:3"><c r="B1"><v>1</v></c></row><row r="2" spans="1:1 4:5"/>')
    assert set_cell(source, (1, 7), 5).startswith('<row r="1" spans="2:7">')
    assert set_cell(source, (1, 1), 5).startswith('<row r="1" spans="1:3">')
    assert '<row r="2"><c r="A2">' in set_cell(source, (2, 1), 5)


def test_missing_rows_go_in_between_in_order_and_the_dimension_widens() -> None:
    source = rows('<row r="3"><c r="B3"><v>1</v></c></row>\n<row r="6"/>\n', head='<dimension ref="B3"/>')
    done = put(source, *[CellEdit(row, 1, row) for row in (1, 4, 6, 9)]).content
    assert written_rows(done) == (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>1</v></c></row>\n'
        '<row r="4"><c r="A4"><v>4</v></c></row><row r="6"><c r="A6"><v>6</v></c></row>\n'
        '<row r="9"><c r="A9"><v>9</v></c></row>'
    )
    assert '<dimension ref="A1:B9"/>' in books.part(done)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_an_empty_sheet_is_opened_and_filled(prefix: str) -> None:
    declared = f"xmlns:x='{books.MAIN}'" if prefix else f"xmlns='{books.MAIN}'"
    source = books.book(f"<{prefix}worksheet {declared}><{prefix}sheetData/></{prefix}worksheet>")
    done = put(source, CellEdit(1, 1, 5)).content
    assert f"<{prefix}sheetData><{prefix}row r" in books.part(done)
    assert f"</{prefix}sheetData></{prefix}worksheet>" in books.part(done)
    untouched = put(source, CellEdit(1, 1, None), widths={1: 9})
    assert f"<{prefix}sheetData/></{prefix}worksheet>" in books.part(untouched.content)


def test_a_self_closing_row_keeps_its_attributes_and_gives_its_style() -> None:
    source = rows(
        '<row r="1" s="2" customFormat="1" ht="30"/><row r="2" s="2" ht="9"/>',
        head='<cols><col min="1" max="3" style="3"/></cols>',
    )
    done = put(source, CellEdit(1, 1, "a"), CellEdit(2, 1, "b"), CellEdit(2, 9, "c")).content
    assert written_rows(done) == (
        '<row r="1" s="2" customFormat="1" ht="30">' + text("A1", "a", ' s="2"') + "</row>"
        '<row r="2" s="2" ht="9">' + text("A2", "b", ' s="3"') + text("I2", "c") + "</row>"
    )


def test_a_blank_styled_cell_keeps_its_style() -> None:
    assert (
        set_cell(rows('<row r="1"><c r="A1" s="3"/></row>'), (1, 1), "a")
        == f'<row r="1">{text("A1", "a", " s=" + chr(34) + "3" + chr(34))}</row>'
    )


def test_text_is_always_text() -> None:
    for value in ("=1+1", "+86", "-5", "@SUM(A1)", "0012", "1E5", "TRUE", "2026-11-21"):
        found = cell(put(rows(""), CellEdit(1, 1, value)).content, 1, 1)
        assert found == ("text", value, 0, False)


@pytest.mark.parametrize(
    "value",
    ['<c r="B1"/> & "x" \'y\'', "😀 表情", " a", "a ", "a\tb", "a\nb", "a\rb", "\x07\x00", "_x000D_", "a  b"],
)
def test_odd_text_comes_back_exactly(value: str) -> None:
    found = cell(put(rows(""), CellEdit(1, 1, value)).content, 1, 1)
    assert found is not None
    assert found.text == value


def test_numbers_and_yes_or_no_are_written_as_such() -> None:
    done = put(
        rows(""),
        CellEdit(1, 1, value=True),
        CellEdit(1, 2, value=False),
        CellEdit(1, 3, 1),
        CellEdit(1, 4, Decimal("0.10")),
    )
    assert written_rows(done.content) == (
        '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1"><v>1</v></c><c r="D1"><v>0.1</v></c></row>'
    )


def test_a_date_gets_a_date_format_unless_the_cell_shows_dates() -> None:
    moment = datetime.fromisoformat("2026-11-21T10:00:00")
    source = rows(
        '<row r="1"><c r="A1" s="1"/><c r="B1" s="2"/><c r="C1"/><c r="D1" s="3"/><c r="E1"/></row>'
    )
    done = put(
        source, *[CellEdit(1, column, moment) for column in (1, 2, 3, 4)], CellEdit(1, 5, date(2026, 11, 21))
    )
    found = [cell(done.content, 1, column) for column in range(1, 6)]
    assert [each and (each.kind, each.text) for each in found[:4]] == [("date", "2026-11-21 10:00:00")] * 4
    assert found[4] == ("date", "2026-11-21", 7, False)
    assert [each and each.style for each in found] == [1, 2, 5, 6, 7]
    assert done.changed_parts == (books.SHEET, "xl/styles.xml")
    assert 'formatCode="yyyy-mm-dd hh:mm:ss"' in books.part(done.content, "xl/styles.xml")


def test_a_date_with_a_format_of_its_own_takes_that() -> None:
    done = put(rows(""), CellEdit(1, 1, date(2026, 11, 21), Style(number_format="m/d/yy h:mm")))
    assert cell(done.content, 1, 1) == ("date", "2026-11-21 00:00:00", 5, False)


def test_a_1904_book_stores_dates_from_1904() -> None:
    settings = books.workbook_xml(before='<workbookPr date1904="true"/>')
    done = put(rows("", workbook=settings), CellEdit(1, 1, date(2026, 11, 21)))
    assert "<v>44885</v>" in written_rows(done.content)


def test_clearing_keeps_the_look_and_adds_nothing() -> None:
    source = rows(ROW, strings=STRINGS)
    assert set_cell(source, (2, 2), None) == ROW.replace('<c r="B2" s="3"><v>1</v></c>', '<c r="B2" s="3"/>')
    assert put(source, CellEdit(2, 3, None), CellEdit(5, 1, ""), CellEdit(2, 9, None)).changed_parts == ()
    assert '<c r="D2"/>' in set_cell(source, (2, 4), "")


def test_a_missing_cell_can_get_a_look_alone() -> None:
    assert set_cell(rows(""), (1, 1), None) == ""
    done = put(
        rows('<row r="1"/>'),
        CellEdit(1, 1, None, Style(fill="C6EFCE")),
        CellEdit(3, 1, None, Style(bold=True)),
    )
    assert (
        written_rows(done.content) == '<row r="1"><c r="A1" s="5"/></row><row r="3"><c r="A3" s="6"/></row>'
    )


def test_zero_edits_give_the_same_bytes() -> None:
    source = rows(ROW, strings=STRINGS)
    assert patch(source, []).content == source
    assert patch(source, [SheetEdits(sheet="订单")]).content == source


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "已发货"),
        ('<c r="A1" t="inlineStr"><is><r><t>已</t></r><r><t>发货</t></r></is></c>', "已发货"),
        ('<c r="A1" t="str"><v>已发货</v></c>', "已发货"),
        ('<c r="A1"><v>5.00</v></c>', 5),
        ('<c r="A1"><v>5</v></c>', Decimal("5.00")),
        ('<c r="A1"><v> 1E2 </v></c>', 100),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" s="2"><v>46347.0</v></c>', date(2026, 11, 21)),
        ('<c r="A1" s="3"/>', None),
        ('<c r="A1" s="3"></c>', ""),
    ],
)
def test_a_cell_that_holds_the_value_already_is_left_alone(xml: str, value: object) -> None:
    source = rows(f'<row r="1">{xml}<c r="B1"><v>1</v></c></row>', strings=STRINGS)
    assert put(source, CellEdit(1, 1, value)).changed_parts == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "已发"),
        ('<c r="A1"><v>5</v></c>', "5"),
        ('<c r="A1" t="str"><v>5</v></c>', 5),
        ('<c r="A1"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>1</v></c>', 1),
        ('<c r="A1"><v>x</v></c>', 1),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
    ],
)
def test_a_value_of_another_kind_is_another_value(xml: str, value: object) -> None:
    source = rows(f'<row r="1">{xml}</row>', strings=STRINGS)
    assert put(source, CellEdit(1, 1, value)).changed_parts == (books.SHEET,)  # type: ignore[arg-type]


def test_cell_text_that_looks_like_a_cell_is_not_mistaken() -> None:
    inside = '<c r="A1" t="inlineStr"><is><t>see r="B1" &lt;c r="B1"/&gt; f</t></is></c>'
    source = rows(f'<row r="1">{inside}<c r="B1"><v>1</v></c></row>')
    assert set_cell(source, (1, 2), 2) == f'<row r="1">{inside}<c r="B1"><v>2</v></c></row>'
    assert set_cell(source, (1, 1), 2) == '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "formula",
    [
        "<f>B1</f><v>1</v>",
        '<f t="shared" ref="A1:A3" si="0">B1</f>',
        '<f t="shared" si="0"/><v>1</v>',
        "<f/>",
    ],
)
def test_a_formula_is_never_overwritten(formula: str) -> None:
    error = refusal(rows(f'<row r="1"><c r="A1">{formula}</c></row>'), CellEdit(1, 1, 1))
    assert error.code == "formula_cell"
    assert error.facts == {"sheet": "订单", "cell": "A1"}
    assert "订单!A1" in str(error)


@pytest.mark.parametrize("told", ['t="{}" ref="A1:B2"', "ref = 'A1:B2' t = '{}'"])
@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_cells_that_one_formula_fills_are_never_overwritten(kind: str, told: str) -> None:
    formula = f"<f {told.format(kind)}>X</f>"
    xml = f'<row r="1"><c r="A1">{formula}</c></row><row r="2"><c r="B2"><v>1</v></c></row>'
    assert refusal(rows(xml), CellEdit(2, 2, 5)).code == "array_cell"
    assert refusal(rows(xml), CellEdit(1, 2, 1)).code == "array_cell"
    assert cell(put(rows(xml), CellEdit(3, 2, 1)).content, 3, 2)


def test_of_merged_cells_only_the_first_is_written() -> None:
    source = rows("", tail='<mergeCells><mergeCell ref="B1:C40"/></mergeCells>')
    assert refusal(source, CellEdit(2, 2, "x")).code == "merged_cell"
    assert refusal(source, *[CellEdit(row, 3, "x") for row in range(1, 99)]).code == "merged_cell"
    assert cell(put(source, CellEdit(1, 2, "x")).content, 1, 2)


def test_a_protected_sheet_lets_only_unlocked_cells_change() -> None:
    source = rows('<row r="1"><c r="A1"/><c r="B1" s="3"/></row>', tail='<sheetProtection sheet="1"/>')
    assert refusal(source, CellEdit(1, 1, "x")).code == "protected"
    assert refusal(source, CellEdit(1, 9, "x")).code == "protected"
    assert cell(put(source, CellEdit(1, 2, "x")).content, 1, 2)
    assert cell(put(rows("", tail='<sheetProtection sheet="0"/>'), CellEdit(1, 2, "x")).content, 1, 2)
    assert (
        refusal(rows("", tail='<sheetProtection sheet="1"/>', styles=None), CellEdit(1, 1, "x")).code
        == "protected"
    )


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ('<row r="2"/><row r="1"/>', "rows_out_of_order"),
        ('<row r="0"/><row r="1"/>', "rows_out_of_order"),
        ('<row r="1048577"/>', "rows_out_of_order"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "rows_out_of_order"),
        ('<row r="1"><c r="A1"/><c r="A1"/></row>', "rows_out_of_order"),
        ('<row r="1"><c r="A2"/></row>', "damaged"),
        ('<row r="1"><c r="A1"><v>1</v></row>', "damaged"),
        ('<row r="1"><c r="A1"/></row>', "damaged"),
    ],
)
def test_a_sheet_out_of_order_is_not_written(xml: str, code: str) -> None:
    bad_style = Style(bold=True) if code == "damaged" and "A1" in xml and "/></row>" in xml else None
    xml = xml.replace('<c r="A1"/></row>', '<c r="A1" s="77"/></row>') if bad_style else xml
    assert refusal(rows(xml), CellEdit(1, 1, "x", bad_style)).code == code


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (CellEdit(0, 1, "x"), "bad_cell"),
        (CellEdit(1, 16_385, "x"), "bad_cell"),
        (CellEdit(1_048_577, 1, "x"), "bad_cell"),
        (CellEdit(1, 1, "x" * 32_768), "text_too_long"),
        (CellEdit(1, 1, "\udc00"), "not_plain_text"),
        (CellEdit(1, 1, Decimal("sNaN")), "bad_number"),
        (CellEdit(1, 1, 431234567890123456), "too_many_digits"),
        (CellEdit(1, 1, date(1800, 1, 1)), "bad_date"),
        (CellEdit(1, 1, "x", Style(fill="green")), "bad_style"),
        (CellEdit(1, 1, "x", Style(number_format="")), "bad_style"),
        (CellEdit(1, 1, "x", None, ""), "bad_link"),
        (CellEdit(1, 1, "x", None, "http://a\nb"), "bad_link"),
        (CellEdit(1, 1, "x", None, "http://" + "a" * 2080), "bad_link"),
    ],
)
def test_an_edit_that_no_cell_can_take_is_refused(edit: CellEdit, code: str) -> None:
    assert refusal(rows(""), edit).code == code


def test_one_cell_or_sheet_is_not_edited_twice_at_once() -> None:
    assert refusal(rows(""), CellEdit(1, 1, 1), CellEdit(1, 2, 1), CellEdit(1, 1, 2)).code == "duplicate_edit"
    with pytest.raises(XlsxError, match="named twice"):
        patch(rows(""), [SheetEdits(sheet="订单"), SheetEdits(sheet="订单")])
    assert refusal(rows(""), like_row=0).code == "bad_cell"


def test_signed_and_shared_books_are_not_written() -> None:
    parts = books.book_parts(books.sheet_xml())
    assert refusal(books.zipped(parts | {"_xmlsignatures/s.xml": "<s/>"}), CellEdit(1, 1, 1)).code == "signed"
    shared = books.zipped(parts | {"xl/revisions/revisionHeaders.xml": "<s/>"})
    assert refusal(shared, CellEdit(1, 1, 1)).code == "shared_workbook"


def test_a_chart_sheet_is_no_target() -> None:
    rels = books.rels_xml(("rId1", "chartsheet", "worksheets/sheet1.xml"))
    assert refusal(books.book(workbook_rels=rels, styles=None), CellEdit(1, 1, 1)).code == "not_a_worksheet"


def test_a_very_hidden_sheet_may_be_written_and_several_at_once() -> None:
    listed = '<sheet name="订单" sheetId="1" r:id="rId1"/><sheet name="日\'志 " sheetId="2" state="veryHidden" r:id="rId2"/>'
    rels = books.rels_xml(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "worksheet", "worksheets/sheet2.xml"),
        ("rId3", "styles", "styles.xml"),
    )
    parts = books.book_parts(books.sheet_xml(), workbook=books.workbook_xml(listed), workbook_rels=rels)
    source = books.zipped(parts | {"xl/worksheets/sheet2.xml": books.sheet_xml()})
    look = Style(fill="C6EFCE")
    edits = [SheetEdits(sheet=name, cells=[CellEdit(1, 1, "x", look)]) for name in ("订单", "日'志 ")]
    done = patch(source, edits)
    assert done.changed_parts == (books.SHEET, "xl/worksheets/sheet2.xml", "xl/styles.xml")
    assert books.part(done.content, "xl/styles.xml").count("FFC6EFCE") == 1


def test_new_rows_look_like_the_row_that_is_named() -> None:
    xml = (
        '<row r="1" ht="30" customHeight="1" hidden="1" spans="1:3" s="1" customFormat="1">'
        '<c r="A1" s="3"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1" s="1"/><c r="D1" s="x"/></row><row r="2"/>'
    )
    done = put(
        rows(xml), CellEdit(2, 1, 9), CellEdit(3, 1, 5), CellEdit(3, 2, 6), CellEdit(4, 1, None), like_row=1
    )
    assert written_rows(done.content).partition('<row r="2">')[2] == (
        '<c r="A2"><v>9</v></c></row><row r="3" ht="30" customHeight="1" s="1" customFormat="1">'
        '<c r="A3" s="3"><v>5</v></c><c r="B3"><v>6</v></c><c r="C3" s="1"/></row>'
    )


def test_a_row_to_look_like_that_is_not_there_gives_no_look() -> None:
    done = put(rows('<row r="5"/>'), CellEdit(6, 1, 9), like_row=3)
    assert written_rows(done.content).endswith('<row r="6"><c r="A6"><v>9</v></c></row>')


def test_a_damaged_style_number_counts_as_none() -> None:
    source = rows('<row r="1" s="x" customFormat="1"><c r="A1" s="x"><v>1</v></c></row>')
    assert set_cell(source, (1, 1), 2).endswith('<c r="A1"><v>2</v></c></row>')
    assert set_cell(source, (1, 2), 2).endswith('<c r="B1"><v>2</v></c></row>')
