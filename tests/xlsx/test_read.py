import datetime as dt
import io
import warnings
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from sheetship.xlsx import Cell, XlsxError, archive, lost_digits, read_sheet, scan
from sheetship.xlsx.cells import CellKind
from tests.xlsx import books

STRINGS = (
    f'<sst xmlns="{books.MAIN}"><si><t>广东省</t></si><si><t xml:space="preserve"> a&amp;b\r\n_x0041_ </t></si>'
    "<si><r><rPr><b/></rPr><t>张</t></r><r><t>三</t></r><rPh sb='0' eb='1'><t>zhang</t></rPh></si>"
    "<si/><si><t/></si><si><t></t></si></sst>"
)


def kind_and_text(xml: str, *, strings: str | None = STRINGS) -> tuple[CellKind, str]:
    found = books.cell(books.rows(f'<row r="1">{xml}</row>', strings=strings), 1, 1)
    assert found is not None
    return found.kind, found.text


@pytest.mark.parametrize(
    ("xml", "kind", "text"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "text", "广东省"),
        ('<c r="A1" t="s"><v>1</v></c>', "text", " a&b\nA "),
        ('<c r="A1" t="s"><v>2</v></c>', "text", "张三"),
        ('<c r="A1" t="s"><v>3</v></c>', "blank", ""),
        ('<c r="A1" t="s"><v>4</v></c>', "blank", ""),
        ('<c r="A1" t="s"><v>5</v></c>', "blank", ""),
        ('<c r="A1" t="s"><v> 2 </v></c>', "text", "张三"),
        ('<c r="A1" t="s"/>', "blank", ""),
        (
            '<c r="A1" t="inlineStr"><is><t>&#19968;&#x4e8c; &lt;c r="B1"/&gt;</t></is></c>',
            "text",
            '一二 <c r="B1"/>',
        ),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', "text", "ab"),
        ('<c r="A1" t="str"><v>ok</v></c>', "text", "ok"),
        ('<c r="A1" t="str"><v xml:space="preserve"> ok</v></c>', "text", " ok"),
        ('<c r="A1"><v>431234567890123456</v></c>', "number", "431234567890123456"),
        ('<c r="A1"><v>1.0</v></c>', "number", "1.0"),
        ('<c r="A1"><v> 7 </v></c>', "number", "7"),
        ('<c r="A1"><v>half</v></c>', "text", "half"),
        ('<c r="A1" t="b"><v>1</v></c>', "bool", "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "bool", "FALSE"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "error", "#N/A"),
        ('<c r="A1" t="d"><v>2026-11-21T10:00:00Z</v></c>', "date", "2026-11-21 10:00:00"),
        ('<c r="A1" s="1"><v>46347</v></c>', "date", "2026-11-21"),
        ('<c r="A1" s="2"><v>46347</v></c>', "date", "2026-11-21"),
        ('<c r="A1" s="2"><v>46347.5</v></c>', "date", "2026-11-21 12:00:00"),
        ('<c r="A1" s="4"><v>46347</v></c>', "date", "2026-11-21 00:00:00"),
        ('<c r="A1" s="2"><v>-5</v></c>', "number", "-5"),
        ('<c r="A1" s="2"><v>soon</v></c>', "text", "soon"),
        ('<c r="A1" s="99"><v>5</v></c>', "number", "5"),
        ('<c r="A1" s="x"><v>5</v></c>', "number", "5"),
        ('<c r="A1" s="3"/>', "blank", ""),
        ('<c r="A1"></c>', "blank", ""),
        ('<c r="A1"><v></v></c>', "blank", ""),
        ('<c r="A1"><f>1+1</f></c>', "blank", ""),
    ],
)
def test_each_kind_of_cell_is_read_exactly(xml: str, kind: str, text: str) -> None:
    assert kind_and_text(xml) == (kind, text)


def test_a_formula_is_told_beside_its_value() -> None:
    content = books.rows('<row r="1"><c r="A1" s="3"><f>B1&lt;2</f><v>5</v></c><c r="B1"><v>1</v></c></row>')
    assert books.cell(content, 1, 1) == Cell("number", "5", 3, has_formula=True)
    assert books.cell(content, 1, 2) == Cell("number", "1", 0, has_formula=False)
    assert books.cell(content, 1, 3) is None
    assert read_sheet(content).rows[0].formula_columns == (1,)


