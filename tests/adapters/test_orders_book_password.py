"""An orders workbook with a password: opened from the environment, written encrypted again, refused in our words."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetship.adapters.orders_book import OrdersBook
from sheetship.adapters.safe_files import SafeFiles
from sheetship.core.findings import SheetShipError
from sheetship.core.table_change import SetCell, TableChange
from sheetship.xlsx import Package
from tests.stories.workbooks import export_book
from tests.xlsx.sealed_books import PASSWORD, agile, renamed

VARIABLE = "SHOP_BOOK_PASSWORD"
BOOK = agile(export_book(("订单号", "状态"), [{"订单号": "A1", "状态": ""}], tab="订单"))
CHANGE = TableChange(
    sheet="订单",
    cells=(SetCell(row=2, column=2, value="已下单"),),
    widths={},
    release_column=3,
    first_row=2,
    last_row=1,
    like_rows=(),
)


def port(folder: Path, password_env: str = VARIABLE, content: bytes = BOOK) -> OrdersBook:
    (folder / "orders.xlsx").write_bytes(content)
    return OrdersBook(
        folder / "orders.xlsx", None, SafeFiles(), folder / "backups", password_env=password_env
    )


def refusal(book: OrdersBook) -> SheetShipError:
    with pytest.raises(SheetShipError) as refused:
        book.table(book.read())
    return refused.value


def test_the_password_in_the_environment_opens_it_and_closes_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    book = port(tmp_path)
    assert book.table(book.read())[1].rows[1] == ["A1", ""]
    content = book.changed(book.read(), CHANGE, "zh").content
    assert Package.open(content, password=PASSWORD).seal
    book.replace(content, expected_sha=book.read().sha256)
    assert book.table(book.read())[1].rows[1][1] == "已下单"
    backup = book.newest_backup()
    assert backup is not None
    assert Path(backup).read_bytes() == BOOK


def test_a_variable_that_is_empty_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, ""):
        monkeypatch.delenv(VARIABLE, raising=False) if value is None else monkeypatch.setenv(VARIABLE, value)
        finding = refusal(port(tmp_path)).finding
        assert (finding.code, finding.values["variable"]) == ("BOOK-08", VARIABLE)


def test_a_wrong_password_is_told_without_saying_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "guessed-in-vain")
    error = refusal(port(tmp_path))
    assert (error.finding.code, error.finding.values["variable"]) == ("BOOK-07", VARIABLE)
    assert "guessed-in-vain" not in f"{error!r}{error}{error.finding}"


def test_without_a_variable_the_way_out_is_told(tmp_path: Path) -> None:
    assert refusal(port(tmp_path, "")).finding.code == "BOOK-05"


def test_a_book_that_no_password_opens_is_no_matter_of_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    irm = renamed(BOOK, "StrongEncryptionDataSpace", "DRMEncryptedDataSpaceOfMs")
    finding = refusal(port(tmp_path, content=irm)).finding
    assert finding.code == "BOOK-04"
    assert "rights management" in finding.values["reason"]
