"""The looks of a new tab in the styles of the workbook it comes into.

It decides which look of the workbook each look of the tab becomes. Nothing that is there moves: an equal
font, fill, border, number format or look is used again, a new one is appended. What the tab leaves at its
default (style 0, font 0, fill 0, border 0) takes the workbook's own default; every look becomes a child of
the style that the workbook's default look has, which is Normal.
"""

import re
from functools import cached_property
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.formats import format_id
from sheetship.xlsx.markup import Node, escape_attribute, open_tag, outline, splice, utf8
from sheetship.xlsx.number_formats import FIRST_OWN_FORMAT
from sheetship.xlsx.package import Package
from sheetship.xlsx.style_sections import StyleSections

_PIECES: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_DIFFERENCE: Final = re.compile(r"[dD]xfId$")
_NAME: Final = re.compile(r"<(/?)([A-Za-z]\w*)(?=[\s/>])")


class MergedStyles:
    """The styles of a made workbook, put into those of another as they are asked for."""

    def __init__(self, made: Package, book: Package) -> None:
        self._made = made
        self._target = book
        self._book = StyleSections(book)
        self._cells: dict[int, int] = {}
        self._differences: dict[int, int] = {}

    @cached_property
    def _xml(self) -> bytes:
        part = self._made.styles_part
        if part is None:
            raise XlsxError("unsupported", "The new tab has looks but no styles.")
        return utf8(self._made.read(part), part)

    @cached_property
    def _sections(self) -> dict[str, list[Node]]:
        return {node.name: node.children for node in outline(self._xml, "styles").children}

    def _entry(self, section: str, place: int) -> Node:
        entries = self._sections.get(section, [])
        if not 0 <= place < len(entries):
            raise XlsxError("damaged", f"The new tab names entry {place} of {section}, which there is not.")
        return entries[place]

    def cell(self, style: int) -> int:
        """Return what a cell style of the made workbook becomes. Raises XlsxError `unsupported` or `damaged`."""
        if style not in self._cells:
            self._cells[style] = self._look(self._entry("cellXfs", style)) if style else self._plain()
        return self._cells[style]

    def _plain(self) -> int:
        """Return the look of cells without one: the workbook's default, but with numbers shown as they are."""
        if self._has_no_looks or self._book.format_code(format_id(self._default)).lower() == "general":
            return 0
        default = self._default
        inner = self._book.entries("cellXfs")[0].encode()[default.inner_start : default.inner_end].decode()
        return self._appended(default.attrs | {"numFmtId": "0", "applyNumberFormat": "1"}, inner)

    def _look(self, xf: Node) -> int:
        if xf.child("extLst"):
            sentence = "The new tab has check boxes in cells, which cannot be taken over."
            raise XlsxError("unsupported", sentence)
        attrs = xf.attrs | {name: self._piece(xf, name) for name in _PIECES}
        attrs |= {"numFmtId": str(self._format(format_id(xf))), "xfId": self._default.attrs.get("xfId", "0")}
        inner = self._xml[xf.inner_start : xf.inner_end] if xf.children else b""
        return self._appended(attrs, self._with_prefix(inner))

    def _appended(self, attrs: dict[str, str], inner: str) -> int:
        tag = f"{self._book.prefix}xf"
        shown = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attrs.items())
        return self._book.place("cellXfs", f"<{tag}{shown}>{inner}</{tag}>" if inner else f"<{tag}{shown}/>")

    def _piece(self, xf: Node, name: str) -> str:
        """Return what the font, fill or border of a look becomes."""
        written = xf.attrs.get(name, "0")
        if written == "0":
            return self._default.attrs.get(name, "0")
        node = self._entry(_PIECES[name], int(written) if written.isdigit() else -1)
        return str(self._book.place(_PIECES[name], self._with_prefix(self._xml[node.start : node.end])))

    @cached_property
    def _has_no_looks(self) -> bool:
        return self._target.styles_part is None or not self._book.entries("cellXfs")

    @cached_property
    def _default(self) -> Node:
        if self._has_no_looks:
            raise XlsxError("unsupported", "The workbook has no default look for cells.")
        return outline(self._book.entries("cellXfs")[0].encode(), self._book.part)

    def _format(self, number: int) -> int:
        if number < FIRST_OWN_FORMAT:
            return number
        code = self._codes.get(number)
        if code is None:
            raise XlsxError("damaged", f"The new tab names number format {number}, which there is not.")
        return self._book.format_id(code)

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {
            format_id(node): node.attrs.get("formatCode", "") for node in self._sections.get("numFmts", [])
        }

    def difference(self, place: int) -> int:
        """Return what a differential look (of conditional formats and tables) becomes (18.8.15)."""
        if place not in self._differences:
            node = self._entry("dxfs", place)
            written = self._renumbered(self._xml[node.start : node.end])
            self._differences[place] = self._book.place("dxfs", self._with_prefix(written))
        return self._differences[place]

    def differences(self, attrs: dict[str, str]) -> dict[str, str]:
        """Return the attributes of an element that name differential looks, with their new numbers."""
        named = {
            key: int(value) for key, value in attrs.items() if _DIFFERENCE.search(key) and value.isdigit()
        }
        return {key: str(self.difference(place)) for key, place in named.items()}

    def _renumbered(self, dxf: bytes) -> bytes:
        """Give the number format, which a differential look spells out, an id that means the same here."""
        shown = outline(dxf, "styles").child("numFmt")
        if shown is None or format_id(shown) < FIRST_OWN_FORMAT:
            return dxf
        number = self._book.format_id(shown.attrs.get("formatCode", ""))
        return splice(dxf, [open_tag(dxf, shown, numFmtId=str(number))])

    def _with_prefix(self, xml: bytes) -> str:
        return _NAME.sub(rf"<\1{self._book.prefix}\2", xml.decode()) if self._book.prefix else xml.decode()

    def rewritten(self) -> dict[str, bytes]:
        """Return the styles part with the new entries by its name; nothing if there are none."""
        xml = self._book.rewritten()
        return {} if xml is None else {self._book.part: xml}
