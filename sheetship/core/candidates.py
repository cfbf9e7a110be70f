"""Who could fill a line: every way of the SKU map with every supplier that offers it, and what stands against each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from sheetship.core.areas import Place, short_area
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
    no_ship: frozenset[str]
    """The offer's no-ship areas in short form."""

    def is_shut_to(self, place: Place) -> bool:
        """True when the offer's supplier does not ship there."""
        if self.no_ship.isdisjoint(place.names):
            return bool(place.front) and any(map(place.is_written, self.no_ship))
        return True


def _pick(part: MappedPart, offer: Offer) -> Pick:
    return Pick(part, offer, frozenset(map(short_area, offer.no_ship)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One way to fill a line: an offer for every part, with the sums that are the same for every line."""

    picks: tuple[Pick, ...]
    suppliers: tuple[str, ...]
    """Codes, each once, in the order of the parts."""
    name: str
    currency: str
    """The one currency of all parts; empty when they differ."""
    unit_cost: Decimal
    """The goods of one unit of the line."""
    needs: Mapping[tuple[str, str], int]
    """Units of each supplier SKU, by supplier and SKU, for one unit of the line."""
    parcels: Mapping[str, int]
    """Units from each supplier for one unit of the line."""
    priority: int
    lead_days: int
    goods: tuple[tuple[str, str, int], ...]
    """Supplier, supplier SKU and factor of every part; equal for equal candidates."""


def _candidate(picks: tuple[Pick, ...], catalogue: Catalogue) -> Candidate:
    needs: Counter[tuple[str, str]] = Counter()
    parcels: Counter[str] = Counter()
    for pick in picks:
        needs[pick.offer.supplier, pick.offer.supplier_sku] += pick.part.factor
        parcels[pick.offer.supplier] += pick.part.factor
    currencies = {pick.offer.currency for pick in picks}
    return Candidate(
        picks=picks,
        suppliers=tuple(parcels),
        name=" + ".join(catalogue.suppliers[code].name for code in parcels),
        currency=currencies.pop() if len(currencies) == 1 else "",
        unit_cost=sum((pick.offer.cost * pick.part.factor for pick in picks), Decimal(0)),
        needs=needs,
        parcels=parcels,
        priority=max(catalogue.suppliers[code].priority for code in parcels),
        lead_days=max(pick.offer.lead_days for pick in picks),
        goods=tuple((pick.offer.supplier, pick.offer.supplier_sku, pick.part.factor) for pick in picks),
    )


def candidates(options: tuple[Option, ...], catalogue: Catalogue) -> list[Candidate]:
    """Every option from each supplier that offers all of its parts, else from the best supplier of each part.

    Kept small on purpose: a bundle is mixed from several suppliers only where the map says so or nobody has it all.
    """
    found = (candidate for option in options for candidate in _of_option(option, catalogue))
    return list({candidate.goods: candidate for candidate in found}.values())


def _of_option(option: Option, catalogue: Catalogue) -> Iterator[Candidate]:
    offered = [{offer.supplier: offer for offer in catalogue.offers_for(part)} for part in option]
    shared = set.intersection(*map(set, offered))
    for supplier in sorted(shared):
        picks = tuple(_pick(part, offers[supplier]) for part, offers in zip(option, offered, strict=True))
        yield _candidate(picks, catalogue)
    if not shared and all(offered):
        best = [min(offers.values(), key=lambda offer: _rank(offer, catalogue)) for offers in offered]
        yield _candidate(tuple(map(_pick, option, best)), catalogue)


def _rank(offer: Offer, catalogue: Catalogue) -> tuple[bool, int, Decimal, int, str]:
    supplier = catalogue.suppliers[offer.supplier]
    return not supplier.is_active, supplier.priority, offer.cost, offer.lead_days, offer.supplier


def obstacle(
    candidate: Candidate, quantity: int, place: Place, catalogue: Catalogue, stock: Stock
) -> tuple[Obstacle, str] | None:
    """The first thing against a candidate, with the supplier's name and the amounts; ``None`` when it may be chosen."""
    for pick in candidate.picks:
        supplier = catalogue.suppliers[pick.offer.supplier]
        if not supplier.is_active:
            return Obstacle.INACTIVE, supplier.name
        if pick.no_ship and pick.is_shut_to(place):
            return Obstacle.AREA, supplier.name
    for pick in candidate.picks:
        key = pick.offer.supplier, pick.offer.supplier_sku
        count = candidate.needs[key] * quantity
        if count < pick.offer.min_quantity:
            return (
                Obstacle.MIN_QUANTITY,
                f"{catalogue.suppliers[key[0]].name} {count}/{pick.offer.min_quantity}",
            )
        if count > stock.get(key, count):
            return Obstacle.STOCK, f"{catalogue.suppliers[key[0]].name} ×{count}"
    return None
