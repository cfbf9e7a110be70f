"""What must hold for any input: the engine gives a result or an `XlsxError`, and a result that is right.

Each target takes bytes and ends in silence, or in whatever went wrong. `xml` puts them into one part of a sound
workbook and patches it; the first byte says which part and which edits. `archive` takes them as a zip, `file` as any
file. Files that another program reads in a child process (`sources.jail`) are left out: that program is not ours.
"""

import contextlib
import warnings
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Final, TypeVar
from xml.parsers import expat

from sheetship.xlsx import (
    CODES,
    KEEP,
    CellEdit,
    CellKind,
    Options,
    Package,
    SheetEdits,
    XlsxError,
    patch,
    read_sheet,
    read_table,
    read_tabs,
    undo_edits,
)
from sheetship.xlsx.edits import Keep, Value
from sheetship.xlsx.sources.kinds import binary_kind
from tests.fuzz.sound import broken_book
from tests.xlsx.opened import NotOpened, Opened
from tests.xlsx.sealed_books import PASSWORD

_JAILED: Final = frozenset({"xls", "xlsb", "ods"})
_T = TypeVar("_T")


class Broken(AssertionError):  # noqa: N818 - it says what the engine is
    """The engine has not kept its word."""


def xml(content: bytes) -> None:
    """A sound workbook with one part replaced is read and patched, or refused."""
    if content:
        source, edits, options = broken_book(content[0], content[1:])
        _read_and_patched(source, edits, options)


def archive(content: bytes) -> None:
    """A zip is opened, every part read, and one of them replaced while all others stay."""
    package = _answer(Package.open, content)
    if package is None:
        return
    for name in package.names():
        _answer(package.read, name)
    sheet = _answer(package.worksheet)
    if sheet is None or package.find(sheet.part) is None:
        return
    written = _answer(package.rewrite, {sheet.part: b"<x/>"})
    if written is not None:
        _only_one_part_differs(content, written, sheet.part)
    _read_and_patched(content, SheetEdits(sheet=sheet.name, cells=[CellEdit(2, 1, "已发货")]), Options())


def file(content: bytes) -> None:
    """Any file is read as a table, or refused."""
    kind = _answer(binary_kind, content)
    if kind in _JAILED:
        return
    for tab in _answer(read_tabs, content, password=PASSWORD) or []:
        if [len(cells) for cells in tab.rows] != [len(stored) for stored in tab.stored]:
            raise Broken(f"{tab.name}: kinds and texts do not belong together")
        _answer(tab.details)
    table = _answer(read_table, content, password=PASSWORD)
    if table is not None:
        for column in table.columns:
            if len(column.values()) != len(table):
                raise Broken(f"column {column.number} has not as many values as the table has rows")
            _answer(table.cell, table.rows[0] if table.rows else 1, column.number)
    if kind == "xlsx" and table is not None:
        edits = SheetEdits(sheet=table.sheet, cells=[CellEdit(2, 1, "已发货")])
        _read_and_patched(content, edits, Options(password=PASSWORD))


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {"xml": xml, "archive": archive, "file": file}


def _answer(ask: Callable[..., _T], *asked: object, **settings: object) -> _T | None:
    """What the engine answers, None for a refusal; anything else that it raises is let through."""
    try:
        return ask(*asked, **settings)
    except XlsxError as error:
        if error.code not in CODES or not str(error):
            raise Broken(f"a refusal without code or words: {error.code} {error}") from error
        return None


def _read_and_patched(source: bytes, edits: SheetEdits, options: Options) -> None:
    old = _answer(Package.open, source, password=options.password)
    if old is None:
        return
    is_readable = _answer(read_sheet, old, edits.sheet) is not None
    _answer(undo_edits, source, [edits], options=options)
    done = _answer(patch, source, [edits], options=options)
    if done is None:
        return
    new = Package.open(done.content, password=options.password)
    if is_readable:
        again = patch(done.content, [edits], options=options)
        if again.content != done.content or again.changed_parts:
            raise Broken(f"twice is not once: {again.changed_parts}")
        _holds_what_was_asked(new, edits)
    _stays_well_formed(old, new, done.changed_parts)


def _holds_what_was_asked(new: Package, edits: SheetEdits) -> None:
    rows = {row.number: row for row in read_sheet(new, edits.sheet).rows}
    for edit in [*edits.cells, *(cell for row in edits.rows for cell in row.cells())]:
        row = rows.get(edit.row)
        found = row.get(edit.column) if row else None
        kind, text = (found.kind, found.text) if found else ("blank", "")
        if not _is(kind, text, edit.value):
            raise Broken(f"row {edit.row}, column {edit.column} reads {kind} {text!r}, not {edit.value!r}")


def _is(kind: CellKind, text: str, value: Value | Keep) -> bool:
    """Whether a cell reads as it was written; numbers may be shown as dates and times."""
    if value is KEEP:
        return True
    if value is None or value == "":
        return kind == "blank"
    if isinstance(value, bool):
        return (kind, text) == ("bool", str(value).upper())
    if isinstance(value, str):
        return (kind, text) == ("text", value)
    if isinstance(value, date) or kind == "date":
        return kind == "date"
    return kind == "number" and Decimal(text) == value


def _stays_well_formed(old: Package, new: Package, changed: Sequence[str]) -> None:
    for part in changed:
        was_sound = old.find(part) is None or _is_well_formed(old.read(part))
        if was_sound and new.find(part) and not _is_well_formed(new.read(part)):
            raise Broken(f"{part} is no XML any more")


def _is_well_formed(content: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(content, True)  # noqa: FBT003 - the parser takes it by place only
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _only_one_part_differs(old: bytes, new: bytes, changed: str) -> None:
    with warnings.catch_warnings(), contextlib.suppress(NotOpened):
        warnings.simplefilter("ignore")
        then, now = Opened(old), Opened(new)
        if then.names != now.names:
            raise Broken("the names of the parts have changed")
        for at, name in enumerate(then.names):
            if name != changed and then.packed(at) != now.packed(at):
                raise Broken(f"{name} was not copied as it is")
        with zipfile.ZipFile(BytesIO(new)) as written:
            if written.read(written.infolist()[now.names.index(changed)]) != b"<x/>":
                raise Broken(f"{changed} does not hold what was written")
