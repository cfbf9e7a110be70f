import pytest

from sheetship.xlsx import CellEdit, DropDown, Options, SheetEdits, patch
from sheetship.xlsx.stretch import Growth, Step
from tests.xlsx import books
from tests.xlsx.books import SHEET, SHEET_RELS, part, put, refusal, rows

ROW = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
URL = "https://example.com/?a=1&b=2"


def around(content: bytes) -> str:
    return part(content).partition("</sheetData>")[2].removesuffix("</worksheet>")


def before(content: bytes) -> str:
    return part(content).partition(">\n<worksheet")[2].partition(">")[2].partition("<sheetData>")[0]


def test_a_link_adds_an_element_and_a_relationship() -> None:
    done = put(
        rows(ROW, tail="<pageMargins/>"), CellEdit(1, 1, "SF1", None, URL), CellEdit(2, 1, "SF2", None, URL)
    )
    assert done.changed_parts == (SHEET, SHEET_RELS)
    assert around(done.content) == (
        '<hyperlinks><hyperlink ref="A1" r:id="rId1"/><hyperlink ref="A2" r:id="rId1"/></hyperlinks><pageMargins/>'
    )
    assert 'Target="https://example.com/?a=1&amp;b=2" TargetMode="External"' in part(done.content, SHEET_RELS)


def test_a_link_on_the_same_cell_is_replaced_and_its_old_target_stays() -> None:
    rels = books.rels_xml(
        ("rId2", "drawing", "../d.xml"),
        ("rId1", "hyperlink", "http://old"),
        ("rId4", "hyperlink", "http://b"),
    )
    tail = '<hyperlinks><hyperlink ref="A1" r:id="rId1" tooltip="t"/><hyperlink ref="A2" location="x!A1"/></hyperlinks>'
    source = rows(ROW, tail=tail, sheet_rels=rels)
    done = put(
        source,
        CellEdit(1, 1, 1, None, URL),
        CellEdit(2, 1, 1, None, "http://b"),
        CellEdit(3, 1, 1, None, "http://c"),
    )
    assert around(done.content) == (
        '<hyperlinks><hyperlink ref="A1" r:id="rId5"/><hyperlink ref="A2" r:id="rId4"/>'
        '<hyperlink ref="A3" r:id="rId6"/></hyperlinks>'
    )
    assert part(done.content, SHEET_RELS).count("http://old") == 1


def test_a_link_that_is_there_already_changes_nothing() -> None:
    rels = books.rels_xml(("rId1", "hyperlink", "http://a"))
    source = rows(ROW, tail='<hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks>', sheet_rels=rels)
    assert put(source, CellEdit(1, 1, 1, None, "http://a")).changed_parts == ()


@pytest.mark.parametrize(
    ("root", "shown"),
    [
        (f'<worksheet xmlns="{books.MAIN}">', f'<hyperlink ref="A1" xmlns:r="{books.DOC}" r:id="rId1"/>'),
        (
            f'<worksheet xmlns="{books.STRICT}">',
            '<hyperlink ref="A1" xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships" r:id="rId1"/>',
        ),
        (f'<worksheet xmlns="{books.MAIN}" xmlns:rel="{books.DOC}">', '<hyperlink ref="A1" rel:id="rId1"/>'),
    ],
)
def test_a_link_uses_the_namespace_of_the_file(root: str, shown: str) -> None:
    source = books.book(
        f"{root}<sheetData/></worksheet>", sheet_rels=f'<q:Relationships xmlns:q="{books.PACK}" />'
    )
    done = put(source, CellEdit(1, 1, "x", None, URL))
    assert shown in part(done.content)
    assert part(done.content, SHEET_RELS).startswith(
        f'<q:Relationships xmlns:q="{books.PACK}"><q:Relationship Id='
    )


def test_more_links_than_excel_opens_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetship.xlsx.links.MAX_LINKS", 1)
    assert (
        refusal(rows(ROW), CellEdit(1, 1, 1, None, "http://a"), CellEdit(2, 1, 1, None, "http://a")).code
        == "too_large"
    )


