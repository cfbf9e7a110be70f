"""What the owner of a workbook asked others to leave alone: locks, read-only marks, a fixed set of tabs.

It decides by what a person at Excel could do without any password: locked cells of a protected sheet stay,
but for ranges that are open to all; a workbook that asks to be opened read-only is not written. None of it is
security, and `Options.over_protection` passes over all of it. Signatures and change logs it cannot pass over:
writing would break them. How cells look is not asked: who may type may also get a date's format.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.frame import Frame
from sheetship.xlsx.markup import Node, outline, utf8
from sheetship.xlsx.notes import Note
from sheetship.xlsx.package import Package
from sheetship.xlsx.refs import MAX_COLUMN, MAX_ROW, Area, address, area

_TRUE: Final = frozenset({"1", "true", "on"})
_FALSE: Final = frozenset({"0", "false", "off"})
_SECRETS: Final = ("password", "hashValue", "securityDescriptor")
_CUSTOM: Final = frozenset({"custom-properties", "customProperties"})
_FINAL: Final = "_MarkAsFinal"


def check_writable(package: Package, *, is_over_protection: bool) -> None:
    """Raise XlsxError `signed`, `shared_workbook` or `read_only_recommended` if it should stay as it is."""
    if package.is_signed:
        raise XlsxError("signed", "The workbook is signed; writing would break the signature.")
    if any(name.lower().startswith("xl/revisions/") for name in package.names()):
        sentence = "The workbook is shared the old way and keeps a log of changes; stop sharing it first."
        raise XlsxError("shared_workbook", sentence)
    reason = "" if is_over_protection else why_read_only(package)
    if reason:
        raise XlsxError("read_only_recommended", reason)


def why_read_only(package: Package) -> str:
    """Return why the owner wants the workbook left as it is, or nothing (ECMA-376 part 1, 18.2.12)."""
    sharing = _workbook_entry(package, "fileSharing")
    if sharing.get("reservationPassword") or sharing.get("hashValue"):
        return "The workbook may only be written with a password of its owner."
    if sharing.get("readOnlyRecommended", "").lower() in _TRUE:
        return "The workbook asks to be opened read-only."
    return "The workbook is marked as final." if _is_final(package) else ""


def structure_is_locked(package: Package) -> bool:
    """Whether tabs may be neither added nor removed nor renamed (ECMA-376 part 1, 18.2.29).

    >>> import io, xlsxwriter
    >>> made = io.BytesIO()
    >>> with xlsxwriter.Workbook(made) as workbook:
    ...     _ = workbook.add_worksheet("Orders").write_row(0, 0, ["Order", "Qty"])
    >>> structure_is_locked(Package.open(made.getvalue()))
    False
    """
    return _workbook_entry(package, "workbookProtection").get("lockStructure", "").lower() in _TRUE


def _workbook_entry(package: Package, name: str) -> dict[str, str]:
    found = package.tree(package.workbook_part).child(name)
    return found.attrs if found else {}


def _is_final(package: Package) -> bool:
    """Read a part that a patch never touches: one that cannot be read marks nothing."""
    with suppress(XlsxError):
        for rel in package.rels_of(""):
            if rel.kind in _CUSTOM and not rel.is_external:
                return _says_final(utf8(package.read(rel.target), rel.target), rel.target)
    return False


def _says_final(xml: bytes, part: str) -> bool:
    if _FINAL.encode() not in xml:
        return False
    wanted = [node for node in outline(xml, part).children if node.attrs.get("name") == _FINAL]
    return any(value.text.strip().lower() in _TRUE for node in wanted for value in node.children)


class Locks:
    """Which cells of a sheet may not be written, and whether one was written all the same."""

    def __init__(
        self,
        sheet: str,
        frame: Frame,
        *,
        is_locked: Callable[[int], bool],
        column_style: Callable[[int], int],
        is_over_protection: bool,
    ) -> None:
        self._sheet = sheet
        self._is_on = frame.is_protected
        self._open = [cells for node in _open_ranges(frame) for cells in _areas(node.attrs.get("sqref", ""))]
        self._is_locked = is_locked
        self._column_style = column_style
        self._is_over_protection = is_over_protection
        self._may_insert_rows = _may_insert_rows(frame)
        self._was_passed = False

    def check(self, row: int, column: int, style: int) -> None:
        """Raise XlsxError `protected` if a cell with this style is locked."""
        if not self._is_on or not self._is_locked(style):
            return
        if any(cells.holds(row, column) for cells in self._open):
            return
        if not self._is_over_protection:
            cell = address(row, column)
            sentence = f"{self._sheet}!{cell} is locked on a protected sheet."
            raise XlsxError("protected", sentence, sheet=self._sheet, cell=cell)
        self._was_passed = True

    def notes(self) -> Iterator[Note]:
        """Yield a note if a locked cell was written because the caller asked for it."""
        if self._was_passed:
            sentence = f'Locked cells of the protected sheet "{self._sheet}" were written.'
            yield Note("over_protection", sentence, {"sheet": self._sheet})

    def check_new(self, row: int, column: int) -> None:
        """Raise XlsxError `protected` if a cell of a row that is not there yet is locked.

        It is a blank cell of its column, unless a person may insert rows and so give it the look of a row above.
        """
        if not self._may_insert_rows:
            self.check(row, column, self._column_style(column))


def _may_insert_rows(frame: Frame) -> bool:
    found = frame.root.child("sheetProtection")
    return found is not None and found.attrs.get("insertRows", "").lower() in _FALSE


def _open_ranges(frame: Frame) -> Iterator[Node]:
    """Yield the ranges that anybody may edit without a password (ECMA-376 part 1, 18.3.1.71)."""
    for node in frame.entries("protectedRanges", "protectedRange"):
        if not any(node.attrs.get(name) for name in _SECRETS) and not node.children:
            yield node


def _areas(refs: str) -> Iterator[Area]:
    """Yield the rectangles of a list, whole columns and rows too."""
    for ref in refs.split():
        first, _, last = ref.replace("$", "").partition(":")
        if first.isalpha() and last.isalpha():
            columns = area(f"{first}1:{last}1")
            yield Area(1, columns.first_column, MAX_ROW, columns.last_column)
        elif first.isdigit() and last.isdigit():
            rows = area(f"A{first}:A{last}")
            yield Area(rows.first_row, 1, rows.last_row, MAX_COLUMN)
        else:
            yield area(f"{first}:{last or first}")
