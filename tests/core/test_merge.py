"""What a person typed wins; what nobody touched follows the platform; what both changed is asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.merge import Merged, merge

TEXTS = st.sampled_from(["", "a", "b", "c"])
SIDES = st.fixed_dictionaries(dict.fromkeys(("sku", "paid", "street"), TEXTS))


def filled(side: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in side.items() if text}


@given(SIDES, SIDES)
def test_a_row_that_nobody_touched_follows_the_platform(base: dict[str, str], latest: dict[str, str]) -> None:
    merged = merge(base, latest, filled(base))
    assert {name: merged.fields.get(name, "") for name in latest} == latest
    assert merged.clashes == ()
    assert set(merged.changed) == {name for name, text in base.items() if text and text != latest[name]}


@given(SIDES, SIDES, SIDES)
def test_a_person_s_cell_always_wins(
    base: dict[str, str], latest: dict[str, str], row: dict[str, str]
) -> None:
    merged = merge(base, latest, row)
    for name, there in row.items():
        if there and there not in {base[name], latest[name]}:
            assert merged.fields[name] == there
            assert (name in merged.clashes) == (base[name] != latest[name])


@given(SIDES, SIDES)
def test_a_row_that_says_what_the_export_says_changes_nothing(
    base: dict[str, str], latest: dict[str, str]
) -> None:
    assert merge(base, latest, latest) == Merged(latest)


def test_a_blank_cell_leaves_the_known_value_alone_and_clear_erases_it() -> None:
    assert merge({"sku": "a"}, {"sku": "a"}, {"sku": ""}).fields == {"sku": "a"}
    assert merge({"sku": "a"}, {"sku": "a"}, {"sku": "清除"}).fields == {"sku": ""}
    assert merge({"sku": "a"}, {"sku": "a"}, {"sku": "Clear"}).fields == {"sku": ""}


def test_a_value_that_is_the_word_itself_is_not_erased() -> None:
    assert merge({"buyer_note": "清除"}, {"buyer_note": "清除"}, {"buyer_note": "清除"}).fields == {
        "buyer_note": "清除"
    }


def test_what_the_platform_newly_says_of_a_column_that_the_table_lacks_counts() -> None:
    assert merge({}, {"sku": "a", "country": "DE"}, {"sku": "a"}).fields == {"sku": "a", "country": "DE"}
