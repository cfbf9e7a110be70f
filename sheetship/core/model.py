"""The values that orders travel in: where something stood, a record as read, a line, a parcel.

Everything here is frozen and compares by value. Meaning is given once, in ``lines.py``; after that a quantity is
an ``int``, money a ``Decimal`` with its currency, a time aware, and an id text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


def column_letters(column: int) -> str:
    """Spreadsheet letters of a 1-based column.

    >>> column_letters(1), column_letters(27), column_letters(703)
    ('A', 'AA', 'AAA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stood: the tab or file as a person names it, its row, and the column of each field."""

    sheet: str
    row: int
    columns: Mapping[str, int] = field(default_factory=dict)

    def cell(self, name: str | None = None) -> str:
        """Address of a field's cell, ``订单!F27``; of the row, ``订单!27``, when the field has no column."""
        column = self.columns.get(name, 0) if name else 0
        return f"{self.sheet}!{column_letters(column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Record:
    """One order line as text under canonical field names (``formats/FIELDS.md``), with the place it came from.

    Wrappers, empty marks and local date and money forms are gone; nothing has been judged yet.
    ``flaws`` names fields whose cell cannot be trusted and why: ``lost_digits``, ``formula``, ``error``.
    """

    fields: Mapping[str, str]
    origin: Origin
    flaws: Mapping[str, str] = field(default_factory=dict)


class OrderState(StrEnum):
    """How the platform sees the order; profiles map their own words to these."""

    UNPAID = "unpaid"
    TO_SHIP = "to_ship"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class RefundState(StrEnum):
    """The after-sales state that the platform shows for a line."""

    NONE = "none"
    ASKED = "asked"
    REFUNDED = "refunded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who gets the parcel. Every part is text exactly as the shop has it; ``phone`` keeps its extension."""

    name: str = ""
    phone: str = ""
    country: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    postcode: str = ""
    company: str = ""

    @property
    def area(self) -> str:
        """Province, city and district joined, a repeated municipality written once."""
        return "".join(dict.fromkeys((self.province, self.city, self.district)))

    @property
    def address(self) -> str:
        """The whole address in one cell.

        At home the areas go in front, where the street does not begin with them; abroad city, state with postcode, and
        country follow the street.

        >>> Recipient(street="77 Dock St", city="Providence", province="RI", postcode="02903", country="US").address
        '77 Dock St, Providence, RI 02903, US'
        """
        if self.is_abroad:
            state = " ".join(filter(None, (self.province, self.postcode)))
            return ", ".join(filter(None, (self.street, self.city, state, self.country)))
        first, area = self.province or self.city, self.area
        if not first or self.street.startswith((first, area)):
            return self.street
        return f"{area}{self.street}"

    @property
    def is_abroad(self) -> bool:
        """True for an address outside mainland China, where cities and postcodes are written apart."""
        return self.country.strip().upper() not in {"", "CN", "CHINA", "中国"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An order line with meaning: the unit of work. ``None`` stands for a value that could not be read."""

    key: str
    platform: str
    shop: str
    order_id: str
    line_id: str = ""
    sku: str = ""
    product: str = ""
    variant: str = ""
    quantity: int | None = None
    unit_price: Decimal | None = None
    paid: Decimal | None = None
    currency: str = "CNY"
    recipient: Recipient = Recipient()
    buyer_note: str = ""
    seller_note: str = ""
    order_state: OrderState = OrderState.TO_SHIP
    refund_state: RefundState = RefundState.NONE
    ordered_at: datetime | None = None
    paid_at: datetime | None = None
    ship_by: datetime | None = None
    release: str = ""
    origin: Origin = Origin("", 0)

    @property
    def income(self) -> Decimal | None:
        """What the line brings in: the paid amount, else price times quantity."""
        if self.paid is not None:
            return self.paid
        if self.unit_price is None or self.quantity is None:
            return None
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Units of a line that stand in a purchase order; live until it is voided."""

    token: str
    line_key: str
    po_number: str
    supplier: str
    supplier_sku: str
    quantity: int
    """Units of the *line* that this covers; a live sum above the ordered quantity is impossible."""
    units: int
    """Units the supplier sends: quantity times the factor of the SKU map."""
    cost: Decimal = Decimal(0)
    currency: str = "CNY"
    run: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A tracking number bound to units of a purchase-order line, with the evidence that bound it."""

    token: str
    line_key: str
    courier: str
    """Courier code of ``formats/couriers.toml``; empty when nobody named one."""
    number: str
    quantity: int
    """Units as the supplier counts them: a piece of the purchase-order line's ``units``."""
    evidence: str
    run: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A parcel that was written into a channel upload file."""

    line_key: str
    number: str
    file: str
    run: str = ""
