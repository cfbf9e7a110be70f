"""What the engine is to reach, and whether it did. The numbers are set, not measured: a prototype's, made harder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.engine.contest import Entry, Result
from tests.benchmarks.engine.programs import CALAMINE, FLOOR, OPENPYXL

_EVERY_ROW: Final = ("new", "over")


@dataclass(frozen=True, slots=True)
class Target:
    """A bound on one work and size: so many times faster than a rival, no more than so many times its time, or MB."""

    works: tuple[str, ...]
    rows: int
    rival: str | None
    bound: float
    is_least: bool = False

    def told(self, entry: Entry, result: Result) -> str | None:
        """The target, what was reached, and whether that is enough; None where nothing can be compared."""
        reached = self._reached(entry, result)
        if reached is None:
            return None
        is_met = reached >= self.bound if self.is_least else reached <= self.bound
        sign, unit = "≥" if self.is_least else "≤", f"× {self.rival}" if self.rival else "MB"
        return f"{'✓' if is_met else '✗'} {sign} {self.bound:g} {unit} (is {reached:.3g})"

    def _reached(self, entry: Entry, result: Result) -> float | None:
        if entry.middle is None:
            return None
        if self.rival is None:
            return entry.middle.peak_megabytes
        rival = result.entries.get(entry.program.floor if self.rival == FLOOR else self.rival)
        if rival is None or rival.middle is None:
            return None
        ratio = entry.middle.seconds / rival.middle.seconds
        return 1 / ratio if self.is_least else ratio


TARGETS: Final = (
    Target(_EVERY_ROW, 100_000, OPENPYXL, 20, is_least=True),
    Target(_EVERY_ROW, 100_000, FLOOR, 1.8),
    Target(_EVERY_ROW, 100_000, None, 96),
    Target(_EVERY_ROW, 10_000, OPENPYXL, 15, is_least=True),
    Target(_EVERY_ROW, 1_000, OPENPYXL, 6, is_least=True),
    Target(("last",), 100_000, OPENPYXL, 40, is_least=True),
    Target(("last",), 100_000, FLOOR, 1.15),
    Target(("read",), 100_000, CALAMINE, 1.5),
    Target(("read",), 100_000, None, 90),
)


def targets_told(entry: Entry, result: Result) -> Iterator[str]:
    """Each target of this work and size, as one of our programs stands to it."""
    for target in TARGETS:
        if result.work.key in target.works and target.rows == result.rows:
            told = target.told(entry, result)
            if told:
                yield told