@pytest.mark.parametrize("index", ["6", "-1", "x", "1.5"])
def test_a_shared_text_that_is_not_there_is_damage(index: str) -> None:
    with pytest.raises(XlsxError, match="shared text"):
        kind_and_text(f'<c r="A1" t="s"><v>{index}</v></c>')


def test_without_shared_strings_any_index_is_damage() -> None:
    with pytest.raises(XlsxError, match="shared text"):
        kind_and_text('<c r="A1" t="s"><v>0</v></c>', strings=None)


def test_lost_digits_are_told_and_never_repaired() -> None:
    def lost(text: str, kind: CellKind = "number") -> bool:
        return lost_digits(Cell(kind, text, 0, has_formula=False))

    assert lost("1.23E+17")
    assert lost("431234567890123456")
    assert lost("-1234567890123456")
    assert not lost("123456789012345")
    assert not lost("0.00012345")
    assert not lost("431234567890123456", "text")


def test_hidden_rows_merges_links_and_the_last_column_are_told() -> None:
    xml = (
        '<row r="1" spans="1:3"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2" hidden="1"/><row r="4" ht="20" hidden="true"><c r="B4"><v>2</v></c></row><row r="7"></row>'
    )
    tail = (
        '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells><hyperlinks>'
        '<hyperlink ref="C1" r:id="rId1"/><hyperlink ref="A1:B1" location="Sheet2!A1"/></hyperlinks>'
    )
    rels = books.rels_xml(("rId1", "hyperlink", "https://example.com/?a=1&amp;b=2"))
    sheet = read_sheet(books.rows(xml, tail=tail, sheet_rels=rels))
    assert [(row.number, row.hidden, row.columns) for row in sheet.rows] == [
        (1, False, (1, 3)),
        (2, True, ()),
        (4, True, (2,)),
        (7, False, ()),
    ]
    assert sheet.merges == [(1, 1, 2, 2)]
    assert sheet.hyperlinks == {(1, 3): "https://example.com/?a=1&b=2", (1, 1): "#Sheet2!A1"}
    assert sheet.max_column == 3
    assert sheet.texts([3, 1, 2]) == [["3", "1", ""], ["", "", ""], ["", "", "2"], ["", "", ""]]
    assert [(column, found.text) for column, found in sheet.rows[0].items()] == [(1, "1"), (3, "3")]


def test_a_sheet_full_of_different_texts_keeps_only_some_in_mind() -> None:
    xml = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{row}</t></is></c></row>'
        for row in range(1, 5001)
    )
    assert read_sheet(books.rows(xml)).texts([1]) == [[str(row)] for row in range(1, 5001)]


def test_closing_tags_with_blanks_are_never_misread() -> None:
    first = '<row r="1"><c r="A1" t="str"><v>甲</v></c ><c r="B1" t="str"><v>乙</v></c></row >'
    second = '<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="B3"><v>5</v></c></row>'
    assert read_sheet(books.rows(first + second)).texts([1, 2]) == [["甲", "乙"], ["1", ""], ["", "5"]]
    assert read_sheet(books.rows(first.replace("row >", "row>") + second)).texts([1, 2])[0] == ["甲", "乙"]


def test_only_the_wanted_columns_are_kept() -> None:
    xml = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>99</v></c><c r="C1"><f>1</f><v>3</v></c></row>'
    sheet = read_sheet(books.rows(xml), columns={1, 3})
    assert sheet.texts([1, 2, 3]) == [["1", "", "3"]]
    found = sheet.rows[0].get(3)
    assert found is not None
    assert found.has_formula


def test_dates_of_1904_books_count_from_1904() -> None:
    settings = books.workbook_xml(before='<workbookPr date1904="1"/>')
    xml = '<row r="1"><c r="A1" s="2"><v>0</v></c></row>'
    found = books.cell(books.rows(xml, workbook=settings), 1, 1)
    assert found is not None
    assert found.text == "1904-01-01"


UNUSUAL = {
    "single quotes": "<row r='1'><c r='A1' t='str'><v>订单</v></c><c r='C1'><v>2</v></c></row>",
    "no addresses": '<row><c t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row>',
    "style before address": '<row r="1"><c t="str" r="A1"><v>订单</v></c><c r="C1"><v>2</v></c></row>',
    "comment": '<row r="1"><!-- <c r="B1"/> --><c r="A1" t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row>',
    "cdata": '<row r="1"><c r="A1" t="str"><v><![CDATA[订单]]></v></c><c r="C1"><v>2</v></c></row>',
    "instruction": '<row r="1"><?x y?><c r="A1" t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row>',
    "lower case": '<row r="1"><c r="a1" t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row>',
    "line ends": '<row\n r="1"\n>\n<c\n r="A1"\n t="str"\n>\n<v>订单</v>\n</c>\n<c r="C1"><v>2</v></c></row>',
}


