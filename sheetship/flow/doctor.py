"""Looks at everything that a run needs, one thing after another, and says what to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.history import fold
from sheetship.core.read_catalogue import read_catalogue
from sheetship.flow.gather import read_orders, refuse_if_gone, tabs_by_key
from sheetship.flow.ports import Shop


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at, and what is wrong with it."""

    thing: str
    findings: tuple[Finding, ...]


def doctor(shop: Shop, now: datetime, user: str) -> Iterator[Look]:
    """Every part of the shop in turn; what cannot be read is a finding of its own."""
    looks: Sequence[tuple[str, Callable[[], Sequence[Finding]]]] = (
        ("check_lock", lambda: _lock(shop, now, user)),
        ("check_orders", lambda: _orders(shop)),
        ("check_catalogue", lambda: _catalogue(shop)),
        ("check_templates", shop.templates.findings),
        ("check_ledger", lambda: _ledger(shop)),
    )
    for thing, look in looks:
        try:
            yield Look(thing, tuple(look()))
        except SheetShipError as error:
            yield Look(thing, (error.finding,))


def _lock(shop: Shop, now: datetime, user: str) -> Sequence[Finding]:
    with shop.lock.hold(user, now):
        return ()


def _catalogue(shop: Shop) -> Sequence[Finding]:
    _, findings = read_catalogue(tabs_by_key(shop.catalogue.tabs(shop.catalogue.read())))
    return findings


def _orders(shop: Shop) -> Sequence[Finding]:
    refuse_if_gone(shop)
    shop.book.refuse_if_open()
    read_orders(shop, shop.book.read())
    return ()


def _ledger(shop: Shop) -> Sequence[Finding]:
    return [Finding("PLAN-07", "", {"run": run.name}) for run in fold(shop.ledger.events()).unfinished]
