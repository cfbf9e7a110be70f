"""Checks on who gets the parcel: complete, readable, reachable. A masked or encrypted recipient never goes out."""

from __future__ import annotations

import re

from sheetship.core.areas import place_of
from sheetship.core.findings import Finding
from sheetship.core.model import Line, Recipient
from sheetship.core.phones import PhoneLooks, phone_looks

_SUSPECT = re.compile(r"[*＊•●█~$#]|[xX]{3}|[A-Za-z0-9+/=_-]{24}")
_MASK = re.compile(r"[*＊•●█]|(?<=\d)[xX]{3,}(?=\d)")
_SEALED = re.compile(r"^(?:##|\$\$)|^([~#$]).{6,}[~#$]\d*[~#$]?$")
_TOKEN = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_AREA_WORDS = re.compile(r"[省市区县州盟旗镇乡]")
_FIELDS = ("recipient_name", "phone", "street")


def recipient_is_there(line: Line) -> tuple[Finding, ...]:
    """Name, phone and address; one finding when an export leaves all three out by design."""
    who = line.recipient
    missing = [not who.name.strip(), not who.phone.strip(), not who.street.strip()]
    if not any(missing):
        return ()
    if all(missing):
        return (_finding(line, "ORD-10", "recipient_name"),)
    phone = "ORD-13" if who.is_abroad else "ORD-12"
    told = zip(missing, ("ORD-11", phone, "ORD-14"), _FIELDS, strict=True)
    return tuple(_finding(line, code, name) for is_missing, code, name in told if is_missing)


def recipient_is_readable(line: Line) -> tuple[Finding, ...]:
    """No stars, no cipher text, in any part that a supplier would get."""
    who = line.recipient
    if not _SUSPECT.search(f"{who.name}\n{who.phone}\n{who.street}\n{who.province}{who.city}{who.district}"):
        return ()
    parts = {"recipient_name": who.name, "phone": who.phone, "street": who.address}
    codes = {name: code for name, text in parts.items() if (code := _veil(text.strip()))}
    return tuple(_finding(line, code, name) for name, code in codes.items())


def is_veiled(recipient: Recipient) -> bool:
    """True when any part is masked or encrypted, so that two such recipients cannot be told apart."""
    return any(_veil(text.strip()) for text in (recipient.name, recipient.phone, recipient.address))


def _veil(text: str) -> str | None:
    if _SEALED.search(text) or any(map(_is_cipher, _TOKEN.findall(text))):
        return "ORD-17"
    return "ORD-16" if _MASK.search(text) else None


def _is_cipher(token: str) -> bool:
    """A long run of capitals and small letters with digits or padding: no street and no name is written so."""
    is_mixed = any(map(str.isupper, token)) and any(map(str.islower, token))
    return is_mixed and (token.endswith("=") or any(map(str.isdigit, token)))


def address_names_its_area(line: Line) -> tuple[Finding, ...]:
    """A mainland address says where it is, in its own cells or in its text."""
    who = line.recipient
    if who.is_abroad or who.city or who.province or not who.street.strip():
        return ()
    if place_of(who).province or _AREA_WORDS.search(who.street):
        return ()
    return (_finding(line, "ORD-15", "street"),)


def phone_is_plausible(line: Line) -> tuple[Finding, ...]:
    """A number that cannot exist holds the line; an unusual one is told."""
    who = line.recipient
    if not who.phone.strip():
        return ()
    looks = phone_looks(who.phone, who.country.strip() if who.is_abroad else "")
    if looks is PhoneLooks.RIGHT or _veil(who.phone.strip()):
        return ()
    return (_finding(line, "ORD-18" if looks is PhoneLooks.IMPOSSIBLE else "ORD-19", "phone"),)


def _finding(line: Line, code: str, field: str) -> Finding:
    return Finding(code, line.origin.cell(field), {}, line.key)
