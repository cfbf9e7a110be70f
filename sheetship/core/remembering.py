"""What the ledger is to keep of a run beside purchases, numbers and uploads: files, lines, rows, holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sheetship.core.buying import Bought
from sheetship.core.events import Event, file_seen, held, line_seen, released, row_seeded
from sheetship.core.facts import Facts
from sheetship.core.intake import Intake
from sheetship.core.known import NEVER_SEEN
from sheetship.core.late_news import lifted_codes
from sheetship.core.outcome import Outcome
from sheetship.core.releases import is_released
from sheetship.core.workline import EXPORT, TABLE, WorkLine


def file_events(facts: Facts, left: Collection[str]) -> list[Event]:
    """Files that were read for the first time, but for those that are ``left`` to be read again."""
    return [
        file_seen(file.sha256, name=file.name, digest=file.digest, layout=file.layout, rows=file.rows)
        for file in facts.files
        if file.sha256 not in facts.known.files and file.name not in left
    ]


def line_events(intake: Intake) -> list[Event]:
    """Lines as their newest export shows them, rows that the team wrote, rows to be appended."""
    events = [line_seen(key, fields, EXPORT) for key, fields in intake.seen.items()]
    own = (work for work in intake.lines if work.key not in intake.seen)
    events += [
        line_seen(work.key, work.row.team, TABLE) for work in own if work.row and _is_news_of_the_team(work)
    ]
    events += [
        row_seeded(work.key, work.fields, intake.seen.get(work.key)) for work in intake.lines if work.is_seed
    ]
    return events


def _is_news_of_the_team(work: WorkLine) -> bool:
    """A row of a line that no export ever held, and that says something new."""
    if work.known is None:
        return True
    return work.known.source != EXPORT and work.row is not None and work.known.fields != work.row.team


def hold_events(results: Sequence[Outcome], bought: Bought) -> list[Event]:
    """Holds that are new or gone, and lines that went because a person let them."""
    events = []
    for result in results:
        work, codes = result.work, tuple(dict.fromkeys(result.hold_codes))
        known = work.known or NEVER_SEEN
        is_bought = work.key in bought.choices
        is_open = not known.issues and not is_bought
        word, lifted = (work.line.release, lifted_codes(result.view.findings)) if is_open else ("", ())
        if (codes, word, lifted) != (known.held, known.word, known.lifted):
            events.append(held(work.key, codes, word=word, lifted=lifted))
        if is_bought and is_released(work.line):
            events.append(released(work.key, work.line.release))
    return events
