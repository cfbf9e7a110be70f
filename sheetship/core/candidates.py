"""Who could fill a line: every way of the SKU map with every supplier that offers it, and what stands against each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from sheetship.core.areas import Place
from sheetship.core.catalogue import Catalogue, MappedPart, Offer, Option

Stock = Mapping[tuple[str, str], int]
"""Units left by supplier and supplier SKU; one that is not in it has no known limit."""


class Obstacle(IntEnum):
    """What stands against a candidate, in the order in which it is looked at."""

    INACTIVE = 1
    AREA = 2
    MIN_QUANTITY = 3
    STOCK = 4


@dataclass(frozen=True, slots=True)
class Pick:
    """One part of a line from one offer."""

    part: MappedPart
    offer: Offer


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to fill a line: an offer for every part."""

    picks: tuple[Pick, ...]

    @property
    def suppliers(self) -> tuple[str, ...]:
        """Codes, each once, in the order of the parts."""
        return tuple(dict.fromkeys(pick.offer.supplier for pick in self.picks))

    @property
    def currency(self) -> str:
        """The one currency of all parts; empty when they differ."""
        currencies = {pick.offer.currency for pick in self.picks}
        return currencies.pop() if len(currencies) == 1 else ""

    def cost(self, quantity: int) -> Decimal:
        """The goods of so many units of the line."""
        return sum((pick.offer.cost * pick.part.factor * quantity for pick in self.picks), Decimal(0))

    def needed(self, quantity: int) -> Counter[tuple[str, str]]:
        """Units by supplier and supplier SKU."""
        needed: Counter[tuple[str, str]] = Counter()
        for pick in self.picks:
            needed[pick.offer.supplier, pick.offer.supplier_sku] += pick.part.factor * quantity
        return needed

    def units(self, quantity: int) -> Counter[str]:
        """Units by supplier."""
        units: Counter[str] = Counter()
        for (supplier, _), count in self.needed(quantity).items():
            units[supplier] += count
        return units


def candidates(options: tuple[Option, ...], catalogue: Catalogue) -> list[Candidate]:
    """Every option from each supplier that offers all of its parts, else from the best supplier of each part.

    Kept small on purpose: a bundle is mixed from several suppliers only where the map says so or nobody has it all.
    """
    found = [candidate for option in options for candidate in _of_option(option, catalogue)]
    return list(dict.fromkeys(found))


def _of_option(option: Option, catalogue: Catalogue) -> Iterator[Candidate]:
    offered = [{offer.supplier: offer for offer in catalogue.offers_for(part)} for part in option]
    shared = set.intersection(*map(set, offered))
    for supplier in sorted(shared):
        yield Candidate(
            tuple(Pick(part, offers[supplier]) for part, offers in zip(option, offered, strict=True))
        )
    if not shared and all(offered):
        best = (min(offers.values(), key=lambda offer: _rank(offer, catalogue)) for offers in offered)
        yield Candidate(tuple(Pick(part, offer) for part, offer in zip(option, best, strict=True)))


def _rank(offer: Offer, catalogue: Catalogue) -> tuple[bool, int, Decimal, int, str]:
    supplier = catalogue.suppliers[offer.supplier]
    return not supplier.is_active, supplier.priority, offer.cost, offer.lead_days, offer.supplier


def obstacle(
    candidate: Candidate, quantity: int, place: Place, catalogue: Catalogue, stock: Stock
) -> tuple[Obstacle, str] | None:
    """The first thing against a candidate, with the supplier's name and the amounts; ``None`` when it may be chosen."""
    needed = candidate.needed(quantity)
    for pick in candidate.picks:
        name = catalogue.suppliers[pick.offer.supplier].name
        if not catalogue.suppliers[pick.offer.supplier].is_active:
            return Obstacle.INACTIVE, name
        if not pick.offer.serves(place):
            return Obstacle.AREA, name
    for pick in candidate.picks:
        key = pick.offer.supplier, pick.offer.supplier_sku
        name, count = catalogue.suppliers[pick.offer.supplier].name, needed[key]
        if count < pick.offer.min_quantity:
            return Obstacle.MIN_QUANTITY, f"{name} {count}/{pick.offer.min_quantity}"
        if count > stock.get(key, count):
            return Obstacle.STOCK, f"{name} {max(stock[key], 0)}/{count}"
    return None
