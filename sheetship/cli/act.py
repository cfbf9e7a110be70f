"""The commands that change something: plan, run, apply, undo."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import typer

from sheetship.cli import show
from sheetship.cli.words import choose_lang, chosen_lang, say
from sheetship.flow.handover import hand_over
from sheetship.flow.ports import Shop
from sheetship.flow.prepare import Prepared
from sheetship.flow.run import Ran, apply_saved, rehearse, save_plan
from sheetship.flow.run import run as run_shop
from sheetship.flow.say_sent import say_sent
from sheetship.flow.undo import undo as undo_run
from sheetship.wiring import find_place, open_shop, other_home, saved_plan_shop, user_name


@contextmanager
def speaking(path: Path, lang: str | None) -> Iterator[Shop]:
    """An open shop, whose language the command line now speaks unless the user asked for another.

    The sheets stay in the shop's own language, whoever looks at the screen.
    """
    choose_lang(lang or find_place(path).settings.shop.lang)
    with open_shop(path, chosen_lang()) as shop:
        choose_lang(lang or shop.lang)
        yield shop


def plan(path: Path, lang: str | None, now: datetime, *, as_json: bool) -> None:
    """Decides everything, shows it and saves it."""
    with speaking(path, lang) as shop, show.progress(quiet=as_json) as step:
        prepared, saved = save_plan(shop, now, step=step)
    if as_json:
        document = show.document(shop, Ran(prepared=prepared, applied=None))
        typer.echo(json.dumps(document, ensure_ascii=False))
        return
    show.plan(prepared)
    show.sentence(say("saved_plan", path=saved))
    show.waiting_count(prepared)


def run(path: Path, lang: str | None, now: datetime, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    """The one click."""
    with speaking(path, lang) as shop, show.progress(quiet=as_json) as steps:

        def approve(prepared: Prepared) -> bool:
            steps.pause()
            if not as_json:
                show.plan(prepared)
            asks = not (yes or as_json or prepared.plan.is_empty)
            return not asks or typer.confirm(say("ask"), default=True)

        if dry_run:
            ran = rehearse(shop, now, step=steps)
        else:
            ran = run_shop(shop, now, user_name(), approve=approve, step=steps)
    if dry_run and not as_json:
        show.plan(ran.prepared)
    _tell(shop, ran, as_json=as_json, dry_run=dry_run)


def apply(saved: Path, lang: str | None, *, as_json: bool) -> None:
    """Applies a saved plan."""
    with speaking(saved_plan_shop(saved), lang) as shop, show.progress(quiet=as_json) as step:
        ran = apply_saved(shop, str(saved), user_name(), step=step)
    _tell(shop, ran, as_json=as_json, dry_run=False)


def sent(path: Path, numbers: Sequence[str], lang: str | None, now: datetime) -> None:
    """Keeps the word that purchase orders went to their suppliers."""
    with speaking(path, lang) as shop:
        count = say_sent(shop, numbers, now, user_name())
    show.sentence(say("said_sent" if count else "said_before", count=count))


def handover(path: Path, lang: str | None) -> None:
    """Leaves the ledger of a shared folder to another computer."""
    with speaking(path, lang) as shop:
        mended = hand_over(shop, datetime.now().astimezone(), user_name())
    show.findings(show.console(), list(mended))
    show.sentence(say("handed_over"))


def take_over(path: Path, lang: str | None, *, yes: bool) -> None:
    """Makes this computer the home of a shop whose home is gone."""
    choose_lang(lang or find_place(path).settings.shop.lang)
    home = other_home(path)
    if not (yes or typer.confirm(say("ask_take", name=home.name), default=False)):
        show.sentence(say("not_applied"))
        return
    show.sentence(say("taken_over", copy=home.take_over()))


def _tell(shop: Shop, ran: Ran, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        typer.echo(json.dumps(show.document(shop, ran), ensure_ascii=False))
        return
    if ran.applied is None:
        show.sentence(say("dry" if dry_run else "not_applied"))
    else:
        show.applied(shop, ran)
    show.waiting_count(ran.prepared)


def undo(path: Path, name: str | None, lang: str | None, now: datetime, *, yes: bool, as_json: bool) -> None:
    """Takes a run back."""
    with speaking(path, lang) as shop:
        if not (yes or as_json or typer.confirm(say("ask_undo", run=name or say("last_run")), default=True)):
            show.sentence(say("not_applied"))
            return
        undone = undo_run(shop, name, now, user_name())
    if as_json:
        typer.echo(json.dumps(show.undone_document(undone), ensure_ascii=False))
    else:
        show.undone(shop, undone)
