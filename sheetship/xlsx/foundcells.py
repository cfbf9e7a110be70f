"""Some cells of a sheet as the file writes them, found by their place.

It decides nothing about them; a sheet in unusual syntax is made plain first. Every cell of a row that is looked
into must be understood, so that none is taken for missing.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.plain import plain
from sheetship.xlsx.refs import area
from sheetship.xlsx.scan import ATTRIBUTES, Kind, Unusual, pieces, row_numbers, words

_REF: Final = re.compile(r'\sr="([A-Z]{1,3}\d{1,7})"')
Place = tuple[int, int]


class FoundCell(NamedTuple):
    """A cell's attributes, what stands between its tags, and the prefix of its sheet."""

    attributes: str
    body: str
    prefix: str


def found_cells(package: Package, part: str, places: Collection[Place]) -> dict[Place, FoundCell]:
    """Return those of the cells that there are. Raises XlsxError for a part that cannot be read."""
    try:
        return dict(_scanned(package.stream(part), part, places))
    except Unusual:
        xml = plain(utf8(package.read(part), part), part)
    try:
        return dict(_scanned([xml], part, places))
    except Unusual as error:
        raise XlsxError("unsupported", f"{part} mixes two spellings of its rows.", part=part) from error


def _scanned(
    stream: Iterable[bytes], part: str, places: Collection[Place]
) -> Iterator[tuple[Place, FoundCell]]:
    wanted = {row for row, _ in places}
    for piece in pieces(stream, part):
        numbers = row_numbers(piece.xml, piece.prefix) if piece.kind is Kind.ROWS else []
        if wanted.isdisjoint(numbers):
            continue
        rows = piece.xml.split(words(piece.prefix).row)[1:]
        for number, row in zip(numbers, rows, strict=True):
            for place, cell in _cells(row, piece.prefix, part) if number in wanted else ():
                if place in places:
                    yield place, cell


def _cells(row: bytes, prefix: str, part: str) -> Iterator[tuple[Place, FoundCell]]:
    try:
        text = row.decode()
    except UnicodeDecodeError as error:
        raise XlsxError("damaged", f"{part} is not UTF-8: {error}.", part=part) from error
    p = re.escape(prefix)
    end = text.rfind(f"</{prefix}c>") + len(f"</{prefix}c>")
    cells = re.compile(rf"<{p}c(?=[\s/>]){ATTRIBUTES}(?:/>|>(.*?)</{p}c>)", re.DOTALL)
    closed = re.compile(rf"<{p}c(?=[\s/>]){ATTRIBUTES}()/>")
    found = [*cells.finditer(text, 0, end), *closed.finditer(text, end)]
    if len(found) != len(re.findall(rf"<{p}c[\s/>]", text)):
        raise Unusual
    for cell in found:
        ref = _REF.search(cell[1])
        if ref is None:
            raise Unusual
        yield area(ref[1])[:2], FoundCell(cell[1], cell[2] or "", prefix)
