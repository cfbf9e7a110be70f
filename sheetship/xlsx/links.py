"""Web links on cells: an element in the sheet and a relationship beside it.

It decides whether a link is new, replaces another on the same cell, or is there already.
"""

from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.frame import Change, Frame
from sheetship.xlsx.markup import escape_attribute, outline, splice, utf8
from sheetship.xlsx.package import Package, rels_name
from sheetship.xlsx.refs import address

MAX_LINKS: Final = 65_530
_TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


class Links:
    """The links of one sheet while it is patched."""

    def __init__(self, package: Package, part: str, frame: Frame) -> None:
        self._package = package
        self._part = part
        self._frame = frame
        self._rels = package.rels_of(part)
        self._ids = {rel.target: rel.id for rel in self._rels if rel.kind == "hyperlink" and rel.is_external}
        self._new: dict[str, str] = {}

    def set(self, wanted: dict[tuple[int, int], str]) -> list[Change]:
        """Return the changes to the sheet that put the links on their cells."""
        known = {node.attrs.get("ref", ""): node for node in self._frame.entries("hyperlinks", "hyperlink")}
        targets = {rel.id: rel.target for rel in self._rels}
        changes: list[Change] = []
        new: list[str] = []
        for (row, column), link in wanted.items():
            ref = address(row, column)
            node = known.get(ref)
            if node is None:
                new.append(self._written(ref, link))
            elif targets.get(node.qualified("id")) != link or "location" in node.attrs:
                changes.append((node.start, node.end, self._written(ref, link).encode()))
        if len(known) + len(new) > MAX_LINKS:
            raise XlsxError("too_large", f"A sheet holds {MAX_LINKS} links; this would be more.")
        return changes + self._frame.appended("hyperlinks", new)

    def _written(self, ref: str, link: str) -> str:
        p, base = self._frame.prefix, self._namespace
        declared = (key for key, value in self._frame.root.attrs.items() if value == base and ":" in key)
        name = next(declared, "").partition(":")[2]
        own = "" if name else f' xmlns:r="{base}"'
        return f'<{p}hyperlink ref="{ref}"{own} {name or "r"}:id="{self._id(link)}"/>'

    @property
    def _namespace(self) -> str:
        """The namespace of relationships in this file: Strict files have their own."""
        is_strict = any("purl.oclc.org" in value for value in self._frame.root.attrs.values())
        return _STRICT if is_strict else _TRANSITIONAL

    def _id(self, link: str) -> str:
        if link not in self._ids:
            used = {rel.id for rel in self._rels} | set(self._new)
            number = len(used) + 1
            while f"rId{number}" in used:
                number += 1
            self._ids[link] = f"rId{number}"
            self._new[f"rId{number}"] = link
        return self._ids[link]

    def relationships(self) -> dict[str, bytes]:
        """Return the sheet's relationships part, if it has changed, by its name."""
        if not self._new:
            return {}
        name = rels_name(self._part)
        found = self._package.find(name)
        xml = utf8(self._package.read(found), found) if found else _EMPTY
        root = outline(xml, name)
        p = f"{root.prefix}:" if root.prefix else ""
        kind = f"{self._namespace}/hyperlink"
        written = "".join(
            f'<{p}Relationship Id="{id_}" Type="{kind}" Target="{escape_attribute(link)}" TargetMode="External"/>'
            for id_, link in self._new.items()
        )
        if root.is_empty_tag:
            tag = xml[root.start : root.end].removesuffix(b"/>").rstrip()
            change = (root.start, root.end, tag + f">{written}</{p}Relationships>".encode())
        else:
            change = (root.inner_end, root.inner_end, written.encode())
        return {found or name: splice(xml, [change])}


_EMPTY: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="%b"></Relationships>' % _PACKAGE.encode()
)
