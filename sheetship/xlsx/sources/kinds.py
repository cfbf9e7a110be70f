"""What kind of file some bytes are, told by what they hold and never by a name.

It decides the kind, and refuses what is no table at all with the kind that it is.
"""

import re
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.package import Package
from sheetship.xlsx.sealed import is_sealed
from sheetship.xlsx.sources.tab import SourceKind

OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP: Final = b"PK\x03\x04"
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_BARE_RECORDS: Final = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
"""The first record of a workbook that no compound file holds, as Excel 2 to 4 wrote it."""
_FILE_PASS: Final = re.compile(rb"\x09\x08\x10\x00\x00\x06.{14}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""[MS-XLS] 2.4.117: the record that follows the first one of an old workbook when it has a password."""
_OTHERS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"SQLite format", "SQLite"),
)
_XML_BOOK: Final = re.compile(
    r"<\?xml.{0,1000}?(?:<(?:\w+:)?Workbook|Excel\.Sheet)", re.IGNORECASE | re.DOTALL
)
_XML: Final = re.compile(r"<\?xml\s", re.IGNORECASE)
_HTML: Final = re.compile(r"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_TABLE: Final = re.compile(r"<table[\s>]", re.IGNORECASE)
_HEAD: Final = 4000


def binary_kind(content: bytes) -> SourceKind | None:
    """Return the kind of a zip or an old binary workbook; None where the bytes must be text.

    An encrypted workbook counts as `xlsx`: opening it says what it needs.
    Raises XlsxError `not_a_workbook` (facts: kind), `encrypted`, `unsupported`, `damaged` or `too_large`.
    """
    other = next((kind for start, kind in _OTHERS if content.startswith(start)), None)
    if other:
        raise _no_table(other)
    if content.startswith(_ZIP):
        return _zip_kind(content)
    if content.startswith(OLE):
        return _ole_kind(content)
    if _BARE_RECORDS.match(content):
        raise XlsxError("unsupported", "This is a workbook of Excel 4 or older; save it as .xlsx.")
    return None


def _zip_kind(content: bytes) -> SourceKind:
    if b"PK\x05\x06" not in content[-70_000:]:
        return "xlsx"
    package = Package(content)
    if package.find("mimetype") and package.read("mimetype").startswith(_ODS):
        manifest = package.find("META-INF/manifest.xml")
        if manifest and b"encryption-data" in package.read(manifest):
            raise XlsxError("encrypted", "The workbook is protected with a password.")
        return "ods"
    return "xlsb" if package.workbook_part.lower().endswith(".bin") else "xlsx"


def _ole_kind(content: bytes) -> SourceKind:
    if is_sealed(content):
        return "xlsx"
    if _FILE_PASS.search(content):
        raise XlsxError("encrypted", "The workbook is protected with a password.")
    if _has_stream(content, "WordDocument") or _has_stream(content, "PowerPoint Document"):
        raise _no_table("DOC/PPT")
    return "xls"


def _has_stream(content: bytes, name: str) -> bool:
    """Whether the directory of a compound file ([MS-CFB] 2.6.1) lists a stream of that name."""
    length = (len(name) + 1) * 2
    return name.encode("utf-16-le").ljust(64, b"\0") + length.to_bytes(2, "little") in content


def text_kind(text: str) -> SourceKind:
    """Return the kind of a text. Raises XlsxError `not_a_workbook` for pages and XML files without a table.

    >>> text_kind("a,b"), text_kind("<TABLE><tr>"), text_kind('<?xml version="1.0"?><ss:Workbook>')
    ('text', 'html', 'xml')
    """
    start = text[:_HEAD].lstrip()
    if _XML_BOOK.match(start):
        return "xml"
    if start.startswith("<") and _TABLE.search(text):
        return "html"
    if _HTML.match(start):
        raise _no_table("HTML")
    if _XML.match(start):
        raise _no_table("XML")
    return "text"


def _no_table(kind: str) -> XlsxError:
    return XlsxError("not_a_workbook", f"This is a {kind} file, not a table.", kind=kind)
