"""A plan changes nothing; applied later it does exactly what it said, or refuses what has changed since."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sheetship.core.findings import SheetShipError
from sheetship.flow.run import Ran, apply_saved, save_plan
from tests.flow.small_shop import (
    EXPORTED,
    TYPED,
    SmallShop,
    at,
    catalogue,
    douyin_export,
    no_step,
    orders_workbook,
    reply,
    small_shop,
)


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    return small_shop(tmp_path)


def planned(shop: SmallShop, hours: int = 0) -> Path:
    """The plan workbook of a saved plan."""
    with shop.open() as opened:
        return Path(save_plan(opened, at(hours), step=no_step)[1])


def applied(shop: SmallShop, plan: Path) -> Ran:
    with shop.open() as opened:
        return apply_saved(opened, str(plan), "小美", step=no_step)


def untick(plan: Path, *orders: str) -> None:
    """What a reviewer does: writes 否 beside the lines of these orders."""
    book = openpyxl.load_workbook(plan)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    order, do_it = headings.index("订单号") + 1, headings.index("执行") + 1
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, order).value in orders:
            sheet.cell(row, do_it).value = "否"
    book.save(plan)


def test_a_plan_changes_nothing_but_its_own_folder(shop: SmallShop) -> None:
    before = shop.files()
    planned(shop)
    after = shop.files()
    new = set(after) - set(before)
    assert {Path(path).name for path in new} == {"plan.xlsx", "plan.json"}
    assert all(path.startswith(".sheetship/plans/") for path in new)
    assert {path: sha for path, sha in after.items() if path not in new} == before


def test_a_saved_plan_does_the_same_as_a_run(shop: SmallShop, tmp_path: Path) -> None:
    ran = applied(shop, planned(shop))
    at_once = small_shop(tmp_path / "another")
    at_once.run()
    assert ran.applied
    assert shop.outbox("261121-1") == at_once.outbox("261121-1")
    assert shop.orders.read_bytes() == at_once.orders.read_bytes()


def test_a_plan_may_be_named_by_its_folder_or_its_record(shop: SmallShop) -> None:
    plan = planned(shop)
    assert applied(shop, plan.parent).applied
    with pytest.raises(SheetShipError):
        applied(shop, plan.with_name("plan.json"))


def test_an_unticked_line_is_not_bought_and_stays_for_the_next_run(shop: SmallShop) -> None:
    plan = planned(shop)
    untick(plan, "A1", EXPORTED[1])

    applied(shop, plan)

    rows = shop.rows()
    assert {order: row["po_number"] for order, row in rows.items()} == {
        "A1": "",
        "A2": "YW-261121-1",
        EXPORTED[0]: "HZ-261121-1",
        EXPORTED[1]: "",
    }
    shop.run(1)
    assert {row["status"] for row in shop.rows().values()} == {"已下单"}


def test_an_unticked_number_waits_in_the_inbox_and_comes_with_the_next_run(shop: SmallShop) -> None:
    shop.run()
    shop.drop("回单.xlsx", reply({"A1": "73100000000017", "A2": "73100000000029"}))
    plan = planned(shop, 1)
    untick(plan, "A1")

    applied(shop, plan)

    assert shop.rows()["A1"]["tracking_number"] == ""
    assert shop.rows()["A2"]["tracking_number"] == "73100000000029"
    assert (shop.inbox / "回单.xlsx").exists()
    shop.run(2)
    assert shop.rows()["A1"]["tracking_number"] == "73100000000017"
    assert [len(line.parcels) for line in shop.known().lines.values()].count(1) == 2
    assert not (shop.inbox / "回单.xlsx").exists()


def test_an_unticked_line_is_not_reported_to_its_platform(shop: SmallShop) -> None:
    shop.run()
    first, second = EXPORTED
    shop.drop("回单.xlsx", reply({first: "73100000000017", second: "73100000000029"}))
    plan = planned(shop, 1)
    untick(plan, first)

    applied(shop, plan)

    told = {key: line.uploads for key, line in shop.known().lines.items() if line.uploads}
    assert len(told) == 1
    shop.run(2)
    assert sum(1 for line in shop.known().lines.values() if line.uploads) == 2


CHANGES: dict[str, Callable[[SmallShop], object]] = {
    "orders.xlsx": lambda shop: shop.type_into("A1", "quantity", "2"),
    "catalogue.xlsx": lambda shop: (shop.folder / "catalogue.xlsx").write_bytes(
        catalogue(offers="supplier|supplier_sku|product|cost\nHZ|CUP-1|保温杯|13\nYW|MAT-1|杯垫|3.5")
    ),
    "inbox/抖店订单.csv": lambda shop: shop.drop("抖店订单.csv", douyin_export()[:-20]),
    "inbox/回单.xlsx": lambda shop: shop.drop("回单.xlsx", reply({"A1": "73100000000017"})),
    "ledger.db": lambda shop: shop.run(1),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_plan_is_refused_when_something_changed_since(shop: SmallShop, what: str) -> None:
    plan = planned(shop)
    CHANGES[what](shop)
    before = shop.files()
    with pytest.raises(SheetShipError) as refusal:
        applied(shop, plan)
    assert refusal.value.finding.code == "PLAN-01"
    assert what in refusal.value.finding.message("zh") or what.startswith("inbox/回单")
    assert shop.files() == before


def test_a_plan_is_refused_when_a_template_changed_since(shop: SmallShop) -> None:
    plan = planned(shop)
    settings = shop.folder / "sheetship.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        + '[messages]\ndrafts = ["shipped"]\n[money]\nmargin_floor = 0.9\n'
    )
    with pytest.raises(SheetShipError) as refusal:
        applied(shop, plan)
    assert refusal.value.finding.code == "PLAN-01"


def test_a_plan_cannot_be_applied_twice(shop: SmallShop) -> None:
    plan = planned(shop)
    applied(shop, plan)
    with pytest.raises(SheetShipError) as refusal:
        applied(shop, plan)
    assert refusal.value.finding.code == "PLAN-01"


def test_what_is_no_plan_is_told_so(shop: SmallShop) -> None:
    plan = planned(shop)
    (plan.parent / "plan.json").write_text("{}")
    with pytest.raises(SheetShipError) as refusal:
        applied(shop, plan)
    assert refusal.value.finding.code == "PLAN-02"


def test_an_empty_plan_is_applied_without_a_trace(tmp_path: Path) -> None:
    shop = small_shop(tmp_path, exported=False)
    shop.orders.write_bytes(orders_workbook([]))
    shop.run()
    plan = planned(shop, 1)
    before = shop.files()
    ran = applied(shop, plan)
    assert ran.applied
    assert ran.applied.files == ()
    assert shop.files() == before


def test_the_plan_workbook_shows_every_line_that_will_be_bought(shop: SmallShop) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(planned(shop).read_bytes())).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    bought = {row[1] for row in rows[1:] if row[2] == "向供应商下单"}
    assert bought == {*TYPED, *EXPORTED}
