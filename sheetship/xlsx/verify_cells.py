"""What the gate asks of the cells of one row: each once and in order, new ones in plain spelling.

And of cells whose value was not to change: only their style may differ. It decides by the bytes of a cell
without its `<c `, as the gate takes rows apart.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

_SPANS: Final = re.compile(rb'\s+spans\s*=\s*"(?:([0-9]+):([0-9]+)|[^"]*)"')
_STYLE: Final = re.compile(rb'\ss\s*=\s*"[^"]*"')
_BLANK: Final = re.compile(rb'r="[A-Z]{1,3}\d{1,7}"\s*/>')


def is_same_tag(old: bytes, new: bytes) -> bool:
    """Whether the start tag of a row says what it said; its spans, a hint, may go or take in more columns."""
    if _SPANS.sub(b"", old, count=1) != _SPANS.sub(b"", new, count=1):
        return False
    was, now = _SPANS.search(old), _SPANS.search(new)
    if now is None or (was is not None and was[0] == now[0]):
        return True
    if was is None or was[1] is None or now[1] is None:
        return False
    return int(now[1]) <= int(was[1]) and int(now[2]) >= int(was[2])


def is_kept(old: bytes, new: bytes, *, may_be_styled: bool) -> bool:
    """Whether a cell says what it said; a cell that was not there may come without a value."""
    if not may_be_styled or old == new:
        return old == new
    return _bare(new) == _bare(old) if old else _BLANK.fullmatch(_bare(new)) is not None


def _bare(cell: bytes) -> bytes:
    tag, end, body = cell.partition(b">")
    return _STYLE.sub(b"", tag) + end + body


def are_in_order(old: Sequence[bytes], new: Sequence[bytes], gone: set[bytes], come: set[bytes]) -> bool:
    """Whether cells that stay stand as they stood, and each that comes between its neighbours, once."""
    if [cell for cell in new if cell not in come] != [cell for cell in old if cell not in gone]:
        return False
    places = [at for at, cell in enumerate(new) if cell in come]
    around = {at for place in places for at in (place, place + 1) if 0 < at < len(new)}
    return all(_place(new[at - 1]) < _place(new[at]) for at in around)


def _place(cell: bytes) -> tuple[int, bytes]:
    """Return what sorts the cells of one row from left to right."""
    ref = cell[: cell.find(b'"', len('r="'))]
    return len(ref), ref


def is_plainly_written(cell: bytes, prefix: str) -> bool:
    """Whether a cell has an address, a style, a type and one value, and nothing else."""
    return _plain_cell(prefix).fullmatch(cell.rstrip()) is not None


@cache
def _plain_cell(prefix: str) -> re.Pattern[bytes]:
    p = re.escape(prefix)
    text = rf'<{p}is><{p}t(?: xml:space="preserve")?>[^<]*</{p}t></{p}is>'
    start = r'r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?'
    typed = rf' t="inlineStr">{text}|(?: t="b")?><{p}v>[^<]*</{p}v>'
    return re.compile(rf"{start}(?:/>|(?:{typed})</{p}c>)".encode())
