"""Binds tracking numbers to purchase-order lines, or says why not. Nothing is written that is not proved.

The cascade of ``match_lines.py`` finds the line of each item; here the items are weighed against each other: one number for
different people, more than was ordered, two couriers, a check digit that is wrong. Then the item and, where a quantity would
depend on it, its neighbours on the line become exceptions. Every item ends as written, already known, or an exception.

A quantity that nobody gave: the parcels of a line share what remains of it, one unit each, the rest with the lowest number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sheetship.core.couriers import Courier, Couriers, compact, fits, is_misread
from sheetship.core.findings import Finding
from sheetship.core.match_lines import NOBODY, SEVERAL, Found, Lines, NotFound, OpenLine
from sheetship.core.model import Parcel
from sheetship.core.recipients import has_extension, same_name, same_phone
from sheetship.core.reply_items import ReplyItem

__all__ = ["MatchException", "Matched", "OpenLine", "match"]

_CHANGED = "REPLY-13"
_TOO_MANY = "REPLY-14"
_UNCLEAR = "REPLY-15"
_SHARED = "REPLY-16"
_WRONG_CHECK = "REPLY-17"
_TWO_COURIERS = "REPLY-19"
_ORDER_NUMBER = "REPLY-20"
_UNKNOWN_COURIER = "REPLY-30"
_ODD_FORM = "REPLY-31"
_CANDIDATES = 3
_ALIKE, _NUMBERS_ALIKE = 50, 80
"""How much names, and how much numbers, have to be alike (of 100) for a line to be shown as a candidate."""


@dataclass(frozen=True, slots=True)
class MatchException:
    """An item that waits for a person, with the lines that it may be about, the likeliest first."""

    item: ReplyItem
    finding: Finding
    candidates: tuple[OpenLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What became of every item: ``written`` stand behind the parcels, ``known`` were there before."""

    parcels: tuple[Parcel, ...]
    exceptions: tuple[MatchException, ...]
    findings: tuple[Finding, ...]
    written: tuple[ReplyItem, ...]
    known: tuple[ReplyItem, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Claim:
    """An item that says a number is for these lines, on which the number is new. Two alike are still two."""

    item: ReplyItem
    lines: tuple[OpenLine, ...]
    found: Found

    @property
    def number(self) -> str:
        return compact(self.item.number)


@dataclass(frozen=True, slots=True)
class _Carrier:
    """The courier of a number, how it was told, and what is wrong with that."""

    code: str
    how: str = ""
    fault: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    """Codes with the courier's name that they are about."""


def match(items: Sequence[ReplyItem], open_lines: Sequence[OpenLine], couriers: Couriers) -> Matched:
    """The parcels that the items prove, and everything that waits for a person. The order of either does not matter."""
    lines = Lines(open_lines)
    claims: list[_Claim] = []
    known: list[ReplyItem] = []
    failed: list[tuple[ReplyItem, str, tuple[OpenLine, ...]]] = []
    for item in sorted(items, key=_place):
        found = lines.find(item)
        new = () if isinstance(found, NotFound) else _without(found.lines, compact(item.number))
        if compact(item.number) in lines.order_numbers and (new or isinstance(found, NotFound)):
            failed.append((item, _ORDER_NUMBER, found.lines))
        elif isinstance(found, Found) and new:
            claims.append(_Claim(item, new, found))
        elif isinstance(found, Found) or _is_known(item, found, lines):
            known.append(item)
        else:
            failed.append((item, found.code, found.lines))
    carriers = {number: _carrier(group, couriers) for number, group in _by_number(claims).items()}
    faults = _faults(claims, carriers, lines)
    failed += [(claim.item, faults[claim], claim.found.lines) for claim in claims if claim in faults]
    good = [claim for claim in claims if claim not in faults]
    return Matched(
        parcels=_parcels(good, carriers),
        exceptions=tuple(
            _exception(item, code, near, lines)
            for item, code, near in sorted(failed, key=lambda f: _place(f[0]))
        ),
        findings=tuple(_notes(good, carriers)),
        written=tuple(claim.item for claim in good),
        known=tuple(known),
    )


def _place(item: ReplyItem) -> tuple[object, ...]:
    """Sorts items by where they stood, and alike ones by what they say."""
    said = (
        item.token,
        item.po_number,
        item.order_id,
        item.name,
        item.phone,
        item.sku,
        item.product,
        item.courier_text,
    )
    return item.origin.sheet, item.origin.row, item.number, *said, item.quantity or 0


def _without(lines: Iterable[OpenLine], number: str) -> tuple[OpenLine, ...]:
    """The lines that do not know the number yet."""
    return tuple(line for line in lines if all(compact(old) != number for _, old, _ in line.shipped))


def _is_known(item: ReplyItem, missed: NotFound, lines: Lines) -> bool:
    """Whether an item without a line of its own repeats a number that a line, not contradicted by it, already has."""
    holders = lines.by_number.get(compact(item.number), ())
    return missed.code in {NOBODY, SEVERAL} and any(not lines.contradicts(item, line) for line in holders)


def _by_number(claims: Iterable[_Claim]) -> Mapping[str, list[_Claim]]:
    groups: defaultdict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.number].append(claim)
    return groups


