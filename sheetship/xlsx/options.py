"""What a caller may ask of a patch beyond its edits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to write. The defaults never overwrite anything that is not a plain value."""

    recalc: bool = True
    """Whether a workbook with formulas is marked to be computed when it is opened next."""
