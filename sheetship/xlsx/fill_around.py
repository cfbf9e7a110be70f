"""What stands around a repeating row, once rows have been added: everything that refers to the sheet's cells.

Merged cells, drop-downs, conditional formats, links, print areas, tables, notes, pictures below, charts and
formulas of other tabs follow. Parts that refer to nothing that moved are not returned, and so stay byte for
byte as they are.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from sheetship.xlsx.fill_refs import Growth
from sheetship.xlsx.fill_template import Template
from sheetship.xlsx.markup import Node, escape_text, open_tag, outline, splice, utf8
from sheetship.xlsx.refs import Area, area, ref_of

Change = tuple[int, int, bytes]

_NOTES: Final = frozenset({"comment", "threadedComment"})
_STAYS: Final = frozenset({"selection", "pane", "sheetView"})
_FORMULAS: Final = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
_NOTE: Final = re.compile(rb"<x:ClientData\b.*?</x:ClientData>", re.DOTALL)
_BOX_ROWS: Final = (2, 6)
_NOTE_ROW: Final = re.compile(rb"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_NOTE_ANCHOR: Final = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_BEFORE_CALC: Final = frozenset(
    {"workbookPr", "bookViews", "sheets", "functionGroups", "externalReferences", "definedNames"}
)


class Around:
    """The changes outside the rows of one template."""

    def __init__(self, template: Template, growth: Growth) -> None:
        self._template = template
        self._package = template.package
        self._growth = growth

    def in_sheet(self) -> list[Change]:
        """Changes in the sheet's own part, outside its rows."""
        if not self._growth.added:
            return []
        xml = self._template.xml
        changes = [
            change for node in self._template.around() for change in self._node(xml, node, at_home=True)
        ]
        return changes + self._repeated_merges()

    def _node(self, xml: bytes, node: Node, *, at_home: bool) -> Iterator[Change]:
        if node.name in _STAYS or (
            node.name == "mergeCell" and self._is_across(area(node.attrs.get("ref", "")))
        ):
            return
        if node.name in _FORMULAS and node.text:
            yield _retold(node, self._growth.formula(node.text, at_home=at_home))
        elif at_home and node.name == "sqref" and node.text:
            yield _retold(node, self._growth.ranges(node.text))
        elif at_home and node.name == "rowBreaks":
            for place in node.children:
                yield _set(xml, place, "id", str(self._growth.last(int(place.attrs.get("id", "0")))))
        for name in ("ref", "sqref"):
            if at_home and name in node.attrs:
                one_cell = node.name in _NOTES
                moved = self._growth.cell if one_cell else self._growth.ranges
                yield _set(xml, node, name, moved(node.attrs[name]))

    def _repeated_merges(self) -> list[Change]:
        """The marked row's merged cells, once more for every added row."""
        section, row = self._template.tree.child("mergeCells"), self._growth.row
        across = [merged for merged in self._template.merges if self._is_across(merged)]
        if section is None or not across:
            return []
        tag = f"<{section.prefix}:" if section.prefix else "<"
        rows = range(row + 1, row + 1 + self._growth.added)
        added = [f'{tag}mergeCell ref="{_in_row(merged, at)}"/>' for at in rows for merged in across]
        count = len(self._template.merges) + len(added)
        return [
            (section.inner_end, section.inner_end, "".join(added).encode()),
            open_tag(self._template.xml, section, count=str(count)),
        ]

    def _is_across(self, merged: Area) -> bool:
        return merged.first_row == merged.last_row == self._growth.row

    def elsewhere(self, *, has_formulas: bool) -> dict[str, bytes]:
        """The other parts that change, by name."""
        changed = self._following_parts() if self._growth.added else {}
        workbook = self._package.workbook_part
        if has_formulas:
            before = changed.get(workbook) or utf8(self._package.read(workbook), workbook)
            changed[workbook] = _recalculated(before)
        return {name: xml for name, xml in changed.items() if xml != self._package.read(name)}

    def _following_parts(self) -> dict[str, bytes]:
        changed = {}
        own = {rel.target: rel.kind for rel in self._package.rels_of(self._template.sheet.part)}
        for name in self._package.names():
            kind = own.get(name, "")
            if kind in {"comments", "threadedComment", "table"}:
                changed[name] = self._outlined(name, at_home=True)
            elif kind == "vmlDrawing":
                changed[name] = self._notes(self._package.read(name))
            elif kind == "drawing":
                changed[name] = self._drawing(name)
            elif name == self._calc_chain:
                changed[name] = self._calculation_order(name)
            elif self._may_refer(name):
                changed[name] = self._outlined(name, at_home=False)
        return changed

    @cached_property
    def _calc_chain(self) -> str | None:
        rels = self._package.rels_of(self._package.workbook_part)
        return next((rel.target for rel in rels if rel.kind == "calcChain"), None)

    def _calculation_order(self, name: str) -> bytes:
        """The list of formula cells; an entry that points at a cell without one makes Excel repair the file."""
        xml = utf8(self._package.read(name), name)
        changes, sheet_id = [], ""
        for entry in self._package.tree(name).children:
            sheet_id = entry.attrs.get("i", sheet_id)
            if sheet_id == self._sheet_id:
                changes.append(_set(xml, entry, "r", self._growth.cell(entry.attrs.get("r", "A1"))))
        return splice(xml, changes)

    @cached_property
    def _sheet_id(self) -> str:
        listed = self._package.tree(self._package.workbook_part).child("sheets")
        nodes = listed.children if listed else []
        named = (node for node in nodes if node.attrs.get("name") == self._growth.sheet)
        return next((node.attrs.get("sheetId", "") for node in named), "")

    def _may_refer(self, name: str) -> bool:
        lower = name.lower()
        others = any(word in lower for word in ("worksheets/", "charts/", "pivotcache/"))
        return (
            lower.endswith(".xml")
            and (others or name == self._package.workbook_part)
            and self._names_us(name)
        )

    def _names_us(self, name: str) -> bool:
        if name == self._template.sheet.part:
            return False
        sheet = escape_text(self._template.sheet.name.replace("'", "''"))
        return sheet.encode() in self._package.read(name)

    def _outlined(self, name: str, *, at_home: bool) -> bytes:
        xml = utf8(self._package.read(name), name)
        changes: list[Change] = []
        todo = [self._package.tree(name)]
        while todo:
            node = todo.pop()
            todo += node.children
            changes += self._node(xml, node, at_home=at_home)
            if node.name == "worksheetSource" and node.attrs.get("sheet") == self._growth.sheet:
                changes.append(_set(xml, node, "ref", self._growth.ranges(node.attrs.get("ref", ""))))
        return splice(xml, changes)

    def _drawing(self, name: str) -> bytes:
        """Pictures, charts and text boxes that begin below the marked row move down with their rows."""
        xml = utf8(self._package.read(name), name)
        changes = []
        for anchor in self._package.tree(name).children:
            rows = [row for end in anchor.children if end.name in {"from", "to"} for row in end.all("row")]
            if rows and int(rows[0].text) >= self._growth.row:
                changes += [_moved_down(row, self._growth.added) for row in rows]
        return splice(xml, changes)

    def _notes(self, vml: bytes) -> bytes:
        """Where notes stand and where their boxes are drawn; a note below the marked row moves with its cell."""

        def moved(found: re.Match[bytes]) -> bytes:
            row = _NOTE_ROW.search(found[0])
            if row is None or int(row[2]) < self._growth.row:
                return found[0]
            box = _NOTE_ROW.sub(
                lambda told: told[1] + b"%d" % (int(told[2]) + self._growth.added) + told[3], found[0]
            )
            return _NOTE_ANCHOR.sub(lambda told: told[1] + self._box(told[2]) + told[3], box)

        return _NOTE.sub(moved, vml)

    def _box(self, anchor: bytes) -> bytes:
        """Left column, its offset, top row, its offset, then right and bottom alike."""
        places = anchor.split(b",")
        return b",".join(
            b" %d" % (int(place) + self._growth.added) if at in _BOX_ROWS else place
            for at, place in enumerate(places)
        )


def _set(xml: bytes, node: Node, name: str, value: str) -> Change:
    return open_tag(xml, node, **{name: value})


def _retold(node: Node, text: str) -> Change:
    return node.inner_start, node.inner_end, escape_text(text).encode()


def _moved_down(row: Node, added: int) -> Change:
    return row.inner_start, row.inner_end, str(int(row.text) + added).encode()


def _in_row(merged: Area, row: int) -> str:
    return ref_of(merged._replace(first_row=row, last_row=row))


def _recalculated(workbook: bytes) -> bytes:
    """The workbook part, asking the spreadsheet program to calculate everything when it opens."""
    tree = outline(workbook, "workbook")
    setting = tree.child("calcPr")
    if setting is not None:
        return splice(workbook, [open_tag(workbook, setting, fullCalcOnLoad="1")])
    tag = f"{tree.prefix}:" if tree.prefix else ""
    at = max(node.end for node in tree.children if node.name in _BEFORE_CALC)
    return splice(workbook, [(at, at, f'<{tag}calcPr fullCalcOnLoad="1"/>'.encode())])
