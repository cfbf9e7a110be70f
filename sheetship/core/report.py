"""What a report tells: the lines of a run without any person in them, its files, what it did and what waits.

Decides which values may stand in a report. Sums and groups are in ``report_sums.py``; how a report looks, and its
words in either language, belong to the adapters that write it. No name, phone or address has a place here, and
``without_people`` takes them out of the sentences of findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sheetship.core.findings import Finding
from sheetship.core.model import Line, Recipient
from sheetship.core.states import LineState

HIDDEN = "…"

_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![0-9A-Za-z])")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Waits(StrEnum):
    """Who has to move next for a line."""

    TEAM = "team"
    SUPPLIER = "supplier"
    COURIER = "courier"
    PLATFORM = "platform"
    NOBODY = "nobody"


class FileKind(StrEnum):
    """What a produced file is for."""

    SUPPLIER_SHEET = "supplier_sheet"
    COURIER_FILE = "courier_file"
    CHANNEL_UPLOAD = "channel_upload"
    PAYMENT_LIST = "payment_list"
    MESSAGE = "message"
    REPORT = "report"
    TABLE = "table"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """An order line as a report shows it. Money that is not known is ``None``."""

    key: str
    platform: str
    shop: str
    order_id: str
    sku: str = ""
    product: str = ""
    quantity: int | None = None
    state: LineState
    supplier: str = ""
    po_number: str = ""
    currency: str = "CNY"
    income: Decimal | None = None
    cost: Decimal | None = None
    freight: Decimal | None = None
    fees: Decimal | None = None
    profit: Decimal | None = None
    costs: Mapping[str, Decimal] = field(default_factory=dict)
    """What each supplier gets; a bundle may come from several."""
    courier: str = ""
    tracking_number: str = ""
    ordered_at: datetime | None = None
    ship_by: datetime | None = None
    waits_for: Waits = Waits.NOBODY
    problems: tuple[str, ...] = ()
    next_step: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file of the run; ``path`` is relative to the folder of the report, with forward slashes."""

    path: str
    kind: FileKind
    lines: int = 0
    supplier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What this run did, in order lines and, for ``cells``, cells written into the team's tables."""

    new: int = 0
    ordered: int = 0
    tracked: int = 0
    uploaded: int = 0
    cells: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a report tells. ``terms`` is each supplier's: ``""`` pays at once, else the days of its account."""

    run: str
    shop: str
    at: datetime
    lang: str
    applied: bool = True
    done: Done = Done()
    lines: tuple[ReportLine, ...] = ()
    files: tuple[ReportFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    terms: Mapping[str, str]


def public_findings(findings: Iterable[Finding], lines: Mapping[str, Line]) -> tuple[Finding, ...]:
    """The findings fit for a report; ``lines`` by key tell whose name, phone and address to take out."""
    return tuple(without_people(finding, lines.get(finding.line)) for finding in findings)


def without_people(finding: Finding, line: Line | None) -> Finding:
    """The finding with the line's recipient and remarks, and anything like a mobile number or mail, hidden.

    >>> without_people(Finding("ORD-01", "订单!F2", {"field": "电话", "value": "13800001111"}), None).values["value"]
    '…'
    """
    parts = _private_parts(line) if line else ()
    return replace(finding, values={name: _hide(text, parts) for name, text in finding.values.items()})


def _private_parts(line: Line) -> tuple[str, ...]:
    who = line.recipient
    parts = (*_recipient_parts(who), line.buyer_note, line.seller_note)
    return tuple(
        sorted({part for part in map(str.strip, parts) if part}, key=lambda part: (-len(part), part))
    )


def _recipient_parts(who: Recipient) -> tuple[str, ...]:
    return (who.name, who.phone, who.street, who.address, who.company, who.postcode)


def _hide(text: str, parts: tuple[str, ...]) -> str:
    for part in parts:
        if part == text.strip():
            return HIDDEN
        if len(part) > 1:
            text = text.replace(part, HIDDEN)
    return _MAIL.sub(HIDDEN, _MOBILE.sub(HIDDEN, text))
