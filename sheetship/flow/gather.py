"""Reads everything a run decides on, once: workbook, catalogue, inbox, ledger. What cannot be read is a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from sheetship.core.allocate import AllocateOptions
from sheetship.core.catalogue import Catalogue, Sender
from sheetship.core.catalogue_tabs import tab_key
from sheetship.core.checks import CheckOptions
from sheetship.core.couriers import Couriers, ShopCourier
from sheetship.core.documents import TemplateSpec, with_shop_words
from sheetship.core.facts import Facts, Platform, SeenFile, UploadTarget
from sheetship.core.file_digest import digest
from sheetship.core.findings import Finding, Level, SheetShipError
from sheetship.core.history import Known, fold
from sheetship.core.lines import Home
from sheetship.core.model import Record
from sheetship.core.normalise import read_records
from sheetship.core.orders_table import OrdersTable, read_orders_table
from sheetship.core.profiles import Profile
from sheetship.core.read_catalogue import read_catalogue
from sheetship.core.recognise import recognise, why_not
from sheetship.core.replies import ReplyItem, is_reply_layout, read_reply
from sheetship.core.tables import RawTable
from sheetship.flow.ports import BookRead, InboxFile, Shop
from sheetship.flow.settings import Settings

LEDGER = "ledger.db"
"""Under this name the ledger's head stands among what a run was decided on."""
AFTER = "orders after"
"""Under this name a run keeps the hash of the workbook that it wrote."""
REQUIRED = ("order_id", "quantity", "recipient_name", "phone", "street")
"""Columns without which no row of the orders table can be bought for."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts, and the hashes of the files they were read from."""

    facts: Facts
    book: BookRead
    inputs: Mapping[str, str]
    """SHA-256 by the name of what was read, and the ledger's head."""
    consumed: Mapping[str, str]
    """SHA-256 of the inbox files that this run uses up, by name."""


