"""Bugs that the harness must catch, planted into the process of one run and nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from sheetship.adapters import _disk, _ledger_tables, safe_files
from sheetship.adapters.ledger_sqlite import Ledger
from sheetship.adapters.outbox_folder import OutboxFolder
from sheetship.adapters.safe_files import SafeFiles
from sheetship.adapters.shop_lock import ShopLock
from sheetship.core.events import run_finished
from sheetship.flow.ports import Backup, Shop, Staged
from tests.flow.small_shop import NOW

APPLY: Any = import_module("sheetship.flow.apply")


@dataclass(frozen=True, slots=True)
class Bug:
    """How a bug gets into the process, and what shows it: a scenario, the order of writing, or a fault near a path."""

    plant: Callable[[], None]
    seen_by: str = "killed"
    near: str = ""


def _set(owner: Any, name: str, bug: Callable[..., Any], seen_by: str = "killed", near: str = "") -> Bug:  # noqa: ANN401 - a module or a class
    return Bug(lambda: setattr(owner, name, bug), seen_by, near)


def _write_unsynced(path: Path, content: bytes, mode: int | None = None) -> None:
    path.write_bytes(content)
    if mode is not None:
        path.chmod(mode)


def _no_folder_is_synced() -> None:
    for module in (_disk, safe_files):
        vars(module)["sync_folder"] = lambda _: None


def _replace_in_place(
    files: SafeFiles, path: Path, content: bytes, *, expected_sha: str, backup_folder: Path
) -> Backup:
    backup = files._back_up(path, safe_files._as_read(path, expected_sha), backup_folder)
    path.write_bytes(content)
    return backup


@contextmanager
def _unproved_temp(path: Path, content: bytes, mode: int | None = None) -> Iterator[Path]:
    temp = _disk.temp_beside(path)
    try:
        _disk.write_synced(temp, content, mode)
        yield temp
    finally:
        with suppress(OSError):
            temp.unlink()


@contextmanager
def _swallow(_: Path) -> Iterator[None]:
    with suppress(OSError):
        yield


_STAGE: Final = OutboxFolder.stage
_PUBLISH: Final = OutboxFolder.publish
_CARRY_OUT: Final = APPLY.carry_out
_COMMIT: Final = Ledger.commit


def _stage_and_publish(outbox: OutboxFolder, run: str, staged: Staged) -> None:
    _STAGE(outbox, run, staged)
    _PUBLISH(outbox, run, staged.files)


def _sweep_and_publish(outbox: OutboxFolder, run: str, files: Mapping[str, bytes]) -> None:
    outbox.sweep(run)
    _PUBLISH(outbox, run, files)


def _finish_and_carry_out(shop: Shop, run: str, staged: Staged) -> bool:
    shop.ledger.commit(run, NOW, [run_finished(run)], head=shop.ledger.head())
    return bool(_CARRY_OUT(shop, run, staged))


def _is_finished_too_early() -> None:
    APPLY.carry_out = _finish_and_carry_out
    APPLY.finish = lambda shop, run, _: shop.outbox.sweep(run)


def _carry_out_over_anything(shop: Shop, run: str, staged: Staged) -> bool:
    shop.outbox.publish(run, staged.files)
    if staged.workbook is not None:
        shop.book.replace(staged.workbook, expected_sha=shop.book.read().sha256)
    shop.inbox.archive(staged.consumed, run)
    return False


def _unlink_and_write(files: SafeFiles, path: Path, target: Path, content: bytes) -> None:
    path.unlink()
    files.write_new(target, content)


def _no_backup(_: SafeFiles, path: Path, content: bytes, folder: Path) -> Backup:
    return Backup(path, folder / path.name, hashlib.sha256(content).hexdigest())


def _not_durable(connection: Any, _record: object) -> None:  # noqa: ANN401 - SQLite's
    for setting in ("journal_mode = WAL", "synchronous = OFF", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}").close()


def _takes_anything() -> None:
    def commit(ledger: Ledger, run: str, at: Any, events: Any, *, head: int) -> int:  # noqa: ANN401
        return _COMMIT(ledger, run, at, events, head=ledger.head())

    vars(_ledger_tables)["add_once"] = lambda *_: None
    vars(_ledger_tables)["over_issued"] = lambda *_: None
    setattr(Ledger, "commit", commit)  # noqa: B010 - as the others


def _no_lock(*_: object) -> AbstractContextManager[None]:
    return nullcontext()


BUGS: Final[dict[str, Bug]] = {
    "files are not synced": _set(safe_files, "write_synced", _write_unsynced, seen_by="order"),
    "folders are not synced": Bug(_no_folder_is_synced, seen_by="order"),
    "the ledger is not durable": _set(_ledger_tables, "_durable", _not_durable, seen_by="order"),
    "the workbook is written in place": _set(SafeFiles, "replace", _replace_in_place, near="/orders.xlsx"),
    "nothing is read back": _set(safe_files, "_proved_temp", _unproved_temp, seen_by="a byte lost"),
    "trouble is swallowed": _set(safe_files, "_refusals", _swallow, seen_by="broken", near="/outbox/"),
    "files come before the commit": _set(OutboxFolder, "stage", _stage_and_publish, near="/outbox/"),
    "what is staged goes too early": _set(OutboxFolder, "publish", _sweep_and_publish, near="/outbox/"),
    "a run is finished too early": Bug(_is_finished_too_early, near="/outbox/"),
    "an inbox file goes before its copy stands": _set(
        SafeFiles, "_carry", _unlink_and_write, near="/archive/"
    ),
    "there is no backup": _set(SafeFiles, "_back_up", _no_backup, seen_by="held for a moment"),
    "nothing is swept": _set(SafeFiles, "sweep", lambda *_: (), near=".tmp"),
    "a person's edit is overwritten": _set(APPLY, "carry_out", _carry_out_over_anything, seen_by="a person"),
    "there is no lock": _set(ShopLock, "hold", _no_lock, seen_by="a second run"),
    "the ledger takes anything": Bug(_takes_anything, seen_by="another computer"),
}
