"""The team's orders workbook as a file: read once, patched without loss, replaced only if it is as it was read."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from glob import escape
from pathlib import Path, PurePath

from sheetship.adapters._book_tables import xlsx_table
from sheetship.adapters._books import as_findings, as_refusal, read_bytes
from sheetship.core.findings import SheetShipError
from sheetship.core.new_rows import NewColumn, NewRow
from sheetship.core.states import LineState
from sheetship.core.table_change import HEADING, SetCell, TableChange
from sheetship.core.tables import RawTable
from sheetship.flow.ports import BookRead, ChangedBook, Files
from sheetship.xlsx import (
    CellEdit,
    DropDown,
    Options,
    Package,
    RowEdit,
    Sheet,
    SheetEdits,
    Style,
    XlsxError,
    patch,
    read_sheet,
)

_TAB_NAMES = ("订单", "Orders", "orders", "Sheet1")
_RELEASE = {
    "zh": ("放行", "不放行", "已收到", "作废"),
    "en": ("release", "hold", "received", "void"),
}
_HEADING_STYLE = Style(bold=True, fill="0F766E", font_color="FFFFFF", wrap=True)
_TEXT, _MONEY = "@", "#,##0.00"
_LINK_COLOUR = "0563C1"
_KEPT_BACKUPS = 30
_HASH_LETTERS = 16
"""Of the hash in a backup's name."""


class OrdersBook:
    """The ``OrdersBook`` port on an .xlsx or .xlsm file."""

    def __init__(
        self, path: Path, tab: str | None, files: Files, backups: Path, *, password_env: str = ""
    ) -> None:
        self._path = path
        self._tab = tab
        self._files = files
        self._backups = backups
        self._password_env = password_env
        self._read: tuple[str, Sheet] | None = None
        self.name = path.name

    def exists(self) -> bool:
        """Whether the file is there."""
        return self._path.is_file()

    def read(self) -> BookRead:
        """The bytes now."""
        content = read_bytes(self._path)
        return BookRead(self.name, content, hashlib.sha256(content).hexdigest())

    def table(self, book: BookRead) -> tuple[str, RawTable]:
        """The tab's name and its cells. Without a tab of its own name: 订单, Orders, or the first there is."""
        sheet = self._sheet(book)
        return sheet.name, xlsx_table(sheet, sheet.name)

    def _sheet(self, book: BookRead) -> Sheet:
        """The orders tab as read, kept as long as the workbook stays the same."""
        if self._read is None or self._read[0] != book.sha256:
            with as_refusal(self.name, password_env=self._password_env):
                package = Package.open(book.content, password=self._password())
                self._read = book.sha256, read_sheet(package, self._tab or _tab_of(package))
        return self._read[1]

    def changed(self, book: BookRead, change: TableChange, lang: str) -> ChangedBook:
        """The workbook with the change in it, proved to differ in nothing else."""
        edits = [_edits(change, _commonest(self._sheet(book), change.like_rows), lang)]
        try:
            patched = patch(book.content, edits, options=Options(password=self._password()))
        except XlsxError as error:
            where = f"{change.sheet}!{error.facts['cell']}" if "cell" in error.facts else change.sheet
            raise SheetShipError("BOOK-03", where, name=self.name, reason=str(error)) from error
        return ChangedBook(patched.content, as_findings(patched.notes, self.name))

    def _password(self) -> str | None:
        """What the environment says now; kept nowhere."""
        return os.environ.get(self._password_env) if self._password_env else None

    def refuse_if_open(self) -> None:
        """Raises SheetShipError BOOK-01 when somebody has it open."""
        who = self._files.open_elsewhere(self._path)
        if who is not None:
            raise SheetShipError("BOOK-01", self.name, name=self.name, who=who or "?")

    def replace(self, content: bytes, *, expected_sha: str) -> None:
        """Puts ``content`` in the file's place after a verified backup."""
        self.refuse_if_open()
        self._files.replace(self._path, content, expected_sha=expected_sha, backup_folder=self._backups)
        for old in self._newest_first()[_KEPT_BACKUPS:]:
            old.unlink()

    def newest_backup(self) -> PurePath | None:
        """The newest backup there is."""
        return next(iter(self._newest_first()), None)

    def backup_of(self, sha256: str) -> bytes | None:
        """The bytes of the backup with that hash."""
        for path in self._newest_first():
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == sha256:
                return content
        return None

    def restore(self, backup: PurePath) -> None:
        """Brings a backup back where there is no file."""
        self._files.write_new(self._path, Path(backup).read_bytes())

    def _newest_first(self) -> list[Path]:
        found = self._backups.glob(
            f"{escape(self._path.stem)}-{'[0-9a-f]' * _HASH_LETTERS}{self._path.suffix}"
        )
        return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _tab_of(package: Package) -> str | None:
    names = {sheet.name for sheet in package.sheets}
    return next((name for name in _TAB_NAMES if name in names), None)


def _commonest(sheet: Sheet, numbers: Sequence[int]) -> int | None:
    """The last of the rows that look the way most of them do; a row that somebody coloured does not colour new ones."""
    wanted = frozenset(numbers)
    looks = {
        row.number: tuple((column, cell.style) for column, cell in row.items())
        for row in sheet.rows
        if row.number in wanted
    }
    if not looks:
        return None
    usual = Counter(looks.values()).most_common(1)[0][0]
    return max(number for number, look in looks.items() if look == usual)


def _edits(change: TableChange, like_row: int | None, lang: str) -> SheetEdits:
    drop_downs: tuple[DropDown, ...] = ()
    if change.widths or change.last_row >= change.first_row:
        last = max(change.last_row, change.first_row)
        drop_downs = (DropDown(change.release_column, change.first_row, last, _RELEASE[lang]),)
    return SheetEdits(
        sheet=change.sheet,
        cells=tuple(_cell_edits(change.cells)),
        rows=tuple(_row_edits(change.new_rows, change.new_columns)),
        widths=change.widths,
        drop_downs=drop_downs,
        like_row=like_row,
    )


def _cell_edits(cells: tuple[SetCell, ...]) -> Iterator[CellEdit]:
    """Styles are shared between cells of one look: there are few looks and many cells."""
    styles: dict[tuple[bool, bool, str, bool], Style | None] = {}
    for cell in cells:
        look = (cell.is_text, cell.is_money, cell.tone, bool(cell.link))
        if look not in styles:
            styles[look] = _style(cell)
        yield CellEdit(cell.row, cell.column, cell.value, styles[look], cell.link or None)


def _row_edits(rows: Sequence[NewRow], columns: Sequence[NewColumn]) -> Iterator[RowEdit]:
    """Rows of one tone share their styles."""
    places = tuple(column.column for column in columns)
    styles = {
        tone: tuple(_column_style(column, tone) for column in columns) for tone in {row.tone for row in rows}
    }
    for row in rows:
        yield RowEdit(row.row, places, row.values, styles[row.tone])


def _column_style(column: NewColumn, tone: str) -> Style | None:
    shown = tone if column.is_status else ""
    return _style(SetCell(0, column.column, None, column.is_text, column.is_money, shown))


def _style(cell: SetCell) -> Style | None:
    if cell.tone == HEADING:
        return _HEADING_STYLE
    style = Style(
        number_format=_TEXT if cell.is_text else _MONEY if cell.is_money else None,
        fill=LineState(cell.tone).fill if cell.tone else None,
        font_color=_LINK_COLOUR if cell.link else None,
        underline=True if cell.link else None,
    )
    return None if style == Style() else style