@pytest.mark.parametrize(
    ("head", "widths", "after"),
    [
        ("", {3: 20.5}, '<cols><col min="3" max="3" width="20.5" customWidth="1"/></cols>'),
        ("<cols/>", {3: 20}, '<cols><col min="3" max="3" width="20" customWidth="1"/></cols>'),
        (
            '<cols><col min="2" max="3" width="9"/><col min="6" max="6" width="9"/></cols>',
            {1: 5, 3: 20, 5: 8, 9: 7},
            (
                '<cols><col min="1" max="1" width="5" customWidth="1"/><col min="2" max="3" width="9"/>'
                '<col min="5" max="5" width="8" customWidth="1"/><col min="6" max="6" width="9"/>'
                '<col min="9" max="9" width="7" customWidth="1"/></cols>'
            ),
        ),
        (
            '<cols><col min="1" max="9" width="4"/></cols>',
            {3: 20},
            '<cols><col min="1" max="9" width="4"/></cols>',
        ),
        (
            '<sheetViews/><cols><col max="x"/></cols>',
            {1: 5},
            '<sheetViews/><cols><col max="x"/><col min="1" max="1" width="5" customWidth="1"/></cols>',
        ),
    ],
)
def test_widths_are_given_to_columns_without_one(head: str, widths: dict[int, float], after: str) -> None:
    assert before(put(rows(ROW, head=head), widths=widths).content) == after


def test_an_impossible_width_is_refused() -> None:
    assert refusal(rows(ROW), widths={1: 300}).code == "bad_style"
    assert refusal(rows(ROW), widths={0: 3}).code == "bad_style"


CHOICE = DropDown(2, 2, 50, ("待发货", "已发货"))
RULE = '<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{}"><formula1>{}</formula1></dataValidation>'
LIST = '"待发货,已发货"'


def test_a_drop_down_is_added_in_its_place() -> None:
    done = put(
        rows(ROW, tail="<mergeCells/><pageMargins/>"), drop_downs=[CHOICE, DropDown(3, 2, 2, ('说"好"',))]
    )
    assert around(done.content) == (
        '<mergeCells/><dataValidations count="2">'
        + RULE.format("B2:B50", LIST)
        + RULE.format("C2", '"说""好"""')
        + "</dataValidations><pageMargins/>"
    )
    assert done.left_out == ()


@pytest.mark.parametrize(
    ("there", "after"),
    [
        ("B2:B50", "B2:B50"),
        ("B1:B99", "B1:B99"),
        ("B2:B20", "B2:B50"),
        ("B30:B99 D1", "B2:B99 D1"),
        ("B2:B9 B20:B60", "B2:B60"),
        ("A1:C9", "A1:C9"),
        ("B2:B9 D:D", "B2:B9 D:D"),
    ],
)
def test_the_same_list_on_the_same_cells_grows_and_is_never_doubled(there: str, after: str) -> None:
    tail = f'<dataValidations count="1">{RULE.format(there, LIST)}</dataValidations>'
    done = put(rows(ROW, tail=tail), drop_downs=[CHOICE])
    assert around(done.content) == f'<dataValidations count="1">{RULE.format(after, LIST)}</dataValidations>'
    assert done.left_out == ()


@pytest.mark.parametrize(
    "rules",
    [
        RULE.format("B40", '"a,b"'),
        RULE.format("C:C", '"a,b"'),
        RULE.format("B2:B9 C:C", LIST) + RULE.format("B10", '"a"'),
        '<dataValidation type="whole" sqref="B2:B9"><formula1>1</formula1></dataValidation>',
        '<dataValidation sqref="B2:B9"/>',
        RULE.format("B2:B9", LIST) + RULE.format("B10", '"a"'),
    ],
)
def test_a_rule_that_a_person_made_stays(rules: str) -> None:
    tail = f"<dataValidations>{rules}</dataValidations>"
    source = rows(ROW, tail=tail)
    done = patch(source, [SheetEdits(sheet="订单", drop_downs=[CHOICE])])
    assert done.content == source
    assert done.left_out == (CHOICE,)


