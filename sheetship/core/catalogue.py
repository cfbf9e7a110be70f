"""What a team has told SheetShip of its suppliers, their offers, its SKU map, couriers, freight and rules.

Values and look-ups only. Reading the tabs is ``read_catalogue.py``; choosing a supplier is ``allocate.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sheetship.core.identity import clean_id
from sheetship.core.model import Origin
from sheetship.core.rules import NOWHERE, Rule

MIDDLE_PRIORITY = 100
"""The priority of a supplier whose cell is blank; a smaller number comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The ship-from address printed on a supplier's parcels."""

    name: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """Who sends the goods. With a ``courier_template`` its lines also go into a courier upload file."""

    code: str
    name: str
    template: str = ""
    courier_template: str = ""
    courier: str = ""
    priority: int = MIDDLE_PRIORITY
    account_days: int = 0
    """Days of account period; 0 is paid at once."""
    sender: Sender = Sender()
    contact: str = ""
    is_active: bool = True
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one supplier asks for one of its SKUs. ``stock`` is ``None`` where the supplier does not say."""

    supplier: str
    supplier_sku: str
    product: str = ""
    cost: Decimal
    currency: str = "CNY"
    stock: int | None = None
    min_quantity: int = 1
    lead_days: int = 0
    no_ship: tuple[str, ...] = ()
    as_of: date | None = None
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class MappedPart:
    """``factor`` units of a supplier SKU for one unit of the shop's SKU; a blank supplier means any."""

    supplier: str
    supplier_sku: str
    factor: int


Option = tuple[MappedPart, ...]
"""One way to fill a SKU: all of its parts are needed."""


@dataclass(frozen=True, slots=True)
class CourierName:
    """A courier by code or name, a further name for it, and what one platform wants to read in an upload."""

    courier: str
    alias: str
    platform: str
    upload_name: str


@dataclass(frozen=True, slots=True)
class FreightPrice:
    """What a parcel costs; a blank supplier means any, a blank area the rest. In the currency of the offer."""

    supplier: str
    area: str
    first: Decimal
    additional: Decimal

    def of(self, units: int) -> Decimal:
        """The freight of that many units in one parcel."""
        return self.first + self.additional * (units - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All six tabs with their look-ups. Rows that could not be read are not in it."""

    suppliers: Mapping[str, Supplier] = field(default_factory=dict)
    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)
    """By supplier SKU."""
    options: Mapping[tuple[str, str], tuple[Option, ...]] = field(default_factory=dict)
    """By shop in lower case (blank: every shop) and the shop's SKU, in the order of their 方案."""
    couriers: tuple[CourierName, ...] = ()
    freight: tuple[FreightPrice, ...] = ()
    rules: tuple[Rule, ...] = ()

    def options_of(self, shop: str, sku: str) -> tuple[Option, ...]:
        """The ways to fill a SKU: those written for this shop, else those for every shop."""
        place = shop.strip().casefold()
        return (
            self.options.get((place, sku))
            or self.options.get(("", sku))
            or self._options_of_clean(place, sku)
        )

    def _options_of_clean(self, shop: str, sku: str) -> tuple[Option, ...]:
        own = clean_id(sku)
        return self.options.get((shop, own)) or self.options.get(("", own), ())

    def offers_for(self, part: MappedPart) -> tuple[Offer, ...]:
        """The offers that can fill a part."""
        offers = self.offers.get(part.supplier_sku, ())
        return tuple(offer for offer in offers if part.supplier in {"", offer.supplier})
