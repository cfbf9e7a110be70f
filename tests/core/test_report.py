"""What a report may tell, and its sums."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core import report_sums as sums
from sheetship.core.findings import Finding, Level
from sheetship.core.messages import MESSAGES
from sheetship.core.messages.entry import Message
from sheetship.core.model import Line, Recipient
from sheetship.core.report import HIDDEN, Report, ReportLine, Waits, public_findings, without_people
from sheetship.core.report_sums import Deadline, Due, Payable
from sheetship.core.states import LineState

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 21, 22, 0, tzinfo=CHINA)
PERSON = Recipient(
    name="张三丰", phone="13800001111-2345", city="杭州市", street="文一路 8 号", postcode="310000"
)


def line(key: str, state: str = "confirmed", **more: object) -> ReportLine:
    start = ReportLine(
        key=key, platform="douyin", shop="A 店", order_id=f"O{key}", quantity=1, state=LineState(state)
    )
    return replace(start, **more)  # type: ignore[arg-type]


def report(*lines: ReportLine, findings: tuple[Finding, ...] = (), **terms: str) -> Report:
    return Report(run="R1", shop="店", at=NOW, lang="zh", lines=lines, findings=findings, terms=terms)


def money(text: str) -> Decimal:
    return Decimal(text)


# --- nobody's name, phone or address ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        "张三丰",
        "收件人 张三丰 的电话 13800001111-2345",
        "请送到 文一路 8 号",
        "改地址：中山路 3 号",
        "310000",
        "call 138 0000 1111 or +86 13900002222, write to a.b@shop.example.com",
    ],
)
def test_a_finding_in_a_report_names_nobody(told: str) -> None:
    order = Line(
        key="L", platform="", shop="", order_id="1", recipient=PERSON, buyer_note="改地址：中山路 3 号"
    )
    shown = without_people(Finding("ORD-01", "订单!F2", {"value": told, "field": "电话"}, "L"), order)
    for private in ("张三丰", "1380000", "138 0000", "1390000", "文一路", "中山路", "310000", "@"):
        assert private not in shown.message("zh")
    assert shown.where == "订单!F2"
    assert shown.values["field"] == "电话"


def test_an_order_number_stays_readable_in_a_report() -> None:
    finding = Finding("ORD-01", "订单!C2", {"value": "6921380000111122223", "field": "订单号"})
    assert without_people(finding, None) == finding


def test_a_name_of_one_character_does_not_eat_the_sentence() -> None:
    order = Line(key="L", platform="", shop="", order_id="1", recipient=Recipient(name="单"))
    finding = Finding("ORD-01", "订单!C2", {"value": "单", "field": "订单号"}, "L")
    assert public_findings([finding], {"L": order})[0].values == {"value": HIDDEN, "field": "订单号"}


NAMES = st.text("张三丰ab ", min_size=2).filter(lambda name: name == name.strip())


@given(NAMES, st.text("张三丰ab "), st.text("张三丰ab "))
def test_a_recipient_never_shows_through(name: str, before: str, after: str) -> None:
    order = Line(key="L", platform="", shop="", order_id="1", recipient=Recipient(name=name))
    shown = without_people(Finding("ORD-01", "", {"value": before + name + after}, "L"), order)
    assert name not in shown.values["value"]


# --- sums ---------------------------------------------------------------------------------------------------------


def test_states_come_in_the_order_of_a_lines_life() -> None:
    told = sums.by_state(report(line("1", "shipped"), line("2", "shipped"), line("3", "new", quantity=None)))
    assert [(one.state, one.lines, one.units) for one in told] == [("new", 1, 0), ("shipped", 2, 2)]


def test_a_shop_counts_its_open_and_shipped_lines_and_forgets_the_money_of_cancelled_ones() -> None:
    (shop,) = sums.by_shop(
        report(
            line("1", "po_sent", income=money("10"), profit=money("3")),
            line("2", "delivered", income=money("20"), quantity=2),
            line("3", "cancelled", income=money("99"), profit=money("9")),
        )
    )
    assert (shop.lines, shop.units, shop.open, shop.shipped) == (3, 4, 1, 1)
    assert (shop.income, shop.profit) == (money("30"), money("3"))


def test_two_currencies_are_never_added_up() -> None:
    two = report(
        line("1", income=money("1"), profit=money("1")),
        line("2", income=money("1"), profit=money("1"), currency="USD"),
    )
    assert [(one.currency, one.income) for one in sums.money(two)] == [
        ("CNY", money("1")),
        ("USD", money("1")),
    ]
    assert len(sums.by_shop(two)) == 2


def test_a_supplier_shows_its_longest_waiting_open_line() -> None:
    early, late = NOW - timedelta(days=3), NOW - timedelta(days=1)
    (supplier,) = sums.by_supplier(
        report(
            line("1", "shipped", supplier="HZ", cost=money("5"), ordered_at=early - timedelta(days=9)),
            line("2", "po_sent", supplier="HZ", cost=money("6"), ordered_at=late),
            line("3", "po_sent", supplier="HZ", cost=None, ordered_at=early),
            line("4"),
            HZ="30",
        )
    )
    assert (supplier.lines, supplier.shipped, supplier.open) == (3, 1, 2)
    assert (supplier.cost, supplier.terms, supplier.oldest_open) == (money("11"), "30", early)


def test_a_supplier_with_nothing_open_has_no_oldest_line() -> None:
    assert sums.by_supplier(report(line("1", "shipped", supplier="HZ")))[0].oldest_open is None


def test_profit_counts_only_lines_whose_profit_is_known() -> None:
    (total,) = sums.money(
        report(
            line(
                "1",
                income=money("100"),
                cost=money("60"),
                freight=money("10"),
                fees=money("5"),
                profit=money("25"),
            ),
            line("2", income=money("50")),
            line("3", "closed", income=money("50"), profit=money("50")),
        )
    )
    assert (total.lines, total.uncounted) == (1, 1)
    assert total.income - total.cost - total.freight - total.fees == total.profit
    assert total.margin == money("0.25")


def test_a_margin_without_income_is_not_invented() -> None:
    assert sums.money(report(line("1", income=money("0"), profit=money("0"))))[0].margin is None


def test_only_lines_in_a_purchase_order_are_payable_and_cash_suppliers_come_first() -> None:
    bought = report(
        line("1", supplier="B", po_number="P1", cost=money("7")),
        line("2", supplier="B", po_number="P1", cost=money("3")),
        line("3", supplier="A", po_number="P2", cost=money("99")),
        line("4", supplier="A", cost=money("50")),
        line("5", "cancelled", supplier="B", po_number="P1", cost=money("8")),
        A="30",
    )
    assert sums.payables(bought) == (
        Payable(supplier="B", terms="", currency="CNY", amount=money("10"), lines=2),
        Payable(supplier="A", terms="30", currency="CNY", amount=money("99"), lines=1),
    )


def test_a_bundle_from_two_suppliers_is_owed_to_each_of_them() -> None:
    costs = {"A": money("28"), "B": money("56")}
    bundle = line("1", supplier="A、B", po_number="P1、P2", cost=money("84"), costs=costs)
    alone = line("2", supplier="A", po_number="P1", cost=money("2"), costs={"A": money("2")})
    owed = sums.payables(report(bundle, alone))
    assert [(one.supplier, one.amount, one.lines) for one in owed] == [
        ("B", money("56"), 1),
        ("A", money("30"), 2),
    ]
    assert [(one.supplier, one.cost) for one in sums.by_supplier(report(bundle, alone))] == [
        ("A", money("30")),
        ("B", money("56")),
    ]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-1, Due.OVERDUE),
        (0, Due.TODAY),
        (1, Due.TODAY),
        (3, Due.TOMORROW),
        (25, Due.TOMORROW),
        (27, Due.LATER),
    ],
)
def test_deadlines_are_counted_in_the_days_of_the_shops_zone(hours: int, expected: Due) -> None:
    ship_by = (NOW + timedelta(hours=hours)).astimezone(timezone(timedelta(hours=-8)))
    assert sums.due(ship_by, NOW) == expected


def test_the_nearest_deadline_comes_first_and_shipped_lines_have_none() -> None:
    soon, late = NOW + timedelta(hours=1), NOW + timedelta(days=9)
    told = report(
        line("1", ship_by=late), line("2", ship_by=soon), line("3", "shipped", ship_by=soon), line("4")
    )
    assert sums.deadlines(told) == (Deadline(Due.TODAY, told.lines[1]), Deadline(Due.LATER, told.lines[0]))


def test_the_team_is_the_first_to_be_told_what_waits_for_it() -> None:
    told = report(
        line("1", waits_for=Waits.SUPPLIER),
        line("2", waits_for=Waits.TEAM),
        line("3", waits_for=Waits.NOBODY),
    )
    assert list(sums.waiting(told)) == [Waits.TEAM, Waits.SUPPLIER]


def test_what_stops_a_file_is_told_before_what_holds_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {level: Message(level, "", "", "", "") for level in Level}
    entries = {
        "A-1": words[Level.NOTE],
        "B-1": words[Level.HOLD],
        "B-2": words[Level.HOLD],
        "C-1": words[Level.STOP],
    }
    monkeypatch.setattr("sheetship.core.findings.MESSAGES", MappingProxyType({**MESSAGES, **entries}))
    findings = tuple(Finding(code, "") for code in ("A-1", "B-1", "B-2", "B-2", "C-1"))
    assert [one.code for one in sums.problems(report(findings=findings))] == ["C-1", "B-2", "B-1", "A-1"]


@given(st.lists(st.sampled_from(LineState)))
def test_every_line_is_open_shipped_or_ended_and_counted_once(states: list[LineState]) -> None:
    lines = tuple(line(str(at), state) for at, state in enumerate(states))
    assert all(sums.is_open(one) + sums.is_shipped(one) + (one.state in sums.ENDED) == 1 for one in lines)
    assert sum(one.lines for one in sums.by_state(report(*lines))) == len(lines)
