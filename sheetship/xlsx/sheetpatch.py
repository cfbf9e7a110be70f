"""One sheet patched in one pass: head, rows and tail stream through, edits go in where they belong.

It decides the order of work and what a sheet must be asked before anything is written. Bytes of rows are
left to `rowpatch`, what stands around them to `frame` and its neighbours.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from sheetship.xlsx.archive import Deflated, deflate
from sheetship.xlsx.choices import unlisted
from sheetship.xlsx.columns import Columns
from sheetship.xlsx.edits import KEEP, CellEdit, DropDown, RowEdit, SheetEdits, is_blank, rows_of
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.formulacells import FormulaCells
from sheetship.xlsx.frame import Change, Frame
from sheetship.xlsx.headings import Renamed, renamed_headings
from sheetship.xlsx.likerow import LikeRow, look_of, usual_look
from sheetship.xlsx.links import Links
from sheetship.xlsx.markup import utf8
from sheetship.xlsx.notes import Note
from sheetship.xlsx.obstacles import Obstacle, Obstacles
from sheetship.xlsx.options import Options
from sheetship.xlsx.package import Package, SheetPart
from sheetship.xlsx.pivots import pivot_areas
from sheetship.xlsx.plain import plain
from sheetship.xlsx.protection import Locks
from sheetship.xlsx.refs import MAX_ROW, Area
from sheetship.xlsx.rowpatch import RowPatcher, Surroundings
from sheetship.xlsx.scan import Kind, Unusual, pieces, survey
from sheetship.xlsx.sheetrows import Edit, SheetRows
from sheetship.xlsx.stretch import Growth, whole_sheet
from sheetship.xlsx.strings import shared_strings
from sheetship.xlsx.styles import StyleBook
from sheetship.xlsx.tables import GrownTable, grown_tables, heading_texts, tables_of
from sheetship.xlsx.unseen import filtered_rows, filters_in_use, hidden_tab
from sheetship.xlsx.validations import validated
from sheetship.xlsx.values import Contents
from sheetship.xlsx.wholerows import WholeRows

Stream = Callable[[], Iterable[bytes]]


class Book:
    """What the sheets of one workbook share while it is patched."""

    def __init__(self, package: Package, options: Options, edits: Sequence[SheetEdits]) -> None:
        self.package = package
        self.options = options
        self.styles = StyleBook(package)
        self._edits = edits

    @cached_property
    def strings(self) -> list[str]:
        """The shared texts, read only if a text is compared with one; those that no edit wants are blank."""
        cells = (edit.value for wanted in self._edits for edit in wanted.cells)
        rows = (value for wanted in self._edits for edit in wanted.rows for value in edit.values)
        return shared_strings(
            self.package, only={value for value in chain(cells, rows) if isinstance(value, str)}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchedSheet:
    """The parts that one sheet's edits change, what was left out, and what else to tell."""

    parts: dict[str, bytes | Deflated]
    has_new_values: bool
    formula_count: int
    overwritten: tuple[tuple[int, int], ...]
    left_out: tuple[DropDown, ...]
    growth: Growth
    notes: tuple[Note, ...]


def patched_sheet(book: Book, sheet: SheetPart, edits: SheetEdits) -> PatchedSheet:
    """Return what changes. A part in unusual syntax is made plain first. Raises XlsxError."""
    rows = rows_of(edits)
    try:
        return _SheetPatch(book, sheet, edits, rows, lambda: book.package.stream(sheet.part)).run()
    except (Unusual, UnicodeDecodeError):
        xml = plain(utf8(book.package.read(sheet.part), sheet.part), sheet.part)
    try:
        return _SheetPatch(book, sheet, edits, rows, lambda: [xml]).run()
    except Unusual as error:
        sentence = f'"{sheet.name}" mixes two spellings of its rows.'
        raise XlsxError("unsupported", sentence, sheet=sheet.name) from error


