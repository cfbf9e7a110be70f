"""The error gallery of rows: the smallest day that causes each ROW code, and what it says to a clerk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sheetship.core.findings import Finding
from sheetship.core.messages.rows import ROWS
from sheetship.core.plan import Plan
from sheetship.core.tables import ERROR, FORMULA
from tests.core.pure_shop import WHERE, PureShop, record

TYPED = {
    "order_id": "1",
    "sku": "A1",
    "quantity": "1",
    "recipient_name": "王1",
    "phone": "13800000001",
    **WHERE,
}


def typed(**cells: str) -> PureShop:
    """A shop with one row that somebody typed, with cells of SheetShip's own in it."""
    shop = PureShop()
    shop.grid[0] += ["行号", "采购单号", "运单号"]
    shop.type_row(**TYPED, **cells)
    return shop


def a_row_without_an_order_number() -> Plan:
    return PureShop({"buyer_note": "周三再说"}).run()


def one_line_with_two_contents() -> Plan:
    return PureShop().run(record("1", "1-1"), record("1", "1-1", quantity="2"))


def one_line_twice() -> Plan:
    return PureShop().run(record("1", "1-1", sku="B9"), record("1", "1-1", sku="B9"))


def one_line_in_two_rows() -> Plan:
    shop = PureShop()
    shop.run(record("1"))
    shop.grid.append(list(shop.grid[1]))
    shop.type(3, "sku", "B9")
    key = shop.cell(2, "line_key")
    plan = shop.run()
    return replace(
        plan, findings=tuple(replace(f, line=key) if f.code == "ROW-04" else f for f in plan.findings)
    )


def a_purchase_that_the_ledger_does_not_know() -> Plan:
    return typed(po_number="HZ-261120-1").run()


def a_changed_address() -> Plan:
    shop = PureShop()
    shop.run(record("1", sku="B9"))
    return shop.run(record("1", sku="B9", street="文三路 9 号", file="b.csv"))


def changed_on_both_sides() -> Plan:
    shop = PureShop()
    shop.run(record("1"))
    shop.type(2, "street", "文三路 8 号")
    return shop.run(record("1", street="文三路 9 号", file="b.csv"))


def a_changed_quantity() -> Plan:
    shop = PureShop()
    shop.run(record("1", sku="B9"))
    return shop.run(record("1", sku="B9", quantity="2", file="b.csv"))


def a_deleted_row() -> Plan:
    shop = PureShop()
    shop.run(record("1"))
    del shop.grid[1]
    return shop.run()


def goods_that_are_bought_already() -> Plan:
    shop = PureShop()
    shop.run(record("1"))
    return shop.run(record("1", file="b.csv"), record("1", unit_price="45", file="b.csv"))


def a_formula_for_a_number() -> Plan:
    return PureShop().run(replace(record("1"), flaws={"phone": FORMULA}))


def an_error_for_a_number() -> Plan:
    return PureShop().run(replace(record("1"), flaws={"paid": ERROR}))


def changed_after_the_purchase() -> Plan:
    shop = PureShop()
    shop.run(record("1"))
    return shop.run(record("1", phone="13900002222", file="b.csv"))


def two_lines_equal_in_everything() -> Plan:
    return PureShop().run(record("1"), record("1"))


def a_cell_of_ours_that_somebody_changed() -> Plan:
    shop = PureShop()
    shop.run(record("1"))
    shop.type(2, "status", "完成")
    return shop.run()


def one_piece_under_two_names() -> Plan:
    shop = PureShop(TYPED)
    shop.run()
    return shop.run(record("1"))


def a_line_that_its_order_lost() -> Plan:
    shop = PureShop()
    shop.run(record("1", "1-1", sku="B9"), record("1", "1-2", variant="红"))
    return shop.run(record("1", "1-2", variant="红", file="b.csv"))


def an_older_export() -> Plan:
    shop = PureShop()
    shop.run(record("1", order_state="closed"))
    return shop.run(record("1", file="old.csv"))


