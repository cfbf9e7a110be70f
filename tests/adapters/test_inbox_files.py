"""What lies in the inbox is read by its content: encodings, delimiters, quoting, workbooks, and what is refused."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from sheetship.adapters.inbox_files import read_tables, tables_in
from sheetship.core.file_digest import digest
from sheetship.core.findings import SheetShipError
from sheetship.core.tables import ERROR, FORMULA, LOST_DIGITS, RawTable
from tests.xlsx.made_sources import far_apart, ods, ods_cell, xlsb

ORDERS = [
    ["订单号", "收件人", "地址"],
    ["6917000000000000017", "张小米", "文一西路1号"],
    ["6917000000000000025", "李", ""],
]


def rows_of(content: bytes) -> list[list[str]]:
    (table,) = tables_in(content, "inbox/x")
    return [list(cells) for cells in table.rows]


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def refused(content: bytes) -> SheetShipError:
    with pytest.raises(SheetShipError) as caught:
        tables_in(content, "inbox/x")
    return caught.value


def code_of(content: bytes) -> str:
    """The code of the refusal, nothing where the file can be read."""
    try:
        tables_in(content, "inbox/x")
    except SheetShipError as error:
        return error.finding.code
    return ""


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_says_the_same_in_every_encoding_and_with_every_delimiter(
    encoding: str, delimiter: str
) -> None:
    assert rows_of(written(ORDERS, delimiter).encode(encoding)) == ORDERS


def test_utf_16_that_begins_with_its_big_end_is_told_by_its_mark() -> None:
    assert rows_of(b"\xfe\xff" + written(ORDERS).encode("utf-16-be")) == ORDERS


def test_japanese_is_not_taken_for_chinese() -> None:
    rows = [["order-id", "recipient-name"], ["250-0000000-0000017", "さくら商店"]]
    assert rows_of(written(rows, "\t").encode("cp932")) == rows


def test_a_tab_inside_every_cell_is_no_delimiter() -> None:
    text = '"订单号","收件人"\r\n"\t6917","\t张"\r\n"\t6918","\t李"\r\n'
    assert rows_of(text.encode("utf-8-sig")) == [["订单号", "收件人"], ["\t6917", "\t张"], ["\t6918", "\t李"]]
    assert rows_of(b"a,b\n1\t,2\t\n3\t,4\t\n") == [["a", "b"], ["1\t", "2\t"], ["3\t", "4\t"]]


def test_excel_can_announce_the_delimiter() -> None:
    assert rows_of(b"sep=;\r\na;b,c\r\n1;2\r\n") == [[], ["a", "b,c"], ["1", "2"]]


def test_a_note_with_line_breaks_stays_in_its_cell() -> None:
    assert rows_of(b'Name,Notes\n#1,"leave at\nthe ""door"""\n') == [
        ["Name", "Notes"],
        ["#1", 'leave at\nthe "door"'],
    ]


def test_between_tabs_a_stray_quote_is_a_letter() -> None:
    text = 'order-id\tproduct\n1\t5" cable, "blue\n2\t"loose\n'
    assert rows_of(text.encode()) == [["order-id", "product"], ["1", '5" cable, "blue'], ["2", '"loose']]


def test_between_tabs_balanced_quotes_wrap_a_cell() -> None:
    assert rows_of(b'a\tb\n"1\nx"\t2\n3\t"4"\n') == [["a", "b"], ["1\nx", "2"], ["3", "4"]]


def test_a_pasted_chat_is_a_table_of_one_column() -> None:
    text = "张小米 SF1234567890123\n\n李大明，圆通 YT0000000000001\n"
    assert rows_of(text.encode()) == [["张小米 SF1234567890123"], [], ["李大明，圆通 YT0000000000001"]]


def test_two_hundred_columns_simply_work() -> None:
    rows = [[f"列{at}" for at in range(200)], [str(at) for at in range(200)]]
    assert rows_of(written(rows).encode()) == rows


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"])), min_size=3, max_size=3),
        min_size=1,
    )
)
def test_what_csv_can_write_is_read_back(rows: list[list[str]]) -> None:
    """A first column that is never blank keeps rows whole and says which delimiter it is."""
    numbered = [["#", "a", "b", "c"], *([str(at), *cells] for at, cells in enumerate(rows))]
    assert rows_of(written(numbered).encode("utf-8-sig")) == numbered


@given(st.binary(max_size=300))
def test_no_bytes_make_it_crash(content: bytes) -> None:
    assert code_of(content)[:5] in {"", "FILE-"}


@given(st.text(max_size=200))
def test_no_text_makes_it_crash(text: str) -> None:
    assert code_of(text.encode("utf-8", "replace")) in {
        *("", "FILE-01", "FILE-04", "FILE-05", "FILE-08", "FILE-15")
    }


