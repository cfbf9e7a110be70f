"""Which tracking numbers were found for which lines, and which files have to be read again.

``match.py`` proves whose a number is; here its lines are made from what is known. A number that a person typed into the
运单号 column of a row is taken like one of a reply that names the row's token. A line that a person unticked gets
nothing in this run: the file with its number stays where it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sheetship.core.buying import goods_names
from sheetship.core.couriers import compact
from sheetship.core.facts import Facts
from sheetship.core.known import KnownLine
from sheetship.core.match import Matched, match
from sheetship.core.match_lines import OpenLine
from sheetship.core.model import Issue, Line, Parcel
from sheetship.core.reply_items import ReplyItem
from sheetship.core.workline import WorkLine

_BETWEEN_NUMBERS = re.compile(r"[、，,;；/\s]+")


@dataclass(frozen=True, slots=True)
class Tracked:
    """The parcels of this run by line key, all that the matching says, and the files that stay in the inbox."""

    parcels: Mapping[str, tuple[Parcel, ...]]
    matched: Matched
    files_left: frozenset[str]


def track(lines: Sequence[WorkLine], facts: Facts, run: str) -> Tracked:
    """The numbers that the replies hold for these lines."""
    items = (*facts.replies, *(item for work in lines for item in _typed(work, facts)))
    matched = match(items, _open_lines(lines, facts), facts.couriers)
    found: defaultdict[str, list[Parcel]] = defaultdict(list)
    for parcel in matched.parcels:
        if parcel.line_key not in facts.excluded:
            found[parcel.line_key].append(replace(parcel, run=run, at=facts.now))
    parcels = {key: tuple(told) for key, told in found.items()}
    return Tracked(parcels, matched, _files_of_unticked(matched, facts.excluded))


def _files_of_unticked(matched: Matched, excluded: frozenset[str]) -> frozenset[str]:
    """Inbox files with a number for a line that a person unticked."""
    numbers = {parcel.number for parcel in matched.parcels if parcel.line_key in excluded}
    items = (item for item in matched.written if item.number in numbers)
    return frozenset(item.origin.sheet.partition("#")[0] for item in items)


def _typed(work: WorkLine, facts: Facts) -> list[ReplyItem]:
    """Numbers that stand in the row and that SheetShip did not write; of a bundle nobody can tell for which part."""
    known, row = work.known, work.row
    there = row.ours.get("tracking_number", "") if row else ""
    if (
        not (row and known and there)
        or len(known.issues) != 1
        or there == known.cells.get("tracking_number", "")
    ):
        return []
    had = {parcel.number for parcel in known.parcels}
    courier = row.ours.get("courier", "")
    return [
        ReplyItem(
            number=number,
            origin=facts.table.origin(row.number),
            courier_text="" if courier == known.cells.get("courier", "") else courier,
            token=known.issues[0].token,
        )
        for number in map(compact, _BETWEEN_NUMBERS.split(there))
        if number and number not in had
    ]


def _open_lines(lines: Sequence[WorkLine], facts: Facts) -> list[OpenLine]:
    """Every purchase-order line that a tracking number may belong to."""
    return [
        _open_line(work.line, issue, work.known, facts)
        for work in lines
        if work.known
        for issue in work.known.issues
    ]


def _open_line(line: Line, issue: Issue, known: KnownLine, facts: Facts) -> OpenLine:
    is_bundled = len(set(known.parts.values())) > 1
    goods = goods_names(issue, line, facts.catalogue, is_bundled=is_bundled)
    supplier = facts.catalogue.suppliers.get(issue.supplier)
    courier = facts.couriers.find(supplier.courier) if supplier else None
    return OpenLine(
        token=issue.token,
        po_number=issue.po_number,
        line_key=line.key,
        order_id=line.order_id,
        sold_by=f"{line.platform}/{line.shop}",
        line_id=line.line_id,
        supplier=issue.supplier,
        supplier_sku=issue.supplier_sku,
        sku=line.sku,
        product=" ".join(filter(None, goods)),
        name=line.recipient.name,
        phone=line.recipient.phone,
        quantity=issue.units,
        shipped=tuple((p.courier, p.number, p.quantity) for p in known.parcels if p.token == issue.token),
        default_courier=courier.code if courier else "",
    )
