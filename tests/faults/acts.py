"""What is put to the test: orders in, replies in, a run taken back; each with what went before, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sheetship.flow.mend import mend
from sheetship.flow.undo import undo
from tests.flow.small_shop import TYPED, SmallShop, at, reply

NUMBERS: Final = dict(zip(TYPED, ("75312345678901", "75312345678902"), strict=True))
_LATER: Final = 6


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a user does in a shop, what went before it, and what is done next if it was interrupted."""

    prepare: Callable[[SmallShop], object]
    play: Callable[[SmallShop], object]
    again: Callable[[SmallShop], object]


def _reply_comes(shop: SmallShop) -> None:
    shop.run()
    shop.drop("回单.xlsx", reply(NUMBERS))


def _undo(shop: SmallShop) -> None:
    with shop.open() as opened:
        undo(opened, "261121-1", at(_LATER), "小美")


def _undo_again(shop: SmallShop) -> None:
    """Any command finishes what was committed; what was not is asked for once more."""
    with shop.open() as opened, opened.lock.hold("小美", at(_LATER)):
        mend(opened)
    if not any(run.undone_by for run in shop.known().runs):
        _undo(shop)


ACTS: Final[dict[str, Act]] = {
    "orders": Act(lambda _: None, SmallShop.run, SmallShop.run),
    "replies": Act(_reply_comes, lambda shop: shop.run(_LATER), lambda shop: shop.run(_LATER)),
    "undo": Act(SmallShop.run, _undo, _undo_again),
}
