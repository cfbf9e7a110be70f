"""Tabs of our own come into somebody's workbook, and nothing of it is lost."""

import io

import openpyxl
import pytest
import python_calamine
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet as Sheet

from sheetship.xlsx import CellEdit, Options, Package, SheetEdits, XlsxError, patch, read_sheet
from sheetship.xlsx.tabs import with_tab, with_tabs
from tests.xlsx import books, made_tabs
from tests.xlsx.made_tabs import TYPES, made, names, orders, plain, rich, small, with_parts
from tests.xlsx.strictness import new_violations

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
TAB = made({"汇总": plain})


def refusal(source: bytes, brought: bytes, **settings: object) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        with_tabs(source, brought, **settings)  # type: ignore[arg-type]
    return caught.value


def test_a_new_tab_is_listed_last_and_everything_else_stays() -> None:
    source = small()
    done = with_tab(source, TAB, name="汇总")
    before, after = Package.open(source).fingerprints(), Package.open(done.content).fingerprints()
    assert [entry[0] for entry in before if entry not in after] == [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    ]
    assert [entry[0] for entry in after[len(before) :]] == ["xl/worksheets/sheet2.xml"]
    assert set(done.changed_parts) == {entry[0] for entry in after if entry not in before}


def test_the_workbook_names_the_tab_its_part_and_its_mark() -> None:
    source = small(workbook=books.workbook_xml(before="<bookViews><workbookView/></bookViews>"))
    done = with_tab(source, TAB, name="汇总", options=Options(recalc=False)).content
    new = '<sheet name="汇总" sheetId="2" r:id="rId3"/></sheets><definedNames>'
    mark = books.part(done, "xl/workbook.xml").partition('hidden="1">')[2].partition("<")[0]
    new += (
        f'<definedName name="_sheetship_tab" localSheetId="1" hidden="1">{mark}</definedName></definedNames>'
    )
    kept = [books.part(content, "xl/workbook.xml") for content in (source, done)]
    assert kept[1] == kept[0].replace("</sheets>", new)
    assert len(mark) == len('""') + 32
    rels = [books.part(content, "xl/_rels/workbook.xml.rels") for content in (source, done)]
    way = f'<Relationship Id="rId3" Type="{books.DOC}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>'
    assert rels[1] == rels[0].replace("</Relationships>", way)
    types = [books.part(content, "[Content_Types].xml") for content in (source, done)]
    kind = f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{TYPES}.worksheet+xml"/></Types>'
    assert types[1] == types[0].replace("</Types>", kind)


def test_the_tab_has_its_texts_inline_and_is_not_selected() -> None:
    assert 'tabSelected="1"' in books.part(TAB)
    sheet = books.part(with_tab(small(), TAB, name="汇总").content, "xl/worksheets/sheet2.xml")
    expected = books.part(TAB).replace(' tabSelected="1"', "")
    assert sheet == expected.replace(
        '<c r="A1" t="s"><v>0</v></c>', '<c r="A1" t="inlineStr"><is><t>合计</t></is></c>'
    )


def test_a_rich_tab_comes_whole_into_a_workbook_of_another_program() -> None:
    source, brought = orders(), made({"汇总": rich})
    done = with_tab(source, brought, name="汇总").content
    opened = openpyxl.load_workbook(io.BytesIO(done))
    assert opened.sheetnames == ["订单", "退款", "汇总"]
    assert opened["订单"]["B3"].value == "=B2*2"
    ours = opened["汇总"]
    assert isinstance(ours, Worksheet)
    assert (ours["A2"].value, ours["C6"].value, ours["C6"].number_format) == (
        " A & <b> ",
        "=SUM('订单'!C2:C5)",
        '"¥"#,##0.00',
    )
    assert (ours["A1"].font.b, ours["A1"].fill.fgColor.rgb, ours["A1"].border.left.style) == (
        True,
        "FFC6EFCE",
        "thin",
    )
    assert (ours.print_area, ours.print_title_rows, ours.auto_filter.ref) == (
        "'汇总'!$A$1:$D$9",
        "$1:$1",
        "A1:C5",
    )
    assert (ours.freeze_panes, str(ours.merged_cells), list(ours.tables)) == ("B2", "A9:B9", ["问题表"])
    assert (len(ours._charts), len(ours._images)) == (1, 1)  # type: ignore[attr-defined]
    comment = ours["A1"].comment
    assert comment is not None
    assert comment.text.strip() == "note"
    calamine = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(done))
    assert calamine.get_sheet_by_name("汇总").to_python()[1][:3] == [" A & <b> ", 1.0, 1.5]
    assert calamine.get_sheet_by_name("订单").to_python()[0] == ["单号", "数量", "金额"]


