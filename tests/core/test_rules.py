"""Decision rows and their conditions."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.areas import PROVINCES, place_of, short_area
from sheetship.core.conditions import NAMES, Asker, ConditionError, read_condition
from sheetship.core.findings import Finding
from sheetship.core.model import Line, Recipient
from sheetship.core.rules import Rule, RuleBook
from tests.core.little_shop import line


def meets(text: str, asked: Line) -> bool:
    asker = Asker()
    asker.turn_to(asked, place_of(asked.recipient))
    return asker.meets(read_condition(text))


def hit(rule: Rule, asked: Line) -> bool:
    platforms = {"抖店": "douyin"}
    return RuleBook([rule], platforms).first_hit(asked, place_of(asked.recipient)) is rule


@pytest.mark.parametrize(
    "text",
    [
        "quantity >= 3",
        "数量＞＝3",
        "数量 ≥ 3 且 金额 ≤ 99.90",
        "数量 ≠ 4 and not 商品 == “垫子”",
        '包含(商品, "杯", "壶")',
        'starts(sku, "A") or ends(sku, "9")',
        '任一(平台, "jd", "douyin")',
        '在("浙江", "江苏") 并且 长度(规格) < 5',
        '"杯" in 商品',
        "金额 / 数量 == 33.3",
        "-数量 + 4 == 1",
        '规格 == "红(大)"',
    ],
)
def test_conditions_that_hold(text: str) -> None:
    assert meets(text, line(quantity=3, paid=Decimal("99.9"), product="杯子", variant="红（大）"))


@pytest.mark.parametrize(
    "text",
    [
        "数量 > 3",
        '商品 == "且"',
        '省 == "浙江"',
        '"x" not in 商品 且 数量 == 1',
        '在("上海")',
        '结尾是(店铺, "大")',
    ],
)
def test_conditions_that_do_not_hold(text: str) -> None:
    assert not meets(text, line(quantity=3, product="x且"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("数量 = 3", "CAT-20"),
        ("", "CAT-21"),
        ("数量 > ", "CAT-21"),
        ("数量 > 1; 数量 < 3", "CAT-21"),
        ("数量 > 1 " + "and 数量 > 1 " * 50, "CAT-21"),
        ("-" * 200 + "1", "CAT-21"),
        ("收件人 > 1", "CAT-22"),
        ("quantity(3)", "CAT-22"),
        ("contains", "CAT-22"),
        ("print(1)", "CAT-22"),
        ("sku.upper()", "CAT-23"),
        ("(1)(2)", "CAT-23"),
        ("contains(sku, *'ab')", "CAT-23"),
        ("contains(**sku)", "CAT-23"),
        ("sku in ['A']", "CAT-23"),
        ("2 ** 9 > 1", "CAT-23"),
        ("sku is None", "CAT-23"),
        ("True", "CAT-23"),
        ("lambda: 1", "CAT-23"),
        ("数量 > '3'", "CAT-24"),
        ("'a' * 9 == sku", "CAT-24"),
        ("包含()", "CAT-24"),
    ],
)
def test_conditions_that_are_refused(text: str, code: str) -> None:
    with pytest.raises(ConditionError) as refused:
        read_condition(text)
    assert refused.value.code == code


def test_a_single_equals_in_quoted_text_is_text() -> None:
    assert meets('contains(product, "a=b")', line(product="a=b"))


def test_the_nearest_known_name_is_offered() -> None:
    with pytest.raises(ConditionError) as refused:
        read_condition("quantty > 1")
    assert refused.value.values["nearest"] == "quantity"
    assert "quantity" in NAMES


def test_a_division_by_zero_is_told_for_its_line_only() -> None:
    condition = read_condition("1 / (数量 - 2) > 0")
    asker = Asker()
    asked = line(quantity=2)
    asker.turn_to(asked, place_of(asked.recipient))
    with pytest.raises(ConditionError, match="ORD-52"):
        asker.meets(condition)


@given(st.text(alphabet="数量sku=<>()\"'and or1.+-*/[]{}在,", max_size=30))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        condition = read_condition(text)
    except ConditionError:
        return
    asker = Asker()
    asker.turn_to(line(), place_of(line().recipient))
    with suppress(ConditionError):
        asker.meets(condition)


@pytest.mark.parametrize(
    ("rule", "fits", "fails"),
    [
        (Rule(priority=1), line(), None),
        (Rule(priority=1, shop="小店"), line(), line(shop="大店")),
        (Rule(priority=1, platform="抖店"), line(), line(platform="jd")),
        (Rule(priority=1, province="浙江省"), line(), line(who={"province": "上海"})),
        (Rule(priority=1, sku_prefix="A"), line(), line(sku="B1")),
        (Rule(priority=1, min_quantity=2), line(quantity=2), line(quantity=1)),
        (Rule(priority=1, min_quantity=2), line(quantity=2), line(quantity=None)),
        (Rule(priority=1, min_amount=Decimal(40)), line(), line(paid=Decimal(39))),
        (Rule(priority=1, min_amount=Decimal(40)), line(), line(paid=None)),
        (Rule(priority=1, when=read_condition("数量 > 1")), line(quantity=2), line(quantity=1)),
    ],
)
def test_every_cell_of_a_rule_narrows_it(rule: Rule, fits: Line, fails: Line | None) -> None:
    assert hit(rule, fits)
    assert fails is None or not hit(rule, fails)


def test_the_first_rule_wins_and_no_rule_is_no_hit() -> None:
    first, second = Rule(priority=1, note="1"), Rule(priority=2, note="2")
    assert RuleBook([first, second], {}).first_hit(line(), place_of(Recipient())) is first
    assert RuleBook([], {}).first_hit(line(), place_of(Recipient())) is None


def test_a_rule_that_cannot_be_answered_holds_the_line_instead_of_passing_it_on() -> None:
    rules = [Rule(priority=1, when=read_condition("金额 > 1"), note="x"), Rule(priority=2, note="y")]
    found = RuleBook(rules, {}).first_hit(line(paid=None), place_of(Recipient()))
    assert isinstance(found, Finding)
    assert (found.code, found.line) == ("ORD-52", "L1")


@pytest.mark.parametrize(
    ("area", "recipient", "is_in"),
    [
        ("新疆", Recipient(province="新疆维吾尔自治区"), True),
        ("新疆维吾尔自治区", Recipient(street="新疆乌鲁木齐市天山区 1 号"), True),
        ("新疆", Recipient(street="上海市新疆路 1 号"), False),
        ("黄岩", Recipient(street="浙江省台州市黄岩区 1 号"), True),
        ("黄岩区", Recipient(province="浙江", city="台州市", district="黄岩区"), True),
        ("黄岩", Recipient(province="浙江", city="台州市", district="路桥区", street="黄岩区"), False),
        ("Hawaii", Recipient(country="US", province="hawaii"), True),
        ("us", Recipient(country="US", street="Ohio"), True),
        ("海南", Recipient(country="US", street="海南"), False),
        ("海南", Recipient(street="中国海南省三亚市"), True),
    ],
)
def test_areas(area: str, recipient: Recipient, is_in: bool) -> None:  # noqa: FBT001 - a column of the table above
    assert place_of(recipient).is_in(area) is is_in


def test_every_province_is_its_own_short_form() -> None:
    assert len(PROVINCES) == 34
    assert [short_area(name) for name in PROVINCES] == list(PROVINCES)
