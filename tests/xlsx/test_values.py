from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.xlsx import XlsxError
from sheetship.xlsx.markup import decode_escapes, unescape
from sheetship.xlsx.values import MAX_TEXT, escaped, number_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-7, "-7"),
        (Decimal("-0"), "0"),
        (Decimal("12.50"), "12.5"),
        (Decimal(100), "100"),
        (Decimal("5.000"), "5"),
        (Decimal("0.000000000001"), "0.000000000001"),
        (Decimal("1E+21"), "1E+21"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-1.5E-30"), "-1.5E-30"),
        (999_999_999_999_999, "999999999999999"),
        (Decimal("0.30000000000000004"), "0.30000000000000004"),
        (Decimal("-1.2345678901234567E-30"), "-1.2345678901234567E-30"),
    ],
)
def test_numbers_are_written_exactly(value: int | Decimal, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    "value", [431234567890123456, 10**15, 2**53, Decimal("1234567.890123456789"), Decimal(2**53)]
)
def test_a_number_with_more_digits_than_excel_keeps_is_refused(value: int | Decimal) -> None:
    with pytest.raises(XlsxError, match="more digits"):
        number_text(value)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+400")])
def test_what_is_no_number_of_a_cell_is_refused(value: Decimal) -> None:
    with pytest.raises(XlsxError) as caught:
        number_text(value)
    assert caught.value.code == "bad_number"


def test_a_text_that_is_too_long_or_half_a_character_is_refused() -> None:
    assert escaped("x" * MAX_TEXT)
    with pytest.raises(XlsxError) as caught:
        escaped("😀" * 16_384)
    assert caught.value.code == "text_too_long"
    with pytest.raises(XlsxError) as caught:
        escaped("\ud83d")
    assert caught.value.code == "not_plain_text"


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("_x0041DF"))
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    assert decode_escapes(unescape(escaped(text).decode())) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_money_comes_back_to_the_last_digit(amount: Decimal) -> None:
    assert Decimal(number_text(amount)) == amount
