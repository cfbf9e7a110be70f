"""Columns of tables under another name: all that must change does, or nothing."""

import pytest

from sheetship.xlsx import KEEP, CellEdit, Options, SheetEdits, Style, XlsxError, patch
from sheetship.xlsx.patch import Patched
from tests.xlsx import books
from tests.xlsx.books import DECLARATION, MAIN, part, written_rows

RENAME = Options(rename_headings=True)
TABLE_PART = "xl/tables/table1.xml"
COLUMNS = '<tableColumn id="1" name="订单号"/><tableColumn id="4" name="数量" dataDxfId="3"/>'
ROWS = (
    '<row r="1"><c r="A1" t="str"><v>订单号</v></c><c r="B1" s="3" t="str"><v>数量</v></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c></row>'
)


def table_xml(columns: str = COLUMNS, root: str = "") -> str:
    return (
        f'<table xmlns="{MAIN}" id="1" displayName="Orders" ref="A1:B2"{root}><autoFilter ref="A1:B2"/>'
        f'<tableColumns count="2">{columns}</tableColumns></table>'
    )


def with_table(table: str | None = None, rows: str = ROWS, workbook_rels: str | None = None) -> bytes:
    rels = books.rels_xml(("rId1", "table", "../tables/table1.xml"))
    sheet = books.sheet_xml(rows)
    extra = {"workbook_rels": workbook_rels} if workbook_rels else {}
    parts = books.book_parts(sheet, sheet_rels=rels, table=table or table_xml(), strings=None, **extra)
    return books.zipped(parts)


def renamed(source: bytes, *cells: CellEdit) -> Patched:
    """Patch with the option, and see that a second time changes nothing."""
    edits = [SheetEdits(sheet="订单", cells=cells)]
    done = patch(source, edits, options=RENAME)
    assert patch(done.content, edits, options=RENAME).changed_parts == ()
    return done


def refusal(source: bytes, *cells: CellEdit) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        patch(source, [SheetEdits(sheet="订单", cells=cells)], options=RENAME)
    return caught.value


def test_a_heading_is_renamed_only_when_that_is_asked_for() -> None:
    with pytest.raises(XlsxError) as caught:
        patch(with_table(), [SheetEdits(sheet="订单", cells=[CellEdit(1, 2, "件数")])])
    assert caught.value.code == "table_header"
    done = renamed(with_table(), CellEdit(1, 2, "件数"))
    assert done.changed_parts == (books.SHEET, TABLE_PART)
    assert part(done.content, TABLE_PART) == table_xml().replace("数量", "件数")
    assert '<c r="B1" s="3" t="inlineStr"><is><t>件数</t></is></c>' in written_rows(done.content)


def test_a_table_is_renamed_and_grows_in_one_go() -> None:
    done = renamed(with_table(), CellEdit(1, 2, "件\r\n数"), CellEdit(1, 3, "数量"), CellEdit(3, 1, 5))
    assert part(done.content, TABLE_PART) == (
        table_xml()
        .replace("A1:B2", "A1:C3")
        .replace('count="2"', 'count="3"')
        .replace('"数量" dataDxfId="3"/>', '"件_x000a_数" dataDxfId="3"/><tableColumn id="5" name="数量"/>')
    )


def test_two_headings_may_change_places() -> None:
    done = renamed(with_table(), CellEdit(1, 1, "数量"), CellEdit(1, 2, "订单号"))
    assert part(done.content, TABLE_PART).index("数量") < part(done.content, TABLE_PART).index("订单号")


def test_what_looks_like_an_escape_is_escaped() -> None:
    done = renamed(with_table(), CellEdit(1, 2, "_x0041_"))
    assert 'name="_x005F_x0041_"' in part(done.content, TABLE_PART)


@pytest.mark.parametrize("value", [None, "", "  ", 5, True])
def test_a_heading_is_a_text(value: str | int | None) -> None:
    error = refusal(with_table(), CellEdit(1, 2, value))
    assert (error.code, error.facts["cell"]) == ("table_header", "B1")


@pytest.mark.parametrize(("text", "code"), [("订单号", "duplicate_header"), ("x" * 256, "table_header")])
def test_a_heading_is_its_own_and_not_too_long(text: str, code: str) -> None:
    assert refusal(with_table(), CellEdit(1, 2, text)).code == code
    assert refusal(with_table(), CellEdit(1, 3, text)).code == code


