"""A table as it was read from any file: text cells with their places, before anybody knows what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LOST_DIGITS = "lost_digits"
FORMULA = "formula"
ERROR = "error"


@dataclass(frozen=True, slots=True)
class RawTable:
    """One tab, or one text file. ``rows[0]`` is row 1; rows may be ragged; every cell is text.

    ``flaws`` tells, by 1-based (row, column), which cells cannot be trusted as ids: ``LOST_DIGITS`` (16 or more
    digits in a numeric cell), ``FORMULA`` (a computed cell, its text is the stored result, may be empty), ``ERROR``
    (``#N/A`` and its like). Cells merged down over several rows repeat the text of the first.
    """

    name: str
    """As a person names it: ``inbox/orders.csv``, ``inbox/reply.xlsx#Sheet1``."""
    rows: Sequence[Sequence[str]]
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)
