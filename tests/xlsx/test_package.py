import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetship.xlsx import CODES, Package, XlsxError, archive, package, read_sheet
from sheetship.xlsx.archive import Archive
from tests.xlsx import books


def opening(content: bytes) -> str:
    with pytest.raises(XlsxError) as caught:
        Package.open(content)
    assert caught.value.code in CODES
    return caught.value.code


def test_a_workbook_lists_its_sheets_in_order_with_state_and_part() -> None:
    listed = (
        '<sheet name="订单" sheetId="1" r:id="rId1"/>'
        '<sheet name="藏" sheetId="2" state="veryHidden" r:id="rId1"/>'
        '<sheet name="图" sheetId="3" r:id="rId2"/><sheet name="断" sheetId="4" r:id="rId9"/>'
    )
    rels = books.rels_xml(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "chartsheet", "chartsheets/sheet1.xml")
    )
    opened = Package.open(books.book(workbook=books.workbook_xml(listed), workbook_rels=rels, styles=None))
    shown = [(sheet.name, sheet.state, sheet.kind) for sheet in opened.sheets]
    assert shown == [
        ("订单", "visible", "worksheet"),
        ("藏", "veryHidden", "worksheet"),
        ("图", "visible", "chartsheet"),
        ("断", "visible", "missing part"),
    ]
    assert opened.sheet().name == "订单"
    assert opened.sheet("图").kind == "chartsheet"
    with pytest.raises(XlsxError, match="holds no cells") as caught:
        opened.worksheet("图")
    assert caught.value.code == "not_a_worksheet"


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(XlsxError, match="订单") as caught:
        Package.open(books.book()).sheet("退款")
    assert caught.value.code == "no_such_sheet"
    assert caught.value.facts == {"sheet": "退款", "sheets": "订单"}


@pytest.mark.parametrize(
    "target", ["/xl/worksheets/sheet1.xml", "worksheets\\SHEET1.xml", "./worksheets/sheet%31.xml"]
)
def test_a_part_is_found_by_absolute_odd_and_encoded_targets(target: str) -> None:
    rels = books.rels_xml(("rId1", "worksheet", target))
    opened = Package.open(books.book(workbook_rels=rels, styles=None))
    assert opened.sheet().part.lower() == books.SHEET
    assert read_sheet(opened).rows == []


def test_a_missing_part_and_a_doubled_one_are_named() -> None:
    parts = books.book_parts(books.sheet_xml())
    del parts[books.SHEET]
    with pytest.raises(XlsxError, match="lacks its part"):
        read_sheet(books.zipped(parts))
    parts |= {books.SHEET: books.sheet_xml(), books.SHEET.upper(): books.sheet_xml()}
    with pytest.raises(XlsxError, match="twice"):
        read_sheet(books.zipped(parts))


