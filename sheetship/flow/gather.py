"""Reads everything a run decides on, once: workbook, catalogue, inbox, ledger. What cannot be read is a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sheetship.core.catalogue_tabs import tab_key
from sheetship.core.facts import Facts
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.history import Known, fold
from sheetship.core.lines import Home
from sheetship.core.orders_table import OrdersTable, read_orders_table
from sheetship.core.read_catalogue import read_catalogue
from sheetship.core.tables import RawTable
from sheetship.flow.options import (
    allocate_options,
    check_options,
    platforms_of,
    sales_shops,
    sender_of,
    shop_couriers,
    templates_with_constants,
)
from sheetship.flow.ports import BookRead, Shop
from sheetship.flow.sort_inbox import sort_inbox

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
    platforms = platforms_of(shop.profiles, shop.lang)
    catalogue, complaints = read_catalogue(
        tabs_by_key(shop.catalogue.tabs(catalogue_book)), settings.money.currency
    )
    couriers = shop.couriers.with_shop(shop_couriers(catalogue, platforms))
    known = fold(shop.ledger.events())
    own = sales_shops(settings, platforms)
    basket = sort_inbox(shop, own.shops, known, couriers, zone)
    specs, unknown_templates = templates_with_constants(shop.templates.specs(), settings)
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
        specs=specs,
        platforms=platforms,
        targets=own.targets,
        records=tuple(basket.records),
        replies=tuple(basket.replies),
        files=tuple(basket.files),
        consumed=tuple(basket.consumed),
        findings=(*_unfinished(known), *own.findings, *unknown_templates, *complaints, *basket.findings),
        check=check_options(settings),
        allocate=allocate_options(settings, platforms, now.astimezone(zone).date()),
        sender=sender_of(settings),
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
