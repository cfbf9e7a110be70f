"""The tables of a new tab: id and name of a table are the only ones in a workbook (ECMA-376 part 1, 18.5.1).

It decides that a table whose name is taken gets another one, unless a formula of the new tab speaks of it. A
table of an older tab keeps its id, by which slicers know it; one that other parts of the workbook speak of
must come again, with all its columns.
"""

import re
from collections.abc import Collection
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import Node, open_tag, outline, splice, utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.tab_names import all_names
from sheetship.xlsx.tab_styles import MergedStyles

_SAYS_NOTHING: Final = ("docprops/", "[content_types]")


class TakenTables:
    """The tables that a workbook has; those in parts that are to go may be made anew."""

    def __init__(self, package: Package, going: Collection[str]) -> None:
        self._package = package
        self._going = going
        self._names = all_names(package.tree(package.workbook_part))
        self._last_id = 0
        self._old: dict[str, Node] = {}
        self._new: dict[str, set[str]] = {}
        for sheet in package.sheets:
            for rel in package.rels_of(sheet.part):
                if rel.kind == "table":
                    self._note(package.tree(rel.target), is_going=rel.target in going)

    def _note(self, table: Node, *, is_going: bool) -> None:
        written = table.attrs.get("id", "")
        self._last_id = max(self._last_id, int(written) if written.isdigit() else 0)
        if is_going:
            self._old[table.attrs.get("displayName", "").lower()] = table
        else:
            self._names |= {table.attrs.get("name", "").lower(), table.attrs.get("displayName", "").lower()}

    def fitted(self, made: Package, part: str, styles: MergedStyles) -> bytes:
        """Return a table of a made workbook with an id and a name of its own.

        Raises XlsxError `duplicate_table`.
        """
        xml = utf8(made.read(part), part)
        root = outline(xml, part)
        name = self._free_name(made, part, root.attrs.get("displayName", ""))
        own = {"id": self._id(name), "name": name, "displayName": name}
        self._names.add(name.lower())
        self._new[name.lower()] = _headings(root)
        changes = [open_tag(xml, root, **own, **styles.differences(root.attrs))]
        for node in _below(root):
            changed = styles.differences(node.attrs)
            changes += [open_tag(xml, node, **changed)] if changed else []
        return splice(xml, changes)

    def _id(self, name: str) -> str:
        if name.lower() in self._old:
            return self._old[name.lower()].attrs.get("id", "")
        self._last_id += 1
        return str(self._last_id)

    def _free_name(self, made: Package, part: str, name: str) -> str:
        if name.lower() not in self._names:
            return name
        if _is_spoken_of(made, name, but={part}):
            sentence = f'The workbook has a table or name "{name}" already.'
            raise XlsxError("duplicate_table", sentence, name=name)
        number = 2
        while f"{name}_{number}".lower() in self._names:
            number += 1
        return f"{name}_{number}"

    def check_none_missed(self) -> None:
        """Raise XlsxError `heading_in_use` if a table has gone, or a column of it, that others speak of."""
        for key, table in self._old.items():
            name = table.attrs.get("displayName", "")
            is_whole = _headings(table) <= self._new.get(key, set())
            if not is_whole and _is_spoken_of(self._package, name, but=self._going):
                sentence = f'The workbook speaks of the table "{name}", of which the new tab lacks columns.'
                raise XlsxError("heading_in_use", sentence, name=name)


def _headings(table: Node) -> set[str]:
    columns = table.child("tableColumns")
    return {column.attrs.get("name", "") for column in columns.children} if columns else set()


def _below(root: Node) -> list[Node]:
    return [node for child in root.children for node in (child, *child.children)]


def _is_spoken_of(package: Package, name: str, but: Collection[str]) -> bool:
    """Whether the name stands anywhere but in texts and some parts, such as in `SUM(Table1[Total])`."""
    word = re.compile(rb"(?i)(?<![\w.])%b(?![\w.])" % re.escape(name.encode()))
    quiet = {*but, package.shared_strings_part}
    parts = (part for part in package.names() if part.lower().endswith(".xml") and part not in quiet)
    return any(
        word.search(package.read(part)) for part in parts if not part.lower().startswith(_SAYS_NOTHING)
    )
