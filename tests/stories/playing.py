"""Plays stories inside the test process: a copy of ``in/``, runs at given moments, what the outbox holds afterwards."""

from __future__ import annotations

import os
import shutil
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sheetship.core.history import Known, fold
from sheetship.flow.run import Ran, run
from sheetship.wiring import open_shop
from tests.stories.make_inputs import SAMPLE_SHEETS

NAMES = ("douyin-day", "shopify-us", "three-shops", "paste-your-orders")
ORDERS = "orders.xlsx"

_AGE = 1_790_000_000


@dataclass(frozen=True, slots=True)
class Played:
    """A story's shop folder."""

    name: str
    folder: Path

    @property
    def orders(self) -> bytes:
        """The orders workbook now."""
        return (self.folder / ORDERS).read_bytes()

    def outbox(self, run_name: str) -> dict[str, bytes]:
        """The files of a run by path."""
        place = self.folder / "outbox" / run_name
        return {file.relative_to(place).as_posix(): file.read_bytes() for file in sorted(place.rglob("*.*"))}

    def run_at(self, moment: str, *, minutes_later: int = 0) -> Ran:
        """Runs the shop without asking."""
        now = datetime.fromisoformat(moment) + timedelta(minutes=minutes_later)
        with open_shop(self.folder, "zh") as shop:
            return run(shop, now, "story", approve=lambda _: True, step=lambda _: None)

    def known(self) -> Known:
        """What the ledger knows."""
        with open_shop(self.folder, "zh") as shop:
            return fold(shop.ledger.events())

    def drop(self, replies: Path) -> None:
        """Puts what came back into the inbox."""
        _copied(replies, self.folder / "inbox")


def clock(name: str, which: str) -> str:
    """``at`` or ``replies_at`` of a story."""
    settings = tomllib.loads((SAMPLE_SHEETS / name / "story.toml").read_text(encoding="utf-8"))
    return str(settings[which])


def _copied(source: Path, folder: Path) -> None:
    """Files of one age, so that they are read by name: how old a checkout's files are says nothing."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (_AGE, _AGE))


def set_up(name: str, folder: Path) -> Played:
    """The story before its first run."""
    _copied(SAMPLE_SHEETS / name / "in", folder)
    return Played(name, folder)


def morning(name: str, folder: Path) -> tuple[Played, Ran]:
    """The story after its first run."""
    played = set_up(name, folder)
    return played, played.run_at(clock(name, "at"))
