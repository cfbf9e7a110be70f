"""Small XML parts with byte positions, and the text rules of spreadsheet XML.

It decides how a part is read without being rebuilt: `outline` gives a tree whose nodes know where they
stand in the bytes, `splice` changes only those bytes. It leaves the rows of a sheet to `scan`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from xml.parsers import expat

from sheetship.xlsx.errors import XlsxError

_TAG: Final = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_PLAIN_ENCODINGS: Final = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_ENTITY: Final = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(amp|lt|gt|quot|apos));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True, kw_only=True)
class Node:
    """One element: its name without prefix, attributes as written, and its place in the bytes."""

    name: str
    prefix: str
    attrs: dict[str, str]
    start: int
    inner_start: int
    inner_end: int = -1
    end: int = -1
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def child(self, name: str) -> "Node | None":
        """Return the first child of that name in the same namespace prefix, if there is one."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator["Node"]:
        """Yield the children of that name in the same namespace prefix."""
        return (child for child in self.children if child.name == name and child.prefix == self.prefix)

    def qualified(self, local: str) -> str:
        """Return the attribute value under any prefix: `qualified("id")` finds `r:id`."""
        return next((value for key, value in self.attrs.items() if key.endswith(":" + local)), "")

    @property
    def is_empty_tag(self) -> bool:
        """Whether the element is written `<name/>`."""
        return self.inner_start == self.end


def utf8(xml: bytes, part: str) -> bytes:
    """Return the part in UTF-8; the same object if it already is. Raises XlsxError `unsupported`."""
    declared = _DECLARED.match(xml)
    if xml[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    elif xml[:2] in {b"<\0", b"\0<"}:
        encoding = "utf-16-le" if xml[:1] == b"<" else "utf-16-be"
    elif declared and declared[1].lower() not in _PLAIN_ENCODINGS:
        encoding = declared[1].decode()
    else:
        return xml
    try:
        bare = _DECLARATION.sub("", xml.decode(encoding), count=1)
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + bare.encode()
    except (LookupError, UnicodeError) as error:
        raise XlsxError("unsupported", f"{part} is written in an unknown encoding.", part=part) from error


def outline(xml: bytes, part: str) -> Node:
    """Return the tree of a UTF-8 part with byte positions. Raises XlsxError `damaged`."""
    parser = safe_parser()
    builder = _Outline(xml, parser)
    parse_all(parser, xml, part)
    return builder.top.children[0]


def safe_parser() -> expat.XMLParserType:
    """Return a parser that refuses document types, and with them every entity trick."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise XlsxError("unsupported", "A part declares its own document type, which workbooks never do.")


def parse_all(parser: expat.XMLParserType, xml: bytes, part: str) -> None:
    """Run the parser over the whole part. Raises XlsxError `damaged` naming the part."""
    try:
        parser.ParseFile(BytesIO(xml))
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise XlsxError("damaged", f"{part} is not well-formed: {error}.", part=part) from error


class _Outline:
    def __init__(self, xml: bytes, parser: expat.XMLParserType) -> None:
        self._xml = xml
        self._parser = parser
        self.top = Node(name="", prefix="", attrs={}, start=0, inner_start=0)
        self._open = [self.top]
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self._wrote

    def _opened(self, tag: str, attrs: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        found = _TAG.match(self._xml, start)
        prefix, _, name = tag.rpartition(":")
        inner = found.end() if found else start
        node = Node(name=name, prefix=prefix, attrs=attrs, start=start, inner_start=inner)
        self._open[-1].children.append(node)
        self._open.append(node)

    def _closed(self, _tag: str) -> None:
        node = self._open.pop()
        if self._xml[node.inner_start - 2 : node.inner_start] == b"/>":
            node.inner_end = node.end = node.inner_start
        else:
            node.inner_end = self._parser.CurrentByteIndex
            node.end = self._xml.index(b">", node.inner_end) + 1

    def _wrote(self, text: str) -> None:
        self._open[-1].text += text


def splice(xml: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Return the bytes with each `(start, end, replacement)` put in; ranges must not overlap."""
    pieces, at = [], 0
    for start, end, replacement in sorted(changes, key=lambda change: change[:2]):
        pieces += [xml[at:start], replacement]
        at = end
    return b"".join([*pieces, xml[at:]])


def open_tag(xml: bytes, node: Node, **attrs: str) -> tuple[int, int, bytes]:
    """Return the change that sets attributes in a node's start tag and leaves the rest of it as it is."""
    tag = xml[node.start : node.inner_start]
    for name, value in attrs.items():
        pattern = re.compile(rb"(\s%s\s*=\s*)(?:\"[^\"]*\"|'[^']*')" % name.encode())
        written = b'"%s"' % escape_attribute(value).encode()
        tag, count = pattern.subn(lambda found, put=written: found[1] + put, tag, count=1)  # type: ignore[misc]
        if not count:
            close = -2 if tag.endswith(b"/>") else -1
            tag = tag[:close].rstrip() + b" %s=%s" % (name.encode(), written) + tag[close:]
    return node.start, node.inner_start, tag


def appended(xml: bytes, node: Node, written: str) -> tuple[int, int, bytes]:
    """Return the change that adds XML at the end of an element; one written `<name/>` is opened for it."""
    if not node.is_empty_tag:
        return node.inner_end, node.inner_end, written.encode()
    tag = xml[node.start : node.end].removesuffix(b"/>").rstrip()
    name = f"{node.prefix}:{node.name}" if node.prefix else node.name
    return node.start, node.end, tag + f">{written}</{name}>".encode()


def unescape(text: str) -> str:
    """Return the text with XML entities replaced."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    try:
        return chr(int(found[1], 16) if found[1] else int(found[2]))
    except (ValueError, OverflowError) as error:
        raise XlsxError("damaged", f"{found[0]} is no character.") from error


def decode_escapes(text: str) -> str:
    """Return the text with the `_xHHHH_` escapes of spreadsheets replaced."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def escape_text(text: str) -> str:
    """Return the text fit for element content."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Return the text fit for a double-quoted attribute."""
    escaped = escape_text(text).replace('"', "&quot;")
    return escaped.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
