"""The report's page, read as text and as a tree of elements."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetship.adapters._report_view import money_text
from sheetship.adapters._report_words import STATE_TONES, WORDS, terms_text, words_in
from sheetship.adapters.report_html import SENTENCES, render_report
from sheetship.core.findings import Finding
from sheetship.core.report import Done, FileKind, Report, Waits
from sheetship.core.report_sums import Due
from sheetship.core.states import LineState
from tests.adapters.report_sample import NOW, sample_report

LANGS = ["zh", "en"]
CHINESE = re.compile("[\u4e00-\u9fff]")


class Page(HTMLParser):
    """Elements, their links and the text that a person sees."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.links += [
            value or "" for name, value in attrs if name in {"href", "src", "xlink:href", "action"}
        ]
        if tag not in {"meta", "rect"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "rect":
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in self._open:
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def page(report: Report) -> Page:
    return Page(render_report(report))


def quiet_report(lang: str = "en") -> Report:
    done = replace(sample_report(lang), lines=(), findings=(), files=(), done=Done())
    line = replace(sample_report(lang).lines[8], state=LineState.DELIVERED, waits_for=Waits.NOBODY)
    return replace(done, lines=(line,))


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(lang: str) -> None:
    content = render_report(sample_report(lang))
    told = Page(content)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(told.tags)
    assert not re.search(rb"url\(|@import|//[a-z]", content)
    assert not [name for name, _ in told.attributes if name.startswith("on")]


@pytest.mark.parametrize("applied", [True, False])
def test_a_page_in_english_holds_no_chinese(*, applied: bool) -> None:
    report = sample_report("en", applied=applied)
    lines = tuple(replace(line, courier="") for line in report.lines)
    assert not CHINESE.search(render_report(replace(report, lines=lines)).decode())


def test_every_word_and_sentence_is_there_in_both_languages() -> None:
    assert SENTENCES["zh"].keys() == SENTENCES["en"].keys()
    assert all(CHINESE.search(text) or text == "，" for text in SENTENCES["zh"].values())
    assert not any(CHINESE.search(text) for text in [*SENTENCES["en"].values(), *words_in("en").values()])
    assert STATE_TONES.keys() == set(LineState)
    named = {f"waits_{who}" for who in Waits} | {*Due}
    assert named | {f"done_{name}" for name in Done.__slots__} <= WORDS.keys()


@pytest.mark.parametrize("kind", list(FileKind))
def test_every_kind_of_file_has_a_word(kind: FileKind) -> None:
    report = sample_report("zh")
    page(replace(report, files=(replace(report.files[0], kind=kind),)))


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    finding = Finding("ORD-23", "订单!F27", {"sku": "MUG-9"}, "L0")
    text = page(replace(sample_report("zh"), findings=(finding,))).text
    for said in ("订单!F27", finding.message("zh"), finding.fix("zh"), "ORD-23", "6921380000000000000"):
        assert said in text


def test_the_same_problem_is_told_once_with_all_its_cells() -> None:
    findings = tuple(Finding("ORD-16", f"订单!L{row}") for row in range(2, 302))
    text = page(replace(sample_report("zh"), findings=findings)).text
    assert text.count(findings[0].message("zh")) == 1
    assert "订单!L201" in text
    assert "订单!L299" not in text
    assert SENTENCES["zh"]["left_out"].format(count=100) in text


def test_a_problem_that_asks_for_different_mending_says_each() -> None:
    findings = [Finding("ORD-33", "订单!A2"), Finding("ORD-33", "订单!A3")]
    assert page(replace(sample_report("zh"), findings=tuple(findings))).text.count(findings[0].fix("zh")) == 1
    different = [
        Finding("BOOK-06", "a.xlsx", {"name": "a", "tab": tab, "tabs": tab, "there": tab}) for tab in "xy"
    ]
    text = page(replace(sample_report("zh"), findings=tuple(different))).text
    assert all(finding.message("zh") in text and finding.fix("zh") in text for finding in different)


@pytest.mark.parametrize(
    "told", ["<script>alert(1)</script>", '" onload="x', "{{ 7*7 }}", "</style>", "=1+1"]
)
def test_text_from_outside_stays_text(told: str) -> None:
    report = sample_report("en")
    line = replace(report.lines[0], product=told, supplier=told, shop=told, order_id=told, next_step=told)
    shown = page(replace(report, shop=told, lines=(line,), files=()))
    assert told in shown.text
    assert "script" not in shown.tags
    assert not [name for name, _ in shown.attributes if name == "onload"]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@settings(max_examples=25, deadline=None)
def test_a_file_link_leads_to_the_file_and_nowhere_else(path: str) -> None:
    report = quiet_report()
    files = (replace(sample_report("en").files[0], path=path),)
    (link,) = page(replace(report, files=files)).links
    assert unquote(link) == path
    assert ":" not in link


def test_half_a_character_never_costs_the_report() -> None:
    report = sample_report("en")
    broken = replace(report.files[0], path="sheet \ud83d.xlsx")
    assert page(replace(report, shop="shop \ud83d", files=(broken,))).links == ["sheet%20%3F.xlsx"]


@pytest.mark.parametrize("lang", LANGS)
def test_what_needs_the_team_is_said_first(lang: str) -> None:
    text = page(sample_report(lang)).text
    say = SENTENCES[lang]
    assert text.index(say["waits_for_you"].format(team=16)) < text.index(say["needs_you_about"])
    assert (
        text.index(say["needs_you_about"])
        < text.index(say["done"])
        < text.index(WORDS["money"][LANGS.index(lang)])
    )


def test_a_day_without_trouble_says_so() -> None:
    assert SENTENCES["en"]["all_well"] in page(quiet_report()).text
    assert "p-green" in render_report(quiet_report()).decode()


def test_a_table_of_the_catalogue_that_needs_mending_is_counted_too() -> None:
    report = replace(quiet_report(), findings=(Finding("CAT-25", "规则!A2"),))
    assert SENTENCES["en"]["cells_to_mend"].format(mend=1) in page(report).text


def test_a_shop_without_orders_is_told_how_to_begin() -> None:
    assert SENTENCES["en"]["no_lines"] in page(replace(quiet_report(), lines=())).text


@pytest.mark.parametrize("applied", [True, False])
def test_a_run_says_how_to_undo_it_and_a_plan_how_to_do_it(*, applied: bool) -> None:
    text = page(sample_report("en", applied=applied)).text
    assert ("sheetship undo 20261121-100000" in text) is applied
    assert (SENTENCES["en"]["not_applied"] in text) is not applied


def test_only_near_deadlines_are_listed_and_the_others_counted() -> None:
    line = replace(sample_report("en").lines[1], ship_by=NOW + timedelta(days=400), next_step="")
    shown = page(replace(quiet_report(), lines=(line,))).text
    assert SENTENCES["en"]["later_lines"].format(count=1) in shown
    near = page(replace(quiet_report(), lines=(replace(line, ship_by=NOW, where=""),))).text
    assert "11-21 10:00" in near
    assert SENTENCES["en"]["due_today"].format(today=1) in near


def test_a_year_is_shown_only_where_it_is_another_one() -> None:
    old = replace(sample_report("en").lines[1], ordered_at=NOW - timedelta(days=400))
    assert "2025-10-17 10:00" in page(replace(quiet_report(), lines=(old,))).text


def test_a_loss_is_shown_as_one() -> None:
    line = replace(quiet_report().lines[0], income=Decimal(10), cost=Decimal(30), profit=Decimal("-24.5"))
    shown = page(replace(quiet_report(), lines=(line,))).text
    assert money_text(Decimal("-24.5"), "USD") == "-$24.50"
    assert "-$24.50" in shown


def test_a_free_sample_brings_no_margin() -> None:
    line = replace(quiet_report().lines[0], income=Decimal(0), profit=Decimal(0))
    assert "—" in page(replace(quiet_report(), lines=(line,))).text


@pytest.mark.parametrize(
    ("terms", "shown"), [("", "cash"), ("30", "30 days"), ("end of month", "end of month")]
)
def test_terms_are_said_in_words(terms: str, shown: str) -> None:
    assert terms_text(terms, words_in("en")) == shown


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_report(sample_report("zh")) == render_report(sample_report("zh"))


def test_a_page_of_ten_thousand_lines_stays_small_enough_for_a_phone() -> None:
    assert len(render_report(sample_report("zh", lines=10_000))) < 150_000
