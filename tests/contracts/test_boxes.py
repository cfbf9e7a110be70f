"""What the flow may expect of the inbox, the outbox, saved plans and the run lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sheetship.adapters.inbox_folder import InboxFolder
from sheetship.adapters.outbox_folder import OutboxFolder
from sheetship.adapters.plan_files import PlanFiles
from sheetship.adapters.safe_files import SafeFiles
from sheetship.adapters.shop_lock import ShopLock
from sheetship.core.findings import SheetShipError
from sheetship.flow import ports
from tests.contracts.memory import MemoryInbox, MemoryLock, MemoryOutbox, MemoryPlans, written
from tests.stories.workbooks import export_book

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
TABLE = (("订单号", "快递单号"), ("A1", "73100000000017"))


@dataclass(frozen=True, slots=True)
class Box:
    """An inbox, and a hand that drops files into it."""

    port: ports.Inbox
    drop: Callable[[str], object]

    def names(self) -> list[str]:
        return [file.name for file in self.port.waiting()]


def _folder(folder: Path) -> Box:
    inbox = folder / "inbox"
    inbox.mkdir()

    def drop(name: str) -> None:
        (inbox / name).parent.mkdir(exist_ok=True)
        (inbox / name).write_bytes(export_book(TABLE[0], [dict(zip(*TABLE, strict=True))], tab="Sheet1"))

    return Box(InboxFolder(inbox, folder / "archive", SafeFiles()), drop)


def _memory(_: Path) -> Box:
    port = MemoryInbox()
    return Box(port, lambda name: port.drop(name, written(TABLE)))


@pytest.fixture(params=[_folder, _memory], ids=["folder", "memory"])
def box(request: pytest.FixtureRequest, tmp_path: Path) -> Box:
    made: Box = request.param(tmp_path)
    return made


def test_what_was_dropped_waits_with_its_shop_and_hash(box: Box) -> None:
    box.drop("回单.xlsx")
    box.drop("旗舰店/回单.xlsx")
    assert {(file.name, file.shop) for file in box.port.waiting()} == {
        ("inbox/回单.xlsx", ""),
        ("inbox/旗舰店/回单.xlsx", "旗舰店"),
    }
    assert len({file.sha256 for file in box.port.waiting()}) == 1


def test_a_file_is_read_as_its_tables(box: Box) -> None:
    box.drop("回单.xlsx")
    (table,) = box.port.tables(box.port.waiting()[0])
    assert [list(row) for row in table.rows] == [list(row) for row in TABLE]
    assert table.name.startswith("inbox/回单.xlsx")


def test_archived_files_come_back_under_their_names(box: Box) -> None:
    box.drop("旗舰店/回单.xlsx")
    waiting = {file.name: file.sha256 for file in box.port.waiting()}
    box.port.archive(waiting, "261121-1")
    assert (box.names(), box.port.archived("261121-1")) == ([], ["inbox/旗舰店/回单.xlsx"])
    box.port.archive(waiting, "261121-1")
    box.port.bring_back("261121-1")
    assert box.names() == ["inbox/旗舰店/回单.xlsx"]
    assert box.port.archived("261121-1") == []
    box.port.bring_back("261121-1")


def test_a_file_that_changed_is_not_archived(box: Box) -> None:
    box.drop("回单.xlsx")
    box.port.archive({"inbox/回单.xlsx": "0" * 64}, "261121-1")
    assert box.names() == ["inbox/回单.xlsx"]


def test_a_file_that_took_the_name_meanwhile_stays_beside_the_one_that_comes_back(tmp_path: Path) -> None:
    box = _folder(tmp_path)
    box.drop("回单.xlsx")
    box.port.archive({file.name: file.sha256 for file in box.port.waiting()}, "261121-1")
    (tmp_path / "inbox" / "回单.xlsx").write_bytes(b"another")
    box.port.bring_back("261121-1")
    assert set(box.names()) == {"inbox/回单.xlsx", "inbox/回单-2.xlsx"}


@pytest.mark.parametrize(
    "name", ["~$回单.xlsx", ".DS_Store", "desktop.ini", "Thumbs.db", ".~lock.回单.xlsx#"]
)
def test_what_programs_leave_behind_does_not_wait(tmp_path: Path, name: str) -> None:
    box = _folder(tmp_path)
    (tmp_path / "inbox" / name).touch()
    assert box.names() == []


@pytest.fixture(params=["folder", "memory"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> ports.Outbox:
    if request.param == "memory":
        return MemoryOutbox()
    return OutboxFolder(tmp_path / "outbox", tmp_path / "staging", SafeFiles())


STAGED = ports.Staged(
    files={"给 HZ/代发单.xlsx": b"sheet", "report.html": b"report"},
    workbook=b"workbook",
    expected_sha="1" * 64,
    consumed={"inbox/回单.xlsx": "2" * 64},
    takes_back="261120-1",
)


@pytest.mark.parametrize("staged", [STAGED, replace(STAGED, workbook=None, files={})], ids=["whole", "bare"])
def test_what_was_staged_is_kept_until_it_is_swept(outbox: ports.Outbox, staged: ports.Staged) -> None:
    assert outbox.staged("261121-1") is None
    outbox.stage("261121-1", staged)
    outbox.stage("261121-1", staged)
    assert outbox.staged("261121-1") == staged
    assert outbox.runs() == []
    outbox.sweep("261121-1")
    assert outbox.staged("261121-1") is None
    outbox.sweep("261121-1")


def test_files_get_their_names_as_often_as_asked_but_never_over_another(outbox: ports.Outbox) -> None:
    outbox.publish("261121-1", STAGED.files)
    outbox.publish("261121-1", STAGED.files)
    assert outbox.runs() == ["261121-1"]
    with pytest.raises(SheetShipError) as refusal:
        outbox.publish("261121-1", {"report.html": b"another"})
    assert refusal.value.finding.code == "STORE-30"


def test_a_name_that_is_taken_is_refused_before_anything_is_kept(outbox: ports.Outbox) -> None:
    outbox.publish("261121-1", {"report.html": b"another"})
    with pytest.raises(SheetShipError) as refusal:
        outbox.stage("261121-1", STAGED)
    assert refusal.value.finding.code == "STORE-30"
    assert outbox.staged("261121-1") is None


def test_tidying_forgets_all_runs_but_the_unfinished(outbox: ports.Outbox) -> None:
    outbox.stage("261121-1", STAGED)
    outbox.stage("261121-2", STAGED)
    outbox.tidy({"261121-2"})
    assert outbox.staged("261121-1") is None
    assert outbox.staged("261121-2") == STAGED


def test_what_was_staged_without_its_manifest_does_not_count(tmp_path: Path) -> None:
    outbox = OutboxFolder(tmp_path / "outbox", tmp_path / "staging", SafeFiles())
    outbox.stage("261121-1", STAGED)
    (tmp_path / "staging" / "261121-1" / "manifest.json").unlink()
    assert outbox.staged("261121-1") is None


@pytest.fixture(params=["files", "memory"])
def plans(request: pytest.FixtureRequest, tmp_path: Path) -> ports.Plans:
    return MemoryPlans() if request.param == "memory" else PlanFiles(tmp_path / "plans", SafeFiles())


SAVED = ports.SavedPlan(run="261121-1", at=AT, inputs={"orders.xlsx": "1"}, digest="0123456789", book=b"plan")


def test_a_saved_plan_is_found_again_whole(plans: ports.Plans) -> None:
    name = plans.save(SAVED)
    assert plans.load(name) == SAVED
    assert plans.save(SAVED) == name


def test_what_is_no_plan_is_refused(plans: ports.Plans) -> None:
    with pytest.raises(SheetShipError) as refusal:
        plans.load("nothing")
    assert refusal.value.finding.code == "PLAN-02"


@pytest.fixture(params=["file", "memory"])
def lock(request: pytest.FixtureRequest, tmp_path: Path) -> ports.RunLock:
    return MemoryLock() if request.param == "memory" else ShopLock(tmp_path / "run.lock")


def test_one_run_at_a_time(lock: ports.RunLock) -> None:
    with lock.hold("小美", AT):
        with pytest.raises(SheetShipError) as refusal, lock.hold("Li", AT):
            pass
        assert refusal.value.finding.values["user"] == "小美"
    with lock.hold("Li", AT):
        pass
