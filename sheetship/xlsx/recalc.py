"""The mark that makes Excel compute all formulas when the workbook is opened next."""

from collections.abc import Container
from typing import Final

from sheetship.xlsx.markup import Node, open_tag
from sheetship.xlsx.package import Package
from sheetship.xlsx.scan import Kind, Unusual, formula_count, pieces

_BEFORE: Final = frozenset(
    {
        *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
        *("functionGroups", "externalReferences", "definedNames", "AlternateContent", "revisionPtr"),
    }
)
_TRUE: Final = frozenset({"1", "true"})


def has_formulas(package: Package, *, besides: Container[str] = ()) -> bool:
    """Whether any sheet computes something, besides some by name; a sheet in unusual syntax is taken to."""
    if any(name.lower().endswith("calcchain.xml") for name in package.names()):
        return True
    others = (sheet for sheet in package.sheets if sheet.name not in besides)
    return any(_computes(package, sheet.part) for sheet in others if sheet.kind == "worksheet")


def _computes(package: Package, part: str) -> bool:
    try:
        found = pieces(package.stream(part), part)
        return any(piece.kind is Kind.ROWS and formula_count(piece.xml, piece.prefix) for piece in found)
    except Unusual:
        return True


def computed_anew(xml: bytes, root: Node) -> list[tuple[int, int, bytes]]:
    """Return the change that puts the mark into a workbook part; none if it is there already."""
    settings = root.child("calcPr")
    if settings is not None:
        is_marked = settings.attrs.get("fullCalcOnLoad", "") in _TRUE
        return [] if is_marked else [open_tag(xml, settings, fullCalcOnLoad="1")]
    p = f"{root.prefix}:" if root.prefix else ""
    later = (node.start for node in root.children if node.name not in _BEFORE)
    at = next(later, root.inner_end)
    return [(at, at, f'<{p}calcPr fullCalcOnLoad="1"/>'.encode())]
