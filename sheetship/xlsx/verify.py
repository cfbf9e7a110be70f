"""The gate after every write: nothing but what was asked may differ, and what was asked must be there.

It reads both files anew and compares: other parts by checksum and size, other rows and cells by their
bytes, edited cells by their value. It shares no step with the patch but the reading of bytes as rows. Where
the bytes differ, both sheets are made plain and compared once more: the patch does that to unusual syntax.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property, lru_cache
from typing import Final, NoReturn

from sheetship.xlsx.cells import TextReader
from sheetship.xlsx.dates import day_number
from sheetship.xlsx.edits import KEEP, CellEdit, RowEdit, SheetEdits, Value
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.plain import plain
from sheetship.xlsx.refs import address, letters
from sheetship.xlsx.scan import Kind, Unusual, pieces, row_numbers, words
from sheetship.xlsx.strings import plain_text, shared_strings
from sheetship.xlsx.verify_cells import is_kept
from sheetship.xlsx.verify_formulas import SharedFormulas
from sheetship.xlsx.verify_frame import frame_differences
from sheetship.xlsx.verify_looks import Looks
from sheetship.xlsx.verify_parts import check_parts, fail

_A_MILLISECOND: Final = Decimal("0.00000002")
_REF: Final = re.compile(rb'r="([A-Z]{1,3}\d{1,7})"')
_SPANS: Final = re.compile(rb'\s+spans\s*=\s*"[^"]*"')
_NO_CELL: Final = b"/>"
_NOTHING_YET: Final = object()
_REMEMBERED: Final = 16_384
_VALUE: Final = re.compile(r"<(?:[\w.-]+:)?v>([^<]*)<")


def verify(before: bytes, after: bytes, edits: Sequence[SheetEdits]) -> None:
    """Return if the new file is the old one with the edits in it. Raises XlsxError `verify_failed`."""
    old, new = Package.open(before), Package.open(after)
    check_parts(old, new, edits)
    for wanted in edits:
        try:
            _SheetCheck(old, new, wanted, is_made_plain=False).run()
        except (Unusual, XlsxError):
            _SheetCheck(old, new, wanted, is_made_plain=True).run()


class _SheetCheck:
    def __init__(self, old: Package, new: Package, wanted: SheetEdits, *, is_made_plain: bool) -> None:
        self._new = new
        self._name = wanted.sheet
        self._wanted = wanted
        self._old_sheet = _Rows(old, wanted.sheet, is_made_plain=is_made_plain)
        self._new_sheet = _Rows(new, wanted.sheet, is_made_plain=is_made_plain)
        self._edits: dict[int, dict[bytes, CellEdit]] = {}
        for edit in wanted.cells:
            ref = address(edit.row, edit.column).encode()
            self._edits.setdefault(edit.row, {})[ref] = edit
        self._proved: dict[bytes, Value] = {}
        self._looks = Looks(new)
        self._whole_rows = {edit.row: edit for edit in wanted.rows}

    def run(self) -> None:
        missing = {*self._edits, *self._whole_rows}
        old_rows = iter(self._old_sheet)
        old = next(old_rows, None)
        for number, row in self._new_sheet:
            is_known = old is not None and old[0] == number
            self._check_row(number, old[1] if old and is_known else b"", row, is_known=is_known)
            missing.discard(number)
            if is_known:
                old = next(old_rows, None)
        if old is not None:
            self._fail_at(f"row {old[0]} is lost.")
        for number in missing:
            self._take_apart(number)
            self._check_cells(number, [], [])
        self._check_frame()
        if not self._shared.are_all_found(row for _, row in self._new_sheet):
            self._fail_at("a formula that cells share is lost.")

    def _check_row(self, number: int, old: bytes, new: bytes, *, is_known: bool) -> None:
        whole = self._whole_rows.get(number)
        if whole is not None and not is_known and self._is_as_wanted(new, whole):
            return
        self._take_apart(number)
        if number not in self._edits:
            if old == new:
                return
            if not (is_known and self._shared.are_lost):
                self._fail_at(f"row {number} has changed.")
        old_tag, old_cells = self._old_sheet.cells(old)
        new_tag, new_cells = self._new_sheet.cells(new)
        if is_known and _SPANS.sub(b"", old_tag) != _SPANS.sub(b"", new_tag):
            self._fail_at(f"the look of row {number} has changed.")
        self._check_cells(number, old_cells, new_cells)

    def _take_apart(self, number: int) -> None:
        """Check a whole row that is not plainly as it should be cell by cell, which also tells the cell."""
        whole = self._whole_rows.get(number)
        if whole is not None:
            cells = {address(edit.row, edit.column).encode(): edit for edit in whole.cells()}
            self._edits[number] = cells

    def _is_as_wanted(self, row: bytes, edit: RowEdit) -> bool:
        """Return whether the row says exactly this, all in the plainest spelling; if not, it takes a closer look."""
        number = b'%d"' % edit.row
        _, cells = self._new_sheet.cells(row)
        told = {start: rest for start, _, rest in [cell.partition(number) for cell in cells]}
        if len(told) != len(cells):
            return False
        for start, value in zip(_starts(edit.columns), edit.values, strict=True):
            rest = told.pop(start, _NO_CELL)
            proved = self._proved.get(rest, _NOTHING_YET)
            if (proved.__class__ is not value.__class__ or proved != value) and not self._says(rest, value):
                return False
        return all(self._says(rest, None) for rest in told.values())

    def _says(self, cell: bytes, value: Value) -> bool:
        """Return whether a cell without its address says this; what was proved of its spelling is remembered."""
        found = _plain_cell(self._new_sheet.prefix).fullmatch(cell.decode())
        is_said = found is not None and self._means(*found.groups(""), value=value)
        if is_said and len(self._proved) < _REMEMBERED:
            self._proved[cell] = value
        return is_said

    def _means(self, mark: str, number: str, words: str, *, value: Value) -> bool:
        if value is None or value == "":
            return not number and not words
        if isinstance(value, str):
            return 't="inlineStr"' in mark and (words == value or plain_text(words) == value)
        if isinstance(value, bool) or " t=" in mark:
            return False
        return self._is_number(number, value)

    def _is_number(self, written: str, value: int | Decimal | date | time) -> bool:
        if not isinstance(value, date | time):
            return _is_near(written, Decimal(value), Decimal(0))
        serial = day_number(value, date1904=self._new.date1904)
        return written == serial or _is_near(written, Decimal(serial), _A_MILLISECOND)

    def _check_cells(self, number: int, old: list[bytes], new: list[bytes]) -> None:
        edits = self._edits.get(number, {})
        gone, come = _by_ref(set(old) - set(new)), _by_ref(set(new) - set(old))
        kept = _by_ref(new) if edits.keys() - come.keys() else {}
        for ref, cell in gone.items():
            if b"shared" in cell and ref in edits and edits[ref].value is not KEEP:
                self._shared.lose(cell)
        for ref, edit in edits.items():
            if edit.value is KEEP:
                is_right = is_kept(
                    gone.get(ref, b""), come.get(ref, b""), may_be_styled=edit.style is not None
                )
            else:
                is_right = self._holds(come.get(ref) or kept.get(ref, b""), edit.value)
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
            return not body or body == f"</{self._new_sheet.prefix}c>"
        if isinstance(value, str):
            return self._text(mark, body) == value
        found = _VALUE.search(body)
        if isinstance(value, bool):
            return 't="b"' in mark and found is not None and found[1] == str(int(value))
        return found is not None and self._is_number(found[1], value)

    def _text(self, mark: str, body: str) -> str:
        texts = self._shared_texts if 't="s"' in mark else self._own_texts
        written = body.removesuffix(f"</{self._new_sheet.prefix}c>")
        return texts[mark[mark.index('"', mark.index('"') + 1) + 1 :]][written] if mark else ""

    @cached_property
    def _shared(self) -> SharedFormulas:
        return SharedFormulas(self._new_sheet.prefix)

    @cached_property
    def _shared_texts(self) -> TextReader:
        return TextReader(shared_strings(self._new), [], self._new_sheet.prefix, date1904=False)

    @cached_property
    def _own_texts(self) -> TextReader:
        return TextReader([], [], self._new_sheet.prefix, date1904=False)

    def _check_frame(self) -> None:
        old, new = self._old_sheet.frame, self._new_sheet.frame
        found = ", ".join(frame_differences(old, new, self._wanted, self._new))
        if found:
            self._fail_at(f"this has changed: {found}.")

    def _fail_at(self, sentence: str, **facts: str) -> NoReturn:
        fail(f"on {self._name}, {sentence}", sheet=self._name, **facts)


def _is_near(written: str, wanted: Decimal, tolerance: Decimal) -> bool:
    try:
        return abs(Decimal(written) - wanted) <= tolerance
    except InvalidOperation:
        return False


class _Rows:
    """The rows of one sheet of one file, as bytes."""

    def __init__(self, package: Package, name: str, *, is_made_plain: bool) -> None:
        self._package = package
        self._part = package.worksheet(name).part
        self._is_made_plain = is_made_plain
        self.frame = b""
        """What stands around the rows, known when all of them have been read."""
        self.prefix = ""

    def _stream(self) -> Iterable[bytes]:
        if not self._is_made_plain:
            return self._package.stream(self._part)
        return [plain(utf8(self._package.read(self._part), self._part), self._part)]

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        for piece in pieces(self._stream(), self._part):
            self.prefix = piece.prefix
            if piece.kind is Kind.ROWS:
                rows = piece.xml.split(words(piece.prefix).row)[1:]
                yield from zip(row_numbers(piece.xml, piece.prefix), rows, strict=True)
            else:
                self.frame += piece.xml

    def cells(self, row: bytes) -> tuple[bytes, list[bytes]]:
        """Return the row's start tag, and its cells without their `<c `."""
        inner = row.partition(f"</{self.prefix}row>".encode())[0]
        tag, *cells = inner.split(f"<{self.prefix}c ".encode())
        return tag.rstrip().removesuffix(b">").removesuffix(b"/").rstrip(), cells


def _by_ref(cells: Iterable[bytes]) -> dict[bytes, bytes]:
    found = {}
    for cell in cells:
        ref = _REF.match(cell)
        if ref is None:
            raise Unusual
        found[ref[1]] = cell.rstrip()
    return found


@cache
def _plain_cell(prefix: str) -> re.Pattern[str]:
    """What may follow a cell's address."""
    p = re.escape(prefix)
    text = rf'<{p}is><{p}t(?: xml:space="preserve")?>([^<]*)</{p}t></{p}is>'
    return re.compile(rf"([^>]*?)(?:/>|>(?:<{p}v>([^<]*)</{p}v>|{text})</{p}c>)")


@lru_cache(maxsize=16)
def _starts(columns: tuple[int, ...]) -> tuple[bytes, ...]:
    return tuple([f'r="{letters(column)}'.encode() for column in columns])
