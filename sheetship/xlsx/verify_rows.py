"""What the gate asks of whole rows, hundreds of them at a time.

It decides which cells of a row are the edited ones. What stands left and right of them must be the bytes that stood
there, and so must the cells between them; the edited cells go, column by column, to `verify_columns`. A row in any
other spelling, and one that fails, is left to the closer look, which also tells what is wrong.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from sheetship.xlsx.edits import RowEdit, Style, Value, is_blank
from sheetship.xlsx.refs import letters
from sheetship.xlsx.verify_cells import is_same_tag
from sheetship.xlsx.verify_columns import Column, ColumnGate

_AT_ONCE: Final = 500
_BLANK_CELL: Final = re.compile(rb'r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?/>')
_END: Final = b"</row>"
Closer = Callable[[int, bytes | None, bytes], None]


class _Row(NamedTuple):
    """One row of both files from behind its `<row`, its filled values, the edited cells now and as they were."""

    edit: RowEdit
    values: Sequence[Value]
    old: bytes | None
    new: bytes
    cells: Sequence[bytes]
    before: Sequence[bytes | None]


class _Cells(NamedTuple):
    """Edited cells without their `<c `, as they are and as they were."""

    now: list[bytes]
    before: Sequence[bytes | None]


class _Layout:
    """What rows alike have in common, and those of them that wait to be checked."""

    def __init__(self, columns: Sequence[int], styles: Sequence[Style | None]) -> None:
        self.styles = styles
        self.names = [letters(column) for column in columns]
        self.refs = [b'r="%b' % name.encode() for name in self.names]
        self.has_gaps = columns[-1] - columns[0] >= len(columns)
        self.missing: Sequence[bytes | None] = [None] * len(columns)
        self.places: list[int] = []
        """Where the edited cells stood among those from the first of them on, in the last row that was looked at."""
        self.rows: list[_Row] = []


class WholeRowGate:
    """Checks the edits of whole rows of one sheet; what it does not understand goes to `closer`."""

    def __init__(self, columns: ColumnGate, closer: Closer) -> None:
        self._columns = columns
        self._closer = closer
        self._layouts: dict[tuple[object, object], _Layout] = {}
        self._waiting = 0
        self._tags: set[tuple[bytes, bytes]] = set()

    def check(self, old: bytes | None, new: bytes, edit: RowEdit) -> None:
        """Take a row in; `old` is None if there was none. Raises XlsxError `verify_failed`, perhaps later."""
        layout, values = self._layouts.get((id(edit.columns), id(edit.styles))), edit.values
        if layout is None or not edit.is_full():
            layout, values = self._layout(edit)
        cells = None
        if layout is not None:
            cells = (
                self._new_cells(new, edit, layout) if old is None else self._edited(old, new, edit, layout)
            )
        if layout is None or cells is None:
            self._closer(edit.row, old, new)
            return
        layout.rows.append(_Row(edit, values, old, new, cells.now, cells.before))
        self._waiting += 1
        if self._waiting == _AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Check what has been taken in. Raises XlsxError `verify_failed`."""
        self._waiting = 0
        for layout in self._layouts.values():
            rows, layout.rows = layout.rows, []
            if rows and not self._are_right(layout, rows):
                for row in rows:
                    self._closer(row.edit.row, row.old, row.new)

    def _are_right(self, layout: _Layout, rows: Sequence[_Row]) -> bool:
        edits, values, _, _, cells, before = zip(*rows, strict=True)
        numbers = [str(edit.row) for edit in edits]
        columns = zip(
            ([name + number for number in numbers] for name in layout.names),
            layout.styles,
            zip(*values, strict=True),
            zip(*cells, strict=True),
            zip(*before, strict=True),
            strict=True,
        )
        return all(self._columns.is_right(Column(*column)) for column in columns)

    def _layout(self, edit: RowEdit) -> tuple[_Layout | None, Sequence[Value]]:
        """Return the layout of a row's filled cells, None if there are none, and their values."""
        if edit.is_full():
            layout = self._laid_out(edit.columns, edit.styles)
            # The identity of both tuples stands for them: the edits keep them alive, and hashing them costs more.
            self._layouts[id(edit.columns), id(edit.styles)] = layout
            return layout, edit.values
        wanted = zip(edit.columns, edit.styles, edit.values, strict=True)
        filled = [cell for cell in wanted if not is_blank(cell[2])]
        if not filled:
            return None, ()
        columns, styles, values = zip(*filled, strict=True)
        return self._laid_out(columns, styles), values

    def _laid_out(self, columns: tuple[int, ...], styles: tuple[Style | None, ...]) -> _Layout:
        asked = columns, tuple(map(id, styles))
        if asked not in self._layouts:
            self._layouts[asked] = _Layout(columns, styles)
        return self._layouts[asked]

    def _new_cells(self, new: bytes, edit: RowEdit, layout: _Layout) -> _Cells | None:
        start, end = new.find(b"<c "), new.rfind(_END)
        if start < 0 or end < 0 or not new.startswith(b' r="%d"' % edit.row):
            return None
        # A new row brings blank cells along, for the looks of its columns.
        cells = [cell for cell in new[start:end].split(b"<c ")[1:] if not _BLANK_CELL.fullmatch(cell)]
        return _Cells(cells, layout.missing) if len(cells) == len(layout.refs) else None

    def _edited(self, old: bytes, new: bytes, edit: RowEdit, layout: _Layout) -> _Cells | None:
        """Return the edited cells if all but what lies between the first and the last of them is as it was."""
        number = b'%d"' % edit.row
        start = new.rfind(b"<c %b%b" % (layout.refs[0], number))
        at_last = new.find(b"<c %b%b" % (layout.refs[-1], number), start)
        end = new.find(b"<c ", at_last + 1)
        end = end if end > 0 else new.rfind(_END)
        tag, old_tag = new.find(b">"), old.find(b">")
        shift = old_tag - tag
        if min(start, at_last, end, tag, old_tag) < 0 or not self._is_same_tag(old[:old_tag], new[:tag]):
            return None
        old_end = len(old) - (len(new) - end)
        if new[tag:start] != old[old_tag : start + shift] or new[end:] != old[old_end:]:
            return None
        was = old[start + shift : old_end]
        if not (layout.has_gaps or was):
            cells = new[start:end].split(b"<c ")[1:]
            return _Cells(cells, layout.missing) if len(cells) == len(layout.refs) else None
        refs = [ref + number for ref in layout.refs]
        found = _replaced(was, new[start:end], refs, layout) or _mixed(was, new[start:end], refs)
        has_formulas = b"f" in was and found and any(b"<f" in cell for cell in found.before if cell)
        return None if has_formulas else found

    def _is_same_tag(self, old: bytes, new: bytes) -> bool:
        # The number comes first and differs everywhere; what follows it comes again and again.
        end = new.find(b'"', 4)
        tags = old[end:], new[end:]
        if old[:end] != new[:end]:
            return False
        if tags not in self._tags and is_same_tag(*tags):
            self._tags.add(tags)
        return tags in self._tags


def _replaced(old: bytes, new: bytes, refs: Sequence[bytes], layout: _Layout) -> _Cells | None:
    """Return the edited cells if each took the place of an old one and all others are as they were."""
    was, now = old.split(b"<c "), new.split(b"<c ")
    if len(was) != len(now):
        return None
    before = [was[place] for place in layout.places if place < len(was)]
    if len(before) != len(refs) or not all(map(bytes.startswith, before, refs)):
        places = {cell[: cell.find(b'"', len('r="')) + 1]: at for at, cell in enumerate(was)}
        layout.places = [places[ref] for ref in refs if ref in places]
        if len(layout.places) != len(refs):
            return None
        before = [was[place] for place in layout.places]
    cells = [now[place] for place in layout.places]
    for place, cell in zip(layout.places, cells, strict=True):
        was[place] = cell
    return _Cells(cells, before) if was == now else None


def _mixed(old: bytes, new: bytes, refs: Sequence[bytes]) -> _Cells | None:
    """Return the edited cells if the cells between them are as they were, and all are in order."""
    was, now = _by_ref(old), _by_ref(new)
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
