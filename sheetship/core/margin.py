"""What a line will earn: income less cost, freight and the platform's fees. ``allocate.py`` decides what is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sheetship.core.areas import Place, short_area
from sheetship.core.catalogue import FreightPrice

CENT = Decimal("0.01")
_HUNDREDTH_OF_PERCENT = Decimal("0.0001")
_NOTHING = Decimal(0)


class FreightTable:
    """The 运费 tab made ready for many look-ups."""

    def __init__(self, prices: Sequence[FreightPrice]) -> None:
        self._by_area = {(price.supplier, short_area(price.area)): price for price in reversed(prices)}
        self._areas = [place for place in self._by_area if place[1]]
        self._found: dict[tuple[str, Place], FreightPrice | None] = {}

    def price(self, supplier: str, place: Place) -> FreightPrice | None:
        """The closest row: the supplier's for the area (district before province), its rest, then those of any supplier."""
        key = supplier, place
        if key not in self._found:
            self._found[key] = self._search(supplier, place)
        return self._found[key]

    def freight(self, units: Mapping[str, int], quantity: int, place: Place) -> Decimal:
        """The freight of one parcel from each supplier, ``units`` being those of one unit of the line.

        No row that fits means that freight is in the cost.
        """
        total = _NOTHING
        for supplier, each in units.items():
            price = self.price(supplier, place)
            if price:
                total += price.of(each * quantity)
        return total

    def _search(self, supplier: str, place: Place) -> FreightPrice | None:
        for code in (supplier, ""):
            for name in (*place.names, *self._written(code, place), ""):
                if (code, name) in self._by_area:
                    return self._by_area[code, name]
        return None

    def _written(self, supplier: str, place: Place) -> list[str]:
        if not place.front:
            return []
        return [area for code, area in self._areas if code == supplier and place.is_written(area)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """The money of a line in one currency; ``None`` where the income is not known."""

    income: Decimal | None
    cost: Decimal
    freight: Decimal
    fees: Decimal

    @property
    def profit(self) -> Decimal | None:
        """What is left."""
        return None if self.income is None else self.income - self.cost - self.freight - self.fees

    @property
    def margin(self) -> Decimal | None:
        """The part of the income that is left, to four places; ``None`` without an income."""
        profit = self.profit
        if profit is None or not self.income:
            return None
        return (profit / self.income).quantize(_HUNDREDTH_OF_PERCENT, ROUND_HALF_UP)

    def is_below(self, floor: Decimal) -> bool:
        """True when too little is left: ``floor`` is a part of the income, 0.05 for five per cent."""
        profit = self.profit
        return self.income is not None and profit is not None and profit < self.income * floor


def earning(income: Decimal | None, cost: Decimal, freight: Decimal, fee_rate: Decimal) -> Earning:
    """The money of a line, the fee rounded to the cent."""
    fees = _NOTHING if income is None else (income * fee_rate).quantize(CENT, ROUND_HALF_UP)
    return Earning(income=income, cost=cost, freight=freight, fees=fees)
