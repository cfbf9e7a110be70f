"""Workbooks with a password: opened, written encrypted again, and never with a word about the password."""

import logging
import shutil
import struct
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import olefile
import pytest
import xlsxwriter

from sheetship.xlsx import CellEdit, Options, Package, SheetEdits, XlsxError, patch, read_sheet, sealed
from sheetship.xlsx.patch import Patched
from tests.xlsx import books, sealed_books
from tests.xlsx.sealed_books import PASSWORD, agile, compound, plain_of, renamed, standard

SOFFICE = shutil.which("soffice")
BOOK = books.rows('<row r="1"><c r="A1"><v>1</v></c></row>')
EDITS = [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, "SF0012"), CellEdit(2, 2, "新")])]


@pytest.fixture(autouse=True)
def _few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_SPIN_COUNT", sealed_books.FEW_ROUNDS)


def written(source: bytes, password: str | None = PASSWORD) -> Patched:
    return patch(source, EDITS, options=Options(password=password))


def why(source: bytes, password: str | None = None) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        Package.open(source, password=password)
    return caught.value


@pytest.mark.parametrize("closed", [agile, standard])
def test_the_password_opens_an_encrypted_workbook(closed: Callable[[bytes], bytes]) -> None:
    package = Package.open(closed(BOOK), password=PASSWORD)
    assert package.content == plain_of(BOOK)
    assert [row.number for row in read_sheet(package).rows] == [1]


def test_what_was_encrypted_is_written_encrypted_with_the_same_password() -> None:
    done = written(agile(BOOK))
    assert done.content.startswith(sealed.OLE)
    assert b"SF0012" not in done.content
    assert why(done.content).code == "encrypted"
    inside = Package.open(done.content, password=PASSWORD).content
    assert inside == patch(plain_of(BOOK), EDITS).content
    assert done.changed_parts == (books.SHEET,)
    assert done.notes == ()


def test_an_encrypted_workbook_without_a_change_is_the_very_same_file() -> None:
    source = agile(BOOK)
    assert patch(source, [], options=Options(password=PASSWORD)).content == source
    again = written(written(source).content)
    assert again.changed_parts == ()


def test_standard_encryption_becomes_agile_and_a_note_tells_it() -> None:
    done = written(standard(BOOK))
    seal = Package.open(done.content, password=PASSWORD).seal
    assert seal is not None
    assert seal.method == "agile"
    assert [note.code for note in done.notes] == ["sealed_anew"]


def test_a_workbook_below_4_kb_can_be_closed_and_opened_too() -> None:
    package = Package.open(agile(BOOK), password=PASSWORD)
    assert package.seal is not None
    for size in (len(BOOK), 4072, 4080, 4087, 4088, 4089, 4096):
        content = BOOK[:-2] + struct.pack("<H", size - len(BOOK)) + bytes(size - len(BOOK))
        closed = package.seal.closed(content)
        assert Package.open(closed, password=PASSWORD).content == content


def test_a_stronger_count_of_rounds_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_SPIN_COUNT", 10)
    seal = Package.open(written(agile(BOOK)).content, password=PASSWORD).seal
    assert seal is not None
    assert seal.spin_count == sealed_books.FEW_ROUNDS


def test_no_password_and_a_wrong_one_are_told_apart() -> None:
    assert why(agile(BOOK)).code == "encrypted"
    assert why(agile(BOOK), "").code == "encrypted"
    assert why(agile(BOOK), "guess").code == "wrong_password"
    assert why(standard(BOOK), "guess").code == "wrong_password"
    assert why(agile(BOOK), "\udcff").code == "wrong_password"


def test_excels_own_default_password_is_tried_unasked() -> None:
    source = agile(BOOK, sealed.DEFAULT_PASSWORD)
    assert Package.open(source).content == plain_of(BOOK)
    done = written(source, "not needed")
    assert Package.open(done.content).sheets[0].name == "订单"


def test_a_password_that_is_not_needed_does_no_harm() -> None:
    assert patch(BOOK, EDITS, options=Options(password=PASSWORD)).content == patch(BOOK, EDITS).content