@pytest.mark.parametrize("xml", UNUSUAL.values(), ids=UNUSUAL.keys())
def test_unusual_syntax_reads_the_same(xml: str) -> None:
    assert read_sheet(books.rows(xml)).texts([1, 2, 3]) == [["订单", "", "2"]]


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_other_encodings_read_the_same(encoding: str) -> None:
    declared = "UTF-16" if encoding.startswith("utf-16") else encoding.replace("-sig", "")
    xml = books.sheet_xml('<row r="1"><c r="A1" t="str"><v>订单</v></c></row>').replace("UTF-8", declared)
    shared = (
        f'<?xml version="1.0" encoding="{declared}"?><sst xmlns="{books.MAIN}"><si><t>共享</t></si></sst>'
    )
    content = books.book(xml.encode(encoding), strings=shared.encode(encoding))
    assert read_sheet(content).texts([1]) == [["订单"]]


def test_shared_strings_in_another_encoding_read_the_same() -> None:
    shared = '<?xml version="1.0" encoding="UTF-16"?><sst><si><t>共享</t></si></sst>'.encode("utf-16")
    assert books.cell(books.rows('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=shared), 1, 1) == (
        "text",
        "共享",
        0,
        False,
    )


def test_an_encoding_nobody_knows_is_refused() -> None:
    xml = books.sheet_xml().replace("UTF-8", "klingon").encode()
    with pytest.raises(XlsxError, match="unknown encoding"):
        read_sheet(books.book(xml))


@pytest.mark.parametrize(
    "strings",
    [
        "<sst><!-- c --><si><t>甲</t></si></sst>",
        "<sst><si>\n<t a='1'><![CDATA[甲]]></t><rPh><t>x</t></rPh></si></sst>",
        (
            "<sst xmlns:m='m'><si><m:AlternateContent><m:Choice><t>乙</t></m:Choice><m:Fallback><t>甲</t></m:Fallback>"
            "</m:AlternateContent></si></sst>"
        ),
        "<x:sst xmlns:x='m'><x:si><x:t>甲</x:t></x:si></x:sst>",
        "<sst><si ><t>甲</t></si></sst>",
        "<sst><si\n><t>甲</t></si><si/></sst>",
        "<sst><si a='1'><t>甲</t></si></sst>",
    ],
)
def test_shared_strings_in_unusual_syntax_read_the_same(strings: str) -> None:
    assert kind_and_text('<c r="A1" t="s"><v>0</v></c>', strings=strings) == ("text", "甲")


def test_a_part_with_another_root_gives_no_shared_strings() -> None:
    assert read_sheet(books.book(strings="<other/>")).rows == []


def test_prefixed_and_strict_sheets_read_the_same() -> None:
    xml = (
        f'<x:worksheet xmlns:x="{books.STRICT}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c>'
        '<x:c r="B1"><x:f>1</x:f><x:v>2</x:v></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>三</x:t></x:is></x:c></x:row>'
        '</x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>'
    )
    sheet = read_sheet(books.book(xml, strings=STRINGS))
    assert sheet.texts([1, 2, 3]) == [["广东省", "2", "三"]]
    assert sheet.merges == [(1, 1, 1, 2)]
    second = sheet.rows[0].get(2)
    assert second is not None
    assert second.has_formula


def test_two_spellings_in_one_sheet_are_refused() -> None:
    xml = (
        f'<x:worksheet xmlns:x="{books.MAIN}" xmlns="{books.MAIN}"><x:sheetData>'
        '<x:row r="1"><c r="A1"><v>1</v></c></x:row><row r="2"/></x:sheetData></x:worksheet>'
    )
    assert read_sheet(books.book(xml)).texts([1]) == [[""]]
    mixed = books.sheet_xml('<row r="1"><x:c xmlns:x="y" r="A1"/><c r="B1"><c r="C1"/></c></row>')
    with pytest.raises(XlsxError, match="two spellings"):
        read_sheet(books.book(mixed))


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<worksheet><sheetData><row r='1'>", "damaged"),
        ("<worksheet/>", "damaged"),
        ("<worksheet><sheetData/>", "damaged"),
        ("<!DOCTYPE worksheet><worksheet><sheetData/></worksheet>", "unsupported"),
        ('<worksheet><sheetData><row r="x"><c r="A1"/></row></sheetData></worksheet>', "damaged"),
        ('<worksheet><sheetData><row r="1"><c r="1A"/></row></sheetData></worksheet>', "damaged"),
        ('<worksheet><sheetData/><mergeCells><mergeCell ref="A0"/></mergeCells></worksheet>', "damaged"),
        ('<worksheet><sheetData/><mergeCells><mergeCell ref="A1:ZZZ9"/></mergeCells></worksheet>', "damaged"),
        (
            '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&#x110000;</v></c></row></sheetData></worksheet>',
            "damaged",
        ),
        (
            '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&#99999999999999999999;</v></c></row></sheetData></worksheet>',
            "damaged",
        ),
    ],
)
def test_damaged_sheets_are_refused(xml: str, code: str) -> None:
    with pytest.raises(XlsxError) as caught:
        read_sheet(books.book(xml))
    assert caught.value.code == code


