"""What the gate asks of whole rows, hundreds of them at a time.

It decides by two readers that share nothing: patterns over the bytes, and an XML parser. What stands left and
right of the edited cells must be the bytes that stood there; between them, both readers must see the edited
cells, those alone and in order, with the same texts, and these must be the wanted values. A row in any other
spelling, and one that fails, is left to the closer look, which also tells what is wrong.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import compress, pairwise
from typing import Final, NamedTuple, Self
from xml.etree import ElementTree as ET

from sheetship.xlsx.edits import RowEdit, Style, Value, is_blank
from sheetship.xlsx.markup import decode_escapes
from sheetship.xlsx.refs import letters
from sheetship.xlsx.scan import Unusual
from sheetship.xlsx.strings import plain_text
from sheetship.xlsx.verify_cells import is_same_tag
from sheetship.xlsx.verify_looks import Looks, own_format, style_of
from sheetship.xlsx.verify_values import is_number

_AT_ONCE: Final = 500
_PLAIN_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3}[0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
    r'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)</c>)'
)
_END: Final = b"</row>"
Closer = Callable[[int, bytes | None, bytes], None]


class _Row(NamedTuple):
    """One row of both files from behind its `<row`, the edited cells now, and each of them as it was."""

    edit: RowEdit
    old: bytes | None
    new: bytes
    cells: bytes
    before: Sequence[bytes | None]


class _Seen(NamedTuple):
    """What a reader sees of cells: where they stand, their style and type as written ("": none), their texts."""

    refs: list[str]
    styles: list[str]
    kinds: list[str]
    texts: list[str]

    def without_blanks(self) -> Self:
        """Return the same without the cells that have no text."""
        return self._replace(
            refs=[*compress(self.refs, self.texts)],
            styles=[*compress(self.styles, self.texts)],
            kinds=[*compress(self.kinds, self.texts)],
            texts=[*filter(None, self.texts)],
        )


class _Cells(NamedTuple):
    """Edited cells without their `<c `, as they are and as they were."""

    now: list[bytes]
    before: Sequence[bytes | None]


class WholeRowGate:
    """Checks the edits of whole rows of one sheet; what it does not understand goes to `closer`."""

    def __init__(self, looks: Looks, closer: Closer, *, date1904: bool) -> None:
        self._looks = looks
        self._date1904 = date1904
        self._closer = closer
        self._rows: list[_Row] = []
        self._tags: set[tuple[bytes, bytes]] = set()

    def check(self, old: bytes | None, new: bytes, edit: RowEdit) -> None:
        """Take a row in; `old` is None if there was none. Raises XlsxError `verify_failed`, perhaps later."""
        row = self._new_row(new, edit) if old is None else self._known_row(old, new, edit)
        if row is None:
            self._closer(edit.row, old, new)
            return
        self._rows.append(row)
        if len(self._rows) == _AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Check what has been taken in. Raises XlsxError `verify_failed`."""
        rows, self._rows = self._rows, []
        if rows and not self._are_right(rows):
            for row in rows:
                self._closer(row.edit.row, row.old, row.new)

    def _new_row(self, new: bytes, edit: RowEdit) -> _Row | None:
        start, end = new.find(b"<c "), new.rfind(_END)
        if start < 0 or end < 0 or not new.startswith(b' r="%d"' % edit.row):
            return None
        return _Row(edit, None, new, new[start:end], [None] * len(_refs(edit)))

    def _known_row(self, old: bytes, new: bytes, edit: RowEdit) -> _Row | None:
        """Return the row if all but what lies between its first and its last edited cell is as it was."""
        number = b"%d" % edit.row
        columns = edit.columns if edit.is_full() else tuple(edit.filled())
        if not columns:
            return None
        first, last, has_gaps = _ends(columns)
        start = new.rfind(b'<c r="%b%b"' % (first, number))
        at_last = new.find(b'<c r="%b%b"' % (last, number), start)
        end = new.find(b"<c ", at_last + 1)
        end = end if end > 0 else new.rfind(_END)
        tag, old_tag = new.find(b">"), old.find(b">")
        shift = old_tag - tag
        if min(start, at_last, end, tag, old_tag) < 0 or not self._is_same_tag(old[:old_tag], new[:tag]):
            return None
        old_end = len(old) - (len(new) - end)
        if new[tag:start] != old[old_tag : start + shift] or new[end:] != old[old_end:]:
            return None
        between, was = new[start:end], old[start + shift : old_end]
        if not (has_gaps or was):
            return _Row(edit, old, new, between, [None] * len(columns))
        refs = [b'r="%b%b"' % (name, number) for name in _byte_names(columns)]
        cells = _replaced(was.split(b"<c "), between.split(b"<c "), refs) or _mixed(
            _by_ref(was), _by_ref(between), refs
        )
        if cells is None or any(b"<f" in cell for cell in cells.before if cell):
            return None
        return _Row(edit, old, new, b"<c " + b"<c ".join(cells.now), cells.before)

    def _is_same_tag(self, old: bytes, new: bytes) -> bool:
        # The number comes first and differs everywhere; what follows it comes again and again.
        tags = old[old.find(b'"', 4) :], new[new.find(b'"', 4) :]
        if old[: len(old) - len(tags[0])] != new[: len(new) - len(tags[1])]:
            return False
        if tags not in self._tags and is_same_tag(*tags):
            self._tags.add(tags)
        return tags in self._tags

    def _are_right(self, rows: Sequence[_Row]) -> bool:
        """Return whether both readers see exactly what was wanted."""
        written = b"".join([row.cells for row in rows])
        try:
            root = ET.fromstring(b"<row>%b</row>" % written)  # noqa: S314 - `scan` refuses document types
            seen = _seen_by_patterns(written.decode())
        except (ET.ParseError, UnicodeDecodeError, Unusual):
            return False
        if any(row.old is None for row in rows):
            # A new row brings blank cells along, for the looks of its columns.
            seen = seen.without_blanks()
            root[:] = [node for node in root if len(node)]
        return seen == _seen_by_parser(root) and self._are_wanted(seen, rows)

    def _are_wanted(self, seen: _Seen, rows: Sequence[_Row]) -> bool:
        """Return whether the cells stand where they should, with the wanted values and looks."""
        edits = [row.edit for row in rows]
        values: list[Value] = []
        refs: list[str] = []
        styles: list[Style | None] = []
        for edit in edits:
            values += (
                edit.values if edit.is_full() else [value for value in edit.values if not is_blank(value)]
            )
            refs += _refs(edit)
            styles += _styles(edit)
        if seen.refs != refs or not self._are_values(seen, values):
            return False
        return self._are_looks([cell for row in rows for cell in row.before], seen, styles, values)

    def _are_values(self, seen: _Seen, values: Sequence[Value]) -> bool:
        is_text = [value.__class__ is str for value in values]
        if is_text != [kind == "inlineStr" for kind in seen.kinds]:
            return False
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

    def _are_looks(
        self,
        before: Sequence[bytes | None],
        seen: _Seen,
        styles: Sequence[Style | None],
        values: Sequence[Value],
    ) -> bool:
        # The identity of a style stands for it, as long as the edits live.
        wished = {id(style): style for style in styles}
        if any(before):
            bases = [None if old is None else style_of(old) for old in before]
            kinds = [*map(own_format, values)]
            asked = set(zip(bases, seen.styles, map(id, styles), kinds, strict=True))
        else:
            asked = {
                (None, look, style, "") for look, style in zip(seen.styles, map(id, styles), strict=True)
            }
        return all(
            self._looks.is_right(base, (look or "0").encode(), wished[style], kind)
            for base, look, style, kind in asked
        )


