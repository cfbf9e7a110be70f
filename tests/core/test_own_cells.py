"""SheetShip's own columns say what is known, in the team's language, and no more is written than has changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from sheetship.core.findings import Finding
from sheetship.core.model import Issue, Parcel
from sheetship.core.orders_table import TableRow
from sheetship.core.own_cells import LineView, Speaker, as_text, changed_cells, own_cells
from sheetship.core.states import LineState
from sheetship.core.uploads import UploadState
from tests.core.little_shop import catalogue
from tests.core.replies_made import COURIERS

AT = datetime(2026, 11, 21, 2, 0, 0, 123, tzinfo=UTC)


def speaker(lang: str = "zh") -> Speaker:
    return Speaker(lang, timezone(timedelta(hours=8)), catalogue().suppliers, COURIERS)


def issue(supplier: str = "HZ", po: str = "HZ-261121-1", cost: str = "12.50") -> Issue:
    return Issue(
        token=f"{po}-{supplier}",
        line_key="L1",
        po_number=po,
        supplier=supplier,
        supplier_sku="CUP",
        quantity=1,
        units=1,
        cost=Decimal(cost),
    )


def parcel(number: str, courier: str = "ups", at: datetime | None = AT) -> Parcel:
    return Parcel(token="t", line_key="L1", courier=courier, number=number, quantity=1, evidence="x", at=at)


def view(state: LineState = LineState.PO_SENT, **known: Any) -> LineView:  # noqa: ANN401 - any field of a view
    return LineView(state=state, **known)


def test_a_line_of_which_nothing_is_known_has_its_key_and_its_status_only() -> None:
    cells = own_cells("L1", view(LineState.NEW, profit=Decimal(3)), speaker("en"))
    assert {name: value for name, value in cells.items() if value is not None} == {
        "line_key": "L1",
        "status": "new",
    }


def test_suppliers_purchases_and_parcels_are_named_once_each() -> None:
    known = view(
        LineState.SHIPPED,
        issues=(issue(), issue("YW", "YW-261121-1"), issue("OLD", "HZ-261121-1")),
        parcels=(parcel("SF1"), parcel("SF1"), parcel("X2", "没听过", None)),
        profit=Decimal(5),
        upload=UploadState.WAITS,
    )
    cells = own_cells("L1", known, speaker())
    assert cells["supplier"] == "杭州云仓、义乌优品、OLD"
    assert cells["po_number"] == "HZ-261121-1、YW-261121-1"
    assert (cells["cost"], cells["profit"]) == (Decimal("37.50"), Decimal(5))
    assert cells["tracking_number"] == "SF1、X2"
    assert cells["shipped_at"] == datetime(2026, 11, 21, 10)  # noqa: DTZ001 - a cell's time
    assert cells["upload_state"] == "等整单发齐"


def test_a_parcel_of_unknown_time_has_none() -> None:
    assert own_cells("L1", view(parcels=(parcel("SF1", at=None),)), speaker())["shipped_at"] is None


def test_what_holds_a_line_comes_first_and_says_what_to_do() -> None:
    found = Finding("ROW-09", "x"), Finding("ORD-22", "x"), Finding("ORD-22", "y")
    cells = own_cells("L1", view(LineState.NEW, findings=found), speaker("en"))
    assert str(cells["problem"]).startswith(found[1].message("en"))
    assert cells["next_step"] == found[1].fix("en")


def test_who_waits_for_the_rest_of_the_parcels_is_told_so() -> None:
    assert own_cells("L1", view(parcels=(parcel("SF1"),)), speaker())["next_step"] == "等供应商回其余的单号"
    assert own_cells("L1", view(), speaker())["next_step"] == "等供应商回单号"


def changes(there: dict[str, str], known: LineView) -> dict[str, object]:
    made = changed_cells("L1", TableRow(2, {}, there), known, speaker(), "261121-1")
    return {change.field: change.new for change in made}


def test_cells_that_say_it_already_are_left_alone_money_in_any_spelling() -> None:
    known = view(issues=(issue(),))
    there = {
        name: as_text(value) for name, value in own_cells("L1", known, speaker()).items() if value is not None
    }
    assert changes(there, known) == {}
    assert changes({**there, "cost": "12.500"}, known) == {}
    assert changes({**there, "cost": "12.51"}, known) == {"cost": Decimal("12.50"), "last_run": "261121-1"}
    assert changes({**there, "cost": "贵", "last_run": "261121-1"}, known) == {"cost": Decimal("12.50")}


def test_what_a_person_typed_is_not_erased_for_knowing_nothing() -> None:
    blank = {"line_key": "L1", "status": "待确认"}
    assert changes({**blank, "po_number": "自己买的"}, view(LineState.NEW)) == {}
    written = view(LineState.NEW, written={"po_number": "HZ-261121-1"})
    assert changes({**blank, "po_number": "HZ-261121-1"}, written) == {
        "po_number": None,
        "last_run": "261121-1",
    }


def test_a_number_has_the_page_of_the_first_parcel_that_has_one_and_a_status_its_tone() -> None:
    known = view(parcels=(parcel("X2", "没听过"), parcel("SF1234567890123")))
    made = changed_cells("L1", None, known, speaker(), "r")
    by_field = {change.field: change for change in made}
    assert "SF1234567890123" in by_field["tracking_number"].link
    assert (by_field["status"].tone, by_field["courier"].tone) == ("po_sent", "")
    nowhere = view(parcels=(parcel("X2", "没听过"),))
    (link,) = {c.link for c in changed_cells("L1", None, nowhere, speaker(), "r")}
    assert link == ""


def test_values_read_back_as_a_cell_shows_them() -> None:
    moment = datetime(2026, 11, 21, 10)  # noqa: DTZ001 - a cell's time
    assert [as_text(value) for value in (None, Decimal("12.50"), moment, 3)] == [
        "",
        "12.5",
        "2026-11-21 10:00:00",
        "3",
    ]
