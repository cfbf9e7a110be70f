"""``sheetship sent PO…``: one sentence, and a way out where the number is wrong."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import AT, sheetship
from tests.flow.small_shop import small_shop


def test_it_says_what_it_kept(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    shop.run()
    first = sheetship("sent", "HZ-261121-1", "YW-261121-1", "--shop", shop.folder, "--at", AT, "--lang", "en")
    assert (first.code, first.out.strip()) == (0, "Kept in mind: 4 lines are with their suppliers.")
    again = sheetship("sent", "HZ-261121-1", "--shop", shop.folder, "--at", AT, "--lang", "zh")
    assert (again.code, again.out.strip()) == (0, "以前已经记过，没有新的。")
    story = sheetship("why", "A1", "--shop", shop.folder, "--at", AT, "--lang", "en")
    assert "said" in story.out.lower()


def test_a_wrong_number_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    shop.run()
    answer = sheetship("sent", "HZ-1", "--shop", shop.folder, "--at", AT, "--lang", "en")
    assert (answer.code, answer.out) == (1, "")
    assert "There is no purchase order HZ-1; nothing was recorded [PLAN-10]" in answer.err
    assert "HZ-261121-1" in answer.err