class _SheetPatch:
    def __init__(
        self,
        book: Book,
        sheet: SheetPart,
        edits: SheetEdits,
        rows: dict[int, list[CellEdit]],
        stream: Stream,
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._edits = edits
        self._rows = rows
        self._stream = stream
        self._survey = survey(stream(), sheet.part)
        self._frame = Frame(self._survey, sheet.part)
        self._columns = Columns(self._frame)
        self._tables = tables_of(book.package, sheet.part)
        self._links = Links(book.package, sheet.part, self._frame)
        self._locks = Locks(
            sheet.name,
            self._frame,
            is_locked=book.styles.is_locked,
            column_style=self._columns.style_of,
            is_over_protection=book.options.over_protection,
        )
        self._obstacles = Obstacles(sheet.name, self._in_the_way(), [*rows, *(row.row for row in edits.rows)])
        self._below, self._whole = self._whole_rows()
        self._renamed: Renamed = {}
        if book.options.rename_headings:
            self._renamed = renamed_headings(book.package, self._tables, self._rows, sheet.name)
        self._patcher = RowPatcher(self._surroundings())
        self._is_framed_anew = False
        self._left_out: tuple[DropDown, ...] = ()
        self._grown: list[GrownTable] = []
        self._growth = Growth([])

    def _whole_rows(self) -> tuple[dict[int, RowEdit], dict[int, RowEdit]]:
        """Return the whole rows that nothing stands in the way of: those below all others, and those inside.

        The rest becomes single cells.
        """
        below: dict[int, RowEdit] = {}
        inside: dict[int, RowEdit] = {}
        others = {}
        is_protected, last_row = self._frame.is_protected, self._survey.last_row
        for edit in self._edits.rows:
            if is_protected or self._obstacles.stand_in(edit.row):
                others[edit.row] = edit.cells()
            elif edit.is_filled():
                (inside if edit.row <= last_row else below)[edit.row] = edit
        if others:
            self._rows = dict(sorted({**self._rows, **others}.items()))
        return dict(sorted(below.items())), inside

    def _surroundings(self) -> Surroundings:
        package, prefix = self._book.package, self._survey.prefix
        return Surroundings(
            sheet=self._sheet.name,
            prefix=prefix,
            contents=Contents(prefix, date1904=package.date1904),
            styles=self._book.styles,
            column_style=self._columns.style_of,
            obstacles=self._obstacles,
            locks=self._locks,
            like_row=self._like_row(),
            formulas=FormulaCells(self._sheet.name, prefix, self._book.options, self._is_overwritten),
            shared=lambda: self._book.strings,
        )

    def _in_the_way(self) -> Iterator[Obstacle]:
        yield from self._barriers()
        for table in self._tables:
            yield from table.obstacles(may_rename=self._book.options.rename_headings)

    def _barriers(self) -> Iterator[Obstacle]:
        yield from self._frame.merged()
        for cells in self._survey.formula_areas:
            if not (self._book.options.over_formulas and self._is_overwritten(cells)):
                yield Obstacle(cells, "array_cell", "one formula fills all of it")
        for cells in pivot_areas(self._book.package, self._sheet.part):
            yield Obstacle(cells, "pivot_cell", "a pivot table draws it anew")

    def _is_overwritten(self, cells: Area) -> bool:
        wanted = set(range(cells.first_column, cells.last_column + 1))
        whole = {
            edit.row: edit.filled()
            for edit in self._edits.rows
            if cells.first_row <= edit.row <= cells.last_row
        }
        return all(
            wanted
            <= {edit.column for edit in self._rows.get(row, ()) if edit.value is not KEEP}.union(
                whole.get(row, ())
            )
            for row in range(cells.first_row, cells.last_row + 1)
        )

    @cached_property
    def _heading_row(self) -> int:
        return self._frame.heading_row(table.heading_row for table in self._tables)

    def _like_row(self) -> LikeRow:
        survey, prefix = self._survey, self._survey.prefix
        new = min((row for row in (*self._rows, *self._below) if row > survey.last_row), default=0)
        if not new:
            return LikeRow()
        if self._edits.like_row is None:
            return usual_look(survey.last_rows, prefix, new=new, heading=self._heading_row)
        return look_of(self._edits.like_row, chain([survey.last_rows], self._blocks()), prefix)

    def _blocks(self) -> Iterator[bytes]:
        streamed = pieces(self._stream(), self._sheet.part)
        return (piece.xml for piece in streamed if piece.kind is Kind.ROWS)

    def run(self) -> PatchedSheet:
        """Return the changed parts. Raises Unusual or XlsxError."""
        part = self._sheet.part
        written = deflate(self._written())
        self._patcher.formulas.check_none_is_left(self._blocks)
        parts: dict[str, bytes | Deflated] = {}
        if self._patcher.changed_cells or self._is_framed_anew:
            parts[self._book.package.find(part) or part] = written
        parts |= self._links.relationships()
        parts |= {grown.table.part: grown.xml for grown in self._grown}
        return PatchedSheet(
            parts=parts,
            has_new_values=self._patcher.has_new_values,
            formula_count=self._survey.formula_count,
            overwritten=tuple(self._patcher.formulas.overwritten),
            left_out=self._left_out,
            growth=self._growth,
            notes=tuple(self._notes()) if parts else (),
        )

    def _notes(self) -> Iterator[Note]:
        yield from self._locks.notes()
        for grown in self._grown:
            yield from grown.notes(self._sheet.name)
        yield from hidden_tab(self._sheet)
        package, frame = self._book.package, self._frame
        filters = filters_in_use(package, frame, [table.part for table in self._tables])
        yield from filtered_rows(
            self._sheet, self._stream(), filters, {*self._rows, *self._below, *self._whole}
        )
        yield from unlisted(
            package, self._sheet, frame, self._growth, cells=self._rows, rows={**self._below, **self._whole}
        )

    def _written(self) -> Iterator[bytes]:
        is_filled = any(_leaves_a_cell(edit) for cells in self._rows.values() for edit in cells)
        will_have_rows = is_filled or bool(self._below or self._whole)
        yield self._head(has_rows=will_have_rows)
        rows = self._sheet_rows()
        for piece in pieces(self._stream(), self._sheet.part):
            if piece.kind is Kind.ROWS:
                yield rows.block(piece.xml)
        yield from rows.below(self._below)
        yield self._tail(has_rows=will_have_rows)

    def _sheet_rows(self) -> SheetRows:
        prefix = self._survey.prefix
        ends = (table.cells.last_row for table in self._tables)
        watched_from = min(self._survey.last_filled_row, *ends, MAX_ROW) + 1
        contents = self._patcher.contents
        whole_rows = WholeRows(contents, self._patcher, prefix=prefix, watched_from=watched_from)
        edits: dict[int, Edit] = {**self._rows, **self._whole}
        return SheetRows(prefix, self._patcher, whole_rows, edits)

    def _head(self, *, has_rows: bool) -> bytes:
        changes = [*self._frame.widened(self._extent()), *self._columns.widened(self._edits.widths)]
        self._is_framed_anew |= bool(changes)
        return self._frame.head(changes, has_rows=has_rows)

    def _extent(self) -> Area | None:
        cells = [edit for row in self._rows.values() for edit in row if _leaves_a_cell(edit)]
        rows = {*self._below, *self._whole, *(edit.row for edit in cells)}
        whole = (*self._below.values(), *self._whole.values())
        columns = {edit.column for edit in cells} | _filled_columns(whole)
        return Area(min(rows), min(columns), max(rows), max(columns)) if rows else None

    def _grow(self) -> None:
        """Settle how far the sheet and its tables grew, once all rows are written."""
        filled = self._patcher.filled
        texts = heading_texts(self._rows, self._tables)
        barriers = [obstacle.cells for obstacle in self._barriers()]
        self._grown = grown_tables(self._tables, filled, texts, barriers, self._renamed)
        whole = whole_sheet(self._survey.last_filled_row, filled, heading=self._heading_row)
        self._growth = Growth([whole, *(grown.step(filled) for grown in self._grown)])

    def _tail(self, *, has_rows: bool) -> bytes:
        self._grow()
        wanted = {
            (edit.row, edit.column): edit.link for row in self._rows.values() for edit in row if edit.link
        }
        rules, self._left_out = validated(self._frame, self._edits.drop_downs, self._growth)
        changes: list[Change] = [*self._growth.in_frame(self._frame), *rules, *self._links.set(wanted)]
        self._is_framed_anew |= bool(changes)
        return self._frame.tail(changes, has_rows=has_rows)


def _filled_columns(rows: Sequence[RowEdit]) -> set[int]:
    """Return the columns in which some row gets something to read; as a rule the first row tells."""
    columns = {column for layout in {edit.columns for edit in rows} for column in layout}
    blank = set(columns)
    for edit in rows:
        if not blank:
            break
        blank.difference_update(edit.filled())
    return columns - blank


def _leaves_a_cell(edit: CellEdit) -> bool:
    return not (edit.value is KEEP or is_blank(edit.value)) or edit.style is not None
