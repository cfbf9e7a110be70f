"""Templates filled: one marked row becomes many, everything that refers to it follows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fill import Mark, Value, fill, marks
from sheetship.xlsx.markup import decode_escapes
from tests.xlsx.made_templates import Book, Sheet, changed, made, opened, part, replaced, simple, values

SHEET = "xl/worksheets/sheet1.xml"
THREE: list[dict[str, Value]] = [{"sku": "A", "n": 1}, {"sku": "B", "n": 2}, {"sku": "C", "n": 3}]


def order_sheet(_book: Book, sheet: Sheet) -> None:
    sheet.write_string("A1", "采购单 {{ po.number }}")
    sheet.write_string("A2", "货号")
    sheet.write_string("A3", "{{ line.sku }}")
    sheet.write_string("B3", "{{ line.n }}")
    sheet.write_string("A4", "合计")
    sheet.write_formula("B4", "=SUM(B3:B3)")


def test_marks_are_listed_with_their_cells() -> None:
    assert marks(made(order_sheet)) == [
        Mark("A1", "po.number", repeats=False),
        Mark("A3", "sku", repeats=True),
        Mark("B3", "n", repeats=True),
    ]


def test_the_marked_row_repeats_and_the_total_grows_with_its_value() -> None:
    filled = fill(made(order_sheet), {"po.number": "HZ-1"}, THREE)
    assert values(filled) == [
        ("采购单 HZ-1", None),
        ("货号", None),
        ("A", 1),
        ("B", 2),
        ("C", 3),
        ("合计", "=SUM(B3:B5)"),
    ]
    assert b"<f>SUM(B3:B5)</f><v>6</v>" in part(filled, SHEET)


def test_one_line_fills_the_row_in_place() -> None:
    assert values(fill(made(order_sheet), {"po.number": ""}, THREE[:1]))[2:] == [
        ("A", 1),
        ("合计", "=SUM(B3:B3)"),
    ]


def test_without_lines_the_row_stays_and_reads_like_no_order() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        order_sheet(book, sheet)
        sheet.write_string("C3", "件")
        sheet.write_formula("D3", "=B3*2")

    filled = fill(made(build), {"po.number": "HZ-1"}, [])
    assert values(filled)[2] == (None, None, None, "=B3*2")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(B3:B3)", b"<v>6</v>"),
        ("=COUNT(B3:B3)", b"<v>3</v>"),
        ("=COUNTA(A3:A3)", b"<v>3</v>"),
        ("=SUBTOTAL(109,B3:B3)", b"<v>6</v>"),
        ("=SUBTOTAL(3,A3:A3)", b"<v>3</v>"),
        ("=AVERAGE(B3:B3)", b"</f></c>"),
        ("=SUM(A3:B3)", b"</f></c>"),
        ("=SUM(C3:C3)", b"</f></c>"),
        ("=SUM(B1:B3)", b"</f></c>"),
    ],
)
def test_only_plain_sums_and_counts_over_the_lines_carry_a_value(formula: str, value: bytes) -> None:
    def build(book: Book, sheet: Sheet) -> None:
        order_sheet(book, sheet)
        sheet.write_formula("B4", formula)

    assert b"</f>" + value.removeprefix(b"</f>") in part(fill(made(build), {"po.number": ""}, THREE), SHEET)


def test_values_keep_their_types() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        for column, form in enumerate(["@", "0.00", "yyyy-mm-dd", "General", "General", "yyyy-mm-dd hh:mm"]):
            sheet.write_string(0, column, f"{{{{ line.f{column} }}}}", book.add_format({"num_format": form}))

    line: dict[str, Value] = {
        "f0": "007",
        "f1": Decimal("12.50"),
        "f2": date(2026, 11, 21),
        "f3": "123456789012345678",
        "f4": True,
        "f5": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    }
    sheet = opened(fill(made(build), {}, [line]))
    read = [cell.value for cell in sheet[1]]
    assert [read[0], read[1], read[3], read[4]] == ["007", 12.5, "123456789012345678", True]
    assert [str(read[2]), str(read[5])] == ["2026-11-21 00:00:00", "2026-11-21 09:30:00"]
    assert [cell.number_format for cell in sheet[1]][:2] == ["@", "0.00"]
    assert sheet["D1"].data_type == "s"


def test_a_mixture_of_text_and_marks_is_text_without_blank_ends() -> None:
    template = simple(("A1", "[{{ line.sku }}] {{ line.note }}"), ("B1", "{{ line.day }} × {{ line.n }}"))
    line = {"sku": "A", "note": None, "day": date(2026, 11, 21), "n": Decimal("2.0")}
    assert values(fill(template, {}, [line])) == [("[A]", "2026-11-21 × 2.0")]


def test_document_fields_may_stand_in_the_marked_row() -> None:
    template = simple(("A1", "{{ line.sku }}"), ("B1", "{{ supplier.name }}"))
    assert values(fill(template, {"supplier.name": "云仓"}, THREE)) == [
        ("A", "云仓"),
        ("B", "云仓"),
        ("C", "云仓"),
    ]


def test_formulas_of_the_row_follow_each_line() -> None:
    def build(_book: Book, sheet: Sheet) -> None:
        sheet.write_string("A1", "{{ line.n }}")
        sheet.write_formula("B1", "=A1*2")
        sheet.write_formula("C1", "=SUM(A$1:A1)")
        sheet.write_array_formula("D1", "{=A1*3}")
        sheet.write_string("E1", "件")

    filled = fill(made(build), {}, THREE)
    sheet = opened(filled)
    assert [[sheet.cell(row, column).value for column in (2, 3, 5)] for row in (1, 2, 3)] == [
        ["=A1*2", "=SUM(A$1:A1)", "件"],
        ["=A2*2", "=SUM(A$1:A2)", "件"],
        ["=A3*2", "=SUM(A$1:A3)", "件"],
    ]
    assert sheet["D3"].value.ref == "D3"


def test_shared_formulas_are_told_one_by_one() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        order_sheet(book, sheet)
        sheet.write_formula("C4", "=SUM(C3:C3)")

    template = changed(made(build), {
        SHEET: lambda xml: xml.replace(b"<f>SUM(B3:B3)</f>", b'<f t="shared" ref="B4:C4" si="0">SUM(B3:B3)</f>').replace(
            b"<f>SUM(C3:C3)</f>", b'<f t="shared" si="0"/>'
        )
    })  # fmt: skip
    sheet = opened(fill(template, {"po.number": ""}, THREE))
    assert (sheet["B6"].value, sheet["C6"].value) == ("=SUM(B3:B5)", "=SUM(C3:C5)")


def test_look_height_and_merges_repeat_and_rows_below_move_with_theirs() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        red = book.add_format({"bg_color": "#FF0000", "border": 1})
        sheet.set_row(0, 60)
        sheet.write_string("A1", "{{ line.sku }}", red)
        sheet.merge_range("B1:C1", "{{ line.n }}", red)
        sheet.set_row(1, 33)
        sheet.merge_range("A2:C2", "谢谢", red)
        sheet.merge_range("E1:E2", "边注")

    sheet = opened(fill(made(build), {}, THREE))
    assert sorted(str(merged) for merged in sheet.merged_cells.ranges) == [
        "A4:C4",
        "B1:C1",
        "B2:C2",
        "B3:C3",
        "E1:E4",
    ]
    assert [sheet.row_dimensions[row].height for row in (1, 2, 3, 4)] == [60, 60, 60, 33]
    assert {sheet.cell(row, 1).fill.fgColor.rgb for row in (1, 2, 3, 4)} == {"FFFF0000"}
    assert [sheet.cell(row, 2).value for row in (1, 2, 3)] == [1, 2, 3]


def test_drop_downs_colours_links_filters_names_and_breaks_follow() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        order_sheet(book, sheet)
        sheet.data_validation("C3", {"validate": "list", "source": ["有货", "缺货"]})
        sheet.data_validation("C4", {"validate": "list", "source": "=$A$3:$A$4"})
        sheet.conditional_format("B3", {"type": "cell", "criteria": ">", "value": 2})
        sheet.write_url("D3", "https://example.com", string="查")
        sheet.autofilter("A2:B3")
        sheet.print_area("A1:D4")
        sheet.repeat_rows(0, 1)
        sheet.set_h_pagebreaks([3])
        sheet.ignore_errors({"number_stored_as_text": "A3:B3"})
        book.define_name("Lines", "=订单!$A$3:$B$3")
        book.define_name("Total", "=订单!$B$4")

    filled = fill(made(build), {"po.number": ""}, THREE)
    sheet = opened(filled)
    book = openpyxl.load_workbook(BytesIO(filled))
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {"C3:C5": '"有货,缺货"', "C6": "$A$3:$A$6"}
    assert [str(ranges.sqref) for ranges in sheet.conditional_formatting] == ["B3:B5"]
    assert sheet.auto_filter.ref == "A2:B5"
    assert sheet.print_area == "'订单'!$A$1:$D$6"
    assert sheet.print_title_rows == "$1:$2"
    assert (book.defined_names["Lines"].value, book.defined_names["Total"].value) == (
        "订单!$A$3:$B$5",
        "订单!$B$6",
    )
    xml = part(filled, SHEET)
    assert b'<hyperlink ref="D3:D5"' in xml
    assert b'<brk id="5"' in xml
    assert b'<ignoredError sqref="A3:B5"' in xml


def test_sparklines_and_newer_rules_follow() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        order_sheet(book, sheet)
        sheet.conditional_format("B3", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("C4", {"range": "订单!B3:B3"})

    xml = part(fill(made(build), {"po.number": ""}, THREE), SHEET)
    assert b"<xm:sqref>B3:B5</xm:sqref>" in xml
    assert "<xm:f>订单!B3:B5</xm:f><xm:sqref>C6</xm:sqref>".encode() in xml


def test_a_table_over_the_row_grows() -> None:
    def build(_book: Book, sheet: Sheet) -> None:
        sheet.add_table("A1:B2", {"name": "Lines", "columns": [{"header": "货号"}, {"header": "数量"}]})
        sheet.write_string("A2", "{{ line.sku }}")
        sheet.write_string("B2", "{{ line.n }}")

    filled = fill(made(build), {}, THREE)
    table = opened(filled).tables["Lines"]
    assert (table.ref, table.autoFilter.ref) == ("A1:B4", "A1:B4")


def test_other_tabs_charts_and_pivot_sources_follow() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        order_sheet(book, sheet)
        other = book.add_worksheet("汇总")
        other.write_formula("A1", "=订单!B4")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=订单!$B$3:$B$3"})
        other.insert_chart("C3", chart)
        book.add_worksheet("说明").write_string("A1", "无关")

    source = b'<pivotCacheDefinition><worksheetSource ref="A2:B3" sheet="\xe8\xae\xa2\xe5\x8d\x95"/></pivotCacheDefinition>'
    template = changed(made(build), {"xl/pivotCache/pivotCacheDefinition1.xml": source})
    filled = fill(template, {"po.number": ""}, THREE)
    assert opened(filled, "汇总")["A1"].value == "=订单!B6"
    assert "订单!$B$3:$B$5".encode() in part(filled, "xl/charts/chart1.xml")
    assert b'ref="A2:B5"' in part(filled, "xl/pivotCache/pivotCacheDefinition1.xml")
    assert part(filled, "xl/worksheets/sheet3.xml") == part(template, "xl/worksheets/sheet3.xml")


def _box_rows(vml: bytes, note: int) -> list[int]:
    places = vml.split(b"<x:Anchor>")[note + 1].split(b"<")[0].split(b",")
    return [int(places[2]), int(places[6])]


def test_notes_and_pictures_below_move_down_and_those_above_stay() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        order_sheet(book, sheet)
        sheet.write_comment("A3", "每行一个")
        sheet.write_comment("B4", "合计在此")
        sheet.insert_textbox("E1", "上面")
        sheet.insert_textbox("A8", "下面")

    template = made(build)
    filled = fill(template, {"po.number": ""}, THREE)
    notes = {
        cell.coordinate: cell.comment.text for row in opened(filled).rows for cell in row if cell.comment
    }
    assert notes == {"A3": "每行一个", "B6": "合计在此"}
    vml, before = part(filled, "xl/drawings/vmlDrawing1.vml"), part(template, "xl/drawings/vmlDrawing1.vml")
    assert b"<x:Row>2</x:Row>" in vml
    assert b"<x:Row>5</x:Row>" in vml
    assert [_box_rows(vml, at) for at in (0, 1)] == [
        _box_rows(before, 0),
        [row + 2 for row in _box_rows(before, 1)],
    ]
    drawing = part(filled, "xl/drawings/drawing1.xml")
    assert b"<xdr:row>9</xdr:row>" in drawing
    assert b"<xdr:row>0</xdr:row>" in drawing


def test_the_list_of_formula_cells_never_points_at_a_line() -> None:
    chain = b'<calcChain><c r="B4" i="1"/><c r="A1"/><c r="B4" i="2"/></calcChain>'
    template = changed(made(order_sheet), {
        "xl/calcChain.xml": chain,
        "xl/_rels/workbook.xml.rels": replaced(
            "</Relationships>", '<Relationship Id="rIdC" Type="x/calcChain" Target="calcChain.xml"/></Relationships>'
        ),
    })  # fmt: skip
    filled = fill(template, {"po.number": ""}, THREE)
    assert (
        part(filled, "xl/calcChain.xml")
        == b'<calcChain><c r="B6" i="1"/><c r="A1"/><c r="B4" i="2"/></calcChain>'
    )


@pytest.mark.parametrize("kept", ['<calcPr calcId="1"/>', ""])
def test_a_book_with_formulas_is_calculated_when_it_opens(kept: str) -> None:
    setting = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    template = changed(made(order_sheet), {"xl/workbook.xml": replaced(setting, kept)})
    assert b'fullCalcOnLoad="1"' in part(fill(template, {"po.number": ""}, THREE), "xl/workbook.xml")


def test_formulas_of_another_tab_ask_for_calculation_too() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        sheet.write_string("A1", "{{ line.sku }}")
        book.add_worksheet("汇总").write_formula("A1", "=1+1")

    template = changed(made(build), {"xl/workbook.xml": replaced(' fullCalcOnLoad="1"', "")})
    assert b"fullCalcOnLoad" in part(fill(template, {}, THREE), "xl/workbook.xml")


def test_prefixed_xml_and_rows_without_numbers_are_filled_alike() -> None:
    plain = simple(("A1", "{{ line.sku }}"), ("A2", "谢谢"))

    def bare(xml: bytes) -> bytes:
        return (
            xml.replace(b' r="1"', b"")
            .replace(b' r="2"', b"")
            .replace(b' r="A1"', b"")
            .replace(b' r="A2"', b"")
        )

    def prefixed(xml: bytes) -> bytes:
        xml = xml.replace(b"<worksheet xmlns=", b"<worksheet xmlns:x=")
        for name in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"dimension", b"sheetViews", b"sheetView",
                     b"sheetFormatPr", b"pageMargins"):  # fmt: skip
            for end in (b" ", b">", b"/>"):
                xml = xml.replace(b"<" + name + end, b"<x:" + name + end)
            xml = xml.replace(b"</" + name + b">", b"</x:" + name + b">")
        return xml

    expected = [("A",), ("B",), ("C",), ("谢谢",)]
    assert values(fill(changed(plain, {SHEET: bare}), {}, THREE)) == expected
    assert values(fill(changed(plain, {SHEET: prefixed}), {}, THREE)) == expected


def test_marks_in_inline_texts_and_rich_texts_count() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "{{ li", bold, "ne.sku", " }}")
        sheet.write_string("B1", "x")

    template = changed(made(build), {
        SHEET: lambda xml: xml.replace(b'<c r="B1" t="s"><v>1</v></c>', b'<c r="B1" t="inlineStr"><is><t>{{ line.n }}</t></is></c>')
    })  # fmt: skip
    assert values(fill(template, {}, THREE)) == [("A", 1), ("B", 2), ("C", 3)]


def test_the_sheet_is_found_by_name() -> None:
    def build(book: Book, sheet: Sheet) -> None:
        sheet.write_string("A1", "请先看说明")
        book.add_worksheet("明细").write_string("A1", "{{ line.sku }}")

    with pytest.raises(XlsxError) as refused:
        marks(made(build))
    assert refused.value.code == "mark_out_of_place"
    assert values(fill(made(build), {}, THREE, sheet="明细"), "明细") == [("A",), ("B",), ("C",)]


def test_the_same_input_gives_the_same_bytes() -> None:
    template = made(order_sheet)
    assert fill(template, {"po.number": "1"}, THREE) == fill(template, {"po.number": "1"}, THREE)


def test_more_lines_than_a_block_stand_in_order() -> None:
    lines: list[dict[str, Value]] = [{"sku": f"货{at}", "n": at} for at in range(4_500)]
    rows = values(fill(simple(("A1", "{{ line.sku }}"), ("B1", "{{ line.n }}"), ("A2", "完")), {}, lines))
    assert rows == [*((f"货{at}", at) for at in range(4_500)), ("完", None)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=4), st.text())
def test_any_text_comes_back_equal_and_is_never_a_formula(texts: list[str], title: str) -> None:
    template = simple(("A1", "{{ title }}"), ("A2", "{{ line.text }}"))
    sheet = opened(fill(template, {"title": title}, [{"text": text} for text in texts]))
    for row, text in enumerate([title, *texts], start=1):
        cell = sheet.cell(row, 1)
        assert cell.data_type in {"s", "inlineStr", "n"}
        assert decode_escapes(str(cell.value or "")) == text