def test_rules_and_tables_find_their_looks_again() -> None:
    done = with_tab(orders(), made({"汇总": rich}), name="汇总").content
    opened = openpyxl.load_workbook(io.BytesIO(done))
    rules = [rule for entry in opened["汇总"].conditional_formatting for rule in entry.rules]
    assert rules[0].dxf.numFmt.formatCode == "0.0000"
    columns = opened["汇总"].tables["问题表"].tableColumns
    assert columns[0].dataDxfId == 1
    formats = books.part(done, "xl/styles.xml").partition("<dxfs")[2]
    assert formats.count("<dxf>") == 2


def test_parts_get_names_and_tables_ids_that_are_free() -> None:
    once = with_tab(orders(), made({"汇总": rich}), name="汇总").content
    again = with_tab(once, made({"汇总": plain, "新": second_table}), name="新").content
    assert {"xl/tables/table1.xml", "xl/tables/table2.xml", "xl/worksheets/sheet4.xml"} <= set(names(again))
    assert ' id="2" name="问题表_2" displayName="问题表_2"' in books.part(again, "xl/tables/table2.xml")
    assert ' id="1" name="问题表"' in books.part(again, "xl/tables/table1.xml")


def second_table(_: Workbook, sheet: Sheet) -> None:
    sheet.add_table("A1:B3", {"name": "问题表"})


def test_a_table_that_a_formula_speaks_of_keeps_its_name_or_is_refused() -> None:
    def spoken(_: Workbook, sheet: Sheet) -> None:
        second_table(_, sheet)
        sheet.write_formula("D1", "=ROWS(问题表)")

    brought = made({"新": spoken})
    assert with_tab(orders(), brought, name="新").changed_parts
    once = with_tab(orders(), made({"汇总": rich}), name="汇总").content
    error = refusal(once, brought)
    assert (error.code, error.facts) == ("duplicate_table", {"name": "问题表"})
    third = with_tab(
        with_tab(once, made({"新": second_table}), name="新").content, made({"三": second_table}), name="三"
    )
    assert 'displayName="问题表_3"' in books.part(third.content, "xl/tables/table3.xml")


def test_several_tabs_come_at_once_and_may_share_a_picture() -> None:
    def pictured(_: Workbook, sheet: Sheet) -> None:
        sheet.insert_image("A1", "x.png", {"image_data": io.BytesIO(made_tabs.PNG)})

    done = with_tabs(orders(), made({"甲": pictured, "乙": pictured})).content
    assert [sheet.name for sheet in Package.open(done).sheets] == ["订单", "退款", "甲", "乙"]
    assert [name for name in names(done) if "media" in name] == ["xl/media/image1.png"]
    assert read_sheet(done, "乙").rows == []


def test_a_tab_may_come_after_another_and_what_counts_tabs_moves_along() -> None:
    listed = "".join(
        f'<sheet name="{name}" sheetId="{id_}" r:id="rId1"/>' for name, id_ in (("订单", 1), ("退款", 7))
    )
    names_there = (
        '<definedNames><definedName name="甲" localSheetId="0">订单!$A$1</definedName>'
        '<definedName name="乙" localSheetId="1">退款!$A$1</definedName><definedName name="丙">订单!$A$1</definedName>'
        '<definedName name="丁" localSheetId="x">1</definedName></definedNames>'
    )
    views = '<bookViews><workbookView firstSheet="0" activeTab="1"/></bookViews>'
    source = small(workbook=books.workbook_xml(listed, before=views, after=names_there))
    done = with_tab(source, TAB, name="汇总", after="订单").content
    opened = Package.open(done)
    assert [sheet.name for sheet in opened.sheets] == ["订单", "汇总", "退款"]
    xml = books.part(done, "xl/workbook.xml")
    assert '<workbookView firstSheet="0" activeTab="2"/>' in xml
    assert '<definedName name="乙" localSheetId="2">' in xml
    assert '<definedName name="甲" localSheetId="0">' in xml
    assert '<definedName name="_sheetship_tab" localSheetId="1" hidden="1">' in xml
    assert 'name="汇总" sheetId="8"' in xml
    assert refusal(source, TAB, after="无").code == "no_such_sheet"


