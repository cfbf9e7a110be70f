"""Two plans are equal when they would write the same."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from sheetship.core.events import held
from sheetship.core.plan import CellChange, Document, Plan, Seed
from sheetship.core.report import FileKind

AT = datetime(2026, 11, 21, tzinfo=UTC)
CELL = CellChange(row=2, line_key="L1", field="cost", old="", new=Decimal("12.5"))
SHEET = Document(
    kind=FileKind.SUPPLIER_SHEET,
    template="x",
    group="HZ",
    fields={"today": AT.date()},
    rows=({"quantity": 1},),
    keys=("L1",),
)


def plan(**changes: Any) -> Plan:  # noqa: ANN401 - any field of a plan
    return Plan(**{"run": "261121-1", "at": AT, **changes})


def test_a_plan_that_writes_nothing_is_empty_whatever_it_found() -> None:
    assert plan(counts={"lines": 3}).is_empty


CHANGES: list[dict[str, Any]] = [
    {"seeds": (Seed("L1", {"sku": "A"}),)},
    {"cells": (CELL,)},
    {"documents": (SHEET,)},
    {"events": (held("L1", ["ORD-22"]),)},
    {"consumed": ("orders.csv",)},
]


@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(change)) for change in CHANGES])
def test_everything_that_is_written_counts(change: dict[str, Any]) -> None:
    assert not plan(**change).is_empty
    assert plan(**change).digest() == plan(**change).digest() != plan().digest()


def test_the_order_of_fields_does_not_matter_but_their_values_do() -> None:
    one, other = Seed("L1", {"sku": "A", "paid": "1"}), Seed("L1", {"paid": "1", "sku": "A"})
    assert plan(seeds=(one,)).digest() == plan(seeds=(other,)).digest()
    assert plan(seeds=(Seed("L1", MappingProxyType(one.fields)),)).digest() == plan(seeds=(one,)).digest()
    assert plan(seeds=(one,)).digest() != plan(seeds=(Seed("L1", {"sku": "A", "paid": "2"}),)).digest()
    assert plan(run="261121-2").digest() != plan().digest()
