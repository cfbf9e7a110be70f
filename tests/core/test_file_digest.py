"""A file is known again however it was saved."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.file_digest import digest
from sheetship.core.tables import RawTable

ROWS = st.lists(st.lists(st.sampled_from(["", "1", "001", "杯子"]), max_size=4), max_size=5)


@given(ROWS, st.randoms(use_true_random=False))
def test_neither_its_name_nor_the_order_of_its_rows_matters(rows: list[list[str]], chance: Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert digest([RawTable("a.csv", rows)]) == digest([RawTable("b.xlsx#Sheet1", [*shuffled, []])])


def test_wrappers_do_not_matter_but_digits_do() -> None:
    plain = digest([RawTable("a", [["001", "杯子"]])])
    assert plain == digest([RawTable("a", [['="001"', "\t杯子"]])])
    assert plain != digest([RawTable("a", [["1", "杯子"]])])
