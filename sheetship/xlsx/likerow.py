"""What a new row takes from another: height and format as attributes, a style for each column."""

import re
from dataclasses import dataclass, field
from typing import Final

from sheetship.xlsx.refs import column_number

_ATTRIBUTE: Final = re.compile(rb'\s([\w:.-]+)\s*=\s*"([^"]*)"')
_ATTRIBUTES: Final = rb'((?:\s+[\w:.-]+\s*=\s*"[^"<]*")*)'
_NOT_TAKEN: Final = re.compile(rb'\s+(?:r|spans|hidden|collapsed|outlineLevel)\s*=\s*"[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeRow:
    """The look of one row; by default none."""

    attributes: bytes = b""
    styles: dict[int, int] = field(default_factory=dict)


def like_row(row: bytes, prefix: str) -> LikeRow:
    """Return what new rows take from a row's bytes. A hidden row gives a visible one."""
    p = re.escape(prefix.encode())
    opened = re.match(rb"<%brow" % p + _ATTRIBUTES, row)
    attributes = _NOT_TAKEN.sub(b"", opened[1]) if opened else b""
    styles: dict[int, int] = {}
    for cell in re.finditer(rb"<%bc" % p + _ATTRIBUTES + rb"\s*/?>", row):
        known = dict(_ATTRIBUTE.findall(cell[1]))
        name = known.get(b"r", b"").rstrip(b"0123456789")
        style = known.get(b"s", b"0")
        if name and style.isdigit() and style != b"0":
            styles[column_number(name.decode())] = int(style)
    return LikeRow(attributes=attributes, styles=styles)
