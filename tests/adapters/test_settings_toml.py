"""The settings file: empty is fine, everything has a default, and a slip is answered with the nearest key."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from sheetship.adapters.settings_toml import read_settings
from sheetship.core.findings import SheetShipError
from sheetship.flow.settings import Settings


def read(folder: Path, text: str) -> Settings:
    (folder / "sheetship.toml").write_text(text, encoding="utf-8")
    return read_settings(folder)


def refusal(folder: Path, text: str) -> dict[str, str]:
    with pytest.raises(SheetShipError) as refused:
        read(folder, text)
    return {"code": refused.value.finding.code, **refused.value.finding.values}


def test_without_a_file_or_with_an_empty_one_everything_has_its_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()
    assert read(tmp_path, "") == Settings()


def test_money_is_exact(tmp_path: Path) -> None:
    money = read(tmp_path, '[money]\nmargin_floor = 0.1\nfees = { douyin = 0.05, pdd = "0.006" }').money
    assert money.margin_floor == Decimal("0.1")
    assert money.fees == {"douyin": Decimal("0.05"), "pdd": Decimal("0.006")}


def test_a_file_saved_by_notepad_with_a_mark_in_front_is_read(tmp_path: Path) -> None:
    (tmp_path / "sheetship.toml").write_bytes(b'\xef\xbb\xbf[shop]\nname = "x"')
    assert read_settings(tmp_path).shop.name == "x"


@pytest.mark.parametrize(
    ("text", "key", "near"),
    [
        ('[shop]\nnaem = "x"', "shop.naem", "name"),
        ("[mony]\n", "mony", "money"),
        ('[[shops]]\nname = "a"\n[[shops]]\nplatfrom = "b"', "shops 2.platfrom", "platform"),
        ('[shop]\nxyz = "x"', "shop.xyz", "name"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_one(tmp_path: Path, text: str, key: str, near: str) -> None:
    said = refusal(tmp_path, text)
    assert (said["code"], said["key"], said["near"]) == ("SHOP-02", key, near)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[checks]\nlate_hold_days = "three"', "checks.late_hold_days"),
        ("[checks]\nlargest_quantity = -1", "checks.largest_quantity"),
        ("shops = 1", "shops"),
        ("shops = [1]", "shops.0"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_its_key(tmp_path: Path, text: str, key: str) -> None:
    said = refusal(tmp_path, text)
    assert said["code"] == "SHOP-03"
    assert said["key"].startswith(key)


def test_text_that_is_no_utf8_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "sheetship.toml").write_bytes('[shop]\nname = "小店"'.encode("gbk"))
    with pytest.raises(SheetShipError) as refused:
        read_settings(tmp_path)
    assert refused.value.finding.code == "SHOP-01"


@pytest.mark.parametrize("written", ['"geheim-123"', "31415926", '"lower_case"'])
def test_a_password_written_in_place_of_its_variable_is_refused_and_not_repeated(
    tmp_path: Path, written: str
) -> None:
    said = refusal(tmp_path, f"[tables]\norders_password_env = {written}")
    assert (said["code"], said["key"], said["value"]) == ("SHOP-03", "tables.orders_password_env", "…")


def test_the_variable_of_the_orders_password_is_named(tmp_path: Path) -> None:
    tables = read(tmp_path, '[tables]\norders_password_env = "SHOP_BOOK_PASSWORD"').tables
    assert tables.orders_password_env == "SHOP_BOOK_PASSWORD"
