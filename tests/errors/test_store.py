"""The error gallery of ledger, files and lock: the smallest thing that causes each STORE code, and what it says."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from sheetship.adapters import _disk, _ledger_tables
from sheetship.adapters.home_folder import Computer, HomeFolder
from sheetship.adapters.ledger_sqlite import Ledger, copy_ledger
from sheetship.adapters.safe_files import SafeFiles
from sheetship.adapters.shop_lock import ShopLock
from sheetship.core import events as ev
from sheetship.core.events import Event
from sheetship.core.findings import SheetShipError
from sheetship.core.messages.store import STORE
from sheetship.core.model import Issue
from sheetship.flow.handover import hand_over
from tests.flow.killing import Moment, run_killed
from tests.flow.small_shop import small_shop

AT = datetime(2026, 11, 21, 10, 2, tzinfo=UTC)


def _issued(token: str) -> Event:
    issue = Issue(
        token=token, line_key="douyin/店/1", po_number="HZ-261121-1", supplier="HZ", supplier_sku="s",
        quantity=2, units=2,
    )  # fmt: skip
    return ev.po_issued(issue, ordered=2)


def _commit(*events: Event, head: int | None = None) -> Callable[[Path, pytest.MonkeyPatch], None]:
    """Records the events one by one."""

    def act(shop: Path, _: pytest.MonkeyPatch) -> None:
        with Ledger.open(shop / "ledger.db") as ledger:
            for event in events:
                ledger.commit("r1", AT, [event], head=ledger.head() if head is None else head)

    return act


def _open_changed(statement: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def act(shop: Path, _: pytest.MonkeyPatch) -> None:
        Ledger.open(shop / "ledger.db").close()
        db = sqlite3.connect(shop / "ledger.db")
        with db:
            db.execute(statement)
        db.close()
        Ledger.open(shop / "ledger.db")

    return act


def _cut_off(shop: Path, _: pytest.MonkeyPatch) -> None:
    (shop / "ledger.db").touch()
    Ledger.open(shop / "ledger.db")


def _held_open(shop: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_ledger_tables, "_BUSY_SECONDS", 0)
    with Ledger.open(shop / "ledger.db") as ledger:
        other = sqlite3.connect(shop / "ledger.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            ledger.commit("r1", AT, [_issued("HZ1")], head=0)
        finally:
            other.close()


def _no_folder(shop: Path, _: pytest.MonkeyPatch) -> None:
    (shop / "file").touch()
    Ledger.open(shop / "file" / "ledger.db")


def _replace(shop: Path, read: bytes) -> None:
    (shop / "orders.xlsx").write_bytes(b"now")
    SafeFiles(lambda _: None).replace(
        shop / "orders.xlsx", b"new", expected_sha=sha256(read).hexdigest(), backup_folder=shop / "backups"
    )


def _taken_name(shop: Path, _: pytest.MonkeyPatch) -> None:
    (shop / "HZ.xlsx").write_bytes(b"other")
    SafeFiles().write_new(shop / "HZ.xlsx", b"new")


def _failing_disk(shop: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Path, "read_bytes", lambda _: b"n")
    SafeFiles().write_new(shop / "HZ.xlsx", b"new")


def _in_use(shop: Path, patch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    patch.setattr(os, "replace", busy)
    _replace(shop, b"now")


def _full_disk(shop: Path, patch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    patch.setattr(os, "fsync", full)
    SafeFiles().write_new(shop / "HZ.xlsx", b"new")


def _second_run(shop: Path, _: pytest.MonkeyPatch) -> None:
    with ShopLock(shop / "run.lock").hold("小美", AT), ShopLock(shop / "run.lock").hold("Li", AT):
        pass


def _no_lock(shop: Path, _: pytest.MonkeyPatch) -> None:
    (shop / "file").touch()
    with ShopLock(shop / "file" / "run.lock").hold("小美", AT):
        pass


def _home(shop: Path, computer: str, *, is_shared: bool = True) -> HomeFolder:
    (shop / ".sheetship").mkdir(exist_ok=True)
    at = Computer(computer, computer, shop / computer)
    return HomeFolder(shop / ".sheetship", lambda: at, SafeFiles(), copy_ledger, is_shared=is_shared)


def _two_homes(shop: Path, _: pytest.MonkeyPatch) -> None:
    _home(shop, "A").private()
    _home(shop, "B").private()


def _home_without_ledger(shop: Path, _: pytest.MonkeyPatch) -> None:
    (_home(shop, "A").private() / "ledger.db").unlink()
    _home(shop, "A").private()


def _two_notes(shop: Path, _: pytest.MonkeyPatch) -> None:
    _home(shop, "A").private()
    (shop / ".sheetship" / "home-B.json").touch()
    _home(shop, "A").private()


def _nothing_arrived(shop: Path, _: pytest.MonkeyPatch) -> None:
    _home(shop, "A").private()
    _home(shop, "A").hand_over()
    (shop / ".sheetship" / "handover.db").unlink()
    _home(shop, "B").private()


def _no_copy_left(shop: Path, _: pytest.MonkeyPatch) -> None:
    _home(shop, "A").private()
    _home(shop, "B").take_over()


def _handed_over_too_early(place: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("XDG_DATA_HOME", str(place / "data"))
    shop = small_shop(place)
    (shop.folder / "sheetship.toml").write_text('[ledger]\nplace = "computer"\n', encoding="utf-8")
    run_killed(shop, Moment("book", "replace"))
    shop.type_into("A1", "street", "文三路 2 号")
    with shop.open() as opened:
        hand_over(opened, AT, "小美")


START = ev.run_started("r1", inputs={}, files={})

CASES: dict[str, tuple[Callable[[Path, pytest.MonkeyPatch], None], str]] = {
    "STORE-10": (_cut_off, "台账文件已损坏（0 bytes），没有做任何改动"),
    "STORE-11": (_open_changed("UPDATE about SET value = '2'"), "格式 2，本版本认识 1"),
    "STORE-12": (_open_changed("UPDATE about SET value = '0'"), "台账是旧格式 0（本版本使用 1）"),
    "STORE-13": (_open_changed("DROP TABLE about"), "这个文件不是 SheetShip 的台账"),
    "STORE-14": (_commit(START, START, head=0), "第 0 条之后又到了第 1 条"),
    "STORE-15": (_held_open, "台账正被另一个程序占用"),
    "STORE-16": (_no_folder, "台账无法读写：Not a directory"),
    "STORE-20": (
        _commit(_issued("HZ1"), _issued("HZ2")),
        "子订单 douyin/店/1 会被重复下单：有效采购单合计 4 件，超过订购的 2 件",
    ),
    "STORE-21": (_commit(START, START), "“run:r1”以前已经记入过"),
    "STORE-22": (_commit(_issued("HZ1"), _issued("HZ1")), "采购单行号 HZ1 已经用过"),
    "STORE-23": (_commit(ev.po_voided("HZ1", "")), "采购单行 HZ1 不存在或已经作废"),
    "STORE-30": (_taken_name, "这里已有同名但内容不同的文件，没有覆盖它"),
    "STORE-31": (_failing_disk, "写完后读回的内容与写入的不同"),
    "STORE-32": (lambda shop, _: _replace(shop, b"as read"), "读取之后这个文件又被改过，没有覆盖它"),
    "STORE-33": (_in_use, "文件正被其他程序打开，或不允许修改（Permission denied）"),
    "STORE-34": (_full_disk, "文件没有写成：No space left on device"),
    "STORE-40": (_second_run, "小美 从 2026-11-21 10:02 起正在运行"),
    "STORE-41": (_no_lock, "这里无法加运行锁"),
    "STORE-50": (_two_homes, "在电脑“A”上，只有那台电脑能运行"),
    "STORE-51": (_home_without_ledger, "但不见了"),
    "STORE-52": (_two_notes, "说不清哪台电脑管这家店（home-B.json, home.json）"),
    "STORE-53": (lambda shop, _: _home(shop, "A", is_shared=False).hand_over(), "没有可移交的"),
    "STORE-54": (_nothing_arrived, "电脑“A”已移交，但台账文件还没有同步到这里"),
    "STORE-56": (_no_copy_left, "没有电脑“A”留下的台账副本"),
    "STORE-55": (_handed_over_too_early, "批次 261121-1 还有没写进订单表的内容"),
}


@pytest.mark.parametrize("code", CASES)
def test_each_refusal_says_what_happened_and_what_to_do(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, says = CASES[code]
    with pytest.raises(SheetShipError) as refusal:
        act(tmp_path, monkeypatch)
    monkeypatch.undo()
    finding = refusal.value.finding
    assert finding.code == code
    assert says in finding.message("zh")
    assert finding.where.startswith(str(tmp_path))
    for words in (finding.message("en"), finding.fix("en")):
        assert not re.search("[\u4e00-\u9fff{}]", words.replace("小美", "").replace("店", ""))
    assert re.search("[\u4e00-\u9fff]", finding.fix("zh"))
    assert not [path for path in tmp_path.rglob("*") if _disk.is_temp(path.name)]


def test_every_store_code_is_in_this_gallery() -> None:
    assert set(CASES) == set(STORE)
