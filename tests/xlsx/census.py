"""How much of everything a workbook holds: counted before and after a write, the counts must be equal.

`census` counts features by the parts that hold them, so that a thing lost is named as a person would name it
("shapes", "slicers", "pivot fields"). `lost` and `come` compare two censuses.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, tostring

from tests.xlsx.opened import Opened, local

Census = Counter[str]

_BY_TAG: Final = {
    "worksheet": {
        "row": "rows",
        "c": "cells",
        "f": "formulas",
        "mergeCell": "merged cells",
        "dataValidation": "data validations",
        "cfRule": "conditional formats",
        "hyperlink": "hyperlinks",
        "col": "column entries",
        "sparkline": "sparklines",
        "sparklineGroup": "sparkline groups",
        "protectedRange": "protected ranges",
        "ignoredError": "ignored errors",
        "control": "form controls",
        "oleObject": "embedded objects",
        "drawing": "drawings",
        "legacyDrawing": "legacy drawings",
        "tablePart": "tables on sheets",
        "picture": "background pictures",
        "customSheetView": "custom views",
        "scenario": "scenarios",
        "brk": "page breaks",
        "headerFooter": "headers and footers",
        "sheetProtection": "protections",
        "autoFilter": "filters",
        "filterColumn": "filtered columns",
        "sortState": "sort orders",
        "outlinePr": "outlines",
        "pane": "frozen panes",
        "ext": "sheet extensions",
        "AlternateContent": "alternate contents",
        "smartTag": "smart tags",
        "slicer": "slicers on sheets",
        "timelineRef": "timelines on sheets",
    },
    "chartsheet": {"drawing": "drawings", "ext": "sheet extensions"},
    "dialogsheet": {"control": "form controls", "legacyDrawing": "legacy drawings"},
    "wsDr": {
        "sp": "shapes",
        "pic": "pictures",
        "graphicFrame": "graphic frames",
        "cxnSp": "connectors",
        "grpSp": "groups",
        "contentPart": "ink",
        "twoCellAnchor": "anchors",
        "oneCellAnchor": "anchors",
        "absoluteAnchor": "anchors",
    },
    "chartSpace": {
        "ser": "chart series",
        "ext": "chart extensions",
        "trendline": "trend lines",
        "errBars": "error bars",
        "dLbl": "data labels",
    },
    "pivotTableDefinition": {
        "pivotField": "pivot fields",
        "item": "pivot items",
        "dataField": "pivot data fields",
        "ext": "pivot extensions",
        "format": "pivot formats",
    },
    "pivotCacheDefinition": {"cacheField": "pivot cache fields", "ext": "pivot cache extensions"},
    "pivotCacheRecords": {"r": "pivot records"},
    "slicers": {"slicer": "slicers"},
    "slicerCacheDefinition": {"slicerCacheDefinition": "slicer caches"},
    "timelines": {"timeline": "timelines"},
    "comments": {"comment": "comments", "r": "comment runs", "author": "comment authors"},
    "ThreadedComments": {"threadedComment": "threaded comments"},
    "personList": {"person": "people"},
    "table": {
        "table": "tables",
        "tableColumn": "table columns",
        "calculatedColumnFormula": "calculated columns",
        "tableStyleInfo": "table looks",
    },
    "queryTable": {"queryTableField": "query fields"},
    "connections": {"connection": "connections"},
    "externalLink": {"externalBook": "external books", "cell": "external cells"},
    "styleSheet": {
        "numFmt": "number formats",
        "font": "fonts",
        "fill": "fills",
        "border": "borders",
        "dxf": "conditional looks",
        "cellStyle": "named styles",
        "tableStyle": "table styles",
        "ext": "style extensions",
    },
    "workbook": {
        "sheet": "tabs",
        "definedName": "defined names",
        "externalReference": "external references",
        "pivotCache": "pivot caches",
        "customWorkbookView": "custom workbook views",
        "ext": "workbook extensions",
        "workbookProtection": "workbook protections",
        "fileSharing": "write reservations",
    },
    "sst": {"si": "shared texts", "r": "rich runs", "rPh": "phonetic guides"},
    "metadata": {"bk": "metadata blocks"},
    "rvData": {"rv": "rich values"},
    "cellImages": {"cellImage": "pictures in cells (WPS)"},
    "xml": {"shape": "legacy shapes", "ClientData": "legacy objects"},
    "Relationships": {"Relationship": "relationships"},
    "Types": {"Override": "typed parts", "Default": "typed endings"},
    "calcChain": {"c": "calculation entries"},
    "customProperties": {"property": "document properties"},
}
_CELL_MARKS: Final = {"cm": "dynamic arrays", "vm": "rich values in cells", "ph": "phonetic cells"}
_ROW_MARKS: Final = {
    "hidden": "hidden rows",
    "customHeight": "row heights",
    "customFormat": "row styles",
    "outlineLevel": "grouped rows",
    "collapsed": "collapsed rows",
}


def census(content: bytes) -> Census:
    """How many of each feature the workbook holds."""
    book = Opened(content)
    counted: Census = Counter()
    for name in book.names:
        counted[f"parts: {_folder(name)}"] += 1
        root = book.tree(name) if _is_xml(name) else None
        if root is not None:
            counted.update(_features(root))
    return counted


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _folder(name: str) -> str:
    return name.rpartition("/")[0] or "root"


def _features(root: Element) -> Iterator[str]:
    kind = local(root.tag)
    features = _BY_TAG.get(kind, {})
    for node in root.iter():
        tag = local(node.tag)
        if tag in features:
            yield features[tag]
        if "2009/9/main}" in node.tag or "2010/11/main}" in node.tag:
            yield f"x14 {tag}"
    if kind == "worksheet":
        yield from _in_rows(root)
    if kind == "styleSheet":
        yield from ("cell styles" for section in root if local(section.tag) == "cellXfs" for _ in section)


def _in_rows(root: Element) -> Iterator[str]:
    for node in root.iter():
        tag = local(node.tag)
        if tag == "row":
            yield from (name for mark, name in _ROW_MARKS.items() if node.get(mark))
        elif tag == "c":
            yield from _in_cell(node)


def _in_cell(cell: Element) -> Iterator[str]:
    yield f"cells of type {cell.get('t', 'n')}"
    yield from (name for mark, name in _CELL_MARKS.items() if cell.get(mark, "0") != "0")
    inside = {local(node.tag): node for node in cell}
    formula = inside.get("f")
    if formula is not None:
        yield f"formulas of type {formula.get('t', 'normal')}"
        if "v" in inside:
            yield "cached values"
    if "is" in inside and any(local(node.tag) == "r" for node in inside["is"]):
        yield "rich inline texts"
    if cell.get("s", "0") != "0":
        yield "styled cells"


def lost(before: Census, after: Census) -> Census:
    """The features there are fewer of."""
    return before - after


def come(before: Census, after: Census) -> Census:
    """The features there are more of."""
    return after - before


_SECTIONS: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")


def changed_styles(before: bytes, after: bytes) -> list[str]:
    """The sections of the styles in which an old entry is not where and what it was."""
    old, new = Opened(before), Opened(after)
    then, now = old.related("styles"), new.related("styles")
    changed = []
    for section in _SECTIONS:
        kept = [tostring(node) for node in old.section(then, section)]
        if kept != [tostring(node) for node in new.section(now, section)][: len(kept)]:
            changed.append(section)
    return changed
