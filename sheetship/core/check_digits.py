"""Check digits of tracking numbers: whether the last character agrees with the ones before it.

Each function takes the part of a number that its check covers, letters upper case, nothing between; a text of another
form is simply not right. Which courier uses which, and over which part, stands in ``formats/couriers.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import cycle
from types import MappingProxyType

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_S10_LENGTH = 13
_ONTRAC_PREFIX = {"C": "4", "D": "5"}


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _weighted(serial: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(serial, cycle(weights), strict=False))


def _mod10_ok(number: str, weights: tuple[int, ...]) -> bool:
    if not _is_digits(number):
        return False
    return (_weighted(number[:-1], weights) + int(number[-1])) % 10 == 0


def _mod11_mod10_ok(number: str, weights: tuple[int, ...]) -> bool:
    return _is_digits(number) and _weighted(number[:-1], weights) % 11 % 10 == int(number[-1])


def s10_ok(number: str) -> bool:
    """Whether a postal item number (two letters, nine digits, two letters) has the right ninth digit.

    >>> s10_ok("RB123456785GB"), s10_ok("RB123456786GB")
    (True, False)
    """
    digits = number[2:11]
    if len(number) != _S10_LENGTH or not _is_digits(digits):
        return False
    check = 11 - sum(int(d) * w for d, w in zip(digits, _S10_WEIGHTS, strict=False)) % 11
    return int(digits[-1]) == {10: 0, 11: 5}.get(check, check)


def mod10_odd2_ok(number: str) -> bool:
    """Odd places (from 0) doubled without a digit sum; a letter counts as its ASCII code less 3, mod 10 (UPS).

    >>> mod10_odd2_ok("5R89390357567127"), mod10_odd2_ok("5R89390357567128")
    (True, False)
    """
    if not (number.isascii() and number.isalnum()):
        return False
    return _mod10_ok(
        "".join(sign if sign.isdigit() else str((ord(sign) - 3) % 10) for sign in number), (1, 2)
    )


def mod10_odd2_prefixed_ok(number: str) -> bool:
    """As ``mod10_odd2_ok`` with 4 for a leading C or 5 for a leading D, unless that digit stands there (OnTrac).

    >>> mod10_odd2_prefixed_ok("C11031500001879"), mod10_odd2_prefixed_ok("D11031500001879")
    (True, False)
    """
    prefix, digits = _ONTRAC_PREFIX.get(number[:1]), number[1:]
    if prefix is None:
        return False
    return _mod10_ok(digits if digits.startswith(prefix) else prefix + digits, (1, 2))


def mod10_even3_ok(number: str) -> bool:
    """Even places (from 0) times three (USPS, Canada Post).

    >>> mod10_even3_ok("03071790000523483741"), mod10_even3_ok("03071790000523483742")
    (True, False)
    """
    return _mod10_ok(number, (3, 1))


def mod10_even3_after_91_ok(number: str) -> bool:
    """As ``mod10_even3_ok`` with 91 put in front: USPS numbers written without it.

    >>> mod10_even3_after_91_ok("71969010756003077385"), mod10_even3_after_91_ok("71969010756003077386")
    (True, False)
    """
    return mod10_even3_ok(f"91{number}")


def mod10_odd3_ok(number: str) -> bool:
    """Odd places (from 0) times three (FedEx Ground).

    >>> mod10_odd3_ok("568283610012734"), mod10_odd3_ok("568283610012732")
    (True, False)
    """
    return _mod10_ok(number, (1, 3))


def mod7_ok(number: str) -> bool:
    """The last digit is the rest of the others by seven (DHL Express).

    >>> mod7_ok("3318810025"), mod7_ok("3318810034")
    (True, False)
    """
    return _is_digits(number) and int(number[:-1] or "0") % 7 == int(number[-1])


def weighted_3_1_7_mod11_mod10_ok(number: str) -> bool:
    """Weights 3 1 7 over the digits, mod 11, mod 10 (FedEx Express).

    >>> weighted_3_1_7_mod11_mod10_ok("986578788855"), weighted_3_1_7_mod11_mod10_ok("996578788855")
    (True, False)
    """
    return _mod11_mod10_ok(number, (3, 1, 7))


def weighted_1_7_3_mod11_mod10_ok(number: str) -> bool:
    """Weights 1 7 3 over the digits, mod 11, mod 10 (the last 14 digits of FedEx's 34-digit barcode).

    >>> weighted_1_7_3_mod11_mod10_ok("00779017972697"), weighted_1_7_3_mod11_mod10_ok("00779017972698")
    (True, False)
    """
    return _mod11_mod10_ok(number, (1, 7, 3))


def luhn_ok(number: str) -> bool:
    """Luhn over the whole number: every second digit from the right doubled, its digits summed (Purolator).

    >>> luhn_ok("320698578202"), luhn_ok("320698578203")
    (True, False)
    """
    if not _is_digits(number):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in number[::-2])) % 10 == 0


def mod37_36_ok(number: str) -> bool:
    """Whether the last character is the ISO 7064 MOD 37,36 check of those before it (DPD).

    >>> mod37_36_ok("008182709980000020033350276C"), mod37_36_ok("008182709980000020033350276A")
    (True, False)
    """
    if len(number) <= 1 or not set(number) <= set(ALPHABET):
        return False
    product = 36
    for sign in number[:-1]:
        product = ((product + ALPHABET.index(sign)) % 36 or 36) * 2 % 37
    return ALPHABET[(37 - product) % 36] == number[-1]


def mod37_2_character(text: str) -> str | None:
    """The ISO 7064 MOD 37-2 check character of digits and capital letters; ``None`` where it would be ``*``.

    >>> mod37_2_character("HZ261121101")
    'M'
    """
    rest = 0
    for sign in text:
        rest = (rest + _VALUES[sign]) * 2 % 37
    check = (1 - rest) % 37
    return ALPHABET[check] if check < len(ALPHABET) else None


CHECKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "s10": s10_ok,
        "mod10_odd2": mod10_odd2_ok,
        "mod10_odd2_prefixed": mod10_odd2_prefixed_ok,
        "mod10_even3": mod10_even3_ok,
        "mod10_even3_after_91": mod10_even3_after_91_ok,
        "mod10_odd3": mod10_odd3_ok,
        "mod7": mod7_ok,
        "weighted_3_1_7_mod11_mod10": weighted_3_1_7_mod11_mod10_ok,
        "weighted_1_7_3_mod11_mod10": weighted_1_7_3_mod11_mod10_ok,
        "luhn": luhn_ok,
        "mod37_36": mod37_36_ok,
    }
)
"""Every check by the name that ``couriers.toml`` uses."""
