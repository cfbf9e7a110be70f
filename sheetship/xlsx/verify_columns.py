"""What the gate asks of edited cells, those of one column in hundreds of rows at a time.

It decides by two readers that share nothing: patterns over the bytes, and an XML parser. Both must see the same
addresses, styles, types and texts, and these must be the wanted ones.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from sheetship.xlsx.edits import Style, Value
from sheetship.xlsx.markup import decode_escapes
from sheetship.xlsx.scan import Unusual
from sheetship.xlsx.strings import plain_text
from sheetship.xlsx.verify_looks import Looks, own_format, style_of
from sheetship.xlsx.verify_values import is_number

_PLAIN_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3}[0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
    r'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)</c>)'
)
_ADDRESS: Final = re.compile(rb'r="[A-Z]{1,3}(?=[1-9])')
_BETWEEN: Final = "\0"
_NOT_AS_WRITTEN: Final = re.compile(r"[\x01-\x08\x0b-\x1f<>&\ufffe\uffff]|_x")
"""What an XML parser or a spreadsheet reads as something else, or not at all."""


class Column(NamedTuple):
    """Edited cells of one column without their `<c `: where, what was wanted, as they are and as they were."""

    name: str
    numbers: Sequence[int]
    style: Style | None
    values: Sequence[Value]
    now: Sequence[bytes]
    before: Sequence[bytes | None]


class Seen(NamedTuple):
    """What a reader sees of cells: where they stand, their style and type as written ("": none), their texts."""

    refs: list[str]
    styles: list[str]
    kinds: list[str]
    texts: list[str]


class ColumnGate:
    """Checks columns of one sheet."""

    def __init__(self, looks: Looks, *, date1904: bool) -> None:
        self._looks = looks
        self._date1904 = date1904

    def is_right(self, column: Column) -> bool:
        """Return whether both readers see exactly what was wanted."""
        try:
            seen = seen_by_patterns(column.now)
            if seen != seen_by_parser(column.now):
                return False
        except (ET.ParseError, UnicodeDecodeError, Unusual):
            return False
        if seen.refs != [f"{column.name}{number}" for number in column.numbers]:
            return False
        return self._are_values(seen, column.values) and self._are_looks(seen, column)

    def _are_values(self, seen: Seen, values: Sequence[Value]) -> bool:
        is_text = [value.__class__ is str for value in values]
        if is_text != [kind == "inlineStr" for kind in seen.kinds]:
            return False
        if seen.texts == [*values]:
            return all(is_text)
        others = [
            (text, value, kind)
            for text, value, kind in zip(seen.texts, values, seen.kinds, strict=True)
            if text != value
        ]
        return all(self._is_number(*other) for other in others)

    def _is_number(self, text: str, value: Value, kind: str) -> bool:
        if isinstance(value, bool):
            return kind == "b" and text == str(int(value))
        return not kind and is_number(text, value, date1904=self._date1904)

    def _are_looks(self, seen: Seen, column: Column) -> bool:
        bases = [None if old is None else style_of(old) for old in column.before]
        looks = [(look or "0").encode() for look in seen.styles]
        if column.style is None and bases == looks:
            return True
        # What a value may bring matters only where there was a cell.
        kinds = [*map(own_format, column.values)] if any(column.before) else [""] * len(bases)
        asked = set(zip(bases, looks, kinds, strict=True))
        return all(self._looks.is_right(base, look, column.style, kind) for base, look, kind in asked)


def seen_by_patterns(cells: Sequence[bytes]) -> Seen:
    """Return what cells say. Raises Unusual if one of them has anything but address, style, type and value."""
    written = (b"<c " + b"<c ".join(cells)).decode()
    found = _PLAIN_CELL.findall(written)
    if len(found) != len(cells):
        raise Unusual
    refs, styles, kinds, numbers, words = map(list, zip(*found, strict=True))
    texts = [number or word for number, word in zip(numbers, words, strict=True)]
    if "&" in written or "_x" in written or "\r" in written:
        texts = [*map(plain_text, texts)]
    return Seen(refs, styles, kinds, texts)


def seen_by_parser(cells: Sequence[bytes]) -> Seen:
    """Return what cells say to an XML parser, which is shown one of them if the others differ in number and text alone."""
    sample = _parsed(cells[:1])
    texts = _texts_like(cells, sample) if len(sample.texts) == 1 else None
    if texts is None:
        return _parsed(cells)
    column = sample.refs[0].rstrip("0123456789")
    refs = [column + text for text in texts[::2]]
    return Seen(refs, sample.styles * len(cells), sample.kinds * len(cells), texts[1::2])


def _parsed(cells: Sequence[bytes]) -> Seen:
    root = ET.fromstring(b"<row><c %b</row>" % b"<c ".join(cells))  # noqa: S314 - `scan` refuses document types
    styles, kinds = ([node.get(name, "") for node in root] for name in ("s", "t"))
    return Seen([node.get("r", "") for node in root], styles, kinds, [*map(decode_escapes, root.itertext())])


def _texts_like(cells: Sequence[bytes], sample: Seen) -> list[str] | None:
    """Return the row number and the text of each cell in turn, or None if one of them is spelled unlike the first."""
    first, text = cells[0], sample.texts[0].encode()
    start, address = first.find(b">%b<" % text) + 1, _ADDRESS.match(first)
    if not start or address is None:
        return None
    head, number = address[0], first.find(b'"', address.end())
    middle, end = first[number:start], first[start + len(text) :]
    at, size, tail = len(head), len(middle), -len(end)
    numbers = [cell[at : cell.find(b'"', at)] for cell in cells]
    texts = [cell[at + len(row) + size : tail] for cell, row in zip(cells, numbers, strict=True)]
    again = [b"%b%b%b%b%b" % (head, row, middle, text, end) for row, text in zip(numbers, texts, strict=True)]
    if again != [*cells] or not b"".join(numbers).isdigit():
        return None
    joined = (
        _BETWEEN.encode().join(part for pair in zip(numbers, texts, strict=True) for part in pair).decode()
    )
    parts = joined.split(_BETWEEN)
    return parts if len(parts) == 2 * len(cells) and not _NOT_AS_WRITTEN.search(joined) else None
