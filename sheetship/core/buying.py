"""Who is bought from: choices become purchase orders, every row is checked against its template before it counts.

A row that its supplier's sheet cannot take keeps its line out, so that a purchase order and its file never differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sheetship.core.allocate import Choice, allocate
from sheetship.core.catalogue import Catalogue, Supplier
from sheetship.core.document_rows import payment_row, purchase_row, sums, totals
from sheetship.core.documents import check_rows, find_template
from sheetship.core.events import Event, decided, po_issued
from sheetship.core.facts import Facts
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.history import po_serials
from sheetship.core.intake import WorkLine
from sheetship.core.model import Issue, Line
from sheetship.core.own_cells import SEPARATOR
from sheetship.core.plan import Blocked, Document, Value
from sheetship.core.purchase import PurchaseLine, PurchaseOrder, purchase_orders
from sheetship.core.report import FileKind

Row = dict[str, Value]
DEFAULT_SHEET: Mapping[str, str] = {"zh": "offline_cn", "en": "fulfilment_en"}
PAYMENTS = "payment_list"
TOLD_FIELDS = (
    "sku",
    "quantity",
    "recipient_name",
    "phone",
    "province",
    "city",
    "district",
    "street",
    "postcode",
    "country",
)
"""What a supplier is told of a line; a change of any of them after the purchase order is told to the team."""
_ASKS_FOR: Mapping[str, str] = {"zh": "【指定快递：{}】", "en": "[Ship by {}]"}
_PARCEL = ("platform", "shop", "order_id", "recipient_name", "phone", "address")


@dataclass(frozen=True, slots=True)
class Bought:
    """The purchase orders of a run, the choices behind them by line key, and why other lines wait."""

    orders: tuple[PurchaseOrder, ...]
    choices: Mapping[str, Choice]
    waiting: Mapping[str, tuple[Finding, ...]]
    rows: Mapping[str, Sequence[Row]]
    """What the template of each order gets, by its number."""

    @property
    def notes(self) -> dict[str, tuple[Finding, ...]]:
        """What a person should know of the choices, by line key."""
        return {key: choice.notes for key, choice in self.choices.items() if choice.notes}

    @property
    def issues(self) -> dict[str, dict[Issue, int]]:
        """The new purchase-order lines by line key, with the part of the line that each of them is."""
        issues: dict[str, dict[Issue, int]] = {}
        for order in self.orders:
            for purchase in order.lines:
                issues.setdefault(purchase.issue.line_key, {})[purchase.issue] = purchase.part
        return issues


def buy(lines: Sequence[Line], facts: Facts, run: str, blocked: Blocked) -> Bought:
    """Purchase orders for these lines; a supplier whose file is ``blocked`` gets none."""
    allocated = allocate(lines, facts.catalogue, taken_stock=_taken_stock(facts), options=facts.allocate)
    by_key = {line.key: line for line in lines}
    waiting: dict[str, list[Finding]] = {}
    for finding in allocated.waiting:
        waiting.setdefault(finding.line, []).append(finding)
    choices = {choice.line_key: choice for choice in allocated.choices}
    orders = _orders(choices, by_key, facts, run)
    rows = {order.number: _rows(order, facts) for order in orders}
    refused = [
        finding for order in orders for finding in _refusals(order, rows[order.number], facts, blocked)
    ]
    for finding in refused:
        waiting.setdefault(finding.line, []).append(finding)
        choices.pop(finding.line, None)
    if refused:
        orders = _orders(choices, by_key, facts, run)
        rows = {order.number: _rows(order, facts) for order in orders}
    return Bought(orders, choices, {key: tuple(found) for key, found in waiting.items()}, rows)


def _orders(
    choices: Mapping[str, Choice], lines: Mapping[str, Line], facts: Facts, run: str
) -> tuple[PurchaseOrder, ...]:
    return purchase_orders(
        tuple(choices.values()),
        lines,
        facts.catalogue.suppliers,
        _serials(facts),
        now=facts.now.astimezone(facts.zone),
        run=run,
    )


def _serials(facts: Facts) -> dict[tuple[str, str], int]:
    """The last serial of each supplier and day; a number in the table counts even if a lost ledger does not know it."""
    written = (row.ours.get("po_number", "") for row in facts.table.rows)
    there = po_serials(number.strip() for text in written for number in text.split(SEPARATOR))
    known = facts.known.po_serials
    return {key: max(known.get(key, 0), there.get(key, 0)) for key in (*known, *there)}


def _taken_stock(facts: Facts) -> dict[tuple[str, str], int]:
    """Units that went to earlier purchase orders since the stock was counted, by supplier and SKU."""
    when = {run.name: run.at.astimezone(facts.zone).date() for run in facts.known.runs}
    counted = {
        (offer.supplier, offer.supplier_sku): offer.as_of
        for offers in facts.catalogue.offers.values()
        for offer in offers
    }
    taken: dict[tuple[str, str], int] = {}
    for line in facts.known.lines.values():
        for issue in line.issues:
            offer = (issue.supplier, issue.supplier_sku)
            as_of = counted.get(offer)
            if as_of is None or when[issue.run] >= as_of:
                taken[offer] = taken.get(offer, 0) + issue.units
    return taken


def _refusals(order: PurchaseOrder, rows: Sequence[Row], facts: Facts, blocked: Blocked) -> list[Finding]:
    """Why lines of the order cannot go: the supplier's file cannot be made, or a row lacks what a template asks for."""
    code = order.supplier.code
    for kind in (FileKind.SUPPLIER_SHEET, FileKind.COURIER_FILE):
        if (kind, code) in blocked:
            return _for_each_line(blocked[kind, code], order)
    found: list[Finding] = []
    for template in templates_of(order.supplier, facts.lang):
        try:
            spec = find_template(facts.specs, template)
        except SheetShipError as error:
            where = order.supplier.origin.cell("template")
            found += _for_each_line(replace(error.finding, where=where), order)
            continue
        for finding in check_rows(spec, rows).findings:
            found += [finding] if finding.line else _for_each_line(finding, order)
    return found


