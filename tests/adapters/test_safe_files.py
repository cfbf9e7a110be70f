"""No file is ever half there, nothing of a person's is overwritten unseen, and every old content is kept."""

from __future__ import annotations

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.adapters import _disk
from sheetship.adapters.safe_files import PAUSES, SafeFiles
from sheetship.core.findings import SheetShipError
from tests.adapters.dying_disk import every_death

OLD, NEW = b"old content of the workbook", b"new content of the workbook, and longer"


def sha(content: bytes) -> str:
    return sha256(content).hexdigest()


class Waits:
    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def files(waits: Waits) -> SafeFiles:
    return SafeFiles(waits)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "shop" / "orders.xlsx"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def code_of(error: pytest.ExceptionInfo[SheetShipError]) -> str:
    return error.value.finding.code


def failing(error: OSError, times: int = 10**6) -> Any:  # noqa: ANN401 - stands for any function
    """A system call that fails a number of times; the real one is not called."""
    calls = iter(range(times))

    def call(*_: object, **__: object) -> None:
        if next(calls, None) is not None:
            raise error

    return call


def no_temps(folder: Path) -> bool:
    return not [path for path in folder.rglob("*") if _disk.is_temp(path.name)]


def test_a_new_file_is_there_whole_with_its_folders(files: SafeFiles, tmp_path: Path) -> None:
    path = tmp_path / "outbox" / "r1" / "HZ.xlsx"
    files.write_new(path, NEW)
    assert path.read_bytes() == NEW
    assert no_temps(tmp_path)


def test_writing_the_same_again_changes_nothing(files: SafeFiles, book: Path) -> None:
    before = book.stat()
    files.write_new(book, OLD)
    assert book.stat().st_mtime_ns == before.st_mtime_ns
    assert book.stat().st_ino == before.st_ino


def test_a_new_file_never_replaces_another(files: SafeFiles, book: Path) -> None:
    with pytest.raises(SheetShipError) as refusal:
        files.write_new(book, NEW)
    assert code_of(refusal) == "STORE-30"
    assert book.read_bytes() == OLD


