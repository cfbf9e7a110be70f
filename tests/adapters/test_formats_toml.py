"""Formats come from files: built in, then the shop's own; a wrong one stops with its name and key."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from sheetship.adapters.formats_toml import load_order_profiles
from sheetship.core.findings import SheetShipError
from sheetship.core.profiles import Grain, Source

TAOBAO = (files("sheetship.formats") / "orders" / "taobao_list.toml").read_text(encoding="utf-8")


def shop_folder(tmp_path: Path, text: str, name: str = "mine.toml") -> Path:
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / name).write_text(text, encoding="utf-8")
    (tmp_path / "orders" / "notes.txt").write_text("not a format", encoding="utf-8")
    return tmp_path


def test_the_built_in_formats_are_there_by_name() -> None:
    names = [profile.name for profile in load_order_profiles()]
    assert names == sorted(names)
    assert {
        "douyin_74", "douyin_75", "wechat_shop", "taobao_list", "taobao_detail", "jd", "pdd", "shopify",
        "amazon_unshipped",
    } <= set(names)  # fmt: skip


def test_a_profile_says_what_its_file_says() -> None:
    taobao = next(profile for profile in load_order_profiles() if profile.name == "taobao_list")
    assert taobao.grain is Grain.ORDER
    assert taobao.partner
    assert taobao.partner.name == "taobao_detail"
    assert taobao.sources["phone"] == (Source(("联系手机",)), Source(("联系电话 ",)))
    assert taobao.whole_order


def test_a_shops_own_format_wins_by_name(tmp_path: Path) -> None:
    own = shop_folder(tmp_path, TAOBAO.replace("淘宝订单报表（ExportOrderList）", "我们的淘宝", 1))
    profiles = load_order_profiles([own, tmp_path / "no such folder"])
    assert [profile.title_zh for profile in profiles if profile.name == "taobao_list"] == ["我们的淘宝"]
    assert len(profiles) == len(load_order_profiles())


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('grain = "order"', 'grain = "pallet"', "grain", "continuation"),
        ('grain = "order"', 'grain = "line"', "mine.toml", "partner"),
        ('grain = "order"', 'grain = "order"\ncolour = "red"', "colour", ""),
        ('order_id = "订单编号"', 'order_nr = "订单编号"', "fields.order_nr", "unknown field"),
        ('order_id = "订单编号"\n', "", "mine.toml", "order_id"),
        ('buyer_note = "买家留言"', 'buyer_note = "买家的话"', "mine.toml", "买家的话"),
        ('= "closed" }', '= "shut" }', "mine.toml", "shut"),
        ('above_zero = "unknown"', 'above_zero = "perhaps"', "mine.toml", "perhaps"),
        ("'[(（](\\d{6})[)）]$'", "'([(（]'", "fields.postcode", ""),
        ("'[(（](\\d{6})[)）]$'", "'x'", "fields.postcode", ""),
        ('"买家会员名", "收货人姓名", "收货地址 "', '"买家", "收货人姓名", "收货地址 "', "mine.toml", "买家"),
        ('required = ["order_id"', 'required = ["sku"', "mine.toml", "sku"),
    ],
)
def test_a_wrong_format_stops_with_its_file_and_key(
    tmp_path: Path, old: str, new: str, key: str, reason: str
) -> None:
    assert old in TAOBAO
    with pytest.raises(SheetShipError) as caught:
        load_order_profiles([shop_folder(tmp_path, TAOBAO.replace(old, new, 1))])
    finding = caught.value.finding
    assert (finding.code, finding.values["file"]) == ("FILE-30", "mine.toml")
    assert finding.values["key"].startswith(key)
    assert reason in finding.values["reason"]


@pytest.mark.parametrize("text", ["name = \nkind = 'orders'", "name = 'x'\nname = 'y'\n"])
def test_a_format_that_is_no_toml_stops_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(SheetShipError) as caught:
        load_order_profiles([shop_folder(tmp_path, text)])
    assert caught.value.finding.code == "FILE-30"
    assert "line" in caught.value.finding.values["reason"]


def test_a_format_that_is_no_text_stops(tmp_path: Path) -> None:
    folder = shop_folder(tmp_path, "")
    (folder / "orders" / "mine.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SheetShipError) as caught:
        load_order_profiles([folder])
    assert caught.value.finding.code == "FILE-30"
