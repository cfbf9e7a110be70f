"""Phone numbers as they stand in order sheets. None of them is anybody's on purpose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.phones import Phone, phone_looks, split_phone


@pytest.mark.parametrize(
    ("text", "number", "extension"),
    [
        ("13800001111", "13800001111", ""),
        ("１３８００００１１１１", "13800001111", ""),
        ("+86 138 0000 1111", "+8613800001111", ""),
        ("18412345678-1234", "18412345678", "1234"),
        ("18412345678[1234]", "18412345678", "1234"),
        ("18412345678【1234】", "18412345678", "1234"),
        ("18412345678（1234）", "18412345678", "1234"),
        ("18412345678转1234", "18412345678", "1234"),
        ("184 1234 5678 分机 1234", "18412345678", "1234"),
        ("18412345678,1234", "18412345678", "1234"),
        ("18412345678 ext. 1234", "18412345678", "1234"),
        ("18412345678–1234", "18412345678", "1234"),
        ("(0571) 88001234-801", "057188001234", "801"),
        ("400-820-8820", "4008208820", ""),
        ("+1 212-555-0123 x45", "+12125550123", "45"),
        ("ring the bell", "", ""),
    ],
)
def test_numbers_are_parted_from_their_extension(text: str, number: str, extension: str) -> None:
    assert split_phone(text) == Phone(number, extension)


@pytest.mark.parametrize(
    ("text", "country", "looks"),
    [
        ("13800001111", "", "right"),
        ("+8613800001111", "", "right"),
        ("18412345678-1234", "", "right"),
        ("010-88001234", "", "right"),
        ("057188001234", "", "right"),
        ("400-820-8820", "", "right"),
        ("88001234", "", "odd"),
        ("13800001111（家）", "", "odd"),
        ("13800001111/13900002222", "", "odd"),
        ("13800001111 1390000222", "", "odd"),
        ("1380000111/1390000222", "", "impossible"),
        ("1380000111", "", "impossible"),
        ("138000011112", "", "impossible"),
        ("12345678901", "", "impossible"),
        ("123", "", "impossible"),
        ("no phone", "", "impossible"),
        ("98765432109876", "", "odd"),
        ("+852 9123 4567", "", "right"),
        ("0044 20 7946 0958", "", "right"),
        ("+1 650 253 0000", "US", "right"),
        ("650-253-0000", "us", "right"),
        ("123-253-0000", "US", "odd"),
        ("12345", "US", "impossible"),
        ("2079460958", "United Kingdom", "odd"),
        ("123", "United Kingdom", "impossible"),
    ],
)
def test_how_far_a_number_can_be_trusted(text: str, country: str, looks: str) -> None:
    assert str(phone_looks(text, country)) == looks


@given(st.text(max_size=30), st.sampled_from(["", "US", "Nowhere"]))
def test_any_text_is_judged(text: str, country: str) -> None:
    assert phone_looks(text, country)
    assert isinstance(split_phone(text), Phone)