def _by_line(claims: Iterable[_Claim]) -> Mapping[OpenLine, list[_Claim]]:
    groups: defaultdict[OpenLine, list[_Claim]] = defaultdict(list)
    for claim in claims:
        for line in claim.lines:
            groups[line].append(claim)
    return groups


# --- what is wrong between items ------------------------------------------------------------------------------------


def _faults(claims: Sequence[_Claim], carriers: Mapping[str, _Carrier], lines: Lines) -> dict[_Claim, str]:
    """The code of every claim that cannot stand; a fault spreads to claims whose quantity depends on it."""
    faults: dict[_Claim, str] = {}
    for number, group in _by_number(claims).items():
        code = carriers[number].fault or (
            _SHARED if _is_for_strangers(group, lines.by_number.get(number, ())) else ""
        )
        if code:
            faults |= dict.fromkeys(group, code)
    by_line = _by_line(claims)
    spread: dict[_Claim, str] | None = None
    while spread != {}:
        spread = {}
        for line, group in by_line.items():
            for claim, code in _line_faults(line, group, faults).items():
                spread[claim] = min(code, spread.get(claim, code))
        faults |= spread
    return faults


def _is_for_strangers(group: Sequence[_Claim], holders: Sequence[OpenLine]) -> bool:
    """Whether a number is claimed for different people; one chat line or row may say so of its own number."""
    lines = {line for claim in group for line in claim.lines}
    rows = {(claim.item.origin.sheet, claim.item.origin.row) for claim in group}
    strangers = any(not _is_same_person(one, other) for one, other in combinations(lines, 2))
    known_strangers = any(not _is_same_person(line, holder) for line in lines for holder in holders)
    return known_strangers or (strangers and len(rows) > 1)


def _is_same_person(one: OpenLine, other: OpenLine) -> bool:
    if one.order_id and (one.sold_by, one.order_id) == (other.sold_by, other.order_id):
        return True
    is_virtual = has_extension(one.phone) or has_extension(other.phone)
    return same_name(one.name, other.name) and (is_virtual or same_phone(one.phone, other.phone) is not False)


def _line_faults(line: OpenLine, group: Sequence[_Claim], faults: Mapping[_Claim, str]) -> dict[_Claim, str]:
    """What is wrong with the claims on one line, its quantity considered."""
    standing = [claim for claim in group if claim not in faults]
    if line.remaining <= 0:
        return dict.fromkeys(standing, _CHANGED)
    told = _told(line, standing)
    if any(len(quantities) > 1 for quantities in told.values()) or any(
        0 in quantities for quantities in told.values()
    ):
        return dict.fromkeys(standing, _UNCLEAR)
    unknown = [number for number, quantities in told.items() if not quantities]
    left = line.remaining - sum(quantity for quantities in told.values() for quantity in quantities)
    if left < len(unknown):
        return dict.fromkeys(standing, _TOO_MANY)
    if unknown and len(standing) < len(group):
        return {claim: _UNCLEAR for claim in standing if claim.number in unknown}
    return {}


def _told(line: OpenLine, claims: Iterable[_Claim]) -> dict[str, set[int]]:
    """The quantities that the items tell for each number on the line; none for a number of which nobody told one."""
    told: dict[str, set[int]] = {}
    for claim in claims:
        quantities = told.setdefault(claim.number, set())
        quantity = claim.item.quantity
        if quantity is not None and len(claim.found.lines) > 1:
            whole = sum(other.remaining for other in claim.found.lines)
            quantity = line.remaining if quantity == whole else 0
        if quantity is not None:
            quantities.add(quantity)
    return told


def _quantities(line: OpenLine, claims: Sequence[_Claim]) -> dict[str, int]:
    """The quantity of each number on a line without faults."""
    told = _told(line, claims)
    shares = {number: next(iter(quantities)) for number, quantities in told.items() if quantities}
    unknown = sorted(set(told) - set(shares))
    left = line.remaining - sum(shares.values())
    return shares | {number: 1 if at else left - len(unknown) + 1 for at, number in enumerate(unknown)}


