"""Killed at any moment, the next run finishes or rolls back; no half-written file is ever visible."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetship.core.findings import SheetShipError
from sheetship.flow.run import rehearse, run
from tests.flow.killing import Moment, run_killed
from tests.flow.small_shop import EXPORT, EXPORTED, TYPED, SmallShop, at, no_step, reply, small_shop

BEFORE_COMMIT = [
    Moment("outbox", "stage"),
    Moment("outbox", "stage", is_after=True),
    Moment("ledger", "commit"),
]
AFTER_COMMIT = [
    Moment("ledger", "commit", is_after=True),
    Moment("outbox", "publish", is_after=True),
    Moment("book", "replace"),
    Moment("book", "replace", is_after=True),
    Moment("inbox", "archive"),
    Moment("inbox", "archive", is_after=True),
    Moment("ledger", "commit", call=2),
    Moment("outbox", "sweep", call=1),
]


def names(moments: list[Moment]) -> list[str]:
    return [str(moment) for moment in moments]


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    return small_shop(tmp_path)


def as_done_without_interruption(tmp_path: Path) -> SmallShop:
    shop = small_shop(tmp_path / "another")
    shop.run()
    return shop


@pytest.mark.parametrize("moment", BEFORE_COMMIT, ids=names(BEFORE_COMMIT))
def test_killed_before_the_commit_nothing_has_happened(shop: SmallShop, moment: Moment) -> None:
    before = shop.orders.read_bytes()
    run_killed(shop, moment)
    assert shop.orders.read_bytes() == before
    assert not (shop.folder / "outbox").exists()
    assert (shop.inbox / EXPORT).exists()
    assert shop.known().runs == ()

    ran = shop.run(1)

    assert ran.applied
    assert ran.applied.run == "261121-1"
    assert ran.mended == ()
    assert not list((shop.folder / ".sheetship" / "staging").iterdir())


@pytest.mark.parametrize("moment", AFTER_COMMIT, ids=names(AFTER_COMMIT))
def test_killed_after_the_commit_the_next_run_finishes_the_same_files_and_cells(
    shop: SmallShop, moment: Moment, tmp_path: Path
) -> None:
    run_killed(shop, moment)

    ran = shop.run(1)

    whole = as_done_without_interruption(tmp_path)
    assert shop.outbox("261121-1") == whole.outbox("261121-1")
    assert shop.orders.read_bytes() == whole.orders.read_bytes()
    assert not (shop.inbox / EXPORT).exists()
    assert (shop.folder / "archive" / "261121-1" / EXPORT).exists()
    assert ran.applied
    assert (ran.applied.files, ran.applied.edits) == ((), 0)
    assert shop.known().unfinished == ()
    assert [len(line.issues) for line in shop.known().lines.values()] == [1, 1, 1, 1]
    was_over = (moment.port, moment.method) == ("outbox", "sweep")
    assert [finding.code for finding in ran.mended] == ([] if was_over else ["PLAN-04"])


def test_an_unfinished_run_that_finds_the_workbook_open_stays_to_be_finished(shop: SmallShop) -> None:
    run_killed(shop, Moment("book", "replace"))
    owner = shop.folder / "~$orders.xlsx"
    owner.touch()
    with pytest.raises(SheetShipError) as refusal:
        shop.run(1)
    assert refusal.value.finding.code == "BOOK-01"
    owner.unlink()
    assert [finding.code for finding in shop.run(2).mended] == ["PLAN-04"]
    assert set(shop.rows()) == {*TYPED, *EXPORTED}


def test_rows_that_a_killed_run_owes_are_written_although_the_workbook_was_edited_meanwhile(
    shop: SmallShop,
) -> None:
    run_killed(shop, Moment("book", "replace"))
    shop.type_into("A1", "paid", "41")

    ran = shop.run(1)

    rows = shop.rows()
    assert set(rows) == {*TYPED, *EXPORTED}
    assert rows["A1"]["paid"] == "41"
    assert {row["status"] for row in rows.values()} == {"已下单"}
    assert shop.known().unfinished == ()
    assert ran.prepared.plan.counts["sent"] == 0
    assert shop.run(2).prepared.plan.is_empty


def test_owed_rows_are_still_owed_when_that_next_run_is_killed_too(shop: SmallShop) -> None:
    run_killed(shop, Moment("book", "replace"))
    shop.type_into("A1", "paid", "41")
    run_killed(shop, Moment("outbox", "stage"), hours=1)

    shop.run(2)

    assert set(shop.rows()) == {*TYPED, *EXPORTED}
    assert shop.known().unfinished == ()


def test_a_rehearsal_after_a_killed_run_changes_nothing_and_tells_of_it(shop: SmallShop) -> None:
    run_killed(shop, Moment("outbox", "publish"))
    before = shop.files()
    with shop.open() as opened:
        ran = rehearse(opened, at(1), step=no_step)
    assert "PLAN-07" in {finding.code for finding in ran.findings}
    assert shop.files() == before


def test_a_file_that_changed_in_the_inbox_after_the_commit_is_left_there(shop: SmallShop) -> None:
    run_killed(shop, Moment("inbox", "archive"))
    shop.drop(EXPORT, reply({"A1": "73100000000017"}))

    shop.run(1)

    assert (shop.folder / "archive" / "261121-2" / EXPORT).exists()
    assert shop.rows()["A1"]["tracking_number"] == "73100000000017"


def test_half_written_files_of_a_killed_run_are_swept(shop: SmallShop) -> None:
    run_killed(shop, Moment("outbox", "publish"))
    half = shop.folder / "outbox" / "261121-1" / ".sheetship-0123456789abcdef.tmp"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    shop.run(1)
    assert not half.exists()


def test_what_stands_in_the_way_after_the_commit_is_told_as_such_and_finished_later(shop: SmallShop) -> None:
    """Somebody opens the workbook in the very second between the commit and the writing."""
    owner = shop.folder / "~$orders.xlsx"
    with shop.open() as opened:
        publish = opened.outbox.publish

        def and_opens_excel(run: str, files: dict[str, bytes]) -> None:
            publish(run, files)
            owner.touch()

        object.__setattr__(opened.outbox, "publish", and_opens_excel)
        with pytest.raises(SheetShipError) as refusal:
            run(opened, at(0), "小美", approve=lambda _: True, step=no_step)
    assert refusal.value.finding.code == "PLAN-08"
    assert "orders.xlsx" in refusal.value.finding.message("zh")
    owner.unlink()
    shop.run(1)
    assert set(shop.rows()) == {*TYPED, *EXPORTED}


def test_a_workbook_saved_between_commit_and_writing_is_not_overwritten(shop: SmallShop) -> None:
    with shop.open() as opened:
        publish = opened.outbox.publish

        def and_somebody_saves(run: str, files: dict[str, bytes]) -> None:
            publish(run, files)
            shop.type_into("A2", "paid", "31")

        object.__setattr__(opened.outbox, "publish", and_somebody_saves)
        with pytest.raises(SheetShipError) as refusal:
            run(opened, at(0), "小美", approve=lambda _: True, step=no_step)
    assert refusal.value.finding.code == "PLAN-08"
    assert shop.rows()["A2"]["paid"] == "31"
    shop.run(1)
    assert set(shop.rows()) == {*TYPED, *EXPORTED}
    assert shop.rows()["A2"]["paid"] == "31"
