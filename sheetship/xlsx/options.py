"""What a caller may ask of a patch beyond its edits."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to write. The defaults never overwrite anything that is not a plain value.

    >>> "secret" in repr(Options(password="secret", over_formulas=True))
    False
    """

    over_changed_tab: bool = False
    """Whether a tab of ours is made anew though somebody has changed its cells; never if objects were added."""
    over_formulas: bool = False
    """Whether formulas are overwritten: one that fills an area only as a whole, data tables never."""
    over_protection: bool = False
    """Whether locked cells are written, and a workbook that its owner marked read-only or final; a note tells it."""
    over_rich_values: bool = False
    """Whether cells are overwritten that hold a picture, or a value with more behind it than is seen."""
    password: str | None = field(default=None, repr=False)
    """Opens an encrypted workbook, which is then written encrypted again; it does no harm where none is needed."""
    recalc: bool = True
    """Whether a workbook with formulas is marked to be computed when it is opened next."""
    rename_headings: bool = False
    """Whether another text in the heading of a table renames its column; never while anything names the old one."""
