"""Writing into a workbook without losing anything: only the parts that must change do.

It decides which parts those are: the sheet, the styles if a new look is needed, the sheet's relationships
if a link is added, a table that grows, and the workbook part if names follow the data or formulas have to be
computed again.
Everything else is copied as raw bytes. Nothing to change gives the same bytes back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sheetship.xlsx.archive import Deflated
from sheetship.xlsx.calcchain import unchained
from sheetship.xlsx.edits import DropDown, SheetEdits
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.notes import Note
from sheetship.xlsx.options import Options
from sheetship.xlsx.package import Package
from sheetship.xlsx.protection import check_writable, why_read_only
from sheetship.xlsx.recalc import has_formulas
from sheetship.xlsx.sheetpatch import Book, PatchedSheet, patched_sheet
from sheetship.xlsx.verify import verify
from sheetship.xlsx.workbookpart import changed_workbook

_DEFAULTS: Final = Options()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patched:
    """The new file, the parts that differ, drop-downs that a person's own rule kept out, and what else to tell."""

    content: bytes
    changed_parts: tuple[str, ...]
    left_out: tuple[DropDown, ...] = ()
    notes: tuple[Note, ...] = ()


def patch(source: Path | bytes, edits: Sequence[SheetEdits], *, options: Options = _DEFAULTS) -> Patched:
    """Return the workbook with the edits in it and everything else as it was.

    The new file is re-opened and compared before it is given back (`verify`). Raises XlsxError for whatever
    cannot be written without loss; then nothing is written.

    >>> import io, xlsxwriter
    >>> from sheetship.xlsx import CellEdit
    >>> made = io.BytesIO()
    >>> with xlsxwriter.Workbook(made) as workbook:
    ...     _ = workbook.add_worksheet("Orders").write_row(0, 0, ["Order", "Qty"])
    >>> done = patch(made.getvalue(), [SheetEdits(sheet="Orders", cells=[CellEdit(2, 1, "00123")])])
    >>> done.changed_parts
    ('xl/worksheets/sheet1.xml',)
    >>> patch(made.getvalue(), [SheetEdits(sheet="Payments", cells=[CellEdit(2, 1, "00123")])])
    Traceback (most recent call last):
        ...
    sheetship.xlsx.errors.XlsxError: There is no sheet "Payments". This workbook has: Orders.
    """
    package = Package.open(source, password=options.password)
    check_writable(package, is_over_protection=options.over_protection)
    _check_named_once(edits)
    _check_own_parts(package, edits)
    made = _made(package, edits, options)
    verify(package.content, made.content, edits)
    return replace(made, content=package.closed(made.content))


def _made(package: Package, edits: Sequence[SheetEdits], options: Options) -> Patched:
    """Return the new workbook, not proved and not sealed yet."""
    book = Book(package, options, edits)
    done = {wanted.sheet: patched_sheet(book, package.worksheet(wanted.sheet), wanted) for wanted in edits}
    changed: dict[str, bytes | Deflated] = {}
    for sheet in done.values():
        changed |= sheet.parts
    styles = book.styles.rewritten() if changed else None
    if styles is not None:
        changed[book.styles.part] = styles
    is_to_compute = options.recalc and _needs_recalculation(package, done)
    growths = {name: sheet.growth for name, sheet in done.items()}
    changed |= changed_workbook(package, growths, is_to_compute=is_to_compute)
    chain = unchained(package, {name: sheet.overwritten for name, sheet in done.items()})
    changed |= chain.parts
    notes = (*notes_of_book(package, options), *(note for sheet in done.values() for note in sheet.notes))
    return Patched(
        content=package.rewrite(changed, chain.removed) if changed else package.content,
        changed_parts=(*changed, *chain.removed),
        left_out=tuple(drop_down for sheet in done.values() for drop_down in sheet.left_out),
        notes=notes if changed else (),
    )


def _needs_recalculation(package: Package, done: Mapping[str, PatchedSheet]) -> bool:
    if not any(sheet.has_new_values for sheet in done.values()):
        return False
    return any(sheet.formula_count for sheet in done.values()) or has_formulas(package, besides=done)


def notes_of_book(package: Package, options: Options) -> Iterator[Note]:
    """Yield what is to be told of the workbook as a whole once it is written."""
    if package.seal and package.seal.method == "standard":
        yield Note(
            "sealed_anew", "The workbook was encrypted in an old way, and now is in today's (AES-256)."
        )
    reason = why_read_only(package) if options.over_protection else ""
    if reason:
        yield Note("over_protection", f"It was written all the same: {reason}")


def _check_named_once(edits: Sequence[SheetEdits]) -> None:
    names = [wanted.sheet for wanted in edits]
    for name in names:
        if names.count(name) > 1:
            raise XlsxError("duplicate_edit", f'"{name}" is named twice.', sheet=name)


def _check_own_parts(package: Package, edits: Sequence[SheetEdits]) -> None:
    """Refuse a damaged workbook whose edited sheet is another one too: both would change."""
    for wanted in edits:
        part = package.worksheet(wanted.sheet).part
        alike = [sheet.name for sheet in package.sheets if sheet.part == part]
        if len(alike) > 1:
            names = ", ".join(f'"{name}"' for name in alike)
            raise XlsxError("damaged", f"{names} are one and the same part.", sheet=wanted.sheet, part=part)
