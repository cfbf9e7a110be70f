"""The edits that give back what cells held before other edits.

It decides which old values can be written again exactly. A formula, an error, text of several looks, a value
with more behind it cannot: such cells are listed and left alone. Only values and their number formats come
back: new rows stay as blank ones, and so do links, widths, drop-downs and ranges that have grown.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final, Literal

from sheetship.xlsx.cells import TextReader
from sheetship.xlsx.edits import KEEP, CellEdit, SheetEdits, Style, Value
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.formats import entries, format_id
from sheetship.xlsx.foundcells import FoundCell, Place, found_cells
from sheetship.xlsx.looks import CellLooks
from sheetship.xlsx.markup import utf8
from sheetship.xlsx.number_formats import BUILT_IN_IDS, FIRST_OWN_FORMAT
from sheetship.xlsx.oldcells import Mark, OldCells
from sheetship.xlsx.options import Options
from sheetship.xlsx.package import Package
from sheetship.xlsx.plain import plain
from sheetship.xlsx.refs import address
from sheetship.xlsx.scan import formula_count
from sheetship.xlsx.strings import shared_strings
from sheetship.xlsx.style_sections import StyleSections
from sheetship.xlsx.styles import StyleBook
from sheetship.xlsx.values import Contents, number_text

Why = Literal["formula", "error", "rich", "number", "date", "format"]
Old = tuple[Value, Why | None]
"""A value, or why there is none to be had."""
_DEFAULTS: Final = Options()
_RUNS: Final = re.compile(rb"<(?:[\w.-]+:)?(?:r|rPh)[\s>]")
_SHARED: Final = re.compile(rb"<((?:[\w.-]+:)?)si(?:\s*/>|[\s>](.*?)</\1si>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unrestored:
    """A cell whose old content, or only whose number format (`format`), no edit can bring back."""

    sheet: str
    cell: str
    why: Why


@dataclass(frozen=True, slots=True)
class Undo:
    """Edits that take others back, and the cells where they cannot."""

    edits: tuple[SheetEdits, ...]
    unrestored: tuple[Unrestored, ...]


def undo_edits(before: Path | bytes, edits: Sequence[SheetEdits], *, options: Options = _DEFAULTS) -> Undo:
    """Return what gives back the values that the edited cells had in the workbook before.

    Raises XlsxError for a workbook or a sheet that cannot be read.

    >>> import io, xlsxwriter
    >>> made = io.BytesIO()
    >>> with xlsxwriter.Workbook(made) as workbook:
    ...     _ = workbook.add_worksheet("Orders").write_row(0, 0, ["Order", "Qty"])
    >>> undo_edits(made.getvalue(), [SheetEdits(sheet="Orders", cells=[CellEdit(1, 2, "Pieces")])]).edits[0].cells
    [CellEdit(row=1, column=2, value='Qty', style=None, link=None)]
    """
    package = Package.open(before, password=options.password)
    past = _Past(package)
    back, unrestored = [], []
    for wanted in edits:
        cells = []
        for restored in past.restored(wanted):
            if isinstance(restored, Unrestored):
                unrestored.append(restored)
            else:
                cells.append(restored)
        back.append(SheetEdits(sheet=wanted.sheet, cells=cells))
    return Undo(tuple(back), tuple(unrestored))


class _Past:
    """The cells of a workbook as they were."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._contents = Contents("", date1904=package.date1904)
        self._styles = StyleBook(package)
        self._looks = CellLooks(self._styles)
        self._old = OldCells("", list)
        self._readers: dict[str, TextReader] = {}

    def restored(self, wanted: SheetEdits) -> Iterator[CellEdit | Unrestored]:
        """Yield an edit for each cell that edits would give a value."""
        edits = chain(wanted.cells, *(row.cells() for row in wanted.rows))
        values = {
            (edit.row, edit.column): (edit.value, edit.style) for edit in edits if edit.value is not KEEP
        }
        part = self._package.worksheet(wanted.sheet).part
        found = found_cells(self._package, part, values.keys())
        for place in sorted(values):
            if place in found:
                yield from self._back(wanted.sheet, place, found[place], *values[place])
            else:
                yield CellEdit(*place, None)

    def _back(
        self, sheet: str, place: Place, cell: FoundCell, written: Value, asked: Style | None
    ) -> Iterator[CellEdit | Unrestored]:
        mark = self._old.mark(cell.attributes.encode())
        value, why = self._value(mark, cell.body, cell.prefix)
        if why:
            yield Unrestored(sheet, address(*place), why)
            return
        code = self._format(mark.style, written, asked)
        yield CellEdit(*place, value, Style(number_format=code) if code else None)
        if code is None:
            yield Unrestored(sheet, address(*place), "format")

    def _value(self, mark: Mark, body: str, prefix: str) -> Old:
        if formula_count(body.encode(), prefix):
            return None, "formula"
        if mark.is_rich or self._has_runs(mark, body):
            return None, "rich"
        text = self._texts(prefix)[f' t="{mark.kind.decode()}"'][body]
        return _KINDS.get(mark.kind, _text)(text) if text else (None, None)

    def _has_runs(self, mark: Mark, body: str) -> bool:
        if mark.kind == b"s":
            number = re.sub(r"<[^<>]*>", "", body).strip()
            return number.isdigit() and int(number) in self._rich_strings
        return mark.kind == b"inlineStr" and _RUNS.search(body.encode()) is not None

    def _texts(self, prefix: str) -> TextReader:
        if prefix not in self._readers:
            strings = shared_strings(self._package)
            self._readers[prefix] = TextReader(strings, [], prefix, date1904=False)
        return self._readers[prefix]

    @cached_property
    def _rich_strings(self) -> frozenset[int]:
        part = self._package.shared_strings_part
        xml = plain(utf8(self._package.read(part), part), part) if part else b""
        items = enumerate(_SHARED.finditer(xml))
        return frozenset(at for at, item in items if item[2] and _RUNS.search(item[2]))

    def _format(self, style: int, written: Value, asked: Style | None) -> str | None:
        """Return the number format to give back: "" if the edit left it alone, None if it has no name."""
        look = self._looks.of(style, asked, self._contents.of(written))
        kept = self._styles.derive(style, replace(asked, number_format=None)) if asked else style
        if look == kept:
            return ""
        sections = StyleSections(self._package)
        styles = entries(sections.root, "cellXfs", "xf")
        if style >= len(styles):
            return None
        number = format_id(styles[style])
        is_named = number >= FIRST_OWN_FORMAT or number in BUILT_IN_IDS.values()
        return sections.format_code(number) if is_named else None


def _text(text: str) -> Old:
    return text, None


def _yes_or_no(text: str) -> Old:
    return text == "TRUE", None


def _error(_text: str) -> Old:
    return None, "error"


def _number(text: str) -> Old:
    try:
        value = Decimal(text)
        number_text(value)
    except (InvalidOperation, XlsxError):
        return None, "number"
    return value, None


def _moment(text: str) -> Old:
    try:
        return datetime.fromisoformat(text), None
    except ValueError:
        return None, "date"


_KINDS: Final[dict[bytes, Callable[[str], Old]]] = {
    b"b": _yes_or_no,
    b"n": _number,
    b"d": _moment,
    b"e": _error,
}
