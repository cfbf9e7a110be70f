"""Couriers: who is meant by a name, what a number looks like, where a parcel is followed.

A number's form is a hint and never proof: this module says what fits, the matching decides what that is worth.
The facts stand in ``formats/couriers.toml``; the shop's 快递 tab adds names, couriers and upload names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import quote

from sheetship.core.check_digits import CHECKS

_NOT_SEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_BRACKETED = re.compile(r"[(\[【].*?[)\]】]")
_WRAPPER = re.compile(r"""^(?:="|['"`])+|["'`]+$""")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}(?:-\d{1,6})?")
_DATE = re.compile(r"20\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])")
_NUMBER_SIGNS = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{6,38})[A-Z0-9-]")
_FEWEST_DIGITS = 7


def compact(number: str) -> str:
    r"""A tracking number as compared and kept: capitals, half width, no wrapper, no spaces.

    >>> compact(" ＳＦ123 4567 890123\t"), compact('="75123456789012"')
    ('SF1234567890123', '75123456789012')
    """
    if number.isascii() and number.isalnum():
        return number.upper()
    return _WRAPPER.sub("", _NOT_SEEN.sub("", unicodedata.normalize("NFKC", number))).upper()


def looks_like_number(text: str) -> bool:
    """Whether a cell of a tracking column can be a number at all: not a word, a date or a mobile phone.

    >>> looks_like_number("sf1234567890123"), looks_like_number("缺货"), looks_like_number("13800001111")
    (True, False, False)
    """
    number = compact(text)
    if not _NUMBER_SIGNS.fullmatch(number) or sum(sign.isdigit() for sign in number) < _FEWEST_DIGITS:
        return False
    return not (_MOBILE.fullmatch(number) or _DATE.fullmatch(number))


def name_key(name: str) -> str:
    """A courier's name as compared: width, case and spaces do not matter."""
    return _NOT_SEEN.sub("", unicodedata.normalize("NFKC", name)).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberForm:
    """One form of a courier's numbers; ``check`` names the check digit of its ``checked`` part."""

    pattern: re.Pattern[str]
    check: str = ""
    weak: bool = False
    note: str = ""
    valid: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()

    def matches(self, number: str) -> bool:
        """Whether the compact number has this form, its check digit aside."""
        return self.pattern.fullmatch(number) is not None

    def fits(self, number: str) -> bool:
        """Whether the compact number has this form and its check digit is right."""
        found = self.pattern.fullmatch(number)
        if found is None:
            return False
        return not self.check or CHECKS[self.check](found.groupdict().get("checked", number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """A courier as ``couriers.toml`` or the shop knows it."""

    code: str
    name_zh: str
    name_en: str
    upload_name_zh: str = ""
    aliases: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[NumberForm, ...] = ()
    tracking_url: str = ""
    needs_phone_tail: bool = False
    forms_known: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it answers to."""
        return (
            self.code,
            self.name_zh,
            self.name_en,
            self.upload_name_zh,
            *self.aliases,
            *self.codes.values(),
        )

    def name(self, lang: str) -> str:
        """Its name for people."""
        return self.name_zh if lang == "zh" else self.name_en


def fits(courier: Courier, number: str) -> bool | None:
    """Whether the number has one of the courier's forms; ``None`` when its forms are not all known."""
    wanted = compact(number)
    if any(form.fits(wanted) for form in courier.forms):
        return True
    return False if courier.forms_known or is_misread(courier, number) else None


def is_misread(courier: Courier, number: str) -> bool:
    """Whether the number can only be a mistyped one: it has forms of the courier, and fails the check of each."""
    wanted = compact(number)
    forms = [form for form in courier.forms if form.matches(wanted)]
    return bool(forms) and not any(form.fits(wanted) for form in forms)


def tracking_link(courier: Courier, number: str) -> str:
    """The page that follows the parcel; empty where none is known."""
    return courier.tracking_url.replace("{number}", quote(compact(number), safe=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopCourier:
    """A row of the shop's 快递 tab. ``courier`` is a code or name; an unknown one becomes the shop's own courier."""

    courier: str
    alias: str = ""
    platform: str = ""
    """Platform code that the upload name is for; empty for every platform."""
    upload_name: str = ""


@dataclass(frozen=True, slots=True)
class Couriers:
    """All couriers that a shop works with, found by any of their names."""

    known: tuple[Courier, ...]
    upload_names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The shop's spellings by (platform code or empty, courier code)."""
    _by_name: Mapping[str, Courier] = field(init=False, repr=False, compare=False)
    _names_in_text: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _forms: tuple[tuple[str, NumberForm], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, Courier] = {}
        for courier in self.known:
            for name in courier.names:
                by_name.setdefault(name_key(name), courier)
        by_name.pop("", None)
        object.__setattr__(self, "_by_name", MappingProxyType(by_name))
        object.__setattr__(self, "_names_in_text", _any_of(by_name))
        forms = tuple((courier.code, form) for courier in self.known for form in courier.forms)
        object.__setattr__(self, "_forms", forms)

    def find(self, name: str) -> Courier | None:
        """The courier of that code, name or alias; a remark in brackets behind it does not matter."""
        plain = unicodedata.normalize("NFKC", name)
        return self._by_name.get(name_key(plain)) or self._by_name.get(name_key(_BRACKETED.sub("", plain)))

    def named_in(self, text: str) -> tuple[tuple[int, int, Courier], ...]:
        """Every courier that a line of chat names, with the place of the name in the (half width) text."""
        return tuple(
            (*found.span(), self._by_name[name_key(found[0])]) for found in self._names_in_text.finditer(text)
        )

    def hint(self, number: str) -> tuple[str, ...]:
        """Codes of the couriers whose form the number has; those of weak forms only where no strong one fits."""
        return self._with_form(number, weak=False) or self._with_form(number, weak=True)

    def has_clear_form(self, number: str) -> bool:
        """Whether the number has a form that plain digits of another meaning do not have."""
        return bool(self._with_form(number, weak=False))

    def _with_form(self, number: str, *, weak: bool) -> tuple[str, ...]:
        wanted = compact(number)
        fitting = (code for code, form in self._forms if form.weak is weak and form.fits(wanted))
        return tuple(dict.fromkeys(fitting))

    def upload_name(self, courier: Courier, platform: str) -> str:
        """How a platform's upload spells the courier: the shop's spelling, the platform's, the full Chinese name."""
        shops = self.upload_names.get((platform, courier.code)) or self.upload_names.get(("", courier.code))
        return shops or courier.codes.get(platform) or courier.upload_name_zh or courier.name_en

    def with_shop(self, rows: Iterable[ShopCourier]) -> Couriers:
        """These couriers with the shop's names, couriers and spellings; the shop's alias wins over a built-in one."""
        known = {courier.code: courier for courier in self.known}
        spellings = dict(self.upload_names)
        taken: dict[str, str] = {}
        for row in rows:
            found = self.find(row.courier) or self.find(taken.get(name_key(row.courier), ""))
            code = found.code if found else taken.setdefault(name_key(row.courier), row.courier.strip())
            own = known.get(code) or Courier(code=code, name_zh=code, name_en=code, upload_name_zh=code)
            if row.alias:
                known = _without_name(known, row.alias)
                own = replace(
                    known.get(code, own), aliases=(*known.get(code, own).aliases, row.alias.strip())
                )
            known[code] = own
            if row.upload_name:
                spellings[row.platform, code] = row.upload_name
        return Couriers(tuple(known.values()), spellings)


def _without_name(known: Mapping[str, Courier], name: str) -> dict[str, Courier]:
    """The couriers, none of which answers to the alias any more."""
    key = name_key(name)
    return {
        code: replace(courier, aliases=tuple(alias for alias in courier.aliases if name_key(alias) != key))
        for code, courier in known.items()
    }


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the names, the longest first; Latin ones stand as words of their own."""
    words = [
        rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])" if name.isascii() else re.escape(name)
        for name in sorted(names, key=len, reverse=True)
        if len(name) > 1 and not name.isdigit()
    ]
    return re.compile("|".join(words) or r"(?!)", re.IGNORECASE)