def test_a_drop_down_beside_other_rules_is_counted() -> None:
    tail = f'<dataValidations count="1">{RULE.format("D1:D9", LIST)}</dataValidations>'
    assert 'count="2"' in around(put(rows(ROW, tail=tail), drop_downs=[CHOICE]).content)


@pytest.mark.parametrize(
    "drop_down",
    [
        DropDown(0, 1, 2, ("a",)),
        DropDown(1, 0, 2, ("a",)),
        DropDown(1, 3, 2, ("a",)),
        DropDown(1, 1, 2, ()),
        DropDown(1, 1, 2, ("a" * 256,)),
        DropDown(1, 1, 2, ("a,b",)),
        DropDown(1, 1, 2, ("a", " b")),
        DropDown(1, 1, 2, ("a", "")),
        DropDown(1, 1, 2, ("a\nb",)),
    ],
)
def test_a_drop_down_that_excel_cannot_show_is_refused(drop_down: DropDown) -> None:
    assert refusal(rows(ROW), drop_downs=[drop_down]).code == "bad_drop_down"


def test_what_reaches_the_last_row_follows_appended_rows() -> None:
    tail = (
        '<autoFilter ref="A1:C2"/><conditionalFormatting sqref="A2:A2 C1:C2 B1 D1:D99"><x/></conditionalFormatting>'
        '<conditionalFormatting sqref="A1:B1"/>'
        '<dataValidations count="1"><dataValidation type="whole" sqref="B2"/></dataValidations>'
    )
    done = put(rows(ROW, tail=tail), CellEdit(3, 1, 5), CellEdit(4, 1, 5))
    assert around(done.content) == (
        '<autoFilter ref="A1:C4"/><conditionalFormatting sqref="A2:A4 C1:C4 B1 D1:D99"><x/></conditionalFormatting>'
        '<conditionalFormatting sqref="A1:B1"/>'
        '<dataValidations count="1"><dataValidation type="whole" sqref="B2:B4"/></dataValidations>'
    )


def test_rows_that_do_not_follow_the_last_one_stretch_nothing() -> None:
    tail = '<autoFilter ref="A1:C2"/>'
    assert around(put(rows(ROW, tail=tail), CellEdit(9, 1, 5)).content) == tail
    assert around(put(rows("", tail=tail), CellEdit(1, 1, 5)).content) == tail


def test_a_filter_over_headings_alone_follows_the_first_row() -> None:
    source = rows('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/>', tail='<autoFilter ref="A1:C1"/>')
    assert around(put(source, CellEdit(2, 1, 5)).content) == '<autoFilter ref="A1:C2"/>'


@pytest.mark.parametrize("refs", ["A:B", "1:2", "$A:$B", "A2:#REF!", "A1:A1", ""])
def test_ranges_of_whole_rows_or_columns_stay(refs: str) -> None:
    step = Step(old_last=2, new_last=5, heading=1, left=1, right=9, filled={})
    assert Growth([step]).stretched(refs) == refs


TABLE = (
    f'<table xmlns="{books.MAIN}" id="1" ref="A1:B2"{{}}><autoFilter ref="A1:B2"/>'
    '<tableColumns count="2"><tableColumn id="1" name="订单号"/><tableColumn id="4" name="数量"/></tableColumns></table>'
)
TABLE_ROWS = (
    '<row r="1"><c r="A1" t="str"><v>订单号</v></c><c r="B1" t="str"><v>数量</v></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c></row>'
)
TABLE_PART = "xl/tables/table1.xml"


def with_table(table: str = TABLE.format(""), xml: str = TABLE_ROWS) -> bytes:
    return rows(xml, sheet_rels=books.rels_xml(("rId1", "table", "../tables/table1.xml")), table=table)


def test_rows_just_below_a_table_join_it() -> None:
    done = put(with_table(), CellEdit(3, 1, 5), CellEdit(4, 2, 5), CellEdit(6, 1, 5))
    assert part(done.content, TABLE_PART) == TABLE.format("").replace("A1:B2", "A1:B4")
    assert done.changed_parts == (SHEET, TABLE_PART)


