"""The rules before anything is bought, as a shop would state them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.checks import CheckContext, CheckOptions, check_lines
from sheetship.core.findings import Level
from sheetship.core.model import Line, OrderState, Origin, Recipient, RefundState
from sheetship.core.releases import RELEASABLE, SETTLED, is_released
from tests.core.little_shop import NOW, catalogue, line

CONTEXT = CheckContext(NOW, catalogue())


def codes(*lines: Line, options: CheckOptions | None = None) -> dict[str, list[str]]:
    context = replace(CONTEXT, options=options or CheckOptions())
    return {key: [finding.code for finding in found] for key, found in check_lines(lines, context).items()}


def of(**changes: Any) -> list[str]:  # noqa: ANN401 - any field of a line
    return codes(line(**changes))["L1"]


def test_a_sound_line_has_nothing_to_say() -> None:
    assert codes(line()) == {"L1": []}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"order_id": "6.9E+17"}, "ORD-01"),
        ({"line_id": "6.9e17"}, "ORD-01"),
        ({"order_state": OrderState.UNPAID}, "ORD-02"),
        ({"refund_state": RefundState.ASKED}, "ORD-03"),
        ({"refund_state": RefundState.REFUNDED}, "ORD-04"),
        ({"order_state": OrderState.CLOSED}, "ORD-05"),
        ({"order_state": OrderState.SHIPPED}, "ORD-06"),
        ({"order_state": OrderState.COMPLETED}, "ORD-06"),
        ({"order_state": OrderState.UNKNOWN}, "ORD-07"),
        ({"refund_state": RefundState.UNKNOWN}, "ORD-08"),
        ({"recipient": Recipient()}, "ORD-10"),
        ({"who": {"name": ""}}, "ORD-11"),
        ({"who": {"phone": " "}}, "ORD-12"),
        ({"who": {"phone": "", "country": "US"}}, "ORD-13"),
        ({"who": {"street": ""}}, "ORD-14"),
        ({"who": {"province": "", "city": "", "district": "", "street": "文三路 1 号"}}, "ORD-15"),
        ({"who": {"name": "张**"}}, "ORD-16"),
        ({"who": {"phone": "138****1111"}}, "ORD-16"),
        ({"who": {"phone": "138xxxx1111"}}, "ORD-16"),
        ({"who": {"street": "文三路 * 号"}}, "ORD-16"),
        ({"who": {"name": "##Qm9iIGxpdmVzIGhlcmU="}}, "ORD-17"),
        ({"who": {"name": "$$abc"}}, "ORD-17"),
        ({"who": {"phone": "~MTM4MDAwMDExMTE~1~"}}, "ORD-17"),
        ({"who": {"street": "QmVpamluZyBpcyBhIGNpdHkgMTIzNA=="}}, "ORD-17"),
        ({"who": {"phone": "1380000111"}}, "ORD-18"),
        ({"who": {"phone": "88001234"}}, "ORD-19"),
        ({"quantity": None}, "ORD-20"),
        ({"quantity": 0}, "ORD-20"),
        ({"quantity": -1}, "ORD-20"),
        ({"quantity": 10_000}, "ORD-21"),
        ({"sku": " "}, "ORD-22"),
        ({"sku": "B9"}, "ORD-23"),
        ({"ship_by": NOW - timedelta(hours=5)}, "ORD-24"),
        ({"ship_by": NOW - timedelta(days=8)}, "ORD-25"),
        ({"buyer_note": "麻烦改地址"}, "ORD-28"),
        ({"buyer_note": "Please CANCEL this"}, "ORD-28"),
        ({"seller_note": "不要红色"}, "ORD-28"),
        ({"buyer_note": "尽快发货谢谢"}, "ORD-29"),
        ({"buyer_note": "it is a gift"}, "ORD-29"),
        ({"release": "挂起"}, "ORD-30"),
        ({"release": "maybe"}, "ORD-32"),
    ],
)
def test_one_thing_wrong_is_one_finding(changes: dict[str, Any], code: str) -> None:
    assert of(**changes) == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"who": {"street": "12½ rear, O'Neill Street #4"}},
        {
            "who": {
                "street": "Llanfairpwllgwyngyllgogerychwyrndrobwll 5",
                "country": "GB",
                "phone": "+442079460958",
            }
        },
        {"who": {"street": "产业园 SUPERLONGBUILDINGNAMEOFTHEPARK"}},
        {"who": {"phone": "18412345678-1234"}},
        {"who": {"province": "", "city": "", "district": "", "street": "浙江杭州西湖文三路 1 号"}},
        {"who": {"province": "", "city": "", "district": "", "street": "桐庐县文三路 1 号"}},
        {"buyer_note": "不要放门口，谢谢"},
        {"buyer_note": "threshold of exchanges"},
        {"quantity": 9_999},
        {"ship_by": NOW},
        {"release": "放行"},
        {"release": " "},
    ],
)
def test_a_valid_order_is_not_refused(changes: dict[str, Any]) -> None:
    assert of(**changes) == []


def test_missing_parts_are_each_told() -> None:
    assert of(who={"name": "", "phone": ""}) == ["ORD-11", "ORD-12"]


def test_a_hold_blocks_its_own_line_only() -> None:
    assert codes(line(quantity=0), line("L2", who={"name": "李大有"})) == {"L1": ["ORD-20"], "L2": []}


def test_a_finding_points_at_its_cell() -> None:
    (finding,) = check_lines([line(quantity=0)], CONTEXT)["L1"]
    assert (finding.where, finding.line) == ("订单!D2", "L1")


@pytest.mark.parametrize("word", ["放行", "已放行 王店长", "OK", "release", "Yes, go", "√"])
def test_a_person_releases_a_hold_and_it_stays_visible(word: str) -> None:
    (finding,) = check_lines([line(quantity=10_000, release=word)], CONTEXT)["L1"]
    assert (finding.code, finding.level) == ("ORD-31", Level.NOTE)
    assert finding.message("zh") == "已人工放行：数量 10000 超过 9999，可能写错了"
    assert finding.message("en").startswith("Released by a person: Quantity 10000")


@pytest.mark.parametrize(
    "changes",
    [
        {"who": {"name": "张**"}},
        {"who": {"name": "##abc"}},
        {"order_id": "6.9E+17"},
        {"quantity": None},
        {"recipient": Recipient()},
    ],
)
def test_masked_lost_and_missing_can_never_be_released(changes: dict[str, Any]) -> None:
    assert of(release="放行", **changes) == of(**changes)


def test_a_note_is_not_called_released() -> None:
    assert of(release="ok", buyer_note="urgent") == ["ORD-29"]


def test_words_of_release() -> None:
    assert is_released(line(release="放行"))
    assert not is_released(line(release="，"))
    assert not is_released(line())
    assert SETTLED < RELEASABLE


def test_the_second_of_two_equal_orders_within_a_day_waits() -> None:
    later = line("L2", ordered_at=NOW + timedelta(hours=23))
    assert codes(later, line()) == {"L1": ["ORD-27"], "L2": ["ORD-26", "ORD-27"]}


def test_an_equal_order_days_later_is_a_regular_customer() -> None:
    later = line("L2", ordered_at=NOW + timedelta(hours=25), who={"street": "文二路 2 号"})
    assert codes(line(), later) == {"L1": [], "L2": []}


def test_an_equal_order_of_unknown_time_waits() -> None:
    assert codes(line(), line("L2", ordered_at=None))["L2"] == ["ORD-26", "ORD-27"]


@pytest.mark.parametrize(
    "changes",
    [
        {"order_id": "69-L1"},
        {"shop": "大店"},
        {"quantity": 2, "who": {"street": "文二路 2 号"}},
        {"who": {"phone": "13900002222"}},
    ],
)
def test_lines_that_are_no_twins(changes: dict[str, Any]) -> None:
    assert codes(line(), line("L2", **changes)) == {"L1": [], "L2": []}


def test_a_new_order_after_a_refunded_one_is_no_twin() -> None:
    before = line(refund_state=RefundState.REFUNDED)
    assert codes(before, line("L2", ordered_at=NOW + timedelta(hours=1)))["L2"] == []


def test_masked_recipients_are_never_taken_for_one_another() -> None:
    masked = {"name": "张**", "phone": "138****1111"}
    assert codes(line(who=masked), line("L2", who=masked)) == {
        "L1": ["ORD-16", "ORD-16"],
        "L2": ["ORD-16", "ORD-16"],
    }


def test_orders_of_one_recipient_are_shown_as_one_parcel_and_shipped_ones_left_out() -> None:
    found = check_lines(
        [
            line(),
            *(line(f"L{n}", quantity=n) for n in range(2, 9)),
            line("L9", quantity=9, order_state=OrderState.SHIPPED),
        ],
        CONTEXT,
    )
    (finding,) = found["L1"]
    assert finding.values["others"] == "69-L2、69-L3、69-L4、69-L5、69-L6……"
    assert [finding.code for finding in found["L9"]] == ["ORD-06"]


def test_a_line_that_came_twice_is_checked_twice_under_its_key() -> None:
    assert codes(line(quantity=0), line(quantity=0)) == {"L1": ["ORD-20", "ORD-20"]}


def test_a_shop_sets_its_own_words_and_limits() -> None:
    options = CheckOptions(change_words=("brown",), ask_words=(), most_units=1)
    assert codes(line(buyer_note="Brown, urgent", quantity=2), options=options)["L1"] == ["ORD-21", "ORD-28"]


TEXT = st.text(max_size=20)


@given(
    st.builds(Recipient, name=TEXT, phone=TEXT, street=TEXT),
    TEXT,
    TEXT,
    st.one_of(st.none(), st.integers(-5, 10**9)),
)
def test_no_text_makes_a_check_fail_and_no_mask_gets_through(
    who: Recipient, note: str, release: str, quantity: int | None
) -> None:
    asked = line(recipient=who, buyer_note=note, release=release, quantity=quantity, order_id=note)
    found = check_lines([asked], CONTEXT)["L1"]
    if "*" in who.name + who.phone + who.street:
        assert any(finding.level is Level.HOLD for finding in found)
    for finding in found:
        assert finding.message("zh")
        assert finding.fix("en")


def test_lines_without_a_place_are_checked_too() -> None:
    assert codes(line(origin=Origin("", 0), paid=Decimal(1)))["L1"] == []