@pytest.mark.parametrize(
    "table",
    [
        table_xml(root=' tableType="queryTable"'),
        table_xml(root=' tableType="xml"'),
        table_xml(COLUMNS.replace('dataDxfId="3"', 'queryTableFieldId="2"')),
        table_xml(COLUMNS.replace('dataDxfId="3"', 'uniqueName="2"')),
        table_xml(COLUMNS.replace(' dataDxfId="3"/>', "><xmlColumnPr/></tableColumn>")),
        table_xml('<tableColumn id="1" name="订单号"/>'),
    ],
)
def test_a_column_that_a_source_names_keeps_its_name(table: str) -> None:
    assert refusal(with_table(table), CellEdit(1, 2, "件数")).code == "table_header"


def test_the_same_heading_its_look_and_cells_beside_are_no_renaming() -> None:
    done = renamed(with_table(), CellEdit(1, 1, "订单号"), CellEdit(1, 2, KEEP, Style(bold=True)))
    assert TABLE_PART not in done.changed_parts
    assert TABLE_PART not in renamed(with_table(), CellEdit(1, 9, "x")).changed_parts
    bare = table_xml(root=' headerRowCount="0"')
    assert TABLE_PART not in renamed(with_table(bare), CellEdit(1, 2, "x")).changed_parts


FORMULA = '<row r="9"><c r="F9"><f>{}</f><v>1</v></c></row>'


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(Orders[数量])",
        "Orders[[#This Row],[数量]]*2",
        "Orders[[订单号]:[ 数量 ]]",
        "Orders[订单号:数量]",
        "[@数量]",
        'INDIRECT("Orders[数量]")',
        "SUM(Orders&#91;数量])",
        "<![CDATA[SUM(Orders[数量])]]>",
    ],
)
def test_a_column_that_a_formula_names_keeps_its_name(formula: str) -> None:
    error = refusal(with_table(rows=ROWS + FORMULA.format(formula)), CellEdit(1, 2, "件数"))
    assert (error.code, error.facts["name"], error.facts["part"]) == ("heading_in_use", "数量", books.SHEET)


@pytest.mark.parametrize("formula", ["SUM(Orders[订单号])", "SUM(Orders[数量合计])", "B2*2", "[1]x!A1"])
def test_other_formulas_do_not_matter(formula: str) -> None:
    assert renamed(with_table(rows=ROWS + FORMULA.format(formula)), CellEdit(1, 2, "件数")).changed_parts


def test_brackets_in_a_name_are_escaped_in_formulas() -> None:
    table = table_xml(COLUMNS.replace("数量", "A[1]#'"))
    rows = ROWS + FORMULA.format("Orders[A'[1']'#'']")
    assert refusal(with_table(table, rows=rows), CellEdit(1, 2, "件数")).code == "heading_in_use"


ELSEWHERE: dict[str, tuple[str, str | bytes]] = {
    "a name": (
        "xl/workbook.xml",
        books.workbook_xml(after="<definedNames><definedName>Orders[数量]</definedName></definedNames>"),
    ),
    "a calculated column": (
        TABLE_PART,
        table_xml(
            COLUMNS.replace(
                'name="订单号"/>',
                'name="订单号"><calculatedColumnFormula>Orders[数量]</calculatedColumnFormula></tableColumn>',
            )
        ),
    ),
    "a chart": ("xl/charts/chart1.xml", '<c:chart xmlns:c="c"><c:f>Orders[数量]</c:f></c:chart>'),
    "a pivot table": (
        "xl/pivotCache/pivotCacheDefinition1.xml",
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheField name="数量"/></pivotCacheDefinition>',
    ),
    "a slicer": ("xl/slicerCaches/slicerCache1.xml", '<slicerCacheDefinition sourceName="数量"/>'),
    "a part in UTF-16": (
        "xl/charts/chart1.xml",
        f'{DECLARATION}<c:f xmlns:c="c">Orders[数量]</c:f>'.encode("utf-16"),
    ),
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_whatever_names_the_column_keeps_it(where: str) -> None:
    name, xml = ELSEWHERE[where]
    sheet = books.sheet_xml(ROWS)
    rels = books.rels_xml(("rId1", "table", "../tables/table1.xml"))
    parts = books.book_parts(sheet, sheet_rels=rels, table=table_xml()) | {name: xml}
    assert refusal(books.zipped(parts), CellEdit(1, 2, "件数")).code == "heading_in_use"


def test_a_data_connection_may_name_any_column() -> None:
    rels = books.rels_xml(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "styles", "styles.xml"),
        ("rId3", "connections", "connections.xml"),
    )
    assert refusal(with_table(workbook_rels=rels), CellEdit(1, 2, "件数")).code == "heading_in_use"
