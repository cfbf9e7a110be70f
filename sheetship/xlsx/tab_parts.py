"""The private parts of a tab: drawings, charts, pictures, notes, tables, found through relationships.

It decides which parts belong to a tab alone, and which names their copies get in another workbook: the same
folder and word with the first number that is free. Ids of relationships stay, so only targets are written anew.
"""

import posixpath
import re
from collections.abc import Collection, Iterator
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import open_tag, outline, splice, utf8
from sheetship.xlsx.package import Package, Relationship, rels_name

_TAKEN_OVER: Final = frozenset({"drawing", "vmlDrawing", "comments", "table", "image", "chart"})
_NUMBERED: Final = re.compile(r"(.*?)\d*(\.\w+)")


def reachable(package: Package, part: str, *, but: Collection[str] = ()) -> dict[str, str]:
    """Return the parts that relationships lead to from a part, each with its kind, passing by some."""
    seen: dict[str, str] = {}
    waiting = [part]
    while waiting:
        for rel in _inner(package, waiting.pop()):
            found = package.find(rel.target)
            if found is not None and found not in seen and found not in but:
                seen[found] = rel.kind
                waiting.append(found)
    return seen


def private_parts(package: Package, parts: Collection[str]) -> set[str]:
    """Return the parts, with their relationships, that only these lead to; they are not among them."""
    shared = reachable(package, "", but=parts)
    own = {name for part in parts for name in reachable(package, part, but=parts) if name not in shared}
    rels = (package.find(rels_name(name)) for name in (*own, *parts))
    return own | {name for name in rels if name is not None}


def _inner(package: Package, part: str) -> Iterator[Relationship]:
    """Yield the relationships to other parts; `#Sheet!A1` is a place in the book, not a part."""
    for rel in package.rels_of(part):
        if not rel.is_external and rel.kind != "hyperlink":
            yield rel


class Copies:
    """The parts of one made workbook on their way into another, under names that are free there."""

    def __init__(self, made: Package, folder: str, taken: Collection[str]) -> None:
        self._made = made
        self._folder = folder
        self._taken = {name.lower() for name in taken}
        self._names: dict[str, str] = {}
        self._home = posixpath.dirname(made.workbook_part)

    def name(self, part: str) -> str:
        """Return the name a part of the made workbook gets."""
        if part not in self._names:
            self.give(part, self._free(part))
        return self._names[part]

    def give(self, part: str, name: str) -> None:
        """Give a part this name."""
        self._names[part] = name
        self._taken.add(name.lower())

    def _free(self, part: str) -> str:
        inner = posixpath.relpath(part, self._home)
        word = _NUMBERED.fullmatch(inner)
        if word is None or inner.startswith(".."):
            raise XlsxError("unsupported", f"{part} of the new tab stands at an unusual place.", part=part)
        number = 1
        while (name := posixpath.join(self._folder, f"{word[1]}{number}{word[2]}")).lower() in self._taken:
            number += 1
        return name

    def followed(self, part: str) -> dict[str, str]:
        """Return a sheet part and all that it brings along, each with its kind. Raises XlsxError `unsupported`."""
        found = reachable(self._made, part)
        for kind in found.values():
            if kind not in _TAKEN_OVER:
                raise XlsxError("unsupported", f"The new tab holds a {kind}, which cannot be taken over.")
        return {part: "worksheet"} | found

    def relationships(self, part: str) -> dict[str, bytes]:
        """Return the relationships of a part's copy by their name, nothing if it has none."""
        found = self._made.find(rels_name(part))
        if found is None:
            return {}
        xml = utf8(self._made.read(found), found)
        targets = {rel.id: rel.target for rel in _inner(self._made, part)}
        folder = posixpath.dirname(self.name(part))
        changes = [
            open_tag(xml, node, Target=posixpath.relpath(self.name(targets[node.attrs["Id"]]), folder))
            for node in outline(xml, found).children
            if node.attrs.get("Id") in targets
        ]
        return {rels_name(self.name(part)): splice(xml, changes)}