def test_rights_management_certificates_and_other_programs_need_more_than_a_password() -> None:
    irm = renamed(agile(BOOK), "StrongEncryptionDataSpace", "DRMEncryptedDataSpaceOfMs")
    assert "rights management" in str(why(irm, PASSWORD))
    by_certificate = compound(bytes(5000), b"\4\0\4\0\x40\0\0\0<encryption/>")
    assert "certificate" in str(why(by_certificate, PASSWORD))
    extensible = compound(bytes(5000), b"\4\0\3\0\0\0\0\0")
    assert "program of its own" in str(why(extensible, PASSWORD))
    assert {why(each).code for each in (irm, by_certificate, extensible)} == {"encrypted"}


def test_damaged_encrypted_files_are_told_as_such_once_there_is_a_password() -> None:
    closed = agile(BOOK)
    described = olefile.OleFileIO(BytesIO(closed)).openstream("EncryptionInfo").read()
    damaged = [
        closed[:-3000],
        renamed(closed, "EncryptionInfo", "EncryptionInfX"),
        compound(bytes(5000), described[:60] + b"keyEncryptor/password"),
        compound(bytes(5000), described),
        compound(bytes(5000), b"\4\0\2\0"),
        compound(bytes(5000), b"\7\0\7\0"),
    ]
    for content in damaged:
        assert why(content, PASSWORD).code == "damaged"
        assert why(content).code == "encrypted"


def test_a_description_that_would_cost_too_much_is_refused() -> None:
    closed = agile(BOOK)
    described = olefile.OleFileIO(BytesIO(closed)).openstream("EncryptionInfo").read()
    slow = described.replace(b'spinCount="1000"', b'spinCount="9000000"')
    assert why(compound(bytes(5000), slow), PASSWORD).code == "unsupported"


def test_a_long_description_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_MAX_DESCRIPTION", 100)
    assert why(agile(BOOK), PASSWORD).code == "damaged"


def test_streams_that_nobody_knows_are_not_lost_but_refused() -> None:
    source = renamed(agile(BOOK), "\6DataSpaces", "\5Secretroom")
    assert Package.open(source, password=PASSWORD).sheets
    with pytest.raises(XlsxError) as caught:
        written(source)
    assert caught.value.code == "unsupported"
    assert "\5Secretroom/Version" in caught.value.facts["streams"]


def test_limits_hold_for_what_was_inside() -> None:
    parts = dict.fromkeys(map(str, range(10001)), b"x")
    assert why(agile(books.zipped(parts)), PASSWORD).code == "too_large"


def test_a_file_that_does_not_open_as_written_is_not_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    real = sealed._encrypted
    monkeypatch.setattr(sealed, "_encrypted", lambda content, *rest: real(content + b"x", *rest))
    with pytest.raises(XlsxError) as caught:
        written(agile(BOOK))
    assert caught.value.code == "verify_failed"


def test_an_old_binary_workbook_is_no_encrypted_one() -> None:
    assert why(sealed.OLE + bytes(600)).code == "not_a_workbook"


def test_the_password_stands_in_no_log_no_repr_and_no_sentence(caplog: pytest.LogCaptureFixture) -> None:
    old, new = standard(BOOK), agile(BOOK)
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "msoffcrypto")
    caplog.clear()
    done = written(old)
    refused = why(new, "guessed-in-vain")
    package = Package.open(done.content, password=PASSWORD)
    seen = (
        f"{caplog.text}{Options(password=PASSWORD)!r}{package.seal!r}{refused!r}{refused.facts}{done.notes}"
    )
    assert PASSWORD not in seen
    assert "guessed-in-vain" not in seen
    assert refused.__cause__ is None
    assert logging.getLogger("msoffcrypto").level == logging.DEBUG


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("closed", [agile, standard])
def test_another_program_opens_what_was_encrypted_again(closed: Callable[..., bytes], tmp_path: Path) -> None:
    """LibreOffice tries Excel's default password unasked, as Excel does, and checks that nothing was tampered with."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        workbook.add_worksheet("订单").write(2, 0, "kept")
    done = patch(closed(made.getvalue(), sealed.DEFAULT_PASSWORD), EDITS)
    (tmp_path / "book.xlsx").write_bytes(done.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "book.xlsx")], check=True, capture_output=True, timeout=120)
    assert (tmp_path / "book.csv").read_text(errors="replace").splitlines()[::2] == ["SF0012,", "kept,"]
