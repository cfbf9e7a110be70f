"""Cells written where nobody will see them: on hidden tabs, in rows that a filter hides.

They are written all the same. It decides what counts as hidden: the tab's state, and for rows a filter in
use, the sheet's own or a table's. Rows that somebody hid by hand or folded away are that person's to know.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from sheetship.xlsx.frame import Frame
from sheetship.xlsx.markup import Node
from sheetship.xlsx.notes import Note
from sheetship.xlsx.package import Package, SheetPart
from sheetship.xlsx.refs import Area, area
from sheetship.xlsx.scan import Kind, pieces

_HIDDEN: Final = re.compile(rb'\shidden\s*=\s*"(?:1|true)"')
_NUMBER: Final = re.compile(rb'\sr\s*=\s*"(\d+)"')


def hidden_tab(sheet: SheetPart) -> Iterator[Note]:
    """Yield a note if the tab is hidden."""
    if sheet.state != "visible":
        sentence = f'"{sheet.name}" was written, and is hidden.'
        yield Note("hidden_sheet", sentence, {"sheet": sheet.name, "state": sheet.state})


def filters_in_use(package: Package, frame: Frame, table_parts: Iterable[str]) -> list[Area]:
    """Return the ranges whose rows a filter hides at present (ECMA-376 part 1, 18.3.2.7)."""
    roots = [frame.root, *(package.tree(part) for part in table_parts)]
    found = [root.child("autoFilter") for root in roots]
    return [area(node.attrs.get("ref", "")) for node in found if node and _is_in_use(node)]


def _is_in_use(node: Node) -> bool:
    return node.child("filterColumn") is not None


def filtered_rows(
    sheet: SheetPart, stream: Iterable[bytes], filters: Collection[Area], edited: Collection[int]
) -> Iterator[Note]:
    """Yield a note if rows with edits are hidden by a filter; `stream` is the part before the patch."""
    rows = {row for row in (edited if filters else ()) if any(each[0] < row <= each[2] for each in filters)}
    hidden = [row for row in _hidden_rows(stream, sheet.part) if row in rows] if rows else []
    if hidden:
        more = f" and {len(hidden) - 1} more" if len(hidden) > 1 else ""
        sentence = f"{sheet.name}, row {hidden[0]}{more} was written, and is hidden by a filter."
        yield Note(
            "filtered_row", sentence, {"sheet": sheet.name, "row": str(hidden[0]), "count": str(len(hidden))}
        )


def _hidden_rows(stream: Iterable[bytes], part: str) -> Iterator[int]:
    for piece in pieces(stream, part):
        if piece.kind is Kind.ROWS and b"hidden" in piece.xml:
            for tag in re.finditer(rb"<%brow\s[^<>]*>" % re.escape(piece.prefix.encode()), piece.xml):
                number = _NUMBER.search(tag[0])
                if number and _HIDDEN.search(tag[0]):
                    yield int(number[1])
