"""The report as the page shows it: every number already text, every bar already a width. Private to the page.

Decides what is shown, how much of it, and in which order; the template only lays it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from urllib.parse import quote

from sheetship.adapters._report_words import (
    DUE_TONES,
    STATE_TONES,
    state_word,
    terms_text,
)
from sheetship.core import report_sums as sums
from sheetship.core.report import Report, ReportFile
from sheetship.core.report_sums import Due

SHOWN_DEADLINES = 20
_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "SGD": "S$"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar chart: ``start`` and ``width`` in hundredths of the whole."""

    tone: str
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a chart or table: texts by name, and its bar."""

    texts: Mapping[str, str]
    bars: Sequence[Bar]
    tone: str = ""


def money_text(amount: Decimal | None, currency: str) -> str:
    """An amount as a person writes it, rounded to cents for the eye only.

    >>> money_text(Decimal("-1234.5"), "CNY"), money_text(Decimal(3), "THB"), money_text(None, "CNY")
    ('-¥1,234.50', 'THB 3.00', '—')
    """
    if amount is None:
        return "—"
    sign = "-" if amount < 0 else ""
    return f"{sign}{_SIGNS.get(currency, currency + ' ')}{abs(amount):,.2f}"


def percent_text(part: Decimal | None) -> str:
    """A part of one in per cent, or a dash."""
    return "—" if part is None else f"{part * 100:.1f}%"


def time_text(at: datetime | None, report: Report) -> str:
    """A time in the report's zone; the year only where it is another one."""
    if at is None:
        return "—"
    local = at.astimezone(report.at.tzinfo)
    return local.strftime("%m-%d %H:%M" if local.year == report.at.year else "%Y-%m-%d %H:%M")


def state_rows(report: Report) -> list[Row]:
    """One bar a state; the longest is full."""
    told = sums.by_state(report)
    most = max((one.lines for one in told), default=1)
    return [
        Row(
            texts={
                "name": state_word(one.state, report.lang),
                "lines": f"{one.lines:,}",
                "units": f"{one.units:,}",
            },
            bars=[Bar(STATE_TONES[one.state], 0, _part(one.lines, most))],
            tone=STATE_TONES[one.state],
        )
        for one in told
    ]


def whole_bar(report: Report) -> list[Bar]:
    """All lines in one bar, by tone of their states."""
    parts = [(STATE_TONES[one.state], one.lines) for one in sums.by_state(report)]
    return _stacked(parts, sum(count for _, count in parts))


def supplier_rows(report: Report, words: Mapping[str, str]) -> list[Row]:
    """Every supplier: shipped, open and the rest of its lines as one bar."""
    return [
        Row(
            texts={
                "name": one.supplier,
                "lines": f"{one.lines:,}",
                "units": f"{one.units:,}",
                "cost": money_text(one.cost, one.currency),
                "shipped": f"{one.shipped:,}",
                "open": f"{one.open:,}",
                "oldest_open": time_text(one.oldest_open, report),
                "terms": terms_text(one.terms, words),
            },
            bars=_stacked([("green", one.shipped), ("blue", one.open)], one.lines),
        )
        for one in sums.by_supplier(report)
    ]


def shop_rows(report: Report) -> list[Row]:
    """Every shop: shipped, open and the rest of its lines as one bar."""
    return [
        Row(
            texts={
                "name": one.shop or one.platform,
                "lines": f"{one.lines:,}",
                "shipped": f"{one.shipped:,}",
                "open": f"{one.open:,}",
                "income": money_text(one.income, one.currency),
                "profit": money_text(one.profit, one.currency),
            },
            bars=_stacked([("green", one.shipped), ("blue", one.open)], one.lines),
        )
        for one in sums.by_shop(report)
    ]


def money_rows(total: sums.MoneySum, words: Mapping[str, str]) -> list[Row]:
    """Income, then what is taken from it, then what is left; the bars stand where the money goes."""
    spent = [("cost", "red", total.cost), ("freight", "amber", total.freight), ("fees", "amber", total.fees)]
    rows = [_money_row("income", total.income, total.currency, words, [Bar("blue", 0, 100)])]
    left = total.income
    for name, tone, amount in spent:
        left -= amount
        bar = Bar(tone, max(_part(left, total.income), 0), _part(amount, total.income))
        rows.append(_money_row(name, amount, total.currency, words, [bar]))
    profit = Bar("green" if total.profit >= 0 else "red", 0, _part(abs(total.profit), total.income))
    return [*rows, _money_row("profit", total.profit, total.currency, words, [profit])]


def _money_row(
    name: str, amount: Decimal, currency: str, words: Mapping[str, str], bars: Sequence[Bar]
) -> Row:
    return Row(texts={"name": words[name], "amount": money_text(amount, currency)}, bars=bars, tone=name)


def payable_rows(report: Report, words: Mapping[str, str]) -> list[Row]:
    """What is owed to whom, and when."""
    return [
        Row(
            texts={
                "name": one.supplier,
                "terms": terms_text(one.terms, words),
                "lines": f"{one.lines:,}",
                "amount": money_text(one.amount, one.currency),
            },
            bars=[],
        )
        for one in sums.payables(report)
    ]


def due_counts(told: Sequence[sums.Deadline], words: Mapping[str, str]) -> list[Row]:
    """How many deadlines are past, today, tomorrow and later."""
    counts = {due: sum(one.due is due for one in told) for due in Due}
    return [
        Row(
            texts={"name": words[due], "count": f"{counts[due]:,}"},
            bars=[],
            tone=DUE_TONES[due] if counts[due] else "",
        )
        for due in Due
    ]


def deadline_rows(told: Sequence[sums.Deadline], report: Report, words: Mapping[str, str]) -> list[Row]:
    """The nearest deadlines, none that is later than tomorrow."""
    return [
        Row(
            texts={
                "due": words[one.due],
                "ship_by": time_text(one.line.ship_by, report),
                "order_id": one.line.order_id,
                "product": one.line.product,
                "state": state_word(one.line.state, report.lang),
                "where": one.line.where,
                "next_step": one.line.next_step,
            },
            bars=[],
            tone=DUE_TONES[one.due],
        )
        for one in told[:SHOWN_DEADLINES]
        if one.due is not Due.LATER
    ]


def file_rows(files: Iterable[ReportFile], words: Mapping[str, str]) -> list[Row]:
    """The files with links that hold from where the page stands."""
    named = {"message": "message_file", "report": "report_file"}
    return [
        Row(
            texts={
                "path": one.path,
                "link": quote(one.path, errors="replace"),
                "kind": words[named.get(one.kind, one.kind)],
                "lines": f"{one.lines:,}" if one.lines else "",
                "supplier": one.supplier,
            },
            bars=[],
        )
        for one in files
    ]


def _stacked(parts: Iterable[tuple[str, int]], whole: int) -> list[Bar]:
    bars: list[Bar] = []
    start = 0
    for tone, count in parts:
        if count:
            bars.append(Bar(tone, _part(start, whole), _part(count, whole)))
        start += count
    return bars


def _part(amount: Decimal | int, whole: Decimal | int) -> float:
    return round(min(float(amount / whole * 100), 100.0), 2) if whole else 0.0
