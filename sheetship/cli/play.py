"""``sheetship demo``: plays sample stories and shows, step by step, what went in and what came out."""

from __future__ import annotations

import sys
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from sheetship.cli import show
from sheetship.cli.act import speaking
from sheetship.cli.words import chosen_lang, say
from sheetship.core.own_cells import SEPARATOR
from sheetship.flow.demo import Stories, Story, play, tracked
from sheetship.flow.run import Ran
from sheetship.wiring import demo_shop, new_demo_folder, sample_stories, user_name

ALL = "all"
_FIRST_STORY = {"zh": "douyin-day", "en": "shopify-us"}
_SHOWN_LINES = 8
_SHOWN_NUMBERS = 4


def demo(folder: Path, name: str | None, lang: str | None) -> None:
    """Plays one story in the folder, or every story in a folder of its own below it.

    Raises:
        typer.BadParameter: there is no such story.
        SheetShipError: SHOP-07, the folder is in use.
    """
    stories = sample_stories()
    names = stories.names() if name == ALL else [name or _FIRST_STORY[chosen_lang()]]
    if not set(names) <= set(stories.names()):
        raise typer.BadParameter(" | ".join([*stories.names(), ALL]), param_hint="--story")
    place = new_demo_folder(folder)
    for one in names:
        _play(stories, stories.story(one), place / one if name == ALL else place, lang)


def _play(stories: Stories, story: Story, folder: Path, lang: str | None) -> None:
    demo_shop(stories, story, folder, Path(sys.executable))
    out = show.console()
    replies: list[str] = []
    with speaking(folder, lang) as shop, show.progress(quiet=False) as step:
        out.rule(f"[bold]{escape(say('story', title=story.title(chosen_lang())))}[/bold]")
        runs = play(
            shop,
            story,
            user_name(),
            deliver=lambda: replies.extend(stories.deliver(story, folder)),
            step=step,
        )
        exports = sorted(file.name for file in (folder / "inbox").glob("*"))
        first = next(runs)
        step.pause()
        _heading(out, "demo_first", exports)
        _counts(out, first, "lines", "new", "sent", "held")
        show.files(out, first.prepared)
        second = next(runs)
        step.pause()
        _heading(out, "demo_second", replies)
        _counts(out, second, "shipped", "uploaded", "exceptions")
        _tracked(out, second)
        show.files(out, second.prepared)
        _nobodys(out, second)
        third = next(runs)
        step.pause()
        _heading(out, "demo_third", [])
        _counts(out, third)
    _where_to_look(out, folder, shop.book.name, first, second)


def _heading(out: Console, step: str, dropped: list[str]) -> None:
    out.print(f"\n[bold]{escape(say(step))}[/bold]")
    if dropped:
        out.print(say("in_inbox", names=", ".join(dropped)), markup=False)


def _counts(out: Console, ran: Ran, *names: str) -> None:
    if ran.prepared.plan.is_empty:
        out.print(say("nothing"))
    else:
        counts = ran.prepared.plan.counts
        out.print("  ".join(f"{say(name)} {counts[name]}" for name in names), markup=False)


def _tracked(out: Console, ran: Ran) -> None:
    """The first lines that carry a number."""
    lines = tracked(ran)
    listed = show.table(*map(say, ("order", "supplier", "courier", "tracking_number", "state")))
    for line in lines[:_SHOWN_LINES]:
        state = line.state.label(chosen_lang())
        numbers = line.tracking_number.replace(SEPARATOR, "\n")
        listed.add_row(line.order_id, line.supplier, line.courier, numbers, state)
    out.print(listed, markup=False)
    if len(lines) > _SHOWN_LINES:
        out.print(say("more_lines", count=len(lines) - _SHOWN_LINES))


def _nobodys(out: Console, ran: Ran) -> None:
    """The first numbers that belong to no line, and why."""
    waiting = [exception.finding for exception in ran.prepared.plan.unmatched]
    if waiting:
        out.print(say("nobody's"), markup=False)
    for finding in waiting[:_SHOWN_NUMBERS]:
        out.print(f"  · {finding.message(chosen_lang())} [{finding.code}]", markup=False)
    if len(waiting) > _SHOWN_NUMBERS:
        out.print(f"  {say('more_lines', count=len(waiting) - _SHOWN_NUMBERS)}")


def _where_to_look(out: Console, folder: Path, orders: str, first: Ran, second: Ran) -> None:
    outbox = folder / "outbox"
    out.print(f"\n[bold]{escape(say('tracked_total', count=len(tracked(second))))}[/bold]")
    out.print(say("look"))
    show.place(out, "table_file", folder / orders)
    show.place(out, "first_files", outbox / first.prepared.plan.run)
    show.place(out, "second_files", outbox / second.prepared.plan.run)
    show.place(out, "report_file", outbox / second.prepared.plan.run / "report.html")
    show.waiting_count(second.prepared)