def _for_each_line(why: Finding, order: PurchaseOrder) -> list[Finding]:
    return [Finding(why.code, why.where, why.values, purchase.line.key) for purchase in order.lines]


def templates_of(supplier: Supplier, lang: str) -> tuple[str, ...]:
    """The templates of a supplier's files: its sheet, and a courier file where the team books the courier."""
    sheet = supplier.template or DEFAULT_SHEET[lang]
    return (sheet, supplier.courier_template) if supplier.courier_template else (sheet,)


def _rows(order: PurchaseOrder, facts: Facts) -> list[Row]:
    return [
        {
            **purchase_row(
                line,
                order.supplier,
                facts.sender,
                facts.account,
                _courier_name(line.courier_wish or order.supplier.courier, facts),
            ),
            **_goods(line, facts),
            **_wish(line, facts),
        }
        for line in order.lines
    ]


def _courier_name(courier: str, facts: Facts) -> str:
    known = facts.couriers.find(courier)
    return known.name(facts.lang) if known else courier


def _wish(purchase: PurchaseLine, facts: Facts) -> dict[str, Value]:
    """The remark of a line that a rule wants to go by another courier than usual."""
    if not purchase.courier_wish:
        return {}
    asks = _ASKS_FOR[facts.lang].format(_courier_name(purchase.courier_wish, facts))
    return {"seller_note": " ".join(filter(None, (asks, purchase.line.seller_note)))}


def goods_names(issue: Issue, line: Line, catalogue: Catalogue, *, is_bundled: bool) -> tuple[str, str]:
    """What the supplier's sheet calls the goods, and their variant: as the order says, else the offer, else their SKU.

    A part of a bundle, or a pack that the supplier counts in single pieces, is not what the shop's title says: there
    the offer's name stands alone.
    """
    offers = catalogue.offers.get(issue.supplier_sku, ())
    offered = (
        next((offer.product for offer in offers if offer.supplier == issue.supplier), "")
        or issue.supplier_sku
    )
    if is_bundled or issue.units != line.quantity:
        return offered, ""
    return line.product or offered, line.variant


