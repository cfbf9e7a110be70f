"""Undo on days when more happened since."""

from __future__ import annotations

from pathlib import Path

from tests.days.shop_day import Day, douyin, export

ORDER, OTHER = "6917000000000000017", "6917000000000000025"
HEADS = ("编号", "快递公司", "快递单号")
NUMBER = "75312345678901"


def test_undo_of_an_older_run_keeps_the_row_that_has_a_tracking_number_since(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(ORDER), douyin(OTHER)]))
    day.run()
    day.reply("r.xlsx", [(day.tokens(ORDER)[0], "中通", NUMBER)], HEADS)
    day.run()
    undone = day.undo("261121-1")
    assert day.row(ORDER)["tracking_number"] == NUMBER
    assert undone.kept
    day.run()
    day.run_again()
    assert (day.row(ORDER)["tracking_number"], day.row(ORDER)["status"]) == (NUMBER, "已发货")
    assert day.row(OTHER)["status"] == "存疑"
    assert day.issued() == {ORDER: 1, OTHER: 1}


def test_a_row_that_undo_keeps_because_it_was_edited_says_nothing_of_the_run(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(ORDER)]))
    day.run()
    day.type(ORDER, phone="13711112222")
    day.undo()
    row = day.row(ORDER)
    assert (row["phone"], row["status"], row["po_number"]) == ("13711112222", None, None)
    assert row["line_key"]


def test_what_may_be_with_the_supplier_is_not_bought_again_after_undo(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(ORDER)]))
    day.run()
    day.undo()
    day.run()
    day.run_again()
    assert day.issued() == {ORDER: 1}
    assert day.row(ORDER)["status"] == "存疑"
