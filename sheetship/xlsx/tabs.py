"""Whole tabs of our own in somebody's workbook: a sheet that XlsxWriter made is added, or takes the place of ours.

It decides which parts come along (drawings, charts, pictures, notes, tables, under new names), which entries
the workbook gets for them, and which parts of an older tab of ours go. A tab is ours only if it carries our
mark (`tab_mark`); one that a person made is never overwritten, nor one of ours that a person has worked in.
Every other part stays byte for byte, `docProps/app.xml` with its list of titles too: Excel writes it anew when
it saves. New formulas are not put into the order of calculation (`calcChain`), which Excel mends by itself; those
of an older tab are taken out of it. The new file is compared with both sources before it is given back
(`tab_gate`).
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sheetship.xlsx.calcchain import unchained
from sheetship.xlsx.content_types import ContentTypes
from sheetship.xlsx.notes import Note
from sheetship.xlsx.options import Options
from sheetship.xlsx.package import Package
from sheetship.xlsx.patch import Patched, notes_of_book
from sheetship.xlsx.protection import check_writable
from sheetship.xlsx.read import read_sheet
from sheetship.xlsx.recalc import has_formulas
from sheetship.xlsx.relationships import changed_relationships, free_ids
from sheetship.xlsx.tab_gate import verify_tabs
from sheetship.xlsx.tab_list import changed_list
from sheetship.xlsx.tab_mark import NAME, mark_of
from sheetship.xlsx.tab_names import LocalName, names_of
from sheetship.xlsx.tab_parts import Copies, private_parts
from sheetship.xlsx.tab_places import Coming, adds_to_locked, coming_tabs
from sheetship.xlsx.tab_references import check_references
from sheetship.xlsx.tab_sheet import sheet_for
from sheetship.xlsx.tab_styles import MergedStyles
from sheetship.xlsx.tab_tables import TakenTables

_DEFAULTS: Final = Options()
_RELATIONSHIPS: Final = "application/vnd.openxmlformats-package.relationships+xml"


def with_tab(
    source: Path | bytes,
    made: bytes,
    *,
    name: str,
    replace: bool = True,
    after: str | None = None,
    options: Options = _DEFAULTS,
) -> Patched:
    """Return the workbook with one sheet of a made workbook in it; see `with_tabs`.

    >>> import io, xlsxwriter
    >>> made = io.BytesIO()
    >>> with xlsxwriter.Workbook(made) as workbook:
    ...     sheets = [workbook.add_worksheet(name) for name in ("Summary", "Problems")]
    >>> done = with_tab(made.getvalue(), made.getvalue(), name="Totals")
    Traceback (most recent call last):
        ...
    sheetship.xlsx.errors.XlsxError: There is no sheet "Totals". This workbook has: Summary, Problems.
    """
    return with_tabs(source, made, names=[name], replace=replace, after=after, options=options)


def with_tabs(
    source: Path | bytes,
    made: bytes,
    *,
    names: Sequence[str] = (),
    replace: bool = True,
    after: str | None = None,
    options: Options = _DEFAULTS,
) -> Patched:
    """Return the workbook with sheets of a made workbook in it: those named, or all.

    `made` is a workbook that XlsxWriter wrote. A tab of ours with the same name is made anew where it stands;
    others come at the end, or right after the tab `after`. Doing it twice gives the same bytes. Raises XlsxError
    `not_our_tab` for a tab without our mark, `tab_exists` if nothing is to be replaced, `tab_changed` if
    somebody has worked in our tab, `heading_in_use` if others speak of a table of it that does not come again,
    `date_system`, `duplicate_table`, `no_such_sheet`, `protected`, `unsupported`, and what opening a workbook
    raises; then nothing is written.

    >>> import io, xlsxwriter
    >>> def book(name, value):
    ...     made = io.BytesIO()
    ...     with xlsxwriter.Workbook(made) as workbook:
    ...         _ = workbook.add_worksheet(name).write(0, 0, value)
    ...     return made.getvalue()
    >>> done = with_tabs(book("Orders", "A1"), book("Summary", 5))
    >>> [sheet.name for sheet in Package.open(done.content).sheets]
    ['Orders', 'Summary']
    >>> with_tabs(done.content, book("Orders", "mine"))
    Traceback (most recent call last):
        ...
    sheetship.xlsx.errors.XlsxError: The tab "Orders" was made by somebody else; it stays as it is.
    """
    book, brought = Package.open(source, password=options.password), Package.open(made)
    check_writable(book, is_over_protection=options.over_protection)
    tabs = coming_tabs(book, brought, names, replace=replace, options=options)
    _check_references(book, brought, tabs)
    at = len(book.sheets) if after is None else book.sheets.index(book.sheet(after)) + 1
    work = _Work(book, brought, tabs)
    changed, removed = work.done(at, is_to_compute=options.recalc)
    content = book.rewrite(changed, removed) if changed else book.content
    verify_tabs(book, content, brought, {tab.name: tab.made.name for tab in tabs})
    notes = tuple(_notes(book, tabs, options)) if changed else ()
    return Patched(content=book.closed(content), changed_parts=(*changed, *removed), notes=notes)


def _notes(book: Package, tabs: Sequence[Coming], options: Options) -> Iterator[Note]:
    yield from notes_of_book(book, options)
    if adds_to_locked(book, tabs):
        yield Note("over_protection", "It was written all the same: the workbook's set of tabs is locked.")
    for tab in tabs:
        if tab.was_changed:
            sentence = f'Somebody had changed cells on the tab "{tab.name}"; it was made anew.'
            yield Note("tab_changed", sentence, {"sheet": tab.name})


def _check_references(book: Package, made: Package, tabs: Sequence[Coming]) -> None:
    there = [sheet.name for sheet in book.sheets] + [tab.made.name for tab in tabs]
    root = made.tree(made.workbook_part)
    for tab in tabs:
        names = [name.text for name in names_of(root, made.sheets.index(tab.made))]
        check_references(made, tab.name, tab.made.part, names, there)


class _Work:
    """What becomes of a workbook when tabs come into it."""

    def __init__(self, book: Package, made: Package, tabs: Sequence[Coming]) -> None:
        self._book = book
        self._made = made
        self._tabs = tabs
        self._styles = MergedStyles(made, book)
        olds = [tab.old.part for tab in tabs if tab.old]
        self._old_parts = private_parts(book, olds)
        self._going = self._old_parts.union(olds)
        folder = posixpath.dirname(book.workbook_part)
        self._copies = Copies(made, folder, set(book.names()) - self._old_parts)
        for tab in tabs:
            if tab.old:
                self._copies.give(tab.made.part, tab.old.part)

    def done(self, at: int, *, is_to_compute: bool) -> tuple[dict[str, bytes], list[str]]:
        """Return the parts that change or come, and those that go; new tabs stand at a place."""
        kinds, parts = self._parts()
        there = {name.lower() for name in parts}
        removed = sorted(name for name in self._old_parts if name.lower() not in there)
        changed = {name: xml for name, xml in parts.items() if not self._is_there(name, xml)}
        is_to_compute = (
            is_to_compute and bool(changed) and (has_formulas(self._made) or has_formulas(self._book))
        )
        if changed:
            chain = unchained(self._book, self._old_formulas())
            removed += chain.removed
            changed |= {} if chain.removed else chain.parts
        ids = free_ids(self._book, self._book.workbook_part)
        new = {tab.name: next(ids) for tab in self._tabs if tab.old is None}
        changed |= self._styles.rewritten()
        changed |= ContentTypes(self._book).changed(kinds, removed)
        changed |= self._relationships(new, removed)
        changed |= changed_list(self._book, new=new, at=at, names=self._names(), is_to_compute=is_to_compute)
        return changed, removed

    def _parts(self) -> tuple[dict[str, str], dict[str, bytes]]:
        """Return the kind and the content of every part that comes, and the relationships beside them."""
        types, tables = ContentTypes(self._made), TakenTables(self._book, self._going)
        kinds: dict[str, str] = {}
        parts: dict[str, bytes] = {}
        for tab in self._tabs:
            for part, kind in self._copies.followed(tab.made.part).items():
                name = self._copies.name(part)
                if name not in kinds:
                    kinds[name] = types.of(part)
                    parts[name] = self._content(part, kind, tables)
                    beside = self._copies.relationships(part)
                    kinds |= dict.fromkeys(beside, _RELATIONSHIPS)
                    parts |= beside
        tables.check_none_missed()
        return kinds, parts

    def _content(self, part: str, kind: str, tables: TakenTables) -> bytes:
        if kind == "worksheet":
            return sheet_for(self._made, part, self._styles)
        return tables.fitted(self._made, part, self._styles) if kind == "table" else self._made.read(part)

    def _is_there(self, name: str, xml: bytes) -> bool:
        return self._book.find(name) is not None and self._book.read(name) == xml

    def _old_formulas(self) -> dict[str, list[tuple[int, int]]]:
        """Return the cells of older tabs of ours that are computed: Excel may have listed them since."""
        found = {}
        for tab in self._tabs:
            if tab.old is not None:
                rows = read_sheet(self._book, tab.old.name).rows
                found[tab.old.name] = [(row.number, column) for row in rows for column in row.formula_columns]
        return found

    def _relationships(self, new: Mapping[str, str], removed: Sequence[str]) -> dict[str, bytes]:
        parts = {tab.name: self._copies.name(tab.made.part) for tab in self._tabs}
        added = {id_: parts[name] for name, id_ in new.items()}
        return changed_relationships(self._book, self._book.workbook_part, "worksheet", added, removed)

    def _names(self) -> dict[str, list[LocalName]]:
        """Return the names that each tab brings, our mark among them."""
        root = self._made.tree(self._made.workbook_part)
        found = {}
        for tab in self._tabs:
            mark = LocalName(NAME, f'"{mark_of(self._made, tab.made.name)}"', is_hidden=True)
            found[tab.name] = [*names_of(root, self._made.sheets.index(tab.made)), mark]
        return found
