"""One fault in one run: what may be seen right after it, and what must be there once the next run has been."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sheetship.adapters._disk import is_temp
from sheetship.core.findings import SheetShipError
from tests.faults.day import BUG, DONE
from tests.faults.watched import Call, calls_of, exit_code
from tests.flow.small_shop import EXPORT, SmallShop, small_shop

RUN: Final = "261121-1"
DAY: Final = ("-m", "tests.faults.day")
_SPACE: Final = ("write", "pwrite64", "mkdir", "link")
_BROKEN: Final = frozenset(
    {
        "write",
        "pwrite64",
        "fsync",
        "fdatasync",
        "ftruncate",
        "rename",
        "link",
        "unlink",
        "openat",
        "mkdir",
        "chmod",
    }
)
_HELD: Final = frozenset({"rename", "link", "unlink", "openat"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of trouble at one call, in strace's words."""

    kind: str
    call: Call
    told: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} at {self.call}"


def faults(calls: Sequence[Call]) -> Iterator[Fault]:
    """Every fault at every call by which a run changes its shop."""
    for at, call in enumerate(calls):
        yield Fault("killed", call, (f"{call.name}:signal=KILL:when={call.nth}",))
        if call.name in _BROKEN:
            yield Fault("broken", call, (f"{call.name}:error=EIO:when={call.nth}",))
        if call.name in _SPACE:
            yield Fault("full from here", call, tuple(_full_from(calls, at)))
        if call.name in _HELD:
            yield Fault("held for a moment", call, (f"{call.name}:error=EACCES:when={call.nth}",))
        if call.name == "write":
            yield Fault("a byte lost", call, (f"{call.name}:retval=1:when={call.nth}",))


def _full_from(calls: Sequence[Call], at: int) -> Iterator[str]:
    for name in _SPACE:
        nth = next((call.nth for call in calls[at:] if call.name == name), None)
        if nth is not None:
            yield f"{name}:error=ENOSPC:when={nth}+"


@dataclass(frozen=True, slots=True)
class Quiet:
    """A run without any fault: what was there before it and what after, and the calls that made it so."""

    before: Path
    orders: tuple[bytes, bytes]
    outbox: Mapping[str, bytes]
    calls: Sequence[Call]


def quiet(place: Path, bug: str | None = None) -> Quiet:
    """The run that all others are compared with; with a bug, its calls."""
    before = small_shop(place / "before").folder
    warm, clean, watched = (copied(before, place / name) for name in ("warm", "clean", "watched"))
    exit_code(day(warm, bug))  # modules are compiled, so that later runs write none
    if exit_code(day(clean)) != DONE:
        raise RuntimeError(clean)
    orders = (before / "orders.xlsx").read_bytes(), clean.orders.read_bytes()
    return Quiet(before, orders, clean.outbox(RUN), calls_of(day(watched, bug), place / "watched"))


def copied(before: Path, place: Path) -> SmallShop:
    """The same shop in another place."""
    return SmallShop(Path(shutil.copytree(before, place / before.name)))


def day(shop: SmallShop, *bugs: str | None) -> list[str]:
    """What Python is told for one run in a process of its own."""
    return [*DAY, str(shop.folder), *(word for bug in bugs if bug for word in ("--bug", bug))]


def complaints(told: Quiet, fault: Fault, place: Path, bug: str | None = None) -> list[str]:
    """What is not as it should be after a run with this fault, and after the next one without."""
    shop = copied(told.before, place)
    try:
        code = exit_code(day(shop, bug), fault.told)
        if fault.kind == "killed" and code >= 0:
            raise RuntimeError(f"{fault}: it lived")
        found = [*(["it ended in a bug"] if code == BUG else []), *seen_after_fault(shop, told)]
        if code == DONE:
            found += [f"nobody was told: {wrong}" for wrong in seen_when_done(shop, told)]
        if ending := _next_run(shop, bug):
            return [*found, ending]
        return [*found, *(f"after the next run: {wrong}" for wrong in seen_when_done(shop, told))]
    finally:
        shutil.rmtree(place)


def _next_run(shop: SmallShop, bug: str | None) -> str:
    """What keeps the next run from its end; empty if nothing does. A bug is still there."""
    if bug:
        return "" if exit_code(day(shop, bug)) == DONE else "the next run does not come to its end"
    try:
        shop.run()
    except SheetShipError as error:
        return f"the next run is refused: {error.finding.code}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a complaint
        return f"the next run ends in {type(error).__name__}"
    return ""


def seen_after_fault(shop: SmallShop, told: Quiet) -> Iterator[str]:
    """Complaints of what a person would meet before anything else is run."""
    old, new = told.orders
    now = shop.orders.read_bytes() if shop.orders.exists() else b""
    if now not in told.orders:
        yield "the workbook is neither the old nor the new one"
    if now == new and old not in _contents(shop.folder / ".sheetship" / "backups"):
        yield "there is no backup of the workbook"
    published = {name: content for name, content in shop.outbox(RUN).items() if not is_temp(name)}
    for name, content in published.items():
        if told.outbox.get(name) != content:
            yield f"{name} stands in the outbox half-written"
    export = (told.before / "inbox" / EXPORT).read_bytes()
    if export not in [*_contents(shop.inbox), *_contents(shop.folder / "archive" / RUN)]:
        yield "the inbox file is lost"
    try:
        runs = {run.name for run in shop.known().runs}
    except SheetShipError as error:
        yield f"the ledger cannot be read: {error.finding.code}"
        return
    if published and RUN not in runs:
        yield "files stand in the outbox of which the ledger knows nothing"


def seen_when_done(shop: SmallShop, told: Quiet) -> Iterator[str]:
    """Complaints of what must be there in the end."""
    if shop.orders.read_bytes() != told.orders[1]:
        yield "the workbook is another one"
    if shop.outbox(RUN) != told.outbox:
        yield "the outbox is another one"
    if [*_contents(shop.inbox)] or not [*_contents(shop.folder / "archive" / RUN)]:
        yield "the inbox file is not archived"
    if told.orders[0] not in _contents(shop.folder / ".sheetship" / "backups"):
        yield "there is no backup of the workbook"
    known = shop.known()
    if [len(line.issues) for line in known.lines.values()] != [1, 1, 1, 1]:
        yield "a line is not in just one purchase order"
    if known.unfinished:
        yield "a run is not finished"
    left = [path.name for path in shop.folder.rglob("*") if path.is_file() and is_temp(path.name)]
    staging = shop.folder / ".sheetship" / "staging"
    if left or (staging.is_dir() and any(staging.iterdir())):
        yield "something half-written or staged is left behind"


def _contents(folder: Path) -> list[bytes]:
    return [
        path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and not is_temp(path.name)
    ]