def test_a_csv_that_stops_inside_a_cell_is_refused_with_its_row() -> None:
    error = refused(b'a,b\n1,2\n3,"half\n')
    assert error.finding.code == "FILE-04"
    assert error.finding.where == "inbox/x!3"


def test_a_csv_that_stops_inside_a_row_is_refused() -> None:
    assert refused(b"a,b,c\n1,2,3\n4,5").finding.code == "FILE-04"
    assert rows_of(b"a,b,c\n1,2,3\n4,5,6") == [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]
    assert rows_of(b"a,b,c\n1,2,3\n1 record") == [["a", "b", "c"], ["1", "2", "3"], ["1 record"]]
    assert rows_of(b"a,b,c") == [["a", "b", "c"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_that_stops_inside_a_character_is_refused(encoding: str) -> None:
    content = ("订单号,收件人\n1,张" + "小").encode(encoding)[:-1]
    assert refused(content).finding.code == "FILE-04"


def test_bytes_that_are_no_text_are_refused() -> None:
    assert refused(b"a,b\n\xff\xff\xff,1\n").finding.code == "FILE-03"
    assert refused(b"\xef\xbb\xbfa,b\n\xff,1\n").finding.code == "FILE-03"


def test_nul_bytes_are_refused_with_their_row() -> None:
    error = refused(b"\xef\xbb\xbfa,b\n1,\x00\x00\n")
    assert (error.finding.code, error.finding.where) == ("FILE-05", "inbox/x!2")


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ...", b"\x89PNG....", b"Rar!....", b"<?xml version='1.0'?><Invoice/>"]
)
def test_other_kinds_of_files_are_named(content: bytes) -> None:
    assert refused(content).finding.code == "FILE-08"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    for at, content in enumerate((b"", b"\xef\xbb\xbf", b"\r\n \t\r\n", workbook([]))):
        path = tmp_path / f"{at}.csv"
        path.write_bytes(content)
        with pytest.raises(SheetShipError) as caught:
            read_tables(path, name="inbox/x.csv")
        assert caught.value.finding.code == "FILE-01"


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetShipError) as caught:
        read_tables(tmp_path / "gone.csv", name="inbox/gone.csv")
    assert caught.value.finding.code == "FILE-02"


