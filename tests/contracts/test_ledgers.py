"""What the flow may expect of the shop's memory, whoever keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sheetship.adapters.ledger_sqlite import Ledger
from sheetship.core import events as ev
from sheetship.core.events import Event
from sheetship.core.findings import SheetShipError
from sheetship.core.model import Issue
from sheetship.flow import ports
from tests.contracts.memory import MemoryLedger

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ports.Ledger]:
    opened: ports.Ledger = (
        MemoryLedger() if request.param == "memory" else Ledger.open(tmp_path / "ledger.db")
    )
    yield opened
    opened.close()


def issued(token: str, quantity: int, *, ordered: int = 3, part: int = 1) -> Event:
    issue = Issue(
        token=token, line_key="L-1", po_number="HZ-261121-1", supplier="HZ", supplier_sku="s",
        quantity=quantity, units=quantity,
    )  # fmt: skip
    return ev.po_issued(issue, ordered=ordered, part=part)


def put(ledger: ports.Ledger, *events: Event) -> int:
    return ledger.commit("261121-1", AT, events, head=ledger.head())


def refusal_of(ledger: ports.Ledger, *events: Event, head: int | None = None) -> str:
    before = ledger.head()
    with pytest.raises(SheetShipError) as refusal:
        ledger.commit("261121-1", AT, events, head=before if head is None else head)
    assert ledger.head() == before
    return refusal.value.finding.code


def test_events_come_back_in_their_order_with_their_run(ledger: ports.Ledger) -> None:
    events = [ev.line_seen("L-1", {"收件人": "张三"}, "export"), issued("HZ1", 2)]
    assert put(ledger, *events) == ledger.head() == 2
    stored = list(ledger.events())
    assert [one.event for one in stored] == events
    assert [(one.seq, one.run, one.at) for one in stored] == [(1, "261121-1", AT), (2, "261121-1", AT)]
    assert [one.seq for one in ledger.events(after=1)] == [2]


def test_what_tells_of_whole_runs_is_read_by_itself(ledger: ports.Ledger) -> None:
    put(ledger, ev.run_started("r1", inputs={}, files={}), issued("HZ1", 2), ev.run_finished("r1"))
    put(ledger, ev.run_undone("r1"))
    assert [(one.seq, one.event.kind) for one in ledger.run_events()] == [
        (1, ev.Kind.RUN_STARTED),
        (3, ev.Kind.RUN_FINISHED),
        (4, ev.Kind.RUN_UNDONE),
    ]


def test_nothing_is_recorded_on_a_head_that_has_moved(ledger: ports.Ledger) -> None:
    put(ledger, issued("HZ1", 1))
    assert refusal_of(ledger, issued("HZ2", 1), head=0) == "STORE-14"


def test_never_more_live_units_than_were_ordered(ledger: ports.Ledger) -> None:
    put(ledger, issued("HZ1", 2))
    assert refusal_of(ledger, issued("HZ2", 2)) == "STORE-20"
    put(ledger, issued("HZ3", 1), issued("HZ4", 3, part=2))
    put(ledger, ev.po_voided("HZ1", ""))
    put(ledger, issued("HZ5", 2))
    assert refusal_of(ledger, issued("HZ6", 1)) == "STORE-20"


def test_what_may_happen_once_happens_once(ledger: ports.Ledger) -> None:
    start = ev.run_started("261121-1", inputs={}, files={})
    put(ledger, start, issued("HZ1", 1))
    assert refusal_of(ledger, start) == "STORE-21"
    assert refusal_of(ledger, issued("HZ1", 1)) == "STORE-22"
    assert refusal_of(ledger, ev.po_voided("HZ9", "")) == "STORE-23"
    put(ledger, ev.po_voided("HZ1", ""))
    assert refusal_of(ledger, ev.po_voided("HZ1", "")) == "STORE-23"


def test_a_copy_of_the_day_is_made_once(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        put(ledger, issued("HZ1", 1))
        ledger.keep_copy("261121")
        put(ledger, issued("HZ2", 1))
        ledger.keep_copy("261121")
    with Ledger.open(tmp_path / "backups" / "ledger-261121.db") as copy:
        assert copy.head() == 1


def test_the_copies_of_the_last_ten_days_stay(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        for day in range(10, 25):
            ledger.keep_copy(f"2611{day}")
    kept = sorted(path.stem for path in (tmp_path / "backups").iterdir())
    assert kept == [f"ledger-2611{day}" for day in range(15, 25)]
