"""docs/catalogue.md names every tab and column, and its examples are read as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from sheetship.adapters.formats_toml import load_order_profiles
from sheetship.core.allocate import Allocated, AllocateOptions, allocate
from sheetship.core.areas import place_of
from sheetship.core.catalogue_tabs import TABS, CatalogueTab
from sheetship.core.columns import Column
from sheetship.core.conditions import NAMES, Asker, read_condition
from sheetship.core.messages import MESSAGES
from sheetship.core.model import Line, Recipient
from sheetship.core.read_catalogue import read_catalogue
from sheetship.core.releases import RELEASABLE, Word, release_word
from sheetship.core.tables import RawTable
from tests.docs.pages import MadeTable, check_made, page, table_after

_PAGE = page("catalogue.md")
_TEXT = _PAGE.read_text(encoding="utf-8")
_HEADINGS = ("列名 · heading", "also read as · 也认得", "填什么", "what goes in")
_SAMPLE = Line(
    key="L-1",
    platform="douyin",
    shop="旗舰店",
    order_id="6920130011223344556",
    sku="TEA-01",
    product="龙井茶 250 克",
    variant="礼盒",
    quantity=12,
    paid=Decimal("258.00"),
    currency="CNY",
    buyer_note="请发顺丰",
    recipient=Recipient(
        name="张小米",
        phone="13800138000",
        province="浙江省",
        city="杭州市",
        district="余杭区",
        street="文一西路1号",
    ),
)


def _row(tab: CatalogueTab, column: Column) -> tuple[str, ...]:
    choices = tab.choices.get(column.field, ())
    needed = " **必填 needed**" if column.required else ""
    dropped = f" ▾ {' / '.join(choices)}" if choices else ""
    return f"{column.zh} · {column.en}", "、".join(column.names) + dropped + needed


def _tables() -> Iterator[MadeTable]:
    for tab in TABS.values():
        yield MadeTable(tab.key, _HEADINGS, tuple(_row(tab, column) for column in tab.columns), by_hand=2)
    yield MadeTable(
        "releasable",
        ("code", "问题", "problem"),
        tuple(
            (f"[{code}](messages.md#{code.lower()})", MESSAGES[code].zh, MESSAGES[code].en)
            for code in sorted(RELEASABLE)
        ),
    )


def test_every_tab_and_column_stands_on_the_page(*, renew_docs: bool) -> None:
    check_made(_PAGE, list(_tables()), renew=renew_docs)


def test_every_tab_has_its_heading_in_both_languages() -> None:
    assert [tab.key for tab in TABS.values() if f"{tab.zh} · {tab.en}" not in _TEXT] == []


@pytest.mark.parametrize("row", table_after(_TEXT, "example: when"), ids=lambda row: row[0])
def test_conditions_hold_for_the_sample_line_as_the_page_says(row: list[str]) -> None:
    asker = Asker()
    asker.turn_to(_SAMPLE, place_of(_SAMPLE.recipient))
    assert asker.meets(read_condition(row[0].strip("`"))) is (row[-1] == "yes 是")


def test_every_word_of_a_condition_stands_on_the_page() -> None:
    assert [name for name in NAMES if f"`{name}`" not in _TEXT] == []


def test_words_of_release_are_understood() -> None:
    go, wait = ([release_word(word) for word in re.findall(r"`([^`]+)`", line)] for line in _release_lines())
    assert set(go) == {Word.GO}
    assert set(wait) == {Word.WAIT}


def _release_lines() -> list[str]:
    return [line for line in _TEXT.splitlines() if line.startswith(("* **go 放行**", "* **wait 挂起**"))]


def _allocated(line: Line) -> Allocated:
    tabs = ("suppliers", "offers", "sku_map", "freight", "rules")
    tables = {
        key: RawTable(f"catalogue.xlsx#{TABS[key].zh}", table_after(_TEXT, f"example: {key}", headed=True))
        for key in tabs
    }
    catalogue, findings = read_catalogue(tables)
    assert findings == []
    profiles = load_order_profiles()
    names = {name.casefold(): profile.platform for profile in profiles for name in profile.platform_names}
    return allocate([line], catalogue, taken_stock={}, options=AllocateOptions(platforms=names))


def _line(sku: str, quantity: int, province: str) -> Line:
    who = Recipient(name="张小米", phone="13800138000", province=province, city="", street="文一西路1号")
    return Line(
        key="L-1",
        platform="douyin",
        shop="旗舰店",
        order_id="1",
        sku=sku,
        quantity=quantity,
        paid=Decimal(500),
        currency="CNY",
        recipient=who,
    )


@pytest.mark.parametrize("row", table_after(_TEXT, "example: outcome"), ids=lambda row: " ".join(row[:3]))
def test_the_example_catalogue_is_decided_as_the_page_says(row: list[str]) -> None:
    sku, quantity, province, outcome = row[:4]
    allocated = _allocated(_line(sku, int(quantity), province))
    parts = [
        f"{part.supplier} {part.supplier_sku} ×{part.units}"
        for choice in allocated.choices
        for part in choice.parts
    ]
    assert " + ".join(parts) + "".join(finding.code for finding in allocated.waiting) == outcome
