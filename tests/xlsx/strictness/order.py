"""The order of elements that the schema insists on (ECMA-376 part 1, sml.xsd), and counts that must be right."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from tests.xlsx.opened import Opened, local
from tests.xlsx.strictness.violation import Violation, number

_SEQUENCES: Final = {
    "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection"
    " protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr"
    " conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter"
    " rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing"
    " legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst",
    "workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups"
    " externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes"
    " webPublishing fileRecoveryPr webPublishObjects extLst",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
    "table": "autoFilter sortState tableColumns tableStyleInfo extLst",
    "tableColumn": "calculatedColumnFormula totalsRowFormula xmlColumnPr extLst",
    "sst": "si extLst",
    "c": "f v is extLst",
    "xf": "alignment protection extLst",
    "dataValidation": "formula1 formula2",
    "conditionalFormatting": "cfRule extLst",
    "border": "start left end right top bottom diagonal vertical horizontal",
    "si": "t r rPh phoneticPr",
    "is": "t r rPh phoneticPr",
}
_RANKS: Final = {
    parent: {name: rank for rank, name in enumerate(names.split())} for parent, names in _SEQUENCES.items()
}
_AGAIN: Final = frozenset({"conditionalFormatting", "cfRule", "si", "r", "rPh"})
_ROOTS: Final = frozenset({"worksheet", "workbook", "styleSheet", "table", "sst"})
_COUNTED: Final = frozenset(
    [
        "numFmts",
        "fonts",
        "fills",
        "borders",
        "cellStyleXfs",
        "cellXfs",
        "cellStyles",
        "dxfs",
        "mergeCells",
        "dataValidations",
        "tableColumns",
        "tableParts",
    ]
)


def order_rules(book: Opened) -> Iterator[Violation]:
    """Every element that stands where the schema has no place for it, and every wrong count."""
    for name in book.names:
        root = book.tree(name) if name.lower().endswith(".xml") else None
        if root is not None and local(root.tag) in _ROOTS:
            for node in root.iter():
                yield from _one(name, node)


def _one(part: str, node: Element) -> Iterator[Violation]:
    tag = local(node.tag)
    ranks = _RANKS.get(tag)
    if ranks is not None:
        yield from _in_order(part, tag, ranks, [local(child.tag) for child in node])
    if tag in _COUNTED and "count" in node.attrib and number(node, "count") != len(node):
        yield Violation(part, "wrong count", f"{tag} says {node.get('count')}, has {len(node)}")


def _in_order(part: str, tag: str, ranks: dict[str, int], names: list[str]) -> Iterator[Violation]:
    before, last = -1, ""
    for name in names:
        rank = ranks.get(name)
        if rank is None:
            continue
        if rank < before:
            yield Violation(part, "wrong order", f"{name} after {last} in {tag}")
        elif rank == before and name not in _AGAIN:
            yield Violation(part, "stands twice", f"{name} in {tag}")
        before, last = rank, name
