"""Reading a sheet: every cell with its kind and exact text, fast, and nothing guessed.

It decides which rows and cells a part has, and counts tags against matches so that none is missed. What
a cell means is left to `cells`, what it means to a shop (is this an id, is this price right) to the caller.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from sheetship.xlsx.cells import TextReader, TextsOfMark
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.formats import shown_by_style
from sheetship.xlsx.markup import Node, outline, utf8
from sheetship.xlsx.package import Package, SheetPart
from sheetship.xlsx.plain import plain
from sheetship.xlsx.refs import area, column_number
from sheetship.xlsx.rowshapes import NO_CELLS, RowShapes, Written
from sheetship.xlsx.scan import ATTRIBUTES, Kind, Piece, Unusual, in_order, pieces
from sheetship.xlsx.sheet import Layout, Row, Sheet
from sheetship.xlsx.strings import shared_strings

_WORTH_COLUMNS: Final = 8
"""Rows spelled alike, from which it pays to read them column by column."""


def read_sheet(
    source: Path | bytes | Package, sheet: str | None = None, *, columns: Container[int] | None = None
) -> Sheet:
    """Return the cells of a sheet (None: the first worksheet), or of some of its columns.

    Raises XlsxError for anything that cannot be read exactly.

    >>> import io, xlsxwriter
    >>> made = io.BytesIO()
    >>> with xlsxwriter.Workbook(made) as workbook:
    ...     _ = workbook.add_worksheet("Orders").write_row(0, 0, ["00123", 0.1])
    >>> sheet = read_sheet(made.getvalue())
    >>> sheet.rows[0].get(2)
    Cell(kind='number', text='0.1', style=0, has_formula=False)
    >>> sheet.texts([1, 2, 3])
    [['00123', '0.1', '']]
    """
    package = source if isinstance(source, Package) else Package.open(source)
    reader = _Reader(package, package.worksheet(sheet), columns)
    return reader.sheet(list(reader.rows()))


def read_rows(
    source: Path | bytes | Package, sheet: str | None = None, *, columns: Container[int] | None = None
) -> Iterator[Row]:
    """Yield the rows of a sheet in file order, holding no more than a few thousand of them in memory.

    Raises XlsxError for anything that cannot be read exactly, perhaps after many rows.
    """
    package = source if isinstance(source, Package) else Package.open(source)
    return _Reader(package, package.worksheet(sheet), columns).rows()


class _Run(NamedTuple):
    """Rows that follow each other and are spelled alike: their start tags, and the contents of their cells."""

    names: tuple[str, ...]
    marks: tuple[str, ...]
    formulas: tuple[int, ...]
    tags: list[re.Match[str]]
    contents: list[Sequence[str]]


@cache
def _row_start(prefix: str) -> re.Pattern[str]:
    return re.compile(rf'<{re.escape(prefix)}row(?=[^<>]*?\sr="([0-9]{{1,7}})"){ATTRIBUTES}(/?)>')


class _Reader:
    """Turns the pieces of one sheet part into rows."""

    def __init__(self, package: Package, found: SheetPart, columns: Container[int] | None) -> None:
        self._package = package
        self._found = found
        self._wanted = columns
        self._strings = shared_strings(package)
        self._shown = shown_by_style(package)
        self._layouts: dict[tuple[str, ...], Layout] = {(): Layout((), None)}
        self._marks: dict[tuple[str, ...], tuple[TextsOfMark, ...]] = {}
        self._shapes = RowShapes("")
        self._frame = b""

    def rows(self) -> Iterator[Row]:
        """Yield the rows; a part in unusual syntax is made plain and read on from where that was seen."""
        part, count, last = self._found.part, 0, 0
        try:
            for row in self._streamed(self._package.stream(part)):
                last = in_order((row.number,), last, part)
                yield row
                count += 1
        except Unusual:
            again = plain(utf8(self._package.read(part), part), part)
        else:
            return
        try:
            for row in islice(self._streamed([again]), count, None):
                last = in_order((row.number,), last, part)
                yield row
        except Unusual as error:
            raise XlsxError(
                "unsupported", f'"{self._found.name}" mixes two spellings of its rows.'
            ) from error

    def _streamed(self, stream: Iterable[bytes]) -> Iterator[Row]:
        found = pieces(stream, self._found.part)
        head = next(found)
        texts = TextReader(self._strings, self._shown, head.prefix, date1904=self._package.date1904)
        self._shapes = RowShapes(head.prefix)
        self._marks.clear()
        self._frame = head.xml
        for piece in found:
            if piece.kind is Kind.ROWS:
                for run in self._scanned(piece):
                    yield from self._read(run, texts)
            else:
                self._frame += piece.xml

    def sheet(self, rows: list[Row]) -> Sheet:
        """Return the sheet that has these rows, which are all of its own."""
        root = outline(self._frame, self._found.part)
        return Sheet(
            name=self._found.name,
            rows=rows,
            merges=[area(node.attrs.get("ref", "")) for node in inside(root, "mergeCells", "mergeCell")],
            hyperlinks=self._links(root),
            max_column=max(max(layout.columns, default=0) for layout in self._layouts.values()),
        )

    def _scanned(self, piece: Piece) -> list[_Run]:
        """Return the rows in runs. Every tag must be accounted for before one is believed."""
        start = _row_start(piece.prefix)
        *ended, rest = _decoded(piece.xml, self._found.part).split(f"</{piece.prefix}row>")
        runs: list[_Run] = []
        for text in ended:
            found = start.match(text)
            written = self._shapes.known(text, found.end()) if found else None
            if found and written:
                _put(runs, found, written)
            else:
                self._count(runs, text, piece.prefix, open_rows=1)
        self._count(runs, rest, piece.prefix, open_rows=0)
        return runs

    def _count(self, runs: list[_Run], text: str, p: str, *, open_rows: int) -> None:
        """Take in a stretch that was not known as a whole: rows without an end tag, and the one that it ends."""
        rows = text.count(f"<{p}row")
        tags = text.count(f"<{p}c") - text.count(f"<{p}co") - text.count(f"<{p}ch")
        for found in _row_start(p).finditer(text):
            is_closed = bool(found[3])
            written = NO_CELLS if is_closed else self._shapes.one_by_one(text, found.end())
            rows -= 1
            tags -= len(written.names)
            open_rows -= not is_closed
            _put(runs, found, written)
        if rows or tags or open_rows:
            raise Unusual

    def _read(self, run: _Run, texts: TextReader) -> Iterator[Row]:
        layout = self._layouts.get(run.names) or self._new_layout(run.names)
        contents, spelled, formulas = run.contents, run.marks, run.formulas
        if len(layout.kept) < len(run.names):
            contents = [[row[at] for at in layout.kept] for row in contents]
            spelled = tuple([spelled[at] for at in layout.kept])
            formulas = tuple([place for place, at in enumerate(layout.kept) if at in formulas])
        marks = self._marks.get(spelled) or self._new_marks(spelled, texts)
        for tag, cells in zip(run.tags, _texts(marks, contents), strict=True):
            attributes = tag[2]
            hidden = 'hidden="1"' in attributes or 'hidden="true"' in attributes
            yield Row(int(tag[1]), hidden, cells, formulas, marks, layout)

    def _new_marks(self, spelled: tuple[str, ...], texts: TextReader) -> tuple[TextsOfMark, ...]:
        marks = self._marks[spelled] = tuple([texts[mark] for mark in spelled])
        return marks

    def _new_layout(self, names: tuple[str, ...]) -> Layout:
        layout = Layout(tuple(column_number(name) for name in names), self._wanted)
        self._layouts[names] = layout
        return layout

    def _links(self, root: Node) -> dict[tuple[int, int], str]:
        targets = {rel.id: rel.target for rel in self._package.rels_of(self._found.part)}
        links = {}
        for node in inside(root, "hyperlinks", "hyperlink"):
            cells = area(node.attrs.get("ref", ""))
            place = node.attrs.get("location", "")
            target = targets.get(node.qualified("id"), "") + (f"#{place}" if place else "")
            links[cells.first_row, cells.first_column] = target
        return links


def _put(runs: list[_Run], tag: re.Match[str], written: Written) -> None:
    """Add a row to the last run if it is spelled alike."""
    last = runs[-1] if runs else None
    if last is None or last[:3] != (written.names, written.marks, written.formulas):
        last = _Run(written.names, written.marks, written.formulas, [], [])
        runs.append(last)
    last.tags.append(tag)
    last.contents.append(written.contents)


def _texts(marks: tuple[TextsOfMark, ...], contents: list[Sequence[str]]) -> Iterable[tuple[str, ...]]:
    """Return the texts of rows that are spelled alike, read column by column if that is worth it."""
    if len(contents) < _WORTH_COLUMNS or not marks:
        return (tuple([mark[content] for mark, content in zip(marks, row, strict=True)]) for row in contents)
    columns = zip(*contents, strict=True)
    return zip(*[mark.many(column) for mark, column in zip(marks, columns, strict=True)], strict=True)


def inside(root: Node, section: str, name: str) -> list[Node]:
    """Return the entries of a section around the rows."""
    found = root.child(section)
    return list(found.all(name)) if found else []


def _decoded(rows: bytes, part: str) -> str:
    try:
        return rows.decode()
    except UnicodeDecodeError as error:
        raise XlsxError("damaged", f"{part} is not UTF-8: {error}.", part=part) from error
