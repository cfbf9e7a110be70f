from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.model import Issue, Line, Parcel
from sheetship.core.order_units import ordered_units, shares


def issue(token: str, quantity: int, units: int) -> Issue:
    return Issue(
        token=token,
        line_key="L",
        po_number="PO",
        supplier="HZ",
        supplier_sku="A",
        quantity=quantity,
        units=units,
        cost=Decimal(1),
    )


def parcel(token: str, quantity: int) -> Parcel:
    return Parcel(
        token=token, line_key="L", courier="sf", number=f"SF{token}{quantity}", quantity=quantity, evidence=""
    )


def line(quantity: int | None) -> Line:
    return Line(key="L", platform="amazon", shop="", order_id="1", quantity=quantity)


def test_three_towels_of_one_pack_are_one_ordered_unit() -> None:
    assert ordered_units(parcel("T", 3), [issue("T", 1, 3)]) == 1


def test_a_part_of_a_pack_is_a_pack_to_the_customer() -> None:
    assert ordered_units(parcel("T", 2), [issue("T", 1, 3)]) == 1


def test_a_withdrawn_line_is_counted_as_its_supplier_did() -> None:
    assert ordered_units(parcel("T", 2), []) == 2


def test_the_second_parcel_of_a_pack_tells_the_platform_no_more_units() -> None:
    parcels = [(line(1), parcel("T", 2)), (line(1), parcel("T", 1))]
    assert shares(parcels, {"L": [issue("T", 1, 3)]}) == [1, 0]


def test_both_parts_of_a_bundle_are_told_once() -> None:
    parcels = [(line(2), parcel("A", 2)), (line(2), parcel("B", 2))]
    assert shares(parcels, {"L": [issue("A", 2, 2), issue("B", 2, 2)]}) == [2, 0]


@given(st.integers(1, 9), st.integers(1, 9), st.lists(st.integers(1, 9), max_size=6))
def test_no_platform_is_told_of_more_than_was_ordered(ordered: int, factor: int, packed: list[int]) -> None:
    parcels = [(line(ordered), parcel("T", quantity)) for quantity in packed]
    told = shares(parcels, {"L": [issue("T", ordered, ordered * factor)]})
    assert sum(told) <= ordered
    if sum(packed) >= ordered * factor:
        assert sum(told) == ordered
