"""What each part of a package is, as `[Content_Types].xml` tells (ECMA-376 part 2, 7.2).

It decides which entries new parts need and which go with removed ones. What is said of other parts, by name
or by ending, stays as it is.
"""

import posixpath
from collections.abc import Collection, Mapping
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import Node, appended, escape_attribute, open_tag, outline, splice, utf8
from sheetship.xlsx.package import Package

_PART: Final = "[Content_Types].xml"
_ANY_XML: Final = "xml"


class ContentTypes:
    """The kinds of the parts of one workbook."""

    def __init__(self, package: Package) -> None:
        found = package.find(_PART)
        if found is None:
            raise XlsxError("damaged", "The workbook does not say what its parts are.", part=_PART)
        self._part = found
        self._xml = utf8(package.read(found), found)
        self._root = outline(self._xml, found)
        self._by_name = {_key(node.attrs.get("PartName", "")): node for node in self._root.all("Override")}
        self._by_ending = {
            node.attrs.get("Extension", "").lower(): node.attrs.get("ContentType", "")
            for node in self._root.all("Default")
        }

    def of(self, part: str) -> str:
        """Return the kind of a part, or "" if nothing is said of it."""
        node = self._by_name.get(_key(part))
        return node.attrs.get("ContentType", "") if node else self._by_ending.get(_ending(part), "")

    def changed(self, added: Mapping[str, str], removed: Collection[str]) -> dict[str, bytes]:
        """Return the part by its name with the kinds of added parts; nothing if it stays as it is."""
        kinds = {_key(part): kind for part, kind in added.items()}
        gone = {_key(part) for part in removed} - set(kinds)
        changes = [(node.start, node.end, b"") for key, node in self._by_name.items() if key in gone]
        changes += [
            open_tag(self._xml, node, ContentType=kinds[key])
            for key, node in self._by_name.items()
            if node.attrs.get("ContentType", "") != kinds.get(key, node.attrs.get("ContentType", ""))
        ]
        written = self._entries(
            {part: kind for part, kind in added.items() if _key(part) not in self._by_name}
        )
        if written:
            changes.append(appended(self._xml, self._root, written))
        return {self._part: splice(self._xml, changes)} if changes else {}

    def _entries(self, added: Mapping[str, str]) -> str:
        """Pictures and old drawings are told by their ending, as Excel does; all other parts by name."""
        p, written, by_ending = _prefix(self._root), "", dict(self._by_ending)
        for part, kind in added.items():
            ending, said = _ending(part), f'ContentType="{escape_attribute(kind)}"'
            if ending not in by_ending and ending != _ANY_XML:
                by_ending[ending] = kind
                written += f'<{p}Default Extension="{escape_attribute(ending)}" {said}/>'
            elif by_ending.get(ending) != kind:
                written += f'<{p}Override PartName="/{escape_attribute(part)}" {said}/>'
        return written


def _prefix(node: Node) -> str:
    return f"{node.prefix}:" if node.prefix else ""


def _key(part: str) -> str:
    return part.lstrip("/").lower()


def _ending(part: str) -> str:
    return posixpath.basename(part).rpartition(".")[2].lower()
