"""Every kind of file becomes the same table, told by its content; what is none is refused with its kind."""

import re
import zipfile
from datetime import date, datetime, time
from io import BytesIO

import pytest
import xlwt

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import Area
from sheetship.xlsx.sources import read_tabs
from sheetship.xlsx.sources.tab import kind_of_cell
from sheetship.xlsx.table import ErrorValue, read_table
from tests.xlsx import books
from tests.xlsx.made_sources import ods, ods_cell, saved, xlsb

MOMENT = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
XML_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)


def refusal(content: bytes) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        read_tabs(content)
    return caught.value


def kinds_of(content: bytes) -> list[list[str]]:
    (tab,) = read_tabs(content)
    return [
        [kind_of_cell(*cell) for cell in zip(codes, texts, strict=True)]
        for codes, texts in zip(tab.stored, tab.rows, strict=True)
    ]


def test_an_old_binary_workbook_keeps_places_kinds_and_merges() -> None:
    book = xlwt.Workbook()
    sheet, hidden = book.add_sheet("订单"), book.add_sheet("藏")
    hidden.visibility = 1
    hidden.write(0, 0, "x")
    for column, value in enumerate(("007", 6917000000000000017.0, 29.9, True), 1):
        sheet.write(1, column, value)
    sheet.write(1, 5, datetime(2026, 11, 21, 10), MOMENT)  # noqa: DTZ001 - cells know no zone
    sheet.write(1, 6, date(2026, 11, 21), MOMENT)
    sheet.write(1, 7, time(10), xlwt.easyxf(num_format_str="hh:mm"))
    sheet.write(1, 8, 1.25, xlwt.easyxf(num_format_str="[h]:mm"))
    sheet.write_merge(3, 5, 1, 1, "并")
    content = saved(book)
    tab, other = read_tabs(content)
    assert (tab.kind, tab.name, tab.state, other.state) == ("xls", "订单", "visible", "hidden")
    assert tab.rows == [
        [],
        [
            "",
            "007",
            "6917000000000000000",
            "29.9",
            "TRUE",
            "2026-11-21 10:00:00",
            "2026-11-21",
            "10:00:00",
            "1.25",
        ],
        [],
        ["", "并"],
    ]
    assert tab.merges == [Area(4, 2, 6, 2)]
    assert [each.name for each in read_tabs(content, with_hidden=False)] == ["订单"]
    table = read_table(content, "藏", header_row=None)
    assert (table.state, table.columns[0].texts) == ("hidden", ["x"])
    assert "formula" in table.untold
    first = read_table(content, header_row=None)
    assert first.flaws == {(2, 3): "lost_digits"}
    assert first.cell(4, 2).merge == Area(4, 2, 6, 2)


def test_a_binary_workbook_and_an_open_document_read_alike() -> None:
    assert kinds_of(xlsb({0: {0: "单号", 1: 1.5, 2: True, 3: None}})) == [["text", "number", "bool"]]
    content = ods(
        f"<table:table-row>{ods_cell('单号')}</table:table-row><table:table-row>"
        '<table:table-cell office:value-type="float" office:value="2"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-11-21"/></table:table-row>'
    )
    table = read_table(content)
    assert (table.kind, table.headings) == ("ods", ["单号", ""])
    assert table.columns[1].values() == [date(2026, 11, 21)]
    assert read_tabs(xlsb({0: {0: "x"}}))[0].kind == "xlsb"


def test_a_sheet_that_is_not_there_is_named_for_old_workbooks_too() -> None:
    with pytest.raises(XlsxError) as caught:
        read_table(xlsb({0: {0: "x"}}), "库存")
    assert (caught.value.code, caught.value.facts["sheets"]) == ("no_such_sheet", "订单")


def test_hidden_tabs_of_a_workbook_can_be_left_out() -> None:
    tabs = '<sheet name="藏" sheetId="1" r:id="rId1" state="hidden"/><sheet name="订单" sheetId="2" r:id="rId1"/>'
    content = books.book(
        books.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), workbook=books.workbook_xml(tabs)
    )
    assert [tab.name for tab in read_tabs(content)] == ["藏", "订单"]
    assert [tab.name for tab in read_tabs(content, with_hidden=False)] == ["订单"]


