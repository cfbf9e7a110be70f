"""Ranges that reach the last row of a sheet, and follow when rows are appended below it."""

from sheetship.xlsx.frame import Change, Frame
from sheetship.xlsx.markup import open_tag
from sheetship.xlsx.refs import Area, area, ref_of


class Growth:
    """From which last row to which: `stretched` gives any list of ranges its new form."""

    def __init__(self, old_last: int, new_last: int) -> None:
        self._old = old_last
        self._new = new_last

    def stretched(self, refs: str, *, even_one_row: bool = False) -> str:
        """Return the ranges, those that end in the old last row made to end in the new one.

        A range of the first row alone is a heading and stays, unless `even_one_row` is set.
        """
        return " ".join(self._one(ref, even_one_row=even_one_row) for ref in refs.split())

    def _one(self, ref: str, *, even_one_row: bool) -> str:
        if not any(letter.isdigit() for letter in ref) or not ref.rpartition(":")[2].strip("$").isalnum():
            return ref
        if not any(letter.isalpha() for letter in ref):
            return ref
        cells = area(ref)
        is_heading = cells.last_row == 1 and not even_one_row
        if cells.last_row != self._old or self._new <= self._old or is_heading:
            return ref
        return ref_of(Area(cells.first_row, cells.first_column, self._new, cells.last_column))

    def in_frame(self, frame: Frame) -> list[Change]:
        """Return the changes to the sheet's own filter and its conditional formats."""
        changes = []
        for node in frame.root.children:
            if node.name == "autoFilter":
                known = node.attrs.get("ref", "")
                new = self.stretched(known, even_one_row=True)
                if new != known:
                    changes.append(open_tag(frame.xml, node, ref=new))
            elif node.name == "conditionalFormatting":
                known = node.attrs.get("sqref", "")
                new = self.stretched(known)
                if new != known.strip() and new:
                    changes.append(open_tag(frame.xml, node, sqref=new))
        return changes
