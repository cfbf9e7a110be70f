"""A template with everything that people put into one loses nothing when it is filled."""

import struct
import zipfile
import zlib
from io import BytesIO

from sheetship.xlsx.fill import fill
from tests.xlsx.made_templates import Book, Sheet, made, opened, values

SHEET = "xl/worksheets/sheet1.xml"


def _dot() -> bytes:
    """A picture of one red dot."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


def rich(book: Book, sheet: Sheet) -> None:
    """Logo, text box, chart, drop-down, header picture, hidden gridlines and a tab of instructions."""
    sheet.insert_image("H1", "logo.png", {"image_data": BytesIO(_dot())})
    sheet.insert_textbox("J1", "盖章处")
    sheet.set_header("&L&[Picture]", {"image_left": "logo.png", "image_data_left": BytesIO(_dot())})
    sheet.hide_gridlines(2)
    sheet.set_column("A:A", 24)
    sheet.merge_range("A1:C1", "代发单", book.add_format({"bold": True}))
    sheet.write_string("A2", "{{ line.sku }}", book.add_format({"num_format": "@", "border": 1}))
    sheet.write_string("B2", "{{ line.n }}")
    notes = book.add_worksheet("填表说明")
    notes.write_string("A1", "一、请勿改动表头")
    notes.write_column("A3", [1, 2, 3])
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": "=填表说明!$A$3:$A$5"})
    notes.insert_chart("C3", chart)


def raw_members(content: bytes) -> dict[str, bytes]:
    """Every member as it is compressed in the file."""
    found = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for member in archive.infolist():
            name, extra = struct.unpack_from("<2H", content, member.header_offset + 26)
            start = member.header_offset + 30 + name + extra
            found[member.filename] = content[start : start + member.compress_size]
    return found


def test_every_other_member_of_the_file_stays_byte_for_byte() -> None:
    template = made(rich)
    filled = fill(template, {}, [{"sku": "A", "n": 1}, {"sku": "B", "n": 2}])
    before, after = raw_members(template), raw_members(filled)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == [SHEET]
    assert values(filled) == [("代发单", None, None), ("A", 1, None), ("B", 2, None)]
    assert opened(filled, "填表说明")["A1"].value == "一、请勿改动表头"


def test_the_sheet_itself_differs_only_in_its_rows_and_what_refers_to_them() -> None:
    template = made(rich)
    with (
        zipfile.ZipFile(BytesIO(template)) as old,
        zipfile.ZipFile(BytesIO(fill(template, {}, [{"sku": "A", "n": 1}]))) as new,
    ):
        before, after = old.read(SHEET), new.read(SHEET)
    head, _, rest = before.partition(b'<row r="2"')
    assert after.startswith(head)
    assert after.endswith(rest.partition(b"</row>")[2])
