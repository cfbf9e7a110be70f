"""The sheet part of a new tab, fit for the workbook it comes into.

It decides what changes in the part: styles and differential looks get their new numbers, shared texts become
inline ones (the workbook's shared texts stay untouched), and the tab is not the selected one. Formulas,
cached values, widths, merges, rules and everything else stay byte for byte.
"""

import re
from collections.abc import Iterator
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import Node, open_tag, outline, splice, utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.scan import Kind, Unusual, pieces
from sheetship.xlsx.tab_styles import MergedStyles

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_START: Final = re.compile(rb'<(row|c) r="([A-Z]{0,3}\d+)"((?: [\w:]+="[^"<]*")*)(/?)>(?:<v>(\d+)</v></c>)?')
_ROWS_BEGIN: Final = b"<sheetData>"
_STYLE: Final = re.compile(rb' s="(\d+)"')
_SELECTED: Final = re.compile(rb'\s+tabSelected="[^"]*"')
_ITEM: Final = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_BEYOND: Final = re.compile(rb' (?:cm|vm)="')


def sheet_for(made: Package, part: str, styles: MergedStyles) -> bytes:
    """Return the sheet part as it goes into the workbook. Raises XlsxError `unsupported` or `damaged`."""
    rows = _Rows(_texts(made), styles)
    try:
        found = list(pieces(made.stream(part), part))
    except Unusual as error:
        raise XlsxError("unsupported", f"{part} is not as XlsxWriter writes it.", part=part) from error
    head, tail = found[0], found[-1]
    frame = head.xml + tail.xml
    root = outline(frame, part)
    if root.attrs.get("xmlns") != _MAIN or not head.xml.endswith(_ROWS_BEGIN):
        raise XlsxError("unsupported", f"{part} is not as XlsxWriter writes it.", part=part)
    before, _, after = splice(frame, _changes(frame, root, styles)).partition(_ROWS_BEGIN)
    body = [rows.written(piece.xml) for piece in found if piece.kind is Kind.ROWS]
    return b"".join([before, _ROWS_BEGIN, *body, after])


def _changes(xml: bytes, root: Node, styles: MergedStyles) -> Iterator[tuple[int, int, bytes]]:
    for node in _all(root):
        if node.name == "sheetView" and "tabSelected" in node.attrs:
            yield node.start, node.inner_start, _SELECTED.sub(b"", xml[node.start : node.inner_start])
        elif node.name == "col" and node.attrs.get("style", "").isdigit():
            yield open_tag(xml, node, style=str(styles.cell(int(node.attrs["style"]))))
        elif changed := styles.differences(node.attrs):
            yield open_tag(xml, node, **changed)


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _texts(made: Package) -> list[bytes]:
    """Return the shared texts of the made workbook, each as the inside of its element."""
    part = made.shared_strings_part
    if part is None:
        return []
    xml = utf8(made.read(part), part)
    texts = _ITEM.findall(xml)
    if len(texts) != xml.count(b"<si"):
        raise XlsxError("unsupported", f"{part} is not as XlsxWriter writes it.", part=part)
    return texts


class _Rows:
    """Rewrites the start tags of rows and cells, and the texts of cells."""

    def __init__(self, texts: list[bytes], styles: MergedStyles) -> None:
        self._texts = texts
        self._styles = styles
        self._marks: dict[tuple[bytes, bytes], tuple[bytes, bool]] = {}

    def written(self, rows: bytes) -> bytes:
        """Return a block of rows. Raises XlsxError `unsupported` if a tag is not as expected."""
        written, count = _START.subn(self._start, rows)
        if count != rows.count(b"<c ") + rows.count(b"<c>") + rows.count(b"<row"):
            raise XlsxError("unsupported", "The new tab has cells that are not as XlsxWriter writes them.")
        return written

    def _start(self, found: re.Match[bytes]) -> bytes:
        tag, ref, mark, closed, number = found.groups()
        known = self._marks.get((tag, mark)) or self._new_mark(tag, mark)
        start = b'<%b r="%b"%b%b>' % (tag, ref, known[0], closed)
        if known[1]:
            return start + b"<is>%b</is></c>" % self._text(number)
        return start if number is None else start + b"<v>%b</v></c>" % number

    def _new_mark(self, tag: bytes, mark: bytes) -> tuple[bytes, bool]:
        if _BEYOND.search(mark):
            sentence = "The new tab has spilling formulas or pictures in cells, which cannot be taken over."
            raise XlsxError("unsupported", sentence)
        styled = _STYLE.sub(lambda found: b' s="%d"' % self._styles.cell(int(found[1])), mark)
        if tag == b"c" and not _STYLE.search(mark) and self._styles.cell(0):
            styled = b' s="%d"%b' % (self._styles.cell(0), mark)
        known = styled.replace(b' t="s"', b' t="inlineStr"'), b' t="s"' in mark
        self._marks[tag, mark] = known
        return known

    def _text(self, place: bytes | None) -> bytes:
        if place is None or int(place) >= len(self._texts):
            raise XlsxError("damaged", "A cell of the new tab names a shared text that there is not.")
        return self._texts[int(place)]
