"""Who has the workbook open, as far as the files beside it tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetship.adapters.safe_files import SafeFiles


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "orders.xlsx"


def office(name: str, size: int) -> bytes:
    """An owner file as Excel (165 bytes) or Word (162 bytes) writes it."""
    wide = name.encode("utf-16-le")
    narrow_room = {165: 55, 162: 54}[size]
    narrow = bytes([len(name)]) + name.encode("gb18030", "replace")[: narrow_room - 1]
    return (narrow.ljust(narrow_room) + (len(wide) // 2).to_bytes(2, "little") + wide).ljust(size, b" ")


def test_nobody_has_it_open(book: Path) -> None:
    assert SafeFiles().open_elsewhere(book) is None


@pytest.mark.parametrize("size", [165, 162])
@pytest.mark.parametrize("prefix", ["~$", ".~"])
@pytest.mark.parametrize("name", ["王小美", "Mei Wang"])
def test_the_office_user_is_named(book: Path, prefix: str, name: str, size: int) -> None:
    book.with_name(f"{prefix}{book.name}").write_bytes(office(name, size))
    assert SafeFiles().open_elsewhere(book) == name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("王小美,mei,PC-7,21.11.2026 10:02,file:///C:/Users/mei;", "王小美"),
        (",mei,PC-7,21.11.2026 10:02,file:///C:/Users/mei;", "mei"),
        ("Wang\\, Mei,mei,PC-7,21.11.2026 10:02,file:///;", "Wang, Mei"),
        (",,PC-7,21.11.2026 10:02,;", ""),
    ],
)
def test_the_libreoffice_user_is_named(book: Path, content: str, name: str) -> None:
    book.with_name(f".~lock.{book.name}#").write_text(content, encoding="utf-8")
    assert SafeFiles().open_elsewhere(book) == name


@pytest.mark.parametrize(
    "content", [b"", b"\x04 Mei", b"\0" * 165, office("Mei", 165)[:57] + b"\x00\xd8" * 54]
)
def test_an_owner_file_of_another_make_still_says_that_it_is_open(book: Path, content: bytes) -> None:
    book.with_name(f"~${book.name}").write_bytes(content)
    assert SafeFiles().open_elsewhere(book) == ""


def test_an_owner_file_that_cannot_be_read_still_says_that_it_is_open(book: Path) -> None:
    book.with_name(f"~${book.name}").mkdir()
    assert SafeFiles().open_elsewhere(book) == ""
