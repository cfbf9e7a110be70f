"""The strict checks find what they are for: each rule is broken once in a small book that was sound."""

import pytest

from tests.xlsx import books
from tests.xlsx.strictness import new_violations, violations

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="x"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="y"/></Types>'
)
ROWS = (
    '<row r="1" spans="1:2"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>数量</t></is></c></row>'
    '<row r="2"><c r="A2" s="1"><f t="shared" ref="A2:A3" si="0">1+1</f><v>2</v></c><c r="B2" t="b"><v>1</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="0"/><v>2</v></c><c r="C3" t="e"><v>#N/A</v></c></row>'
)
HEAD = '<dimension ref="A1:C3"/><cols><col min="1" max="2" width="9.5"/></cols>'
TAIL = (
    '<autoFilter ref="A1:B3"/><mergeCells count="2"><mergeCell ref="E1:E2"/><mergeCell ref="F1:F2"/></mergeCells>'
    '<conditionalFormatting sqref="A1:A3 C:C"><cfRule type="x" priority="1"/></conditionalFormatting>'
    '<dataValidations count="1"><dataValidation sqref="B2"><formula1>"是,否"</formula1></dataValidation></dataValidations>'
    '<hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks><pageMargins left="1"/>'
    '<tableParts count="1"><tablePart r:id="rId2"/></tableParts>'
)
TABLE = (
    f'<table xmlns="{books.MAIN}" id="1" name="T" displayName="T" ref="A1:B3"><autoFilter ref="A1:B3"/>'
    '<tableColumns count="2"><tableColumn id="1" name="单号"/><tableColumn id="2" name="数量"/></tableColumns></table>'
)
CHAIN = f'<calcChain xmlns="{books.MAIN}"><c r="A2" i="1"/><c r="A3"/></calcChain>'
STRINGS = f'<sst xmlns="{books.MAIN}" count="1" uniqueCount="1"><si><t>单号</t><rPh><t>x</t></rPh></si></sst>'
PARTS = {
    **books.book_parts(
        books.sheet_xml(ROWS, head=HEAD, tail=TAIL),
        strings=STRINGS,
        table=TABLE,
        sheet_rels=books.rels_xml(
            ("rId1", "hyperlink", "http://a"), ("rId2", "table", "../tables/table1.xml")
        ),
        workbook=books.workbook_xml(
            after='<definedNames><definedName name="N">1</definedName></definedNames>'
        ),
        workbook_rels=books.rels_xml(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
            ("rId4", "calcChain", "calcChain.xml"),
        ),
    ),
    "xl/calcChain.xml": CHAIN,
    "[Content_Types].xml": TYPES,
}
BOOK, RELS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
SOUND = books.zipped(PARTS)


def test_a_sound_book_breaks_no_rule() -> None:
    assert violations(SOUND) == []


