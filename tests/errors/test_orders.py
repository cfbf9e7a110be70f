"""The error gallery of order lines: the smallest line that causes each ORD code, and what it says to a clerk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sheetship.core.allocate import AllocateOptions, allocate
from sheetship.core.catalogue import Catalogue
from sheetship.core.checks import CheckContext, check_lines
from sheetship.core.conditions import read_condition
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.messages.orders import ORDERS
from sheetship.core.model import Line, OrderState, Recipient, RefundState
from sheetship.core.releases import RELEASABLE
from sheetship.core.rules import Rule
from sheetship.core.states import LineState, move
from tests.core.little_shop import NOW, OFFERS, SKU_MAP, ZHANG, catalogue, line

NEVER_RELEASED = {"ORD-01", "ORD-10", "ORD-11", "ORD-14", "ORD-16", "ORD-17", "ORD-20"}
ABROAD = {"country": "US"}
NO_AREA = {"province": "", "city": "", "district": ""}

CHECKED: list[tuple[str, dict[str, Any], str]] = [
    ("ORD-01", {"order_id": "6.9E+17"}, "订单号“6.9E+17”的位数已丢失"),
    ("ORD-02", {"order_state": OrderState.UNPAID}, "买家还没有付款"),
    ("ORD-03", {"refund_state": RefundState.ASKED}, "买家申请了退款，先不下单"),
    ("ORD-04", {"refund_state": RefundState.REFUNDED}, "已经退款"),
    ("ORD-05", {"order_state": OrderState.CLOSED}, "订单已关闭"),
    ("ORD-06", {"order_state": OrderState.SHIPPED}, "平台显示已经发货，不是从这里发的"),
    ("ORD-07", {"order_state": OrderState.UNKNOWN}, "看不懂订单状态，不知道能不能发货"),
    ("ORD-08", {"refund_state": RefundState.UNKNOWN}, "看不懂售后状态，不知道有没有退款"),
    ("ORD-10", {"recipient": Recipient()}, "没有收件人信息，导出的文件里没有姓名、电话和地址"),
    ("ORD-11", {"who": {"name": ""}}, "没有收件人姓名"),
    ("ORD-12", {"who": {"phone": ""}}, "没有收件人电话"),
    ("ORD-13", {"who": {"phone": "", **ABROAD}}, "没有收件人电话，快递可能联系不上"),
    ("ORD-14", {"who": {"street": ""}}, "没有详细地址"),
    ("ORD-15", {"who": NO_AREA}, "地址里看不出省市区"),
    ("ORD-16", {"who": {"name": "张**"}}, "收件人信息被打了星号，不能发给供应商"),
    ("ORD-17", {"who": {"name": "##abc"}}, "收件人信息是加密的，不能发给供应商"),
    ("ORD-18", {"who": {"phone": "1380000111"}}, "电话不可能打通，多半写错了"),
    ("ORD-19", {"who": {"phone": "88001234"}}, "电话有点特别，发货前看一眼"),
    ("ORD-20", {"quantity": None}, "数量不是正整数"),
    ("ORD-21", {"quantity": 10_000}, "数量 10000 超过 9999，可能写错了"),
    ("ORD-22", {"sku": ""}, "没有商品编码，不知道要买什么"),
    ("ORD-23", {"sku": "B9"}, "商品编码“B9”不在“商品映射”里"),
    ("ORD-24", {"ship_by": NOW - timedelta(hours=5)}, "已经超过承诺发货时间（11-21 05:00）"),
    ("ORD-25", {"ship_by": NOW - timedelta(days=8)}, "早就过了承诺发货时间（11-13 10:00）"),
    ("ORD-28", {"buyer_note": "帮我改地址"}, "备注里有“改地址”，可能要改订单"),
    ("ORD-29", {"buyer_note": "加急"}, "备注里有“加急”"),
    ("ORD-30", {"release": "挂起"}, "“放行”列写了“挂起”，先不下单"),
    ("ORD-31", {"quantity": 10_000, "release": "放行"}, "已人工放行：数量 10000 超过 9999，可能写错了"),
    ("ORD-32", {"release": "嗯"}, "“放行”列里的“嗯”看不懂"),
]


@pytest.mark.parametrize(("code", "changes", "says"), CHECKED, ids=[case[0] for case in CHECKED])
def test_the_smallest_line_that_causes_it(code: str, changes: dict[str, Any], says: str) -> None:
    (finding,) = check_lines([line(**changes)], CheckContext(NOW, catalogue()))["L1"]
    assert (finding.code, finding.message("zh")) == (code, says)
    assert_said_in_both(finding)


def test_two_orders_of_one_recipient() -> None:
    found = check_lines([line(), line("L2")], CheckContext(NOW, catalogue()))["L2"]
    assert [(finding.code, finding.message("en")) for finding in found] == [
        (
            "ORD-26",
            "The same as order 69-L1: recipient, goods and quantity are equal; it may be ordered twice",
        ),
        ("ORD-27", "The same recipient as order 69-L1; they can go in one parcel"),
    ]


def shop(*offer: str, **rule: Any) -> Catalogue:  # noqa: ANN401 - any field of a rule
    """One offer, its columns after the first three named by their own headings; one rule where asked for."""
    head = ("供应商", "货号", "成本", "币种", "库存", "起订量", "不发地区", "报价日期")
    rows = [head, (*offer, *[""] * (len(head) - len(offer)))] if offer else OFFERS
    rules = (Rule(priority=1, **rule),) if rule else ()
    return replace(catalogue(offers=rows, sku_map=SKU_MAP), rules=rules)


OFF = replace(
    catalogue(),
    suppliers={code: replace(one, is_active=False) for code, one in catalogue().suppliers.items()},
)
WAITING: list[tuple[str, Line, Catalogue]] = [
    ("ORD-40", line(), replace(catalogue(), offers={})),
    ("ORD-41", line(), OFF),
    ("ORD-42", line(), shop("HZ", "CUP", "1", "", "", "", "浙江")),
    ("ORD-43", line(), shop("HZ", "CUP", "1", "", "", "2")),
    ("ORD-44", line(), shop("HZ", "CUP", "1", "", "0")),
    ("ORD-45", line(), shop("HZ", "CUP", "1", "USD")),
    ("ORD-46", line(), shop("HZ", "CUP", "41")),
    ("ORD-47", line(), shop(hold="问老板")),
    ("ORD-48", line(), shop("HZ", "CUP", "1", supplier="YW")),
    ("ORD-52", line(paid=None), shop(when=read_condition("金额 > 1"), note="x")),
]
NOTED: list[tuple[str, Line, Catalogue]] = [
    ("ORD-49", line(paid=None), shop()),
    ("ORD-50", line(), shop("HZ", "CUP", "1", "", "", "", "", "2026-01-01")),
    ("ORD-51", line(recipient=replace(ZHANG, **NO_AREA)), shop("HZ", "CUP", "1", "", "", "", "新疆")),
    ("ORD-53", line(), shop(note="看包装")),
]


def found_for(asked: Line, seller: Catalogue) -> list[Finding]:
    options = AllocateOptions(stale_before=date(2026, 11, 1))
    found = allocate([asked], seller, taken_stock={}, options=options)
    return [*found.waiting, *(note for choice in found.choices for note in choice.notes)]


@pytest.mark.parametrize(
    ("code", "asked", "seller"), [*WAITING, *NOTED], ids=[case[0] for case in [*WAITING, *NOTED]]
)
def test_what_the_choice_of_a_supplier_finds(code: str, asked: Line, seller: Catalogue) -> None:
    (finding,) = found_for(asked, seller)
    assert finding.code == code
    assert_said_in_both(finding)


def test_one_key_with_two_contents() -> None:
    lines = [line(), line(quantity=2)]
    (finding,) = allocate(lines, catalogue(), taken_stock={}, options=AllocateOptions()).waiting
    assert finding.message("en") == "The same line came twice with different content"


def test_a_release_that_is_older_than_the_refund() -> None:
    late = CheckContext(NOW, catalogue(), late={"L1": frozenset({"ORD-03"})})
    asked = line(refund_state=RefundState.ASKED, release="放行")
    refund, older = check_lines([asked], late)["L1"]
    assert (refund.code, older.code) == ("ORD-03", "ORD-34")
    assert_said_in_both(older)


def test_a_state_that_cannot_follow() -> None:
    with pytest.raises(SheetShipError, match="A line cannot go from “new” to “shipped”"):
        move(LineState.NEW, LineState.SHIPPED)


def test_lost_masked_and_missing_are_never_releasable() -> None:
    assert not NEVER_RELEASED & RELEASABLE


def test_every_code_has_its_case() -> None:
    cases = {case[0] for case in CHECKED} | {case[0] for case in [*WAITING, *NOTED]}
    assert cases | {"ORD-26", "ORD-27", "ORD-33", "ORD-34", "ORD-60"} == set(ORDERS)


def assert_said_in_both(finding: Finding) -> None:
    for lang in ("zh", "en"):
        said = finding.message(lang) + finding.fix(lang)
        assert finding.message(lang)
        assert finding.fix(lang)
        assert "{" not in said