def test_a_file_that_appears_meanwhile_is_not_replaced(
    files: SafeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "HZ.xlsx"
    real = os.fsync

    def someone_else_writes(descriptor: int) -> None:
        path.write_bytes(OLD)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", someone_else_writes)
    with pytest.raises(SheetShipError) as refusal:
        files.write_new(path, NEW)
    assert code_of(refusal) == "STORE-30"
    assert path.read_bytes() == OLD
    assert no_temps(tmp_path)


@pytest.mark.parametrize("on_windows", [False, True])
def test_without_hard_links_a_new_file_still_gets_its_name_in_one_step(
    files: SafeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, on_windows: bool
) -> None:
    monkeypatch.setattr(_disk, "ON_WINDOWS", on_windows)
    monkeypatch.setattr(os, "link", failing(OSError(errno.ENOTSUP, "no links")))
    files.write_new(tmp_path / "HZ.xlsx", NEW)
    assert (tmp_path / "HZ.xlsx").read_bytes() == NEW
    assert no_temps(tmp_path)


def test_without_hard_links_a_taken_name_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", failing(OSError(errno.ENOTSUP, "no links")))
    (tmp_path / "temp").write_bytes(NEW)
    (tmp_path / "final").write_bytes(OLD)
    with pytest.raises(FileExistsError):
        _disk.publish_new(tmp_path / "temp", tmp_path / "final")
    assert (tmp_path / "final").read_bytes() == OLD


def test_what_reads_back_differently_is_not_put_in_place(
    files: SafeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _: NEW[:-1])
    with pytest.raises(SheetShipError) as refusal:
        files.write_new(tmp_path / "HZ.xlsx", NEW)
    assert code_of(refusal) == "STORE-31"
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing_behind(
    files: SafeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(SheetShipError) as refusal:
        files.write_new(tmp_path / "HZ.xlsx", NEW)
    assert code_of(refusal) == "STORE-34"
    assert "No space left" in refusal.value.finding.message("zh")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_synced_by_its_nature_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(OSError(errno.EINVAL, "not for folders")))
    _disk.sync_folder(tmp_path)
    monkeypatch.setattr(os, "fsync", failing(OSError(errno.EIO, "broken")))
    with pytest.raises(OSError, match="broken"):
        _disk.sync_folder(tmp_path)


def test_a_file_is_durable_before_it_gets_its_name_and_its_folder_after(
    files: SafeFiles, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace: list[str] = []

    def spy(name: str) -> None:
        real = getattr(os, name)

        def call(target: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401
            folder = name == "fsync" and stat.S_ISDIR(os.fstat(target).st_mode)
            trace.append("folder" if folder else name)
            return real(target, *rest, **more)

        monkeypatch.setattr(os, name, call)

    for name in ("fsync", "link", "replace"):
        spy(name)
    files.write_new(tmp_path / "HZ.xlsx", NEW)
    assert trace == ["fsync", "link", "folder"]
    trace.clear()
    files.replace(book, NEW, expected_sha=sha(OLD), backup_folder=tmp_path)
    assert trace == ["fsync", "link", "folder", "fsync", "replace", "folder"]


def test_a_replaced_workbook_keeps_its_rights_and_its_old_content_in_a_backup(
    files: SafeFiles, book: Path, tmp_path: Path
) -> None:
    book.chmod(0o640)
    backup = files.replace(book, NEW, expected_sha=sha(OLD), backup_folder=tmp_path / "backups")
    assert book.read_bytes() == NEW
    assert stat.S_IMODE(book.stat().st_mode) == 0o640
    assert backup.original == book
    assert backup.copy.read_bytes() == OLD
    assert backup.copy.name == f"orders-{sha(OLD)[:16]}.xlsx"
    assert backup.sha256 == sha(OLD)
    assert no_temps(tmp_path)


def test_a_link_to_the_workbook_stays_a_link(files: SafeFiles, book: Path, tmp_path: Path) -> None:
    link = tmp_path / "orders.xlsx"
    link.symlink_to(book)
    files.replace(link, NEW, expected_sha=sha(OLD), backup_folder=tmp_path / "backups")
    assert link.is_symlink()
    assert book.read_bytes() == NEW


def test_a_workbook_that_changed_since_it_was_read_is_left_alone(
    files: SafeFiles, book: Path, tmp_path: Path
) -> None:
    with pytest.raises(SheetShipError) as refusal:
        files.replace(book, NEW, expected_sha=sha(b"as it was read"), backup_folder=tmp_path / "backups")
    assert code_of(refusal) == "STORE-32"
    assert book.read_bytes() == OLD
    assert not (tmp_path / "backups").exists()


def test_a_workbook_saved_by_its_user_at_the_last_moment_is_left_alone(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def the_user_saves(_seconds: float) -> None:
        book.write_bytes(b"what the user typed")

    monkeypatch.setattr(os, "replace", failing(PermissionError(errno.EACCES, "in use")))
    with pytest.raises(SheetShipError) as refusal:
        SafeFiles(the_user_saves).replace(book, NEW, expected_sha=sha(OLD), backup_folder=tmp_path)
    assert code_of(refusal) == "STORE-32"
    assert book.read_bytes() == b"what the user typed"
    assert no_temps(tmp_path)


def test_a_workbook_held_for_a_moment_is_tried_again(
    files: SafeFiles, waits: Waits, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refusals = os.replace, iter([True, True, True])

    def busy_at_first(old: Path, new: Path) -> None:
        if next(refusals, False):
            raise PermissionError(errno.EACCES, "in use")
        real(old, new)

    monkeypatch.setattr(os, "replace", busy_at_first)
    files.replace(book, NEW, expected_sha=sha(OLD), backup_folder=tmp_path / "backups")
    assert book.read_bytes() == NEW
    assert waits.seconds == list(PAUSES[:3])


def test_a_workbook_that_stays_open_elsewhere_is_left_alone_after_half_a_second(
    files: SafeFiles, waits: Waits, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", failing(PermissionError(errno.EACCES, "in use")))
    with pytest.raises(SheetShipError) as refusal:
        files.replace(book, NEW, expected_sha=sha(OLD), backup_folder=tmp_path / "backups")
    assert code_of(refusal) == "STORE-33"
    assert book.read_bytes() == OLD
    assert 0.5 < sum(waits.seconds) < 0.6
    assert no_temps(tmp_path)


def test_a_read_only_workbook_is_left_alone(
    files: SafeFiles, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SheetShipError) as refusal:
        files.replace(book, NEW, expected_sha=sha(OLD), backup_folder=tmp_path / "backups")
    assert code_of(refusal) == "STORE-33"
    assert book.read_bytes() == OLD


def test_a_damaged_old_backup_stops_the_replacement(files: SafeFiles, book: Path, tmp_path: Path) -> None:
    (tmp_path / f"orders-{sha(OLD)[:16]}.xlsx").write_bytes(b"cut off")
    with pytest.raises(SheetShipError) as refusal:
        files.replace(book, NEW, expected_sha=sha(OLD), backup_folder=tmp_path)
    assert code_of(refusal) == "STORE-30"
    assert book.read_bytes() == OLD


def test_a_consumed_file_goes_to_the_archive_untouched(files: SafeFiles, book: Path, tmp_path: Path) -> None:
    saved_at = book.stat().st_mtime_ns
    archived = files.move(book, tmp_path / "archive" / "r1", expected_sha=sha(OLD))
    assert archived == tmp_path / "archive" / "r1" / "orders.xlsx"
    assert archived.read_bytes() == OLD
    assert archived.stat().st_mtime_ns == saved_at
    assert not book.exists()


def test_two_files_of_one_name_both_stay_in_the_archive(files: SafeFiles, book: Path, tmp_path: Path) -> None:
    for content in (OLD, NEW, b"third"):
        book.write_bytes(content)
        files.move(book, tmp_path / "archive", expected_sha=sha(content))
    kept = {path.name: path.read_bytes() for path in (tmp_path / "archive").iterdir()}
    assert kept == {"orders.xlsx": OLD, "orders-2.xlsx": NEW, "orders-3.xlsx": b"third"}


def test_a_file_dropped_in_again_under_the_same_name_is_archived_once(
    files: SafeFiles, book: Path, tmp_path: Path
) -> None:
    files.move(book, tmp_path / "archive", expected_sha=sha(OLD))
    book.write_bytes(OLD)
    files.move(book, tmp_path / "archive", expected_sha=sha(OLD))
    assert [path.name for path in (tmp_path / "archive").iterdir()] == ["orders.xlsx"]
    assert not book.exists()


def test_a_file_that_changed_since_it_was_read_stays_in_the_inbox(
    files: SafeFiles, book: Path, tmp_path: Path
) -> None:
    with pytest.raises(SheetShipError) as refusal:
        files.move(book, tmp_path / "archive", expected_sha=sha(NEW))
    assert code_of(refusal) == "STORE-32"
    assert book.read_bytes() == OLD


def test_a_file_moves_to_an_archive_on_another_disk(
    files: SafeFiles, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    across = OSError(errno.EXDEV, "another disk")
    real = os.link

    def link(old: Path, new: Path) -> None:
        if old == book:
            raise across
        real(old, new)

    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(os, "rename", failing(across))
    archived = files.move(book, tmp_path / "archive", expected_sha=sha(OLD))
    assert archived.read_bytes() == OLD
    assert not book.exists()


def test_a_file_that_cannot_leave_the_inbox_is_said_so(
    files: SafeFiles, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = failing(OSError(errno.EIO, "Input/output error"))
    monkeypatch.setattr(os, "link", broken)
    monkeypatch.setattr(os, "rename", broken)
    with pytest.raises(SheetShipError) as refusal:
        files.move(book, tmp_path / "archive", expected_sha=sha(OLD))
    assert code_of(refusal) == "STORE-34"
    assert book.read_bytes() == OLD


def test_a_missing_workbook_is_refused_by_code(files: SafeFiles, tmp_path: Path) -> None:
    with pytest.raises(SheetShipError) as refusal:
        files.replace(tmp_path / "gone.xlsx", NEW, expected_sha=sha(OLD), backup_folder=tmp_path)
    assert code_of(refusal) == "STORE-34"


def test_sweeping_removes_what_a_killed_run_left_and_nothing_else(
    files: SafeFiles, book: Path, tmp_path: Path
) -> None:
    left = sorted(_disk.temp_beside(book.parent / name) for name in ("a.xlsx", "b.xlsx"))
    journal = left[0].with_name(f"{left[0].name}-journal")
    for path in (*left, journal):
        path.write_bytes(b"half")
    assert files.sweep(tmp_path) == tuple(sorted((*left, journal)))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [book]


def test_sweeping_leaves_what_another_program_holds(
    files: SafeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _disk.temp_beside(tmp_path / "a").write_bytes(b"half")
    monkeypatch.setattr(os, "unlink", failing(PermissionError(errno.EACCES, "in use")))
    assert files.sweep(tmp_path) == ()


def test_the_dying_disk_notices_a_file_that_is_written_in_place(tmp_path: Path) -> None:
    seen: set[bytes] = set()

    def in_place(trial: int) -> None:
        with (tmp_path / str(trial)).open("xb") as file:
            file.write(NEW)

    every_death(in_place, lambda trial: seen.add((tmp_path / str(trial)).read_bytes()))
    assert NEW[: len(NEW) // 2] in seen


def test_killed_anywhere_a_new_file_is_there_whole_or_not_at_all(files: SafeFiles, tmp_path: Path) -> None:
    def place(trial: int) -> Path:
        return tmp_path / str(trial) / "outbox" / "HZ.xlsx"

    def check(trial: int) -> None:
        assert not place(trial).exists() or place(trial).read_bytes() == NEW
        files.sweep(tmp_path)
        files.write_new(place(trial), NEW)
        assert [path for path in (tmp_path / str(trial)).rglob("*") if path.is_file()] == [place(trial)]
        assert place(trial).read_bytes() == NEW

    assert every_death(lambda trial: files.write_new(place(trial), NEW), check) >= 18


def test_killed_anywhere_a_workbook_is_the_old_or_the_new_one(files: SafeFiles, tmp_path: Path) -> None:
    def place(trial: int) -> Path:
        path = tmp_path / f"{trial}.xlsx"
        if not path.exists():
            path.write_bytes(OLD)
        return path

    for trial in range(100):
        place(trial)

    def act(trial: int) -> None:
        files.replace(place(trial), NEW, expected_sha=sha(OLD), backup_folder=tmp_path / f"b{trial}")

    def check(trial: int) -> None:
        now = place(trial).read_bytes()
        assert now in {OLD, NEW}
        copies = list((tmp_path / f"b{trial}").glob("*.xlsx"))
        assert all(copy.read_bytes() == OLD for copy in copies)
        assert copies or now == OLD
        files.sweep(tmp_path)
        if now == OLD:
            act(trial)
        assert place(trial).read_bytes() == NEW

    assert every_death(act, check) >= 20
    assert no_temps(tmp_path)


def test_killed_anywhere_a_moved_file_is_never_lost(files: SafeFiles, tmp_path: Path) -> None:
    def act(trial: int) -> None:
        files.move(tmp_path / f"{trial}.csv", tmp_path / f"archive{trial}", expected_sha=sha(OLD))

    def check(trial: int) -> None:
        source, target = tmp_path / f"{trial}.csv", tmp_path / f"archive{trial}" / f"{trial}.csv"
        assert source.exists() or target.exists()
        assert all(path.read_bytes() == OLD for path in (source, target) if path.exists())
        if source.exists():
            act(trial)
        assert [path.read_bytes() for path in target.parent.iterdir()] == [OLD]

    for trial in range(40):
        (tmp_path / f"{trial}.csv").write_bytes(OLD)
    assert every_death(act, check) >= 10


@given(st.text())
def test_only_our_own_temporary_names_are_swept(name: str) -> None:
    assert not _disk.is_temp(f"~${name}")
    assert not _disk.is_temp(f"{name}.xlsx")
