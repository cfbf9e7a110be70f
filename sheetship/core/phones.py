"""Phone numbers as shops have them: parted from their extension, and judged right, odd or impossible.

A virtual number means nothing without its extension, so nothing here ever shortens or rewrites a number for a sheet.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_PLAIN_MOBILE = re.compile(r"1[3-9]\d{9}")
_BRACKETED = re.compile(r"[(【](\d{1,6})[)】]$")
_FILLER = re.compile(r"[\s.()]+")
_EXTENSION = r"(?:(?:-|转|分机号?|ext\.?|x|#|,|;|\[)+(?P<extension>\d{1,6})\]?)?"
_MAINLAND = tuple(
    re.compile(f"(?P<number>{number}){_EXTENSION}", re.IGNORECASE)
    for number in (
        r"(?:(?:\+|00)?86-?)?1[3-9]\d-?\d{4}-?\d{4}",
        r"(?:(?:\+|00)86-?0?|0)(?:10|2\d|[3-9]\d{2})-?[1-9]\d{6,7}",
        r"[48]00-?(?:\d{3}-?\d{4}|\d{4}-?\d{3})",
    )
)
_ABROAD = re.compile(r"(?P<number>\+?[\d\-/]+?)(?:(?:ext\.?|x|#|;)+(?P<extension>\d{1,6}))?", re.IGNORECASE)
_TWO = re.compile(r"[/、,，;；\s]+")
_LOCAL_DIGITS = (7, 8)
_FEWEST, _MOST = 7, 15
_MOBILE_DIGITS = 11


class PhoneLooks(StrEnum):
    """How far a number can be trusted."""

    RIGHT = "right"
    ODD = "odd"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Phone:
    """The digits of a number, a ``+`` in front where it had one, and its extension."""

    number: str
    extension: str = ""


def split_phone(text: str) -> Phone:
    """The number and its extension.

    >>> split_phone("18412345678-1234"), split_phone("184 1234 5678 转 1234")
    (Phone(number='18412345678', extension='1234'), Phone(number='18412345678', extension='1234'))
    >>> split_phone("138-0000-1111"), split_phone("010-88001234")
    (Phone(number='13800001111', extension=''), Phone(number='01088001234', extension=''))
    """
    plain = _compact(text)
    for form in (*_MAINLAND, _ABROAD):
        found = form.fullmatch(plain)
        if found:
            return Phone(_digits(found["number"]), found["extension"] or "")
    return Phone(_digits(plain))


@lru_cache(maxsize=65536)
def phone_looks(text: str, country: str = "") -> PhoneLooks:
    """Whether somebody can be reached there; ``country`` as two letters, blank for mainland China.

    >>> str(phone_looks("13800001111")), str(phone_looks("1380000111")), str(phone_looks("88001234"))
    ('right', 'impossible', 'odd')
    """
    if not country and _PLAIN_MOBILE.fullmatch(text):
        return PhoneLooks.RIGHT
    plain = _compact(text)
    if not country and any(form.fullmatch(plain) for form in _MAINLAND):
        return PhoneLooks.RIGHT
    numbers = [
        part
        for part in _TWO.split(unicodedata.normalize("NFKC", text).strip())
        if len(_digits(part)) >= _FEWEST
    ]
    if len(numbers) > 1:
        looks = {phone_looks(number, country) for number in numbers}
        return PhoneLooks.IMPOSSIBLE if looks == {PhoneLooks.IMPOSSIBLE} else PhoneLooks.ODD
    number = split_phone(text).number
    if country or number.startswith(("+", "00")):
        return _abroad_looks(number, country)
    return _unknown_looks(number)


def _unknown_looks(number: str) -> PhoneLooks:
    """A number of no mainland form: a local one without its area code, one with words, a digit too few or too many."""
    if len(number) in _LOCAL_DIGITS or _PLAIN_MOBILE.fullmatch(number):
        return PhoneLooks.ODD
    if number.startswith("1") and number[:2] != "10" and len(number) <= _MOBILE_DIGITS + 1:
        return PhoneLooks.IMPOSSIBLE
    return PhoneLooks.ODD if _FEWEST <= len(number) <= _MOST else PhoneLooks.IMPOSSIBLE


def _abroad_looks(number: str, country: str) -> PhoneLooks:
    import phonenumbers

    dialled = f"+{number[2:]}" if number.startswith("00") else number
    region = country.upper() if len(country) == 2 else None  # noqa: PLR2004 - two letters name a country
    try:
        parsed = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        digits = len(number.lstrip("+"))
        return PhoneLooks.ODD if _FEWEST - 1 <= digits <= _MOST else PhoneLooks.IMPOSSIBLE
    if not phonenumbers.is_possible_number(parsed):
        return PhoneLooks.IMPOSSIBLE
    return PhoneLooks.RIGHT if phonenumbers.is_valid_number(parsed) else PhoneLooks.ODD


def _compact(text: str) -> str:
    folded = (
        unicodedata.normalize("NFKC", text)
        .strip()
        .translate({0x2013: "-", 0x2014: "-", 0x2010: "-", 0x2011: "-"})
    )
    return _FILLER.sub("", _BRACKETED.sub(r"[\1]", folded).replace("【", "[").replace("】", "]"))


def _digits(text: str) -> str:
    plus = "+" if text.startswith("+") else ""
    return plus + "".join(filter(str.isdigit, text))