def a_number_that_we_did_not_ask_for() -> Plan:
    return typed(tracking_number="SF1234567890123").run()


def a_key_of_another_line() -> Plan:
    shop = PureShop()
    shop.run(record("1"), record("2"))
    one, two = shop.cells("line_key")
    shop.type(2, "line_key", two)
    shop.type(3, "line_key", one)
    return shop.run()


def a_text_longer_than_a_cell() -> Plan:
    return PureShop().run(record("1", buyer_note="好" * 40_000))


DAYS: dict[str, tuple[Callable[[], Plan], str]] = {
    "ROW-01": (a_row_without_an_order_number, "这一行没有订单号，未处理"),
    "ROW-02": (one_line_with_two_contents, "同一个文件里这一行出现两次，内容不同"),
    "ROW-03": (one_line_twice, "同一个文件里这一行重复出现，只算一次"),
    "ROW-04": (one_line_in_two_rows, "与第 2 行是同一个订单行，重复的行不会下单"),
    "ROW-05": (
        a_purchase_that_the_ledger_does_not_know,
        "表里写着采购单 HZ-261120-1，但台账里没有这一行：可能在另一台电脑上下过单",
    ),
    "ROW-06": (a_changed_address, "平台上已更改：详细地址（表里仍是旧值，按新值处理）"),
    "ROW-07": (changed_on_both_sides, "您改了 详细地址，平台上也改了，而且不一样"),
    "ROW-08": (a_changed_quantity, "数量：1 → 2（平台最新导出）"),
    "ROW-09": (a_deleted_row, "订单表里找不到这一行（可能已删除）：不会下单，运单号也无处可写"),
    "ROW-10": (goods_that_are_bought_already, "订单 1 的同一商品已向供应商下单，这一行像是改价或重复导出"),
    "ROW-11": (a_formula_for_a_number, "电话是公式，不能当作编号使用"),
    "ROW-12": (an_error_for_a_number, "实付金额是错误值（如 #N/A）"),
    "ROW-13": (changed_after_the_purchase, "向供应商下单之后又改了：电话"),
    "ROW-14": (two_lines_equal_in_everything, "同一订单里有两行完全一样，可能是重复导出"),
    "ROW-15": (a_cell_of_ours_that_somebody_changed, "您改了“状态”（写着“完成”），已按台账恢复"),
    "ROW-20": (
        one_piece_under_two_names,
        "订单 1 的这件货另有一行（订单!2），只是平台或店铺写得不同：只下一次单",
    ),
    "ROW-21": (
        a_line_that_its_order_lost,
        "订单 1 最新的导出里没有这一行了（已取消，或改价后成了另一行）",
    ),
    "ROW-22": (
        an_older_export,
        "订单状态：已关闭 → 待发货，像是一份较早的导出；仍按 已关闭 处理",
    ),
    "ROW-23": (
        a_number_that_we_did_not_ask_for,
        "“运单号”里已写着 SF1234567890123，但不是从 SheetShip 下的单：按已经发货处理",
    ),
    "ROW-24": (
        a_key_of_another_line,
        "这一行的行号属于另一个订单（可能只排序了一部分列），已按订单号 1 认行",
    ),
    "ROW-25": (a_text_longer_than_a_cell, "买家留言太长，一格放不下，只留下了前 16000 个字"),
}


@pytest.mark.parametrize(("code", "day", "says"), [(code, *day) for code, day in DAYS.items()], ids=DAYS)
def test_the_smallest_day_that_causes_it(code: str, day: Callable[[], Plan], says: str) -> None:
    finding = next(found for found in day().findings if found.code == code)
    assert finding.message("zh") == says
    assert_said_in_both(finding)


def test_every_code_has_its_case() -> None:
    assert set(DAYS) == set(ROWS)


def assert_said_in_both(finding: Finding) -> None:
    for lang in ("zh", "en"):
        assert finding.message(lang)
        assert finding.fix(lang)
        assert "{" not in finding.message(lang) + finding.fix(lang)
