"""Keys that tell the same thing from another: cleaned ids, order and line keys, digests.

A line key depends on what the platform says about the line and on nothing else, never on a file's name or a row's
number: the same line has the same key in every export, on every computer.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_PLAIN = re.compile(r"[A-Za-z0-9-]*")
_WRAPPED = re.compile(r'^=?"(.*)"$', re.DOTALL)


def clean_id(text: str) -> str:
    r"""An id without its wrapping: tabs, quotes, ``="…"``, an apostrophe in front, width and unseen characters.

    >>> clean_id('="35153131473293579"'), clean_id("\t6917１"), clean_id("'0012")
    ('35153131473293579', '69171', '0012')
    """
    if _PLAIN.fullmatch(text):
        return text
    bare, wrapped = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)), ""
    while bare != wrapped:
        bare, wrapped = _WRAPPED.sub(r"\1", bare).lstrip("'"), bare
    return bare


def order_key(platform: str, shop: str, order_id: str) -> str:
    """Platform, shop and cleaned order number as one text; order numbers of two shops never meet."""
    return "\x1f".join((platform.casefold(), shop.casefold(), clean_id(order_id)))


def line_keys(records: Iterable[Mapping[str, str]]) -> list[str]:
    """The line key of each record, in order.

    Made from the platform's sub-order number, else from order, SKU, spec, price and a count of the lines of the order
    that have these in common. They are counted by their quantity and content, so the row order of the file does not
    matter; lines that are equal in everything are interchangeable.

    >>> a = {"platform": "jd", "shop": "s", "order_id": "1", "sku": "A"}
    >>> one, two, three = line_keys([a, a, {**a, "sku": "B"}])
    >>> one != two, line_keys([{**a, "sku": "B"}, a]) == [three, one]
    (True, True)
    """
    said = list(records)
    keys = [""] * len(said)
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(said):
        order = order_key(record.get("platform", ""), record.get("shop", ""), record.get("order_id", ""))
        line_id = clean_id(record.get("line_id", ""))
        if line_id:
            keys[at] = _short(f"{order}\x1e{line_id}")
        else:
            spec = "\x1f".join(record.get(name, "") for name in ("sku", "product", "variant", "unit_price"))
            alike[f"{order}\x1e\x1e{spec}"].append(at)
    for composite, places in alike.items():
        ranked = sorted(places, key=lambda place: _rank(said[place])) if len(places) > 1 else places
        for count, at in enumerate(ranked, 1):
            keys[at] = _short(f"{composite}\x1f{count}")
    return keys


def _rank(record: Mapping[str, str]) -> tuple[object, ...]:
    """What tells lines of one spec apart, first what does not change while an order is on its way."""
    return record.get("quantity", ""), record.get("paid", ""), sorted(record.items())


def _short(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:10]
    return "L-" + base64.b32encode(digest).decode().rstrip("=")[:14]
