"""Which platform's export a table is, told by its headings alone: never by the file's name or a column's place.

Finds the header among the first rows, below banners if need be. What the rows say is left to ``normalise.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sheetship.core.columns import plain_heading
from sheetship.core.findings import Finding
from sheetship.core.model import column_letters
from sheetship.core.profiles import Profile
from sheetship.core.tables import RawTable

_HEADER_DEPTH = 20
_plain = lru_cache(maxsize=8192)(plain_heading)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The layout of a table, where its header stands, how much of it agrees (0 to 1), and the next best layout."""

    profile: Profile
    header_row: int
    score: float
    missing: tuple[str, ...]
    """Headings that the layout needs and the table lacks; any stops the file."""
    runner_up: Profile | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a table: its number, and the 1-based columns of each plain heading."""

    row: int
    columns: Mapping[str, tuple[int, ...]]

    def first(self, heading: str) -> int:
        """The first column under this heading, 0 where there is none."""
        return self.columns.get(_plain(heading), (0,))[0]


@dataclass(frozen=True, slots=True)
class _Fit:
    profile: Profile
    header: Header
    score: float
    lacks: tuple[str, ...]


def recognise(table: RawTable, profiles: Sequence[Profile]) -> Recognised | None:
    """The best layout whose fingerprint the table shows; ``None`` when there is none, or when two fit alike.

    ``why_not`` says which of the two it was, in a finding.
    """
    fits = [fit for fit in _fits(table, profiles) if not fit.lacks]
    if not fits or _is_tie(fits):
        return None
    best = fits[0]
    runner_up = fits[1].profile if len(fits) > 1 else None
    return Recognised(
        best.profile, best.header.row, best.score, missing_headings(best.header, best.profile), runner_up
    )


def why_not(table: RawTable, profiles: Sequence[Profile]) -> Finding:
    """The finding for a table that was not recognised: both layouts of a tie, else the nearest and what it wants."""
    fits = _fits(table, profiles)
    whole = [fit for fit in fits if not fit.lacks]
    if _is_tie(whole):
        one, other = whole[0].profile, whole[1].profile
        return Finding(
            "FILE-11", table.name, {"file": table.name, **_titles("one", one), **_titles("other", other)}
        )
    nearest = fits[0]
    return Finding(
        "FILE-10",
        table.name,
        {
            "file": table.name,
            **_titles("nearest", nearest.profile),
            "missing": listed(nearest.lacks),
            "there": headings_there(table, nearest.header),
        },
    )


def find_header(table: RawTable, profile: Profile) -> Header:
    """The row among the first ones that holds most of the profile's headings; the upper one among equals."""
    known = {_plain(heading) for heading in (*profile.headings, *profile.optional_headings)}
    rows = [_header(number, cells) for number, cells in enumerate(table.rows[:_HEADER_DEPTH], 1)]
    return max(rows, key=lambda row: len(known & row.columns.keys()), default=Header(1, {}))


def missing_headings(header: Header, profile: Profile) -> tuple[str, ...]:
    """The main heading of each required field that has no column at all."""
    missing = []
    for name in profile.required:
        ways = profile.sources.get(name, ())
        headings = [heading for way in ways for heading in way.headings] or _state_headings(profile, name)
        if not any(header.first(heading) for heading in headings):
            missing.append(headings[0])
    return tuple(missing)


def headings_there(table: RawTable, header: Header) -> str:
    """The headings of the table as a person sees them."""
    cells = table.rows[header.row - 1] if header.columns else ()
    return listed([text.strip() for text in cells if text.strip()])


def listed(names: Sequence[str]) -> str:
    """Names in one sentence."""
    return "、".join(names) or "—"


def letters(columns: Sequence[int]) -> str:
    """Columns as a spreadsheet names them."""
    return listed([column_letters(at) for at in columns])


def _header(number: int, cells: Sequence[str]) -> Header:
    columns: dict[str, tuple[int, ...]] = {}
    for at, text in enumerate(cells, 1):
        name = _plain(text)
        if name:
            columns[name] = (*columns.get(name, ()), at)
    return Header(number, columns)


def _fits(table: RawTable, profiles: Sequence[Profile]) -> list[_Fit]:
    """Every layout against the table, the best first: proven ones before others, then by what agrees, then by name."""
    fits = [_fit(table, profile) for profile in profiles]
    return sorted(fits, key=lambda fit: (bool(fit.lacks), -fit.score, fit.profile.name))


def _fit(table: RawTable, profile: Profile) -> _Fit:
    header = find_header(table, profile)
    wanted = {_plain(heading) for heading in profile.headings}
    agreed = len(wanted & header.columns.keys())
    score = 2 * agreed / (len(wanted) + len(header.columns))
    return _Fit(profile, header, score, tuple(h for h in profile.fingerprint if not header.first(h)))


def _is_tie(fits: Sequence[_Fit]) -> bool:
    return len(fits) > 1 and fits[0].score == fits[1].score


def _state_headings(profile: Profile, name: str) -> list[str]:
    states = profile.order_state if name == "order_state" else profile.refund_state
    return [rule.heading for rule in states.rules]


def _titles(name: str, profile: Profile) -> dict[str, str]:
    return {f"{name}_zh": profile.title_zh, f"{name}_en": profile.title_en}
