"""A sample day, played: orders in, suppliers' replies in, and once more to show that nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Protocol

from sheetship.core.report import ReportLine
from sheetship.flow.ports import Shop
from sheetship.flow.prepare import Step
from sheetship.flow.run import Ran, run

_A_LITTLE_LATER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A sample story: its name, what it is called, its language, and its two moments."""

    name: str
    title_zh: str
    title_en: str
    lang: str
    at: datetime
    """When the orders lie in the inbox."""
    replies_at: datetime
    """When the replies lie there."""

    def title(self, lang: str) -> str:
        """Its title for people."""
        return self.title_zh if lang == "zh" else self.title_en


class Stories(Protocol):
    """The sample stories there are."""

    def names(self) -> Sequence[str]:
        """Every story by name."""

    def story(self, name: str) -> Story:
        """The story of that name, which must be one of ``names``."""

    def lay_out(self, story: Story, folder: PurePath) -> None:
        """Copies what the story begins with into a folder."""

    def deliver(self, story: Story, folder: PurePath) -> Sequence[str]:
        """Drops the story's replies into the inbox of a folder; their names."""


def play(shop: Shop, story: Story, user: str, *, deliver: Callable[[], None], step: Step) -> Iterator[Ran]:
    """The three runs of a story, each handed over before the next one begins.

    Args:
        shop: a shop folder with the story's input in it.
        story: the story.
        user: who plays, for the lock.
        deliver: puts the replies into the inbox.
        step: told of each step as it begins.

    Raises:
        SheetShipError: a run could not go on.
    """
    yield run(shop, story.at, user, approve=_yes, step=step)
    deliver()
    yield run(shop, story.replies_at, user, approve=_yes, step=step)
    yield run(shop, story.replies_at + _A_LITTLE_LATER, user, approve=_yes, step=step)


def _yes(_: object) -> bool:
    return True


def tracked(ran: Ran) -> tuple[ReportLine, ...]:
    """The order lines that carry a tracking number after a run, in the order of the table."""
    return tuple(line for line in ran.prepared.plan.report if line.tracking_number)
