"""Rows, files and the ledger become lines, each once, whatever somebody did to the table in between."""

from __future__ import annotations

from dataclasses import replace

from sheetship.core.doubled import doubled_lines
from sheetship.core.exported import DOUBTS, newest_by_key
from sheetship.core.model import OrderState, Record, RefundState
from sheetship.core.workline import WorkLine, is_finished
from tests.core.little_shop import line
from tests.core.pure_shop import WHERE, PureShop, record

TYPED = {
    "order_id": "1",
    "sku": "A1",
    "quantity": "1",
    "recipient_name": "王1",
    "phone": "13800000001",
    **WHERE,
}


def newest(*records: Record) -> dict[str, Record]:
    return newest_by_key(records)


def test_the_last_file_counts_unless_a_line_cannot_have_gone_that_way() -> None:
    older, newer = record("1", "1-1", file="a.csv"), record("1", "1-1", file="b.csv", quantity="2")
    assert [one.fields["quantity"] for one in newest(older, newer).values()] == ["2"]
    shipped = replace(older, fields={**older.fields, "order_state": "shipped"})
    assert [one.fields["order_state"] for one in newest(shipped, newer).values()] == ["shipped"]


def test_a_doubt_is_gone_with_the_next_file() -> None:
    pair = record("1", "1-1"), record("1", "1-1", quantity="2")
    (doubtful,) = newest(*pair).values()
    assert doubtful.fields[DOUBTS] == "ROW-02"
    (settled,) = newest(*pair, record("1", "1-1", file="b.csv")).values()
    assert DOUBTS not in settled.fields


def test_a_line_is_finished_when_all_has_left_or_the_platform_is_done_with_it() -> None:
    shop = PureShop()
    shop.run(record("1"))
    (known,) = shop.known().lines.values()
    assert not is_finished(line(), None)
    assert not is_finished(line(order_state=OrderState.CLOSED), known)
    unbought = replace(known, issues=())
    assert not is_finished(line(), unbought)
    assert is_finished(line(order_state=OrderState.SHIPPED), unbought)
    assert is_finished(line(refund_state=RefundState.REFUNDED), unbought)


def test_rows_whose_columns_were_sorted_apart_go_by_their_order_number() -> None:
    shop = PureShop()
    shop.run(record("1"), record("2"), record("3", sku="B9"))
    own = shop.table().last_column - 14
    one, two = shop.grid[1], shop.grid[2]
    shop.grid[1], shop.grid[2] = one[:own] + two[own:], two[:own] + one[own:]
    plan = shop.run()
    assert plan.counts["sent"] == 0
    orders = dict(zip(shop.cells("order_id"), shop.cells("line_key"), strict=True))
    assert {order: shop.known().line(key).fields["order_id"] for order, key in orders.items()} == {
        n: n for n in "123"
    }
    assert shop.plan().is_empty


def test_an_order_number_that_somebody_mended_keeps_its_line() -> None:
    shop = PureShop()
    shop.run(record("1", sku="B9"))
    key = shop.cell(2, "line_key")
    shop.type(2, "order_id", "10")
    plan = shop.run()
    assert set(plan.lines) == {key}
    assert plan.lines[key].order_id == "10"


def test_a_row_typed_without_its_platform_and_the_export_of_it_are_bought_once() -> None:
    shop = PureShop(TYPED)
    shop.run()
    plan = shop.run(record("1"))
    assert (plan.counts["sent"], plan.counts["held"]) == (0, 1)
    assert [finding.code for finding in plan.findings] == ["ROW-20"]


def test_a_row_that_was_pasted_twice_is_bought_once_and_the_other_asked_about() -> None:
    shop = PureShop(TYPED, TYPED)
    plan = shop.run()
    assert plan.counts["sent"] == 1
    assert "ROW-14" in {finding.code for finding in plan.findings}
    shop.type(2 + shop.cells("status").index("待确认"), "release", "放行")
    assert shop.run().counts["sent"] == 1
    assert shop.plan().is_empty


def work(key: str, **changes: object) -> WorkLine:
    return WorkLine(line=line(key, order_id="1", **changes), row=None, known=None, fields={}, is_seed=True)


def doubled(*lines: WorkLine) -> list[str]:
    return [finding.line for finding in doubled_lines(lines)]


def test_one_piece_sold_under_two_names_is_asked_about_in_the_order_of_keys() -> None:
    here, there = work("L1", platform="douyin"), work("L2", platform="抖音")
    assert doubled(here, there) == doubled(there, here) == ["L2"]


def test_other_goods_or_another_person_are_another_piece() -> None:
    here = work("L1", platform="douyin")
    assert doubled(here, work("L2", platform="taobao", sku="A2")) == []
    assert doubled(here, work("L2", platform="taobao", who={"name": "李四", "phone": "13900000000"})) == []
    assert doubled(here, work("L2", who={"phone": "13900000000"}, platform="taobao")) == []
    assert doubled(here, work("L2")) == []


def test_goods_that_a_row_without_a_platform_calls_its_own_way_are_asked_about() -> None:
    here, typed = work("L1", platform="douyin"), work("L2", platform="", sku="杯子")
    assert doubled(here, typed) == ["L2"]
    assert doubled(here, typed, work("L3", platform="")) == ["L3"]