def test_passwords_are_asked_for() -> None:
    book = xlwt.Workbook()
    book.add_sheet("订单")
    first_record = re.compile(rb"\x09\x08\x10\x00\x00\x06.{14}", re.DOTALL)
    locked = first_record.sub(lambda found: found[0] + b"\x2f\x00", saved(book), count=1)
    assert refusal(locked).code == "encrypted"
    assert refusal(ods("", manifest="<manifest><encryption-data/></manifest>")).code == "encrypted"
    sealed = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(sealed).code == "encrypted"


def test_a_page_is_read_table_by_table_with_its_spans() -> None:
    page = """<html><head><style>td {}</style></head><body>x<td>outside</td><table><tr><th colspan="2">订单号<th>C</tr>
    <tr><td rowspan=2>1<br>2</td><td colspan=x>&yen;3 </td><td><a href="https://example.com/1">看</a></td></tr>
    <tr><td><b>b</b><td><a>c</a><td rowspan=9 colspan=0>d</table><table><td>no row</td><tr><td>二"""
    first, second = read_tabs(page.encode())
    assert first.rows == [["订单号", "", "C"], ["1\n2", "¥3", "看"], ["", "b", "c", "d"]]
    assert first.merges == [Area(1, 1, 1, 2), Area(2, 1, 3, 1)]
    assert (first.name, second.name, second.rows) == ("table 1", "table 2", [["二"]])
    assert first.details().links == {(2, 3): "https://example.com/1"}
    assert read_table(page.encode(), "table 1").cell(2, 3).link == "https://example.com/1"


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    page = "<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>"
    outer, inner = read_tabs(page.encode())
    assert (outer.rows, inner.rows) == ([["a", "c"]], [["b"]])


def test_comments_scripts_and_marks_are_no_text() -> None:
    cell = """a<!--[if gte mso 9]><xml>no</xml><![endif]-->b<![if !x]>&nbsp;<![endif]>c<?php 1>d<script>"<b>no</b>"</script
    ><STYLE>no</style>e 1 < 2 <"f <td title='>"' x:str>g<!-- open <td>no"""
    assert read_tabs(f"<table><tr><td>{cell}".encode())[0].rows == [['ab\xa0cde 1 < 2 <"f', "g"]]


@pytest.mark.parametrize("attack", ["<!--", "<![", "<a ", '<td x="', "</", "<script>", "<a b='", "&#", "<td"])
def test_a_page_that_leaves_everything_open_is_read_once_through(attack: str) -> None:
    assert read_tabs(("<table>" + attack * 20_000).encode())[0].rows == []


def test_a_page_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetship.xlsx.sources.pages.MAX_ROW", 2)
    assert refusal(b"<table>" + b"<tr><td>1" * 3).code == "too_large"


def test_a_page_may_declare_its_encoding() -> None:
    page = '<html><meta charset="gb2312"><table><tr><td>郝</td></tr></table>'
    assert read_tabs(page.encode("gbk"))[0].rows == [["郝"]]
    declared = "<?xml version='1.0' encoding='Shift_JIS'?>" + XML_HEAD.partition("?>\n")[2]
    book = declared + '<Worksheet ss:Name="漏"><Table/></Worksheet></Workbook>'
    assert read_tabs(book.encode("cp932"))[0].name == "漏"


XML_BOOK = (
    XML_HEAD
    + """
<Styles><Style ss:ID="Default"><NumberFormat/></Style><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>
<Worksheet ss:Name="订单"><Table><Column ss:Index="2" ss:Hidden="1" ss:Span="1"/><Column ss:Hidden="0"/>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">单<B>号</B></Data></Cell><Cell ss:Index="4"><Data ss:Type="Number"> 7 </Data>
<Comment><ss:Data>note</ss:Data></Comment></Cell></Row>
<Row ss:Index="3" ss:Hidden="1" ss:Span="1" ss:StyleID="d"><Cell><Data ss:Type="DateTime">2026-11-21T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-11-21T10:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>
<Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:HRef="https://example.com" ss:Formula="=1+1"><Data ss:Type="Odd">x</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="Boolean">0</Data></Cell><Cell/></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="空"><Table/><WorksheetOptions><Visible> </Visible></WorksheetOptions></Worksheet><Visible/></Workbook>"""
)


