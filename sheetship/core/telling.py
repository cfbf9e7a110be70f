"""What platforms and customers are told: channel upload files, and drafts of messages, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheetship.core.buying import common_fields
from sheetship.core.couriers import tracking_link
from sheetship.core.document_rows import line_row, parcel_row
from sheetship.core.documents import TemplateSpec, check_rows, find_template
from sheetship.core.events import Event, message_written, upload_written
from sheetship.core.facts import Facts, UploadTarget
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.identity import order_key
from sheetship.core.model import Line, Parcel, Upload
from sheetship.core.order_units import ordered_units, shares
from sheetship.core.plan import Blocked, Document, Value
from sheetship.core.releases import SETTLED
from sheetship.core.report import FileKind

PLAIN_UPLOAD = "plain_bulk_ship"
SHIPPED, DELAYED, OUT_OF_STOCK = "shipped", "delayed", "out_of_stock"


@dataclass(frozen=True, slots=True)
class Told:
    """Files for platforms and customers, and what the ledger keeps of them."""

    documents: tuple[Document, ...] = ()
    events: tuple[Event, ...] = ()
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """Why a line could not be told, by line key."""


def tell_platforms(
    parcels: Mapping[str, Sequence[Parcel]],
    lines: Mapping[str, Line],
    facts: Facts,
    run: str,
    *,
    blocked: Blocked,
) -> Told:
    """One upload file for each shop on a platform; ``parcels`` are those to tell now, by line key."""
    shops: defaultdict[tuple[str, str], list[tuple[Line, Parcel]]] = defaultdict(list)
    for key, ready in parcels.items():
        line = lines[key]
        shops[line.platform, line.shop] += [(line, parcel) for parcel in ready]
    told = [
        _tell_shop(platform, shop, pairs, facts, run, blocked=blocked)
        for (platform, shop), pairs in sorted(shops.items())
    ]
    return Told(
        tuple(document for one in told for document in one.documents),
        tuple(event for one in told for event in one.events),
        {key: found for one in told for key, found in one.findings.items()},
    )


def _tell_shop(
    platform: str,
    shop: str,
    pairs: Sequence[tuple[Line, Parcel]],
    facts: Facts,
    run: str,
    *,
    blocked: Blocked,
) -> Told:
    """A line of which any row lacks what the platform asks for is not told, and is told again once it is mended."""
    target = _target(platform, shop, facts)
    group = f"{platform} {shop}"
    try:
        spec = find_template(facts.specs, target.template)
    except SheetShipError as error:
        return _untold(error.finding, pairs)
    if (FileKind.CHANNEL_UPLOAD, group) in blocked:
        return _untold(blocked[FileKind.CHANNEL_UPLOAD, group], pairs)
    counted = shares(pairs, {line.key: facts.known.line(line.key).issues for line, _ in pairs})
    rows = [
        (_upload_row(line, parcel, units, facts, platform), line, parcel)
        for (line, parcel), units in zip(pairs, counted, strict=True)
    ]
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    for row, line, _ in rows:
        findings[line.key] += [replace(found, line=line.key) for found in check_rows(spec, [row]).findings]
    fit = [entry for entry in rows if not findings[entry[1].key]]
    document = Document(
        kind=FileKind.CHANNEL_UPLOAD,
        template=spec.name,
        group=group,
        fields={**common_fields(facts, run), "shop.name": shop or platform},
        rows=tuple(_once([row for row, _, _ in fit], spec)),
        keys=tuple(dict.fromkeys(line.key for _, line, _ in fit)),
        headings=target.headings,
    )
    return Told(
        (document,) if fit else (),
        tuple(upload_written(Upload(line.key, parcel.number, spec.name, run)) for _, line, parcel in fit),
        {key: tuple(found) for key, found in findings.items() if found},
    )


def _untold(why: Finding, pairs: Sequence[tuple[Line, Parcel]]) -> Told:
    return Told(findings={line.key: (replace(why, line=line.key),) for line, _ in pairs})


def _target(platform: str, shop: str, facts: Facts) -> UploadTarget:
    own = facts.targets.get((platform, shop))
    if own and own.template:
        return own
    known = facts.platforms.get(platform)
    template = (known.upload if known else "") or PLAIN_UPLOAD
    return UploadTarget(template=template, headings=own.headings if own else ())


def _upload_row(line: Line, parcel: Parcel, units: int, facts: Facts, platform: str) -> dict[str, Value]:
    courier = facts.couriers.find(parcel.courier)
    return parcel_row(
        line,
        parcel,
        quantity=units,
        courier=courier.name(facts.lang) if courier else parcel.courier,
        upload_name=facts.couriers.upload_name(courier, platform) if courier else parcel.courier,
        link=tracking_link(courier, parcel.number) if courier else "",
    )


def _once(rows: Iterable[dict[str, Value]], spec: TemplateSpec) -> list[dict[str, Value]]:
    """A file that knows orders but not lines names a parcel of several lines once; one that counts tells no zero."""
    by_line, counts = "line_id" in spec.fields, "quantity" in spec.fields
    told = [row for row in rows if row["quantity"] or not counts]
    keyed = {
        (row["order_id"], row["line_key"] if by_line else "", row["tracking_number"]): row for row in told
    }
    return list(keyed.values())


def draft_messages(
    parcels: Mapping[str, Sequence[Parcel]],
    findings: Mapping[str, Sequence[Finding]],
    lines: Mapping[str, Line],
    facts: Facts,
    run: str,
    *,
    blocked: Blocked,
) -> Told:
    """Messages to customers: shipped for parcels found in this run, delayed and out of stock for lines that wait.

    A message of one kind about the same thing is drafted once for an order, whatever happens later.
    """
    said = _said(lines, facts)
    wanted: dict[str, dict[str, list[dict[str, Value]]]] = {}
    occasions: list[Event] = []
    for kind, key, occasion, row in _occasions(parcels, findings, lines, facts):
        order = _order(lines[key])
        is_wanted = kind in facts.drafts and (FileKind.MESSAGE, kind) not in blocked
        if is_wanted and (order, kind, occasion) not in said:
            wanted.setdefault(kind, {}).setdefault(order, []).append(row)
            occasions.append(message_written(key, template=kind, occasion=occasion, file=kind))
    documents = [
        Document(
            kind=FileKind.MESSAGE,
            template=f"{kind}_{facts.lang}",
            group=kind,
            fields=common_fields(facts, run),
            rows=tuple(row for rows in orders.values() for row in rows),
            keys=tuple(str(row["line_key"]) for rows in orders.values() for row in rows),
        )
        for kind, orders in sorted(wanted.items())
    ]
    return Told(tuple(documents), tuple(occasions))


def _said(lines: Mapping[str, Line], facts: Facts) -> set[tuple[str, str, str]]:
    """Order, kind and occasion of every message that was drafted before."""
    return {
        (_order(lines[key]), kind, occasion)
        for key, known in facts.known.lines.items()
        if key in lines
        for kind, occasion in known.messages
    }


def _order(line: Line) -> str:
    return order_key(line.platform, line.shop, line.order_id)


def _occasions(
    parcels: Mapping[str, Sequence[Parcel]],
    findings: Mapping[str, Sequence[Finding]],
    lines: Mapping[str, Line],
    facts: Facts,
) -> Iterable[tuple[str, str, str, dict[str, Value]]]:
    """Kind, line key, what it is about, and the fields."""
    for key in (key for key in lines if key in parcels):
        for number, parcel in {parcel.number: parcel for parcel in parcels[key]}.items():
            units = ordered_units(parcel, facts.known.line(key).issues)
            yield SHIPPED, key, number, _upload_row(lines[key], parcel, units, facts, "")
    for key in (key for key in lines if key in findings and not _has_number(key, parcels, facts)):
        codes = {finding.code for finding in findings[key]}
        if codes & LATE_CODES and not codes & NOT_EXPECTED_CODES:
            yield DELAYED, key, DELAYED, line_row(lines[key])
        if codes & STOCK_CODES:
            yield OUT_OF_STOCK, key, OUT_OF_STOCK, line_row(lines[key])


def _has_number(key: str, parcels: Mapping[str, Sequence[Parcel]], facts: Facts) -> bool:
    return key in parcels or bool(facts.known.line(key).parcels)


LATE_CODES = frozenset({"ORD-24", "ORD-25"})
"""A ship-by time that has passed."""
STOCK_CODES = frozenset({"ORD-44"})
"""No supplier has enough."""
NOT_EXPECTED_CODES = SETTLED | {"ORD-02", "ORD-03"}
"""The customer waits for nothing: refunded, closed, shipped by the platform, not paid, or a refund is asked for."""
