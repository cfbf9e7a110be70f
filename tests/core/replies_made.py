"""Couriers, profiles and made-up lines that tests of replies share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sheetship.adapters.couriers_toml import load_couriers, load_reply_profiles
from sheetship.core.match import OpenLine
from sheetship.core.model import Origin
from sheetship.core.replies import Reply, ReplyItem, read_reply
from sheetship.core.tables import RawTable
from sheetship.core.tokens import make_token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


SF = "SF1234567890123"
ZTO = "75123456789012"
YTO = "YT1234567890123"


COURIERS = load_couriers()
PROFILES = load_reply_profiles()


def read(*rows: Sequence[str], flaws: Mapping[tuple[int, int], str] | None = None) -> Reply | None:
    return read_reply(RawTable("inbox/reply.xlsx#Sheet1", rows, flaws or {}), PROFILES, COURIERS)


def read_sure(*rows: Sequence[str], flaws: Mapping[tuple[int, int], str] | None = None) -> Reply:
    reply = read(*rows, flaws=flaws)
    assert reply is not None
    return reply


def chat(*lines: str) -> list[tuple[str, str]]:
    """Number and name of each item of a chat."""
    return [(item.number, item.name) for item in read_sure(*([line] for line in lines)).items]


def codes(reply: Reply) -> list[str]:
    return [finding.code for finding in reply.findings]


def token(serial: int, po: str = "HZ-261121-1") -> str:
    return make_token(po, serial)


def open_line(serial: int, *, po: str = "HZ-261121-1", quantity: int = 1, **told: str) -> OpenLine:
    """Line ``serial`` of a purchase order, in an order of its own unless told otherwise."""
    said: dict[str, Any] = {
        "line_key": f"L{serial}",
        "order_id": f"69{serial:016}",
        "supplier": "HZ",
        "supplier_sku": f"A-{serial}",
        "name": f"收件{serial}",
        "phone": f"1380000{serial:04}",
    } | told
    return OpenLine(token=token(serial, po), po_number=po, quantity=quantity, **said)


def item(
    number: str, row: int = 2, *, quantity: int | None = None, sheet: str = "reply.xlsx", **told: str
) -> ReplyItem:
    origin = Origin(sheet, row, {"tracking_number": 6})
    return ReplyItem(number=number, origin=origin, quantity=quantity, **told)