def test_an_xml_workbook_of_2003_is_read_with_all_it_tells() -> None:
    tab, empty = read_tabs(XML_BOOK.encode())
    assert (tab.kind, tab.name, tab.state, empty.rows, empty.state) == (
        "xml",
        "订单",
        "hidden",
        [],
        "visible",
    )
    assert tab.rows == [
        ["单号", "", "", "7"],
        [],
        ["2026-11-21", "2026-11-21 10:00:00", "TRUE", "#N/A", "x"],
        [],
        ["FALSE", ""],
    ]
    assert tab.merges == [Area(1, 1, 1, 2), Area(5, 1, 6, 1)]
    table = read_table(XML_BOOK.encode(), header_row=None)
    assert table.columns[3].values() == [7, ErrorValue("#N/A"), None]
    cell = table.cell(3, 5)
    assert (cell.link, cell.formula, cell.number_format) == ("https://example.com", "=1+1", "Short Date")
    assert (cell.is_row_hidden, cell.is_column_hidden, table.cell(1, 3).is_column_hidden) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("", "damaged"),
        ('<Worksheet ss:Name="a"><Table><Row ss:Index="9999999"/></Table></Worksheet>', "damaged"),
        (
            '<Worksheet ss:Name="a"><Table><Row ss:Index="3"/><Row ss:Index="2"/></Table></Worksheet>',
            "damaged",
        ),
        ("<Worksheet>", "damaged"),
    ],
)
def test_a_broken_xml_workbook_is_refused(inside: str, code: str) -> None:
    assert refusal((XML_HEAD + inside + "</Workbook>").encode()).code == code


def test_an_xml_workbook_with_a_document_type_is_refused() -> None:
    assert (
        refusal(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Workbook>&a;</Workbook>').code
        == "unsupported"
    )


def _zip_of(name: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "a,b")
    return content.getvalue()


def _old_word() -> bytes:
    name = "WordDocument"
    entry = name.encode("utf-16-le").ljust(64, b"\0") + ((len(name) + 1) * 2).to_bytes(2, "little")
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + entry


@pytest.mark.parametrize(
    ("content", "code", "kind"),
    [
        (b"%PDF-1.7", "not_a_workbook", "PDF"),
        (b"<!DOCTYPE html><html><body>Please log in</body></html>", "not_a_workbook", "HTML"),
        (b"<html><!-- <table> --></html>", "not_a_workbook", "HTML"),
        (b"<?xml version='1.0'?><Invoice/>", "not_a_workbook", "XML"),
        (_old_word(), "not_a_workbook", "DOC/PPT"),
        (_zip_of("订单.csv"), "not_a_workbook", None),
        (b"PK\x03\x04" + b"\0" * 60, "damaged", None),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "damaged", None),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00", "unsupported", None),
    ],
)
def test_what_is_no_table_is_refused_with_its_kind(content: bytes, code: str, kind: str | None) -> None:
    error = refusal(content)
    assert (error.code, error.facts.get("kind")) == (code, kind)


def test_chat_that_begins_with_an_angle_is_text() -> None:
    assert read_tabs("<张小米> SF1234567890123".encode())[0].rows == [["<张小米> SF1234567890123"]]


def _wide_book() -> bytes:
    return books.rows('<row r="1"><c r="XFD1"><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>')


def _wide_xml() -> bytes:
    rows = '<Row><Cell ss:Index="16384"/></Row>' * 2
    return (XML_HEAD + f'<Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet></Workbook>').encode()


@pytest.mark.parametrize("content", [_wide_book(), _wide_xml(), b"<table><tr>" + b"<td colspan=1000>" * 17])
def test_a_few_bytes_that_ask_for_very_many_cells_are_refused(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sheetship.xlsx.sources.tab.MAX_CELLS", 16_400)
    assert refusal(content).code == "too_large"
