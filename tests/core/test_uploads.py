from __future__ import annotations

from datetime import UTC

import pytest

from sheetship.core.couriers import Couriers
from sheetship.core.model import Issue, Line, OrderState, Parcel, RefundState, Upload
from sheetship.core.own_cells import LineView, Speaker, own_cells
from sheetship.core.states import LineState
from sheetship.core.uploads import Told, UploadState, tell_platform

SPLITS = {"douyin": False, "shopify": True}


def line(key: str, platform: str = "douyin", **told: object) -> Line:
    return Line(key=key, platform=platform, shop="店", order_id="1", quantity=3, **told)  # type: ignore[arg-type]


def issue(key: str) -> Issue:
    return Issue(
        token=f"T-{key}",
        line_key=key,
        po_number="PO",
        supplier="HZ",
        supplier_sku="A",
        quantity=3,
        units=3,
    )


def parcel(key: str, quantity: int, number: str = "SF1") -> Parcel:
    return Parcel(
        token=f"T-{key}", line_key=key, courier="sf", number=number, quantity=quantity, evidence="token"
    )


def told(lines: list[Line], *parcels: Parcel, uploads: dict[str, list[Upload]] | None = None) -> Told:
    by_line = {one.key: [p for p in parcels if p.line_key == one.key] for one in lines}
    return tell_platform(lines, {one.key: [issue(one.key)] for one in lines}, by_line, uploads or {}, SPLITS)


def test_a_platform_that_ships_whole_orders_is_told_once_every_line_has_left() -> None:
    lines = [line("a"), line("b")]
    first = told(lines, parcel("a", 3))
    assert (first.now, first.states) == ({}, {"a": UploadState.WAITS, "b": UploadState.NONE})
    assert set(told(lines, parcel("a", 3), parcel("b", 3)).now) == {"a", "b"}


def test_a_platform_that_splits_orders_is_told_line_by_line() -> None:
    lines = [line("a", "shopify"), line("b", "shopify")]
    assert set(told(lines, parcel("a", 3)).now) == {"a"}


def test_a_part_shipment_is_not_told() -> None:
    assert told([line("a", "shopify")], parcel("a", 2)).states == {"a": UploadState.WAITS}


def test_a_parcel_is_told_once() -> None:
    again = told([line("a")], parcel("a", 3), uploads={"a": [Upload("a", "SF1", "plain_bulk_ship", "r1")]})
    assert (again.now, again.states) == ({}, {"a": UploadState.WRITTEN})


@pytest.mark.parametrize("platform", ["", "老客户"])
def test_where_no_platform_is_known_nobody_is_told(platform: str) -> None:
    done = told([line("a", platform)], parcel("a", 3))
    assert (done.now, done.states) == ({}, {"a": UploadState.NONE})


@pytest.mark.parametrize("off", [{"refund_state": RefundState.ASKED}, {"order_state": OrderState.CLOSED}])
def test_a_refunded_or_closed_line_is_not_told(off: dict[str, object]) -> None:
    assert told([line("a", **off)], parcel("a", 3)).states == {"a": UploadState.REFUSED}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parcels", "lang", "step"),
    [
        ((), "zh", "等供应商回单号"),
        ((parcel("a", 2),), "zh", "等供应商回其余的单号"),
        ((parcel("a", 2),), "en", "Wait for the numbers of the rest"),
    ],
)
def test_a_line_of_which_a_part_has_left_waits_for_the_rest(
    parcels: tuple[Parcel, ...], lang: str, step: str
) -> None:
    view = LineView(state=LineState.PO_SENT, issues=(issue("a"),), parcels=parcels)
    assert own_cells("a", view, Speaker(lang, UTC, {}, Couriers(())))["next_step"] == step