def test_a_heading_just_right_of_a_table_joins_it() -> None:
    done = put(with_table(), CellEdit(1, 3, '运单\n"号"'), CellEdit(1, 4, "快递"), CellEdit(2, 3, "SF1"))
    assert part(done.content, TABLE_PART) == (
        TABLE.format("")
        .replace("A1:B2", "A1:D2")
        .replace('count="2"', 'count="4"')
        .replace(
            "</tableColumns>",
            '<tableColumn id="5" name="运单_x000a_&quot;号&quot;"/><tableColumn id="6" name="快递"/></tableColumns>',
        )
    )


def test_what_is_not_beside_a_table_or_no_heading_leaves_it() -> None:
    for edits in (
        [CellEdit(2, 3, "x")],
        [CellEdit(1, 4, "x")],
        [CellEdit(1, 3, 5)],
        [CellEdit(3, 3, "x")],
        [CellEdit(2, 1, 7)],
    ):
        assert TABLE_PART not in put(with_table(), *edits).changed_parts


def test_a_heading_may_be_written_only_as_it_is() -> None:
    assert put(with_table(), CellEdit(1, 2, "数量")).changed_parts == ()
    assert refusal(with_table(), CellEdit(1, 2, "件数")).code == "table_header"
    assert refusal(with_table(), CellEdit(1, 3, "数量")).code == "duplicate_header"


def test_a_totals_row_ends_a_table_and_stays() -> None:
    totals = TABLE.format(' totalsRowCount="1"').replace(
        '<autoFilter ref="A1:B2"/>', '<autoFilter ref="A1:B1"/>'
    )
    assert refusal(with_table(totals), CellEdit(2, 1, 9)).code == "table_header"
    assert TABLE_PART not in put(with_table(totals), CellEdit(3, 1, 5)).changed_parts
    wider = part(put(with_table(totals), CellEdit(1, 3, "x")).content, TABLE_PART)
    assert '<autoFilter ref="A1:C1"/>' in wider


def test_a_table_without_headings_or_filter_grows_by_rows_alone() -> None:
    bare = f'<t:table xmlns:t="{books.MAIN}" ref="A1:B2" headerRowCount="0"/>'
    done = put(with_table(bare), CellEdit(3, 1, 5), CellEdit(1, 3, "x"))
    assert part(done.content, TABLE_PART) == bare.replace("A1:B2", "A1:B3")


def test_a_table_without_columns_still_grows() -> None:
    bare = f'<table xmlns="{books.MAIN}" ref="A1:B2"/>'
    assert 'ref="A1:C2"' in part(put(with_table(bare), CellEdit(1, 3, "x")).content, TABLE_PART)


def test_odd_column_numbers_and_prefixes_of_a_table_are_no_obstacle() -> None:
    bare = f'<t:table xmlns:t="{books.MAIN}" ref="A1:B2"><t:tableColumns><t:tableColumn id="x"/></t:tableColumns></t:table>'
    assert '<t:tableColumn id="1" name="x"/>' in part(
        put(with_table(bare), CellEdit(1, 3, "x")).content, TABLE_PART
    )


def test_a_table_does_not_grow_over_its_neighbour() -> None:
    rels = books.rels_xml(
        ("rId1", "table", "../tables/table1.xml"), ("rId2", "table", "../tables/table2.xml")
    )
    parts = books.book_parts(books.sheet_xml(TABLE_ROWS), sheet_rels=rels, table=TABLE.format(""))
    other = TABLE.format("").replace("A1:B2", "A4:B6")
    source = books.zipped(parts | {"xl/tables/table2.xml": other})
    done = put(source, *[CellEdit(row, 1, 5) for row in (3, 5)])
    assert 'ref="A1:B3"' in part(done.content, TABLE_PART)
    joined = put(source, CellEdit(3, 1, 5), CellEdit(6, 1, 5))
    assert 'ref="A4:B6"' in part(joined.content, "xl/tables/table2.xml")
    close = books.zipped(
        parts
        | {
            "xl/tables/table2.xml": other.replace("A4:B6", "A3:B6").replace(
                "<table ", '<table headerRowCount="0" '
            )
        }
    )
    assert TABLE_PART not in put(close, CellEdit(3, 1, 5)).changed_parts


