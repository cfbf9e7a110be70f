"""The calculation chain without the cells that hold no formula any more.

It decides how the entries that stay are spelled: an entry takes its sheet from the one before it, unless it
names one; the first entry of a level begins it (`l`), and a child (`s`) follows its parent (ECMA-376 part 1,
18.6.1; MS-OE376 2.1.599). An entry for a cell without a formula makes Excel repair the file, an entry too few
does no harm. A chain needs one entry at least, so an empty one goes with all that names it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sheetship.xlsx.content_types import ContentTypes
from sheetship.xlsx.markup import splice, utf8
from sheetship.xlsx.package import Package, rels_name
from sheetship.xlsx.plain import plain
from sheetship.xlsx.refs import address

_ATTRIBUTE: Final = re.compile(rb'\s([\w:.-]+)\s*=\s*"([^"]*)"')
_ENTRY: Final = re.compile(
    rb'<((?:[\w.-]+:)?)c(?=[\s/>])((?:\s+[\w:.-]+\s*=\s*"[^"<]*")*)\s*(?:/>|>\s*</\1c\s*>)'
)
_TRUE: Final = frozenset({b"1", b"true"})
Cells = Collection[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Unchained:
    """The parts that change with the chain, and those that go."""

    parts: dict[str, bytes] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


def unchained(package: Package, overwritten: Mapping[str, Cells]) -> Unchained:
    """Return what changes when cells, by the name of their sheet, lose their formulas."""
    part = chain_part(package)
    if part is None or not any(overwritten.values()):
        return Unchained()
    ids = sheet_ids(package)
    gone = {(ids[sheet], address(*cell).encode()) for sheet, cells in overwritten.items() for cell in cells}
    old = _in_plain_syntax(utf8(package.read(part), part), part)
    new = _without(old, gone)
    if _ENTRY.search(new):
        return Unchained({} if new == old else {part: new})
    parts = _unrelated(package, part) | ContentTypes(package).changed({}, removed=[part])
    return Unchained(parts, (part,))


def chain_part(package: Package) -> str | None:
    """Return the part that holds the calculation chain, if there is one."""
    rels = package.rels_of(package.workbook_part)
    return next((package.find(rel.target) for rel in rels if rel.kind == "calcChain"), None)


def sheet_ids(package: Package) -> dict[str, bytes]:
    """Return by which number the chain knows each sheet."""
    listed = package.tree(package.workbook_part).child("sheets")
    nodes = listed.all("sheet") if listed else ()
    return {node.attrs.get("name", ""): node.attrs.get("sheetId", "").encode() for node in nodes}


def _in_plain_syntax(xml: bytes, part: str) -> bytes:
    is_plain = b"<!" not in xml and b"<?" not in xml[5:] and b"'" not in xml
    return xml if is_plain else plain(xml, part)


def _without(xml: bytes, gone: Collection[tuple[bytes, bytes]]) -> bytes:
    pieces, at = [], 0
    for start, end, new in _changes(xml, gone):
        pieces += [xml[at:start], new]
        at = end
    return b"".join([*pieces, xml[at:]])


def _changes(xml: bytes, gone: Collection[tuple[bytes, bytes]]) -> Iterator[tuple[int, int, bytes]]:
    """Yield what becomes of each entry that goes, and of those that leant on it."""
    sheet = told = b""
    starts_level = has_no_parent = False
    for found in _ENTRY.finditer(xml):
        attrs = dict(_ATTRIBUTE.findall(found[2]))
        sheet = attrs.get(b"i", sheet)
        if (sheet, attrs.get(b"r", b"")) in gone:
            yield found.start(), found.end(), b""
            starts_level |= attrs.get(b"l") in _TRUE
            has_no_parent |= attrs.get(b"s") not in _TRUE
            continue
        new = dict(attrs)
        if b"i" not in attrs and told != sheet:
            new[b"i"] = sheet
        if starts_level or has_no_parent:
            new.pop(b"s", None)
        if starts_level:
            new[b"l"] = b"1"
        if new != attrs:
            written = b"".join(b' %b="%b"' % pair for pair in new.items())
            yield found.start(), found.end(), b"<%bc%b/>" % (found[1], written)
        told, starts_level, has_no_parent = sheet, False, False


def _unrelated(package: Package, part: str) -> dict[str, bytes]:
    """Return the relationships of the workbook without the one that names the part."""
    name = package.find(rels_name(package.workbook_part)) or ""
    xml = utf8(package.read(name), name)
    nodes = package.tree(name).children
    rels = package.rels_of(package.workbook_part)
    places = [
        node
        for node, rel in zip(nodes, rels, strict=True)
        if rel.kind == "calcChain" and package.find(rel.target) == part
    ]
    return {name: splice(xml, [(node.start, node.end, b"") for node in places])}
