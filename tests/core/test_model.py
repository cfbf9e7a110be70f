"""Lines, recipients and places as the rest of the house sees them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sheetship.core.model import Line, Origin, Recipient, column_letters


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (0, "")]
)
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_a_place_is_a_cell_where_the_field_has_a_column_else_the_row() -> None:
    origin = Origin("订单", 27, {"phone": 6})
    assert (origin.cell("phone"), origin.cell("sku"), origin.cell()) == ("订单!F27", "订单!27", "订单!27")


def line(**fields: Any) -> Line:  # noqa: ANN401 - any field of a line
    return Line(**{"key": "L", "platform": "", "shop": "", "order_id": "1", **fields})


def test_income_is_what_was_paid_else_price_times_quantity() -> None:
    assert line(paid=Decimal(0), unit_price=Decimal(9), quantity=2).income == 0
    assert line(unit_price=Decimal(9), quantity=2).income == 18
    assert line(unit_price=Decimal(9)).income is None
    assert line(quantity=2).income is None


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        (
            {"province": "浙江省", "city": "杭州市", "district": "西湖区", "street": "文三路"},
            "浙江省杭州市西湖区文三路",
        ),
        (
            {"province": "上海市", "city": "上海市", "district": "黄浦区", "street": "南京路"},
            "上海市黄浦区南京路",
        ),
        ({"province": "浙江省", "city": "杭州市", "street": "浙江省杭州市文三路"}, "浙江省杭州市文三路"),
        ({"city": "杭州市", "street": "文三路"}, "杭州市文三路"),
        ({"street": "文三路"}, "文三路"),
        (
            {"country": "GB", "street": "1 High St", "city": "Leeds", "postcode": "LS1 1AA"},
            "1 High St, Leeds, LS1 1AA, GB",
        ),
        ({"country": "US", "street": "7 Elm"}, "7 Elm, US"),
    ],
)
def test_a_whole_address_says_nothing_twice(parts: dict[str, str], address: str) -> None:
    assert Recipient(**parts).address == address


@pytest.mark.parametrize(
    ("country", "abroad"), [("", False), ("cn", False), ("中国", False), ("China", False), ("HK", True)]
)
def test_home_is_mainland_china(country: str, *, abroad: bool) -> None:
    assert Recipient(country=country).is_abroad is abroad
