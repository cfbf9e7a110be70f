"""A run: all or nothing, twice the same as once, and nothing of the team's is lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sheetship.core.events import run_started
from sheetship.core.findings import SheetShipError
from sheetship.flow.ports import Shop, Staged
from sheetship.flow.prepare import Prepared
from sheetship.flow.run import rehearse, run
from tests.flow.small_shop import (
    EXPORT,
    EXPORTED,
    TYPED,
    SmallShop,
    at,
    catalogue,
    douyin_export,
    no_step,
    reply,
    small_shop,
)


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    return small_shop(tmp_path)


def run_while(shop: SmallShop, happening: Callable[[], object]) -> None:
    """A run during whose question something happens."""

    def approve(_: Prepared) -> bool:
        happening()
        return True

    with shop.open() as opened:
        run(opened, at(0), "小美", approve=approve, step=no_step)


def test_a_run_buys_every_sound_line_once(shop: SmallShop) -> None:
    ran = shop.run()
    assert ran.prepared.plan.counts["sent"] == 4
    assert set(shop.rows()) == {*TYPED, *EXPORTED}
    assert {row["status"] for row in shop.rows().values()} == {"已下单"}
    assert (shop.folder / "archive" / "261121-1" / EXPORT).exists()
    assert not (shop.inbox / EXPORT).exists()


def test_a_second_run_changes_nothing(shop: SmallShop) -> None:
    shop.run()
    before = shop.files()
    ran = shop.run(1)
    assert ran.applied
    assert (ran.applied.files, ran.applied.edits) == ((), 0)
    assert shop.files() == before


def test_the_same_export_under_another_name_adds_nothing(shop: SmallShop) -> None:
    shop.run()
    orders = shop.orders.read_bytes()
    shop.drop("又一份.csv", douyin_export())
    ran = shop.run(1)
    assert ran.prepared.plan.counts["sent"] == 0
    assert "FILE-90" in {finding.code for finding in ran.findings}
    assert shop.orders.read_bytes() == orders
    assert (shop.folder / "archive" / "261121-2" / "又一份.csv").exists()


def test_a_no_changes_nothing(shop: SmallShop) -> None:
    before = shop.files()
    assert shop.run(says_yes=False).applied is None
    assert shop.files() == before


def test_a_rehearsal_changes_nothing(shop: SmallShop) -> None:
    with shop.open() as opened:
        before = shop.files()
        ran = rehearse(opened, at(0), step=no_step)
    assert ran.prepared.plan.counts["sent"] == 4
    assert shop.files() == before


@pytest.mark.parametrize("owner", ["~$orders.xlsx", ".~lock.orders.xlsx#"])
def test_a_workbook_that_is_open_stops_the_run_and_nothing_at_all_is_written(
    shop: SmallShop, owner: str
) -> None:
    with shop.open():
        pass
    (shop.folder / owner).touch()
    before = shop.files()
    with pytest.raises(SheetShipError) as refusal:
        shop.run()
    assert refusal.value.finding.code == "BOOK-01"
    assert shop.files() == before
    assert not (shop.folder / ".sheetship" / "staging").exists()


def test_a_workbook_saved_during_the_question_stops_the_run(shop: SmallShop) -> None:
    with pytest.raises(SheetShipError) as refusal:
        run_while(shop, lambda: shop.type_into("A1", "quantity", "2"))
    assert refusal.value.finding.code == "PLAN-01"
    assert not (shop.folder / "outbox").exists()
    assert shop.known().runs == ()


def test_a_catalogue_saved_during_the_question_stops_the_run(shop: SmallShop) -> None:
    with pytest.raises(SheetShipError) as refusal:
        run_while(
            shop,
            lambda: (shop.folder / "catalogue.xlsx").write_bytes(catalogue(freight="supplier|first\nHZ|9")),
        )
    assert "catalogue.xlsx" in refusal.value.finding.message("en")
    assert not (shop.folder / "outbox").exists()


def test_a_file_dropped_during_the_question_waits_for_the_next_run(shop: SmallShop) -> None:
    run_while(shop, lambda: shop.drop("回单.xlsx", reply({"A1": "73100000000017"})))
    assert (shop.inbox / "回单.xlsx").exists()
    shop.run(1)
    assert shop.rows()["A1"]["tracking_number"] == "73100000000017"


def test_two_runs_at_once_are_one_too_many(shop: SmallShop) -> None:
    with pytest.raises(SheetShipError) as refusal:
        run_while(shop, shop.run)
    assert refusal.value.finding.code == "STORE-40"
    assert "小美" in refusal.value.finding.message("zh")


def test_a_run_refused_by_the_ledger_leaves_nothing_staged(shop: SmallShop) -> None:
    """Another computer that shares the folder was quicker."""
    with shop.open() as opened, pytest.raises(SheetShipError) as refusal:
        _run_late(opened, shop)
    assert refusal.value.finding.code == "STORE-14"
    assert not list((shop.folder / ".sheetship" / "staging").iterdir())
    assert not (shop.folder / "outbox").exists()


def _run_late(opened: Shop, shop: SmallShop) -> None:
    stage = opened.outbox.stage

    def and_somebody_records(name: str, staged: Staged) -> None:
        stage(name, staged)
        with shop.open() as other:
            other.ledger.commit("x", at(0), [run_started("x", inputs={}, files={})], head=0)

    object.__setattr__(opened.outbox, "stage", and_somebody_records)
    run(opened, at(0), "小美", approve=lambda _: True, step=no_step)


def test_a_name_in_the_outbox_that_is_taken_stops_the_run_before_anything_is_recorded(
    shop: SmallShop,
) -> None:
    taken = shop.folder / "outbox" / "261121-1" / "report.html"

    def somebody_writes_there() -> None:
        taken.parent.mkdir(parents=True)
        taken.write_bytes(b"of another ledger")

    with pytest.raises(SheetShipError) as refusal:
        run_while(shop, somebody_writes_there)
    assert refusal.value.finding.code == "STORE-30"
    assert shop.known().runs == ()
    assert shop.run(1).applied


def test_a_bad_file_in_the_inbox_stays_there_and_the_rest_goes_on(shop: SmallShop) -> None:
    shop.drop("坏的.xlsx", b"PK\x03\x04" + b"\0" * 60)
    shop.drop("空的.csv", b"")
    ran = shop.run()
    assert ran.prepared.plan.counts["sent"] == 4
    assert {f.where: f.code for f in ran.findings if f.code.startswith("FILE")} == {
        "inbox/坏的.xlsx": "FILE-07",
        "inbox/空的.csv": "FILE-01",
    }
    assert {path.name for path in shop.inbox.iterdir()} == {"坏的.xlsx", "空的.csv"}


# What the team does to the workbook between two runs


@pytest.mark.parametrize("field", ["status", "po_number", "supplier", "cost", "line_key"])
def test_an_emptied_cell_of_ours_comes_back_without_a_word(shop: SmallShop, field: str) -> None:
    shop.run()
    whole = shop.rows()
    shop.type_into("A1", field, None)
    ran = shop.run(1)
    last = {order: {**row, "last_run": ""} for order, row in shop.rows().items()}
    assert last == {order: {**row, "last_run": ""} for order, row in whole.items()}
    assert "ROW-15" not in {finding.code for finding in ran.findings}
    assert ran.prepared.plan.counts["sent"] == 0


def test_a_changed_cell_of_ours_comes_back_and_is_told(shop: SmallShop) -> None:
    shop.run()
    shop.type_into("A1", "status", "发了吧？")
    ran = shop.run(1)
    (told,) = [finding for finding in ran.findings if finding.code == "ROW-15"]
    assert told.message("zh") == "您改了“状态”（写着“发了吧？”），已按台账恢复"
    assert told.where.startswith("订单!")
    assert shop.rows()["A1"]["status"] == "已下单"
    assert shop.run(2).prepared.plan.is_empty


def test_a_cell_of_ours_that_moves_on_by_itself_is_not_told_as_edited(shop: SmallShop) -> None:
    shop.run()
    shop.drop("回单.xlsx", reply({"A1": "73100000000017"}))
    assert "ROW-15" not in {finding.code for finding in shop.run(1).findings}


def test_words_of_the_team_in_a_column_that_becomes_ours_are_told(shop: SmallShop) -> None:
    opened = openpyxl.load_workbook(shop.orders)
    opened.worksheets[0].cell(1, 13).value = "状态"
    opened.worksheets[0].cell(2, 13).value = "加急"
    opened.save(shop.orders)
    ran = shop.run()
    assert [finding.values["value"] for finding in ran.findings if finding.code == "ROW-15"] == ["加急"]


def test_a_deleted_row_is_not_added_again_but_told(shop: SmallShop) -> None:
    shop.run()
    shop.delete_row(EXPORTED[0])
    ran = shop.run(1)
    assert EXPORTED[0] not in shop.rows()
    assert [(f.code, f.where) for f in ran.findings if f.code == "ROW-09"] == [("ROW-09", EXPORTED[0])]
    assert shop.run(2).prepared.plan.is_empty


def test_a_row_that_says_it_was_ordered_elsewhere_is_never_bought_and_keeps_saying_so(tmp_path: Path) -> None:
    """The folder came from another computer without its ledger."""
    first = small_shop(tmp_path / "one")
    first.run()
    second = small_shop(tmp_path / "two")
    second.orders.write_bytes(first.orders.read_bytes())
    for hours in range(3):
        ran = second.run(hours)
        assert ran.prepared.plan.counts["sent"] == 0
    assert second.rows()["A1"]["po_number"] == "HZ-261121-1"


# A workbook that is gone


def test_a_deleted_workbook_comes_back_and_is_completed_from_the_ledger(shop: SmallShop) -> None:
    shop.run()
    whole = shop.rows()
    shop.orders.unlink()
    ran = shop.run(1)
    assert [finding.code for finding in ran.mended] == ["SHOP-08"]
    assert {order: row["po_number"] for order, row in shop.rows().items()} == {
        order: row["po_number"] for order, row in whole.items()
    }
    assert {row["status"] for row in shop.rows().values()} == {"已下单"}
    assert ran.prepared.plan.counts["sent"] == 0
    assert shop.run(2).prepared.plan.is_empty


def test_an_older_copy_that_somebody_brought_back_is_completed_too(shop: SmallShop) -> None:
    older = shop.orders.read_bytes()
    shop.run()
    shop.orders.write_bytes(older)
    assert shop.run(1).prepared.plan.counts["sent"] == 0
    assert set(shop.rows()) == {*TYPED, *EXPORTED}


def test_looking_does_not_bring_a_deleted_workbook_back(shop: SmallShop) -> None:
    shop.run()
    shop.orders.unlink()
    before = shop.files()
    with shop.open() as opened, pytest.raises(SheetShipError) as refusal:
        rehearse(opened, at(1), step=no_step)
    assert refusal.value.finding.code == "SHOP-10"
    assert shop.files() == before


def test_a_workbook_that_was_never_there_cannot_come_back(shop: SmallShop) -> None:
    shop.orders.unlink()
    with pytest.raises(SheetShipError) as refusal:
        shop.run()
    assert refusal.value.finding.code == "SHOP-11"


def test_constants_for_a_template_that_is_not_there_are_told(shop: SmallShop) -> None:
    settings = shop.folder / "sheetship.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + '[templates.offline_cn]\n[templates.sf_75]\nx = "1"\n',
        encoding="utf-8",
    )
    ran = shop.run()
    assert "TPL-07" in {finding.code for finding in ran.findings}
    assert ran.prepared.plan.counts["sent"] == 4


def test_the_ledger_is_copied_once_a_day(shop: SmallShop) -> None:
    shop.run()
    copies = list((shop.folder / ".sheetship" / "backups").glob("ledger-*.db"))
    assert [copy.name for copy in copies] == ["ledger-261121.db"]
