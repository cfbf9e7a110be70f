"""The mark that makes Excel compute all formulas when the workbook is opened next."""

from typing import Final

from sheetship.xlsx.markup import open_tag, outline, splice, utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.scan import Kind, Unusual, formula_count, pieces

_BEFORE: Final = frozenset(
    {
        *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
        *("functionGroups", "externalReferences", "definedNames", "AlternateContent", "revisionPtr"),
    }
)
_TRUE: Final = frozenset({"1", "true"})


def has_formulas(package: Package) -> bool:
    """Whether any sheet computes something; a sheet in unusual syntax is taken to."""
    if any(name.lower().endswith("calcchain.xml") for name in package.names()):
        return True
    return any(_computes(package, sheet.part) for sheet in package.sheets if sheet.kind == "worksheet")


def _computes(package: Package, part: str) -> bool:
    try:
        found = pieces(package.stream(part), part)
        return any(piece.kind is Kind.ROWS and formula_count(piece.xml, piece.prefix) for piece in found)
    except Unusual:
        return True


def recalculated(package: Package) -> dict[str, bytes]:
    """Return the workbook part with the mark, by its name; nothing if it is there already."""
    part = package.workbook_part
    xml = utf8(package.read(part), part)
    root = outline(xml, part)
    settings = root.child("calcPr")
    if settings is not None:
        if settings.attrs.get("fullCalcOnLoad", "") in _TRUE:
            return {}
        return {part: splice(xml, [open_tag(xml, settings, fullCalcOnLoad="1")])}
    p = f"{root.prefix}:" if root.prefix else ""
    later = (node.start for node in root.children if node.name not in _BEFORE)
    at = next(later, root.inner_end)
    return {part: splice(xml, [(at, at, f'<{p}calcPr fullCalcOnLoad="1"/>'.encode())])}
