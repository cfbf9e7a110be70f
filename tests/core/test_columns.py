"""Whose column is which, under whatever heading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.columns import COLUMNS, OURS, TEAM, Column, find_columns, plain_heading

EVERY = (*TEAM, *OURS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_workbook_s_headings_are_all_found_in_both_languages(lang: str) -> None:
    headings = [column.heading(lang) for column in EVERY]
    assert find_columns(headings, EVERY) == {column.field: at for at, column in enumerate(EVERY, 1)}


def test_no_two_columns_answer_to_one_full_heading_and_no_field_stands_twice() -> None:
    assert len(COLUMNS) == len(EVERY)
    for lang in ("zh", "en"):
        headings = [plain_heading(column.heading(lang)) for column in EVERY]
        assert len(set(headings)) == len(headings)


@given(st.permutations(EVERY))
def test_columns_may_be_moved_at_will(columns: list[Column]) -> None:
    found = find_columns([column.zh for column in columns], EVERY)
    assert found == {column.field: at for at, column in enumerate(columns, 1)}


@pytest.mark.parametrize(
    "heading", ["订单编号", "Order ID", " 订单号 ", "订单号*", "订单号（必填）：", "ORDER\nNUMBER", "Order #"]
)
def test_an_order_number_is_found_under_the_names_that_people_use(heading: str) -> None:
    assert find_columns([heading], EVERY) == {"order_id": 1}


def test_a_heading_in_full_wins_over_a_synonym() -> None:
    assert find_columns(["单号", "订单号"], EVERY) == {"order_id": 2}


def test_a_synonym_never_takes_the_full_heading_of_another_column() -> None:
    found = find_columns(["备注", "地址", "详细地址"], EVERY)
    assert found == {"street": 3, "seller_note": 1}


def test_the_leftmost_of_equal_headings_counts() -> None:
    assert find_columns(["SKU", "SKU"], EVERY) == {"sku": 1}


def test_the_shop_s_own_heading_wins_over_everything_else() -> None:
    named = {"line_id": "单号", "product": "货号", "shop": ""}
    assert find_columns(["单号", "货号", "店铺"], EVERY, named) == {"line_id": 1, "product": 2, "shop": 3}


def test_a_field_that_the_shop_named_is_not_looked_for_under_other_names() -> None:
    assert find_columns(["数量"], EVERY, {"quantity": "件"}) == {}


def test_blank_headings_are_nobody_s() -> None:
    assert find_columns(["", " ", "数量"], EVERY) == {"quantity": 3}
