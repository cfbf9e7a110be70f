"""Numbers that a person types into the 运单号 column."""

from __future__ import annotations

from tests.core.pure_shop import PureShop, record


def bought() -> PureShop:
    shop = PureShop()
    shop.run(record("69001", "1"))
    return shop


def test_a_typed_number_ships_the_line_and_is_reported() -> None:
    shop = bought()
    shop.type(2, "tracking_number", " sf1234567890123 ")
    plan = shop.run()
    assert plan.counts["shipped"] == 1
    assert shop.cells("tracking_number") == ["SF1234567890123"]
    assert shop.cells("status") == ["已发货"]
    assert plan.counts["uploaded"] == 1
    assert shop.plan().is_empty


def test_a_typed_courier_goes_with_its_number() -> None:
    shop = bought()
    shop.type(2, "tracking_number", "75123456789012")
    shop.type(2, "courier", "中通")
    shop.run()
    assert shop.cells("courier") == ["中通快递"]


def test_several_typed_numbers_are_several_parcels() -> None:
    shop = PureShop()
    shop.run(record("69001", "1", quantity="2"))
    shop.type(2, "tracking_number", "SF1234567890123、SF1234567890124")
    shop.run()
    (line,) = shop.known().lines.values()
    assert [(parcel.number, parcel.quantity) for parcel in line.parcels] == [
        ("SF1234567890123", 1),
        ("SF1234567890124", 1),
    ]


def test_a_typed_number_with_a_wrong_check_digit_is_told_and_left_where_it_stands() -> None:
    shop = bought()
    shop.type(2, "tracking_number", "EA202611222CN")
    shop.type(2, "courier", "EMS")
    plan = shop.run()
    assert [exception.finding.code for exception in plan.unmatched] == ["REPLY-17"]
    assert shop.cells("tracking_number") == ["EA202611222CN"]
    assert shop.cells("status") == ["已下单"]


def test_a_number_typed_over_a_known_one_is_told_and_the_known_one_comes_back() -> None:
    shop = bought()
    shop.type(2, "tracking_number", "SF1234567890123")
    shop.run()
    shop.type(2, "tracking_number", "SF9999999999999")
    plan = shop.run()
    assert len(plan.unmatched) == 1
    assert shop.cells("tracking_number") == ["SF1234567890123"]


def test_a_number_typed_beside_a_line_that_nobody_ordered_binds_nothing() -> None:
    shop = PureShop()
    shop.run(record("69001", "1", sku="B9"))
    shop.type(2, "tracking_number", "SF1234567890123")
    plan = shop.run()
    assert plan.counts["shipped"] == 0