def workbook(rows: list[list[str]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("订单")
        for at, cells in enumerate(rows):
            for column, text in enumerate(cells):
                sheet.write_string(at, column, text)
        book.add_worksheet("空白")
    return content.getvalue()


def test_a_workbook_reads_as_its_text_does(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(workbook(ORDERS))
    (table,) = read_tables(path, name="inbox/orders.csv")
    assert table.name == "inbox/orders.csv#订单"
    assert [list(cells) for cells in table.rows] == ORDERS
    assert table.flaws == {}


def test_cells_that_cannot_be_trusted_are_marked() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("订单")
        sheet.write_row(0, 0, ["订单号", "价格", "数量", "x"])
        sheet.write_number(1, 0, 6917000000000000017)
        sheet.write_number(1, 1, 19.9)
        sheet.write_number(1, 2, 2)
        sheet.write_formula(1, 3, "=A1&1", None, "订单号1")
        sheet.write_number(3, 1, 0.3)
        sheet.write_formula(3, 2, "=NA()", None, "#N/A")
        sheet.write_string(3, 3, "#1001")
    (table,) = tables_in(content.getvalue(), "x")
    assert [list(cells) for cells in table.rows][1:] == [
        ["6.917E+18", "19.9", "2", "订单号1"],
        [],
        ["", "0.3", "#N/A", "#1001"],
    ]
    assert table.flaws == {(2, 1): LOST_DIGITS, (2, 4): FORMULA, (4, 3): FORMULA}


def test_an_error_typed_as_a_value_is_marked() -> None:
    rows = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>7</v></c></row>'
    (table,) = tables_in(_with_sheet(workbook([["a", "b"]]), rows), "x")
    assert table.flaws == {(1, 1): ERROR}


def _with_sheet(content: bytes, rows: str) -> bytes:
    """The workbook with other rows in its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for member in before.infolist():
            part = before.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                head, rest = part.split(b"<sheetData>")
                part = (
                    head + b"<sheetData>" + rows.encode() + b"</sheetData>" + rest.split(b"</sheetData>")[1]
                )
            after.writestr(member, part)
    return out.getvalue()


def test_cells_merged_downwards_repeat_their_text() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("回传")
        sheet.merge_range("A1:A3", "SF1234567890123")
        sheet.write_column("B1", ["张", "李", "王"])
        sheet.merge_range("C3:C5", "")
        book.add_worksheet("藏").hide()
    (table,) = tables_in(content.getvalue(), "x")
    number = "SF1234567890123"
    assert [list(cells)[:2] for cells in table.rows][:3] == [[number, "张"], [number, "李"], [number, "王"]]


def test_an_old_workbook_is_read_too() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("订单")
    for column, value in enumerate(("订单号", "6917000000000000017", 6917000000000000017.0, 29.9, 2, True)):
        sheet.write(0, column, value)
    content = io.BytesIO()
    book.save(content)
    (table,) = tables_in(content.getvalue(), "x.xls")
    assert table.name == "x.xls#订单"
    assert [*table.rows[0][:2], *table.rows[0][3:]] == ["订单号", "6917000000000000017", "29.9", "2", "TRUE"]
    assert table.flaws == {(1, 3): LOST_DIGITS}


def test_a_page_that_calls_itself_a_workbook_is_read() -> None:
    page = """<html><head><style>td {}</style></head><body><table><tr><th colspan="2">订单号<th>C</tr>
    <tr><td>1<br>2</td><td colspan=x>&yen;3 </td><td></td></tr></table></body></html>"""
    assert rows_of(page.encode("gbk")) == [["订单号", "", "C"], ["1\n2", "¥3", ""]]


def test_a_page_of_several_tables_is_one_table() -> None:
    page = "<table><tr><td>订单号<td>收件人</table><p>x</p><table><tr><td rowspan=2>1<td>张<tr><td>李</table>"
    assert rows_of(page.encode()) == [["订单号", "收件人"], ["1", "张"], ["1", "李"]]


def test_an_xml_workbook_of_2003_is_read_with_its_tabs_name() -> None:
    book = (
        '<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="订单">'
        '<Table><Row><Cell><Data ss:Type="Number">6917000000000000017</Data></Cell><Cell><Data ss:Type="Number">12.0</Data></Cell>'
        '<Cell ss:Formula="=1"><Data ss:Type="Error">#N/A</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    )
    (table,) = tables_in(book.encode(), "x.xls")
    assert (table.name, list(table.rows[0])) == ("x.xls#订单", ["6917000000000000017", "12", "#N/A", "#REF!"])
    assert table.flaws == {(1, 1): LOST_DIGITS, (1, 3): FORMULA, (1, 4): ERROR}


def test_binary_workbooks_and_open_documents_are_read_too() -> None:
    assert rows_of(xlsb({0: {0: "订单号", 1: 2.0}})) == [["订单号", "2"]]
    assert rows_of(ods(f"<table:table-row>{ods_cell('订单号')}</table:table-row>")) == [["订单号"]]


def test_a_workbook_that_the_reader_does_not_survive_is_refused() -> None:
    assert refused(far_apart()).finding.code == "FILE-09"


def test_letters_that_cannot_be_told_are_refused() -> None:
    error = refused("1,加厚\n".encode("gbk"))
    assert error.finding.code == "FILE-15"
    assert "gb18030, big5" in error.finding.message("zh")


def test_a_file_filled_to_its_last_row_or_column_is_refused() -> None:
    assert refused(b"a,b\n" * 65_536).finding.code == "FILE-16"
    book = xlwt.Workbook()
    sheet = book.add_sheet("订单")
    for column in range(256):
        sheet.write(0, column, "x")
    content = io.BytesIO()
    book.save(content)
    error = refused(content.getvalue())
    assert error.finding.code == "FILE-16"
    assert "256" in error.finding.message("zh")


def test_a_workbook_with_a_password_is_refused() -> None:
    stream = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert refused(stream).finding.code == "FILE-06"


def test_an_old_workbook_with_a_password_is_refused() -> None:
    book = xlwt.Workbook()
    book.add_sheet("订单")
    content = io.BytesIO()
    book.save(content)
    first_record = re.compile(rb"\x09\x08\x10\x00\x00\x06.{14}", re.DOTALL)
    locked = first_record.sub(lambda found: found[0] + b"\x2f\x00", content.getvalue(), count=1)
    assert refused(locked).finding.code == "FILE-06"


def test_a_damaged_workbook_is_refused() -> None:
    assert refused(workbook(ORDERS)[:-200]).finding.code == "FILE-07"
    assert refused(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600).finding.code == "FILE-07"


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("订单.csv", "a,b")
    assert refused(content.getvalue()).finding.code == "FILE-08"


def test_a_file_is_known_again_however_it_was_saved_and_sorted() -> None:
    plain = tables_in(written(ORDERS).encode(), "a.csv")
    shuffled = [ORDERS[0], ["\t6917000000000000025", "李"], ORDERS[1], []]
    again = tables_in(written(shuffled, "\t").encode("gb18030"), "b.txt")
    book = tables_in(workbook(ORDERS), "c.xlsx")
    assert digest(plain) == digest(again) == digest(book)
    assert digest(plain) != digest([RawTable("a.csv", [*ORDERS, ORDERS[1]])])
