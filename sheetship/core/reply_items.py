"""What a reply says, before anybody knows which line it is about; and the rules for numbers written by people.

``replies.py`` fills these from sheets, ``chat.py`` from chat lines; ``match.py`` binds them to lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from sheetship.core.couriers import Couriers, compact, looks_like_number
from sheetship.core.findings import Finding
from sheetship.core.model import Origin

_LONG = 8
_PIECES = re.compile(r"[^A-Za-z0-9\- ]+| {2,}")
_ONE_WORD = re.compile(r"[A-Za-z0-9]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyItem:
    """A tracking number and everything that was said beside it. Empty text: nothing was said."""

    number: str
    origin: Origin
    courier_text: str = ""
    quantity: int | None = None
    token: str = ""
    po_number: str = ""
    order_id: str = ""
    name: str = ""
    phone: str = ""
    sku: str = ""
    product: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A file or tab that was read as a reply."""

    table: str
    profile: str
    items: tuple[ReplyItem, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyProfile:
    """Which headings mean what in one kind of sheet; of several headings for a field the first filled cell wins."""

    name: str
    title_zh: str
    title_en: str
    columns: Mapping[str, tuple[str, ...]]
    fingerprint: tuple[str, ...] = ()
    """Headings that must all be there; a profile with more of them is tried before one with fewer."""
    courier: str = ""
    """The courier whose own file this is."""
    maybe_numbers: tuple[str, ...] = ()
    """Headings of columns that hold tracking numbers only if their cells look like it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatWords:
    """Words of chat lines that are nobody's name; ``endings`` end words that are goods or places."""

    name: str = "chat"
    labels: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    tail_words: tuple[str, ...] = ()
    """Words before the last four digits of a phone."""


@dataclass(frozen=True, slots=True)
class ReplyProfiles:
    """Everything that reading replies knows from ``formats/replies``."""

    sheets: tuple[ReplyProfile, ...]
    chat: ChatWords = field(default_factory=ChatWords)


@dataclass(frozen=True, slots=True)
class WrittenNumbers:
    """The numbers of one cell, the courier named among them, and pieces with digits that are no number."""

    numbers: tuple[str, ...]
    courier: str = ""
    unread: tuple[str, ...] = ()


def has_lost_digits(text: str) -> bool:
    """Whether a cell shows a number in scientific form, ``7.51E+13``."""
    return _SCIENTIFIC.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def written_numbers(text: str, couriers: Couriers) -> WrittenNumbers:
    """The numbers in a cell: split at marks and lines, at spaces between long ones, joined where groups are short."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _ONE_WORD.fullmatch(plain) and looks_like_number(plain):
        return WrittenNumbers((compact(plain),))
    named = [courier.code for _, _, courier in couriers.named_in(plain)]
    numbers: dict[str, None] = {}
    unread = []
    for piece in _PIECES.split(plain):
        for written in _cut(piece.strip(" -").split(" "), couriers):
            if looks_like_number(written):
                numbers[compact(written)] = None
            elif any(sign.isdigit() for sign in written):
                unread.append(written)
    return WrittenNumbers(tuple(numbers), named[0] if len(set(named)) == 1 else "", tuple(unread))


def _cut(groups: Sequence[str], couriers: Couriers) -> Sequence[str]:
    if all(len(group) >= _LONG for group in groups):
        return groups
    if len(groups) > 1 and groups[0].isalpha() and couriers.find(groups[0]):
        together, rest = "".join(groups), groups[1:]
        return [together] if couriers.has_clear_form(together) else _cut(rest, couriers)
    return ["".join(groups)]


def pair_up(
    numbers: Sequence[str], tokens: Sequence[str], orders: Sequence[str]
) -> list[tuple[str, str, str]] | None:
    """Which number goes with which token and order; ``None`` when that cannot be known.

    One number may stand for several tokens or orders, several numbers for one.

    >>> pair_up(["SF1"], ["A", "B"], []), pair_up(["SF1", "SF2"], [], ["6", "7"])
    ([('SF1', 'A', ''), ('SF1', 'B', '')], None)
    """
    if (len(numbers) > 1 and max(len(tokens), len(orders)) > 1) or (len(tokens) > 1 and len(orders) > 1):
        return None
    return list(product(numbers, tokens or [""], orders or [""]))
