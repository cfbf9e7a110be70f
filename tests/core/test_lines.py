"""Text gets its meaning once; two spellings of one value are one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.columns import TEAM
from sheetship.core.lines import (
    ERASE,
    Home,
    canoniser,
    label,
    parse_line,
    plain_decimal,
    read_decimal,
    read_quantity,
    read_time,
)
from sheetship.core.model import OrderState, Origin, RefundState

CHINA = timezone(timedelta(hours=8))
FIELDS = st.sampled_from([column.field for column in TEAM])


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        ("order_id", "'0012", "0012"),
        ("phone", "'13800001111 ", "13800001111"),
        ("phone", "' '13800001111", "13800001111"),
        ("phone", "138 0000-1111转22", "138 0000-1111转22"),
        ("quantity", "2个", "2"),
        ("quantity", "３ pcs", "3"),
        ("quantity", "两", "两"),
        ("paid", "¥1,299.50", "1299.5"),
        ("paid", "免费", "免费"),
        ("order_state", "待发货", "to_ship"),
        ("order_state", "To Ship", "to_ship"),
        ("order_state", "？", "unknown"),
        ("order_state", " ", ""),
        ("refund_state", "已退款", "refunded"),
        ("refund_state", "maybe", "unknown"),
        ("refund_state", "", ""),
        ("ship_by", "2026/11/21 9:30", "2026-11-21T09:30:00+08:00"),
        ("ship_by", "尽快", "尽快"),
        ("street", " 文三路 1 号 ", "文三路 1 号"),
    ],
)
def test_a_cell_of_the_team_has_one_spelling(field: str, typed: str, meant: str) -> None:
    assert canoniser(field, CHINA)(typed) == meant


@pytest.mark.parametrize("field", [column.field for column in TEAM])
@pytest.mark.parametrize("word", ["清除", "CLEAR"])
def test_the_word_that_erases_is_understood_in_every_column(field: str, word: str) -> None:
    assert canoniser(field, UTC)(word).casefold() in ERASE


@given(FIELDS, st.text())
def test_a_spelling_is_final(field: str, text: str) -> None:
    spell = canoniser(field, UTC)
    if field not in {"order_id", "line_id", "sku"}:
        assert spell(spell(text)) == spell(text)
    assert parse_line("L", {field: spell(text)}, Origin("", 0), UTC, Home()).key == "L"


@pytest.mark.parametrize("state", OrderState)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_order_state_is_read_back_as_it_was_written(state: OrderState, lang: str) -> None:
    assert canoniser("order_state", UTC)(label("order_state", state.value, lang)) == state.value


@pytest.mark.parametrize("state", RefundState)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refund_state_is_read_back_as_it_was_written(state: RefundState, lang: str) -> None:
    assert canoniser("refund_state", UTC)(label("refund_state", state.value, lang)) == state.value


def test_other_fields_and_blanks_are_written_as_they_are() -> None:
    assert (label("sku", "A1", "zh"), label("order_state", "", "zh"), label("refund_state", "", "en")) == (
        "A1",
        "",
        "",
    )


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_money_is_read_back_to_the_last_digit(amount: Decimal) -> None:
    assert read_decimal(plain_decimal(amount)) == amount


@pytest.mark.parametrize("text", ["", "1.2.3", "12-", "1e5", "NaN", "Infinity", "12,34", "--1"])
def test_what_is_no_amount_is_not_read_as_one(text: str) -> None:
    assert read_decimal(text) is None


@pytest.mark.parametrize(
    ("text", "meant"), [("2", 2), ("2.0", 2), ("-1", -1), ("1.5", None), ("1234567890", None), ("", None)]
)
def test_a_quantity_is_a_whole_number_or_nothing(text: str, meant: int | None) -> None:
    assert read_quantity(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-21 10:00", "2026-11-21T10:00:00+08:00"),
        ("2026-11-21 10:00:00 +0000", "2026-11-21T10:00:00+00:00"),
        ("2026年11月21日 18时30分", "2026-11-21T18:30:00+08:00"),
        ("2026.11.21", "2026-11-21T00:00:00+08:00"),
        ("2026/11/21 下午3:05", "2026-11-21T15:05:00+08:00"),
        ("2026/11/21 3:05 PM", "2026-11-21T15:05:00+08:00"),
        ("2026/11/21 12:05 AM", "2026-11-21T00:05:00+08:00"),
        ("2026/11/21 12:05 PM", "2026-11-21T12:05:00+08:00"),
        ("2026/11/21 上午9:05", "2026-11-21T09:05:00+08:00"),
    ],
)
def test_times_are_read_year_first(text: str, meant: str) -> None:
    moment = read_time(text, CHINA)
    assert moment is not None
    assert moment.isoformat() == meant


@pytest.mark.parametrize(
    "text",
    ["", "21/11/2026", "2026-02-30", "2026/13/1", "2026/1/1 25:00", "0001-01-01", "9999-12-31", "soon"],
)
def test_what_is_no_sure_time_is_not_guessed(text: str) -> None:
    assert read_time(text, CHINA) is None


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2999, 12, 30)))  # noqa: DTZ001 - made aware below
def test_a_time_may_be_moved_to_any_zone(moment: datetime) -> None:
    there = read_time(moment.isoformat(), CHINA)
    assert there == moment.replace(tzinfo=CHINA)
    assert there.astimezone(timezone(timedelta(hours=-12)))


def test_a_hand_kept_row_is_an_order_to_ship_in_the_shop_s_own_money() -> None:
    line = parse_line("L", {"order_id": "7"}, Origin("订单", 3), UTC, Home("GBP", "GB"))
    assert (line.order_state, line.refund_state) == (OrderState.TO_SHIP, RefundState.NONE)
    assert (line.currency, line.recipient.country, line.quantity) == ("GBP", "GB", None)


def test_what_a_record_says_itself_wins_over_what_the_shop_takes_for_granted() -> None:
    fields = {"currency": "EUR", "country": "DE", "order_state": "no such", "refund_state": "no such"}
    line = parse_line("L", fields, Origin("", 0), UTC, Home("GBP", "GB"))
    assert (line.currency, line.recipient.country) == ("EUR", "DE")
    assert (line.order_state, line.refund_state) == (OrderState.UNKNOWN, RefundState.UNKNOWN)
