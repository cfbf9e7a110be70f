"""What waits for people, as the page shows it: problems on cards, next steps with their places. Private to the page.

Decides how problems are gathered, how many of their places are shown and which are folded away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheetship.adapters._report_words import LEVEL_TONES
from sheetship.core import report_sums as sums
from sheetship.core.findings import Finding, Level
from sheetship.core.report import Report, ReportLine, Waits

SHOWN_CELLS = 6
FOLDED_CELLS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell that a problem stands in, with its order and, where it differs from the others, its own sentence."""

    where: str
    order_id: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One kind of problem; ``fix`` is empty where every place has its own."""

    code: str
    level: str
    tone: str
    count: int
    message: str
    fix: str
    shown: Sequence[Place]
    folded: Sequence[Place]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Lines that wait for the same next step."""

    next_step: str
    count: int
    places: str


def cards(report: Report, words: Mapping[str, str], levels: Iterable[Level]) -> list[Card]:
    """The problems of the given levels, one card a code."""
    lines = {line.key: line for line in report.lines}
    wanted = set(levels)
    return [_card(one, report.lang, words, lines) for one in sums.problems(report) if one.level in wanted]


def _card(
    problem: sums.Problem, lang: str, words: Mapping[str, str], lines: Mapping[str, ReportLine]
) -> Card:
    first = problem.findings[0]
    message = _only({one.message(lang) for one in problem.findings})
    fix = _only({one.fix(lang) for one in problem.findings})
    visible = problem.findings[:FOLDED_CELLS]
    places = [_place(one, lang, lines, message=message, fix=fix) for one in visible]
    return Card(
        code=problem.code,
        level=words[first.level],
        tone=LEVEL_TONES[first.level],
        count=len(problem.findings),
        message=message,
        fix=fix,
        shown=places[:SHOWN_CELLS],
        folded=places[SHOWN_CELLS:],
        left_out=len(problem.findings) - len(visible),
    )


def _only(texts: set[str]) -> str:
    return next(iter(texts)) if len(texts) == 1 else ""


def _place(finding: Finding, lang: str, lines: Mapping[str, ReportLine], *, message: str, fix: str) -> Place:
    line = lines.get(finding.line)
    return Place(
        where=finding.where,
        order_id=line.order_id if line else "",
        message="" if message else finding.message(lang),
        fix="" if fix else finding.fix(lang),
    )


def steps(lines: Iterable[ReportLine]) -> list[Step]:
    """What the lines wait for, the most frequent first, with the places of a few."""
    groups: dict[str, list[ReportLine]] = {}
    for line in lines:
        groups.setdefault(line.next_step, []).append(line)
    ordered = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    return [Step(next_step=step, count=len(group), places=_places(group)) for step, group in ordered]


def _places(lines: Sequence[ReportLine]) -> str:
    named = [line.where or line.order_id for line in lines[:SHOWN_CELLS]]
    return " · ".join(named) + (" …" if len(lines) > SHOWN_CELLS else "")


def unexplained(report: Report) -> list[ReportLine]:
    """Lines that wait for the team without any finding that says why."""
    told = {finding.line for finding in report.findings}
    return [line for line in sums.waiting(report).get(Waits.TEAM, ()) if line.key not in told]
