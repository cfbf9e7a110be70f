"""The same thing has the same key, whatever file it came in."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.identity import clean_id, line_keys, order_key

FIELDS = ("order_id", "line_id", "sku", "unit_price", "quantity", "order_state")
LINES = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(["", "1", "2"]) for name in FIELDS}), max_size=8
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\t6917", "6917"),
        ("６９１７", "6917"),
        ('="6917"', "6917"),
        ('"6917"', "6917"),
        ("'0012", "0012"),
        ("'\"'0012\"", "0012"),
        ("\ufeff6917\u200b", "6917"),
        ("69 17", "6917"),
        ("A-17/b", "A-17/b"),
        ("", ""),
    ],
)
def test_wrappers_come_off_an_id_and_its_zeros_stay(written: str, meant: str) -> None:
    assert clean_id(written) == meant


@given(
    st.text(alphabet="0123456789AB-", min_size=1),
    st.sampled_from(["{}", "\t{}", '="{}"', "'{}", " {}\u00a0"]),
)
def test_an_id_is_the_same_however_it_is_wrapped(number: str, wrapper: str) -> None:
    assert clean_id(wrapper.format(number)) == number


def test_order_numbers_of_two_shops_never_meet() -> None:
    assert order_key("jd", "a", "1") != order_key("jd", "b", "1") != order_key("tb", "b", "1")
    assert order_key("JD", "Shop", "'1") == order_key("jd", "shop", "1")


@given(LINES, st.randoms(use_true_random=False))
def test_keys_do_not_depend_on_the_order_of_the_rows(lines: Sequence[dict[str, str]], chance: Random) -> None:
    order = list(range(len(lines)))
    chance.shuffle(order)
    keys = line_keys(lines)
    shuffled = line_keys([lines[at] for at in order])
    said = sorted((key, sorted(line.items())) for key, line in zip(keys, lines, strict=True))
    again = sorted((key, sorted(lines[at].items())) for key, at in zip(shuffled, order, strict=True))
    assert again == said


@given(LINES)
def test_lines_of_one_number_share_a_key_and_all_others_have_their_own(
    lines: Sequence[dict[str, str]],
) -> None:
    keys = line_keys(lines)
    numbered = {(line["order_id"], line["line_id"]) for line in lines if line["line_id"]}
    others = sum(1 for line in lines if not line["line_id"])
    assert len(set(keys)) == len(numbered) + others


def test_a_state_that_changes_leaves_the_key_alone() -> None:
    line = {"order_id": "1", "sku": "A", "quantity": "2"}
    assert line_keys([line]) == line_keys(
        [{**line, "order_state": "shipped", "seller_note": "x", "quantity": "1"}]
    )


def test_lines_alike_are_told_apart_by_their_quantity_before_their_state() -> None:
    two, three = {"order_id": "1", "quantity": "2"}, {"order_id": "1", "quantity": "3"}
    assert (
        line_keys([two, three]) == line_keys([three | {"order_state": "a"}, two | {"order_state": "b"}])[::-1]
    )


def test_a_key_is_short_enough_to_read_out() -> None:
    (key,) = line_keys([{"order_id": "1"}])
    assert key.startswith("L-")
    assert len(key) == 16
