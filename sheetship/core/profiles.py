"""What a platform's order export looks like, as a value: its headings, what they mean, how its words are read.

A profile holds what one layout says and nothing of any file. Recognising a file is left to ``recognise.py``, reading its
rows to ``normalise.py``, the TOML that profiles come from to the adapter that loads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

FIELDS: tuple[str, ...] = (
    "platform", "shop", "order_id", "line_id", "sku", "product", "variant", "quantity", "unit_price", "paid",
    "currency", "recipient_name", "phone", "province", "city", "district", "street", "postcode", "country", "company",
    "buyer_note", "seller_note", "order_state", "refund_state", "ordered_at", "paid_at", "ship_by", "shop_id",
    "tracking_number", "courier",
)  # fmt: skip
"""Every canonical field of a record; ``formats/FIELDS.md`` says what each holds."""


class Grain(StrEnum):
    """What one row of the file stands for."""

    LINE = "line"
    CONTINUATION = "continuation"
    """A line; what belongs to the order stands on the order's first row only."""
    ORDER = "order"
    """An order without its goods: they stand in another file, the ``partner``."""
    GOODS = "goods"
    """A line without its recipient, who stands in another file, the ``partner``."""


@dataclass(frozen=True, slots=True)
class Source:
    """One way to fill a field: the columns named, put together; of a ``pattern`` its first group."""

    headings: tuple[str, ...]
    separator: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRule:
    """How one column tells a state. ``NEXT`` for a state leaves it to the next rule."""

    heading: str
    words: Mapping[str, str] = field(default_factory=dict)
    contains: Mapping[str, str] = field(default_factory=dict)
    """Parts of a text that decide where no whole word does."""
    filled: str = ""
    """The state where the cell holds anything."""
    above_zero: str = ""
    """The state where the cell holds an amount above zero."""


NEXT = "next"


@dataclass(frozen=True, slots=True)
class States:
    """The rules of a state in their order, and the state where none decides."""

    rules: tuple[StateRule, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Folded:
    """Several lines in one row: these fields hold one part for each line, ``key`` tells that a row is folded."""

    key: str
    separator: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """The layout of the file that holds the other half: its name, and what people call it."""

    name: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One layout of one platform. Headings are written exactly as the platform writes them."""

    name: str
    title_zh: str
    title_en: str
    platform: str
    """The platform's code, the same for all its layouts."""
    platform_names: tuple[str, ...]
    """What people call the platform; a team may write any of them in its orders table."""
    headings: tuple[str, ...]
    optional_headings: tuple[str, ...] = ()
    fingerprint: tuple[str, ...]
    """The headings that together prove the layout."""
    sources: Mapping[str, tuple[Source, ...]]
    """The ways to fill each field, the first that gives a text wins."""
    required: tuple[str, ...]
    """The fields without whose column the file cannot be used."""
    grain: Grain = Grain.LINE
    partner: Partner | None = None
    """For the grains ORDER and GOODS, and only for those."""
    fill_down: tuple[str, ...] = ()
    """Headings that an order's later rows take from its first one."""
    folded: Folded | None = None
    empty: frozenset[str] = frozenset()
    """Texts that stand for nothing."""
    dates: tuple[str, ...] = ("year_first",)
    """``year_first``, or forms of ``strptime``, tried in this order."""
    order_state: States = States()
    refund_state: States = States()
    currency: str = ""
    """Where no column names one."""
    whole_order: bool = True
    """True when a tracking number may be reported only once every part of the order has one."""
    upload: str = ""
    """The template of the file that reports tracking numbers to this platform."""

    def title(self, lang: str) -> str:
        """The layout as a person calls it."""
        return self.title_zh if lang == "zh" else self.title_en
