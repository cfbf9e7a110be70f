"""What stands around the rows of a sheet, with its place in the bytes, and the order Excel insists on.

It decides where a new element belongs. What goes in is left to `columns`, `validations`, `links` and
`stretch`; each gives changes `(start, end, replacement)`, and nothing else of the part moves.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from sheetship.xlsx.markup import Node, open_tag, outline, splice
from sheetship.xlsx.obstacles import Obstacle
from sheetship.xlsx.refs import Area, area, area_if_any, ref_of
from sheetship.xlsx.scan import Survey

Change = tuple[int, int, bytes]
_TRUE: Final = frozenset({"1", "true", "on"})
_ORDER: Final = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
    *("customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations"),
    *("hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
    *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "AlternateContent"),
    *("legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
    *("tableParts", "extLst"),
)
_RANK: Final = {name: rank for rank, name in enumerate(_ORDER)}


class Frame:
    """The head and tail of one sheet part as one small tree."""

    def __init__(self, survey: Survey, part: str) -> None:
        self._survey = survey
        self.xml = survey.head + survey.tail
        self.root = outline(self.xml, part)
        self.prefix = survey.prefix

    def entries(self, section: str, name: str) -> list[Node]:
        """Return the entries of a section, such as every `mergeCell`."""
        found = self.root.child(section)
        return list(found.all(name)) if found else []

    @property
    def is_protected(self) -> bool:
        """Whether the sheet is protected."""
        found = self.root.child("sheetProtection")
        return found is not None and found.attrs.get("sheet", "").lower() in _TRUE

    def merged(self) -> Iterator[Obstacle]:
        """Yield the merged areas; only their first cell may be written."""
        for node in self.entries("mergeCells", "mergeCell"):
            cells = area(node.attrs.get("ref", ""))
            yield Obstacle(cells, "merged_cell", "only the first of merged cells is shown", free_corner=True)

    def place_for(self, name: str) -> int:
        """Return where a missing element of that name belongs."""
        rank = _RANK[name]
        later = (node for node in self.root.children if _RANK.get(node.name, 0) > rank)
        return next((node.start for node in later), self.root.inner_end)

    def heading_row(self, table_headings: Iterable[int]) -> int:
        """Return the last row of headings, as filter, tables, frozen rows and dimension tell; at least 1."""
        found = [*table_headings, self._frozen_rows()]
        for name in ("autoFilter", "dimension"):
            node = self.root.child(name)
            cells = area_if_any(node.attrs.get("ref", "")) if node else None
            found.append(cells.first_row if cells else 1)
        return max(found)

    def _frozen_rows(self) -> int:
        view = next(iter(self.entries("sheetViews", "sheetView")), None)
        pane = view.child("pane") if view else None
        if view is None or pane is None or not pane.attrs.get("state", "").startswith("frozen"):
            return 0
        rows = pane.attrs.get("ySplit", "0").partition(".")[0]
        top = area_if_any(view.attrs.get("topLeftCell", "A1"))
        return int(rows) + (top.first_row - 1 if top else 0) if rows.isdigit() and rows != "0" else 0

    def widened(self, cells: Area | None) -> list[Change]:
        """Return the change that lets the stated dimension take in an area."""
        node = self.root.child("dimension")
        if node is None or cells is None:
            return []
        known = area(node.attrs.get("ref", "A1"))
        union = Area(*map(min, known[:2], cells[:2]), *map(max, known[2:], cells[2:]))
        return [open_tag(self.xml, node, ref=ref_of(union))] if union != known else []

    def appended(self, section: str, written: list[str]) -> list[Change]:
        """Return the changes that add entries to a section, which is made if it is missing."""
        if not written:
            return []
        found = self.root.child(section)
        inner = "".join(written)
        if found is None:
            at = self.place_for(section)
            counted = f' count="{len(written)}"' if section == "dataValidations" else ""
            p = self.prefix
            return [(at, at, f"<{p}{section}{counted}>{inner}</{p}{section}>".encode())]
        count = {"count": str(len(found.children) + len(written))} if "count" in found.attrs else {}
        start, end, tag = open_tag(self.xml, found, **count)
        if found.is_empty_tag:
            opened = tag.removesuffix(b"/>").rstrip() + b">"
            return [(start, end, opened + f"{inner}</{self.prefix}{section}>".encode())]
        return [(start, end, tag), (found.inner_end, found.inner_end, inner.encode())]

    def head(self, changes: list[Change], *, has_rows: bool) -> bytes:
        """Return what comes before the rows, changed."""
        head = splice(self._survey.head, changes)
        return head if has_rows or not self._survey.is_empty else head.removesuffix(b">") + b"/>"

    def tail(self, changes: list[Change], *, has_rows: bool) -> bytes:
        """Return what comes after the rows, changed."""
        before = len(self._survey.head)
        tail = splice(self._survey.tail, [(start - before, end - before, new) for start, end, new in changes])
        is_open = has_rows or not self._survey.is_empty
        return tail if is_open else tail.removeprefix(f"</{self.prefix}sheetData>".encode())
