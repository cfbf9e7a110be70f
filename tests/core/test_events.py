"""Events keep what they were made of, as JSON without floats."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.events import (
    Event,
    Kind,
    cells_written,
    issue_of,
    number,
    parcel_matched,
    parcel_of,
    parcel_voided,
    po_issued,
    run_started,
    texts,
    upload_of,
    upload_written,
    written_cells,
)
from sheetship.core.model import Issue, Parcel, Upload

text = st.text(max_size=12)
count = st.integers(min_value=1, max_value=9999)
issues = st.builds(
    Issue,
    token=text,
    line_key=text,
    po_number=text,
    supplier=text,
    supplier_sku=text,
    quantity=count,
    units=count,
    cost=st.decimals(allow_nan=False, allow_infinity=False, places=2),
    currency=text,
    run=text,
)
parcels = st.builds(
    Parcel,
    token=text,
    line_key=text,
    courier=text,
    number=text,
    quantity=count,
    evidence=text,
    run=text,
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(issues, count)
def test_an_issue_comes_back_as_it_was_put_in(issue: Issue, ordered: int) -> None:
    event = po_issued(issue, ordered=ordered)
    assert issue_of(event) == issue
    assert json.loads(json.dumps(event.values)) == event.values
    assert event.values["ordered"] == ordered


@given(parcels)
def test_a_parcel_comes_back_as_it_was_put_in(parcel: Parcel) -> None:
    event = parcel_matched(parcel)
    assert parcel_of(event) == parcel
    assert json.loads(json.dumps(event.values)) == event.values


def test_an_upload_comes_back_as_it_was_put_in() -> None:
    upload = Upload("douyin/s/1", "SF1", "抖店.csv", "r1")
    assert upload_of(upload_written(upload)) == upload


@given(st.dictionaries(st.tuples(text, text), st.tuples(text, text), max_size=9))
def test_cells_come_back_as_they_were_put_in(cells: dict[tuple[str, str], tuple[str, str]]) -> None:
    event = cells_written("orders.xlsx", cells)
    stored = Event(event.kind, event.key, json.loads(json.dumps(event.values)))
    assert written_cells(stored) == cells


def test_only_a_table_of_cells_is_read_as_cells() -> None:
    with pytest.raises(TypeError):
        written_cells(Event(Kind.CELLS_WRITTEN, "orders.xlsx", {"lines": "none"}))


def test_money_is_kept_to_the_last_digit() -> None:
    issue = Issue(
        token="t", line_key="l", po_number="HZ-261121-1", supplier="HZ", supplier_sku="s", quantity=1, units=1,
        cost=Decimal("0.10"),
    )  # fmt: skip
    assert str(issue_of(po_issued(issue, ordered=1)).cost) == "0.10"


def test_a_parcel_and_its_void_carry_the_same_key() -> None:
    parcel = Parcel(
        token="t", line_key="l", courier="sf", number="SF1", quantity=1, evidence="token",
        at=datetime(2026, 11, 21, tzinfo=UTC),
    )  # fmt: skip
    assert parcel_matched(parcel).key == parcel_voided(parcel, "wrong line").key


def test_a_run_can_start_only_once() -> None:
    event = run_started("r1", inputs={}, files={})
    assert (event.kind, event.unique) == (Kind.RUN_STARTED, "run:r1")


@pytest.mark.parametrize("value", [True, "3", None])
def test_only_a_whole_number_is_a_number(value: bool | str | None) -> None:  # noqa: FBT001 - a stored value
    with pytest.raises(TypeError):
        number(value)


def test_only_a_table_is_a_table() -> None:
    with pytest.raises(TypeError):
        texts("name")