# --- couriers -------------------------------------------------------------------------------------------------------


def _carrier(group: Sequence[_Claim], couriers: Couriers) -> _Carrier:
    """Who carries a number: the courier that an item names, else the supplier's usual one, else the number's form."""
    number = group[0].number
    texts = sorted({claim.item.courier_text for claim in group} - {""})
    named = {courier.code: courier for text in texts if (courier := couriers.find(text))}
    if len(named) > 1:
        return _Carrier("", fault=_TWO_COURIERS)
    if named:
        return _named(next(iter(named.values())), number)
    if texts:
        return _Carrier("", notes=((_UNKNOWN_COURIER, texts[0]),))
    return _assumed(number, group, couriers)


def _named(courier: Courier, number: str) -> _Carrier:
    if is_misread(courier, number):
        return _Carrier(courier.code, fault=_WRONG_CHECK)
    odd = fits(courier, number) is False
    return _Carrier(courier.code, notes=((_ODD_FORM, courier.name_zh),) if odd else ())


def _assumed(number: str, group: Sequence[_Claim], couriers: Couriers) -> _Carrier:
    """A number without a courier: a form that only another courier has speaks against the supplier's usual one."""
    names = {line.default_courier for claim in group for line in claim.lines}
    usual = couriers.find(names.pop()) if len(names) == 1 else None
    hints = couriers.hint(number)
    if usual and (len(hints) != 1 or fits(usual, number) is not False):
        carrier = _named(usual, number)
        return _Carrier(carrier.code, "supplier's usual courier", carrier.fault, carrier.notes)
    return _Carrier(hints[0], "courier by the number's form") if len(hints) == 1 else _Carrier("")


# --- results --------------------------------------------------------------------------------------------------------


def _parcels(claims: Sequence[_Claim], carriers: Mapping[str, _Carrier]) -> tuple[Parcel, ...]:
    parcels = []
    for line, group in _by_line(claims).items():
        for number, quantity in _quantities(line, group).items():
            best = min((claim.found.rank, claim.found.evidence) for claim in group if claim.number == number)
            carrier = carriers[number]
            parcels.append(
                Parcel(
                    token=line.token,
                    line_key=line.line_key,
                    courier=carrier.code,
                    number=number,
                    quantity=quantity,
                    evidence="; ".join(filter(None, (best[1], carrier.how))),
                )
            )
    return tuple(sorted(parcels, key=lambda parcel: (parcel.line_key, parcel.token, parcel.number)))


def _notes(claims: Sequence[_Claim], carriers: Mapping[str, _Carrier]) -> Iterable[Finding]:
    for number, group in sorted(_by_number(claims).items()):
        for code, name in carriers[number].notes:
            where, line = group[0].item.origin.cell("tracking_number"), group[0].lines[0].line_key
            yield Finding(code, where, {"number": number, "courier": name}, line)


def _exception(item: ReplyItem, code: str, near: Sequence[OpenLine], lines: Lines) -> MatchException:
    candidates = tuple(near[:_CANDIDATES]) or _likely(item, lines)
    shown = ", ".join(_shown(line) for line in candidates) or "-"
    values = {"number": compact(item.number), "lines": shown, "token": item.token or "-"}
    return MatchException(item, Finding(code, item.origin.cell("tracking_number"), values), candidates)


def _shown(line: OpenLine) -> str:
    """A line as an exception names it: by its numbers, never by its recipient."""
    return f"{line.order_id or line.line_key} ({line.token})"


def _likely(item: ReplyItem, lines: Lines) -> tuple[OpenLine, ...]:
    """The open lines whose name, order number or SKU is most like what the item says."""
    from rapidfuzz import fuzz, process

    likeness: dict[int, float] = {}
    for said, texts, least in (
        (item.name, lines.names, _ALIKE),
        (item.order_id, lines.orders, _NUMBERS_ALIKE),
        (item.sku, lines.skus, _NUMBERS_ALIKE),
    ):
        best = (
            process.extract(said, texts, scorer=fuzz.ratio, limit=_CANDIDATES, score_cutoff=least)
            if said
            else []
        )
        for _, score, at in best:
            likeness[at] = max(score, likeness.get(at, 0))
    likeliest = sorted(likeness, key=lambda at: (-likeness[at], at))
    return tuple(lines.all[at] for at in likeliest[:_CANDIDATES])
