"""The cells of one column as bytes: what repeats down a column is spelled once.

It decides how a value becomes a cell where column and old look are the same for many rows. A cell is kept with a
NUL where the row's number goes: no XML can hold one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sheetship.xlsx.edits import Style, Value, is_blank
from sheetship.xlsx.refs import letters
from sheetship.xlsx.values import Alike, Content, Contents

ROW_NUMBER: Final = b"\0"
_REMEMBERED: Final = 4096


class Looks(Protocol):
    """Who knows the styles of cells."""

    def look(self, base: int, style: Style | None, content: Content) -> int:
        """Return the style of a cell with this content and wanted look."""
        ...


def blank_cell(prefix: bytes, column: int, look: int) -> bytes:
    """Return a cell without a value, with `ROW_NUMBER` in its address."""
    return _opened(prefix, column, look) + b"/>"


def _opened(prefix: bytes, column: int, look: int, type_attribute: bytes = b"") -> bytes:
    styled = b' s="%d"' % look if look else b""
    return b'<%bc r="%b%b"%b%b' % (prefix, letters(column).encode(), ROW_NUMBER, styled, type_attribute)


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the cells of one column have in common: their old style, the wanted one, the bytes before each of them.

    `blank` is what stands there for a blank value, `before` included.
    """

    prefix: bytes
    column: int
    base: int
    style: Style | None
    before: bytes = b""
    blank: bytes = b""


class ColumnCells(dict[Value, bytes]):
    """The cells of one column that have one style so far, by value; those that come again are remembered.

    True and 1 are the same key and not the same cell: ask `of` for a bool.
    """

    def __init__(self, spelling: Spelling, contents: Contents, looks: Looks) -> None:
        super().__init__()
        self._spelling = spelling
        self._contents = contents
        self._looks = looks
        self._starts: dict[tuple[bytes, str], bytes] = {}
        self._end = b"</%bc>" % spelling.prefix

    def __missing__(self, value: Value) -> bytes:
        made = self.of(value)
        if len(self) < _REMEMBERED:
            self[value] = made
        return made

    def of(self, value: Value) -> bytes:
        """Return the cell of a value, or what stands for a blank one."""
        if is_blank(value):
            return self._spelling.blank
        content = self._contents.of(value)
        return self._start(content) + content.inner + self._end

    def _start(self, content: Content) -> bytes:
        key = content.type_attribute, content.number_format
        if key not in self._starts:
            like = self._spelling
            look = self._looks.look(like.base, like.style, content)
            self._starts[key] = (
                like.before + _opened(like.prefix, like.column, look, content.type_attribute) + b">"
            )
        return self._starts[key]

    def many(self, values: Sequence[Value], rows: Sequence[int], alike: Alike | None) -> list[bytes]:
        """Return the cells of values, none of them blank, in these rows; `alike` is what `Contents` says of them."""
        if alike is None:
            made = [self[value] if value.__class__ is not bool else self.of(value) for value in values]
            return [cell.replace(ROW_NUMBER, b"%d" % row) for row, cell in zip(rows, made, strict=True)]
        cell = (self._start(alike.sample) + alike.sample.inner + self._end).decode()
        left, middle, end = cell.split("\0")
        return [
            f"{left}{row}{middle}{text}{end}".encode() for row, text in zip(rows, alike.texts, strict=True)
        ]
