"""The inside of worksheet parts: rows and cells in order, indexes in range, ranges that are ranges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final
from xml.etree.ElementTree import Element

from tests.xlsx.opened import Opened, local
from tests.xlsx.strictness.violation import (
    LAST_COLUMN,
    LAST_ROW,
    Box,
    Violation,
    box_of,
    cell_of,
    child,
    children,
    is_sqref,
    number,
    overlap,
)

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_SPANS: Final = re.compile(r"\d+:\d+(?: \d+:\d+)*")
_TYPES: Final = frozenset({"b", "d", "e", "inlineStr", "n", "s", "str"})
_LONGEST_TEXT: Final = 32_767
_MOST_LINKS: Final = 65_530
_MANY: Final = 2_000


@dataclass(frozen=True, slots=True)
class _Limits:
    """How many of each thing a cell may point to."""

    styles: int
    texts: int
    looks: int
    cell_metadata: int
    value_metadata: int


def sheet_rules(book: Opened) -> Iterator[Violation]:
    """What is wrong on each worksheet."""
    styles, strings, metadata = (book.related(kind) for kind in ("styles", "sharedStrings", "sheetMetadata"))
    limits = _Limits(
        max(len(book.section(styles, "cellXfs")), 1),
        len(children(book.tree(strings) if strings else None, "si")),
        len(book.section(styles, "dxfs")),
        len(book.section(metadata, "cellMetadata")),
        len(book.section(metadata, "valueMetadata")),
    )
    for part in dict.fromkeys(tab.part for tab in book.tabs if tab.kind == "worksheet" and tab.part):
        root = book.tree(part)
        if root is not None:
            for rule, detail in _sheet(book, part, root, limits):
                yield Violation(part, rule, detail)


Broken = tuple[str, str]


def _sheet(book: Opened, part: str, root: Element, limits: _Limits) -> Iterator[Broken]:
    yield from _rows(root, limits)
    yield from _formulas(root)
    yield from _columns(root, limits)
    yield from _ranges(root)
    yield from _merges(root)
    yield from _rules(root, limits)
    yield from _links(book, part, root)


def _rows(root: Element, limits: _Limits) -> Iterator[Broken]:
    last = 0
    for row in children(child(root, "sheetData"), "row"):
        at = number(row, "r", last + 1)
        if not last < at <= LAST_ROW:
            yield "rows do not rise", f"{row.get('r')} after {last}"
        if "spans" in row.attrib and not _SPANS.fullmatch(row.get("spans", "")):
            yield "a row's spans are none", f"{at}: {row.get('spans')}"
        if number(row, "s") not in range(limits.styles):
            yield "a row has no such style", f"{at}: {row.get('s')}"
        yield from _cells(row, at, limits)
        last = at


def _cells(row: Element, at: int, limits: _Limits) -> Iterator[Broken]:
    last = 0
    for cell in children(row, "c"):
        ref = cell.get("r")
        place = (at, last + 1) if ref is None else cell_of(ref)
        if place is None or place[0] != at:
            yield "a cell stands in a wrong row", f"{ref} in {at}"
            continue
        if not last < place[1] <= LAST_COLUMN:
            yield "cells do not rise", f"{ref} after column {last}"
        last = place[1]
        yield from ((rule, f"{ref}: {detail}") for rule, detail in _cell(cell, limits))


def _cell(cell: Element, limits: _Limits) -> Iterator[Broken]:
    kind = cell.get("t", "n")
    if kind not in _TYPES:
        yield "a cell has no such type", kind
    if number(cell, "s") not in range(limits.styles):
        yield "a cell has no such style", cell.get("s", "")
    for mark, length in (("cm", limits.cell_metadata), ("vm", limits.value_metadata)):
        if mark in cell.attrib and number(cell, mark) not in range(length + 1):
            yield f"a cell has no such {mark}", cell.get(mark, "")
    value = child(cell, "v")
    if value is not None:
        yield from _value(kind, value.text or "", limits)
    inline = child(cell, "is")
    if (inline is not None) != (kind == "inlineStr"):
        yield "a cell's type does not fit its content", kind
    if inline is not None and _length("".join(inline.itertext())) > _LONGEST_TEXT:
        yield "a text is too long", str(len("".join(inline.itertext())))


def _value(kind: str, text: str, limits: _Limits) -> Iterator[Broken]:
    if kind == "n" and text and not _NUMBER.fullmatch(text.strip()):
        yield "a number is none", text
    elif kind == "b" and text.strip() not in {"0", "1", "true", "false"}:
        yield "a yes or no is none", text
    elif kind == "s" and not (text.strip().isdigit() and int(text) < limits.texts):
        yield "a shared text is not there", text
    elif kind == "e" and not text.startswith("#"):
        yield "an error is none", text
    elif kind == "inlineStr":
        yield "an inline text has a value too", text


def _length(text: str) -> int:
    """Excel counts UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _formulas(root: Element) -> Iterator[Broken]:
    """Each shared formula needs the cell that spells it, and each range must hold its own cell."""
    spelled: set[str] = set()
    used: set[str] = set()
    for cell in (node for node in root.iter() if local(node.tag) == "c"):
        formula = child(cell, "f")
        if formula is None:
            continue
        kind, ref, place = formula.get("t"), formula.get("ref"), cell_of(cell.get("r", "A1"))
        if kind == "shared":
            (spelled if ref and formula.text else used).add(formula.get("si", ""))
        if ref is not None and place is not None and "r" in cell.attrib:
            box = box_of(ref)
            if box is None or not overlap(box, (*place, *place)):
                yield "a formula's range does not hold its cell", f"{cell.get('r')}: {ref}"
    for missing in sorted(used - spelled):
        yield "a shared formula is spelled nowhere", missing


