"""Small files of the kinds that calamine reads, made by hand: .ods of XML, .xlsb of its records, .xls by xlwt."""

import io
import struct
from collections.abc import Mapping
from typing import Final

import xlwt

from tests.xlsx.books import rels_xml, zipped

ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def ods(rows: str, *, name: str = "订单", **parts: str) -> bytes:
    """An OpenDocument workbook with one table of these `<table:table-row>`s; `manifest` replaces its manifest."""
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" xmlns:text="{_TEXT}">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = parts.get("manifest", "<manifest/>")
    return zipped({"mimetype": ODS, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_cell(text: str, attributes: str = "") -> str:
    """A cell of text."""
    return (
        f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p></table:table-cell>'
    )


def _record(kind: int, body: bytes = b"") -> bytes:
    """A record of BIFF12 ([MS-XLSB] 2.1.4): type and size in seven bits a byte."""
    spelled = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sizes = len(body), b""
    while True:
        sizes += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return spelled + sizes + body


def _wide(text: str) -> bytes:
    """XLWideString ([MS-XLSB] 2.5.168)."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


_ROW, _REAL, _BOOL, _TEXT_CELL, _ERROR = 0, 5, 4, 6, 3
_BEGIN_SHEET, _END_SHEET, _BEGIN_BOOK, _END_BOOK = 129, 130, 131, 132
_BEGIN_TABS, _END_TABS, _BEGIN_DATA, _END_DATA, _DIMENSION, _TAB = 143, 144, 145, 146, 148, 156


def _xlsb_cell(column: int, value: str | float | bool | None) -> bytes:  # noqa: FBT001 - a cell's value
    head = struct.pack("<II", column, 0)
    if value is None:
        return _record(_ERROR, head + b"\x2a")
    if isinstance(value, bool):
        return _record(_BOOL, head + bytes([value]))
    if isinstance(value, str):
        return _record(_TEXT_CELL, head + _wide(value))
    return _record(_REAL, head + struct.pack("<d", value))


def far_apart() -> bytes:
    """A legal workbook of two cells, for which calamine asks for 550 GB."""
    return xlsb({0: {0: "a"}, 1_048_575: {16_383: "z"}})


def xlsb(rows: Mapping[int, Mapping[int, str | float | bool | None]], *, name: str = "订单") -> bytes:
    """A binary workbook ([MS-XLSB]) with one sheet of rows and columns from 0; None stands for `#N/A`."""
    data = b""
    for at, cells in rows.items():
        data += _record(_ROW, struct.pack("<IIHHBI", at, 0, 300, 0, 0, 0))
        data += b"".join(_xlsb_cell(column, value) for column, value in cells.items())
    width = max(max(cells) for cells in rows.values())
    dimension = _record(_DIMENSION, struct.pack("<IIII", 0, max(rows), 0, width))
    sheet = _record(_BEGIN_SHEET) + dimension + _record(_BEGIN_DATA) + data + _record(_END_DATA)
    tab = _record(_TAB, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name))
    tabs = _record(_BEGIN_TABS) + tab + _record(_END_TABS)
    parts: Mapping[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": rels_xml(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": _record(_BEGIN_BOOK) + tabs + _record(_END_BOOK),
        "xl/_rels/workbook.bin.rels": rels_xml(("rId1", "worksheet", "worksheets/sheet1.bin")),
        "xl/worksheets/sheet1.bin": sheet + _record(_END_SHEET),
    }
    return zipped(parts)


def saved(book: xlwt.Workbook) -> bytes:
    """The bytes of an old binary workbook."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
