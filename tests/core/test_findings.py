"""Every sentence is said in both languages, with every place filled in, and is said somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sheetship.core.findings import Finding, Level, SheetShipError
from sheetship.core.messages import MESSAGES, Message

ROOT = Path(__file__).resolve().parents[2]
PLACE = re.compile(r"\{(\w+)\}")
CODE = re.compile(r"\b(?:BOOK|CAT|FILE|ORD|PLAN|REPLY|ROW|SHOP|STORE|TPL)-\d+\b")
OF_A_LANGUAGE = re.compile(r"(?:^|_)(?:zh|en)$")


def places(text: str) -> set[str]:
    """The values that a sentence asks for; ``title_zh`` and ``title_en`` are one value said in two languages."""
    return {OF_A_LANGUAGE.sub("", name) for name in PLACE.findall(text)}


def codes_in(folder: Path) -> set[str]:
    files = [file for file in folder.rglob("*.py") if "messages" not in file.parts]
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize(("code", "words"), MESSAGES.items(), ids=MESSAGES)
def test_a_sentence_says_the_same_in_both_languages(code: str, words: Message) -> None:
    assert places(words.zh) == places(words.en)
    assert places(words.fix_zh) == places(words.fix_en)
    assert Level(words.level)
    assert all((words.zh, words.en, words.fix_zh, words.fix_en))


@pytest.mark.parametrize(("code", "words"), MESSAGES.items(), ids=MESSAGES)
def test_a_sentence_uses_only_the_words_of_its_language(code: str, words: Message) -> None:
    assert not any(re.search("(?:^|_)en$", name) for name in PLACE.findall(words.zh + words.fix_zh))
    assert not any(re.search("(?:^|_)zh$", name) for name in PLACE.findall(words.en + words.fix_en))


def test_every_code_is_used_somewhere_and_every_code_used_has_its_sentences() -> None:
    used = codes_in(ROOT / "sheetship")
    assert sorted(set(MESSAGES) - used) == []
    assert sorted(used - set(MESSAGES)) == []


def test_every_code_has_its_case_in_the_gallery() -> None:
    shown = codes_in(ROOT / "tests" / "errors")
    assert sorted(set(MESSAGES) - shown) == []


def test_a_finding_speaks_both_languages() -> None:
    finding = Finding("ROW-05", "订单!B2", {"po": "HZ-261121-1"}, "L1")
    assert finding.level is Level.HOLD
    assert "HZ-261121-1" in finding.message("zh")
    assert finding.message("en") != finding.message("zh")
    assert finding.fix("en") != finding.fix("zh")


def test_a_refusal_is_a_finding_that_stops() -> None:
    error = SheetShipError("BOOK-22", "订单", there="—")
    assert str(error) == error.finding.message("en")
    assert error.finding.where == "订单"
