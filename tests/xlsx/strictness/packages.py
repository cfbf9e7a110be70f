"""The package around the parts: names, content types, relationships, well-formed XML (ECMA-376 part 2)."""

import re
from collections.abc import Iterator
from typing import Final

from tests.xlsx.opened import Opened, local
from tests.xlsx.strictness.violation import Violation, twice

_TYPES: Final = "[Content_Types].xml"
_ROOT_TAG: Final = re.compile(rb"<[A-Za-z_](?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_IGNORABLE: Final = re.compile(rb"\s[\w.-]+:Ignorable\s*=\s*[\"']([^\"']*)[\"']")
_SHEET_LINKS: Final = {
    "tablePart": "table",
    "drawing": "drawing",
    "legacyDrawing": "vmlDrawing",
    "legacyDrawingHF": "vmlDrawing",
    "hyperlink": "hyperlink",
    "picture": "image",
}


def package_rules(book: Opened) -> Iterator[Violation]:
    """What is wrong with the package, part by part."""
    for name in twice(book.names):
        yield Violation(name, "stands twice in the zip", name)
    yield from _content_types(book)
    for name in book.names:
        lower = name.lower()
        if lower.endswith((".xml", ".rels")):
            yield from _well_formed(book, name)
        if lower.endswith(".rels"):
            yield from _relationships(book, name)
    yield from _sheet_links(book)


def _content_types(book: Opened) -> Iterator[Violation]:
    root = book.tree(_TYPES) if book.find(_TYPES) else None
    nodes = [] if root is None else list(root)
    defaults = [node.get("Extension", "") for node in nodes if local(node.tag) == "Default"]
    overrides = [node.get("PartName", "").lstrip("/") for node in nodes if local(node.tag) == "Override"]
    for name in twice(defaults) + twice(overrides):
        yield Violation(_TYPES, "typed twice", name)
    known, endings = {name.casefold() for name in overrides}, {ending.casefold() for ending in defaults}
    for name in book.names:
        is_typed = name.casefold() in known or name.rpartition(".")[2].casefold() in endings
        if not is_typed and name != _TYPES and not name.endswith("/"):
            yield Violation(_TYPES, "has no content type", name)
    for name in overrides:
        if book.find(name) is None:
            yield Violation(_TYPES, "types a part that is not there", name)


def _well_formed(book: Opened, name: str) -> Iterator[Violation]:
    if book.tree(name) is None:
        yield Violation(name, "is not well-formed", name)
        return
    opened = _ROOT_TAG.search(book.read(name))
    tag = opened[0] if opened else b""
    for prefixes in _IGNORABLE.findall(tag):
        for prefix in prefixes.split():
            if b"xmlns:" + prefix not in tag:
                yield Violation(name, "ignores an undeclared prefix", prefix.decode())


def _relationships(book: Opened, name: str) -> Iterator[Violation]:
    folder, _, base = name.rpartition("_rels/")
    rels = book.rels(folder + base.removesuffix(".rels"))
    for again in twice([rel.id for rel in rels]):
        yield Violation(name, "has an id twice", again)
    for rel in rels:
        is_place = "#" in rel.target  # a place in this workbook, as a link on a picture has it
        if not rel.is_there and not is_place and rel.target.upper() != "NULL":
            yield Violation(name, "points to a part that is not there", rel.target)
        if not rel.id or not rel.kind or not rel.target:
            yield Violation(name, "has half a relationship", f"{rel.id} {rel.kind} {rel.target}")


def _sheet_links(book: Opened) -> Iterator[Violation]:
    for part in {tab.part for tab in book.tabs if tab.part}:
        root = book.tree(part)
        kinds = {rel.id: rel.kind for rel in book.rels(part)}
        named = set()
        for node in root.iter() if root is not None else ():
            tag = local(node.tag)
            ids = [value for key, value in node.items() if key.startswith("{") and local(key) == "id"]
            named.update(ids)
            if tag in _SHEET_LINKS and ids and kinds.get(ids[0]) != _SHEET_LINKS[tag]:
                yield Violation(part, f"{tag} points to no {_SHEET_LINKS[tag]}", ids[0])
        for id_, kind in kinds.items():
            if kind in {"table", "hyperlink"} and id_ not in named:
                yield Violation(part, f"does not name its {kind}", id_)
