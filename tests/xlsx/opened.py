"""A workbook opened without the engine under test: zip, relationships and parts by the standard library alone.

What the census, the strict checks and the corpus run know of a file they learn here, so that a mistake of
the engine's own reading cannot hide itself.
"""

import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring

_ZIP_ERRORS: Final = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError)


class NotOpened(Exception):  # noqa: N818 - an answer more than an error
    """The file is no workbook that the standard library can open."""


@dataclass(frozen=True, slots=True)
class Rel:
    """A relationship; the target is a part's name as the file spells it, or an address."""

    id: str
    kind: str
    target: str
    is_external: bool
    is_there: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet as the workbook lists it."""

    name: str
    id: str
    part: str
    kind: str


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


class Opened:
    """A package held in memory; parts are parsed when they are asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (ValueError, *_ZIP_ERRORS) as error:
            raise NotOpened(str(error)) from error
        self.members = self._zip.infolist()
        self.names = [_plain(member.orig_filename) for member in self.members]
        self._places = {name.lower(): at for at, name in reversed(list(enumerate(self.names)))}
        self._trees: dict[str, Element | None] = {}
        self._rels: dict[str, tuple[Rel, ...]] = {}

    def find(self, name: str) -> str | None:
        """The part's name as the file spells it."""
        for spelling in (name, unquote(name)):
            at = self._places.get(spelling.lower())
            if at is not None:
                return self.names[at]
        return None

    def packed(self, at: int) -> bytes:
        """The compressed bytes of a member, as they lie in the file."""
        member = self.members[at]
        start = member.header_offset
        name, extra = struct.unpack_from("<2H", self._content, start + 26)
        begin = start + 30 + name + extra
        return self._content[begin : begin + member.compress_size]

    def read(self, name: str) -> bytes:
        """The content of a part."""
        return self._zip.read(self.members[self._places[name.lower()]])

    def tree(self, name: str) -> Element | None:
        """The root of a part, or None where it is no XML."""
        if name not in self._trees:
            try:
                self._trees[name] = fromstring(self.read(name), XMLParser())
            except (ParseError, LookupError, ValueError, zlib.error, *_ZIP_ERRORS):
                self._trees[name] = None
        return self._trees[name]

    def rels(self, part: str) -> tuple[Rel, ...]:
        """The relationships of a part; "" is the package."""
        if part not in self._rels:
            folder, base = posixpath.split(part)
            found = self.find(posixpath.join(folder, "_rels", base + ".rels"))
            root = self.tree(found) if found else None
            nodes = [] if root is None else list(root)
            self._rels[part] = tuple(self._rel(folder, node) for node in nodes)
        return self._rels[part]

    def _rel(self, folder: str, node: Element) -> Rel:
        target = node.get("Target", "")
        kind = node.get("Type", "").rpartition("/")[2]
        if node.get("TargetMode", "").lower() == "external":
            return Rel(node.get("Id", ""), kind, target, is_external=True, is_there=True)
        name = _plain(posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))))
        found = self.find(name)
        return Rel(node.get("Id", ""), kind, found or name, is_external=False, is_there=found is not None)

    @cached_property
    def workbook(self) -> str:
        """The name of the part that lists the sheets."""
        for rel in self.rels(""):
            if rel.kind == "officeDocument" and rel.is_there:
                return rel.target
        raise NotOpened("there is no workbook in it")

    def related(self, kind: str) -> str | None:
        """The first part of a kind that the workbook points to."""
        there = (rel.target for rel in self.rels(self.workbook) if rel.kind == kind and rel.is_there)
        return next(there, None)

    @cached_property
    def tabs(self) -> list[Tab]:
        """The sheets in order."""
        root = self.tree(self.workbook)
        rels = {rel.id: rel for rel in self.rels(self.workbook)}
        nodes = [] if root is None else [node for node in root.iter() if local(node.tag) == "sheet"]
        found = []
        for node in nodes:
            ids = [value for key, value in node.items() if key.startswith("{") and local(key) == "id"]
            rel = rels.get(ids[0]) if ids else None
            part, kind = (rel.target, rel.kind) if rel and rel.is_there else ("", "missing")
            found.append(Tab(node.get("name", ""), node.get("sheetId", ""), part, kind))
        return found

    def section(self, part: str | None, name: str) -> list[Element]:
        """The entries of a section of a part: `section(styles, "cellXfs")` gives every `xf`."""
        root = self.tree(part) if part else None
        found = next((node for node in root if local(node.tag) == name), None) if root is not None else None
        return list(found) if found is not None else []


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")
