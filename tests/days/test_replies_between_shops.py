"""Numbers find their own line, also where two shops count their orders alike."""

from __future__ import annotations

from pathlib import Path

from tests.days.shop_day import SETTINGS, Day, codes, douyin, export, shopify

TWO_SHOPS = (
    SETTINGS + '[[shops]]\nname = "A"\nplatform = "shopify"\n[[shops]]\nname = "B"\nplatform = "shopify"\n'
)
HEADS = ("订单号", "快递公司", "快递单号")
NUMBER = "75312345678901"


def two_shops(tmp_path: Path) -> Day:
    """#1001 of shop A is 王小明's, #1001 of shop B is 李四's; both cups come from one supplier."""
    day = Day(tmp_path, settings=TWO_SHOPS)
    day.drop("A/a.csv", export("shopify", [shopify("#1001")]))
    other = {"Shipping Name": "李四", "Shipping Phone": "13911112222"}
    day.drop("B/b.csv", export("shopify", [shopify("#1001", **other)]))
    day.run()
    return day


def test_an_order_number_that_two_shops_use_is_no_proof(tmp_path: Path) -> None:
    day = two_shops(tmp_path)
    day.reply("r.xlsx", [("#1001", "中通", NUMBER)], HEADS)
    ran = day.run()
    assert day.numbers() == {}
    assert "REPLY-11" in codes(ran)
    assert not [file.path for file in (ran.applied and ran.applied.files) or () if "fulfil" in file.path]


def test_with_the_recipient_the_order_of_the_right_shop_is_found(tmp_path: Path) -> None:
    day = two_shops(tmp_path)
    day.reply("r.xlsx", [("#1001", "李四", "中通", NUMBER)], ("订单号", "收件人", "快递公司", "快递单号"))
    day.run()
    [line] = [line for line in day.known().lines.values() if line.parcels]
    assert line.fields["shop"] == "B"


def test_an_order_number_in_the_tracking_column_is_no_tracking_number(tmp_path: Path) -> None:
    order = "6917000000000000017"
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(order)]))
    day.run()
    day.reply("r.xlsx", [(day.tokens(order)[0], "中通", order)], ("编号", "快递公司", "快递单号"))
    assert "REPLY-20" in codes(day.run())
    assert day.numbers() == {}
