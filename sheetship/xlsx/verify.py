"""The gate after every write: nothing but what was asked may differ, and what was asked must be there.

It reads both files anew and compares: other parts by checksum and size, other rows and cells by their
bytes, edited cells by their value. It shares no step with the patch but the reading of bytes as rows. Where
the bytes differ, both sheets are made plain and compared once more: the patch does that to unusual syntax.
"""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, NoReturn

from sheetship.xlsx.cells import TextReader
from sheetship.xlsx.edits import KEEP, CellEdit, SheetEdits, Value
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.plain import plain
from sheetship.xlsx.refs import address
from sheetship.xlsx.rowcursor import RowCursor, all_rows
from sheetship.xlsx.scan import Unusual, last_row_number
from sheetship.xlsx.strings import shared_strings
from sheetship.xlsx.verify_cells import are_in_order, is_kept, is_plainly_written, is_same_tag
from sheetship.xlsx.verify_columns import ColumnGate
from sheetship.xlsx.verify_formulas import SharedFormulas
from sheetship.xlsx.verify_frame import frame_differences
from sheetship.xlsx.verify_looks import Looks
from sheetship.xlsx.verify_parts import check_parts, fail
from sheetship.xlsx.verify_rows import WholeRowGate
from sheetship.xlsx.verify_values import is_number

_REF: Final = re.compile(rb'r="([A-Z]{1,3}\d{1,7})"')
_NEAR: Final = 2000
"""Rows that are walked one by one rather than compared in one stretch."""
_VALUE: Final = re.compile(r"<(?:[\w.-]+:)?v>([^<]*)<")


def verify(before: bytes, after: bytes, edits: Sequence[SheetEdits]) -> None:
    """Return if the new file is the old one with the edits in it. Raises XlsxError `verify_failed`.

    >>> import io, xlsxwriter
    >>> made = io.BytesIO()
    >>> with xlsxwriter.Workbook(made) as workbook:
    ...     _ = workbook.add_worksheet("Orders").write_row(0, 0, ["Order", "Qty"])
    >>> before = made.getvalue()
    >>> verify(before, before, [SheetEdits(sheet="Orders", cells=[CellEdit(1, 2, "Qty")])])
    >>> verify(before, before, [SheetEdits(sheet="Orders", cells=[CellEdit(1, 2, "Pieces")])])
    Traceback (most recent call last):
        ...
    sheetship.xlsx.errors.XlsxError: The written file is not as it should be: on Orders, B1 does not hold what was to be written.
    """
    old, new = Package.open(before), Package.open(after)
    check_parts(old, new, edits)
    for wanted in edits:
        try:
            _SheetCheck(old, new, wanted, is_made_plain=False).run()
        except (Unusual, UnicodeDecodeError, XlsxError):
            _check_made_plain(old, new, wanted)


def _check_made_plain(old: Package, new: Package, wanted: SheetEdits) -> None:
    try:
        _SheetCheck(old, new, wanted, is_made_plain=True).run()
    except Unusual:
        fail(f"on {wanted.sheet}, something stands between the rows.", sheet=wanted.sheet)


