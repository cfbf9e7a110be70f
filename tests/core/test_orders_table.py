"""The team's table is read wherever its header stands, and refused with the names that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.findings import SheetShipError
from sheetship.core.orders_table import OrdersTable, read_orders_table
from sheetship.core.tables import FORMULA, LOST_DIGITS, RawTable

HEAD = ["订单号", "数量", "收件人", "我的备忘", "状态"]


def read(
    *rows: Sequence[str], flaws: Mapping[tuple[int, int], str] | None = None, required: Sequence[str] = ()
) -> OrdersTable:
    raw = RawTable("orders.xlsx#订单", rows, flaws or {})
    return read_orders_table(raw, sheet="订单", zone=UTC, named={}, required=required)


def test_rows_say_what_the_team_wrote_and_what_sheetship_wrote() -> None:
    table = read(HEAD, ["'001", "2个", " 张三 ", "x", "已下单"])
    (row,) = table.rows
    assert (row.number, row.team, row.ours) == (
        2,
        {"order_id": "001", "quantity": "2", "recipient_name": "张三"},
        {"status": "已下单"},
    )
    assert table.origin(2).cell("quantity") == "订单!B2"
    assert table.origin(2).cell() == "订单!2"


def test_the_header_may_stand_below_a_title() -> None:
    table = read(["十一月订单"], [], HEAD, ["1", "1", "张三"])
    assert (table.header_row, [row.number for row in table.rows]) == (3, [4])


def test_blank_rows_rows_of_spaces_and_totals_are_no_rows() -> None:
    table = read(
        HEAD,
        [],
        ["", " ", "\u3000"],
        ["1", "1", "张三"],
        ["合计：", "1"],
        ["", "Total", "9"],
        ["", "", "", "x"],
    )
    assert [row.number for row in table.rows] == [4]
    assert table.last_row == 7


def test_a_row_of_another_person_s_own_column_only_still_counts_for_where_new_rows_go() -> None:
    assert read(HEAD, ["", "", "", "x"]).last_row == 2
    assert read(HEAD).last_row == 1


def test_short_rows_and_long_rows_are_read() -> None:
    table = read(HEAD, ["1"], ["2", "1", "张三", "x", "新", "y", "z"])
    assert [row.team["order_id"] for row in table.rows] == ["1", "2"]
    assert table.last_column == 5


def test_cells_that_cannot_be_trusted_are_known_by_field() -> None:
    flaws = {(2, 1): LOST_DIGITS, (2, 2): FORMULA, (2, 4): FORMULA, (9, 1): FORMULA}
    (row,) = read(HEAD, ["1.2E+17", "2", "张三"], flaws=flaws).rows
    assert row.flaws == {"order_id": LOST_DIGITS, "quantity": FORMULA}


def refused(*rows: Sequence[str], required: Sequence[str] = ()) -> SheetShipError:
    with pytest.raises(SheetShipError) as caught:
        read(*rows, required=required)
    return caught.value


def test_a_tab_that_is_no_orders_table_is_refused_by_what_is_there() -> None:
    finding = refused([], ["库存", " 单位 "]).finding
    assert (finding.code, finding.values["there"]) == ("BOOK-22", "库存、单位")
    assert refused().finding.values["there"] == "—"


def test_a_missing_column_is_named_beside_those_that_are_there() -> None:
    finding = refused(HEAD, required=("order_id", "phone")).finding
    assert (finding.code, finding.where) == ("BOOK-20", "订单!1")
    assert finding.values == {"missing": "电话 / Phone", "there": "订单号、数量、收件人、我的备忘、状态"}


def test_a_column_that_stands_twice_is_refused_with_both_places() -> None:
    finding = refused([*HEAD, "数 量"]).finding
    assert (finding.code, finding.values) == ("BOOK-21", {"heading": "数量", "columns": "B、F"})


@given(st.lists(st.lists(st.text(max_size=6), max_size=7), max_size=6))
def test_no_text_makes_the_table_stumble(cells: list[list[str]]) -> None:
    table = read(HEAD, *cells)
    assert all(text for row in table.rows for text in row.team.values())
    assert all(row.number <= max(table.last_row, 1) for row in table.rows)
