"""One fault in one act: what may be seen right after it, and what must be there once the user has gone on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sheetship.adapters._disk import is_temp
from sheetship.core.findings import SheetShipError
from tests.faults.acts import ACTS
from tests.faults.day import BUG, DONE
from tests.faults.watched import Call, calls_of, exit_code
from tests.flow.small_shop import SmallShop, small_shop

DAY: Final = ("-m", "tests.faults.day")
_OUTBOX: Final = "outbox/"
_OWN: Final = (
    ".sheetship/ledger.db",
    ".sheetship/run.lock",
    ".sheetship/staging/",
    ".sheetship/backups/ledger-",
)
"""What nobody but SheetShip reads, and what differs from run to run."""
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
Picture = Mapping[str, bytes]
"""What people see of a shop folder: the content of each file by its path."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of trouble at one call, in strace's words."""

    kind: str
    call: Call
    told: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} at {self.call}"


def faults(calls: Sequence[Call]) -> Iterator[Fault]:
    """Every fault at every call by which an act changes its shop."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """An act without any fault: the shop before it, what people saw then and see after, and the calls in between."""

    act: str
    place: Path
    before: Picture
    after: Picture
    issues: Sequence[int]
    calls: Sequence[Call]


def quiet(place: Path, act: str = "orders", bug: str | None = None) -> Quiet:
    """What all others are compared with; with a bug, its calls."""
    shop = small_shop(place / "before")
    ACTS[act].prepare(shop)
    warm, clean, watched = (copied(shop.folder, place / name) for name in ("warm", "clean", "watched"))
    exit_code(day(warm, act, bug))  # modules are compiled, so that later processes write none
    if exit_code(day(clean, act)) != DONE:
        raise RuntimeError(clean)
    return Quiet(
        act=act,
        place=shop.folder,
        before=picture(shop),
        after=picture(clean),
        issues=_issues(clean),
        calls=calls_of(day(watched, act, bug), place / "watched"),
    )


def picture(shop: SmallShop) -> Picture:
    """What people see of the folder, half-written files left out."""
    found = {
        path.relative_to(shop.folder).as_posix(): path for path in shop.folder.rglob("*") if path.is_file()
    }
    return {
        name: path.read_bytes()
        for name, path in sorted(found.items())
        if not name.startswith(_OWN) and not is_temp(path.name)
    }


def copied(before: Path, place: Path) -> SmallShop:
    """The same shop in another place."""
    return SmallShop(Path(shutil.copytree(before, place / before.name)))


def day(shop: SmallShop, act: str, *bugs: str | None) -> list[str]:
    """What Python is told for one act in a process of its own."""
    planted = [word for bug in bugs if bug for word in ("--bug", bug)]
    return [*DAY, str(shop.folder), "--act", act, *planted]


def complaints(told: Quiet, fault: Fault, place: Path, bug: str | None = None) -> list[str]:
    """What is not as it should be after the act with this fault, and after the user has gone on."""
    shop = copied(told.place, place)
    try:
        code = exit_code(day(shop, told.act, bug), fault.told)
        if fault.kind == "killed" and code >= 0:
            raise RuntimeError(f"{fault}: it lived")
        found = [*(["it ended in a bug"] if code == BUG else []), *seen_after_fault(shop, told)]
        if code == DONE:
            found += [f"nobody was told: {wrong}" for wrong in seen_when_done(shop, told)]
        if ending := _going_on(shop, told.act, bug):
            return [*found, ending]
        in_the_end = (*seen_when_done(shop, told), *left_behind(shop))
        return [*found, *(f"after going on: {wrong}" for wrong in in_the_end)]
    finally:
        shutil.rmtree(place)


def _going_on(shop: SmallShop, act: str, bug: str | None) -> str:
    """What keeps the next act from its end; empty if nothing does. A bug is still there."""
    if bug:
        return "" if exit_code(day(shop, act, bug)) == DONE else "going on does not come to its end"
    try:
        ACTS[act].again(shop)
    except SheetShipError as error:
        return f"going on is refused: {error.finding.code}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a complaint
        return f"going on ends in {type(error).__name__}"
    return ""


def seen_after_fault(shop: SmallShop, told: Quiet) -> Iterator[str]:
    """Complaints of what a person would meet before anything else is done."""
    now = picture(shop)
    for name, content in now.items():
        if content not in {told.before.get(name), told.after.get(name)}:
            yield f"{name} is neither as it was nor as it is to be"
    kept = set(told.before.values()) & set(told.after.values())
    for name, content in told.before.items():
        if content in kept and content not in now.values():
            yield f"what {name} held is lost"
    try:
        runs = {run.name for run in shop.known().runs}
    except SheetShipError as error:
        yield f"the ledger cannot be read: {error.finding.code}"
        return
    unknown = {name.split("/")[1] for name in now if name.startswith(_OUTBOX)} - runs
    if unknown:
        yield "files stand in the outbox of which the ledger knows nothing"


def seen_when_done(shop: SmallShop, told: Quiet) -> Iterator[str]:
    """Complaints of what must be there in the end."""
    now = picture(shop)
    wrong = {name for name in {*now, *told.after} if now.get(name) != told.after.get(name)}
    if wrong:
        yield f"another content, or none: {', '.join(sorted(wrong))}"
    if _issues(shop) != told.issues:
        yield "a line is not in as many purchase orders as it should be"
    if shop.known().unfinished:
        yield "a run is not finished"


def left_behind(shop: SmallShop) -> Iterator[str]:
    """Complaints of what nobody sees and the next act should have swept."""
    left = [path.name for path in shop.folder.rglob("*") if path.is_file() and is_temp(path.name)]
    staging = shop.folder / ".sheetship" / "staging"
    if left or (staging.is_dir() and any(staging.iterdir())):
        yield "something half-written or staged is left behind"


def _issues(shop: SmallShop) -> list[int]:
    return [len(line.issues) for line in shop.known().lines.values()]