def test_a_workbook_with_a_prefix_and_no_views_is_spelled_its_own_way() -> None:
    tabs = '<x:sheets><x:sheet name="订单" sheetId="1" q:id="rId1"/></x:sheets>'
    root = f'<x:workbook xmlns:x="{books.MAIN}" xmlns:q="{books.DOC}">'
    styles = '<x:cellXfs count="1"><x:xf fontId="0"/></x:cellXfs>'
    fonts = '<x:fonts count="1"><x:font/></x:fonts>'
    source = small(
        workbook=f"{root}{tabs}</x:workbook>",
        styles=f'<x:styleSheet xmlns:x="{books.MAIN}">{fonts}{styles}</x:styleSheet>',
    )

    def bold(book: Workbook, sheet: Sheet) -> None:
        look = book.add_format({"bold": True, "align": "center"})
        sheet.write(0, 0, 1, look)

    done = with_tab(source, made({"汇总": bold}), name="汇总").content
    xml = books.part(done, "xl/workbook.xml")
    assert "<x:bookViews><x:workbookView/></x:bookViews><x:sheets>" in xml
    assert (
        '<x:sheet name="汇总" sheetId="2" q:id="rId3"/></x:sheets><x:definedNames><x:definedName name=' in xml
    )
    shown = books.part(done, "xl/styles.xml")
    assert shown.count("<x:font>") == 1
    assert '<x:alignment horizontal="center"/></x:xf></x:cellXfs>' in shown
    assert "<b/>" not in shown
    assert "<x:b/>" in shown


def test_a_workbook_that_declares_no_prefix_for_links_gets_one_on_the_tab() -> None:
    sheets = f'<sheet name="订单" sheetId="x" a:id="rId1" xmlns:a="{books.DOC}"/>'
    xml = books.workbook_xml(sheets).replace(f' xmlns:r="{books.DOC}"', "")
    done = with_tab(small(workbook=xml), TAB, name="汇总").content
    assert f'<sheet name="汇总" sheetId="1" xmlns:r="{books.DOC}" r:id="rId3"/>' in books.part(
        done, "xl/workbook.xml"
    )


def test_formulas_are_computed_when_the_workbook_opens_next() -> None:
    def computed(_: Workbook, sheet: Sheet) -> None:
        sheet.write_formula(0, 0, "=1+1")

    brought = made({"汇总": computed})
    marked = 'fullCalcOnLoad="1"'
    assert marked in books.part(with_tab(small(), brought, name="汇总").content, "xl/workbook.xml")
    without = with_tab(small(), brought, name="汇总", options=Options(recalc=False)).content
    assert marked not in books.part(without, "xl/workbook.xml")
    assert marked not in books.part(with_tab(small(), TAB, name="汇总").content, "xl/workbook.xml")


@pytest.mark.parametrize("formula", ["=SUM('无此 表'!A1)", "=无此!A1", "='甲:无此'!A1", "='O''x'!A1"])
def test_a_formula_that_has_nowhere_to_look_is_refused(formula: str) -> None:
    def lost(_: Workbook, sheet: Sheet) -> None:
        sheet.write_formula(0, 0, formula)

    assert refusal(small(), made({"甲": lost})).code == "no_such_sheet"


def test_texts_and_errors_in_formulas_are_no_sheets() -> None:
    def quoted(_: Workbook, sheet: Sheet) -> None:
        sheet.write_formula(0, 0, '="无!A1"&#REF!&SUM(订单:汇总!A1)&-订单!B2')

    assert with_tab(small(), made({"汇总": quoted}), name="汇总").changed_parts


def test_days_are_counted_alike_or_the_tab_is_refused() -> None:
    settings = '<workbookPr date1904="1"/>'
    xml = books.part(orders(), "xl/workbook.xml").replace("<workbookPr />", "<workbookPr/>")
    xml = xml.replace("<workbookPr/>", settings)
    source = with_parts(orders(), {"xl/workbook.xml": xml})
    assert Package.open(source).date1904
    assert refusal(source, made({"汇总": rich})).code == "date_system"
    assert with_tab(source, made({"汇总": rich}, date_1904=True), name="汇总").changed_parts
    assert with_tab(source, TAB, name="汇总").changed_parts

    def dated(book: Workbook, sheet: Sheet) -> None:
        sheet.write_number(0, 0, 5, book.add_format({"num_format": 14}))

    assert refusal(source, made({"汇总": dated})).code == "date_system"


