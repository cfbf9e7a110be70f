"""What the gate asks of cells whose value was not to change: only their style may differ.

It decides by the bytes of a cell without its `<c `, as the gate takes rows apart.
"""

import re
from typing import Final

_STYLE: Final = re.compile(rb'\ss\s*=\s*"[^"]*"')
_BLANK: Final = re.compile(rb'r="[A-Z]{1,3}\d{1,7}"\s*/>')


def is_kept(old: bytes, new: bytes, *, may_be_styled: bool) -> bool:
    """Whether a cell says what it said; a cell that was not there may come without a value."""
    if not may_be_styled or old == new:
        return old == new
    return _bare(new) == _bare(old) if old else _BLANK.fullmatch(_bare(new)) is not None


def _bare(cell: bytes) -> bytes:
    tag, end, body = cell.partition(b">")
    return _STYLE.sub(b"", tag) + end + body
