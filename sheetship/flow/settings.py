"""The shop's settings (``sheetship.toml``): one frozen section each, every key with a default, so the file may be empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """The team: how it is called, which language its sheets speak, which clock it lives by."""

    name: str = ""
    lang: Literal["", "zh", "en"] = ""
    """``zh`` or ``en``; empty takes the language of the system."""
    timezone: str = "Asia/Shanghai"
    country: str = ""
    """Country of orders that name none, as two letters; empty is mainland China."""


@dataclass(frozen=True, slots=True)
class TableSettings:
    """Where the tables stand, as ``file#tab``; without a tab the first one that fits."""

    orders: str = "orders.xlsx"
    orders_password_env: str = ""
    """Environment variable that holds the password of the orders workbook; the password itself stands nowhere."""
    catalogue: str = "catalogue.xlsx"


@dataclass(frozen=True, slots=True)
class LedgerSettings:
    """Where the ledger lives."""

    place: Literal["auto", "folder", "computer"] = "auto"
    """In the shop folder, or in the user's data folder on one computer; ``auto`` looks whether the folder is shared."""


@dataclass(frozen=True, slots=True)
class MoneySettings:
    """What a line must earn, and what platforms keep of the price."""

    currency: str = "CNY"
    margin_floor: Decimal = Decimal(0)
    """A line that would earn less than this share of its income waits: ``0.1`` is 10 %."""
    fees: Mapping[str, Decimal] = field(default_factory=dict)
    """Share of the income that a platform keeps, by platform code: ``douyin = 0.05``."""


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """How strict the checks are."""

    late_hold_days: int = 3
    """A line whose deadline passed longer ago than this waits for a person."""
    largest_quantity: int = 9999
    duplicate_hours: int = 24
    stale_offer_days: int = 90
    """An offer whose date is older than this is told when it is chosen."""


@dataclass(frozen=True, slots=True)
class SenderSettings:
    """Who sends, for courier files and for sheets that ask; a supplier's own sender in the catalogue wins."""

    name: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    account_number: str = ""


@dataclass(frozen=True, slots=True)
class SalesShop:
    """A shop on a platform. Files in ``inbox/<name>/`` belong to it; one shop alone on its platform needs no folder."""

    name: str = ""
    platform: str = ""
    """A platform by its code or any of its names: ``douyin``, ``抖店``."""
    upload: str = ""
    """Template of the channel upload; empty takes the platform's."""
    headings: tuple[str, ...] = ()
    """Headings of the plain upload: order number, courier, tracking number, as the platform's own template has them."""


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """Which customer messages are drafted."""

    drafts: tuple[Literal["shipped", "delayed", "out_of_stock"], ...] = ("shipped", "delayed", "out_of_stock")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything of ``sheetship.toml``."""

    shop: ShopSettings = ShopSettings()
    tables: TableSettings = TableSettings()
    ledger: LedgerSettings = LedgerSettings()
    columns: Mapping[str, str] = field(default_factory=dict)
    """The shop's own headings by field: ``order_id = "客户单号"``."""
    money: MoneySettings = MoneySettings()
    checks: CheckSettings = CheckSettings()
    sender: SenderSettings = SenderSettings()
    shops: tuple[SalesShop, ...] = ()
    messages: MessageSettings = MessageSettings()
    templates: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Constants of a template by its name: ``[templates.sf_57] service = "顺丰标快"``."""
