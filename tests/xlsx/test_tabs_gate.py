"""The gate after tabs: whatever differs beyond what was asked is found, and nothing is given back."""

import pytest

from sheetship.xlsx import Package, XlsxError
from sheetship.xlsx.tab_gate import verify_tabs
from sheetship.xlsx.tabs import with_tab
from tests.xlsx import books
from tests.xlsx.made_tabs import made, names, orders, rich, with_parts

TAB = made({"汇总": rich})
WORKBOOK, TYPES, STYLES, RELS = (
    "xl/workbook.xml",
    "[Content_Types].xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
)
SHEET, SHEET_RELS = "xl/worksheets/sheet3.xml", "xl/worksheets/_rels/sheet3.xml.rels"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
MISSING = f'<Relationship Id="rId77" Type="{books.DOC}/image" Target="../media/none.png"/></Relationships>'


@pytest.fixture(scope="module")
def source() -> bytes:
    xml = books.part(orders(), WORKBOOK)
    own = '<definedNames><definedName name="我的" localSheetId="1">退款!$A$1</definedName></definedNames>'
    return with_parts(
        orders(), {WORKBOOK: xml.replace("</sheets>", f"</sheets>{own}").replace("<definedNames/>", "")}
    )


@pytest.fixture(scope="module")
def done(source: bytes) -> bytes:
    return with_tab(source, TAB, name="汇总").content


def why(source: bytes, content: bytes) -> str:
    with pytest.raises(XlsxError) as caught:
        verify_tabs(Package.open(source), content, Package.open(TAB), {"汇总": "汇总"})
    assert caught.value.code == "verify_failed"
    return str(caught.value)


def test_what_was_asked_passes(source: bytes, done: bytes) -> None:
    verify_tabs(Package.open(source), done, Package.open(TAB), {"汇总": "汇总"})


@pytest.mark.parametrize(
    ("part", "old", "new", "reason"),
    [
        ("xl/worksheets/sheet1.xml", "A1", "A9", "sheet1.xml has changed or is lost"),
        (WORKBOOK, 'sheetId="2"', 'sheetId="9"', "other tabs"),
        (WORKBOOK, ">退款!$A$1<", ">退款!$A$2<", "names of others"),
        (WORKBOOK, 'name="我的" localSheetId="1"', 'name="我的" localSheetId="0"', "names of others"),
        (WORKBOOK, 'activeTab="0"', 'activeTab="2"', "views"),
        (WORKBOOK, "<workbookProtection", '<workbookProtection lockWindows="1"', "settings"),
        (WORKBOOK, 'calcId="124519"', 'calcId="1"', "settings"),
        (RELS, "relationships/theme", "relationships/them", "leads no more to"),
        (STYLES, '<name val="Calibri"', '<name val="Arial"', "fonts of the styles have changed"),
        (STYLES, '<cellXfs count="', '<cellXfs count="1', "cellXfs of the styles are counted wrong"),
        (TYPES, "spreadsheetml.styles+xml", "spreadsheetml.other+xml", "declared as"),
        (
            TYPES,
            ' PartName="/xl/worksheets/sheet3.xml"',
            ' PartName="/xl/other.xml"',
            "declared as application/xml",
        ),
        (TYPES, 'Extension="vml"', 'Extension="vmx"', "declared as nothing"),
        (SHEET, "<v>10</v>", "<v>11</v>", "not as it was made"),
        (SHEET, 'ref="A9:B9"', 'ref="A9:C9"', "not as it was made"),
        (SHEET, 'r="C6" s="', 'r="C6" q="', "not as it was made"),
        (SHEET, "SUM(B2:B5)", "SUM(B2:B6)", "the formulas of"),
        (SHEET_RELS, "../comments1.xml", "../comments9.xml", "comments1.xml is new"),
        (SHEET_RELS, "</Relationships>", MISSING, "leads to xl/media/none.png, which there is not"),
    ],
)
def test_what_nobody_asked_for_is_found(
    source: bytes, done: bytes, *, part: str, old: str, new: str, reason: str
) -> None:
    xml = books.part(done, part)
    assert old in xml, xml
    tampered = with_parts(done, {part: xml.replace(old, new)})
    assert reason in why(source, in_order(tampered, names(done)))


def in_order(content: bytes, order: list[str]) -> bytes:
    """The workbook with its parts in this order."""
    return books.zipped({name: books_bytes(content, name) for name in order})


def books_bytes(content: bytes, name: str) -> bytes:
    return Package.open(content).read(name)


def test_parts_that_are_lost_new_or_elsewhere_are_found(source: bytes, done: bytes) -> None:
    order = names(done)
    assert "theme1.xml has changed or is lost" in why(source, with_parts(done, {"xl/theme/theme1.xml": None}))
    assert "xl/more.xml is new" in why(source, with_parts(done, {"xl/more.xml": "<a/>"}))
    assert "not in their order" in why(source, in_order(done, [order[1], order[0], *order[2:]]))


def test_an_order_of_calculation_that_lacks_cells_of_others_is_found(source: bytes, done: bytes) -> None:
    link = f'<Relationship Id="rId99" Type="{books.DOC}/calcChain" Target="calcChain.xml"/></Relationships>'

    def chained(content: bytes, entries: str) -> bytes:
        rels = books.part(content, RELS).replace("</Relationships>", link)
        kind = f'<Override PartName="/xl/calcChain.xml" ContentType="{KIND}"/></Types>'
        types = books.part(content, TYPES).replace("</Types>", kind)
        chain = f'<calcChain xmlns="{books.MAIN}">{entries}</calcChain>'
        order = names(source)
        more = [name for name in names(content) if name not in order]
        parts = with_parts(content, {RELS: rels, TYPES: types, "xl/calcChain.xml": chain})
        return in_order(parts, [*order, "xl/calcChain.xml", *more])

    before, after = chained(source, '<c r="B3" i="1"/><c r="B6" i="3"/>'), chained(done, '<c r="B6" i="3"/>')
    assert "order of calculation" in why(before, after)
