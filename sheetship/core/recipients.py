"""Whether two writings of a name or a phone mean the same person. Says nothing about who that is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETS = re.compile(r"[(\[【<].*?[)\]】>]")
_BETWEEN = re.compile(r"[\s·.,'\u200b-\u200f\ufeff-]+")
_EXTENSION = re.compile(r"(?:转|#|EXT\.?|X|\[|-)\s*(\d{1,6})\]?$")
_MOBILE_DIGITS = 11
_TAIL = 4


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A name as compared: half width, small letters, no spaces or dots, no number in brackets behind it.

    >>> name_key("张三[1234]"), name_key("John  SMITH")
    ('张三', 'johnsmith')
    """
    return _BETWEEN.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", name))).casefold()


def same_name(one: str, other: str) -> bool:
    """Whether both may be one name; a masked one agrees where its open letters do.

    >>> same_name("张*三", "张小三"), same_name("张三", "张三丰")
    (True, False)
    """
    first, second = name_key(one), name_key(other)
    if "*" not in first + second:
        return first == second
    return first[:1] == second[:1] and all(
        "*" in pair or pair[0] == pair[1] for pair in zip(first, second, strict=False)
    )


def is_open_name(name: str) -> bool:
    """Whether a name can be looked up: there, and not masked."""
    return bool(name_key(name)) and "*" not in name


@lru_cache(maxsize=65536)
def phone_tail(phone: str) -> tuple[str, str]:
    """The last four digits of a phone and its extension; empty where they are not there or masked.

    >>> phone_tail("18412345678-1234"), phone_tail("138****1111"), phone_tail("138-0000-1111")
    (('5678', '1234'), ('1111', ''), ('1111', ''))
    """
    text = unicodedata.normalize("NFKC", phone).upper().strip()
    found = _EXTENSION.search(text)
    main = re.sub(r"[^\d*]", "", text[: found.start()] if found else text)
    if found and len(main) < _MOBILE_DIGITS:  # a landline's area code, or a number written in groups
        found, main = None, re.sub(r"[^\d*]", "", text)
    tail = main[-_TAIL:]
    return tail if len(tail) == _TAIL and tail.isdigit() else "", found[1] if found else ""


def same_phone(one: str, other: str) -> bool | None:
    """Whether both tails agree, ``None`` when one is missing. Four digits alone may be a tail or an extension.

    >>> same_phone("18412345678-1234", "18412345678-4321"), same_phone("13800001111", "1111"), same_phone("", "1111")
    (False, True, None)
    """
    (tail, extension), (other_tail, other_extension) = phone_tail(one), phone_tail(other)
    if not tail or not other_tail:
        return None
    if extension and other_extension:
        return (tail, extension) == (other_tail, other_extension)
    return tail == other_tail or _is_extension(one, other_extension) or _is_extension(other, extension)


def _is_extension(phone: str, extension: str) -> bool:
    return bool(extension) and phone.strip() == extension


def has_extension(phone: str) -> bool:
    """Whether a phone is a virtual number, which one person has several of."""
    return bool(phone_tail(phone)[1])
