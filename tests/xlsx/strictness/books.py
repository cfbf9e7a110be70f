"""The workbook part, the styles, the shared strings and the calculation chain."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from tests.xlsx.opened import Opened, local
from tests.xlsx.strictness.violation import Violation, box_of, children, number, overlap, twice

_NAME: Final = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*|_[\w.\\?]*")
_LONGEST_TAB_NAME: Final = 31
_FIRST_OWN_FORMAT: Final = 164
_MOST_STYLES: Final = 65_490
_XF_PARTS: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


def book_rules(book: Opened) -> Iterator[Violation]:
    """What is wrong with the parts that all sheets share."""
    yield from _tabs(book)
    yield from _defined_names(book)
    yield from _styles(book)
    yield from _shared_strings(book)
    yield from _calculation_chain(book)


def _tabs(book: Opened) -> Iterator[Violation]:
    part, tabs = book.workbook, book.tabs
    for name in twice([tab.name for tab in tabs]):
        yield Violation(part, "has a tab name twice", name)
    for id_ in twice([tab.id for tab in tabs]):
        yield Violation(part, "has a sheetId twice", id_)
    for tab in tabs:
        if not tab.part:
            yield Violation(part, "has a tab without a part", tab.name)
        if not tab.name or len(tab.name) > _LONGEST_TAB_NAME or set(tab.name) & set("[]:*?/\\"):
            yield Violation(part, "has a tab name that Excel refuses", tab.name)
        if not tab.id.isdigit() or int(tab.id) == 0:
            yield Violation(part, "has a sheetId that is no number", tab.id)
    parts = [tab.part for tab in tabs if tab.part]
    for name in twice(parts):
        yield Violation(part, "shows a part in two tabs", name)
    for view in book.section(part, "bookViews"):
        if number(view, "activeTab") >= max(len(tabs), 1):
            yield Violation(part, "opens a tab that is not there", str(view.get("activeTab")))


def _defined_names(book: Opened) -> Iterator[Violation]:
    part = book.workbook
    nodes = book.section(part, "definedNames")
    for node in nodes:
        if number(node, "localSheetId") not in range(max(len(book.tabs), 1)):
            yield Violation(part, "a name belongs to a tab that is not there", node.get("name", ""))
        if not _NAME.fullmatch(node.get("name", "")):
            yield Violation(part, "a name is none", node.get("name", ""))
        if not (node.text or "").strip():
            yield Violation(part, "a name stands for nothing", node.get("name", ""))
    for name in twice([f"{node.get('name')} of {node.get('localSheetId')}" for node in nodes]):
        yield Violation(part, "has a name twice", name)


def _styles(book: Opened) -> Iterator[Violation]:
    part = book.related("styles")
    if part is None or book.tree(part) is None:
        return
    formats = [node.get("numFmtId", "") for node in book.section(part, "numFmts")]
    for id_ in twice(formats):
        yield Violation(part, "has a number format id twice", id_)
    lengths = {name: len(book.section(part, name)) for name in (*_XF_PARTS.values(), "cellStyleXfs")}
    xfs = book.section(part, "cellXfs")
    if len(xfs) > _MOST_STYLES:
        yield Violation(part, "has more styles than Excel takes", str(len(xfs)))
    for at, xf in enumerate(xfs):
        yield from _xf(part, at, xf, lengths, set(formats))


def _xf(part: str, at: int, xf: Element, lengths: dict[str, int], formats: set[str]) -> Iterator[Violation]:
    for attribute, section in _XF_PARTS.items():
        if attribute in xf.attrib and number(xf, attribute) not in range(lengths[section]):
            yield Violation(part, f"a style has no such {attribute}", f"{at}: {xf.get(attribute)}")
    if "xfId" in xf.attrib and number(xf, "xfId") not in range(lengths["cellStyleXfs"]):
        yield Violation(part, "a style has no such xfId", f"{at}: {xf.get('xfId')}")
    if number(xf, "numFmtId") >= _FIRST_OWN_FORMAT and xf.get("numFmtId", "") not in formats:
        yield Violation(part, "a style has no such number format", f"{at}: {xf.get('numFmtId')}")


def _shared_strings(book: Opened) -> Iterator[Violation]:
    part = book.related("sharedStrings")
    root = book.tree(part) if part else None
    if part is None or root is None:
        return
    texts = len(children(root, "si"))
    if "uniqueCount" in root.attrib and number(root, "uniqueCount") != texts:
        yield Violation(part, "wrong count", f"says {root.get('uniqueCount')}, has {texts}")


def _calculation_chain(book: Opened) -> Iterator[Violation]:
    """A leftover entry for a cell without a formula is a known reason for Excel to repair a file."""
    part = book.related("calcChain")
    root = book.tree(part) if part else None
    if part is None or root is None:
        return
    if not len(root):
        yield Violation(part, "is empty", part)
    computed = {tab.id: _Computed(book, tab.part) for tab in book.tabs if tab.kind == "worksheet"}
    sheet = "0"
    for node in root:
        sheet = node.get("i", sheet)
        if sheet not in computed or not computed[sheet].holds(node.get("r", "")):
            yield Violation(part, "names a cell without a formula", f"{sheet}!{node.get('r')}")


class _Computed:
    """The cells of a sheet that a formula stands in or an array formula fills."""

    def __init__(self, book: Opened, part: str) -> None:
        root = book.tree(part)
        cells = [] if root is None else [node for node in root.iter() if local(node.tag) == "c"]
        formulas = [(cell.get("r", ""), formula) for cell in cells for formula in children(cell, "f")]
        self._cells = {ref for ref, _ in formulas}
        arrays = [box_of(formula.get("ref", "")) for _, formula in formulas if formula.get("t") == "array"]
        self._arrays = [box for box in arrays if box is not None]

    def holds(self, ref: str) -> bool:
        place = box_of(ref)
        in_array = place is not None and any(overlap(place, box) for box in self._arrays)
        return ref in self._cells or in_array
