"""A sheet part in unusual syntax, written out again in plain syntax with the same content.

Every element, prefix, attribute and text is kept. Comments and instructions go, CDATA becomes text,
single quotes become double ones, the encoding becomes UTF-8, and rows and cells get their address, first
of all attributes.
"""

from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import escape_attribute, escape_text, parse_all, safe_parser
from sheetship.xlsx.refs import column_number, letters

_LONGEST_NAME: Final = len("XFD")


def plain(xml: bytes, part: str) -> bytes:
    """Return the part in plain syntax. Raises XlsxError `damaged` or `unsupported`."""
    writer = _Writer()
    parser = safe_parser()
    parser.ordered_attributes = True
    parser.StartElementHandler = writer.opened
    parser.EndElementHandler = writer.closed
    parser.CharacterDataHandler = writer.wrote
    parse_all(parser, xml, part)
    return "".join(writer.written).encode()


class _Writer:
    def __init__(self) -> None:
        self.written = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
        self._path: list[str] = []
        self._is_tag_open = False
        self._row = 0
        self._column = 0

    def opened(self, tag: str, pairs: list[str]) -> None:
        self._finish_tag()
        attrs = dict(zip(pairs[::2], pairs[1::2], strict=True))
        name = tag.rpartition(":")[2]
        parent = self._path[-1] if self._path else ""
        if name == "row" and parent == "sheetData":
            attrs = self._addressed_row(attrs)
        elif name == "c" and parent == "row":
            attrs = self._addressed_cell(attrs)
        shown = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attrs.items())
        self.written.append(f"<{tag}{shown}")
        self._path.append(name)
        self._is_tag_open = True

    def _addressed_row(self, attrs: dict[str, str]) -> dict[str, str]:
        written = attrs.get("r", "").strip()
        if written and not (written.isascii() and written.isdigit()):
            raise XlsxError("damaged", f'"{written}" is no row number.', ref=written)
        self._row = int(written) if written else self._row + 1
        self._column = 0
        return {"r": str(self._row)} | {key: value for key, value in attrs.items() if key != "r"}

    def _addressed_cell(self, attrs: dict[str, str]) -> dict[str, str]:
        written = attrs.get("r", "")
        name = written.rstrip("0123456789")
        if written and not (name.isascii() and name.isalpha() and len(name) <= _LONGEST_NAME):
            raise XlsxError("damaged", f'"{written}" is no cell.', ref=written)
        self._column = column_number(name) if written else self._column + 1
        ref = written.upper() or f"{letters(self._column)}{self._row}"
        return {"r": ref} | {key: value for key, value in attrs.items() if key != "r"}

    def closed(self, tag: str) -> None:
        self._path.pop()
        self.written.append("/>" if self._is_tag_open else f"</{tag}>")
        self._is_tag_open = False

    def wrote(self, text: str) -> None:
        self._finish_tag()
        self.written.append(escape_text(text).replace("\r", "&#13;"))

    def _finish_tag(self) -> None:
        if self._is_tag_open:
            self.written.append(">")
            self._is_tag_open = False
