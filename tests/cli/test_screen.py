"""What a person sees while a command works, and what the looking commands show of a day."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from sheetship.cli import show
from sheetship.cli.words import system_lang
from tests.cli.calling import AT, sheetship
from tests.flow.small_shop import EXPORTED, SmallShop, reply, small_shop

LATER = "2026-11-21T12:00:00+08:00"


class Terminal(io.StringIO):
    """A screen."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    return small_shop(tmp_path)


def test_each_step_is_told_while_it_goes_on_and_makes_room_for_a_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with show.progress(quiet=False) as step:
        step("reading")
        step.pause()
        step("rendering")
    assert "Filling the sheets" in screen.getvalue() or "填写表格" in screen.getvalue()


def test_nothing_is_told_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with show.progress(quiet=False) as step:
        step("reading")
        step.pause()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("locale", "lang"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C", "en")])
def test_the_language_of_the_system(monkeypatch: pytest.MonkeyPatch, locale: str, lang: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert system_lang() == lang


def test_why_tells_the_decision_the_parcel_with_its_evidence_and_the_problem(shop: SmallShop) -> None:
    shop.type_into("A2", "phone", None)
    sheetship("run", shop.folder, "--yes", "--at", AT)
    shop.drop("回单.xlsx", reply({"A1": "73100000000017"}))
    sheetship("run", shop.folder, "--yes", "--at", LATER)
    bought = sheetship("why", "A1", "--shop", shop.folder, "--at", LATER, "--lang", "en").out
    for told in ("HZ:", "73100000000017", "put into a purchase order", "tracking number matched", "261121-2"):
        assert told in bought
    waiting = sheetship("why", "A2", "--shop", shop.folder, "--at", LATER, "--lang", "en").out
    assert "[ORD-12]" in waiting


@pytest.mark.parametrize("name", ["HZ-261121-1", "73100000000017"])
def test_an_order_is_found_by_its_tracking_number_or_token(shop: SmallShop, name: str) -> None:
    shop.run()
    shop.drop("回单.xlsx", reply({"A1": "73100000000017"}))
    shop.run(1)
    token = next(line.issues[0].token for line in shop.known().lines.values() if line.parcels)
    wanted = token if name.startswith("HZ") else name
    assert "订单!" in sheetship("why", wanted, "--shop", shop.folder, "--at", LATER).out


def test_status_shows_states_money_and_the_last_runs(shop: SmallShop) -> None:
    sheetship("run", shop.folder, "--yes", "--at", AT)
    out = sheetship("status", shop.folder, "--at", LATER, "--lang", "en").out
    for told in ("CNY", "261121-1", "2026-11-21"):
        assert told in out


def test_a_long_list_of_problems_is_cut_and_says_so(shop: SmallShop) -> None:
    for number in range(15):
        shop.drop(f"什么{number}.csv", f"订单号,商品{number}\n1,杯子\n".encode())
    out = sheetship("run", shop.folder, "--yes", "--at", AT, "--lang", "en").out
    assert "3 more" in out
    assert out.splitlines()[-1].startswith("15 findings")
    assert EXPORTED[0] in shop.rows()


def test_a_run_that_finished_another_says_so(shop: SmallShop) -> None:
    sheetship("run", shop.folder, "--yes", "--at", AT)
    shop.orders.unlink()
    out = sheetship("run", shop.folder, "--yes", "--at", LATER, "--lang", "en").out
    assert "[SHOP-08]" in out
