"""What a new row takes from those above: height and format as attributes, a style for each column.

It decides which look that is: of the row that the caller names, or else the usual one. As Excel does when it
extends a list, the usual look is what at least three of the five rows right above have; one row that somebody
coloured does not colour new ones. Headings are not asked, and where fewer than three rows stand below them,
all of these must agree. Rows that fill a gap between others take no look of their own accord.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sheetship.xlsx.refs import column_number
from sheetship.xlsx.scan import LAST_ROWS, row_numbers, words

_ROWS_ALIKE: Final = 3

_ATTRIBUTE: Final = re.compile(rb'\s([\w:.-]+)\s*=\s*"([^"]*)"')
_ATTRIBUTES: Final = rb'((?:\s+[\w:.-]+\s*=\s*"[^"<]*")*)'
_NOT_TAKEN: Final = re.compile(rb'\s+(?:r|spans|hidden|collapsed|outlineLevel)\s*=\s*"[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeRow:
    """The look of one row; by default none. It is for rows below `after`."""

    attributes: bytes = b""
    styles: Mapping[int, int] = field(default_factory=dict)
    after: int = 0

    def of(self, row: int) -> "LikeRow":
        """Return the look of a new row with that number."""
        return self if row > self.after else _PLAIN


_PLAIN: Final = LikeRow()


def usual_look(last_rows: bytes, prefix: str, *, new: int, heading: int) -> LikeRow:
    """Return what rows from number `new` on take from those above; `last_rows` are their bytes, or more."""
    asked = range(max(heading + 1, new - LAST_ROWS), new)
    looks = [like_row(row, prefix) for row in _rows(last_rows, prefix, asked)]
    needed = min(_ROWS_ALIKE, len(asked))
    styles = Counter(pair for look in looks for pair in look.styles.items())
    attributes = Counter(look.attributes for look in looks)
    return LikeRow(
        attributes=next((written for written, count in attributes.items() if count >= needed), b""),
        styles={column: style for (column, style), count in sorted(styles.items()) if count >= needed},
        after=new - 1,
    )


def look_of(number: int, blocks: Iterable[bytes], prefix: str) -> LikeRow:
    """Return the look of one row, found in blocks of rows; none if it is not there."""
    found = (row for block in blocks for row in _rows(block, prefix, range(number, number + 1)))
    return next((like_row(row, prefix) for row in found), LikeRow())


def _rows(block: bytes, prefix: str, wanted: range) -> list[bytes]:
    numbers = row_numbers(block, prefix)
    if not any(number in wanted for number in numbers):
        return []
    tag = words(prefix).row
    rows = block.split(tag)[1:]
    return [tag + row for number, row in zip(numbers, rows, strict=True) if number in wanted]


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
