"""How a tab of ours is known again, and whether somebody has worked in it since.

It decides what is ours: a tab that carries the hidden name `_sheetship_tab`, scoped to it. Excel, WPS and
LibreOffice keep such names when they save. The name holds a text: a digest of the cells and counts of what
else is on the tab. The digest is of values as people read them, so a file saved by another program still
fits; results of formulas are left out, because they change by themselves. Looks, widths and filters are not
watched, nor is the wording of a formula that stays one. (LibreOffice saves TRUE as a formula, so a tab with
truth values counts as changed once it has saved it.)
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from sheetship.xlsx.cells import CellKind
from sheetship.xlsx.package import Package
from sheetship.xlsx.read import read_sheet
from sheetship.xlsx.sheet import Row

NAME: Final = "_sheetship_tab"
_DIGEST_LENGTH: Final = 32
_NUMERIC: Final[tuple[CellKind, ...]] = ("number", "date", "bool", "error")
_UNWATCHED: Final = frozenset({"hyperlink", "printerSettings", "vmlDrawing"})
_ENTRIES: Final = {
    "comments": re.compile(rb"<(?:\w+:)?comment[\s/>]"),
    "drawing": re.compile(rb"<(?:\w+:)?(?:twoCell|oneCell|absolute)Anchor[\s/>]"),
}
_PROTECTION: Final = re.compile(rb"<(?:\w+:)?sheetProtection[\s/]")


def mark_of(package: Package, sheet: str) -> str:
    """Return the text that the mark of a tab holds, by what is on it now."""
    return f"{_digest(package, sheet)} {_objects(package, sheet)}".rstrip()


def why_changed(package: Package, sheet: str, mark: str) -> str:
    """Return what somebody has changed on a tab of ours, "" if nothing that we watch."""
    digest, _, objects = mark.partition(" ")
    if objects != _objects(package, sheet):
        return "objects"
    return "" if digest == _digest(package, sheet) else "cells"


def _digest(package: Package, sheet: str) -> str:
    """Return a digest of all cells that hold something."""
    digest = hashlib.sha256()
    numeric: dict[object, list[int]] = {}
    for row in read_sheet(package, sheet).rows:
        if row.spelling not in numeric:
            numeric[row.spelling] = row.columns_with(_NUMERIC)
        digest.update("\n".join(_meanings(row, numeric[row.spelling])).encode(errors="surrogatepass"))
    return digest.hexdigest()[:_DIGEST_LENGTH]


def _meanings(row: Row, numeric: Collection[int]) -> Iterator[str]:
    """Yield what each cell says: that it is computed, a number however it is spelled, or a text."""
    computed = row.formula_columns
    for column, text in zip(row.columns, row.texts(row.columns), strict=True):
        if column in computed:
            yield f"{row.number} {column} ="
        elif text:
            yield f"{row.number} {column} {_spelled(text) if column in numeric else repr(text)}"


def _spelled(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return text


def _objects(package: Package, sheet: str) -> str:
    """Return what else a tab has: `comments=1 drawing=2 protection=1`; a drawing counts its objects."""
    part = package.worksheet(sheet).part
    counts: Counter[str] = Counter()
    for rel in package.rels_of(part):
        entry = _ENTRIES.get(rel.kind)
        if entry is not None:
            counts[rel.kind] += len(entry.findall(package.read(rel.target)))
        elif rel.kind not in _UNWATCHED:
            counts[rel.kind] += 1
    counts["protection"] = len(_PROTECTION.findall(package.read(part)))
    return " ".join(f"{kind}={count}" for kind, count in sorted(counts.items()) if count)
