"""Reads the six catalogue tabs: one short function a tab, every bad row named and left out, the rest taken.

Which workbook a tab comes from is left to the adapters; ``tab_key`` tells which tab a name stands for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from sheetship.core.areas import short_area, split_areas
from sheetship.core.catalogue import (
    MIDDLE_PRIORITY,
    Catalogue,
    CourierName,
    FreightPrice,
    MappedPart,
    Offer,
    Option,
    Sender,
    Supplier,
)
from sheetship.core.catalogue_cells import BadCellError, Row, heading_finding, tab_rows
from sheetship.core.catalogue_tabs import TABS
from sheetship.core.conditions import Condition, ConditionError, read_condition
from sheetship.core.findings import Finding
from sheetship.core.model import Origin
from sheetship.core.rules import Rule
from sheetship.core.tables import RawTable

_CODE = re.compile(r"[A-Z0-9]{1,8}")
_Value = TypeVar("_Value")


def read_catalogue(tables: Mapping[str, RawTable], currency: str = "CNY") -> tuple[Catalogue, list[Finding]]:
    """The catalogue, and everything that is wrong in its tabs.

    Args:
        tables: the tabs by key (``suppliers``, ``offers``, ``sku_map``, ``couriers``, ``freight``, ``rules``), as read.
        currency: of offers that name none: the shop's own.
    """
    reader = _Reader(tables, currency)
    for row, supplier in reader.read("suppliers", reader.supplier):
        reader.suppliers[supplier.code] = supplier
        reader.codes_by_name.setdefault(supplier.code.casefold(), set()).add(supplier.code)
        reader.codes_by_name.setdefault(row.text("name").casefold(), set()).add(supplier.code)
    offers = [offer for _, offer in reader.read("offers", reader.offer)]
    options = reader.options()
    reader.note_parts_without_offer(offers)
    catalogue = Catalogue(
        suppliers=reader.suppliers,
        offers=_by_sku(offers),
        options=options,
        couriers=tuple(courier for _, courier in reader.read("couriers", _courier)),
        freight=tuple(price for _, price in reader.read("freight", reader.freight_price)),
        rules=tuple(
            sorted((rule for _, rule in reader.read("rules", reader.rule)), key=lambda rule: rule.priority)
        ),
    )
    return catalogue, reader.findings


def _by_sku(offers: list[Offer]) -> dict[str, tuple[Offer, ...]]:
    by_sku: defaultdict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        by_sku[offer.supplier_sku].append(offer)
    return {sku: tuple(there) for sku, there in by_sku.items()}


def _courier(row: Row) -> CourierName:
    return CourierName(
        row.needed("courier"), row.text("alias"), row.text("platform"), row.text("upload_name")
    )


class _Reader:
    """The tabs while they are read: suppliers known so far, what stood where, and the findings."""

    def __init__(self, tables: Mapping[str, RawTable], home_currency: str) -> None:
        self.tables = tables
        self.home_currency = home_currency
        self.findings: list[Finding] = []
        self.suppliers: dict[str, Supplier] = {}
        self.codes_by_name: dict[str, set[str]] = {}
        self._first: dict[tuple[str, ...], Origin] = {}
        self._parts: list[tuple[MappedPart, Origin]] = []

    def read(self, key: str, read_row: Callable[[Row], _Value]) -> list[tuple[Row, _Value]]:
        """The values of a tab's good rows; suppliers are known to the rows that follow theirs."""
        tab, table = TABS[key], self.tables.get(key)
        if table is None:
            if tab.is_needed:
                names = {"tab": f"{tab.zh} / {tab.en}"}
                self.findings.append(Finding("CAT-01", tab.zh, names))
            return []
        missing = heading_finding(tab, table)
        if missing:
            self.findings.append(missing)
        good = []
        for row in tab_rows(tab, table):
            try:
                good.append((row, read_row(row)))
            except BadCellError as bad:
                self.findings.append(Finding(bad.code, row.origin.cell(bad.field), bad.values))
        return good

    def supplier(self, row: Row) -> Supplier:
        code = row.needed_code("code").upper()
        if not _CODE.fullmatch(code):
            raise row.bad("code", "CAT-04", value=code)
        supplier = Supplier(
            code=code,
            name=row.needed("name"),
            template=row.text("template"),
            courier_template=row.text("courier_template"),
            courier=row.text("courier"),
            priority=row.whole("priority", least=0, blank=MIDDLE_PRIORITY),
            account_days=row.account_days("terms"),
            sender=_sender(row),
            contact=row.text("contact"),
            is_active=row.is_yes("active", blank=True),
            origin=row.origin,
        )
        self.only_once(row, "code", "CAT-05", ("supplier", code), value=code)
        return supplier

    def offer(self, row: Row) -> Offer:
        offer = Offer(
            supplier=self.known_supplier(row, row.needed("supplier")),
            supplier_sku=row.needed_code("supplier_sku"),
            product=row.text("product"),
            cost=row.money("cost"),
            currency=row.currency("currency", blank=self.home_currency),
            stock=row.whole_or_none("stock", least=0),
            min_quantity=row.whole("min_quantity", least=1, blank=1),
            lead_days=row.whole("lead_days", least=0, blank=0),
            no_ship=split_areas(row.text("no_ship")),
            as_of=row.day("as_of"),
            origin=row.origin,
        )
        names = {"supplier": self.suppliers[offer.supplier].name, "sku": offer.supplier_sku}
        self.only_once(row, "supplier_sku", "CAT-14", ("offer", offer.supplier, offer.supplier_sku), **names)
        return offer

    def options(self) -> dict[tuple[str, str], tuple[Option, ...]]:
        """The SKU map: parts by shop and SKU, gathered by their 方案."""
        gathered: defaultdict[tuple[str, str], defaultdict[str, list[MappedPart]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for row, (shop, sku, option, part) in self.read("sku_map", self.mapped_part):
            parts = gathered[shop, sku][option]
            parts.append(part)
            self._parts.append((part, row.origin))
            self.note_mixed_suppliers(row, sku, option, parts)
        return {
            place: tuple(tuple(parts) for _, parts in sorted(options.items()))
            for place, options in gathered.items()
        }

    def mapped_part(self, row: Row) -> tuple[str, str, str, MappedPart]:
        shop, sku = row.text("shop").casefold(), row.needed_code("sku")
        option = row.code("option").removesuffix(".0") or "1"
        part = MappedPart(
            self.known_supplier(row, row.text("supplier")),
            row.needed_code("supplier_sku"),
            row.whole("factor", least=1, blank=1),
        )
        key = ("part", shop, sku, option, part.supplier, part.supplier_sku)
        names = {"sku": sku, "option": option, "supplier_sku": part.supplier_sku}
        self.only_once(row, "supplier_sku", "CAT-15", key, **names)
        return shop, sku, option, part

    def note_mixed_suppliers(self, row: Row, sku: str, option: str, parts: list[MappedPart]) -> None:
        """Told at the row that brings a second supplier into an option: people forget to number alternatives."""
        codes = list(dict.fromkeys(part.supplier for part in parts if part.supplier))
        if (
            parts[-1].supplier
            and len(codes) > 1
            and parts[-1].supplier not in {part.supplier for part in parts[:-1]}
        ):
            names = "、".join(self.suppliers[code].name for code in codes)
            values = {"sku": sku, "option": option, "suppliers": names}
            self.findings.append(Finding("CAT-16", row.origin.cell("option"), values))

    def note_parts_without_offer(self, offers: list[Offer]) -> None:
        """A map row that no offer can fill is not wrong yet, but nobody can be asked for it."""
        offered = {(code, offer.supplier_sku) for offer in offers for code in (offer.supplier, "")}
        for part, origin in self._parts:
            if (part.supplier, part.supplier_sku) not in offered:
                self.findings.append(
                    Finding("CAT-17", origin.cell("supplier_sku"), {"sku": part.supplier_sku})
                )

    def freight_price(self, row: Row) -> FreightPrice:
        supplier = self.known_supplier(row, row.text("supplier"))
        first = row.money("first")
        price = FreightPrice(supplier, row.text("area"), first, row.money_or_none("additional") or Decimal(0))
        names = {"supplier": supplier or "*", "area": price.area or "*"}
        self.only_once(row, "area", "CAT-18", ("freight", supplier, short_area(price.area)), **names)
        return price

    def rule(self, row: Row) -> Rule:
        rule = Rule(
            priority=row.whole("priority", least=0, blank=MIDDLE_PRIORITY),
            shop=row.text("shop"),
            platform=row.text("platform"),
            province=row.text("province"),
            sku_prefix=row.code("sku_prefix"),
            min_quantity=row.whole_or_none("min_quantity", least=0),
            min_amount=row.money_or_none("min_amount"),
            when=_condition(row),
            supplier=self.known_supplier(row, row.text("supplier")),
            courier=row.text("courier"),
            hold=row.text("hold"),
            note=row.text("note"),
            origin=row.origin,
        )
        if not (rule.supplier or rule.courier or rule.hold or rule.note):
            raise row.bad("supplier", "CAT-25")
        return rule

    def known_supplier(self, row: Row, text: str) -> str:
        """The code of a supplier given by code or by name; a name that two of them share names nobody."""
        if not text:
            return ""
        codes = self.codes_by_name.get(text.casefold(), set())
        if len(codes) != 1:
            known = "、".join(f"{code} {supplier.name}" for code, supplier in self.suppliers.items())
            raise row.bad("supplier", "CAT-06", value=text, known=known or "–")
        return next(iter(codes))

    def only_once(self, row: Row, field: str, code: str, key: tuple[str, ...], **values: str) -> None:
        """Refuses a row that says again what an earlier one said."""
        if key in self._first:
            raise row.bad(field, code, other=self._first[key].cell(field), **values)
        self._first[key] = row.origin


def _sender(row: Row) -> Sender:
    return Sender(
        name=row.text("sender_name"),
        phone=row.code("sender_phone"),
        province=row.text("sender_province"),
        city=row.text("sender_city"),
        district=row.text("sender_district"),
        address=row.text("sender_address"),
    )


def _condition(row: Row) -> Condition | None:
    text = row.text("when")
    try:
        return read_condition(text) if text else None
    except ConditionError as error:
        raise row.bad("when", error.code, **error.values) from None
