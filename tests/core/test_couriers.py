from __future__ import annotations

import re

import pytest

from sheetship.core.check_digits import CHECKS, mod37_2_character
from sheetship.core.couriers import (
    Courier,
    Couriers,
    NumberForm,
    ShopCourier,
    fits,
    is_misread,
    looks_like_number,
    tracking_link,
)
from tests.core.replies_made import COURIERS, SF


def courier(name: str) -> Courier:
    found = COURIERS.find(name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["圆通", "圆通快递", " ｙｔｏ ", "圆通速递（菜鸟）", "Yuantong", "圆 通"])
def test_a_courier_is_known_by_any_spelling(name: str) -> None:
    assert courier(name).code == "yto"


def test_an_unknown_courier_stays_unknown() -> None:
    assert COURIERS.find("飞毛腿") is None
    assert COURIERS.find("") is None


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("YT1234567890123", ("yto",)),
        ("YT1234567890123456", ("yunexpress",)),
        ("JD1234567890123456", ("yodel",)),
        ("JDVA12345678901", ("jd",)),
        ("75123456789012", ("zto",)),
        ("RB123456785GB", ("royal_mail",)),
        ("不是单号", ()),
    ],
)
def test_the_form_hints_at_the_courier(number: str, codes: tuple[str, ...]) -> None:
    assert COURIERS.hint(number) == codes


def test_plain_digits_hint_at_several() -> None:
    assert {"sf", "sto"} <= set(COURIERS.hint("123456789012"))


def test_a_wrong_check_digit_is_misread_and_an_unknown_form_is_not() -> None:
    assert is_misread(courier("UPS"), "1Z999AA10123456785")
    assert fits(courier("UPS"), "1Z999AA10123456785") is False
    assert not is_misread(courier("UPS"), SF)


def test_a_courier_whose_forms_are_not_all_known_never_says_no() -> None:
    assert fits(courier("德邦"), SF) is None
    assert fits(courier("中通"), SF) is False


@pytest.mark.parametrize(
    "text", ["138 0000 1111", "2026-11-21", "20261121", "缺货", "12", "=", "+8613800001111", "138****1111"]
)
def test_words_dates_and_phones_are_no_numbers(text: str) -> None:
    assert not looks_like_number(text)


def test_a_courier_without_a_page_has_no_link() -> None:
    assert tracking_link(courier("中通"), "75123456789012") == ""


def test_names_in_both_languages() -> None:
    assert (courier("sf").name("zh"), courier("sf").name("en")) == ("顺丰速运", "SF Express")


def test_the_shop_adds_names_couriers_and_spellings() -> None:
    shops = COURIERS.with_shop(
        [
            ShopCourier(courier="中通快递", alias="小中"),
            ShopCourier(courier="圆通", platform="douyin", upload_name="圆通快递"),
            ShopCourier(courier="同城小李", alias="小李"),
            ShopCourier(courier="同城小李", upload_name="其他"),
            ShopCourier(courier="sto", alias="中通"),
        ]
    )
    found = {
        name: known.code
        for name in ("小中", "小李", "同城小李", "中通", "中通快递")
        if (known := shops.find(name))
    }
    assert found == {
        "小中": "zto",
        "小李": "同城小李",
        "同城小李": "同城小李",
        "中通": "sto",
        "中通快递": "zto",
    }
    assert shops.upload_name(courier("圆通"), "douyin") == "圆通快递"
    assert shops.upload_name(courier("圆通"), "pdd") == "圆通速递"
    assert shops.upload_name(shops.known[-1], "pdd") == "其他"


def test_an_upload_takes_the_platforms_own_name() -> None:
    assert COURIERS.upload_name(courier("sf"), "walmart") == "SF Express"
    assert COURIERS.upload_name(courier("yanwen"), "pdd") == "Yanwen"


def test_a_form_without_a_checked_part_checks_the_whole_number() -> None:
    form = NumberForm(pattern=re.compile(r"\d{10}"), check="mod7")
    assert form.fits("3318810025")
    assert not form.fits("331881002")


def test_no_couriers_are_named_in_no_text() -> None:
    assert Couriers(()).named_in("中通 圆通") == ()


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("text", ["", "A", "é1", "AB-CD", "中文", "XX12345678XXX", "١٢٣"])
def test_a_check_says_no_to_any_other_text(name: str, text: str) -> None:
    assert not CHECKS[name](text)


def test_an_s10_remainder_of_one_or_nought_has_its_own_digit() -> None:
    made = [
        number
        for serial in range(40)
        for digit in range(10)
        if CHECKS["s10"](number := f"RR{serial:08}{digit}CN")
    ]
    assert len(made) == 40


def test_a_check_of_thirty_six_has_no_character() -> None:
    assert {mod37_2_character(sign) for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"} >= {None, "1"}