def test_bytes_that_are_no_text_are_damage() -> None:
    sheet = (
        books.sheet_xml('<row r="1"><c r="A1" t="str"><v>?</v></c></row>').encode().replace(b"?<", b"\xff<")
    )
    with pytest.raises(XlsxError, match="not UTF-8"):
        read_sheet(books.book(sheet))
    with pytest.raises(XlsxError, match="not UTF-8"):
        read_sheet(books.book(strings=b"<sst><si><t>\xff</t></si></sst>"))


def test_a_sheet_with_too_much_in_one_place_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = "".join(f'<c r="A1" t="str"><v>{number * 7919 % 100003}</v></c>' for number in range(30_000))
    monkeypatch.setattr(archive, "BLOCK", 4096)
    monkeypatch.setattr(scan, "MAX_ONE_ROW", 1000)
    with pytest.raises(XlsxError, match="a row of more"):
        read_sheet(books.rows(f'<row r="1">{noise}</row>'))
    monkeypatch.setattr(scan, "MAX_HEAD", 1000)
    with pytest.raises(XlsxError, match="before its rows"):
        read_sheet(books.rows("", head=f"<x>{noise}</x>"))
    monkeypatch.setattr(scan, "MAX_TAIL", 1000)
    with pytest.raises(XlsxError, match="after its rows"):
        read_sheet(books.rows("", tail=f"<x>{noise}</x>"))


def test_alternate_styles_are_read_by_their_fallback() -> None:
    styles = (
        f'<styleSheet xmlns="{books.MAIN}" xmlns:m="m"><numFmts><numFmt numFmtId="x" formatCode="d"/></numFmts>'
        '<cellXfs><m:AlternateContent><m:Choice><xf numFmtId="0"/></m:Choice><m:Fallback><xf numFmtId="14"/></m:Fallback>'
        '</m:AlternateContent><xf numFmtId="?"/></cellXfs></styleSheet>'
    )
    xml = '<row r="1"><c r="A1"><v>46347</v></c><c r="B1" s="1"><v>46347</v></c></row>'
    sheet = read_sheet(books.rows(xml, styles=styles))
    assert sheet.texts([1, 2]) == [["2026-11-21", "46347"]]


def rich_book() -> bytes:
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made, {"strings_to_formulas": False})
    sheet = workbook.add_worksheet("订单")
    day = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for row in range(400):
        sheet.write_string(row, 0, f"{431234567890123456 + row}")
        sheet.write_number(row, 1, row / 8)
        sheet.write_datetime(row, 2, dt.datetime.fromisoformat("2026-11-21") + dt.timedelta(minutes=row), day)
        sheet.write_boolean(row, 3, row % 2 == 0)
        sheet.write_string(row, 5, ["=1+1", " 留空 ", "甲\n乙", "_x0041_", "\x07"][row % 5])
    workbook.close()
    return made.getvalue()


def test_what_we_read_is_what_openpyxl_reads(tmp_path: Path) -> None:
    content = rich_book()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    path = tmp_path / "订单.xlsx"
    path.write_bytes(content)
    ours = read_sheet(path, "订单").texts([1, 2, 3, 4, 6])
    assert len(ours) == len(theirs) == 400
    for own, their in zip(ours, theirs, strict=True):
        assert own[0] == their[0]
        assert float(own[1]) == their[1]
        assert own[2] == str(their[2])
        assert own[3] == str(their[3]).upper()
        assert own[4] == str(their[5]).replace("_x005F_", "_").replace("_x0007_", "\x07")
