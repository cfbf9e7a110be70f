"""Brings the two halves of a two-file export together: orders with recipients here, their goods there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sheetship.core.findings import Finding
from sheetship.core.model import Record
from sheetship.core.profiles import Grain, Partner, Profile
from sheetship.core.recognise import listed

_NAMED = 5
"""So many order numbers are named in one sentence."""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table read alone."""

    name: str
    profile: Profile
    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    is_usable: bool = True


def join_tables(tables: Sequence[ReadTable]) -> tuple[list[Record], list[Finding]]:
    """The lines of all tables; a half without its other half gives a finding, and its lines wait."""
    orders = {
        (table.profile.name, record.fields["order_id"]): record
        for table in tables
        if table.profile.grain is Grain.ORDER
        for record in table.records
    }
    records: list[Record] = []
    findings: list[Finding] = []
    for table in tables:
        findings += table.findings
        partner = table.profile.partner
        if partner is None:
            records += table.records
        elif table.is_usable and not any(other.profile.name == partner.name for other in tables):
            findings.append(_half_missing(table, partner))
        elif table.is_usable and table.profile.grain is Grain.GOODS:
            lines, alone = _with_orders(table, partner, orders)
            records += lines
            findings += alone
        elif table.is_usable:
            findings += _orders_without_goods(table, partner, tables)
    return records, findings


def _half_missing(table: ReadTable, partner: Partner) -> Finding:
    values = {
        "layout_zh": table.profile.title_zh, "layout_en": table.profile.title_en,
        "partner_zh": partner.title_zh, "partner_en": partner.title_en,
    }  # fmt: skip
    return Finding("FILE-22", table.name, values)


def _with_orders(
    table: ReadTable, partner: Partner, orders: dict[tuple[str, str], Record]
) -> tuple[list[Record], list[Finding]]:
    lines, alone = [], []
    for record in table.records:
        order = orders.get((partner.name, record.fields["order_id"]))
        if order is None:
            alone.append(record)
        else:
            lines.append(
                Record({**order.fields, **record.fields}, record.origin, {**order.flaws, **record.flaws})
            )
    return lines, _told(table, partner, alone)


def _orders_without_goods(table: ReadTable, partner: Partner, tables: Iterable[ReadTable]) -> list[Finding]:
    with_goods = {
        record.fields["order_id"]
        for other in tables
        if other.profile.name == partner.name
        for record in other.records
    }
    return _told(table, partner, [r for r in table.records if r.fields["order_id"] not in with_goods])


def _told(table: ReadTable, partner: Partner, alone: Sequence[Record]) -> list[Finding]:
    numbers = list(dict.fromkeys(record.fields["order_id"] for record in alone))
    if not numbers:
        return []
    more = ["…"] if len(numbers) > _NAMED else []
    values = {
        "count": str(len(numbers)), "orders": listed([*numbers[:_NAMED], *more]),
        "partner_zh": partner.title_zh, "partner_en": partner.title_en,
    }  # fmt: skip
    return [Finding("FILE-23", alone[0].origin.cell("order_id") if alone else table.name, values)]
