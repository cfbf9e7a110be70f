"""The sums of a report: by state, shop and supplier, money, deadlines, and what waits for whom.

Decides what counts as open, shipped and payable. Plain loops over the lines: 10,000 lines take a few dozen
milliseconds, less than the import of a library for tables. Money of different currencies is never added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import TypeVar

from sheetship.core.findings import Finding, Level
from sheetship.core.report import Report, ReportLine, Waits
from sheetship.core.states import LineState

SHIPPED = frozenset(
    {
        LineState.SHIPPED,
        LineState.IN_TRANSIT,
        LineState.EXCEPTION,
        LineState.DELIVERED,
        LineState.COMPLETED,
        LineState.RETURNING,
        LineState.RETURNED,
    }
)
ENDED = frozenset({LineState.CANCELLED, LineState.CLOSED, LineState.CLOSED_LOSS})
UNPAID_FOR = frozenset({LineState.CANCELLED, LineState.CLOSED})
"""States whose lines bring in and cost nothing."""

_NOT_OPEN = SHIPPED | ENDED
_LEVELS = (Level.STOP, Level.HOLD, Level.NOTE)
_Key = TypeVar("_Key", bound=Hashable)


class Due(StrEnum):
    """How near a deadline is, counted in calendar days of the report's zone."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class StateSum:
    """Lines and units that stand in a state."""

    state: LineState
    lines: int
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSum:
    """A shop's lines and money in one currency."""

    shop: str
    platform: str
    currency: str
    lines: int
    units: int
    open: int
    shipped: int
    income: Decimal
    profit: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierSum:
    """A supplier's lines and money in one currency; ``oldest_open`` is the order time of its longest-waiting line."""

    supplier: str
    currency: str
    terms: str
    lines: int
    units: int
    cost: Decimal
    shipped: int
    open: int
    oldest_open: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySum:
    """Income down to profit over the lines whose profit is known; ``uncounted`` lines are not in it."""

    currency: str
    lines: int
    uncounted: int
    income: Decimal
    cost: Decimal
    freight: Decimal
    fees: Decimal
    profit: Decimal

    @property
    def margin(self) -> Decimal | None:
        """Profit as a part of income; ``None`` without income."""
        return self.profit / self.income if self.income else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """What purchase orders oblige the shop to pay one supplier."""

    supplier: str
    terms: str
    currency: str
    amount: Decimal
    lines: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """An open line and how near its promised time is."""

    due: Due
    line: ReportLine


@dataclass(frozen=True, slots=True)
class Problem:
    """The findings of one code."""

    code: str
    level: Level
    findings: tuple[Finding, ...]


def is_shipped(line: ReportLine) -> bool:
    """True once the goods have left the supplier."""
    return line.state in SHIPPED


def is_open(line: ReportLine) -> bool:
    """True while the goods still have to leave."""
    return line.state not in _NOT_OPEN


def by_state(report: Report) -> tuple[StateSum, ...]:
    """The states that have lines, in the order of a line's life."""
    groups = _groups(report.lines, attrgetter("state"))
    return tuple(StateSum(one, len(groups[one]), _units(groups[one])) for one in LineState if one in groups)


def by_shop(report: Report) -> tuple[ShopSum, ...]:
    """Every shop, the one with the most lines first."""
    groups = _groups(report.lines, attrgetter("shop", "platform", "currency"))
    sums = [_shop_sum(key, lines) for key, lines in groups.items()]
    return tuple(sorted(sums, key=lambda one: (-one.lines, one.shop, one.platform, one.currency)))


def _shop_sum(key: tuple[str, str, str], lines: list[ReportLine]) -> ShopSum:
    shop, platform, currency = key
    paid = [line for line in lines if line.state not in UNPAID_FOR]
    return ShopSum(
        shop=shop,
        platform=platform,
        currency=currency,
        lines=len(lines),
        units=_units(lines),
        open=sum(map(is_open, lines)),
        shipped=sum(map(is_shipped, lines)),
        income=_total(line.income for line in paid),
        profit=_total(line.profit for line in paid),
    )


def by_supplier(report: Report) -> tuple[SupplierSum, ...]:
    """Every supplier that was chosen for a line, the one with the most lines first."""
    chosen = _for_each_supplier(line for line in report.lines if line.supplier)
    groups = _groups(chosen, attrgetter("supplier", "currency"))
    sums = [_supplier_sum(key, lines, report.terms.get(key[0], "")) for key, lines in groups.items()]
    return tuple(sorted(sums, key=lambda one: (-one.lines, one.supplier, one.currency)))


