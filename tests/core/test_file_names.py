"""Names of files made from words that came from outside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.file_names import MAX_BYTES, slug


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("杭州云仓-HZ-261121-1", "杭州云仓-HZ-261121-1.xlsx"),
        ("../../etc/passwd", "etc-passwd.xlsx"),
        ("C:\\Windows\\x", "C-Windows-x.xlsx"),
        ("con", "_con.xlsx"),
        ("LPT1.backup", "_LPT1.backup.xlsx"),
        ("\u202egnp.exe", "gnp.exe.xlsx"),
        ("a\u200bb\ufeff", "ab.xlsx"),
        ("  .hidden. ", "hidden.xlsx"),
        ("a\r\nb\0c", "a-bc.xlsx"),
        ("???", "file.xlsx"),
        ("", "file.xlsx"),
        ("供应商　甲", "供应商-甲.xlsx"),
    ],
)
def test_a_name_says_its_words_and_is_no_trap(words: str, name: str) -> None:
    assert slug(words, ending=".xlsx") == name


def test_a_long_name_is_cut_between_characters_and_keeps_its_ending() -> None:
    name = slug("云" * 500, ending="-12.xlsx")
    assert len(name.encode()) <= MAX_BYTES
    assert name.endswith("云-12.xlsx")


@given(st.text(max_size=300))
def test_no_text_makes_a_path_or_an_unseen_sign(words: str) -> None:
    name = slug(words, ending=".csv")
    assert name.endswith(".csv")
    assert len(name.encode()) <= MAX_BYTES
    assert not set(name) & set('/\\:*?"<>|')
    assert not name.startswith((".", "-"))
    assert all(unicodedata.category(letter)[0] != "C" for letter in name)
