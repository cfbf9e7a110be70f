"""Someone says that purchase orders went out: it is kept with who said so, settles a doubt, and never counts twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetship.core.events import Kind
from sheetship.core.findings import SheetShipError
from sheetship.flow.say_sent import say_sent
from sheetship.flow.undo import undo
from tests.flow.small_shop import SmallShop, at, small_shop

HANGZHOU = "HZ-261121-1"


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    made = small_shop(tmp_path)
    made.run()
    return made


def said(shop: SmallShop, *numbers: str, hours: int = 1) -> int:
    with shop.open() as opened:
        return say_sent(opened, numbers, at(hours), "小美")


def test_it_is_kept_with_who_and_when(shop: SmallShop) -> None:
    assert said(shop, HANGZHOU) == 2
    with shop.open() as opened:
        events = [event for event in opened.ledger.events() if event.event.kind is Kind.SAID_SENT]
    assert {event.event.values["by"] for event in events} == {"小美"}
    assert {event.at for event in events} == {at(1)}
    assert [len(line.sent) for line in shop.known().lines.values()] == [1, 0, 1, 0]


def test_said_twice_is_said_once_however_it_is_written(shop: SmallShop) -> None:
    assert said(shop, f" {HANGZHOU}\t", HANGZHOU) == 2
    assert said(shop, HANGZHOU) == 0


def test_it_changes_nothing_that_a_run_does(shop: SmallShop) -> None:
    said(shop, HANGZHOU)
    assert shop.run(2).prepared.plan.is_empty


def test_of_an_order_that_is_not_there_nothing_is_kept(shop: SmallShop) -> None:
    with pytest.raises(SheetShipError) as caught:
        said(shop, HANGZHOU, "HZ-261121-9")
    assert caught.value.finding.code == "PLAN-10"
    assert "YW-261121-1" in caught.value.finding.fix("zh")
    assert [len(line.sent) for line in shop.known().lines.values()] == [0, 0, 0, 0]


def test_before_anything_was_bought_there_is_nothing_to_say(tmp_path: Path) -> None:
    with pytest.raises(SheetShipError) as caught:
        said(small_shop(tmp_path / "new"), HANGZHOU)
    assert caught.value.finding.code == "PLAN-10"


def test_after_an_undo_it_settles_the_doubt(shop: SmallShop) -> None:
    with shop.open() as opened:
        undo(opened, None, at(1), "小美")
    assert sum(len(line.in_doubt) for line in shop.known().lines.values()) == 4
    assert said(shop, HANGZHOU, hours=2) == 2
    assert sum(len(line.in_doubt) for line in shop.known().lines.values()) == 2
    shop.run(3)
    assert [len(line.issues) for line in shop.known().lines.values()] == [1, 1, 1, 1]