class _SheetCheck:
    def __init__(self, old: Package, new: Package, wanted: SheetEdits, *, is_made_plain: bool) -> None:
        self._new_book = new
        self._name = wanted.sheet
        self._wanted = wanted
        self._passed = 0
        self._part = new.worksheet(wanted.sheet).part
        self._is_made_plain = is_made_plain
        self._old = RowCursor(self._stream(old, old.worksheet(wanted.sheet).part), self._part)
        self._new = RowCursor(self._stream(new, self._part), self._part)
        self._looks = Looks(new)
        self._shared = SharedFormulas(self._new.prefix)
        self._edits: dict[int, dict[bytes, CellEdit]] = {}
        for edit in wanted.cells:
            ref = address(edit.row, edit.column).encode()
            self._edits.setdefault(edit.row, {})[ref] = edit
        self._whole_rows = {edit.row: edit for edit in wanted.rows}
        self._whole_row_gate = WholeRowGate(
            ColumnGate(self._looks, date1904=new.date1904), self._check_closely
        )

    def _stream(self, package: Package, part: str) -> Iterable[bytes]:
        if not self._is_made_plain:
            return package.stream(part)
        return [plain(utf8(package.read(part), part), part)]

    def run(self) -> None:
        old, new = self._old, self._new
        waiting = deque(sorted([*self._edits, *self._whole_rows]))
        missing = []
        self._skip_to(waiting)
        while number := new.number():
            while waiting and waiting[0] < number:
                missing.append(waiting.popleft())
            if not self._check_run(number, waiting):
                is_known = old.number() == number
                self._check_row(number, old.take() if is_known else None, new.take())
                if waiting and waiting[0] == number:
                    waiting.popleft()
            self._skip_to(waiting)
        self._whole_row_gate.finish()
        if old.number():
            self._fail_at(f"row {old.number()} is lost.")
        for number in (*missing, *waiting):
            self._check_closely(number, None, b"")
        self._check_around()

    def _skip_to(self, waiting: deque[int]) -> None:
        """Pass over what is the same in both, in long stretches, if no edited row is near."""
        while not waiting or waiting[0] > self._passed + _NEAR:
            ahead, there = self._new.stretch(), self._old.stretch()
            length = min(len(ahead), len(there))
            if not length or ahead[:length] != there[:length]:
                return
            last = last_row_number(ahead[:length], self._new.prefix)
            if waiting and last >= waiting[0]:
                return
            self._new.skip(length)
            self._old.skip(length)
            self._passed = last

    def _check_run(self, number: int, waiting: deque[int]) -> bool:
        """Check all rows at hand if they stand in both files and each is edited as a whole; whether that is so."""
        old, new = self._old, self._new
        if number not in self._whole_rows or old.number() != number:
            return False
        count = min(old.count, new.count, len(waiting))
        if (
            not count
            or waiting[count - 1] != number + count - 1
            or not (old.is_run(count) and new.is_run(count))
        ):
            return False
        numbers = range(number, number + count)
        if not self._edits.keys().isdisjoint(numbers):
            return False
        for _ in numbers:
            waiting.popleft()
        edits = [self._whole_rows[each] for each in numbers]
        for row in zip(old.take_many(count), new.take_many(count), edits, strict=True):
            self._whole_row_gate.check(*row)
        self._passed = numbers[-1]
        return True

    def _check_row(self, number: int, old: bytes | None, new: bytes) -> None:
        if old is None and number <= self._passed:
            self._fail_at(f"row {number} stands where it should not.")
        self._passed = number
        whole = self._whole_rows.get(number)
        if whole is not None and number not in self._edits:
            self._whole_row_gate.check(old, new, whole)
        elif number in self._edits or old != new:
            self._check_closely(number, old, new)

    def _check_closely(self, number: int, old: bytes | None, new: bytes) -> None:
        """Check a row cell by cell, which also tells the cell that is not as it should be."""
        whole = self._whole_rows.get(number)
        if whole is not None:
            cells = {address(edit.row, edit.column).encode(): edit for edit in whole.cells()}
            self._edits[number] = cells
        elif number not in self._edits and not (old is not None and self._shared.are_lost):
            self._fail_at(f"row {number} has changed.")
        old_tag, old_cells, old_extension = self._taken_apart(old or b"")
        new_tag, new_cells, new_extension = self._taken_apart(new)
        if old is not None and not is_same_tag(old_tag, new_tag):
            self._fail_at(f"the look of row {number} has changed.")
        if old_extension != new_extension:
            self._fail_at(f"what extends row {number} has changed.")
        self._check_cells(number, old_cells, new_cells)

    def _taken_apart(self, row: bytes) -> tuple[bytes, list[bytes], bytes]:
        """Return the row's start tag, its cells without their `<c `, and what extends the row behind them."""
        p = self._new.prefix
        inner = row.partition(f"</{p}row>".encode())[0]
        extended = inner.find(f"<{p}extLst".encode(), inner.rfind(f"</{p}c>".encode()) + 1)
        inner, extension = (inner[:extended], inner[extended:]) if extended >= 0 else (inner, b"")
        tag, *cells = inner.split(f"<{p}c ".encode())
        return tag.rstrip().removesuffix(b">").removesuffix(b"/").rstrip(), cells, extension

    def _check_cells(self, number: int, old: list[bytes], new: list[bytes]) -> None:
        edits = self._edits.get(number, {})
        lost, fresh = set(old).difference(new), set(new).difference(old)
        if not are_in_order(old, new, lost, fresh):
            self._fail_at(f"the cells of row {number} are not in order.")
        gone, come = _by_ref(lost), _by_ref(fresh)
        kept = _by_ref(new) if edits.keys() - come.keys() else {}
        for ref, cell in gone.items():
            if b"shared" in cell and ref in edits and edits[ref].value is not KEEP:
                self._shared.lose(cell)
        for ref, edit in edits.items():
            was, now = gone.get(ref, b""), come.get(ref, b"")
            if edit.value is KEEP:
                is_right = is_kept(was, now, may_be_styled=edit.style is not None)
            else:
                is_right = self._holds(now or kept.get(ref, b""), edit.value)
                is_plain = not now or is_plainly_written(now, self._new.prefix)
                is_right &= is_plain or is_kept(was, now, may_be_styled=True)
            if not is_right:
                self._fail_at(f"{ref.decode()} does not hold what was to be written.", cell=ref.decode())
            cells = (gone.get(ref), come[ref]) if ref in come else (kept.get(ref), kept.get(ref, b""))
            if not self._looks.are_right(*cells, edit.style, edit.value):
                self._fail_at(f"{ref.decode()} does not look as it should.", cell=ref.decode())
        for ref in (gone.keys() | come.keys()) - edits.keys():
            is_changed = gone.get(ref) != come.get(ref) and (old or not come[ref].endswith(b"/>"))
            if is_changed and not self._shared.is_taken_over(gone.get(ref, b""), come.get(ref, b"")):
                self._fail_at(f"{ref.decode()} has changed.", cell=ref.decode())

    def _holds(self, cell: bytes, value: Value) -> bool:
        mark, _, body = cell.decode().partition(">")
        if value is None or value == "":
            return not body or body == f"</{self._new.prefix}c>"
        if isinstance(value, str):
            return self._text(mark, body) == value
        found = _VALUE.search(body)
        if isinstance(value, bool):
            return 't="b"' in mark and found is not None and found[1] == str(int(value))
        return found is not None and is_number(found[1], value, date1904=self._new_book.date1904)

    def _text(self, mark: str, body: str) -> str:
        texts = self._shared_texts if 't="s"' in mark else self._own_texts
        written = body.removesuffix(f"</{self._new.prefix}c>")
        return texts[mark[mark.index('"', mark.index('"') + 1) + 1 :]][written] if mark else ""

    @cached_property
    def _shared_texts(self) -> TextReader:
        return TextReader(shared_strings(self._new_book), [], self._new.prefix, date1904=False)

    @cached_property
    def _own_texts(self) -> TextReader:
        return TextReader([], [], self._new.prefix, date1904=False)

    def _check_around(self) -> None:
        old, new = self._old.frame, self._new.frame
        found = ", ".join(frame_differences(old, new, self._wanted, self._new_book))
        if found:
            self._fail_at(f"this has changed: {found}.")
        if self._shared.are_lost:
            again = self._stream(self._new_book, self._part)
            if not self._shared.are_all_found(all_rows(again, self._part)):
                self._fail_at("a formula that cells share is lost.")

    def _fail_at(self, sentence: str, **facts: str) -> NoReturn:
        fail(f"on {self._name}, {sentence}", sheet=self._name, **facts)


def _by_ref(cells: Iterable[bytes]) -> dict[bytes, bytes]:
    found = {}
    for cell in cells:
        ref = _REF.match(cell)
        if ref is None:
            raise Unusual
        found[ref[1]] = cell.rstrip()
    return found
