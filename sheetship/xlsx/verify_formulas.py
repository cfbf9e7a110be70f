"""What the gate asks of formulas: those overwritten are gone, and what hung on them holds as it did.

It decides whether a cell that nobody edits may differ: only as the new first cell of a shared formula whose
first cell is edited, and only if the formula means the same there. It shares no arithmetic with the patch:
formulas are compared as they read relative to their own cell. The same for the calculation chain: its entries
are those it had, but for edited cells.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from sheetship.xlsx.calcchain import chain_part, sheet_ids
from sheetship.xlsx.edits import KEEP, SheetEdits
from sheetship.xlsx.formulacells import Formula, formula_of, formula_pattern
from sheetship.xlsx.formulas import Corner, Reference, each_reference
from sheetship.xlsx.markup import Node
from sheetship.xlsx.package import Package, rels_name
from sheetship.xlsx.refs import address, area

_REF: Final = re.compile(rb'r="([A-Z]{1,3}\d{1,7})"')
_TYPES: Final = "[Content_Types].xml"


class SharedFormulas:
    """The shared formulas of one sheet whose first cell is edited."""

    def __init__(self, prefix: str) -> None:
        self._pattern = formula_pattern(prefix)
        self._lost: dict[int, tuple[str, Formula]] = {}

    @property
    def are_lost(self) -> bool:
        """Whether a formula must turn up in another cell."""
        return bool(self._lost)

    def lose(self, old: bytes) -> None:
        """Take note of an edited cell as it was."""
        found = self._pattern.search(old)
        if found and (formula := formula_of(found)).kind == "shared" and formula.ref:
            self._lost[formula.group] = _ref(old), formula

    def is_taken_over(self, old: bytes, new: bytes) -> bool:
        """Whether a cell differs only in that it holds a lost formula for the rest of its group."""
        before, after = self._pattern.search(old), self._pattern.search(new)
        if not before or not after:
            return False
        was, now = formula_of(before), formula_of(after)
        lost = self._lost.pop(now.group, None)
        if (
            lost is None
            or (was.kind, was.group, was.ref) != ("shared", now.group, "")
            or now.kind != "shared"
        ):
            return False
        cell, formula = lost
        is_around_same = _without(old, before) == _without(new, after)
        is_inside = area(now.ref).holds(*area(_ref(new))[:2])
        return is_around_same and is_inside and relative(now.text, _ref(new)) == relative(formula.text, cell)

    def are_all_found(self, rows: Iterable[bytes]) -> bool:
        """Whether no cell of the new sheet misses its formula."""
        there = {formula_of(found).group for row in rows for found in self._pattern.finditer(row)}
        return there.isdisjoint(self._lost)


def _ref(cell: bytes) -> str:
    found = _REF.match(cell)
    return found[1].decode() if found else ""


def _without(cell: bytes, formula: re.Match[bytes]) -> bytes:
    return cell[: formula.start()] + cell[formula.end() :]


def relative(formula: str, cell: str) -> str:
    """Return a formula with references by distance from its cell.

    >>> relative("B2+$C$1", "A2")
    'R[0]C[1]+R1C3'
    """
    row, column = area(cell)[:2]

    def distance(corner: Corner) -> str:
        down = f"R{corner.row}" if corner.row_mark else f"R[{corner.row - row}]"
        right = f"C{corner.column}" if corner.column_mark else f"C[{corner.column - column}]"
        return (down if corner.row else "") + (right if corner.column else "")

    def told(found: Reference) -> str:
        return found.sheet + ":".join(map(distance, found.corners))

    return each_reference(formula, told)


def proved_chain(old: Package, new: Package, edits: Sequence[SheetEdits]) -> frozenset[str]:
    """Return the parts that may differ because formulas are gone: the chain lacks edited cells and no others."""
    part = chain_part(old)
    if part is None:
        return frozenset()
    kept = new.find(part)
    if kept and old.read(part) == new.read(part):
        return frozenset()
    ids = sheet_ids(old)
    edited = {
        (ids[wanted.sheet].decode(), address(edit.row, edit.column))
        for wanted in edits
        for edit in chain(wanted.cells, *(row.cells() for row in wanted.rows))
        if edit.value is not KEEP
    }
    left = [entry for entry in chain_entries(old.tree(part)) if entry not in edited]
    if kept:
        return frozenset({part}) if left == chain_entries(new.tree(part)) else frozenset()
    return _parts_that_named(old, new, part) if not left else frozenset()


def chain_entries(root: Node) -> list[tuple[str, str]]:
    """Return the number of the sheet and the cell of every entry of a calculation chain."""
    entries, sheet = [], ""
    for node in root.all("c"):
        sheet = node.attrs.get("i", sheet)
        entries.append((sheet, node.attrs.get("r", "")))
    return entries


def _parts_that_named(old: Package, new: Package, part: str) -> frozenset[str]:
    """Return the chain, the relationships and the list of kinds, if these lack nothing but the chain."""
    rels, types = old.find(rels_name(old.workbook_part)) or "", old.find(_TYPES) or ""
    related = [rel for rel in old.rels_of(old.workbook_part) if rel.target != part]
    typed = [node.attrs for node in old.tree(types).children if not _names(node, part)]
    if related != list(new.rels_of(new.workbook_part)):
        return frozenset()
    if typed != [node.attrs for node in new.tree(types).children]:
        return frozenset()
    return frozenset({part, rels, types})


def _names(node: Node, part: str) -> bool:
    return node.attrs.get("PartName", "").lstrip("/").lower() == part.lower()
