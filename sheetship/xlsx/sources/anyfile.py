"""Every tab of whatever file, told by its content: workbooks of all ages, pages, XML and text.

It decides which reader a file gets. What makes a table of a tab is `sheetship.xlsx.table`'s.
"""

from collections.abc import Sequence
from pathlib import Path

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.package import Package, SheetPart, read_file
from sheetship.xlsx.sources.books import book_tab
from sheetship.xlsx.sources.kinds import binary_kind, text_kind
from sheetship.xlsx.sources.tab import FIRST, VISIBLE, Tab, Wanted, all_text


def read_tabs(
    source: Path | bytes,
    *,
    with_hidden: bool = True,
    encodings: Sequence[str] = (),
    password: str | None = None,
) -> list[Tab]:
    r"""Return the worksheets of a workbook, the tables of a page, or the one table of a text.

    `encodings` are tried for a text that is no Unicode, in place of GB 18030, Big5 and Shift-JIS.

    Raises XlsxError: `unreadable`, `too_large`, `not_a_workbook` (facts: kind), `damaged`, `unsupported`; `encrypted`,
    `wrong_password`; `unsafe_file`; `cut_off`, `nul_bytes` (facts: row); `bad_encoding` (byte), `unknown_encoding`
    (candidates).

    >>> [tab] = read_tabs("单号;数量\n00123;2\n".encode("gb18030"))
    >>> tab.kind, tab.encoding, tab.rows[1]
    ('text', 'gb18030', ['00123', '2'])
    """
    if with_hidden:
        return _tabs(source, None, encodings, password)
    tabs = _tabs(source, VISIBLE, encodings, password)
    return [tab for tab in tabs if tab.state == "visible"]


def read_tab(
    source: Path | bytes,
    name: str | None = None,
    *,
    encodings: Sequence[str] = (),
    password: str | None = None,
) -> Tab:
    """Return the tab of that name; None is the first. Raises as `read_tabs`, and `no_such_sheet`."""
    tabs = _tabs(source, FIRST if name is None else name, encodings, password)
    found = next((tab for tab in tabs if name is None or tab.name == name), None)
    if found:
        return found
    there = ", ".join(tab.name for tab in tabs)
    sentence = f'There is no sheet "{name}". This file has: {there}.'
    raise XlsxError("no_such_sheet", sentence, sheet=name or "", sheets=there)


def _tabs(source: Path | bytes, wanted: Wanted, encodings: Sequence[str], password: str | None) -> list[Tab]:
    content = source if isinstance(source, bytes) else read_file(source)
    kind = binary_kind(content)
    if kind is None:
        return _text_tabs(content, encodings)
    if kind == "xlsx":
        package = Package.open(content, password=password)
        return [book_tab(package, part) for part in _parts(package, wanted)]
    from sheetship.xlsx.sources.jail import jailed_tabs

    return jailed_tabs(content, kind, wanted)


def _parts(package: Package, wanted: Wanted) -> list[SheetPart]:
    if isinstance(wanted, str) or wanted == FIRST:
        return [package.worksheet(wanted if isinstance(wanted, str) else None)]
    parts = [part for part in package.sheets if part.kind == "worksheet"]
    return parts if wanted is None else [part for part in parts if part.state == "visible"]


def _text_tabs(content: bytes, encodings: Sequence[str]) -> list[Tab]:
    """The tabs of a text; a run that reads workbooks alone loads none of these readers."""
    from sheetship.xlsx.sources.encodings import decode
    from sheetship.xlsx.sources.pages import html_tabs
    from sheetship.xlsx.sources.text import text_rows
    from sheetship.xlsx.sources.xml2003 import xml_tabs

    found = decode(content, encodings)
    kind = text_kind(found.text)
    if kind == "xml":
        return xml_tabs(found.text, found.encoding)
    if kind == "html":
        return html_tabs(found.text, found.encoding)
    rows = text_rows(found.text)
    return [Tab(kind="text", name="", rows=rows, stored=all_text(rows), encoding=found.encoding)]
