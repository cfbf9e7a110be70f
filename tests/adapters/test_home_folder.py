"""A shared folder has one home computer: no other orders anything, until the ledger is handed over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sheetship.adapters import home_folder
from sheetship.adapters.home_folder import this_computer
from sheetship.core.findings import SheetShipError
from sheetship.flow.handover import hand_over
from sheetship.wiring import other_home
from tests.flow.killing import Moment, run_killed
from tests.flow.small_shop import SETTINGS, TYPED, SmallShop, at, douyin_export, reply, small_shop

OnComputer = Callable[[str], None]
MORE = (
    *(
        "6917000000000000058",
        "6917000000000000066",
        "杯垫",
        "MAT",
        "1",
        "9.90",
        "9.90",
        "钱七",
        "13500005555",
    ),
    *("浙江省", "杭州市", "西湖区", "翠苑街道", "5 号", "2026-11-20 11:01:02", "待发货", "-"),
)
SHARED = f'{SETTINGS}[ledger]\nplace = "computer"\n'


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    made = small_shop(tmp_path)
    (made.folder / "sheetship.toml").write_text(SHARED, encoding="utf-8")
    return made


@pytest.fixture
def sit_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OnComputer:
    """From now on the test sits at this computer."""

    def sit(name: str) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / name))
        monkeypatch.setattr("platform.node", lambda: name)

    sit("A")
    return sit


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[SheetShipError]]:
    with pytest.raises(SheetShipError) as caught:
        yield caught
    assert caught.value.finding.code == code


def memories(tmp_path: Path, name: str) -> list[Path]:
    return sorted(path for path in (tmp_path / name / "SheetShip").iterdir() if path.is_dir())


def corner(shop: SmallShop) -> set[str]:
    """What SheetShip keeps in the shared folder, besides copies of the ledger and an old lock."""
    names = {path.name for path in (shop.folder / ".sheetship").iterdir()}
    return {name for name in names if not name.startswith(("run.lock", "ledger-copy-"))}


def handed_over(shop: SmallShop, hours: int = 5) -> None:
    with shop.open() as opened:
        hand_over(opened, at(hours), "小美")


def issues(shop: SmallShop) -> list[int]:
    return [len(line.issues) for line in shop.known().lines.values()]


def test_the_ledger_of_a_shared_folder_is_on_one_computer_alone(
    shop: SmallShop, sit_at: OnComputer, tmp_path: Path
) -> None:
    shop.run()
    (memory,) = memories(tmp_path, "A")
    assert {path.name for path in memory.iterdir()} >= {"ledger.db", "backups"}
    assert corner(shop) == {"home.json"}
    sit_at("B")
    before = shop.orders.read_bytes()
    with refused("STORE-50") as caught:
        shop.run(1)
    assert "“A”" in caught.value.finding.message("zh")
    assert shop.orders.read_bytes() == before
    assert memories(tmp_path, "B") == []
    sit_at("A")
    assert shop.run(1).prepared.plan.is_empty


def test_a_ledger_that_lay_in_the_folder_moves_with_all_it_knows(
    shop: SmallShop, sit_at: OnComputer, tmp_path: Path
) -> None:
    (shop.folder / "sheetship.toml").write_text(SETTINGS, encoding="utf-8")
    run_killed(shop, Moment("outbox", "publish"))
    (shop.folder / "sheetship.toml").write_text(SHARED, encoding="utf-8")

    shop.run(1)

    assert issues(shop) == [1, 1, 1, 1]
    assert len(shop.outbox("261121-1")) > 2
    assert corner(shop) == {"home.json", "ledger-before-it-moved.db"}
    assert len(memories(tmp_path, "A")) == 1


def test_handed_over_the_next_computer_goes_on_where_the_first_one_stopped(
    shop: SmallShop, sit_at: OnComputer, tmp_path: Path
) -> None:
    shop.run()
    handed_over(shop)
    sit_at("B")
    shop.drop("reply.xlsx", reply({"A1": "75312345678901"}))
    assert shop.run(6).applied
    assert issues(shop) == [1, 1, 1, 1]
    assert shop.rows()["A1"]["tracking_number"] == "75312345678901"
    assert corner(shop) == {"home.json"}
    sit_at("A")
    with refused("STORE-50"):
        shop.run(7)


def test_handed_back_the_older_memory_is_kept_aside(
    shop: SmallShop, sit_at: OnComputer, tmp_path: Path
) -> None:
    shop.run()
    handed_over(shop)
    sit_at("B")
    shop.run(6)
    handed_over(shop, 7)
    sit_at("A")
    shop.run(8)
    assert issues(shop) == [1, 1, 1, 1]
    assert len(memories(tmp_path, "A")) == 2


def test_handed_over_to_nobody_yet_the_same_computer_may_go_on(shop: SmallShop, sit_at: OnComputer) -> None:
    shop.run()
    handed_over(shop)
    assert shop.run(6).prepared.plan.is_empty


def test_what_has_not_arrived_yet_is_waited_for(shop: SmallShop, sit_at: OnComputer) -> None:
    shop.run()
    handed_over(shop)
    (shop.folder / ".sheetship" / "handover.db").rename(shop.folder / "still on its way")
    sit_at("B")
    with refused("STORE-54"):
        shop.run(6)
    (shop.folder / "still on its way").rename(shop.folder / ".sheetship" / "handover.db")
    shop.run(6)
    assert issues(shop) == [1, 1, 1, 1]


def test_of_two_computers_that_take_over_one_has_it(
    shop: SmallShop, sit_at: OnComputer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.run()
    handed_over(shop)
    note = (shop.folder / ".sheetship" / "home.json").read_bytes()
    sit_at("B")
    shop.run(6)
    (shop.folder / ".sheetship" / "home (C).json").write_bytes(note)
    with refused("STORE-52"):
        shop.run(7)


def test_a_memory_that_is_gone_orders_nothing(shop: SmallShop, sit_at: OnComputer, tmp_path: Path) -> None:
    shop.run()
    for path in memories(tmp_path, "A")[0].glob("ledger.db*"):
        path.unlink()
    with refused("STORE-51"):
        shop.run(1)


@pytest.mark.parametrize("told", ["{", "[]", '{"shop": "x"}'])
def test_a_note_that_says_nothing_stops_everything(told: str, shop: SmallShop, sit_at: OnComputer) -> None:
    shop.run()
    (shop.folder / ".sheetship" / "home.json").write_text(told, encoding="utf-8")
    with refused("STORE-52"):
        shop.run(1)


def test_a_run_that_stopped_is_finished_before_it_is_handed_over(shop: SmallShop, sit_at: OnComputer) -> None:
    run_killed(shop, Moment("outbox", "publish"))
    handed_over(shop)
    sit_at("B")
    assert len(shop.outbox("261121-1")) > 2
    assert shop.run(6).prepared.plan.is_empty


def test_what_is_still_to_be_written_is_not_handed_over(shop: SmallShop, sit_at: OnComputer) -> None:
    run_killed(shop, Moment("book", "replace"))
    shop.type_into("A1", "recipient_name", "王小明")
    with refused("STORE-55"):
        handed_over(shop)
    shop.run(1)
    handed_over(shop)


def test_a_folder_of_ones_own_has_nothing_to_hand_over(tmp_path: Path, sit_at: OnComputer) -> None:
    alone = small_shop(tmp_path)
    alone.run()
    assert (alone.folder / ".sheetship" / "ledger.db").exists()
    with refused("STORE-53"):
        handed_over(alone)


def test_killed_while_it_takes_over_a_computer_goes_on_with_its_own(
    shop: SmallShop, sit_at: OnComputer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.run()
    handed_over(shop)
    sit_at("B")
    with monkeypatch.context() as patch:
        patch.setattr(home_folder.HomeFolder, "_write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            shop.run(6)
    assert shop.run(6).prepared.plan.is_empty
    assert issues(shop) == [1, 1, 1, 1]


def test_a_computer_is_known_again(sit_at: OnComputer) -> None:
    first = this_computer()
    assert this_computer() == first
    sit_at("B")
    assert this_computer().key != first.key


def test_the_note_names_nobody(shop: SmallShop, sit_at: OnComputer) -> None:
    shop.run()
    told = json.loads((shop.folder / ".sheetship" / "home.json").read_text(encoding="utf-8"))
    assert set(told) == {"shop", "computer", "name", "since"}


def test_where_the_home_computer_is_gone_another_one_takes_over_and_buys_nothing_twice(
    shop: SmallShop, sit_at: OnComputer, tmp_path: Path
) -> None:
    shop.run()
    shop.drop("新订单.csv", douyin_export([MORE]))
    shop.run(1)
    sit_at("B")

    assert other_home(shop.folder).name == "A"
    assert other_home(shop.folder).take_over() == "ledger-copy-261121.db"
    ran = shop.run(2)

    assert (ran.prepared.plan.counts["sent"], ran.prepared.plan.counts["held"]) == (0, 1)
    assert "台账里没有这一行" in shop.rows()[MORE[0]]["problem"]
    assert other_home(shop.folder).take_over() == "ledger.db"
    sit_at("A")
    with refused("STORE-50"):
        shop.run(3)


def test_the_newest_two_copies_stay_in_the_folder(shop: SmallShop, sit_at: OnComputer) -> None:
    for day in range(3):
        shop.drop(f"{day}.xlsx", reply({TYPED[day % 2]: f"7531234567890{day}"}))
        shop.run(24 * day)
    copies = sorted(path.name for path in (shop.folder / ".sheetship").glob("ledger-copy-*"))
    assert copies == ["ledger-copy-261122.db", "ledger-copy-261123.db"]


def test_a_folder_of_ones_own_has_no_home_to_take_over(tmp_path: Path, sit_at: OnComputer) -> None:
    alone = small_shop(tmp_path)
    assert other_home(alone.folder).name == ""
    with refused("STORE-53"):
        other_home(alone.folder).take_over()


def test_a_copy_that_cannot_go_stays(
    shop: SmallShop, sit_at: OnComputer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(2):
        shop.drop(f"{day}.xlsx", reply({TYPED[day]: f"7531234567890{day}"}))
        shop.run(24 * day)
    unlink = Path.unlink

    def held(path: Path, *, missing_ok: bool = False) -> None:
        if path.name.startswith("ledger-copy"):
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    shop.drop("3.xlsx", reply({TYPED[0]: "75312345678909"}))
    assert shop.run(48).applied


def test_where_the_computer_keeps_no_memory_nothing_is_moved(
    shop: SmallShop, sit_at: OnComputer, tmp_path: Path
) -> None:
    shop.folder.joinpath(".sheetship").mkdir()
    (tmp_path / "A").write_text("no folder")
    with refused("STORE-34"):
        shop.run()
    assert list((shop.folder / ".sheetship").iterdir()) == []
