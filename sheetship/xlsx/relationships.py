"""Relationships added to a part and taken from it; those that are there keep their ids and order."""

import posixpath
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import appended, escape_attribute, outline, splice, utf8
from sheetship.xlsx.package import Package, rels_name

_TYPE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def free_ids(package: Package, part: str) -> Iterator[str]:
    """Yield ids that no relationship of the part has."""
    used = {rel.id for rel in package.rels_of(part)}
    number = len(used)
    while True:
        number += 1
        if f"rId{number}" not in used:
            yield f"rId{number}"


def changed_relationships(
    package: Package, part: str, kind: str, added: Mapping[str, str], removed: Collection[str]
) -> dict[str, bytes]:
    """Return the relationships of a part by their name, or nothing if they stay as they are.

    `added` are ids with the parts they lead to, `removed` parts that are led to no more.
    """
    name = package.find(rels_name(part))
    if name is None:
        raise XlsxError("damaged", f"{part} has lost its relationships.", part=part)
    xml = utf8(package.read(name), name)
    root = outline(xml, name)
    p = f"{root.prefix}:" if root.prefix else ""
    gone = {
        rel.id for rel in package.rels_of(part) if not rel.is_external and package.find(rel.target) in removed
    }
    changes = [(node.start, node.end, b"") for node in root.children if node.attrs.get("Id") in gone]
    written = "".join(
        f'<{p}Relationship Id="{id_}" Type="{_TYPE}{kind}" Target="{escape_attribute(_way(part, target))}"/>'
        for id_, target in added.items()
    )
    if written:
        changes.append(appended(xml, root, written))
    return {name: splice(xml, changes)} if changes else {}


def _way(part: str, target: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(part) or ".")
