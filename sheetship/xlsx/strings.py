r"""Texts of cells: the shared strings, and the inline ones, as the plain text a person sees.

Rich text runs are joined, phonetic guides left out, `_xHHHH_` escapes replaced, line ends made `\n`.
"""

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import decode_escapes, parse_all, safe_parser, unescape, utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.scan import Unusual

_ROOT: Final = re.compile(rb"<((?:[\w.-]+:)?)sst\b")
_LONGEST_START: Final = 64 * 1024


def shared_strings(package: Package, *, only: Container[str] | None = None) -> list[str]:
    """Return the workbook's shared texts, in order; if `only` some are wanted, "" stands for all others.

    Raises XlsxError `damaged`.
    """
    part = package.shared_strings_part
    if part is None:
        return []
    texts: list[str] = []
    try:
        for some in _scanned(package.stream(part), part):
            texts += some if only is None else [text if text in only else "" for text in some]
    except Unusual:
        return _parsed(utf8(package.read(part), part), part)
    return texts


def _scanned(blocks: Iterable[bytes], part: str) -> Iterator[list[str]]:
    """Yield the texts by pattern, block by block. Raises Unusual where the syntax is, or XlsxError `damaged`."""
    stream = iter(blocks)
    rest = b""
    while not (root := _ROOT.search(rest)):
        block = next(stream, None)
        if block is None or len(rest) > _LONGEST_START:
            raise Unusual
        rest += block
    if utf8(rest, part) is not rest:
        raise Unusual
    prefix = root[1]
    end = b"</%bsi>" % prefix
    for block in chain((b"",), stream):
        rest += block
        cut = rest.rfind(end) + len(end)
        if cut >= len(end):
            yield _items(rest[:cut], prefix.decode())
            rest = rest[cut:]
    yield _items(rest, prefix.decode())


def _items(xml: bytes, prefix: str) -> list[str]:
    if b"<!" in xml or b"<?" in xml[5:] or b"AlternateContent" in xml:
        raise Unusual
    try:
        text = xml.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise XlsxError("damaged", f"The shared texts are not UTF-8: {error}.") from error
    # Behind the last end tag nothing is looked for that ends: in a broken part it would be, again and again.
    end = text.rfind(f"</{prefix}si>")
    found = _item(prefix).findall(text, 0, end + len(prefix) + 5) if end >= 0 else []
    found += [("", "")] * text.count(f"<{prefix}si/>", max(end, 0))
    if len(found) != text.count(f"<{prefix}si"):
        raise Unusual
    return [plain_text(simple) if simple else _rich(rich, prefix) for simple, rich in found]


@cache
def _item(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    simple = rf'<{p}t(?: xml:space="preserve")?>([^<]*)</{p}t></{p}si>'
    return re.compile(rf"<{p}si(?:/>|>(?:{simple}|(.*?)</{p}si>))", re.DOTALL)


@cache
def _runs(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(rf"<{p}rPh\b.*?(?:</{p}rPh>|\Z)|<{p}t(?:\s[^<>]*)?(?<!/)>([^<]*)</{p}t>", re.DOTALL)


def _rich(inner: str, prefix: str) -> str:
    return plain_text("".join(_runs(prefix).findall(inner)))


def inline_text(xml: str, prefix: str) -> str:
    """Return the text of an `<is>` element."""
    return _rich(xml, prefix)


def plain_text(text: str) -> str:
    """Return element content as a person's text."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return decode_escapes(unescape(text)) if "&" in text or "_x" in text else text


def _parsed(xml: bytes, part: str) -> list[str]:
    """Return the texts by a real parser: slower, and right whatever the syntax."""
    reader = _Reader()
    parser = safe_parser()
    parser.StartElementHandler = reader.opened
    parser.EndElementHandler = reader.closed
    parser.CharacterDataHandler = reader.wrote
    parse_all(parser, xml, part)
    return reader.texts


class _Reader:
    """Takes the fallback of alternate content, as a program that knows no extension must."""

    _left_out: Final = frozenset({"rPh", "Choice"})

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._skipping = 0
        self._is_text = False

    def opened(self, tag: str, _attrs: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._skipping += name in self._left_out
        self._is_text = name == "t" and not self._skipping
        if name == "si":
            self._pieces = []

    def closed(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self._skipping -= name in self._left_out
        self._is_text = False
        if name == "si":
            self.texts.append(decode_escapes("".join(self._pieces)))

    def wrote(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)
