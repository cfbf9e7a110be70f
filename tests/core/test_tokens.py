from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.check_digits import ALPHABET
from sheetship.core.tokens import (
    find_po_numbers,
    find_tokens,
    is_valid,
    make_token,
    near_tokens,
    po_number,
    without_tokens,
)

SUPPLIERS = st.text(ALPHABET, min_size=1, max_size=8)
DAYS = st.dates().map(lambda day: day.strftime("%y%m%d"))
ORDERS = st.builds(po_number, SUPPLIERS, DAYS, st.integers(1, 99))
TOKENS = st.builds(make_token, ORDERS, st.integers(1, 12_000))


@given(TOKENS, st.data())
def test_every_wrong_character_is_noticed(token: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(token) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET + "-").filter(lambda sign: sign != token[at]))
    assert not is_valid(token[:at] + wrong + token[at + 1 :])


@given(TOKENS, st.data())
def test_every_swap_of_neighbours_is_noticed(token: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(token) - 2))
    swapped = token[:at] + token[at + 1] + token[at] + token[at + 2 :]
    assert swapped == token or not is_valid(swapped)


@given(ORDERS, st.lists(st.integers(1, 12_000), unique=True))
def test_two_lines_of_an_order_never_share_a_token(po: str, serials: list[int]) -> None:
    tokens = {make_token(po, serial) for serial in serials}
    assert len(tokens) == len(serials)
    assert all(is_valid(token) and token.rpartition("-")[0] == po for token in tokens)


@given(TOKENS, st.sampled_from(["-", " - ", "–", "－", "—", " "]))
def test_a_retyped_token_is_found_in_any_text(token: str, dash: str) -> None:
    typed = token.replace("-", dash).lower()
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in typed)
    assert find_tokens(f"备注【{typed}】已发") == find_tokens(f"（{wide}）") == [token]


def test_a_token_inside_a_longer_word_is_none() -> None:
    assert find_tokens("X-HZ-261121-1-01M HZ-261121-1-01MA") == []


def test_a_wrong_check_character_is_only_near() -> None:
    assert find_tokens("hz-261121-1-01k") == []
    assert near_tokens("hz-261121-1-01k HZ-261121-1-01k") == ["HZ-261121-1-01K"]


def test_plain_words_are_not_near_a_token() -> None:
    assert near_tokens("AB 261121 1 012") == []


def test_a_purchase_order_is_found_where_it_stands_alone() -> None:
    assert find_po_numbers("ＨＺ－261121－12、HZ-261121-1-01M") == ["HZ-261121-12"]


def test_other_digits_in_parts_stay_in_the_text() -> None:
    assert without_tokens("7512 345678 9012 345") == "7512 345678 9012 345"


@pytest.mark.parametrize("supplier", ["", "hz", "TOOLONGCODE", "杭州"])
def test_a_supplier_code_of_another_form_is_refused(supplier: str) -> None:
    with pytest.raises(ValueError, match="261121"):
        po_number(supplier, "261121", 1)


@pytest.mark.parametrize(("po", "serial"), [("HZ-261121-1", 0), ("HZ-1", 1)])
def test_a_token_needs_an_order_and_a_serial(po: str, serial: int) -> None:
    with pytest.raises(ValueError, match="HZ"):
        make_token(po, serial)
