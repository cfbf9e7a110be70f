"""Gives the text of a record its meaning, once: quantities, money, times and states.

``canoniser`` makes two spellings of one value equal (``12.50`` and ``12.5``, ``待发货`` and ``to ship``); ``parse_line``
makes the line. What cannot be read becomes ``None`` and is judged by ``checks.py``; nothing here refuses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import lru_cache, partial

from sheetship.core.columns import TEAM
from sheetship.core.identity import clean_id
from sheetship.core.model import Line, OrderState, Origin, Recipient, RefundState

ERASE = frozenset({"清除", "clear"})
"""What a person writes in a cell to erase a value; a blank cell leaves the known one alone."""

STATE_LABELS: Mapping[OrderState, tuple[str, str]] = {
    OrderState.UNPAID: ("待付款", "unpaid"),
    OrderState.TO_SHIP: ("待发货", "to ship"),
    OrderState.PART_SHIPPED: ("部分发货", "part shipped"),
    OrderState.SHIPPED: ("已发货", "shipped"),
    OrderState.COMPLETED: ("已完成", "completed"),
    OrderState.CLOSED: ("已关闭", "closed"),
    OrderState.UNKNOWN: ("未知", "unknown"),
}
REFUND_LABELS: Mapping[RefundState, tuple[str, str]] = {
    RefundState.NONE: ("无", "none"),
    RefundState.ASKED: ("退款中", "refund asked"),
    RefundState.REFUNDED: ("已退款", "refunded"),
    RefundState.UNKNOWN: ("未知", "unknown"),
}
_STATE_WORDS = {word: state for state, labels in STATE_LABELS.items() for word in (*labels, state.value)}
_REFUND_WORDS = {word: state for state, labels in REFUND_LABELS.items() for word in (*labels, state.value)}
_KINDS = {column.field: column.kind for column in TEAM}
_AMOUNT = re.compile(
    r"(?:[A-Z]{2,3}\s?)?[¥$€£₩]?\s*(?P<sign>-?)\s*[¥$€£₩]?\s*"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"\s*(?:元|[A-Z]{2,3})?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"^(\d{4})[年/.\-](\d{1,2})[月/.\-](\d{1,2})日?(.*)$", re.DOTALL)
_MEASURE = re.compile(r"(?<=\d)\s*(?:[个件套盒只条双箱瓶袋包份张本]|pcs?\.?|x)$", re.IGNORECASE)
_OFFSET = re.compile(r"\s+([+-]\d{2}:?\d{2})$")
_CLOCK = re.compile(r"(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?")
_AFTERNOON = re.compile(r"下午|晚上|pm\b", re.IGNORECASE)
_FORENOON = re.compile(r"上午|凌晨|早上|am\b", re.IGNORECASE)
_NOON = 12
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def label_in_both(name: str, field: str, value: str) -> dict[str, str]:
    """A canonical value as a value of a finding, in both languages."""
    return {f"{name}_{lang}": label(field, value, lang) for lang in ("zh", "en")}


@dataclass(frozen=True, slots=True)
class Home:
    """Where a shop sells: the currency and country of orders that name none. A blank country is mainland China."""

    currency: str = "CNY"
    country: str = ""


def label(field: str, value: str, lang: str) -> str:
    """A canonical value as a person reads it in the orders table: states get their word, the rest stays."""
    at = 0 if lang == "zh" else 1
    if field == "order_state" and value:
        return STATE_LABELS[OrderState(value)][at]
    if field == "refund_state" and value:
        return REFUND_LABELS[RefundState(value)][at]
    return value


def canoniser(field: str, zone: tzinfo) -> Callable[[str], str]:
    """What turns a team cell of this column into its one spelling.

    Ids are unwrapped, numbers plain, times ISO with zone, states by name. Text that cannot be read stays as it is, for
    the checks to name; so does the word that erases a value.

    >>> from datetime import UTC
    >>> canoniser("order_id", UTC)(" '0012 "), canoniser("paid", UTC)("¥12.50"), canoniser("order_state", UTC)("待发货")
    ('0012', '12.5', 'to_ship')
    """
    if field in {"phone", "postcode"}:
        return _without_apostrophe
    if field == "order_state":
        return _plain_state
    if field == "refund_state":
        return _plain_refund
    kind = _KINDS.get(field, "text")
    if kind == "time":
        return partial(_plain_time, zone=zone)
    return {"id": clean_id, "number": _plain_count, "money": _plain_amount}.get(kind, str.strip)


def _without_apostrophe(text: str) -> str:
    return text.strip().lstrip("' ")


def _plain_state(text: str) -> str:
    word = text.strip().casefold()
    return word if not word or word in ERASE else str(_state(word))


def _plain_refund(text: str) -> str:
    word = text.strip().casefold()
    return word if not word or word in ERASE else str(_refund(word))


def _plain_count(text: str) -> str:
    """A number with the measure word that people write behind it: ``2个``, ``3 pcs``."""
    return _plain_amount(_MEASURE.sub("", text.strip()))


def _plain_amount(text: str) -> str:
    amount = read_decimal(text)
    return text.strip() if amount is None else plain_decimal(amount)


def _plain_time(text: str, zone: tzinfo) -> str:
    moment = read_time(text, zone)
    return text.strip() if moment is None else moment.isoformat()


def parse_line(key: str, fields: Mapping[str, str], origin: Origin, zone: tzinfo, home: Home) -> Line:
    """The line that canonical ``fields`` stand for; ``home`` fills in what the record takes for granted."""
    get = fields.get
    return Line(
        key=key,
        platform=get("platform", ""),
        shop=get("shop", ""),
        order_id=get("order_id", ""),
        line_id=get("line_id", ""),
        sku=get("sku", ""),
        product=get("product", ""),
        variant=get("variant", ""),
        quantity=read_quantity(get("quantity", "")),
        unit_price=read_decimal(get("unit_price", "")),
        paid=read_decimal(get("paid", "")),
        currency=get("currency", "") or home.currency,
        recipient=_recipient(fields, home.country),
        buyer_note=get("buyer_note", ""),
        seller_note=get("seller_note", ""),
        order_state=_state(get("order_state", "")),
        refund_state=_refund(get("refund_state", "")),
        ordered_at=read_time(get("ordered_at", ""), zone),
        paid_at=read_time(get("paid_at", ""), zone),
        ship_by=read_time(get("ship_by", ""), zone),
        release=get("release", ""),
        origin=origin,
    )


def _recipient(fields: Mapping[str, str], country: str) -> Recipient:
    get = fields.get
    return Recipient(
        name=get("recipient_name", ""),
        phone=get("phone", ""),
        country=get("country", "") or country,
        province=get("province", ""),
        city=get("city", ""),
        district=get("district", ""),
        street=get("street", ""),
        postcode=get("postcode", ""),
        company=get("company", ""),
    )


def _state(text: str) -> OrderState:
    """A hand-kept row without a state is an order to ship: that is why it was written down."""
    return _STATE_WORDS.get(text.casefold(), OrderState.UNKNOWN) if text else OrderState.TO_SHIP


def _refund(text: str) -> RefundState:
    return _REFUND_WORDS.get(text.casefold(), RefundState.UNKNOWN) if text else RefundState.NONE


@lru_cache(maxsize=4096)
def read_decimal(text: str) -> Decimal | None:
    """The amount in a cell, ``None`` if it holds none; currency signs, thousands commas and 元 are put aside.

    >>> read_decimal("¥1,299.00"), read_decimal("12元"), read_decimal("2件3元"), read_decimal("30;8")
    (Decimal('1299.00'), Decimal('12'), None, None)
    """
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return Decimal(found["sign"] + found["digits"].replace(",", "")) if found else None


def plain_decimal(amount: Decimal) -> str:
    """The shortest plain spelling.

    >>> plain_decimal(Decimal("12.50")), plain_decimal(Decimal("100")), plain_decimal(Decimal("-0.0"))
    ('12.5', '100', '0')
    """
    text = f"{amount:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


@lru_cache(maxsize=1024)
def read_quantity(text: str) -> int | None:
    """The whole number in a cell, ``None`` for anything else (``1.5``, ``two``, blank)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    whole = plain.removesuffix(".0")
    return int(whole) if re.fullmatch(r"-?\d{1,9}", whole) else None


