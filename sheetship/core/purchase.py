"""Turns the chosen suppliers into purchase orders: one a supplier and run, every line with its own token."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sheetship.core.allocate import Choice, Part
from sheetship.core.catalogue import Supplier
from sheetship.core.model import Issue, Line
from sheetship.core.tokens import make_token, po_number


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """A part of a line in a purchase order; ``part`` numbers the parts of a bundle from 1."""

    issue: Issue
    part: int
    line: Line
    is_bundled: bool
    """True when the line has further parts."""
    courier_wish: str = ""
    """The courier that a rule asks for; empty where the supplier sends as it always does."""


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """What one supplier is asked to send."""

    number: str
    supplier: Supplier
    lines: tuple[PurchaseLine, ...]


def purchase_orders(
    choices: Sequence[Choice],
    lines: Mapping[str, Line],
    suppliers: Mapping[str, Supplier],
    serials: Mapping[tuple[str, str], int],
    *,
    now: datetime,
    run: str,
) -> tuple[PurchaseOrder, ...]:
    """The purchase orders of a run, by supplier code; lines stand in the order of their order number and key.

    Args:
        choices: what ``allocate`` chose.
        lines: every line by key.
        suppliers: by code.
        serials: the last serial used, by supplier code and day (``yymmdd``).
        now: its day goes into the number.
        run: the run that issues them.
    """
    day = now.strftime("%y%m%d")
    parts: defaultdict[str, list[tuple[Line, int, Part, Choice]]] = defaultdict(list)
    for choice in choices:
        for at, part in enumerate(choice.parts, 1):
            parts[part.supplier].append((lines[choice.line_key], at, part, choice))
    orders = []
    for code in sorted(parts):
        number = po_number(code, day, serials.get((code, day), 0) + 1)
        standing = sorted(parts[code], key=lambda entry: (entry[0].order_id, entry[0].key, entry[1]))
        purchase = tuple(
            PurchaseLine(
                _issue(number, serial, line, part, run),
                at,
                line,
                len(choice.parts) > 1,
                _wish(choice, suppliers),
            )
            for serial, (line, at, part, choice) in enumerate(standing, 1)
        )
        orders.append(PurchaseOrder(number, suppliers[code], purchase))
    return tuple(orders)


def _wish(choice: Choice, suppliers: Mapping[str, Supplier]) -> str:
    usual = suppliers[choice.parts[0].supplier].courier
    return "" if choice.courier == usual else choice.courier


def _issue(number: str, serial: int, line: Line, part: Part, run: str) -> Issue:
    return Issue(
        token=make_token(number, serial),
        line_key=line.key,
        po_number=number,
        supplier=part.supplier,
        supplier_sku=part.supplier_sku,
        quantity=line.quantity or 0,
        units=part.units,
        cost=part.cost,
        currency=part.currency,
        run=run,
    )