BROKEN = [
    (books.SHEET, '<row r="3"', '<row r="2"', "rows do not rise"),
    (books.SHEET, '<c r="B1"', '<c r="A1"', "cells do not rise"),
    (books.SHEET, '<c r="B1"', '<c r="B9"', "wrong row"),
    (books.SHEET, 's="1"', 's="77"', "no such style"),
    (books.SHEET, '"1:2"', '"x"', "spans"),
    (books.SHEET, 't="s"><v>0', 't="s"><v>7', "shared text"),
    (books.SHEET, "<v>1</v>", "<v>5</v>", "yes or no"),
    (books.SHEET, 't="e"', 't="n"', "a number is none"),
    (books.SHEET, 't="e"', 't="z"', "no such type"),
    (books.SHEET, "#N/A", "N/A", "an error is none"),
    (books.SHEET, "数量</t></is>", "数" * 32_768 + "</t></is>", "too long"),
    (books.SHEET, '<c r="B1" t="inlineStr">', '<c r="B1">', "does not fit"),
    (books.SHEET, '<c r="C3"', '<c r="C3" cm="1"', "no such cm"),
    (books.SHEET, "1+1", "", "spelled nowhere"),
    (books.SHEET, 'ref="A2:A3"', 'ref="B2:B3"', "does not hold its cell"),
    (books.SHEET, 'min="1"', 'min="0"', "column entries"),
    (books.SHEET, "9.5", "wide", "width"),
    (books.SHEET, "A1:C3", "A", "dimension"),
    (books.SHEET, "A1:A3 C:C", "A1:", "list of ranges"),
    (books.SHEET, "F1:F2", "E2:F2", "overlap"),
    (books.SHEET, 'priority="1"', 'priority="1" dxfId="4"', "no such look"),
    (books.SHEET, "rId1", "rId9", "a link has no relationship"),
    (books.SHEET, ' r:id="rId1"', "", "leads nowhere"),
    (books.SHEET, '<pageMargins left="1"/>', "", ""),
    (books.SHEET, "<autoFilter", '<pageMargins left="1"/><autoFilter', "wrong order"),
    (books.SHEET, 'count="2"', 'count="3"', "wrong count"),
    (books.SHEET, '<tablePart r:id="rId2"/>', "", "does not name its table"),
    (books.SHEET, 'r:id="rId2"', 'r:id="rId1"', "points to no table"),
    (books.SHEET, "<worksheet ", '<worksheet xmlns:mc="m" mc:Ignorable="x14ac" ', "undeclared prefix"),
    (books.SHEET, "</worksheet>", "", "not well-formed"),
    (BOOK, 'sheetId="1"', 'sheetId="0"', "no number"),
    (BOOK, 'name="订单"', 'name="订/单"', "Excel refuses"),
    (BOOK, 'name="N"', 'name="N" localSheetId="1"', "belongs to a tab"),
    (BOOK, 'name="N"', 'name="1 N"', "a name is none"),
    (BOOK, ">1<", "><", "stands for nothing"),
    (BOOK, "<sheets>", '<bookViews><workbookView activeTab="1"/></bookViews><sheets>', "opens a tab"),
    (BOOK, "</sheets>", '<sheet name="订单" sheetId="1" r:id="rId1"/></sheets>', "twice"),
    (BOOK, "</definedNames>", '<definedName name="n">1</definedName></definedNames>', "has a name twice"),
    (RELS, "worksheets/sheet1.xml", "worksheets/sheet2.xml", "not there"),
    (RELS, "rId4", "rId3", "an id twice"),
    (STYLES, 'numFmtId="164" fontId', 'numFmtId="165" fontId', "no such number format"),
    (STYLES, '<xf numFmtId="31" fontId="0"', '<xf numFmtId="31" fontId="5"', "no such fontId"),
    (STYLES, 'xfId="0"', 'xfId="5"', "no such xfId"),
    (STYLES, 'count="5"', 'count="4"', "wrong count"),
    ("xl/sharedStrings.xml", 'uniqueCount="1"', 'uniqueCount="2"', "wrong count"),
    ("xl/calcChain.xml", 'r="A3"', 'r="B2"', "without a formula"),
    ("xl/calcChain.xml", '<c r="A2" i="1"/><c r="A3"/>', "", "is empty"),
    ("xl/tables/table1.xml", 'ref="A1:B3">', 'ref="A1:C3">', "more or fewer columns"),
    ("xl/tables/table1.xml", 'name="数量"', 'name="价格"', "differs from its cell"),
    ("xl/tables/table1.xml", 'name="数量"', 'name="单号"', "a column name twice"),
    ("xl/tables/table1.xml", 'name="数量"', 'name=""', "without a name"),
    ("xl/tables/table1.xml", 'id="2"', 'id="1"', "a column id twice"),
    ("xl/tables/table1.xml", '<autoFilter ref="A1:B3"/>', '<autoFilter ref="A1:A3"/>', "filter does not fit"),
    ("[Content_Types].xml", 'Extension="xml"', 'Extension="png"', "no content type"),
    ("[Content_Types].xml", "/xl/workbook.xml", "/xl/workbook2.xml", "types a part"),
    ("[Content_Types].xml", 'Extension="rels"', 'Extension="xml"', "typed twice"),
]


@pytest.mark.parametrize(("part", "old", "new", "rule"), BROKEN, ids=[entry[3] or "none" for entry in BROKEN])
def test_a_broken_rule_is_found(part: str, old: str, new: str, rule: str) -> None:
    xml = PARTS[part]
    assert isinstance(xml, str)
    assert old in xml
    found = new_violations(SOUND, books.zipped(PARTS | {part: xml.replace(old, new, 1)}))
    assert any(rule in str(violation) for violation in found) if rule else found == []


def test_what_was_broken_before_is_not_ours() -> None:
    broken = books.zipped(PARTS | {"xl/calcChain.xml": CHAIN.replace("A3", "B2")})
    assert violations(broken) != []
    assert new_violations(broken, broken) == []
