"""Nothing is bought twice, whatever people do with the files, the workbook and SheetShip's own folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.days.shop_day import HEADS, SETTINGS, Day, codes, douyin, export, shopify

ORDER, OTHER = "6917000000000000017", "6917000000000000025"
TYPED = {
    "订单号": ORDER, "商品编码": "A1", "商品名称": "杯子", "数量": 1, "实付金额": 40,
    "收件人": "王17", "电话": "13900000017", "详细地址": "浙江省杭州市余杭区文一西路017号",
}  # fmt: skip


def bought_day(tmp_path: Path) -> tuple[Day, bytes]:
    """One line, ordered."""
    day = Day(tmp_path)
    file = export("douyin_75", [douyin(ORDER)])
    day.drop("a.csv", file)
    day.run()
    assert day.issued() == {ORDER: 1}
    return day, file


def purchase_orders(day: Day) -> list[str]:
    return [path for path in day.sheets() if "代发单" in path]


def test_a_lost_ledger_does_not_buy_what_the_table_says_was_ordered(tmp_path: Path) -> None:
    day, _ = bought_day(tmp_path)
    shutil.rmtree(day.folder / ".sheetship")
    assert "ROW-05" in codes(day.run())
    day.run_again()
    assert len(purchase_orders(day)) == 1
    assert day.row(ORDER)["po_number"] == "HZ-261121-1"


def test_a_lost_ledger_and_the_same_export_again_do_not_buy(tmp_path: Path) -> None:
    day, file = bought_day(tmp_path)
    shutil.rmtree(day.folder / ".sheetship")
    day.drop("again.csv", file)
    assert "ROW-05" in codes(day.run())
    day.run_again()
    assert len(purchase_orders(day)) == 1


def test_after_a_lost_ledger_a_new_purchase_order_gets_a_new_number(tmp_path: Path) -> None:
    """The supplier may still answer with tokens of the old HZ-261121-1."""
    day, _ = bought_day(tmp_path)
    shutil.rmtree(day.folder / ".sheetship")
    day.drop("b.csv", export("douyin_75", [douyin(OTHER)]))
    day.run()
    assert day.row(OTHER)["po_number"] == "HZ-261121-2"


def test_a_row_typed_without_its_platform_and_its_export_are_one_piece(tmp_path: Path) -> None:
    day = Day(tmp_path, rows=[TYPED])
    day.run()
    day.drop("a.csv", export("douyin_75", [douyin(ORDER)]))
    assert "ROW-20" in codes(day.run())
    day.run_again()
    assert len(purchase_orders(day)) == 1


def test_a_row_typed_without_its_platform_may_call_the_goods_its_own_way(tmp_path: Path) -> None:
    day = Day(tmp_path, rows=[{**TYPED, "商品编码": "A2"}])
    day.drop("a.csv", export("douyin_75", [douyin(ORDER)]))
    assert "ROW-20" in codes(day.run())
    assert len(purchase_orders(day)) == 1


def test_a_second_piece_that_a_person_confirms_is_bought(tmp_path: Path) -> None:
    day = Day(tmp_path, rows=[TYPED])
    day.drop("a.csv", export("douyin_75", [douyin(ORDER)]))
    day.run()
    [held] = [row for row in day.rows() if not row["po_number"]]
    day.edit(lambda sheet, at: sheet.cell(held["row"], at["release"], "放行"))
    day.run()
    assert len(purchase_orders(day)) == 2


def test_a_file_moved_into_a_shop_folder_is_no_second_order(tmp_path: Path) -> None:
    day, _ = bought_day(tmp_path)
    day.drop("旗舰店/b.csv", export("douyin_75", [douyin(ORDER), douyin(OTHER)]))
    assert "ROW-20" in codes(day.run())
    assert {row["status"] for row in day.rows() if row["order_id"] == OTHER} == {"已下单"}
    assert sorted(filter(None, (row["po_number"] for row in day.rows()))) == ["HZ-261121-1", "HZ-261121-2"]


def test_two_shops_with_the_same_number_for_different_people_are_two_orders(tmp_path: Path) -> None:
    shops = '[[shops]]\nname = "A"\nplatform = "shopify"\n[[shops]]\nname = "B"\nplatform = "shopify"\n'
    day = Day(tmp_path, settings=SETTINGS + shops)
    day.drop("A/a.csv", export("shopify", [shopify("#1001")]))
    other = {"Shipping Name": "李四", "Shipping Phone": "13911112222"}
    day.drop("B/b.csv", export("shopify", [shopify("#1001", **other)]))
    assert codes(day.run()) == []
    assert day.issued() == {"#1001": 2}


def test_a_price_changed_before_purchase_is_not_a_second_piece(tmp_path: Path) -> None:
    """A platform without line numbers: by its new price the line looks like another."""
    day = Day(tmp_path)
    day.drop("a.csv", export("shopify", [shopify("#1001", **{"Shipping Phone": ""})]))
    day.run()
    day.drop("b.csv", export("shopify", [shopify("#1001", **{"Lineitem price": "39.00"})]))
    assert "ROW-21" in codes(day.run())
    day.edit(lambda sheet, at: sheet.cell(2, at["phone"], "13900010001"))
    day.run()
    day.run_again()
    assert day.issued() == {"#1001": 1}


def test_a_price_changed_after_purchase_is_not_a_second_piece(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("a.csv", export("shopify", [shopify("#1001")]))
    day.run()
    day.drop("b.csv", export("shopify", [shopify("#1001", **{"Lineitem price": "39.00"})]))
    assert "ROW-10" in codes(day.run())
    day.run_again()
    assert day.issued() == {"#1001": 1}


def test_a_line_cut_from_its_order_before_purchase_waits(tmp_path: Path) -> None:
    day = Day(tmp_path)
    cut = douyin(ORDER, "6917000000000000018", 收件人手机号="")
    day.drop("a.csv", export("douyin_75", [douyin(ORDER, 商家编码="A2"), cut]))
    day.run()
    day.drop("b.csv", export("douyin_75", [douyin(ORDER, 商家编码="A2")]))
    assert "ROW-21" in codes(day.run())


def test_an_older_export_does_not_undo_a_refund(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("new.csv", export("douyin_75", [douyin(ORDER, 售后状态="退款成功")]))
    day.run()
    day.drop("old.csv", export("douyin_75", [douyin(ORDER)]))
    assert "ROW-22" in codes(day.run())
    day.run_again()
    assert day.issued() == {}


def test_an_older_export_read_after_the_newer_one_in_one_run_does_not_undo_a_refund(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("new.csv", export("douyin_75", [douyin(ORDER, 订单状态="已关闭")]))
    day.drop("old.csv", export("douyin_75", [douyin(ORDER)]))
    day.run()
    assert day.issued() == {}


def test_two_contents_of_one_line_wait_until_a_person_says(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(ORDER), douyin(ORDER, 商品数量="2")]))
    day.run()
    day.run_again()
    assert day.issued() == {}


def test_a_key_that_somebody_filled_down_makes_no_new_line(tmp_path: Path) -> None:
    day, _ = bought_day(tmp_path)

    def spoil(sheet: Any, at: dict[str, int]) -> None:  # noqa: ANN401
        sheet.cell(2, at["line_key"], "L-AAAAAAAAAAAAAA")
        sheet.cell(2, at["po_number"]).value = None

    day.edit(spoil)
    day.run()
    assert len(purchase_orders(day)) == 1


def test_rows_that_the_team_sent_before_sheetship_came_are_neither_bought_nor_erased(tmp_path: Path) -> None:
    heads = ("订单号", "商品编码", "数量", "收件人", "电话", "详细地址", "供应商", "快递", "运单号")
    sent = {**TYPED, "供应商": "老王", "快递": "中通", "运单号": "75312345678900"}
    day = Day(
        tmp_path,
        heads=heads,
        rows=[sent, {**TYPED, "订单号": OTHER, "收件人": "李四", "电话": "13911112222"}],
    )
    assert "ROW-23" in codes(day.run())
    day.run_again()
    row = day.row(ORDER)
    assert (row["supplier"], row["courier"], row["tracking_number"]) == ("老王", "中通", "75312345678900")
    assert row["po_number"] is None
    assert day.row(OTHER)["po_number"] == "HZ-261121-1"


def test_a_number_typed_by_hand_for_an_ordered_line_is_not_erased(tmp_path: Path) -> None:
    day, _ = bought_day(tmp_path)
    day.type(ORDER, tracking_number="75312345678900")
    day.run()
    assert day.row(ORDER)["tracking_number"] == "75312345678900"


def test_sorting_only_some_columns_gives_every_number_to_its_own_order(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(ORDER), douyin(OTHER)]))
    day.run()
    token, _ = (issue.token for line in day.known().lines.values() for issue in line.issues)
    owner = day.known().lines[day.known().tokens[token]].fields["order_id"]

    def swap(sheet: Any, _: dict[str, int]) -> None:  # noqa: ANN401
        for column in range(1, len(HEADS) + 1):
            one, two = sheet.cell(2, column), sheet.cell(3, column)
            one.value, two.value = two.value, one.value

    day.edit(swap)
    day.reply("r.xlsx", [(token, "中通", "75312345678901")], ("编号", "快递公司", "快递单号"))
    ran = day.run()
    assert "ROW-24" in codes(ran)
    assert {row["order_id"]: row["tracking_number"] for row in day.rows()} == {
        owner: "75312345678901",
        ({ORDER, OTHER} - {owner}).pop(): None,
    }
    assert "ROW-13" not in codes(ran)
    day.run_again()


def test_a_row_pasted_twice_is_bought_once_until_a_person_says(tmp_path: Path) -> None:
    day = Day(tmp_path, rows=[TYPED, TYPED])
    assert codes(day.run()) == ["ROW-14"]
    day.run_again()
    assert day.issued() == {ORDER: 1}
    day.edit(lambda sheet, at: sheet.cell(3, at["release"], "放行"))
    day.run()
    assert day.issued() == {ORDER: 2}
    day.run_again()


def test_a_line_whose_row_was_deleted_holds_no_other(tmp_path: Path) -> None:
    day = Day(tmp_path, rows=[{**TYPED, "电话": ""}])
    day.run()
    day.edit(lambda sheet, _: sheet.delete_rows(2))
    day.drop("a.csv", export("douyin_75", [douyin(ORDER)]))
    assert "ROW-20" not in codes(day.run())
    assert len(purchase_orders(day)) == 1


def test_an_old_copy_of_the_workbook_put_back_by_a_sync_folder_buys_nothing_again(tmp_path: Path) -> None:
    day, _ = bought_day(tmp_path)
    old = day.orders.read_bytes()
    both = [douyin(ORDER), douyin(OTHER)]
    day.drop("b.csv", export("douyin_75", both))
    day.run()
    day.orders.write_bytes(old)
    day.run()
    day.drop("c.csv", export("douyin_75", both[::-1], encoding="gb18030"))
    day.run()
    day.run_again()
    assert day.issued() == {ORDER: 1, OTHER: 1}
    assert len(purchase_orders(day)) == 2
