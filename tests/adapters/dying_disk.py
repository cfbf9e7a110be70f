"""A disk on which the program dies: before or after the n-th change of a file, or half-way through a write.

Once dead, nothing more is done, not even the tidying up that a ``finally`` would do: that is what a kill is like.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path
from typing import Any, Self

import pytest

CHANGES = ("fsync", "link", "unlink", "replace", "rename", "mkdir", "chmod")


class Killed(BaseException):
    """Not an Exception, as no code of ours may catch it."""


class DyingDisk:
    """Dies at change number ``at``; ``after`` says whether that change still happens."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.left = at
        self.after = after
        self.changes: list[str] = []

    def step(self, name: str, act: Callable[[], Any], half: Callable[[], object] = lambda: None) -> Any:  # noqa: ANN401
        self.left -= 1
        if self.left < 0:
            raise Killed
        self.changes.append(name)
        if self.left:
            return act()
        self.left = 0
        if self.after:
            act()
        else:
            half()
        raise Killed


class _Writer:
    def __init__(self, file: BufferedWriter, disk: DyingDisk) -> None:
        self._file, self._disk = file, disk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> None:
        half = content[: len(content) // 2]
        self._disk.step("write", lambda: self._put(content), lambda: self._put(half))

    def _put(self, content: bytes) -> None:
        self._file.write(content)
        self._file.flush()

    def flush(self) -> None:
        self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()


@contextmanager
def dying(at: int, *, after: bool) -> Iterator[DyingDisk]:
    """The disk, in place of the real one while the block runs; the kill ends the block."""
    disk = DyingDisk(at, after=after)
    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            patch.setattr(os, name, _deadly(name, getattr(os, name), disk))
        opened: Callable[..., Any] = Path.open

        def open_to_die(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:  # noqa: ANN401
            file = opened(path, mode, *rest, **more)
            return _Writer(file, disk) if mode == "xb" else file

        patch.setattr(Path, "open", open_to_die)
        try:
            yield disk
        except Killed:
            disk.changes.append("killed")


def _deadly(name: str, real: Callable[..., Any], disk: DyingDisk) -> Callable[..., Any]:
    def call(*args: Any, **more: Any) -> Any:  # noqa: ANN401
        return disk.step(name, lambda: real(*args, **more))

    return call


def every_death(act: Callable[[int], None], check: Callable[[int], None]) -> int:
    """Runs ``act`` once for every place it can die at, and ``check`` after each death; how many there were.

    Both are given a number that names a fresh place on the disk.
    """
    deaths = 0
    for after in (False, True):
        at = 1
        while True:
            with dying(at, after=after) as disk:
                act(deaths)
            if "killed" not in disk.changes:
                break
            check(deaths)
            at, deaths = at + 1, deaths + 1
        check(deaths)
        deaths += 1
    return deaths
