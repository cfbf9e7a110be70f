"""Cells as they stand in a file: their style and type, and whether one holds a value already.

It decides when two spellings mean the same value, so that writing twice is writing once. It changes nothing.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from operator import eq
from typing import Final, NamedTuple

from sheetship.xlsx.cells import TextReader, TextsOfMark
from sheetship.xlsx.edits import Value
from sheetship.xlsx.values import Alike, Content

ATTRIBUTE: Final = re.compile(rb'\s([\w:.-]+)\s*=\s*"([^"]*)"')
_STYLE: Final = re.compile(rb'(\ss\s*=\s*")[^"]*"')
_ADDRESS: Final = re.compile(rb'\sr\s*=\s*"[^"]*"')
_TEXT_TYPES: Final = frozenset({b"s", b"inlineStr", b"str"})


class Mark(NamedTuple):
    """What a cell's attributes tell: its style, its type, and whether it stands for more than its value."""

    style: int
    kind: bytes
    is_rich: bool


class OldCells:
    """Understands the cells of one sheet; each combination of attributes once."""

    def __init__(self, prefix: str, shared: Callable[[], list[str]]) -> None:
        self._prefix = prefix
        self._shared = shared
        self._marks: dict[bytes, Mark] = {}
        self._reader: TextReader | None = None

    def mark(self, attributes: bytes) -> Mark:
        """Return what attributes tell; they come with the cell's address, which differs everywhere."""
        rest = attributes[attributes.find(b'"', attributes.find(b'"') + 1) + 1 :]
        if b' r="' in rest or b"r=" not in attributes[:4]:
            rest = attributes
        known = self._marks.get(rest)
        if known is None:
            found = dict(ATTRIBUTE.findall(attributes))
            style = found.get(b"s", b"0").strip()
            is_rich = b"vm" in found or b"cm" in found
            known = Mark(int(style) if style.isdigit() else 0, found.get(b"t", b"n"), is_rich)
            self._marks[rest] = known
        return known

    def holds(self, mark: Mark, body: bytes, value: Value, content: Content) -> bool:
        """Whether a cell without a formula holds the value, however it is spelled."""
        if not content.inner or not body:
            return not content.inner and not body
        if isinstance(value, str):
            return mark.kind in _TEXT_TYPES and self._text(mark, body) == value
        if mark.kind != (b"b" if content.type_attribute else b"n"):
            return False
        return _same_number(_value(body), _value(content.inner))

    def hold(self, mark: Mark, bodies: Sequence[bytes], wanted: Alike) -> list[bool]:
        """Return the same for many plain cells with one mark."""
        is_text = bool(wanted.sample.type_attribute)
        if mark.kind not in _TEXT_TYPES if is_text else mark.kind != b"n":
            return [False] * len(bodies)
        inner = self._inner(bodies)
        if is_text:
            texts = self._texts(mark).many(inner or [body.decode() for body in bodies])
            return [*map(eq, texts, wanted.texts)]
        inner = inner or [*map(_value, bodies)]
        return [
            held == text or _same_number(held, text) for held, text in zip(inner, wanted.texts, strict=True)
        ]

    def _inner(self, bodies: Sequence[bytes]) -> list[str]:
        """Return what stands in the values of cells, or nothing where one of them has no value of its own."""
        joined = b"".join(bodies).decode()
        start, end = f"<{self._prefix}v>", f"</{self._prefix}v>"
        inner = joined.removeprefix(start).removesuffix(end).split(end + start)
        return inner if joined.startswith(start) and len(inner) == len(bodies) else []

    def _text(self, mark: Mark, body: bytes) -> str:
        return self._texts(mark)[body.decode()]

    def _texts(self, mark: Mark) -> TextsOfMark:
        if self._reader is None:
            self._reader = TextReader(self._shared(), [], self._prefix, date1904=False)
        return self._reader[f' t="{mark.kind.decode()}"']


def restyled(cell: bytes, tag_end: int, style: int) -> bytes:
    """Return the cell, whose start tag ends there, with another style and everything else as it was."""
    tag, rest = cell[:tag_end], cell[tag_end:]
    written = b'%d"' % style
    new, count = _STYLE.subn(lambda found: found[1] + written, tag, count=1)
    if not count:
        new = _ADDRESS.sub(lambda found: found[0] + b' s="' + written, tag, count=1)
    return new + rest


def _value(body: bytes) -> str:
    return body.partition(b"v>")[2].partition(b"<")[0].strip().decode()


def _same_number(left: str, right: str) -> bool:
    try:
        # The nearest floats of two numbers that differ may be one; those of the same number never differ.
        return float(left) == float(right) and Decimal(left) == Decimal(right)
    except (ValueError, InvalidOperation):
        return False