@lru_cache(maxsize=65536)
def read_time(text: str, zone: tzinfo) -> datetime | None:
    """The moment in a cell, year first (``2026-11-21 10:00``, ``2026/11/21``, ``2026年11月21日``).

    In ``zone`` unless it names its own. Day-first and month-first forms are not guessed, and a year that no spreadsheet
    knows is no date.

    >>> from datetime import UTC
    >>> read_time("2026/1/5 9:30", UTC).isoformat(), read_time("05/01/2026", UTC)
    ('2026-01-05T09:30:00+00:00', None)
    """
    plain = _OFFSET.sub(r"\1", unicodedata.normalize("NFKC", text).strip())
    if not plain:
        return None
    moment = _iso_time(plain) or _loose_time(plain)
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _iso_time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _loose_time(text: str) -> datetime | None:
    day = _DAY_FIRST.match(text)
    if not day:
        return None
    year, month, date, rest = day.groups()
    clock = _CLOCK.search(rest)
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    if hour < _NOON and _AFTERNOON.search(rest):
        hour += _NOON
    elif hour == _NOON and _FORENOON.search(rest):
        hour = 0
    try:
        return datetime(int(year), int(month), int(date), hour, minute, second)  # noqa: DTZ001 - the zone comes next
    except ValueError:
        return None