@dataclass(slots=True)
class _Basket:
    """What the inbox holds, while it is being read."""

    orders: defaultdict[tuple[str, str], list[tuple[RawTable, Profile]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    replies: list[ReplyItem] = field(default_factory=list)
    files: list[SeenFile] = field(default_factory=list)
    consumed: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def gather(shop: Shop, now: datetime, *, excluded: frozenset[str], reseed: bool) -> Gathered:
    """Everything a run decides on.

    Args:
        shop: the shop.
        now: the clock.
        excluded: lines that a person unticked.
        reseed: open lines without a row are to be written again.

    Raises:
        SheetShipError: the orders workbook, the catalogue or the ledger cannot be read. A bad file in the inbox is a
            finding instead and stays where it is.
    """
    settings = shop.settings
    zone = ZoneInfo(settings.shop.timezone)
    refuse_if_gone(shop)
    book = shop.book.read()
    table = read_orders(shop, book)
    catalogue_book = shop.catalogue.read()
    catalogue, complaints = read_catalogue(tabs_by_key(shop.catalogue.tabs(catalogue_book)))
    couriers = shop.couriers.with_shop(_shop_couriers(catalogue))
    known = fold(shop.ledger.events())
    basket = _read_inbox(shop, known, couriers)
    platforms = _platforms(shop.profiles, shop.lang)
    records, row_findings = _read_orders(basket, zone)
    _leave_unread(basket, row_findings)
    facts = Facts(
        now=now,
        zone=zone,
        lang=shop.lang,
        shop=shop.name,
        home=Home(settings.money.currency, settings.shop.country),
        table=table,
        known=known,
        catalogue=catalogue,
        couriers=couriers,
        specs=_specs(shop),
        platforms=platforms,
        targets={
            (own.platform, own.name): UploadTarget(template=own.upload, headings=own.headings)
            for own in settings.shops
        },
        records=tuple(records),
        replies=tuple(basket.replies),
        files=tuple(basket.files),
        consumed=tuple(basket.consumed),
        findings=(*_unfinished(known), *complaints, *basket.findings, *row_findings),
        check=_check_options(settings),
        allocate=_allocate_options(settings, platforms),
        sender=_sender(settings),
        account=settings.sender.account_number,
        drafts=settings.messages.drafts,
        reseed=reseed or _is_older_copy(book, known),
        excluded=excluded,
        folders=tuple(shop.outbox.runs()),
    )
    inputs = {
        book.name: book.sha256,
        catalogue_book.name: catalogue_book.sha256,
        LEDGER: str(known.head),
        **basket.consumed,
    }
    return Gathered(facts, book, inputs, dict(basket.consumed))


def refuse_if_gone(shop: Shop) -> None:
    """Raises SheetShipError SHOP-10, the orders workbook is gone and a run brings it back; SHOP-11, it cannot."""
    if not shop.book.exists():
        if shop.book.newest_backup() is None:
            raise SheetShipError("SHOP-11", shop.book.name, folder=shop.folder, missing=shop.book.name)
        raise SheetShipError("SHOP-10", shop.book.name, name=shop.book.name)


def _is_older_copy(book: BookRead, known: Known) -> bool:
    """True when the workbook is one that a later run has written into: a backup, or a copy that somebody brought back.

    Rows that were appended since are missing from it.
    """
    return any(
        run.inputs.get(book.name) == book.sha256 and run.inputs.get(AFTER, book.sha256) != book.sha256
        for run in known.runs
        if run.is_finished and not run.undone_by
    )


def _unfinished(known: Known) -> list[Finding]:
    return [Finding("PLAN-07", "", {"run": run.name}) for run in known.unfinished]


def read_orders(shop: Shop, book: BookRead) -> OrdersTable:
    """The orders table. Raises SheetShipError BOOK-…."""
    sheet, raw = shop.book.table(book)
    zone = ZoneInfo(shop.settings.shop.timezone)
    return read_orders_table(raw, sheet=sheet, zone=zone, named=shop.settings.columns, required=REQUIRED)


def tabs_by_key(tabs: Mapping[str, RawTable]) -> dict[str, RawTable]:
    """The catalogue's tabs by what they are, whatever the team calls them; other tabs are the team's own."""
    return {key: table for name, table in tabs.items() if (key := tab_key(name))}


def _read_inbox(shop: Shop, known: Known, couriers: Couriers) -> _Basket:
    basket = _Basket()
    for file in shop.inbox.waiting():
        try:
            _read_file(shop, file, known, couriers, basket)
        except SheetShipError as error:
            finding = error.finding
            basket.findings.append(replace(finding, where=finding.where or file.name))
    return basket


def _read_file(shop: Shop, file: InboxFile, known: Known, couriers: Couriers, basket: _Basket) -> None:
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
            sales_shop = _sales_shop(shop.settings, recognised.profile, file)
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


def _sales_shop(settings: Settings, profile: Profile, file: InboxFile) -> str:
    """The shop a file belongs to: its folder's name, the one shop of the platform, or the platform itself."""
    if file.shop:
        return file.shop
    names = [own.name for own in settings.shops if own.platform == profile.platform]
    if len(names) > 1:
        values = {"platform": profile.platform, "file": file.name, "shops": "、".join(names)}
        raise SheetShipError("SHOP-09", file.name, **values)
    return names[0] if names else profile.platform_names[0]


def _read_orders(basket: _Basket, zone: tzinfo) -> tuple[list[Record], list[Finding]]:
    records: list[Record] = []
    findings: list[Finding] = []
    for (_, name), tables in basket.orders.items():
        found, complaints = read_records(tables, zone=zone, shop=name)
        records += found
        findings += complaints
    return records, findings


def _leave_unread(basket: _Basket, findings: Sequence[Finding]) -> None:
    """A file of which a row could not be read stays in the inbox, and so does its other half; nothing of it is lost."""
    places = tuple(finding.where for finding in findings if finding.level is not Level.NOTE)
    blamed = {name for name in basket.consumed if any(place.startswith(name) for place in places)}
    for tables in basket.orders.values():
        group = {table.name.partition("#")[0] for table, profile in tables if profile.partner}
        if group & blamed:
            blamed |= group
    basket.consumed = {name: sha256 for name, sha256 in basket.consumed.items() if name not in blamed}
    basket.files = [file for file in basket.files if file.name in basket.consumed]


def _platforms(profiles: Sequence[Profile], lang: str) -> dict[str, Platform]:
    """The platforms that the order formats know; layouts of one platform agree on what it can do."""
    known: dict[str, Platform] = {}
    for profile in profiles:
        names = sorted(profile.platform_names, key=lambda name: name.isascii() is (lang == "zh"))
        known.setdefault(
            profile.platform,
            Platform(
                code=profile.platform,
                names=(*names, profile.platform),
                splits=not profile.whole_order,
                upload=profile.upload,
            ),
        )
    return known


def _specs(shop: Shop) -> dict[str, TemplateSpec]:
    """Every template, with the constants that the shop set for it."""
    own = shop.settings.templates
    return {
        name: with_shop_words(spec, own.get(name, {}), {}) for name, spec in shop.templates.specs().items()
    }


def _shop_couriers(catalogue: Catalogue) -> list[ShopCourier]:
    return [
        ShopCourier(courier=row.courier, alias=row.alias, platform=row.platform, upload_name=row.upload_name)
        for row in catalogue.couriers
    ]


def _check_options(settings: Settings) -> CheckOptions:
    checks = settings.checks
    return CheckOptions(
        late_hold_days=checks.late_hold_days,
        most_units=checks.largest_quantity,
        duplicate_hours=checks.duplicate_hours,
    )


def _allocate_options(settings: Settings, platforms: Mapping[str, Platform]) -> AllocateOptions:
    return AllocateOptions(
        margin_floor=settings.money.margin_floor,
        fee_rates=settings.money.fees,
        platforms={name.casefold(): code for code, platform in platforms.items() for name in platform.names},
    )


def _sender(settings: Settings) -> Sender:
    own = settings.sender
    return Sender(
        name=own.name,
        phone=own.phone,
        province=own.province,
        city=own.city,
        district=own.district,
        address=own.address,
    )
