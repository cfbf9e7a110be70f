"""Purchase-order numbers and line tokens: written into a supplier's sheet, found again in whatever comes back.

A purchase order is ``SUPPLIER-yymmdd-n``; a line's token adds its serial and a check character over all letters and
digits before it: ``HZ-261121-1-01M``. The check is ISO 7064 MOD 37-2, which notices every wrong character and every two
neighbours that changed places (MOD 37,36 misses some); a serial whose check would be ``*`` is written longer. Serials
have an even number of digits, so that a dash that slipped one place is noticed too. Whose token it is, ``match.py`` knows.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sheetship.core.check_digits import mod37_2_character

_PO = re.compile(r"[A-Z0-9]{1,8}-\d{6}-[1-9]\d{0,4}")
_TOKEN = re.compile(rf"{_PO.pattern}-(?:\d\d)+[A-Z0-9]")
# No other serial begins with 00. Zeros move the purchase order's weights; where those sum to nothing, 0001 moves the rest.
_PREFIXES = ("", "00", "0001")
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2043\u2212\u2500\u30fc\ufe58\ufe63~_]")
_GAP = r"[ \t]*[- ][ \t]*"
_START = r"(?<![A-Z0-9])(?<![A-Z0-9]-)"
_LOOSE_PO = rf"{_START}([A-Z0-9]{{1,8}}){_GAP}(\d{{6}}){_GAP}([1-9]\d{{0,4}})"
_LOOSE_TOKEN = re.compile(rf"{_LOOSE_PO}{_GAP}([A-Z0-9]{{3,9}})(?![A-Z0-9])")
_WRITTEN_PO = re.compile(rf"{_START}{_PO.pattern}(?![A-Z0-9])(?!-[A-Z0-9])")


def po_number(supplier: str, yymmdd: str, serial: int) -> str:
    """The number of a supplier's purchase order of a day.

    >>> po_number("HZ", "261121", 1)
    'HZ-261121-1'

    Raises:
        ValueError: the supplier's code is not 1 to 8 capital letters and digits, or the day or serial is none.
    """
    number = f"{supplier}-{yymmdd}-{serial}"
    if not _PO.fullmatch(number):
        raise ValueError(number)
    return number


def make_token(po: str, serial: int) -> str:
    """The token of a purchase order's line, serials from 1.

    >>> make_token("HZ-261121-1", 1)
    'HZ-261121-1-01M'

    Raises:
        ValueError: the purchase order's number has another form, or the serial is below 1.
    """
    if not _PO.fullmatch(po) or serial < 1:
        raise ValueError(po)
    digits = str(serial)
    digits = digits.zfill(len(digits) + len(digits) % 2)
    written = (f"{po}-{prefix}{digits}" for prefix in _PREFIXES)
    return next(f"{text}{check}" for text in written if (check := _check(text)))


def is_valid(token: str) -> bool:
    """Whether the text is a token in its written form with the right check character.

    >>> is_valid("HZ-261121-1-01M"), is_valid("HZ-261121-1-10M")
    (True, False)
    """
    return _TOKEN.fullmatch(token) is not None and _check(token[:-1]) == token[-1]


def find_tokens(text: str) -> list[str]:
    """Valid tokens in any text, each once: small letters, full width, other dashes and spaces between parts are read.

    >>> find_tokens("备注：[ｈｚ–261121 – 1–01m] 已发"), find_tokens("HZ-261121-1-07M")
    (['HZ-261121-1-01M'], [])
    """
    return list(dict.fromkeys(token for token, _ in _candidates(text) if is_valid(token)))


def near_tokens(text: str) -> list[str]:
    """What looks like a token but has a wrong check character: somebody retyped it.

    >>> near_tokens("HZ-261121-1-07M"), near_tokens("HZ-261121-1-01M 2026-11-21")
    (['HZ-261121-1-07M'], [])
    """
    wrong = (token for token, written in _candidates(text) if "-" in written and not is_valid(token))
    return list(dict.fromkeys(wrong))


def find_po_numbers(text: str) -> list[str]:
    """Purchase-order numbers that stand alone in a text, tokens aside, each once.

    >>> find_po_numbers("采购单 hz-261121-1，HZ-261121-1-01M")
    ['HZ-261121-1']
    """
    return list(dict.fromkeys(_WRITTEN_PO.findall(_folded(text))))


def without_tokens(text: str) -> str:
    """The text, half width and in capitals, with its tokens and purchase-order numbers blanked.

    >>> without_tokens("张三 hz-261121-1-01m sf123")
    '张三                 SF123'
    """
    folded = _folded(text)
    for pattern in (_LOOSE_TOKEN, _WRITTEN_PO):
        folded = pattern.sub(_blank_if_ours, folded)
    return folded


def _blank_if_ours(match: re.Match[str]) -> str:
    is_ours = "-" in match[0] or is_valid("-".join(match.groups()))
    return " " * len(match[0]) if is_ours else match[0]


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text)).upper()


@lru_cache(maxsize=256)
def _candidates(text: str) -> tuple[tuple[str, str], ...]:
    """What may be a token, joined by dashes, and as it is written."""
    found = (("-".join(match.groups()), match[0]) for match in _LOOSE_TOKEN.finditer(_folded(text)))
    return tuple((token, written) for token, written in found if _TOKEN.fullmatch(token))


def _check(text: str) -> str | None:
    return mod37_2_character(text.replace("-", ""))