def test_what_is_no_workbook_says_so() -> None:
    assert opening(b"") == "not_a_workbook"
    assert opening("订单,数量\n".encode("gb18030")) == "not_a_workbook"
    assert opening(books.zipped({"mimetype": "x"})) == "not_a_workbook"
    letter: dict[str, str | bytes] = {
        "_rels/.rels": books.rels_xml(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": "<d/>",
    }
    assert opening(books.zipped(letter)) == "not_a_workbook"
    binary: dict[str, str | bytes] = {
        "_rels/.rels": books.rels_xml(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": b"\1",
    }
    assert opening(books.zipped(binary)) == "unsupported"
    assert opening(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook") == "not_a_workbook"


def test_a_password_is_told_from_an_old_file() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert opening(ole) == "encrypted"


def test_damage_is_refused_and_never_a_crash() -> None:
    whole = books.book()
    assert opening(whole[:200]) == "damaged"
    assert opening(books.book(workbook="<workbook")) == "damaged"
    assert opening(books.book(workbook=books.workbook_xml(""))) == "damaged"
    assert opening(books.book(workbook="<workbook/>")) == "damaged"
    end = whole.rindex(b"PK\x05\x06")
    assert opening(b"PK\x03\x04" + whole[end:]) == "damaged"


def broken(content: bytes, change: Callable[[zipfile.ZipInfo], None]) -> XlsxError:
    """The error on reading the sheet after a change to its directory entry."""
    opened = Archive(content)
    member = next(each for each in opened.members if each.filename == books.SHEET)
    change(member)
    with pytest.raises(XlsxError) as caught:
        list(opened.stream(member))
    return caught.value


@pytest.mark.parametrize(
    ("slot", "value", "code"),
    [
        ("CRC", 1, "damaged"),
        ("file_size", 3, "damaged"),
        ("flag_bits", 1, "encrypted"),
        ("flag_bits", 32, "unsupported"),
        ("compress_type", 99, "unsupported"),
        ("header_offset", 1, "damaged"),
        ("header_offset", 10**6, "damaged"),
        ("compress_size", 10**6, "damaged"),
    ],
)
def test_a_member_that_does_not_fit_its_entry_is_refused(slot: str, value: int, code: str) -> None:
    assert broken(books.book(), lambda member: setattr(member, slot, value)).code == code


def test_a_broken_deflate_stream_is_refused() -> None:
    content = bytearray(books.book())
    at = content.index(books.SHEET.encode()) + len(books.SHEET)
    content[at : at + 4] = b"\xff\xff\xff\xff"
    assert broken(bytes(content), lambda member: None).code == "damaged"


def test_bombs_are_refused_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = books.book()
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    assert opening(content) == "too_large"
    monkeypatch.setattr(archive, "MAX_MEMBERS", 100)
    monkeypatch.setattr(archive, "RATIO_MATTERS_FROM", 10)
    monkeypatch.setattr(archive, "MAX_RATIO", 1)
    assert opening(content) == "too_large"


def test_overlapping_members_are_refused() -> None:
    content = bytearray(books.book())
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 20, len(content) + 1)
    assert opening(bytes(content)) == "damaged"


def test_a_path_is_opened_and_a_missing_or_huge_one_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "订单.xlsx"
    path.write_bytes(books.book())
    assert Package.open(path).sheet().name == "订单"
    with pytest.raises(XlsxError, match="cannot be opened"):
        Package.open(tmp_path / "none.xlsx")
    monkeypatch.setattr(package, "MAX_FILE", 10)
    with pytest.raises(XlsxError, match="larger"):
        Package.open(path)


def odd_zip() -> bytes:
    """A workbook with stored, streamed, commented, foreign-named and extra-field members."""
    parts = books.book_parts(books.sheet_xml())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for number, (name, content) in enumerate(parts.items()):
            member = zipfile.ZipInfo(name, (2026, 11, 21, 10, 0, 2 * number))
            member.comment = b"kept"
            member.extra = struct.pack("<2H2s", 0xCAFE, 2, b"hi")
            member.compress_type = zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED
            with written.open(member, "w", force_zip64=number == 0) as stream:
                stream.write(content.encode() if isinstance(content, str) else content)
        written.writestr("xl/图片.txt", "pictures")
        written.comment = b"whole file"

    return made.getvalue()


def test_a_rewrite_copies_everything_else_raw() -> None:
    before = odd_zip()
    after = Package.open(before).rewrite(
        {books.SHEET: books.sheet_xml("<row r='1'/>").encode(), "xl/新.xml": b"<a/>"}
    )
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.testzip() is None
        assert new.comment == b"whole file"
        assert [each.filename for each in new.infolist()] == [
            *(each.filename for each in old.infolist()),
            "xl/新.xml",
        ]
        for then, now in zip(old.infolist(), new.infolist(), strict=False):
            assert (then.filename, then.date_time, then.comment) == (now.filename, now.date_time, now.comment)
            if then.filename != books.SHEET:
                assert (then.CRC, then.compress_size, then.compress_type) == (
                    now.CRC,
                    now.compress_size,
                    now.compress_type,
                )
                assert old.read(then) == new.read(now)
        assert new.read("xl/新.xml") == b"<a/>"


def test_a_streamed_zip_with_sizes_behind_the_data_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

    made = Unseekable()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in books.book_parts(books.sheet_xml()).items():
            written.writestr(name, content)
    again = Package.open(made.getvalue()).rewrite({})
    assert Package.open(again).fingerprints() == Package.open(made.getvalue()).fingerprints()


def test_junk_before_the_zip_is_no_obstacle() -> None:
    content = b"MZ junk" + books.book()
    assert Package.open(Package.open(content).rewrite({})).sheet().name == "订单"


def test_signatures_are_seen() -> None:
    parts = books.book_parts(books.sheet_xml())
    assert not Package.open(books.zipped(parts)).is_signed
    assert Package.open(books.zipped(parts | {"_xmlsignatures/sig1.xml": "<s/>"})).is_signed
    rels = books.rels_xml(("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "origin", "sign.sigs"))
    assert Package.open(books.zipped(parts | {"_rels/.rels": rels})).is_signed


def test_names_sizes_and_parts_are_told() -> None:
    opened = Package.open(books.book(strings="<sst/>"))
    assert books.SHEET in opened.names()
    assert opened.size(books.SHEET) == len(opened.read(books.SHEET))
    assert opened.styles_part == "xl/styles.xml"
    assert opened.shared_strings_part == "xl/sharedStrings.xml"
    assert Package.open(books.book(styles=None)).styles_part is None


def test_a_part_is_left_out_and_the_others_stay_as_they_are() -> None:
    content = books.book()
    left = Package.open(content).rewrite({"xl/new.xml": b"<n/>"}, removed=["docProps/app.xml"])
    before, after = Package.open(content).fingerprints(), Package.open(left).fingerprints()
    assert [entry for entry in before if entry[0] != "docProps/app.xml"] == list(after[:-1])
    assert after[-1][0] == "xl/new.xml"
    with pytest.raises(XlsxError, match="lacks its part"):
        Package.open(content).rewrite({}, removed=["docProps/gone.xml"])
