"""The decision: everything that was read goes in, a plan comes out. One step after another, none calls an earlier one.

take in → check → buy → match → tell → view. Three bad rows never stop the other ninety-seven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sheetship.core.buying import Bought, buy, goods_names, purchase_documents, purchase_events
from sheetship.core.checks import CheckContext, check_lines
from sheetship.core.events import Event, file_seen, held, line_seen, parcel_matched, released, row_seeded
from sheetship.core.facts import Facts
from sheetship.core.findings import Finding, Level
from sheetship.core.history import KnownLine
from sheetship.core.intake import TABLE, Intake, WorkLine, take_in
from sheetship.core.match import Matched, match
from sheetship.core.match_lines import OpenLine
from sheetship.core.model import Issue, Line, Parcel
from sheetship.core.outcome import Outcome, counts, outcome, plan_rows, report_line
from sheetship.core.overwritten import overwritten
from sheetship.core.own_cells import Speaker, changed_cells, own_cells
from sheetship.core.plan import Blocked, CellChange, Plan, Seed
from sheetship.core.releases import is_released, lifted
from sheetship.core.report import FileKind
from sheetship.core.telling import draft_messages, tell_platforms
from sheetship.core.uploads import UploadState, tell_platform

Findings = dict[str, tuple[Finding, ...]]


def decide(facts: Facts, blocked: Blocked) -> Plan:
    """The plan of a run.

    Args:
        facts: what was read.
        blocked: documents that cannot be made, and why; their lines wait.
    """
    run = run_name(facts)
    intake = _take_in(facts)
    lines = {work.key: work.line for work in intake.lines}
    findings = _check(intake, facts)
    bought = buy(_to_buy(intake, findings, facts), facts, run, blocked)
    findings = _joined(_joined(findings, bought.waiting), bought.notes)
    matched = match(facts.replies, _open_lines(intake, facts), facts.couriers)
    parcels = _by_line(matched.parcels, facts, run)
    waiting_files = _files_of_unticked(matched, facts.excluded)
    told = tell_platform(
        list(lines.values()),
        {key: work.known.issues for key, work in _known(intake).items() if work.known},
        _all_parcels(intake, parcels),
        {key: work.known.uploads for key, work in _known(intake).items() if work.known},
        {code: platform.splits for code, platform in facts.platforms.items()},
        excluded=facts.excluded,
    )
    uploads = tell_platforms(told.now, lines, facts, run, blocked)
    findings = _joined(findings, uploads.findings)
    messages = draft_messages(parcels, findings, lines, facts, run, blocked)
    issues = bought.issues
    results = [
        outcome(
            work,
            issues.get(work.key, {}),
            parcels.get(work.key, ()),
            UploadState.BLOCKED if work.key in uploads.findings else told.states[work.key],
            findings.get(work.key, ()),
            bought.choices[work.key].profit if work.key in bought.choices else None,
        )
        for work in intake.lines
    ]
    cells = _cells(results, facts, run)
    return Plan(
        run=run,
        at=facts.now,
        seeds=_seeds(intake),
        cells=(*cells, *_spare_cells(intake, facts, run)),
        documents=(*purchase_documents(bought, facts, run), *uploads.documents, *messages.documents),
        events=(
            *_file_events(facts, waiting_files),
            *_seen_events(intake),
            *_hold_events(results, bought),
            *purchase_events(bought, {work.key: work for work in intake.lines}, facts.lang),
            *(parcel_matched(parcel) for found in parcels.values() for parcel in found),
            *uploads.events,
            *messages.events,
        ),
        consumed=tuple(name for name in facts.consumed if name not in waiting_files),
        findings=(
            *_all_findings(results, intake, matched, facts),
            *_unmade(blocked),
            *_overwritten(cells, results, facts),
        ),
        unmatched=matched.exceptions,
        lines=lines,
        rows=plan_rows(results, bought, parcels, told.now, facts),
        report=tuple(report_line(result, bought, facts) for result in results),
        counts=counts(results, bought, parcels, told.now, len(matched.exceptions)),
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
    context = CheckContext(facts.now, facts.catalogue, facts.check)
    found = check_lines([work.line for work in intake.lines], context)
    released = {work.key for work in intake.lines if is_released(work.line)}
    own = {
        key: tuple(map(lifted, notes)) if key in released else notes for key, notes in intake.findings.items()
    }
    return _joined(found, own)


def _joined(one: Mapping[str, tuple[Finding, ...]], other: Mapping[str, tuple[Finding, ...]]) -> Findings:
    """The findings of both by line; what both say of the same cell is said once."""
    joined = {}
    for key in dict.fromkeys((*one, *other)):
        told = {(finding.code, finding.where): finding for finding in (*other.get(key, ()), *one.get(key, ()))}
        joined[key] = tuple(told.values())
    return joined


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


def _known(intake: Intake) -> dict[str, WorkLine]:
    return {work.key: work for work in intake.lines if work.known}


def _open_lines(intake: Intake, facts: Facts) -> list[OpenLine]:
    """Every purchase-order line that a tracking number may belong to."""
    return [
        _open_line(work.line, issue, work.known, facts)
        for work in intake.lines
        if work.known
        for issue in work.known.issues
    ]


def _open_line(line: Line, issue: Issue, known: KnownLine, facts: Facts) -> OpenLine:
    is_bundled = len(set(known.parts.values())) > 1
    goods = goods_names(issue, line, facts.catalogue, is_bundled=is_bundled)
    supplier = facts.catalogue.suppliers.get(issue.supplier)
    courier = facts.couriers.find(supplier.courier) if supplier else None
    return OpenLine(
        token=issue.token,
        po_number=issue.po_number,
        line_key=line.key,
        order_id=line.order_id,
        sold_by=f"{line.platform}/{line.shop}",
        line_id=line.line_id,
        supplier=issue.supplier,
        supplier_sku=issue.supplier_sku,
        sku=line.sku,
        product=" ".join(filter(None, goods)),
        name=line.recipient.name,
        phone=line.recipient.phone,
        quantity=issue.units,
        shipped=tuple((p.courier, p.number, p.quantity) for p in known.parcels if p.token == issue.token),
        default_courier=courier.code if courier else "",
    )


def _by_line(parcels: Iterable[Parcel], facts: Facts, run: str) -> dict[str, tuple[Parcel, ...]]:
    found: defaultdict[str, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        if parcel.line_key not in facts.excluded:
            found[parcel.line_key].append(replace(parcel, run=run, at=facts.now))
    return {key: tuple(told) for key, told in found.items()}


def _files_of_unticked(matched: Matched, excluded: frozenset[str]) -> frozenset[str]:
    """Inbox files with a number for a line that a person unticked: they stay, to be read again."""
    numbers = {parcel.number for parcel in matched.parcels if parcel.line_key in excluded}
    items = (item for item in matched.written if item.number in numbers)
    return frozenset(item.origin.sheet.partition("#")[0] for item in items)


def _all_parcels(intake: Intake, new: Mapping[str, Sequence[Parcel]]) -> dict[str, tuple[Parcel, ...]]:
    return {
        work.key: (*(work.known.parcels if work.known else ()), *new.get(work.key, ())) for work in intake.lines
    }


def _seeds(intake: Intake) -> tuple[Seed, ...]:
    return tuple(Seed(work.key, work.fields) for work in intake.lines if work.is_seed)


def _cells(results: Sequence[Outcome], facts: Facts, run: str) -> list[CellChange]:
    """SheetShip's own cells that have to change, line by line."""
    speaker = Speaker(facts.lang, facts.zone, facts.catalogue.suppliers, facts.couriers)
    changes = []
    for result in results:
        work = result.work
        if work.row or work.is_seed:
            number, there = (work.row.number, work.row.ours) if work.row else (0, {})
            wanted = own_cells(work.key, result.view, speaker)
            changes += changed_cells(number, work.key, there, wanted, result.view, speaker, run)
    return changes


