"""The commands that only look: status, why, doctor."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import typer

from sheetship.cli import show
from sheetship.cli.act import speaking
from sheetship.cli.words import chosen_lang, say
from sheetship.core import report_sums as sums
from sheetship.core.states import LineState
from sheetship.flow.doctor import Look
from sheetship.flow.doctor import doctor as look_over
from sheetship.flow.run import Ran
from sheetship.flow.status import Standing, Story
from sheetship.flow.status import status as standing_of
from sheetship.flow.status import why as stories_of
from sheetship.wiring import user_name

_SHOWN = 10


def status(path: Path, lang: str | None, now: datetime, *, as_json: bool) -> None:
    """How things stand."""
    with speaking(path, lang) as shop, show.progress(quiet=as_json) as step:
        standing = standing_of(shop, now, step=step)
    if as_json:
        typer.echo(
            json.dumps(show.document(shop, Ran(prepared=standing.prepared, applied=None)), ensure_ascii=False)
        )
        return
    _show_standing(standing)


def _show_standing(standing: Standing) -> None:
    out, lang = show.console(), chosen_lang()
    states = show.table(say("state"), say("count"))
    for total in sums.by_state(standing.report):
        states.add_row(LineState(total.state).label(lang), str(total.lines))
    out.print(states)
    money = show.table(say("money"), say("income"), say("cost"), say("profit"))
    for one in sums.money(standing.report):
        money.add_row(one.currency, *(f"{amount:,.2f}" for amount in (one.income, one.cost, one.profit)))
    out.print(money)
    _show_deadlines(standing)
    _show_scores(standing)
    runs = show.table(say("runs"), say("when"))
    for run in standing.runs[:5]:
        runs.add_row(run.name, f"{run.at:%Y-%m-%d %H:%M}")
    out.print(runs)
    show.findings(out, show.waiting(standing.prepared))
    show.waiting_count(standing.prepared)


def _show_deadlines(standing: Standing) -> None:
    told = sums.deadlines(standing.report)[:_SHOWN]
    if not told:
        return
    listed = show.table(say("deadlines"), say("order"), say("state"))
    for one in told:
        at = one.line.ship_by
        listed.add_row(
            f"{at:%m-%d %H:%M}" if at else "",
            one.line.order_id,
            LineState(one.line.state).label(chosen_lang()),
        )
    show.console().print(listed)


def _show_scores(standing: Standing) -> None:
    if not standing.scores:
        return
    listed = show.table(
        say("suppliers"), say("ordered"), say("tracked"), say("days_to_number"), say("oldest_open")
    )
    for score in standing.scores:
        listed.add_row(
            score.supplier,
            str(score.lines),
            str(score.shipped),
            _days(score.median_days),
            _days(score.oldest_open_days),
        )
    show.console().print(listed)


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:.1f}"


def why(path: Path, order: str, lang: str | None, now: datetime, *, as_json: bool) -> None:
    """Everything known of one order."""
    with speaking(path, lang) as shop:
        stories = stories_of(shop, order, now, step=lambda _: None)
    if as_json:
        typer.echo(json.dumps([_story_document(story) for story in stories], ensure_ascii=False, default=str))
        return
    for story in stories:
        _show_story(story)


def _show_story(story: Story) -> None:
    out = show.console()
    out.print(f"[bold]{story.key}[/bold]  {story.where}")
    decision = story.known.decision
    if decision:
        out.print(f"  {decision.supplier}: {decision.why}", markup=False)
    for parcel in story.known.parcels:
        out.print(f"  {parcel.courier} {parcel.number} ×{parcel.quantity}  ({parcel.evidence})", markup=False)
    for problem in story.problems:
        out.print(f"  {problem}", markup=False)
    events = show.table(say("when"), say("run"), say("event"))
    for stored in story.events:
        events.add_row(f"{stored.at:%m-%d %H:%M}", stored.run, say(f"event_{stored.event.kind.value}"))
    out.print(events)


def _story_document(story: Story) -> dict[str, object]:
    return {
        "line": story.key,
        "where": story.where,
        "fields": dict(story.known.fields),
        "decision": story.known.decision
        and {"supplier": story.known.decision.supplier, "why": story.known.decision.why},
        "issues": [
            {"token": i.token, "po": i.po_number, "supplier": i.supplier, "units": i.units}
            for i in story.known.issues
        ],
        "parcels": [
            {"number": p.number, "courier": p.courier, "evidence": p.evidence} for p in story.known.parcels
        ],
        "problems": list(story.problems),
        "events": [{"at": s.at.isoformat(), "run": s.run, "kind": s.event.kind.value} for s in story.events],
    }


def doctor(path: Path, lang: str | None, *, as_json: bool) -> None:
    """Looks everything over."""
    with speaking(path, lang) as shop:
        looks = list(look_over(shop, datetime.now().astimezone(), user_name()))
    if as_json:
        typer.echo(
            json.dumps(
                {look.thing: [show.finding_entry(f) for f in look.findings] for look in looks},
                ensure_ascii=False,
            )
        )
        return
    _show_looks(looks)


def _show_looks(looks: list[Look]) -> None:
    out = show.console()
    for look in looks:
        mark = f"[red]{say('bad')}[/red]" if look.findings else f"[green]{say('good')}[/green]"
        out.print(f"{say(look.thing)}: {mark}")
        show.findings(out, list(look.findings))
    if not any(look.findings for look in looks):
        out.print(say("all_good"))
