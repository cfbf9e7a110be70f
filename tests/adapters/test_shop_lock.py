"""One run at a time, and the second one is told who and since when."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sheetship.adapters.shop_lock import ShopLock
from sheetship.core.findings import SheetShipError

SINCE = datetime(2026, 11, 21, 10, 2, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / ".sheetship" / "run.lock"


def refused(place: Path) -> SheetShipError:
    with pytest.raises(SheetShipError) as refusal, ShopLock(place).hold("Li", SINCE):
        pass
    return refusal.value


def test_the_second_run_is_told_who_runs_since_when(place: Path) -> None:
    with ShopLock(place).hold("小美", SINCE):
        error = refused(place)
    assert error.finding.code == "STORE-40"
    assert "小美" in error.finding.message("zh")
    assert "2026-11-21 10:02" in error.finding.message("en")
    assert str(os.getpid()) in error.finding.message("en")


def test_a_second_thread_is_refused_too(place: Path) -> None:
    errors: list[SheetShipError] = []
    with ShopLock(place).hold("Mei", SINCE):
        thread = threading.Thread(target=lambda: errors.append(refused(place)))
        thread.start()
        thread.join()
    assert [error.finding.code for error in errors] == ["STORE-40"]


def test_after_a_run_the_next_one_may_start(place: Path) -> None:
    for user in ("Mei", "Li"):
        with ShopLock(place).hold(user, SINCE):
            pass
    assert not list(place.parent.glob("*.owner"))


def test_a_run_that_failed_frees_the_lock(place: Path) -> None:
    with pytest.raises(ZeroDivisionError), ShopLock(place).hold("Mei", SINCE):
        raise ZeroDivisionError
    with ShopLock(place).hold("Li", SINCE):
        pass


def test_the_lock_of_a_killed_run_frees_itself(place: Path) -> None:
    killed = (
        "import os, pathlib, datetime, sys\n"
        "from sheetship.adapters.shop_lock import ShopLock\n"
        "with ShopLock(pathlib.Path(sys.argv[1])).hold('Mei', datetime.datetime.now(datetime.UTC)):\n"
        "    os._exit(9)\n"
    )
    ended = subprocess.run([sys.executable, "-c", killed, str(place)], check=False)
    assert ended.returncode == 9
    assert list(place.parent.glob("*.owner"))
    with ShopLock(place).hold("Li", SINCE):
        assert "Li" in refused(place).finding.message("en")


@pytest.mark.parametrize("note", [None, "", "[]", '{"user": "Mei"}'])
def test_a_lock_without_a_readable_note_still_refuses(place: Path, note: str | None) -> None:
    with ShopLock(place).hold("Mei", SINCE):
        (beside,) = place.parent.glob("*.owner")
        if note is None:
            beside.unlink()
        else:
            beside.write_text(note, encoding="utf-8")
        error = refused(place)
    assert error.finding.code == "STORE-40"
    assert "?" in error.finding.message("zh")


def test_a_note_that_cannot_be_written_does_not_stop_a_run(place: Path) -> None:
    place.parent.mkdir()
    place.with_name("run.lock.owner").mkdir()
    with ShopLock(place).hold("Mei", SINCE):
        assert refused(place).finding.code == "STORE-40"


def test_a_place_where_no_lock_can_be_made_is_said_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise PermissionError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", read_only)
    error = refused(place)
    assert error.finding.code == "STORE-41"
    assert "Read-only" in error.finding.message("en")
