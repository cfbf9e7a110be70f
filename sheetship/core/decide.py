"""The decision: everything that was read goes in, a plan comes out. One step after another, none calls an earlier one.

take in → check → buy → match → tell → view. Three bad rows never stop the other ninety-seven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheetship.core.buying import Bought, buy, purchase_documents, purchase_events
from sheetship.core.checks import CheckContext, check_lines
from sheetship.core.doubts import settle_doubts
from sheetship.core.events import parcel_matched
from sheetship.core.facts import Facts
from sheetship.core.findings import Finding, Level
from sheetship.core.intake import Intake, take_in
from sheetship.core.late_news import late_news
from sheetship.core.model import Line
from sheetship.core.outcome import Outcome, counts, is_always_told, outcomes, plan_rows, report_line
from sheetship.core.own_cells import Speaker
from sheetship.core.plan import Blocked, Plan, Seed
from sheetship.core.releases import after_word, is_released
from sheetship.core.remembering import file_events, hold_events, line_events
from sheetship.core.report import FileKind
from sheetship.core.sheet_cells import line_cells, restored, spare_cells
from sheetship.core.telling import draft_messages, tell_platforms
from sheetship.core.tracking import Tracked, track
from sheetship.core.uploads import Told, UploadState, tell_platform

Findings = dict[str, tuple[Finding, ...]]


def decide(facts: Facts, blocked: Blocked) -> Plan:
    """The plan of a run.

    Args:
        facts: what was read.
        blocked: documents that cannot be made, and why; their lines wait.
    """
    settled = settle_doubts(facts.known, facts.table)
    facts = replace(facts, known=settled.known)
    run = run_name(facts)
    intake = _take_in(facts)
    lines = {work.key: work.line for work in intake.lines}
    findings = _check(intake, facts)
    bought = buy(_to_buy(intake, findings, facts), facts, run, blocked)
    tracked = track(intake.lines, facts, run)
    told = _tell(intake, tracked, facts)
    uploads = tell_platforms(told.now, lines, facts, run, blocked=blocked)
    findings = _joined(findings, bought.waiting, bought.notes, uploads.findings)
    messages = draft_messages(tracked.parcels, findings, lines, facts, run, blocked=blocked)
    states = {**told.states, **dict.fromkeys(uploads.findings, UploadState.BLOCKED)}
    results = outcomes(intake.lines, bought, tracked.parcels, states, findings)
    speaker = Speaker(facts.lang, facts.zone, facts.catalogue.suppliers, facts.couriers)
    cells = line_cells(results, speaker, run)
    return Plan(
        run=run,
        at=facts.now,
        seeds=tuple(Seed(work.key, work.fields) for work in intake.lines if work.is_seed),
        cells=(*cells, *spare_cells(intake.spare_rows, facts.lang, run)),
        documents=(*purchase_documents(bought, facts, run), *uploads.documents, *messages.documents),
        events=(
            *file_events(facts, tracked.files_left),
            *line_events(intake),
            *settled.events,
            *hold_events(results, bought),
            *purchase_events(bought, {work.key: work for work in intake.lines}, facts.lang),
            *(parcel_matched(parcel) for found in tracked.parcels.values() for parcel in found),
            *uploads.events,
            *messages.events,
        ),
        consumed=tuple(name for name in facts.consumed if name not in tracked.files_left),
        findings=(
            *_all_findings(results, intake, tracked, facts),
            *_at_purchase(bought, findings),
            *_unmade(blocked),
            *restored(cells, results, facts),
        ),
        unmatched=tracked.matched.exceptions,
        lines=lines,
        rows=plan_rows(results, bought, tracked.parcels, told.now, facts),
        report=tuple(report_line(result, bought, facts, speaker) for result in results),
        counts=counts(results, bought, tracked.parcels, told.now, len(tracked.matched.exceptions)),
    )


def run_name(facts: Facts) -> str:
    """The run's name: its day and a serial, ``261121-2``."""
    day = facts.now.astimezone(facts.zone).strftime("%y%m%d")
    names = (*(run.name for run in facts.known.runs), *facts.folders)
    serials = [name.removeprefix(f"{day}-") for name in names if name.startswith(f"{day}-")]
    return f"{day}-{max(map(int, filter(str.isdecimal, serials)), default=0) + 1}"