def _columns(root: Element, limits: _Limits) -> Iterator[Broken]:
    last = 0
    for column in children(child(root, "cols"), "col"):
        first, end = number(column, "min"), number(column, "max")
        if not last < first <= end <= LAST_COLUMN:
            yield "column entries overlap or do not rise", f"{first} to {end} after {last}"
        if "width" in column.attrib and not _NUMBER.fullmatch(column.get("width", "")):
            yield "a width is no number", column.get("width", "")
        if number(column, "style") not in range(limits.styles):
            yield "a column has no such style", column.get("style", "")
        last = end
    if child(root, "cols") is not None and not last:
        yield "cols is empty", ""


def _ranges(root: Element) -> Iterator[Broken]:
    for node in root.iter():
        tag, refs = local(node.tag), node.get("sqref")
        if refs is not None and tag not in {"selection", "pane"} and not is_sqref(refs):
            yield "a list of ranges is none", f"{tag}: {refs}"
        if tag == "sqref" and not is_sqref(node.text or ""):
            yield "a list of ranges is none", f"{tag}: {node.text}"
    for name in ("dimension", "autoFilter"):
        node_there = child(root, name)
        if node_there is not None and not is_sqref(node_there.get("ref", "")):
            yield f"the {name} is none", node_there.get("ref", "")


def _merges(root: Element) -> Iterator[Broken]:
    nodes = children(child(root, "mergeCells"), "mergeCell")
    boxes: list[tuple[str, Box]] = []
    for node in nodes:
        box = box_of(node.get("ref", ""))
        if box is not None:
            boxes.append((node.get("ref", ""), box))
    if len(boxes) <= _MANY:
        for (ref, box), (other_ref, other) in combinations(boxes, 2):
            if overlap(box, other):
                yield "merged cells overlap", f"{ref} and {other_ref}"
    if child(root, "mergeCells") is not None and not nodes:
        yield "mergeCells is empty", ""


def _rules(root: Element, limits: _Limits) -> Iterator[Broken]:
    for rule in (node for node in root.iter() if local(node.tag) == "cfRule"):
        is_own = "}" in rule.tag and "/2009/9/" not in rule.tag
        if is_own and "dxfId" in rule.attrib and number(rule, "dxfId") not in range(limits.looks):
            yield "a conditional format has no such look", rule.get("dxfId", "")
    section = child(root, "dataValidations")
    if section is not None and not len(section):
        yield "dataValidations is empty", ""
    for node in children(section, "dataValidation"):
        text = child(node, "formula1")
        written = "" if text is None else (text.text or "")
        if written.startswith('"') and len(written) > 255 + 2:
            yield "a list of choices is too long", written[:40]


def _links(book: Opened, part: str, root: Element) -> Iterator[Broken]:
    ids = {rel.id for rel in book.rels(part)}
    nodes = children(child(root, "hyperlinks"), "hyperlink")
    for node in nodes:
        named = [value for key, value in node.items() if key.startswith("{") and local(key) == "id"]
        if named and named[0] not in ids:
            yield "a link has no relationship", f"{node.get('ref')}: {named[0]}"
        if not named and not node.get("location"):
            yield "a link leads nowhere", node.get("ref", "")
        if not is_sqref(node.get("ref", "")):
            yield "a link stands on no cell", node.get("ref", "")
    if len(nodes) > _MOST_LINKS:
        yield "has more links than Excel takes", str(len(nodes))
    if child(root, "hyperlinks") is not None and not nodes:
        yield "hyperlinks is empty", ""
