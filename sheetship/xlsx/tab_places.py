"""Which tabs come, where they stand, and whether they may.

It decides what is refused before anything is written: a tab of a person, a tab of ours that somebody has
worked in, a workbook that counts days otherwise, one in the Strict spelling, one whose tabs are locked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.options import Options
from sheetship.xlsx.package import Package, SheetPart
from sheetship.xlsx.protection import structure_is_locked
from sheetship.xlsx.read import read_sheet
from sheetship.xlsx.tab_mark import NAME, why_changed
from sheetship.xlsx.tab_names import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A sheet of the made workbook, and the tab of ours whose place it takes, if there is one."""

    made: SheetPart
    old: SheetPart | None
    was_changed: bool

    @property
    def name(self) -> str:
        """The name in the workbook."""
        return self.old.name if self.old else self.made.name


def coming_tabs(
    book: Package, made: Package, names: Sequence[str], *, replace: bool, options: Options
) -> list[Coming]:
    """Return the tabs that come, by name or all of them. Raises XlsxError for those that may not."""
    wanted = names or [sheet.name for sheet in made.sheets]
    there = {sheet.name.casefold(): sheet for sheet in book.sheets}
    tabs = []
    for name in wanted:
        if wanted.count(name) > 1:
            raise XlsxError("duplicate_edit", f'"{name}" is named twice.', sheet=name)
        sheet, old = made.worksheet(name), there.get(name.casefold())
        was_changed = old is not None and _was_changed(book, old, replace=replace, options=options)
        tabs.append(Coming(made=sheet, old=old, was_changed=was_changed))
    if adds_to_locked(book, tabs) and not options.over_protection:
        raise XlsxError("protected", "The workbook is protected: no tab can be added to it.")
    _check_same_ground(book, made, tabs)
    return tabs


def adds_to_locked(book: Package, tabs: Sequence[Coming]) -> bool:
    """Whether a tab is new in a workbook whose owner fixed the set of its tabs."""
    return structure_is_locked(book) and any(tab.old is None for tab in tabs)


def _was_changed(book: Package, tab: SheetPart, *, replace: bool, options: Options) -> bool:
    """Return whether cells were changed on a tab of ours. Raises XlsxError if it may not be made anew."""
    place = book.sheets.index(tab)
    names = names_of(book.tree(book.workbook_part), place)
    mark = next((name.text.strip('"') for name in names if name.name == NAME), None)
    if not replace:
        raise XlsxError("tab_exists", f'There is a tab "{tab.name}" already.', sheet=tab.name)
    if mark is None or tab.kind != "worksheet":
        sentence = f'The tab "{tab.name}" was made by somebody else; it stays as it is.'
        raise XlsxError("not_our_tab", sentence, sheet=tab.name)
    changed = why_changed(book, tab.name, mark)
    if changed == "objects" or (changed == "cells" and not options.over_changed_tab):
        what = "cells" if changed == "cells" else "pictures, notes, tables or a protection"
        sentence = f'Somebody has changed {what} on the tab "{tab.name}"; rename it to keep it, or delete it.'
        raise XlsxError("tab_changed", sentence, sheet=tab.name, what=changed)
    return bool(changed)


def _check_same_ground(book: Package, made: Package, tabs: Sequence[Coming]) -> None:
    if any("purl.oclc.org" in value for value in book.tree(book.workbook_part).attrs.values()):
        raise XlsxError(
            "unsupported", "The workbook is in the Strict spelling; a tab made otherwise cannot join it."
        )
    if names_of(made.tree(made.workbook_part), None):
        raise XlsxError("unsupported", "A new tab brings names of its own, not of the whole workbook.")
    if book.date1904 == made.date1904:
        return
    for tab in tabs:
        if _speaks_of_days(made, tab.made):
            sentence = f'The workbook counts days from another year than the new tab "{tab.name}".'
            raise XlsxError("date_system", sentence, sheet=tab.name)


def _speaks_of_days(made: Package, sheet: SheetPart) -> bool:
    """Whether a cell shows a day, or a rule compares with a number that may mean one."""
    xml = made.read(sheet.part)
    if b'type="date"' in xml or b'type="cellIs"' in xml:
        return True
    cells = (cell for row in read_sheet(made, sheet.name).rows for _, cell in row.items())
    return any(cell.kind == "date" and "-" in cell.text for cell in cells)