def test_what_cannot_be_taken_over_is_refused() -> None:
    def spilled(_: Workbook, sheet: Sheet) -> None:
        sheet.write_dynamic_array_formula("A1", "=UNIQUE(B1:B9)")

    def ticked(_: Workbook, sheet: Sheet) -> None:
        sheet.insert_checkbox("A1", boolean=True)

    def named(book: Workbook, _: Sheet) -> None:
        book.define_name("总", "=汇总!$A$1")

    def embedded(_: Workbook, sheet: Sheet) -> None:
        sheet.embed_image("A1", "x.png", {"image_data": io.BytesIO(made_tabs.PNG)})

    for fill in (spilled, ticked, named, embedded):
        assert refusal(small(), made({"汇总": fill})).code == "unsupported"


def test_workbooks_that_must_stay_as_they_are_get_no_tab() -> None:
    strict = books.workbook_xml().replace(books.MAIN, books.STRICT)
    assert refusal(small(workbook=strict), TAB).code == "unsupported"
    locked = small(workbook=books.workbook_xml(before='<workbookProtection lockStructure="1"/>'))
    assert refusal(locked, TAB).code == "protected"
    done = with_tab(locked, TAB, name="汇总", options=Options(over_protection=True))
    assert [note.code for note in done.notes] == ["over_protection"]
    signed = with_parts(small(), {"_xmlsignatures/origin.sigs": ""})
    assert refusal(signed, TAB).code == "signed"
    untyped = with_parts(small(), {"[Content_Types].xml": None})
    assert refusal(untyped, TAB).code == "damaged"


def test_a_name_that_is_not_there_or_comes_twice_is_refused() -> None:
    assert refusal(small(), TAB, names=["无"]).code == "no_such_sheet"
    assert refusal(small(), TAB, names=["汇总", "汇总"]).code == "duplicate_edit"
    chart = made({"汇总": lambda book, _: book.add_chartsheet("图").set_chart(_series(book))})
    assert refusal(small(), chart, names=["图"]).code == "not_a_worksheet"


def _series(book: Workbook) -> object:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=汇总!$A$1:$A$2"})
    return chart


def test_a_patch_writes_into_a_workbook_with_a_tab_of_ours() -> None:
    done = with_tab(orders(), made({"汇总": rich}), name="汇总").content
    edited = patch(done, [SheetEdits(sheet="订单", cells=[CellEdit(2, 2, 9)])])
    assert edited.changed_parts
    assert with_tab(edited.content, made({"汇总": rich}), name="汇总").content == edited.content


@pytest.mark.parametrize("source", [orders(), small()])
def test_a_book_with_new_tabs_breaks_no_rule_of_the_format(source: bytes) -> None:
    done = with_tabs(source, made({"新": plain, "汇总": rich})).content
    assert new_violations(source, done) == []
    again = with_tabs(done, made({"汇总": plain, "新": plain})).content
    assert new_violations(source, again) == []


def test_parts_at_unusual_places_and_of_unknown_kinds_do_not_come() -> None:
    brought = made({"汇总": rich})
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    xml = books.part(brought, rels)
    for old, new in (
        ("../comments1.xml", "/other/c.xml"),
        ("relationships/comments", "relationships/pivotTable"),
    ):
        moved = with_parts(brought, {rels: xml.replace(old, new), "other/c.xml": "<c/>"})
        assert refusal(orders(), moved).code == "unsupported"


def test_a_workbook_without_its_relationships_is_damaged() -> None:
    assert refusal(with_parts(small(), {"xl/_rels/workbook.xml.rels": None}), TAB).code == "damaged"


def test_ids_of_relationships_are_free() -> None:
    rels = books.rels_xml(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "styles", "styles.xml"))
    done = with_tabs(small(workbook_rels=rels), made({"甲": plain, "乙": plain})).content
    xml = books.part(done, "xl/_rels/workbook.xml.rels")
    assert [xml.count(f'Id="rId{number}"') for number in (2, 3, 4, 5)] == [0, 1, 1, 1]
