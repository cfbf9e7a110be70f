"""A purchase order of an undone run is in doubt until a person says what became of it."""

from __future__ import annotations

import pytest

from sheetship.core.releases import Word, release_word
from tests.core.pure_shop import PureShop, record, reply


def in_doubt() -> tuple[PureShop, str]:
    """A shop whose only purchase was taken back after the supplier may have got it, and the token of it."""
    shop = PureShop()
    first = shop.run(record("69001", "1"))
    (token,) = shop.known().tokens
    shop.undo(first.run)
    shop.run(record("69001", "1"))
    assert shop.cells("status")[-1] == "存疑"
    return shop, token


def live(shop: PureShop) -> list[str]:
    return [issue.token for line in shop.known().lines.values() for issue in line.issues]


def row(shop: PureShop) -> int:
    return len(shop.grid)


def test_nothing_in_doubt_is_bought_again_without_a_word() -> None:
    shop, token = in_doubt()
    assert shop.plan().is_empty
    assert live(shop) == [token]


def test_received_keeps_the_purchase_and_its_number_still_finds_the_line() -> None:
    shop, token = in_doubt()
    shop.type(row(shop), "release", "已收到")
    shop.run()
    assert shop.cells("status")[-1] == "已下单"
    assert live(shop) == [token]
    shop.run(replies=[reply("SF1234567890123", token=token)])
    assert shop.cells("status")[-1] == "已发货"


def test_void_buys_the_line_anew_under_another_token() -> None:
    shop, token = in_doubt()
    shop.type(row(shop), "release", "作废，供应商说没收到")
    shop.run()
    (anew,) = live(shop)
    assert anew != token
    assert shop.cells("status")[-1] == "已下单"
    assert shop.plan().is_empty


def test_a_number_of_a_voided_purchase_is_told_and_written_nowhere() -> None:
    shop, token = in_doubt()
    shop.type(row(shop), "release", "作废")
    shop.run()
    plan = shop.run(replies=[reply("SF1234567890123", token=token)])
    assert len(plan.unmatched) == 1
    assert set(shop.cells("tracking_number")) == {""}


def test_a_purchase_whose_number_came_is_not_voided() -> None:
    shop, token = in_doubt()
    shop.run(replies=[reply("SF1234567890123", token=token)])
    shop.type(row(shop), "release", "作废")
    shop.run()
    assert live(shop) == [token]


def test_another_word_settles_nothing() -> None:
    shop, token = in_doubt()
    shop.type(row(shop), "release", "放行")
    shop.run()
    assert live(shop) == [token]
    assert shop.cells("status")[-1] == "存疑"


@pytest.mark.parametrize(
    ("text", "word"), [("已收到", Word.RECEIVED), ("void", Word.VOID), ("作废。", Word.VOID)]
)
def test_the_words_are_read(text: str, word: Word) -> None:
    assert release_word(text) is word