def _take_in(facts: Facts) -> Intake:
    return take_in(
        facts.table,
        facts.records,
        facts.known,
        zone=facts.zone,
        home=facts.home,
        platforms=facts.platform_codes,
        reseed=facts.reseed,
    )


def _check(intake: Intake, facts: Facts) -> Findings:
    """What the checks and the intake found, holds that a person released turned into notes."""
    late = {work.key: codes for work in intake.lines if (codes := late_news(work))}
    context = CheckContext(facts.now, facts.catalogue, facts.check, late)
    found = check_lines([work.line for work in intake.lines], context)
    released = {work.key: work.line for work in intake.lines if is_released(work.line)}
    own = {
        key: after_word(released[key], notes, late.get(key, ())) if key in released else notes
        for key, notes in intake.findings.items()
    }
    return _joined(found, own)


def _splits(facts: Facts) -> dict[str, bool]:
    """Every platform that is told, those of the settings that no order format knows included: those in whole orders."""
    own = {platform: False for platform, _ in facts.targets}
    return own | {code: platform.splits for code, platform in facts.platforms.items()}


def _joined(*told: Mapping[str, tuple[Finding, ...]]) -> Findings:
    """All findings by line; what is said twice of the same cell is said once, as it was said first."""
    joined: defaultdict[str, dict[tuple[str, str], Finding]] = defaultdict(dict)
    for findings in told:
        for key, found in findings.items():
            for finding in found:
                joined[key].setdefault((finding.code, finding.where), finding)
    return {key: tuple(found.values()) for key, found in joined.items()}


def _to_buy(intake: Intake, findings: Findings, facts: Facts) -> list[Line]:
    """Lines with a row, that nothing holds, that stand in no live purchase order and that nobody unticked."""
    return [
        work.line
        for work in intake.lines
        if (work.row or work.is_seed)
        and not (work.known and work.known.issues)
        and work.key not in facts.excluded
        and not any(finding.level is Level.HOLD for finding in findings.get(work.key, ()))
    ]


def _tell(intake: Intake, tracked: Tracked, facts: Facts) -> Told:
    """What may be told to the platforms, with the numbers of this run."""
    known = {work.key: work.known for work in intake.lines if work.known}
    parcels = {work.key: work.known.parcels if work.known else () for work in intake.lines}
    return tell_platform(
        [work.line for work in intake.lines],
        {key: line.issues for key, line in known.items()},
        {key: (*there, *tracked.parcels.get(key, ())) for key, there in parcels.items()},
        {key: line.uploads for key, line in known.items()},
        _splits(facts),
        excluded=facts.excluded,
    )


def _unmade(blocked: Blocked) -> list[Finding]:
    """Documents that no line waits for: payment lists and messages."""
    return [why for (kind, _), why in blocked.items() if kind in {FileKind.PAYMENT_LIST, FileKind.MESSAGE}]


def _at_purchase(bought: Bought, findings: Findings) -> list[Finding]:
    """What was noted of the lines that are bought now: told in this run's report, not in cells that outlive it."""
    found = (finding for key in bought.choices for finding in findings.get(key, ()))
    return [finding for finding in found if not is_always_told(finding)]


def _all_findings(
    results: Sequence[Outcome], intake: Intake, tracked: Tracked, facts: Facts
) -> tuple[Finding, ...]:
    return (
        *facts.findings,
        *(finding for result in results for finding in result.view.findings),
        *(finding for _, finding in intake.spare_rows),
        *intake.notes,
        *tracked.matched.findings,
        *(exception.finding for exception in tracked.matched.exceptions),
    )