def _goods(purchase: PurchaseLine, facts: Facts) -> dict[str, Value]:
    product, variant = goods_names(
        purchase.issue, purchase.line, facts.catalogue, is_bundled=purchase.is_bundled
    )
    return {"product": product, "variant": variant}


def _waybills(rows: Sequence[Row]) -> list[Row]:
    """Rows of a courier file: one a parcel, so the lines of an order that go to one recipient share a row.

    A shared row carries the order's number, by which the courier's answer finds all of its lines.
    """
    parcels: dict[tuple[Value, ...], list[Row]] = {}
    for row in rows:
        parcels.setdefault(tuple(row[name] for name in _PARCEL), []).append(row)
    return [together[0] if len(together) == 1 else _one_parcel(together) for together in parcels.values()]


def _one_parcel(rows: Sequence[Row]) -> Row:
    return {
        **rows[0],
        "token": rows[0]["order_id"],
        "product": "、".join(f"{_named(row)}×{row['quantity']}" for row in rows),
        "variant": "",
        **sums(rows),
    }


def _named(row: Mapping[str, Value]) -> str:
    return " ".join(str(row[name]) for name in ("product", "variant") if row[name])


def purchase_documents(bought: Bought, facts: Facts, run: str) -> list[Document]:
    """A sheet for each supplier, a courier file where the team books the courier, and the payment list."""
    documents = []
    for order in bought.orders:
        rows = bought.rows[order.number]
        sheet, *courier = templates_of(order.supplier, facts.lang)
        documents.append(_document(FileKind.SUPPLIER_SHEET, sheet, order, rows, facts=facts, run=run))
        documents += [
            _document(FileKind.COURIER_FILE, template, order, _waybills(rows), facts=facts, run=run)
            for template in courier
        ]
    return [*documents, *_payment_lists(bought, facts, run)]


def _payment_lists(bought: Bought, facts: Facts, run: str) -> list[Document]:
    """What has to be paid: a list for each currency, since currencies are never added up."""
    payments = [payment_row(order) for order in bought.orders]
    lists = []
    for currency in sorted({str(payment["currency"]) for payment in payments}):
        rows = [payment for payment in payments if payment["currency"] == currency]
        fields = {**common_fields(facts, run), **totals(rows)}
        lists.append(
            Document(
                kind=FileKind.PAYMENT_LIST,
                template=PAYMENTS,
                group=currency,
                fields=fields,
                rows=tuple(rows),
                keys=tuple(bought.choices),
            )
        )
    return lists


def _document(
    kind: FileKind,
    template: str,
    order: PurchaseOrder,
    rows: Sequence[Row],
    *,
    facts: Facts,
    run: str,
) -> Document:
    return Document(
        kind=kind,
        template=template,
        group=order.supplier.code,
        fields={
            **common_fields(facts, run),
            **totals(rows),
            "po.number": order.number,
            "supplier.name": order.supplier.name,
            "supplier.code": order.supplier.code,
        },
        rows=tuple(rows),
        keys=tuple(purchase.line.key for purchase in order.lines),
    )


def common_fields(facts: Facts, run: str) -> dict[str, Value]:
    """The document fields that every template may use."""
    today = facts.now.astimezone(facts.zone).date()
    return {"shop.name": facts.shop, "run.id": run, "today": today, "po.date": today}


def purchase_events(bought: Bought, work: Mapping[str, WorkLine], lang: str) -> list[Event]:
    """What the ledger keeps of it: the decision for each line, and each purchase-order line."""
    events = [_decision(key, choice, work[key].fields, lang) for key, choice in bought.choices.items()]
    events += [
        po_issued(purchase.issue, ordered=purchase.line.quantity or 0, part=purchase.part)
        for order in bought.orders
        for purchase in order.lines
    ]
    return events


def _decision(key: str, choice: Choice, fields: Mapping[str, str], lang: str) -> Event:
    money = {"income": choice.income, "freight": choice.freight, "fees": choice.fees, "profit": choice.profit}
    return decided(
        key,
        supplier="、".join(dict.fromkeys(part.supplier for part in choice.parts)),
        why=choice.why(lang),
        money=money,
        sent={name: fields.get(name, "") for name in TOLD_FIELDS},
    )