def _for_each_supplier(lines: Iterable[ReportLine]) -> Iterator[ReportLine]:
    """The lines; one that several suppliers send stands there once for each of them, with that supplier's cost."""
    for line in lines:
        if len(line.costs) > 1:
            yield from (replace(line, supplier=name, cost=cost) for name, cost in line.costs.items())
        else:
            yield line


def _supplier_sum(key: tuple[str, str], lines: list[ReportLine], terms: str) -> SupplierSum:
    supplier, currency = key
    waiting = [line.ordered_at for line in lines if is_open(line) and line.ordered_at]
    return SupplierSum(
        supplier=supplier,
        currency=currency,
        terms=terms,
        lines=len(lines),
        units=_units(lines),
        cost=_total(line.cost for line in lines if line.state not in UNPAID_FOR),
        shipped=sum(map(is_shipped, lines)),
        open=sum(map(is_open, lines)),
        oldest_open=min(waiting, default=None),
    )


def money(report: Report) -> tuple[MoneySum, ...]:
    """Income, costs and profit, one sum a currency."""
    paid = (line for line in report.lines if line.state not in UNPAID_FOR)
    groups = _groups(paid, attrgetter("currency"))
    return tuple(_money_sum(currency, lines) for currency, lines in sorted(groups.items()))


def _money_sum(currency: str, lines: list[ReportLine]) -> MoneySum:
    counted = [line for line in lines if line.profit is not None]
    return MoneySum(
        currency=currency,
        lines=len(counted),
        uncounted=len(lines) - len(counted),
        income=_total(line.income for line in counted),
        cost=_total(line.cost for line in counted),
        freight=_total(line.freight for line in counted),
        fees=_total(line.fees for line in counted),
        profit=_total(line.profit for line in counted),
    )


def payables(report: Report) -> tuple[Payable, ...]:
    """What the lines in purchase orders cost, by supplier; whoever is paid at once comes first."""
    bought = (line for line in report.lines if line.po_number and line.cost and line.state not in UNPAID_FOR)
    groups = _groups(_for_each_supplier(bought), attrgetter("supplier", "currency"))
    sums = [
        Payable(
            supplier=supplier,
            terms=report.terms.get(supplier, ""),
            currency=currency,
            amount=_total(line.cost for line in lines),
            lines=len(lines),
        )
        for (supplier, currency), lines in groups.items()
    ]
    return tuple(sorted(sums, key=lambda one: (one.terms != "", one.currency, -one.amount, one.supplier)))


def deadlines(report: Report) -> tuple[Deadline, ...]:
    """Every open line with a promised time, the nearest first."""
    waiting = [(line.ship_by, line) for line in report.lines if line.ship_by and is_open(line)]
    near = {ship_by: due(ship_by, report.at) for ship_by, _ in waiting}
    waiting.sort(key=lambda one: (one[0].timestamp(), one[1].order_id, one[1].key))
    return tuple(Deadline(near[ship_by], line) for ship_by, line in waiting)


def due(ship_by: datetime, now: datetime) -> Due:
    """How near the time is."""
    if ship_by < now:
        return Due.OVERDUE
    day = ship_by.astimezone(now.tzinfo).date()
    if day == now.date():
        return Due.TODAY
    return Due.TOMORROW if day == now.date() + timedelta(days=1) else Due.LATER


def waiting(report: Report) -> dict[Waits, tuple[ReportLine, ...]]:
    """The lines that wait, by who has to move next; the team first, nobody left out."""
    groups = _groups(report.lines, attrgetter("waits_for"))
    return {who: tuple(groups[who]) for who in Waits if who in groups and who is not Waits.NOBODY}


def problems(report: Report) -> tuple[Problem, ...]:
    """The findings by code: what stops a file first, then what holds lines, then what is only told."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(finding.code, []).append(finding)
    sums = [Problem(code, findings[0].level, tuple(findings)) for code, findings in groups.items()]
    return tuple(sorted(sums, key=lambda one: (_LEVELS.index(one.level), -len(one.findings), one.code)))


def _groups(lines: Iterable[ReportLine], key: Callable[[ReportLine], _Key]) -> dict[_Key, list[ReportLine]]:
    groups: defaultdict[_Key, list[ReportLine]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return groups


def _units(lines: Iterable[ReportLine]) -> int:
    return sum(line.quantity or 0 for line in lines)


def _total(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
