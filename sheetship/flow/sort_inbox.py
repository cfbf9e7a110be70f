"""Sorts what lies in the inbox: order exports by their shop, replies, files read before, files nobody knows.

A bad file is a finding and stays where it is; the others go on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from sheetship.core.couriers import Couriers
from sheetship.core.facts import SeenFile
from sheetship.core.file_digest import digest
from sheetship.core.findings import Finding, Level, SheetShipError
from sheetship.core.history import Known
from sheetship.core.model import Record
from sheetship.core.normalise import read_records
from sheetship.core.profiles import Profile
from sheetship.core.recognise import recognise, why_not
from sheetship.core.replies import ReplyItem, is_reply_layout, read_reply
from sheetship.core.tables import RawTable
from sheetship.flow.ports import InboxFile, Shop
from sheetship.flow.settings import SalesShop


@dataclass(slots=True)
class Basket:
    """What the inbox holds: tables of order exports by platform and shop, what replies say, and the files used up."""

    orders: defaultdict[tuple[str, str], list[tuple[RawTable, Profile]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    records: list[Record] = field(default_factory=list)
    """The order lines of the exports."""
    replies: list[ReplyItem] = field(default_factory=list)
    files: list[SeenFile] = field(default_factory=list)
    consumed: dict[str, str] = field(default_factory=dict)
    """SHA-256 of files to archive, by name."""
    findings: list[Finding] = field(default_factory=list)


def sort_inbox(
    shop: Shop, sales_shops: Sequence[SalesShop], known: Known, couriers: Couriers, zone: tzinfo
) -> Basket:
    """What the inbox holds, read; ``sales_shops`` are the team's, with the codes of their platforms."""
    basket = Basket()
    for file in shop.inbox.waiting():
        try:
            _read_file(shop, file, known, couriers, sales_shops=sales_shops, basket=basket)
        except SheetShipError as error:
            finding = error.finding
            basket.findings.append(replace(finding, where=finding.where or file.name))
    complaints = _read_orders(basket, zone)
    _leave_unread(basket, complaints)
    basket.findings += complaints
    return basket


def _read_file(
    shop: Shop,
    file: InboxFile,
    known: Known,
    couriers: Couriers,
    *,
    sales_shops: Sequence[SalesShop],
    basket: Basket,
) -> None:
    """Sorts one file: read before, an order export, a reply, or nothing that is known."""
    if file.sha256 in known.files:
        basket.consumed[file.name] = file.sha256
        basket.findings.append(Finding("FILE-90", file.name))
        return
    tables = [table for table in shop.inbox.tables(file) if any(any(row) for row in table.rows)]
    layouts: list[str] = []
    for table in tables:
        is_reply = is_reply_layout(table, shop.reply_profiles)
        recognised = None if is_reply else recognise(table, shop.profiles)
        if recognised:
            sales_shop = _sales_shop(sales_shops, recognised.profile, file)
            basket.orders[recognised.profile.platform, sales_shop].append((table, recognised.profile))
            layouts.append(recognised.profile.name)
            continue
        reply = read_reply(table, shop.reply_profiles, couriers)
        if reply:
            basket.replies += reply.items
            basket.findings += reply.findings
            layouts.append("reply")
    if not layouts:
        basket.findings += [why_not(table, shop.profiles) for table in tables[:1]]
        return
    rows = sum(len(table.rows) for table in tables)
    basket.files.append(
        SeenFile(
            name=file.name, sha256=file.sha256, digest=digest(tables), layout="+".join(layouts), rows=rows
        )
    )
    basket.consumed[file.name] = file.sha256


def _sales_shop(sales_shops: Sequence[SalesShop], profile: Profile, file: InboxFile) -> str:
    """The shop a file belongs to: its folder's name, the one shop of the platform, or the platform itself."""
    if file.shop:
        return file.shop
    names = [own.name for own in sales_shops if own.platform == profile.platform]
    if len(names) > 1:
        values = {"platform": profile.platform, "file": file.name, "shops": "、".join(names)}
        raise SheetShipError("SHOP-09", file.name, **values)
    return names[0] if names else profile.platform_names[0]


def _read_orders(basket: Basket, zone: tzinfo) -> list[Finding]:
    findings: list[Finding] = []
    for (_, name), tables in basket.orders.items():
        found, complaints = read_records(tables, zone=zone, shop=name)
        basket.records += found
        findings += complaints
    return findings


def _leave_unread(basket: Basket, findings: Sequence[Finding]) -> None:
    """A file of which a row could not be read stays in the inbox, and so does its other half; nothing of it is lost."""
    places = tuple(finding.where for finding in findings if finding.level is not Level.NOTE)
    blamed = {name for name in basket.consumed if any(place.startswith(name) for place in places)}
    for tables in basket.orders.values():
        group = {table.name.partition("#")[0] for table, profile in tables if profile.partner}
        if group & blamed:
            blamed |= group
    basket.consumed = {name: sha256 for name, sha256 in basket.consumed.items() if name not in blamed}
    basket.files = [file for file in basket.files if file.name in basket.consumed]
