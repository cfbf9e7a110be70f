"""The gate sees every change of a part that the edits do not ask for: one right file, spoiled in one place."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from sheetship.xlsx import CellEdit, DropDown, RowEdit, SheetEdits, Style, XlsxError, patch, verify
from sheetship.xlsx.markup import open_tag, outline, splice
from tests.xlsx import books
from tests.xlsx.books import SHEET, SHEET_RELS

BOOK, STYLES, TABLE = "xl/workbook.xml", "xl/styles.xml", "xl/tables/table1.xml"
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>单号</t></is></c><c r="B1" t="inlineStr"><is><t>数量</t></is></c></row>'
    '<row r="2"><c r="A2" s="3"><v>7</v></c><c r="B2"><v>1</v></c></row>'
    '<row r="3"><c r="A3"><v>8</v></c><c r="B3"><f>B2*2</f><v>2</v></c></row>'
)
HEAD = '<dimension ref="A1:B3"/><cols><col min="1" max="1" width="9"/></cols>'
TAIL = (
    '<protectedRanges><protectedRange sqref="A2:A3" name="x"/></protectedRanges>'
    '<conditionalFormatting sqref="B2:B3 Z1"><cfRule type="top10" priority="1"/></conditionalFormatting>'
    '<dataValidations count="1"><dataValidation type="list" sqref="A2:A3"><formula1>"是,否"</formula1></dataValidation></dataValidations>'
    '<hyperlinks><hyperlink ref="A1" r:id="rId1"/><hyperlink ref="B1" r:id="rId1"/></hyperlinks>'
    '<ignoredErrors><ignoredError sqref="A2:A3"/></ignoredErrors>'
    '<tableParts count="1"><tablePart r:id="rId2"/></tableParts>'
    '<extLst><ext xmlns:xm="m" uri="u"><conditionalFormattings><conditionalFormatting><xm:sqref>A2:A3</xm:sqref>'
    "</conditionalFormatting></conditionalFormattings></ext></extLst>"
)
TABLE_XML = (
    f'<table xmlns="{books.MAIN}" id="1" displayName="T" ref="A1:B3"><autoFilter ref="A1:B3"/>'
    '<tableColumns count="2"><tableColumn id="1" name="单号"/><tableColumn id="2" name="数量"/></tableColumns></table>'
)
NAMES = (
    "<definedNames><definedName name=\"a\">'订单'!$A$2:$B$3,订单!$C$1</definedName>"
    '<definedName name="b">表!$A$2:$B$3</definedName><definedName name="c">$A$2:$B$3</definedName></definedNames>'
)
PARTS: dict[str, str | bytes] = {
    **books.book_parts(
        books.sheet_xml(ROWS, head=HEAD, tail=TAIL),
        table=TABLE_XML,
        sheet_rels=books.rels_xml(
            ("rId1", "hyperlink", "http://a"), ("rId2", "table", "../tables/table1.xml")
        ),
        workbook=books.workbook_xml(after=NAMES),
    )
}
EDITS = [
    SheetEdits(
        sheet="订单",
        cells=[
            CellEdit(1, 3, "金额"),
            CellEdit(2, 2, 3, Style(fill="C6EFCE", number_format="0.000", bold=True)),
            CellEdit(4, 1, 9),
            CellEdit(1, 1, "单号", None, "http://b"),
            CellEdit(4, 2, 5, None, "http://c"),
        ],
        widths={3: 12.5},
        drop_downs=[DropDown(3, 2, 4, ("甲", "乙"))],
    )
]
BEFORE = books.zipped(PARTS)
DONE = patch(BEFORE, EDITS)
AFTER = {**PARTS, **{name: books.part(DONE.content, name) for name in DONE.changed_parts}}


def refused(after: bytes, edits: list[SheetEdits] | None = None, before: bytes = BEFORE) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        verify(before, after, EDITS if edits is None else edits)
    assert caught.value.code == "verify_failed"
    return caught.value


def with_part(name: str, old: str, new: str) -> bytes:
    xml = AFTER[name]
    assert isinstance(xml, str)
    assert old in xml
    return books.zipped(AFTER | {name: xml.replace(old, new, 1)})


def test_a_right_file_passes_with_all_that_follows_its_edits() -> None:
    verify(BEFORE, books.zipped(AFTER), EDITS)
    assert {BOOK, STYLES, TABLE, SHEET, SHEET_RELS} == set(DONE.changed_parts)


SPOILED = [
    (STYLES, 'formatCode="yyyy', 'formatCode="y', "an old number format changes"),
    (STYLES, '<numFmt numFmtId="165"', '<font/><numFmt numFmtId="165"', "something else comes among formats"),
    (STYLES, '<borders count="1"><border/></borders>', "", "a section goes"),
    (STYLES, "<cellXfs count=", "<colors/><cellXfs count=", "a section comes that is never needed"),
    (STYLES, 'cellXfs count="6"', 'cellXfs count="7"', "a count is wrong"),
    (STYLES, 'fills count="3"', 'fills count="few"', "a count is no number"),
    (STYLES, '<cellXfs count="6">', '<cellXfs count="6"><xf/>', "a style comes before the old ones"),
    (STYLES, "<styleSheet ", '<styleSheet a="b" ', "the root gets an attribute"),
    (STYLES, "</styleSheet>", "</styleSheet><!-- x -->", "something comes behind the root"),
    (STYLES, "<borders", " x <borders", "text comes between sections"),
    (STYLES, 'fontId="1" fillId="2"', 'fontId="1" fillId="1"', "a cell gets another fill"),
    (STYLES, 'fillId="2" borderId="0"', 'fillId="2" borderId="1"', "a cell gets another border"),
    (STYLES, 'xfId="0" applyNumberFormat="1" applyFill', 'xfId="1" applyFill', "a cell gets another base"),
    (STYLES, "<font><b/><sz", "<font><b/><i/><sz", "a font changes more than asked"),
    (STYLES, 'FFC6EFCE"/>', 'FFC6EFCF"/>', "a fill has another colour"),
    (STYLES, '"0.000"', '"0.00"', "a number format is another"),
    (BOOK, 'name="a"', 'name="z"', "a name gets another name"),
    (BOOK, "$A$2:$B$4", "$A$2:$B$5", "a name grows over rows that nobody filled"),
    (BOOK, "$A$2:$B$4", "$A$1:$B$4", "a name grows up"),
    (BOOK, "表!$A$2:$B$3", "表!$A$2:$B$4", "a name of another sheet grows"),
    (BOOK, ">$A$2:$B$3", ">$A$2:$B$4", "a name of no sheet grows"),
    (BOOK, 'sheetId="1"', 'sheetId="2"', "a tab changes"),
    (BOOK, '<calcPr fullCalcOnLoad="1"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>', "settings come"),
    (
        BOOK,
        '<calcPr fullCalcOnLoad="1"/>',
        '<calcPr fullCalcOnLoad="1"/><calcPr fullCalcOnLoad="1"/>',
        "twice",
    ),
    (TABLE, 'ref="A1:C4"><auto', 'ref="A1:C5"><auto', "a table grows over rows that nobody filled"),
    (TABLE, 'ref="A1:C4"><auto', 'ref="A1:D4"><auto', "a table grows over columns that nobody headed"),
    (TABLE, 'Filter ref="A1:C4"', 'Filter ref="A1:C3"', "a filter does not follow"),
    (TABLE, 'id="2" name="数量"', 'id="2" name="价格"', "a column gets another name"),
    (TABLE, 'name="金额"', 'name="价格"', "a new column has another name than its heading"),
    (TABLE, 'id="3"', 'id="2"', "an id is there twice"),
    (TABLE, 'displayName="T"', 'displayName="U"', "a table gets another name"),
    (TABLE, '<tableColumn id="2" name="数量"/>', "", "a column goes"),
    (TABLE, 'name="金额"/>', 'name="金额" dataDxfId="0"/>', "a new column comes with more"),
    (SHEET_RELS, "http://c", "http://d", "a link leads elsewhere"),
    (SHEET_RELS, "http://a", "http://b", "an old link leads elsewhere"),
    (SHEET_RELS, 'relationships/hyperlink" Target="http://c', 'relationships/x" Target="http://c', "a kind"),
    (SHEET, 'ref="A1:C4"', 'ref="A1:C5"', "the dimension says too much"),
    (SHEET, 'ref="A1:C4"', 'ref="B1:C4"', "the dimension says too little"),
    (SHEET, 'min="1" max="1" width="9"', 'min="1" max="1" width="8"', "an old width changes"),
    (SHEET, 'width="12.5"', 'width="12"', "a new width is another"),
    (SHEET, 'min="3" max="3"', 'min="4" max="4"', "a width comes elsewhere"),
    (SHEET, 'sqref="A2:A4" name', 'sqref="A2:A5" name', "an editable range grows too far"),
    (SHEET, 'sqref="A2:A4" name', 'sqref="A2:A4 B1" name', "an editable range takes in more"),
    (SHEET, 'name="x"', 'name="y"', "an editable range gets another name"),
    (SHEET, "B2:B4 Z1", "B2:B4 Z2", "a conditional format moves"),
    (SHEET, "B2:B4 Z1", "B2:B4 Z", "a conditional format stands nowhere"),
    (SHEET, "B2:B4 Z1", "B1:B4 Z1", "a conditional format grows up"),
    (SHEET, "B2:B4 Z1", "B2:C4 Z1", "a conditional format grows sideways"),
    (SHEET, "B2:B4 Z1", "B2:B2 Z1", "a conditional format shrinks"),
    (SHEET, 'priority="1"', 'priority="2"', "a conditional format says something else"),
    (SHEET, 'type="list" sqref="A2:A4"', 'type="list" sqref="A2:A5"', "a drop-down grows too far"),
    (SHEET, 'type="list" sqref="A2:A4"', 'type="list" sqref="A3:A4"', "a drop-down leaves a cell out"),
    (SHEET, 'type="list" sqref="A2:A4"', 'type="list" sqref="A2:A4 Q"', "a drop-down stands nowhere"),
    (SHEET, "甲,乙", "甲,丙", "a new drop-down offers something else"),
    (SHEET, 'sqref="C2:C4"', 'sqref="C2:C5"', "a new drop-down stands elsewhere"),
    (SHEET, '<hyperlink ref="B1" r:id="rId1"/>', "", "an old link goes"),
    (SHEET, '<hyperlink ref="B4" r:id="rId4"/>', "", "a new link is missing"),
    (
        SHEET,
        '<hyperlink ref="B4" r:id="rId4"/>',
        '<hyperlink ref="B5" r:id="rId4"/>',
        "a link on another cell",
    ),
    (SHEET, "<xm:sqref>A2:A4", "<xm:sqref>A2:A5", "a newer rule grows too far"),
    (SHEET, 'uri="u"', 'uri="v"', "an extension changes"),
    (SHEET, "<xm:sqref>A2:A4</xm:sqref>", "<xn:sqref>A2:A4</xn:sqref>", "another namespace"),
    (SHEET, '<c r="B2" s="5">', '<c r="B2" s="4">', "an edited cell looks otherwise"),
    (SHEET, '<c r="B2" s="5">', '<c r="B2" s="9">', "an edited cell has no such look"),
    (SHEET, '<c r="C1" t', '<c r="C1" s="77" t', "a new cell has no such look"),
]


@pytest.mark.parametrize(("part", "old", "new", "what"), SPOILED, ids=[entry[3] for entry in SPOILED])
def test_any_other_change_is_seen(part: str, old: str, new: str, what: str) -> None:
    refused(with_part(part, old, new))


def test_a_new_cell_may_have_any_look_there_is_if_none_was_asked() -> None:
    verify(BEFORE, with_part(SHEET, '<c r="C1" t', '<c r="C1" s="3" t'), EDITS)


def test_a_part_that_nobody_asked_about_may_not_come_change_or_go() -> None:
    assert "xl/new.xml is new" in str(refused(books.zipped(AFTER | {"xl/new.xml": "<a/>"})))
    assert "docProps/app.xml has changed" in str(refused(books.zipped(AFTER | {"docProps/app.xml": "<P/>"})))
    lost = {name: content for name, content in AFTER.items() if name != "docProps/app.xml"}
    assert "lost" in str(refused(books.zipped(lost)))


def test_the_first_link_of_a_sheet_brings_its_relationships() -> None:
    source = books.rows('<row r="1"><c r="A1"><v>1</v></c></row>')
    edits = [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 1, None, "http://a")])]
    done = patch(source, edits)
    assert done.changed_parts == (SHEET, SHEET_RELS)
    rels = books.part(done.content, SHEET_RELS).replace("</Relationships>", "<X/></Relationships>")
    parts = {**books.book_parts(books.part(done.content)), SHEET_RELS: rels}
    refused(books.zipped(parts), edits, source)


def test_a_count_that_was_wrong_before_may_stay_wrong() -> None:
    styles = books.STYLES.replace('borders count="1"', 'borders count="3"')
    parts = PARTS | {STYLES: styles}
    assert patch(books.zipped(parts), EDITS).changed_parts == DONE.changed_parts


def test_a_sheet_without_styles_or_names_passes() -> None:
    source = books.rows('<row r="1"><c r="A1" s="0"><v>1</v></c></row>', styles=None)
    verify(
        source,
        patch(source, [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 2)])]).content,
        [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 2)])],
    )


def test_a_look_that_points_nowhere_is_compared_as_it_is_written() -> None:
    styles = books.STYLES.replace(
        '<xf numFmtId="22" fontId="0" fillId="0"', '<xf numFmtId="22" fontId="9" fillId="9"'
    )
    parts = books.book_parts(books.sheet_xml('<row r="1"><c r="A1" s="4"><v>1</v></c></row>'), styles=styles)
    edits = [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 1, Style(wrap=True))])]
    done = patch(books.zipped(parts), edits)
    verify(books.zipped(parts), done.content, edits)


def spoilt_in_one_place(name: str) -> Iterator[tuple[str, bytes]]:
    """The part with each element gone, twice, with more attributes or text, and each attribute longer."""
    xml = str(AFTER[name]).encode()
    waiting = [root := outline(xml, name)]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        changes = [("with an attribute more", open_tag(xml, node, more="1"))]
        if node is not root:
            changes.append(("gone", (node.start, node.end, b"")))
            changes.append(("twice", (node.end, node.end, xml[node.start : node.end])))
        if not node.children and node.text:
            changes.append(("with more text", (node.inner_end, node.inner_end, b"7")))
        for key, value in node.attrs.items():
            old, new = (f'{key}="{value}{more}"'.encode() for more in ("", "9"))
            tag = xml[node.start : node.inner_start].replace(old, new)
            changes.append((f"with another {key}", (node.start, node.inner_start, tag)))
        spoilt = [(f"{node.name} {what}", splice(xml, [change])) for what, change in changes]
        yield from ((what, changed) for what, changed in spoilt if changed != xml)


HARMLESS = {
    SHEET: {"row with an attribute more"},
    TABLE: {"tableColumn with another id"},
    STYLES: {"b with an attribute more"},
    BOOK: {"calcPr gone"},
}
"""A new row may look as it likes; the number of a new column is free; not to compute is no loss."""


@pytest.mark.parametrize("part", [*DONE.changed_parts, "docProps/app.xml"])
def test_whatever_else_changes_in_one_place_is_seen(part: str) -> None:
    passed = set()
    for what, xml in spoilt_in_one_place(part):
        with suppress(XlsxError):
            verify(BEFORE, books.zipped(AFTER | {part: xml}), EDITS)
            passed.add(what)
    assert passed == HARMLESS.get(part, set())


def test_a_part_of_another_kind_is_seen() -> None:
    xml = str(AFTER[TABLE]).replace("<table ", "<list ").replace("</table>", "</list>")
    assert "table" in str(refused(books.zipped(AFTER | {TABLE: xml})))


def test_the_look_of_appended_rows_is_proved() -> None:
    source = books.rows('<row r="1"><c r="A1"><v>1</v></c></row>')
    row = RowEdit(2, (1, 2, 3), (5, "x", None), (Style(fill="C6EFCE"), None, Style(bold=True)))
    edits = [SheetEdits(sheet="订单", rows=[row])]
    done = patch(source, edits)
    xml = books.part(done.content)
    assert '<c r="A2" s="5">' in xml
    parts = books.book_parts(xml.replace('s="5"', 's="2"'), styles=books.part(done.content, STYLES))
    assert refused(books.zipped(parts), edits, source).facts["cell"] == "A2"