def _seen_by_patterns(written: str) -> _Seen:
    """Return what cells say. Raises Unusual if one of them has anything but address, style, type and value."""
    found = _PLAIN_CELL.findall(written)
    if len(found) < written.count("<c "):
        raise Unusual
    refs, styles, kinds, numbers, words = map(list, zip(*found, strict=True))
    texts = [number or word for number, word in zip(numbers, words, strict=True)]
    if "&" in written or "_x" in written or "\r" in written:
        texts = [*map(plain_text, texts)]
    return _Seen(refs, styles, kinds, texts)


def _seen_by_parser(root: ET.Element) -> _Seen:
    styles, kinds = ([node.get(name, "") for node in root] for name in ("s", "t"))
    return _Seen([node.get("r", "") for node in root], styles, kinds, [*map(decode_escapes, root.itertext())])


def _replaced(was: list[bytes], now: list[bytes], refs: Sequence[bytes]) -> _Cells | None:
    """Return the edited cells if each took the place of an old one and all others are as they were."""
    cells, before, place = [], [], 0
    for ref in refs:
        place = next((at for at in range(place + 1, len(now)) if now[at].startswith(ref)), 0)
        if not 0 < place < len(was) or not was[place].startswith(ref):
            return None
        cells.append(now[place])
        before.append(was[place])
        was[place] = now[place]
    return _Cells(cells, before) if was == now else None


def _mixed(was: dict[bytes, bytes], now: dict[bytes, bytes], refs: Sequence[bytes]) -> _Cells | None:
    """Return the edited cells if the cells between them are as they were, and all are in order."""
    if any(ref not in now for ref in refs):
        return None
    kept = [item for item in now.items() if item[0] not in refs]
    if kept != [item for item in was.items() if item[0] not in refs]:
        return None
    if any(left >= right for left, right in pairwise([(len(ref), ref) for ref in now])):
        return None
    return _Cells([now[ref] for ref in refs], [was.get(ref) for ref in refs])


def _by_ref(cells: bytes) -> dict[bytes, bytes]:
    """Return cells without their `<c `, by address with its attribute name."""
    return {cell[: cell.find(b'"', len('r="')) + 1]: cell for cell in cells.split(b"<c ")[1:]}


@lru_cache(maxsize=1024)
def _ends(columns: tuple[int, ...]) -> tuple[bytes, bytes, bool]:
    """Return the names of the first and the last column, and whether there are others between them."""
    has_gaps = columns[-1] - columns[0] >= len(columns)
    return letters(columns[0]).encode(), letters(columns[-1]).encode(), has_gaps


@lru_cache(maxsize=1024)
def _names(columns: tuple[int, ...]) -> tuple[str, ...]:
    return tuple([letters(column) for column in columns])


@lru_cache(maxsize=1024)
def _byte_names(columns: tuple[int, ...]) -> tuple[bytes, ...]:
    return tuple([letters(column).encode() for column in columns])


def _refs(edit: RowEdit) -> list[str]:
    number = str(edit.row)
    names = _names(edit.columns)
    if edit.is_full():
        return [name + number for name in names]
    return [name + number for name, value in zip(names, edit.values, strict=True) if not is_blank(value)]


def _styles(edit: RowEdit) -> Sequence[Style | None]:
    if edit.is_full():
        return edit.styles
    return [style for style, value in zip(edit.styles, edit.values, strict=True) if not is_blank(value)]
