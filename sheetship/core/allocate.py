"""Chooses a supplier for every line, or says why it waits. Each line comes out exactly once.

Lines are served in the order of their deadlines, whatever the order of the rows. A rule that names a supplier leaves
only that one; then come priority, total cost, lead time and code. A quantity is never split between suppliers, stock
is never promised twice, and a line that would earn too little waits for a person's word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from sheetship.core.areas import Place, place_of
from sheetship.core.candidates import Candidate, Obstacle, candidates, obstacle
from sheetship.core.catalogue import Catalogue
from sheetship.core.findings import Finding
from sheetship.core.margin import CENT, Earning, FreightTable, earning
from sheetship.core.model import Line
from sheetship.core.ranking import Priced, rank, reason_for
from sheetship.core.reasons import Reason
from sheetship.core.releases import is_released, lifted
from sheetship.core.rules import Rule, RuleBook

_OBSTACLE_CODES = {
    Obstacle.INACTIVE: "ORD-41",
    Obstacle.AREA: "ORD-42",
    Obstacle.MIN_QUANTITY: "ORD-43",
    Obstacle.STOCK: "ORD-44",
}
OUT_OF_STOCK = "ORD-44"
"""The code of a line that is back-ordered rather than wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocateOptions:
    """What a shop may set about the choice of suppliers."""

    fee_rates: Mapping[str, Decimal] = field(default_factory=dict)
    """The part of the income that a platform keeps, by platform code."""
    margin_floor: Decimal = Decimal(0)
    """The least part of the income that must be left; 0 stops only losses."""
    platforms: Mapping[str, str] = field(default_factory=dict)
    """Platform code by each of its names in lower case, for the 平台 cells of rules."""
    stale_before: date | None = None
    """Offers older than this are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Units of one supplier SKU, and what all of them cost."""

    supplier: str
    supplier_sku: str
    units: int
    cost: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who sends a line, what it will earn, and why. ``notes`` tell what a person should know of it."""

    line_key: str
    parts: tuple[Part, ...]
    courier: str
    freight: Decimal
    fees: Decimal
    income: Decimal | None
    profit: Decimal | None
    margin: Decimal | None
    reason: Reason
    notes: tuple[Finding, ...] = ()

    def why(self, lang: str) -> str:
        """The reason as a sentence."""
        return self.reason.say(lang)


@dataclass(frozen=True, slots=True)
class Allocated:
    """Every line once: chosen or waiting, each finding with the key of its line."""

    choices: tuple[Choice, ...]
    waiting: tuple[Finding, ...]


def allocate(
    lines: Sequence[Line],
    catalogue: Catalogue,
    *,
    taken_stock: Mapping[tuple[str, str], int],
    options: AllocateOptions,
) -> Allocated:
    """A supplier for every line that may have one.

    Args:
        lines: lines that passed the checks; ``quantity`` is what is still to be ordered.
        catalogue: the team's tabs.
        taken_stock: units by supplier and supplier SKU that earlier purchase orders took from the offers' stock.
        options: the shop's settings.
    """
    desk = _Desk(catalogue, taken_stock, options)
    choices, waiting = [], []
    for line, is_doubtful in _once_each(lines):
        outcome = _wait(line, "ORD-33", "order_id") if is_doubtful else desk.choose(line)
        if isinstance(outcome, Choice):
            choices.append(outcome)
        else:
            waiting.append(outcome)
    return Allocated(tuple(choices), tuple(waiting))


def _once_each(lines: Sequence[Line]) -> list[tuple[Line, bool]]:
    """Lines in the order they are served, a key once; True where one key came with different contents."""
    served: dict[str, Line] = {}
    doubtful = set()
    for line in sorted(lines, key=_turn):
        first = served.setdefault(line.key, line)
        if first is not line and replace(line, origin=first.origin) != first:
            doubtful.add(line.key)
    return [(line, line.key in doubtful) for line in served.values()]


def _turn(line: Line) -> tuple[bool, float, str, str, str, int]:
    """The tightest deadline first; lines without one last."""
    moment = line.ship_by.timestamp() if line.ship_by else 0.0
    return line.ship_by is None, moment, line.order_id, line.key, line.origin.sheet, line.origin.row


def _wait(line: Line, code: str, name: str, /, **values: str) -> Finding:
    return Finding(code, line.origin.cell(name), values, line.key)


class _Desk:
    """The stock that is left while lines are served one after another."""

    def __init__(
        self, catalogue: Catalogue, taken: Mapping[tuple[str, str], int], options: AllocateOptions
    ) -> None:
        self.catalogue = catalogue
        self.options = options
        self.freight = FreightTable(catalogue.freight)
        self.rules = RuleBook(catalogue.rules, options.platforms)
        self.stock = {
            (offer.supplier, offer.supplier_sku): offer.stock
            - taken.get((offer.supplier, offer.supplier_sku), 0)
            for offers in catalogue.offers.values()
            for offer in offers
            if offer.stock is not None
        }
        self._candidates: dict[tuple[str, str], list[Candidate]] = {}

    def choose(self, line: Line) -> Choice | Finding:
        """The choice for a line, its stock taken; or what it waits for."""
        if line.quantity is None or line.quantity < 1:
            return _wait(line, "ORD-20", "quantity")
        place = place_of(line.recipient)
        rule = self.rules.first_hit(line, place)
        if isinstance(rule, Finding):
            return rule
        if rule and rule.hold and not is_released(line):
            return _held_by(rule, line)
        possible = self._possible(line, rule)
        if isinstance(possible, Finding):
            return possible
        legal = self._legal(possible, line, line.quantity, place)
        if isinstance(legal, Finding):
            return legal
        return self._best(rank(legal, line.quantity, place, self.freight), line, rule, place)

    def _possible(self, line: Line, rule: Rule | None) -> list[Candidate] | Finding:
        """Everybody who offers the line's SKU; only the rule's supplier where it names one."""
        options = self.catalogue.options_of(line.shop, line.sku)
        if not options:
            return _wait(line, "ORD-23" if line.sku.strip() else "ORD-22", "sku", sku=line.sku)
        key = line.shop, line.sku
        if key not in self._candidates:
            self._candidates[key] = candidates(options, self.catalogue)
        everybody = self._candidates[key]
        if not everybody:
            return _wait(line, "ORD-40", "sku", sku=line.sku)
        if rule is None or not rule.supplier:
            return everybody
        named = [candidate for candidate in everybody if candidate.suppliers == (rule.supplier,)]
        name = self.catalogue.suppliers[rule.supplier].name
        return named or _wait(
            line, "ORD-48", "sku", rule=rule.origin.cell("supplier"), supplier=name, sku=line.sku
        )

    def _legal(
        self, possible: list[Candidate], line: Line, quantity: int, place: Place
    ) -> list[Candidate] | Finding:
        """Those who may be chosen now, in a currency that can be compared."""
        against = [(it, obstacle(it, quantity, place, self.catalogue, self.stock)) for it in possible]
        free = [candidate for candidate, found in against if found is None]
        if free:
            return _comparable(free, line) or _wait(line, "ORD-45", "currency", **_currencies(free, line))
        furthest = max(kind for _, found in against if found for kind in [found[0]])
        names = dict.fromkeys(found[1] for _, found in against if found and found[0] is furthest)
        return _wait(line, _OBSTACLE_CODES[furthest], "sku", suppliers="、".join(names))

    def _best(self, ranked: list[Priced], line: Line, rule: Rule | None, place: Place) -> Choice | Finding:
        """The first in rank, unless it would earn too little."""
        best = ranked[0]
        is_comparable = best.candidate.currency == line.currency
        rate = self.options.fee_rates.get(line.platform, Decimal(0))
        money = earning(line.income if is_comparable else None, best.cost, best.freight, rate)
        low = money.is_below(self.options.margin_floor)
        if low and not is_released(line):
            return self._too_little(line, money)
        notes = [lifted(self._too_little(line, money))] if low else []
        notes += self._notes(best.candidate, line, rule, place, is_comparable=is_comparable)
        reason = reason_for(ranked, rule)
        return self._take(best, line, rule, money, reason, tuple(notes))

    def _take(  # noqa: PLR0917 - what the steps before have found, brought together
        self,
        best: Priced,
        line: Line,
        rule: Rule | None,
        money: Earning,
        reason: Reason,
        notes: tuple[Finding, ...],
    ) -> Choice:
        quantity = line.quantity or 0
        for key, count in best.candidate.needs.items():
            if key in self.stock:
                self.stock[key] -= count * quantity
        first = self.catalogue.suppliers[best.candidate.suppliers[0]]
        return Choice(
            line_key=line.key,
            parts=_parts(best.candidate, quantity),
            courier=(rule.courier if rule else "") or first.courier,
            freight=money.freight,
            fees=money.fees,
            income=money.income,
            profit=money.profit,
            margin=money.margin,
            reason=reason,
            notes=notes,
        )

    def _too_little(self, line: Line, money: Earning) -> Finding:
        margin = "–" if money.margin is None else f"{money.margin:.1%}"
        profit = f"{(money.profit or Decimal(0)).quantize(CENT)} {line.currency}"
        return _wait(
            line, "ORD-46", "paid", profit=profit, margin=margin, floor=f"{self.options.margin_floor:.1%}"
        )

    def _notes(
        self, candidate: Candidate, line: Line, rule: Rule | None, place: Place, *, is_comparable: bool
    ) -> list[Finding]:
        notes = []
        if line.income is None:
            notes.append(_wait(line, "ORD-49", "paid"))
        elif not is_comparable:
            notes.append(lifted(_wait(line, "ORD-45", "currency", **_currencies([candidate], line))))
        if rule and rule.hold:
            notes.append(lifted(_held_by(rule, line)))
        if rule and rule.note:
            notes.append(_wait(line, "ORD-53", "order_id", rule=rule.origin.cell("note"), note=rule.note))
        return notes + self._offer_notes(candidate, line, place)

    def _offer_notes(self, candidate: Candidate, line: Line, place: Place) -> list[Finding]:
        """What is doubtful of the offers that were taken."""
        notes = []
        for pick in candidate.picks:
            name, as_of = self.catalogue.suppliers[pick.offer.supplier].name, pick.offer.as_of
            if as_of and self.options.stale_before and as_of < self.options.stale_before:
                notes.append(_wait(line, "ORD-50", "sku", supplier=name, date=as_of.isoformat()))
            if pick.offer.no_ship and not place.province and not line.recipient.is_abroad:
                notes.append(_wait(line, "ORD-51", "province", supplier=name))
        return notes


def _held_by(rule: Rule, line: Line) -> Finding:
    return _wait(line, "ORD-47", "order_id", rule=rule.origin.cell("hold"), reason=rule.hold)


def _comparable(legal: list[Candidate], line: Line) -> list[Candidate]:
    """Those in the line's own currency; without any, all of one other currency where profit is not asked for."""
    same = [candidate for candidate in legal if candidate.currency == line.currency]
    if same:
        return same
    is_one = len({candidate.currency for candidate in legal}) == 1 and legal[0].currency
    return legal if is_one and (line.income is None or is_released(line)) else []


def _currencies(legal: list[Candidate], line: Line) -> dict[str, str]:
    offered = dict.fromkeys(pick.offer.currency for candidate in legal for pick in candidate.picks)
    return {"order": line.currency, "offer": "、".join(offered)}


def _parts(candidate: Candidate, quantity: int) -> tuple[Part, ...]:
    return tuple(
        Part(
            supplier=pick.offer.supplier,
            supplier_sku=pick.offer.supplier_sku,
            units=pick.part.factor * quantity,
            cost=pick.offer.cost * pick.part.factor * quantity,
            currency=pick.offer.currency,
        )
        for pick in candidate.picks
    )