def _overwritten(cells: Sequence[CellChange], results: Sequence[Outcome], facts: Facts) -> list[Finding]:
    """What a person typed into cells of ours; in a workbook that is not the one last written, nobody can tell."""
    written = {result.work.key: result.view.written for result in results}
    return [] if facts.reseed else overwritten(cells, written, facts.table)


def _spare_cells(intake: Intake, facts: Facts, run: str) -> list[CellChange]:
    """What is written beside rows that are no line of their own."""
    changes = []
    for row, finding in intake.spare_rows:
        said = {"problem": finding.message(facts.lang), "next_step": finding.fix(facts.lang)}
        wrong = {name: text for name, text in said.items() if row.ours.get(name, "") != text}
        changes += [
            CellChange(row=row.number, line_key=finding.line, field=name, old=row.ours.get(name, ""), new=text)
            for name, text in ({**wrong, "last_run": run} if wrong else {}).items()
        ]
    return changes


def _file_events(facts: Facts, waiting: frozenset[str]) -> list[Event]:
    return [
        file_seen(file.sha256, name=file.name, digest=file.digest, layout=file.layout, rows=file.rows)
        for file in facts.files
        if file.sha256 not in facts.known.files and file.name not in waiting
    ]


def _seen_events(intake: Intake) -> list[Event]:
    """Lines as their newest export shows them, rows that the team wrote, rows to be appended."""
    events = [line_seen(key, fields, "export") for key, fields in intake.seen.items()]
    events += [line_seen(work.key, work.row.team, TABLE) for work in intake.lines if work.row and _is_own_row(work)]
    events += [row_seeded(work.key, work.fields) for work in intake.lines if work.is_seed]
    return events


def _hold_events(results: Sequence[Outcome], bought: Bought) -> list[Event]:
    """Holds that are new or gone, and lines that went because a person let them."""
    events = []
    for result in results:
        work, codes = result.work, tuple(dict.fromkeys(result.hold_codes))
        if codes != (work.known.held if work.known else ()):
            events.append(held(work.key, codes))
        if work.key in bought.choices and is_released(work.line):
            events.append(released(work.key, work.line.release))
    return events


def _is_own_row(work: WorkLine) -> bool:
    """A row that the team wrote, and that says something new."""
    known = work.known
    if known is None or not known.fields:
        return not work.is_seed and work.row is not None and work.fields == work.row.team
    return known.source == TABLE and work.row is not None and known.fields != work.row.team


def _unmade(blocked: Blocked) -> list[Finding]:
    """Documents that no line waits for: payment lists and messages."""
    return [why for (kind, _), why in blocked.items() if kind in {FileKind.PAYMENT_LIST, FileKind.MESSAGE}]


def _all_findings(
    results: Sequence[Outcome], intake: Intake, matched: Matched, facts: Facts
) -> tuple[Finding, ...]:
    found = [*facts.findings]
    found += [finding for result in results for finding in result.view.findings]
    found += [finding for _, finding in intake.spare_rows]
    found += intake.notes
    found += matched.findings
    found += [exception.finding for exception in matched.exceptions]
    return tuple(found)

