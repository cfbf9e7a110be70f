"""Ranges that reach the last row of a sheet or a table, and follow when rows are appended below it.

What else than its cells an append may change, each by the last row of a range and by nothing more:

* the sheet's own filter and its hidden name `_xlnm._FilterDatabase`
* conditional formats and drop-downs, the old kind and the kind in `<extLst>` (x14); those of pivot tables stay
* editable ranges of a protected sheet, and the ranges whose green triangles are switched off
* tables, their filter and, with new headings beside them, their columns (`tables`)
* print areas and names of plain ranges that are as tall as the data (`names`)
* the stated dimension, and `<cols>` if widths are asked for (`frame`, `columns`)

A range follows if its last row is the old last row or lies between that and the new one; a drop-down stops
above another one. The filter and names follow only rows that reach their columns: a list that stands beside
the data and ends with it by chance is not the data. A range that ends in the headings stays, but for the
filter, and so do whole rows and columns. Left alone, as
Excel leaves them when somebody types below: chart series, pivot sources and sparklines (those that point to a
table grow with it on their own), formulas, the ranges in formulas of conditional formats, merged cells, the
last sort.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sheetship.xlsx.extensions import extended_refs
from sheetship.xlsx.frame import Change, Frame
from sheetship.xlsx.markup import Node, open_tag
from sheetship.xlsx.refs import MAX_COLUMN, Area, area_if_any, ref_of

Filled = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The last row moved: for the columns from left to right, below the row of their headings.

    `filled` has the columns that the new rows fill, by row, rising.
    """

    old_last: int
    new_last: int
    heading: int
    left: int
    right: int
    filled: Filled

    def last_of(self, cells: Area, *, even_headings: bool, only_filled: bool) -> int:
        """Return the last row of a range afterwards."""
        is_inside = self.left <= cells.first_column and cells.last_column <= self.right
        is_below = even_headings or cells.last_row > self.heading
        if not (is_inside and is_below and self.old_last <= cells.last_row < self.new_last):
            return cells.last_row
        return self._filled_down(cells) if only_filled else self.new_last

    def _filled_down(self, cells: Area) -> int:
        """Return the last row to which the new rows, from their first to their last cell, meet the range."""
        last = cells.last_row
        while last < self.new_last:
            columns = self.filled[last + 1]
            if columns[0] > cells.last_column or columns[-1] < cells.first_column:
                break
            last += 1
        return last


def whole_sheet(last_filled: int, filled: Filled, *, heading: int) -> Step:
    """Return how far a sheet grew: by the rows without a gap right below its last one that held something."""
    last = last_filled
    while last and last + 1 in filled:
        last += 1
    return Step(old_last=last_filled, new_last=last, heading=heading, left=1, right=MAX_COLUMN, filled=filled)


class Growth:
    """How far the sheet and its tables grew: gives ranges their new form."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps = [step for step in steps if step.new_last > step.old_last]

    def __bool__(self) -> bool:
        return bool(self._steps)

    def grown(self, cells: Area, *, even_headings: bool = False, only_filled: bool = False) -> Area:
        """Return the range with its new last row; `only_filled` if rows that pass it by do not count."""
        last = [
            step.last_of(cells, even_headings=even_headings, only_filled=only_filled) for step in self._steps
        ]
        return cells._replace(last_row=max([cells.last_row, *last]))

    def is_tall(self, cells: Area) -> bool:
        """Whether the range is the data's: of several rows, and beginning no lower than right below headings."""
        starts = (step.heading + 1 for step in self._steps if step.left <= cells.first_column <= step.right)
        return cells.first_row < cells.last_row and cells.first_row <= max(starts, default=0)

    def stretched(self, refs: str, *, others: Sequence[Area] = ()) -> str:
        """Return a blank-separated list of ranges in its new form, as it is written if nothing grows.

        No range grows into another one of the list, nor into `others`.
        """
        parts = refs.split()
        known = [area_if_any(part) for part in parts]
        taken = [*others, *(cells for cells in known if cells)]
        new = [
            _ref(part, cells, _stopped(self.grown(cells), cells, taken)) if cells else part
            for part, cells in zip(parts, known, strict=True)
        ]
        return refs if new == parts else " ".join(new)

    def in_frame(self, frame: Frame) -> list[Change]:
        """Return the changes to all that follows but drop-downs, which `validations` decides on."""
        changes = []
        for node in frame.root.all("autoFilter") if self else ():
            known = area_if_any(node.attrs.get("ref", ""))
            cells = self.grown(known, even_headings=True, only_filled=True) if known else None
            if cells and cells != known:
                changes.append(open_tag(frame.xml, node, ref=ref_of(cells)))
        for node in _followers(frame) if self else ():
            new = self.stretched(node.attrs.get("sqref", ""))
            if new != node.attrs.get("sqref", ""):
                changes.append(open_tag(frame.xml, node, sqref=new))
        for kind, node in extended_refs(frame.root) if self else ():
            new = self.stretched(node.text)
            if kind != "dataValidation" and new != node.text:
                changes.append((node.inner_start, node.inner_end, new.encode()))
        return changes


def _followers(frame: Frame) -> Iterator[Node]:
    for node in frame.root.all("conditionalFormatting"):
        if node.attrs.get("pivot", "0") in {"0", "false"}:
            yield node
    yield from frame.entries("protectedRanges", "protectedRange")
    yield from frame.entries("ignoredErrors", "ignoredError")


def _stopped(grown: Area, before: Area, taken: Sequence[Area]) -> Area:
    """Return the grown range, ending above whatever stands in its way."""
    if grown == before:
        return before
    below = (
        other.first_row - 1 for other in taken if other.first_row > before.last_row and other.touches(grown)
    )
    return grown._replace(last_row=min([grown.last_row, *below]))


def _ref(written: str, before: Area, after: Area) -> str:
    return written if before == after else ref_of(after)
