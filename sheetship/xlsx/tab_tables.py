"""The tables of a new tab: id and name of a table are the only ones in a workbook (ECMA-376 part 1, 18.5.1).

It decides that a table whose name is taken gets another one, unless a formula of the new tab speaks of it.
"""

import re
from collections.abc import Collection

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import Node, open_tag, outline, splice, utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.tab_names import all_names
from sheetship.xlsx.tab_styles import MergedStyles


class TakenTables:
    """The ids and names of tables that a workbook has, but for parts that are to go."""

    def __init__(self, package: Package, removed: Collection[str]) -> None:
        self._names = all_names(package.tree(package.workbook_part))
        self._last_id = 0
        for sheet in package.sheets:
            for rel in package.rels_of(sheet.part):
                if rel.kind == "table" and package.find(rel.target) not in removed:
                    self._take(package.tree(rel.target).attrs)

    def _take(self, attrs: dict[str, str]) -> None:
        written = attrs.get("id", "")
        self._last_id = max(self._last_id, int(written) if written.isdigit() else 0)
        self._names |= {attrs.get("name", "").lower(), attrs.get("displayName", "").lower()}

    def fitted(self, made: Package, part: str, styles: MergedStyles) -> bytes:
        """Return a table of a made workbook with an id and a name of its own.

        Raises XlsxError `duplicate_table`.
        """
        xml = utf8(made.read(part), part)
        root = outline(xml, part)
        name = self._free_name(made, root.attrs.get("displayName", ""))
        own = {"id": str(self._last_id + 1), "name": name, "displayName": name}
        self._take(own)
        changes = [open_tag(xml, root, **own, **styles.differences(root.attrs))]
        for node in _below(root):
            changed = styles.differences(node.attrs)
            changes += [open_tag(xml, node, **changed)] if changed else []
        return splice(xml, changes)

    def _free_name(self, made: Package, name: str) -> str:
        if name.lower() not in self._names:
            return name
        if _is_spoken_of(made, name):
            sentence = f'The workbook has a table or name "{name}" already.'
            raise XlsxError("duplicate_table", sentence, name=name)
        number = 2
        while f"{name}_{number}".lower() in self._names:
            number += 1
        return f"{name}_{number}"


def _below(root: Node) -> list[Node]:
    return [node for child in root.children for node in (child, *child.children)]


def _is_spoken_of(made: Package, name: str) -> bool:
    """Whether the name stands anywhere but in tables and texts, such as `SUM(Table1[Total])`."""
    word = re.compile(rb"(?i)(?<![\w.])%b(?![\w.])" % re.escape(name.encode()))
    quiet = ("xl/tables/", "xl/sharedstrings", "docprops/", "[content_types]")
    parts = (part for part in made.names() if part.lower().endswith(".xml"))
    return any(word.search(made.read(part)) for part in parts if not part.lower().startswith(quiet))