def test_cells_of_a_pivot_table_are_not_written() -> None:
    rels = books.rels_xml(
        ("rId1", "pivotTable", "../pivotTables/p1.xml"), ("rId2", "pivotTable", "../pivotTables/p2.xml")
    )
    parts = books.book_parts(books.sheet_xml(ROW), sheet_rels=rels)
    pivots = {
        "xl/pivotTables/p1.xml": f'<p xmlns="{books.MAIN}"><location ref="C3:D9"/></p>',
        "xl/pivotTables/p2.xml": f'<p xmlns="{books.MAIN}"/>',
    }
    assert refusal(books.zipped(parts | pivots), CellEdit(4, 4, 1)).code == "pivot_cell"


FORMULA = ROW + '<row r="3"><c r="A3"><f>SUM(A1:A2)</f><v>2</v></c></row>'


@pytest.mark.parametrize(
    ("after", "result"),
    [
        ('<calcPr calcId="1"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        ("<definedNames/><extLst/>", '<definedNames/><calcPr fullCalcOnLoad="1"/><extLst/>'),
        ("", '<calcPr fullCalcOnLoad="1"/>'),
        ('<calcPr fullCalcOnLoad="0"/>', '<calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_a_book_with_formulas_is_computed_when_opened_next(after: str, result: str) -> None:
    source = rows(FORMULA, workbook=books.workbook_xml(after=after))
    done = put(source, CellEdit(1, 1, 7))
    assert part(done.content, "xl/workbook.xml") == books.workbook_xml(after=result)
    assert patch(
        source, [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 7)])], options=Options(recalc=False)
    ).changed_parts == (SHEET,)


def test_a_book_that_is_computed_anyway_or_has_no_formulas_keeps_its_workbook_part() -> None:
    marked = rows(FORMULA, workbook=books.workbook_xml(after='<calcPr fullCalcOnLoad="1"/>'))
    assert put(marked, CellEdit(1, 1, 7)).changed_parts == (SHEET,)
    assert put(rows(ROW), CellEdit(1, 1, 7)).changed_parts == (SHEET,)
    assert put(rows(FORMULA), widths={1: 9}).changed_parts == (SHEET,)


@pytest.mark.parametrize(
    ("other", "marked"),
    [
        (books.sheet_xml('<row r="1"><c r="A1"><f>1</f></c></row>'), "marked"),
        (books.sheet_xml('<row r="1"><!-- perhaps --></row>'), "marked"),
        (
            books.sheet_xml(
                '<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><family val="2"/></rPr><t>f</t></r></is></c></row>'
            ),
            "left",
        ),
    ],
)
def test_formulas_on_another_sheet_count_too(other: str, marked: str) -> None:
    listed = '<sheet name="订单" sheetId="1" r:id="rId1"/><sheet name="汇总" sheetId="2" r:id="rId2"/>'
    rels = books.rels_xml(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")
    )
    parts = books.book_parts(
        books.sheet_xml(ROW), workbook=books.workbook_xml(listed), workbook_rels=rels, styles=None
    )
    done = put(books.zipped(parts | {"xl/worksheets/sheet2.xml": other}), CellEdit(1, 1, 7))
    assert ("xl/workbook.xml" in done.changed_parts) is (marked == "marked")


def test_a_calculation_chain_tells_of_formulas() -> None:
    parts = books.book_parts(
        books.sheet_xml(ROW),
        workbook=f'<w:workbook xmlns:w="{books.MAIN}" xmlns:r="{books.DOC}"><w:sheets><w:sheet name="订单" r:id="rId1"/></w:sheets></w:workbook>',
    )
    done = put(books.zipped(parts | {"xl/calcChain.xml": "<calcChain/>"}), CellEdit(1, 1, 7))
    assert '<w:calcPr fullCalcOnLoad="1"/></w:workbook>' in part(done.content, "xl/workbook.xml")
