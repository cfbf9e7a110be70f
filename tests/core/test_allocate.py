"""The choice of a supplier: rules of the shop first, then laws that hold for any orders and any catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetship.core.allocate import Allocated, AllocateOptions, Choice, allocate
from sheetship.core.areas import place_of
from sheetship.core.catalogue import Catalogue, MappedPart, Offer, Supplier
from sheetship.core.conditions import read_condition
from sheetship.core.findings import Finding
from sheetship.core.model import Line, Origin, Recipient
from sheetship.core.rules import Rule
from tests.core.little_shop import NOW, OFFERS, ZHANG, Rows, catalogue, line

HEAD = ("供应商", "货号", "成本", "币种", "库存", "起订量", "发货天数", "不发地区", "报价日期")


def offers(*rows: tuple[str, ...]) -> Rows:
    return [HEAD, *(row + ("",) * (len(HEAD) - len(row)) for row in rows)]


def decide(
    *lines: Line,
    shop: Catalogue | None = None,
    taken: Mapping[tuple[str, str], int] | None = None,
    **settings: Any,  # noqa: ANN401 - any field of the options
) -> Allocated:
    return allocate(lines, shop or catalogue(), taken_stock=taken or {}, options=AllocateOptions(**settings))


def chosen(*lines: Line, **given: Any) -> Choice:  # noqa: ANN401 - as for decide
    found = decide(*lines, **given)
    assert found.waiting == ()
    return found.choices[0]


def waits(*lines: Line, **given: Any) -> Finding:  # noqa: ANN401 - as for decide
    found = decide(*lines, **given)
    assert found.choices == ()
    return found.waiting[0]


def ruled(*rules: Rule) -> Catalogue:
    return replace(catalogue(), rules=rules)


def test_the_cheapest_supplier_with_freight_counted_is_chosen_and_says_why() -> None:
    freight = [("供应商", "地区", "首件", "续件"), ("HZ", "", "3", "1"), ("", "浙江", "3", "2")]
    choice = chosen(line(), shop=catalogue(freight=freight), fee_rates={"douyin": Decimal("0.05")})
    assert choice.why("zh") == "杭州云仓 最便宜：成本 12.00 + 运费 3.00；比 义乌优品 便宜 1.50"
    assert choice.why("en") == "杭州云仓 is cheapest: cost 12.00 + freight 3.00; 1.50 less than 义乌优品"
    assert (choice.income, choice.fees, choice.profit) == (Decimal(40), Decimal("2.00"), Decimal("23.00"))
    assert (choice.margin, choice.courier, choice.notes) == (Decimal("0.575"), "中通", ())


def test_priority_comes_before_cost() -> None:
    suppliers = [("代码", "名称", "优先级"), ("HZ", "杭州云仓", ""), ("YW", "义乌优品", "1")]
    choice = chosen(line(), shop=catalogue(suppliers=suppliers))
    assert choice.why("zh") == "义乌优品 优先于 杭州云仓：成本 13.50 + 运费 0.00"


def test_at_equal_cost_the_faster_then_the_code_decides() -> None:
    faster = offers(("HZ", "CUP", "9", "", "", "", "3"), ("YW", "CUP", "9", "", "", "", "1"))
    assert (
        chosen(line(), shop=catalogue(offers=faster))
        .why("zh")
        .startswith("义乌优品 和 杭州云仓 同价，发货快 2 天")
    )
    equal = offers(("YW", "CUP", "9"), ("HZ", "CUP", "9"))
    assert chosen(line(), shop=catalogue(offers=equal)).why("en").startswith("杭州云仓 equals 义乌优品")


def test_a_single_supplier_is_said_to_be_the_only_one() -> None:
    assert chosen(line(), shop=catalogue(offers=OFFERS[:2])).why("en").startswith("Only 杭州云仓 can send it")


def test_a_rule_forces_supplier_and_courier_and_leaves_its_note() -> None:
    rule = Rule(
        priority=1, supplier="YW", courier="顺丰", note="看包装", origin=Origin("规则", 2, {"supplier": 1})
    )
    choice = chosen(line(), shop=ruled(rule))
    assert (choice.parts[0].supplier, choice.courier) == ("YW", "顺丰")
    assert choice.why("zh") == "规则 规则!A2 指定 义乌优品：成本 13.50 + 运费 0.00"
    assert [note.code for note in choice.notes] == ["ORD-53"]


def test_a_rule_whose_supplier_does_not_offer_it_makes_the_line_wait() -> None:
    shop = replace(catalogue(offers=OFFERS[:2]), rules=(Rule(priority=1, supplier="YW"),))
    assert waits(line(), shop=shop).code == "ORD-48"


def test_a_rule_holds_until_a_person_releases() -> None:
    rule = Rule(priority=1, hold="大单先问老板")
    assert waits(line(), shop=ruled(rule)).message("zh").endswith("大单先问老板")
    assert [note.code for note in chosen(line(release="放行"), shop=ruled(rule)).notes] == ["ORD-31"]


def test_a_rule_that_cannot_be_answered_makes_the_line_wait() -> None:
    rule = Rule(priority=1, when=read_condition("金额 > 1"), note="x")
    assert waits(line(paid=None), shop=ruled(rule)).code == "ORD-52"


def test_a_rule_for_something_else_changes_nothing() -> None:
    assert chosen(line(), shop=ruled(Rule(priority=1, sku_prefix="Z", hold="x"))).notes == ()


@pytest.mark.parametrize(
    ("rows", "code", "says"),
    [
        ([], "ORD-40", "A1"),
        ([("HZ", "CUP", "1", "", "", "", "", "浙江")], "ORD-42", "杭州云仓"),
        ([("HZ", "CUP", "1", "", "", "5")], "ORD-43", "杭州云仓 2/5"),
        ([("HZ", "CUP", "1", "", "1")], "ORD-44", "杭州云仓 ×2"),
        ([("HZ", "CUP", "1", "USD")], "ORD-45", "USD"),
        ([("HZ", "CUP", "1", "", "", "", "", "浙江"), ("YW", "CUP", "1", "", "0")], "ORD-44", "义乌优品 ×2"),
    ],
)
def test_what_a_line_waits_for(rows: list[tuple[str, ...]], code: str, says: str) -> None:
    lid = offers(*rows, ("HZ", "LID", "1"))
    sku_map = [("商品编码", "货号"), ("A1", "CUP")]
    shop = catalogue(offers=lid, sku_map=sku_map) if rows else replace(catalogue(), offers={})
    finding = waits(line(quantity=2), shop=shop)
    assert (finding.code, finding.line) == (code, "L1")
    assert says in finding.message("zh")


def test_a_switched_off_supplier_gets_nothing() -> None:
    suppliers = [("代码", "名称", "启用"), ("HZ", "杭州云仓", "否"), ("YW", "义乌优品", "否")]
    assert waits(line(), shop=catalogue(suppliers=suppliers)).message("en").endswith("杭州云仓、义乌优品")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quantity": None}, "ORD-20"),
        ({"quantity": 0}, "ORD-20"),
        ({"sku": "B9"}, "ORD-23"),
        ({"sku": ""}, "ORD-22"),
    ],
)
def test_a_line_that_says_too_little_waits(changes: dict[str, Any], code: str) -> None:
    assert waits(line(**changes)).code == code


def test_stock_is_never_sold_twice_and_the_tightest_deadline_is_served_first() -> None:
    shop = catalogue(offers=offers(("HZ", "CUP", "1", "", "3")))
    late, soon = line("L1", quantity=2, ship_by=NOW + timedelta(days=2)), line("L2", quantity=2, ship_by=NOW)
    found = decide(line("L0", quantity=1), late, soon, shop=shop)
    assert [choice.line_key for choice in found.choices] == ["L2", "L0"]
    assert [(finding.line, finding.code) for finding in found.waiting] == [("L1", "ORD-44")]


def test_stock_that_earlier_orders_took_is_gone() -> None:
    shop = catalogue(offers=offers(("HZ", "CUP", "1", "", "3")))
    assert "×1" in waits(line(), shop=shop, taken={("HZ", "CUP"): 5}).message("en")


def test_the_next_supplier_serves_what_the_first_cannot() -> None:
    shop = catalogue(offers=offers(("HZ", "CUP", "1", "", "1"), ("YW", "CUP", "2")))
    found = decide(line("L1"), line("L2"), shop=shop)
    assert [choice.parts[0].supplier for choice in found.choices] == ["HZ", "YW"]


def test_a_bundle_comes_from_one_supplier_where_one_has_it_all() -> None:
    rows = [("商品编码", "货号", "每件数量"), ("A1", "CUP", "2"), ("A1", "LID", "1")]
    shop = catalogue(sku_map=rows, offers=[*OFFERS, ("YW", "LID", "1"), ("HZ", "MAT", "1")])
    choice = chosen(line(quantity=3, paid=Decimal(200)), shop=shop)
    assert [(part.supplier, part.supplier_sku, part.units) for part in choice.parts] == [
        ("YW", "CUP", 6),
        ("YW", "LID", 3),
    ]
    assert sum(part.cost for part in choice.parts) == Decimal("84.0")


def test_a_bundle_nobody_has_whole_comes_from_the_best_of_each_part() -> None:
    rows = [("商品编码", "货号"), ("A1", "CUP"), ("A1", "LID")]
    suppliers = [
        ("代码", "名称", "启用", "默认快递"),
        *(("HZ", "杭州", "", "中通"), ("YW", "义乌", "", ""), ("SZ", "深圳", "否", "")),
    ]
    shop = catalogue(
        suppliers=suppliers,
        sku_map=rows,
        offers=[OFFERS[0], ("HZ", "CUP", "2"), ("SZ", "LID", "1"), ("YW", "LID", "3")],
    )
    freight = replace(shop, freight=())
    choice = chosen(line(), shop=freight)
    assert [part.supplier for part in choice.parts] == ["HZ", "YW"]
    assert (choice.reason.chosen, choice.courier) == ("杭州 + 义乌", "中通")


def test_a_bundle_in_two_currencies_is_never_added_up() -> None:
    rows = [("商品编码", "货号"), ("A1", "CUP"), ("A1", "LID")]
    shop = catalogue(sku_map=rows, offers=offers(("HZ", "CUP", "2"), ("HZ", "LID", "1", "USD")))
    assert waits(line(release="放行"), shop=shop).code == "ORD-45"


def test_equal_alternatives_are_one_candidate() -> None:
    rows = [("商品编码", "方案", "货号"), ("A1", "1", "CUP"), ("A1", "2", "CUP")]
    assert chosen(line(), shop=catalogue(sku_map=rows, offers=OFFERS[:2])).reason.rival == ""


def test_below_the_floor_a_line_waits_for_a_person() -> None:
    finding = waits(line(paid=Decimal(13)), margin_floor=Decimal("0.1"))
    assert finding.message("zh") == "利润不够：预计 1.00 CNY（7.7%），下限 10.0%"
    assert [
        note.code for note in chosen(line(paid=Decimal(13), release="ok"), margin_floor=Decimal("0.1")).notes
    ] == ["ORD-31"]


def test_a_gift_loses_money_and_waits() -> None:
    assert waits(line(paid=Decimal(0))).message("en").startswith("Too little profit: -12.00 CNY expected (–)")


def test_an_unknown_income_is_told_and_the_line_goes() -> None:
    choice = chosen(line(paid=None))
    assert ([note.code for note in choice.notes], choice.profit, choice.margin) == (["ORD-49"], None, None)


def test_another_currency_is_never_compared_but_a_person_may_let_it_go() -> None:
    shop = catalogue(offers=offers(("HZ", "CUP", "1", "USD")))
    choice = chosen(line(release="放行"), shop=shop)
    assert ([note.code for note in choice.notes], choice.profit) == (["ORD-31"], None)
    both = catalogue(offers=offers(("HZ", "CUP", "1", "USD"), ("YW", "CUP", "9")))
    assert chosen(line(), shop=both).parts[0].supplier == "YW"


def test_old_offers_and_unknown_provinces_are_told() -> None:
    shop = catalogue(offers=offers(("HZ", "CUP", "1", "", "", "", "", "新疆", "2026-10-01")))
    who = {"province": "", "city": "", "district": ""}
    choice = chosen(line(who=who), shop=shop, stale_before=date(2026, 11, 1))
    assert [note.code for note in choice.notes] == ["ORD-50", "ORD-51"]
    assert chosen(line(), shop=shop, stale_before=date(2026, 9, 1)).notes == ()


def test_freight_goes_by_the_closest_row() -> None:
    rows = [
        ("供应商", "地区", "首件"),
        ("HZ", "浙江", "1"),
        ("HZ", "西湖区", "2"),
        ("HZ", "", "3"),
        ("", "广东", "4"),
        ("", "", "5"),
    ]
    shop = catalogue(freight=rows, offers=OFFERS[:2])
    streets = {"province": "", "city": "", "district": ""}
    people = [
        ZHANG,
        replace(ZHANG, district="上城区"),
        replace(ZHANG, province="山东", city="x", district=""),
    ]
    people += [replace(ZHANG, **streets, street="杭州西湖区 1 号")]
    found = [chosen(line(recipient=who), shop=shop).freight for who in people]
    assert found == [Decimal(2), Decimal(1), Decimal(3), Decimal(2)]
    anyone = catalogue(freight=[rows[0], *rows[4:]], offers=OFFERS[:2])
    assert [chosen(line(who={"province": name}), shop=anyone).freight for name in ("广东", "山东")] == [4, 5]
    nobody = catalogue(freight=[rows[0], rows[4]], offers=OFFERS[:2])
    assert chosen(line(), shop=nobody).freight == 0


def test_the_same_line_twice_is_one_and_two_different_ones_wait() -> None:
    elsewhere = replace(line(), origin=Origin("订单", 9))
    assert len(decide(line(), elsewhere).choices) == 1
    assert waits(line(), replace(elsewhere, quantity=2)).code == "ORD-33"


# Laws for any orders and any catalogue

CODES = ("HZ", "YW", "SZ")
GOODS = ("CUP", "LID")
AREAS = ("新疆", "浙江省")


@st.composite
def shops(draw: st.DrawFn) -> Catalogue:
    suppliers = {
        code: Supplier(
            code=code, name=code, priority=draw(st.integers(1, 2)), is_active=draw(st.integers(0, 4)) > 0
        )
        for code in CODES
    }
    offered = {
        goods: tuple(
            Offer(
                supplier=code,
                supplier_sku=goods,
                cost=Decimal(draw(st.integers(1, 30))),
                stock=draw(st.one_of(st.none(), st.integers(0, 6))),
                min_quantity=draw(st.integers(1, 3)),
                no_ship=tuple(draw(st.sets(st.sampled_from(AREAS), max_size=1))),
            )
            for code in CODES
            if draw(st.booleans())
        )
        for goods in GOODS
    }
    parts = st.builds(MappedPart, st.sampled_from(("", *CODES)), st.sampled_from(GOODS), st.integers(1, 2))
    options = st.lists(st.lists(parts, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple)
    return Catalogue(
        suppliers=suppliers, offers=offered, options={("", sku): draw(options) for sku in ("A1", "A2")}
    )


@st.composite
def orders(draw: st.DrawFn) -> list[Line]:
    size = draw(st.integers(0, 8))
    return [
        line(
            f"L{at}",
            sku=draw(st.sampled_from(("A1", "A2", "B9"))),
            quantity=draw(st.integers(0, 3)),
            paid=Decimal(draw(st.integers(0, 90))),
            ship_by=draw(st.one_of(st.none(), st.just(NOW), st.just(NOW + timedelta(hours=1)))),
            recipient=Recipient(name="x", phone="1", province=draw(st.sampled_from(("新疆", "浙江")))),
        )
        for at in range(size)
    ]


def assert_legal(found: Allocated, lines: Sequence[Line], shop: Catalogue) -> None:
    by_key = {line.key: line for line in lines}
    used: Counter[tuple[str, str]] = Counter()
    for choice in found.choices:
        served = by_key[choice.line_key]
        needed: Counter[tuple[str, str]] = Counter()
        for part in choice.parts:
            needed[part.supplier, part.supplier_sku] += part.units
        option = sorted((part.supplier_sku, part.units) for part in choice.parts)
        ways = [
            sorted((part.supplier_sku, part.factor * (served.quantity or 0)) for part in way)
            for way in shop.options_of(served.shop, served.sku)
        ]
        assert option in ways
        for (supplier, sku), units in needed.items():
            (offer,) = [offer for offer in shop.offers[sku] if offer.supplier == supplier]
            assert shop.suppliers[supplier].is_active
            assert not any(map(place_of(served.recipient).is_in, offer.no_ship))
            assert units >= offer.min_quantity
        assert choice.profit is not None
        assert choice.profit >= 0
        used += needed
    for offer in (offer for offered in shop.offers.values() for offer in offered):
        assert offer.stock is None or used[offer.supplier, offer.supplier_sku] <= offer.stock


@settings(max_examples=150)
@given(shops(), orders(), st.randoms(use_true_random=False))
def test_nothing_lost_nothing_doubled_stock_kept_and_row_order_irrelevant(
    shop: Catalogue, lines: list[Line], dice: Random
) -> None:
    found = decide(*lines, shop=shop)
    keys = [choice.line_key for choice in found.choices] + [finding.line for finding in found.waiting]
    assert sorted(keys) == sorted(line.key for line in lines)
    assert_legal(found, lines, shop)
    shuffled = list(lines)
    dice.shuffle(shuffled)
    assert decide(*shuffled, shop=shop) == found


@settings(max_examples=100)
@given(shops(), orders(), st.integers(0, 7))
def test_without_one_line_all_others_are_still_served_legally(
    shop: Catalogue, lines: list[Line], at: int
) -> None:
    fewer = lines[:at] + lines[at + 1 :]
    found = decide(*fewer, shop=shop)
    assert {choice.line_key for choice in found.choices} <= {line.key for line in fewer}
    assert_legal(found, fewer, shop)
