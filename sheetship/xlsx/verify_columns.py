"""What the gate asks of edited cells, those of one column in hundreds of rows at a time.

It decides by two readers that share nothing: patterns over the bytes, and an XML parser. Both must see the same
addresses, styles, types and texts, and these must be the wanted ones.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple, cast
from xml.etree import ElementTree as ET

from sheetship.xlsx.edits import Style, Value
from sheetship.xlsx.markup import decode_escapes
from sheetship.xlsx.scan import Unusual
from sheetship.xlsx.strings import plain_text
from sheetship.xlsx.verify_looks import Looks, own_format, style_of
from sheetship.xlsx.verify_values import are_moments, is_number

_PLAIN_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3}[0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
    r'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)</c>)'
)
_HEAD: Final = b'r="'
_BETWEEN: Final = "\0"
_NOT_AS_WRITTEN: Final = re.compile(r"[\x01-\x08\x0b-\x1f<>&\ufffe\uffff]|_x")
"""What an XML parser or a spreadsheet reads as something else, or not at all."""


class Column(NamedTuple):
    """Edited cells of one column without their `<c `: where, what was wanted, as they are and as they were."""

    refs: list[str]
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
            if seen != seen_by_parser(column.now, column.refs):
                return False
        except (ET.ParseError, UnicodeDecodeError, Unusual):
            return False
        if seen.refs != column.refs:
            return False
        return self._are_values(seen, column.values) and self._are_looks(seen, column)

    def _are_values(self, seen: Seen, values: Sequence[Value]) -> bool:
        if seen.texts == [*values]:
            return seen.kinds.count("inlineStr") == len(values)
        if set(map(type, values)) == {datetime}:
            return not any(seen.kinds) and are_moments(
                seen.texts, cast("Sequence[datetime]", values), date1904=self._date1904
            )
        is_text = [value.__class__ is str for value in values]
        if is_text != [kind == "inlineStr" for kind in seen.kinds]:
            return False
        told = zip(seen.texts, values, seen.kinds, strict=True)
        return all(self._is_value(*each) for each in told if each[0] != each[1])

    def _is_value(self, text: str, value: Value, kind: str) -> bool:
        if isinstance(value, bool):
            return kind == "b" and text == str(int(value))
        return not kind and is_number(text, value, date1904=self._date1904)

    def _are_looks(self, seen: Seen, column: Column) -> bool:
        bases = self._bases(column)
        asked = set(zip(bases, seen.styles, strict=True))
        if all(self._looks.is_right(base, _style(look), column.style, "") for base, look in asked):
            return True
        if not any(column.before):
            return False
        kinds = map(own_format, column.values)
        return all(
            self._looks.is_right(base, _style(look), column.style, kind)
            for base, look, kind in set(zip(bases, seen.styles, kinds, strict=True))
        )

    def _bases(self, column: Column) -> Sequence[bytes | None]:
        """Return the styles that the cells had, None where there was none; their attributes come again and again."""
        if not any(column.before):
            return column.before
        marks = [
            old and old[len(_HEAD) + len(ref) : old.find(b">") + 1]
            for old, ref in zip(column.before, column.refs, strict=True)
        ]
        styles = {mark: mark and style_of(mark) for mark in set(marks)}
        return [styles[mark] for mark in marks]


def _style(written: str) -> bytes:
    return (written or "0").encode()


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


def seen_by_parser(cells: Sequence[bytes], refs: list[str]) -> Seen:
    """Return what cells say to an XML parser.

    It is shown the first one; those that differ from it in text and address alone, these being `refs`, say the same.
    """
    sample = _parsed(cells[:1])
    texts = _texts_like(cells, sample, refs)
    if texts is None:
        return _parsed(cells)
    return Seen(refs, sample.styles * len(cells), sample.kinds * len(cells), texts)


def _parsed(cells: Sequence[bytes]) -> Seen:
    root = ET.fromstring(b"<row><c %b</row>" % b"<c ".join(cells))  # noqa: S314 - `scan` refuses document types
    styles, kinds = ([node.get(name, "") for node in root] for name in ("s", "t"))
    return Seen([node.get("r", "") for node in root], styles, kinds, [*map(decode_escapes, root.itertext())])


def _texts_like(cells: Sequence[bytes], sample: Seen, refs: list[str]) -> list[str] | None:
    """Return the text of each cell, or None if one of them is spelled unlike the first or stands elsewhere."""
    first, text = cells[0], "".join(sample.texts).encode()
    start = first.find(b">%b<" % text) + 1
    if not start:
        return None
    head = len(_HEAD) + len(refs[0])
    middle, end = first[head:start], first[start + len(text) :]
    addresses = _BETWEEN.join(refs).encode().split(_BETWEEN.encode())
    skipped, tail = len(_HEAD) + len(middle), -len(end)
    texts = [cell[skipped + len(ref) : tail] for cell, ref in zip(cells, addresses, strict=True)]
    told = zip(addresses, texts, strict=True)
    if [b'r="%b%b%b%b' % (ref, middle, text, end) for ref, text in told] != [*cells]:
        return None
    joined = _BETWEEN.encode().join(texts).decode()
    read = joined.split(_BETWEEN)
    return read if len(read) == len(cells) and not _NOT_AS_WRITTEN.search(joined) else None
