"""The error gallery of plans and runs: what happens to a saved plan, or to a run, before it can be carried out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sheetship.adapters.outbox_folder import OutboxFolder
from sheetship.flow.mend import mend
from tests.cli.calling import AT, Answer, sheetship
from tests.flow.killing import Moment, run_killed
from tests.flow.small_shop import SmallShop, small_shop


def _edited(row: int, heading: str, text: str) -> Callable[[SmallShop, Path], object]:
    def act(_: SmallShop, plan: Path) -> None:
        book = openpyxl.load_workbook(plan)
        sheet = book.worksheets[0]
        headings = [cell.value for cell in sheet[1]]
        sheet.cell(row, headings.index(heading) + 1).value = text
        book.save(plan)

    return act


CASES: dict[str, tuple[Callable[[SmallShop, Path], object], str]] = {
    "PLAN-01": (lambda shop, _: shop.type_into("A1", "quantity", "2"), "orders.xlsx"),
    "PLAN-02": (
        lambda _, plan: plan.with_name("plan.json").write_text(json.dumps({"run": "x"})),
        "plan.xlsx",
    ),
    "PLAN-30": (lambda _, plan: plan.write_bytes(b"no workbook"), "it cannot be opened"),
    "PLAN-31": (_edited(2, "执行", "也许"), "“也许”"),
    "PLAN-32": (_edited(2, "行号", "L-MINE"), "“L-MINE”"),
}


@pytest.mark.parametrize("code", CASES)
def test_a_plan_that_cannot_be_applied_says_why_and_nothing_is_written(code: str, tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    assert sheetship("plan", shop.folder, "--at", AT, "--lang", "en").code == 0
    (plan,) = (shop.folder / ".sheetship" / "plans").glob("*/plan.xlsx")
    happens, says = CASES[code]
    happens(shop, plan)
    orders = shop.orders.read_bytes()

    answer = sheetship("apply", plan, "--lang", "en")

    assert answer.code == 1
    assert f"[{code}]" in answer.err
    assert says in answer.err
    assert sheetship("apply", plan, "--lang", "zh").code == 1
    assert shop.orders.read_bytes() == orders
    assert not (shop.folder / "outbox").exists()


def test_a_file_that_lies_in_no_shop_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").touch()
    assert "[PLAN-02]" in sheetship("apply", tmp_path / "plan.xlsx").err


def test_a_run_that_never_was_cannot_be_taken_back(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    shop.run()
    answer = sheetship("undo", "261121-7", "--shop", shop.folder, "--yes", "--lang", "en")
    assert answer.code == 1
    assert "no run 261121-7 [PLAN-03]" in answer.err
    assert "261121-1" in answer.err


def test_a_run_that_stopped_half_way_is_told_and_finished(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    run_killed(shop, Moment("book", "replace"))
    assert "PLAN-07" in _json("status", shop).codes
    assert "PLAN-04" in _json("run", shop, "--yes").codes


def _json(command: str, shop: SmallShop, *more: str) -> Answer:
    return sheetship(command, shop.folder, "--json", "--at", AT, *more)


def test_what_stands_in_the_way_after_the_commit_is_told_with_its_own_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is another refusal: BOOK-02, somebody saved the workbook in that very second."""
    shop = small_shop(tmp_path)
    publish = OutboxFolder.publish

    def and_somebody_saves(outbox: OutboxFolder, run: str, files: dict[str, bytes]) -> None:
        publish(outbox, run, files)
        shop.type_into("A2", "paid", "31")

    monkeypatch.setattr(OutboxFolder, "publish", and_somebody_saves)
    answer = sheetship("run", shop.folder, "--yes", "--at", AT, "--lang", "en")
    monkeypatch.undo()
    assert answer.code == 1
    assert "[PLAN-08]" in answer.err
    assert "changed after it was read" in answer.err  # "BOOK-02"
    with shop.open() as opened:
        assert [finding.code for finding in mend(opened).findings] == ["PLAN-04"]


def test_a_workbook_that_is_gone_can_only_come_back_by_a_run(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    shop.run()
    shop.orders.unlink()
    assert "[SHOP-10]" in sheetship("plan", shop.folder, "--at", AT, "--lang", "en").err


def test_what_a_person_typed_into_our_column_is_told_when_it_is_put_right(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    shop.run()
    shop.type_into("A1", "status", "??")
    answer = sheetship("run", shop.folder, "--yes", "--at", AT, "--lang", "en")
    assert "You changed “Status” (it said “??”); it was restored from the ledger [ROW-15]" in " ".join(
        answer.out.split()
    )
