"""How work grows with its size, whatever the machine: seconds are never compared with seconds of another day."""

import time
from collections.abc import Callable

TIMES = 8
"""As much work. In step with its size it takes about as many times longer, with the square of it 64 times."""
IN_STEP = 24
"""The most that still counts as in step: room for a busy machine, none for a square."""


def growth(prepared: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return how many times longer the work takes on `TIMES` its size; `prepared` makes the work for a size."""
    return _cost(prepared, size * TIMES) / _cost(prepared, size)


def _cost(prepared: Callable[[int], Callable[[], object]], size: int) -> float:
    works = [prepared(size) for _ in range(3)]
    return min(map(_seconds, works))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
