"""What a caller may ask of a patch beyond its edits."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to write. The defaults never overwrite anything that is not a plain value."""

    over_protection: bool = False
    """Whether locked cells are written, and a workbook that its owner marked read-only or final; a note tells it."""
    password: str | None = field(default=None, repr=False)
    """Opens an encrypted workbook, which is then written encrypted again; it does no harm where none is needed."""
    recalc: bool = True
    """Whether a workbook with formulas is marked to be computed when it is opened next."""
