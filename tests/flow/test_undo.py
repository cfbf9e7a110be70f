"""A run is taken back as far as that can be: what stayed is restored, what was edited is kept, what left is listed."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from sheetship.core.findings import SheetShipError
from sheetship.flow.mend import mend
from sheetship.flow.undo import Undone, undo
from tests.flow.killing import Killed, Moment, mortal, run_killed
from tests.flow.small_shop import (
    EXPORT,
    EXPORTED,
    TYPED,
    SmallShop,
    at,
    douyin_export,
    reply,
    small_shop,
)


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    shop = small_shop(tmp_path)
    shop.run()
    return shop


def undone(shop: SmallShop, name: str | None = None, hours: int = 1) -> Undone:
    with shop.open() as opened:
        return undo(opened, name, at(hours), "小美")


def test_a_workbook_nobody_touched_is_restored_byte_for_byte(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    before = shop.orders.read_bytes()
    shop.run()
    back = undone(shop)
    assert shop.orders.read_bytes() == before
    assert (back.run, back.by, back.kept) == ("261121-1", "261121-2", ())


def test_the_inbox_files_come_back(shop: SmallShop) -> None:
    assert undone(shop).returned == (f"inbox/{EXPORT}",)
    assert (shop.inbox / EXPORT).read_bytes() == douyin_export()
    assert not list((shop.folder / "archive" / "261121-1").iterdir())


def test_a_file_that_took_the_name_meanwhile_stays_beside_it(shop: SmallShop) -> None:
    shop.drop(EXPORT, b"another")
    undone(shop)
    assert (shop.inbox / EXPORT).read_bytes() == b"another"
    assert (shop.inbox / "抖店订单-2.csv").read_bytes() == douyin_export()


def test_suppliers_are_asked_to_cancel_what_they_may_have(shop: SmallShop) -> None:
    back = undone(shop)
    assert {issue.po_number for issue in back.issues} == {"HZ-261121-1", "YW-261121-1"}
    lists = shop.outbox("261121-2")
    assert len(lists) == 2
    for content in lists.values():
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        said = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
        assert any("261121-1" in text for text in said)


def test_after_an_undo_lines_that_may_be_out_are_in_doubt_and_never_bought_again(shop: SmallShop) -> None:
    undone(shop)
    ran = shop.run(2)
    assert ran.prepared.plan.counts["sent"] == 0
    assert set(shop.rows()) == {*TYPED, *EXPORTED}
    assert {row["status"] for row in shop.rows().values()} == {"存疑"}
    assert all(row["next_step"].startswith("问供应商是否收到采购单") for row in shop.rows().values())
    assert [len(line.issues) for line in shop.known().lines.values()] == [1, 1, 1, 1]
    assert shop.run(3).prepared.plan.is_empty


def test_a_number_for_a_line_in_doubt_proves_that_the_supplier_has_it(shop: SmallShop) -> None:
    undone(shop)
    shop.drop("回单.xlsx", reply({"A1": "73100000000017"}))
    shop.run(2)
    assert shop.rows()["A1"]["tracking_number"] == "73100000000017"


def test_cells_edited_since_are_kept_and_named_the_rest_is_restored(shop: SmallShop) -> None:
    shop.type_into("A1", "status", "我改的")
    shop.type_into(EXPORTED[0], "product", "保温杯（蓝）")
    back = undone(shop)
    rows = shop.rows()
    assert rows["A1"]["status"] == "我改的"
    assert rows["A1"]["po_number"] == ""
    assert rows["A2"]["status"] == ""
    assert rows[EXPORTED[0]]["product"] == "保温杯（蓝）"
    assert EXPORTED[1] not in rows
    assert len(back.kept) == 2
    assert all(place.startswith("订单!") for place in back.kept)
    assert back.restored > 0


def test_what_a_later_run_wrote_is_kept_when_an_earlier_one_is_taken_back(shop: SmallShop) -> None:
    shop.drop("回单.xlsx", reply({"A1": "73100000000017"}))
    shop.run(1)
    undone(shop, "261121-1", 2)
    assert shop.rows()["A1"]["tracking_number"] == "73100000000017"


def test_taking_back_a_run_of_numbers_lets_them_be_matched_again(shop: SmallShop) -> None:
    before = shop.orders.read_bytes()
    shop.drop("回单.xlsx", reply({"A1": "73100000000017", EXPORTED[0]: "73100000000029"}))
    shop.run(1)
    back = undone(shop, hours=2)
    assert shop.orders.read_bytes() == before
    assert back.issues == ()
    assert back.returned == ("inbox/回单.xlsx",)
    shop.run(3)
    assert shop.rows()["A1"]["tracking_number"] == "73100000000017"


def test_the_newest_run_is_taken_back_unless_one_is_named(shop: SmallShop) -> None:
    shop.drop("回单.xlsx", reply({"A1": "73100000000017"}))
    shop.run(1)
    assert undone(shop, hours=2).run == "261121-2"
    assert undone(shop, hours=3).run == "261121-1"


@pytest.mark.parametrize("name", ["261121-9", "261121-1"])
def test_a_run_that_is_not_there_or_was_taken_back_cannot_be_taken_back(shop: SmallShop, name: str) -> None:
    undone(shop)
    with pytest.raises(SheetShipError) as refusal:
        undone(shop, name, 2)
    assert refusal.value.finding.code == "PLAN-03"


def test_an_open_workbook_stops_an_undo_and_nothing_is_changed(shop: SmallShop) -> None:
    (shop.folder / "~$orders.xlsx").touch()
    before = shop.files()
    with pytest.raises(SheetShipError) as refusal:
        undone(shop)
    assert refusal.value.finding.code == "BOOK-01"
    assert shop.files() == before


MOMENTS = [
    Moment("ledger", "commit", is_after=True),
    Moment("book", "replace"),
    Moment("inbox", "bring_back"),
    Moment("ledger", "commit", call=2),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=[str(moment) for moment in MOMENTS])
def test_an_undo_that_is_killed_is_finished_by_the_next_run(
    shop: SmallShop, moment: Moment, tmp_path: Path
) -> None:
    with shop.open() as opened, pytest.raises(Killed):
        undo(mortal(opened, moment), None, at(1), "小美")
    whole = small_shop(tmp_path / "another")
    whole.run()
    undone(whole)

    with shop.open() as opened:
        mend(opened)

    assert shop.orders.read_bytes() == whole.orders.read_bytes()
    assert shop.outbox("261121-2") == whole.outbox("261121-2")
    assert (shop.inbox / EXPORT).exists()
    assert shop.known().unfinished == ()


def test_an_unfinished_run_is_finished_before_it_is_taken_back(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    before = shop.orders.read_bytes()
    run_killed(shop, Moment("outbox", "publish"))
    undone(shop)
    assert shop.orders.read_bytes() == before
    assert (shop.inbox / EXPORT).exists()
    assert shop.known().unfinished == ()


def test_without_its_backup_a_workbook_is_restored_cell_by_cell(shop: SmallShop) -> None:
    for backup in (shop.folder / ".sheetship" / "backups").glob("orders-*"):
        backup.unlink()
    undone(shop)
    assert set(shop.rows()) == {*TYPED}
    assert shop.rows()["A1"]["po_number"] == ""


def test_a_run_that_touched_no_workbook_is_taken_back_without_touching_it(shop: SmallShop) -> None:
    shop.drop("又一份.csv", douyin_export())
    shop.run(1)
    before = shop.orders.read_bytes()
    (shop.folder / "~$orders.xlsx").touch()
    back = undone(shop, hours=2)
    assert (back.run, back.returned) == ("261121-2", ("inbox/又一份.csv",))
    assert shop.orders.read_bytes() == before


def test_without_a_cancel_template_the_purchase_orders_are_still_listed(shop: SmallShop) -> None:
    with shop.open() as opened:
        specs = {name: spec for name, spec in opened.templates.specs().items() if name != "cancel_list"}
        object.__setattr__(opened.templates, "specs", lambda: specs)
        back = undo(opened, None, at(1), "小美")
    assert back.files == ()
    assert len(back.issues) == 4


def test_the_word_void_buys_a_doubtful_line_anew_and_received_keeps_it(shop: SmallShop) -> None:
    undone(shop)
    shop.run(2)
    first, second = sorted(shop.rows())[:2]
    shop.type_into(first, "release", "作废")
    shop.type_into(second, "release", "已收到")
    ran = shop.run(3)
    assert ran.prepared.plan.counts["sent"] == 1
    rows = shop.rows()
    assert (rows[first]["status"], rows[second]["status"]) == ("已下单", "已下单")
    assert shop.run(4).prepared.plan.is_empty
