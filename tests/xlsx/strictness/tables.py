"""Tables (ListObjects): unique names and ids, as many columns as cells, headings equal to their cells."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from tests.xlsx.opened import Opened, Rel, local
from tests.xlsx.strictness.violation import Box, Violation, box_of, cell_of, child, children, overlap, twice

_CODE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def table_rules(book: Opened) -> Iterator[Violation]:
    """What is wrong with the tables of all sheets."""
    found = [(tab.part, rel.target) for tab in book.tabs if tab.part for rel in _tables(book, tab.part)]
    roots = [(sheet, part, root) for sheet, part in found if (root := book.tree(part)) is not None]
    for what in ("id", "displayName"):
        for again in twice([root.get(what, "") for _, _, root in roots]):
            yield Violation(book.workbook, f"has a table {what} twice", again)
    boxes: dict[str, list[Box]] = {}
    for sheet, part, root in roots:
        box = box_of(root.get("ref", ""))
        if box is None:
            yield Violation(part, "has no range", root.get("ref", ""))
            continue
        if any(overlap(box, other) for other in boxes.get(sheet, ())):
            yield Violation(part, "lies over another table", root.get("ref", ""))
        boxes.setdefault(sheet, []).append(box)
        yield from _one(book, sheet, part, root, box)


def _tables(book: Opened, sheet: str) -> list[Rel]:
    return [rel for rel in book.rels(sheet) if rel.kind == "table" and rel.is_there]


def _one(book: Opened, sheet: str, part: str, root: Element, box: Box) -> Iterator[Violation]:
    columns = children(child(root, "tableColumns"), "tableColumn")
    names = [column.get("name", "") for column in columns]
    if len(columns) != box[3] - box[1] + 1:
        yield Violation(part, "has more or fewer columns than cells", f"{len(columns)} in {root.get('ref')}")
    for again in twice(names):
        yield Violation(part, "has a column name twice", again)
    for again in twice([column.get("id", "") for column in columns]):
        yield Violation(part, "has a column id twice", again)
    if "" in names:
        yield Violation(part, "has a column without a name", root.get("ref", ""))
    yield from _filter(part, root, box)
    if root.get("headerRowCount", "1") != "0":
        texts = heading_texts(book, sheet, box)
        for name, text in zip(names, texts, strict=False):
            if text is not None and _shown(name) != _shown(text):
                yield Violation(part, "a heading differs from its cell", f"{name!r}, {text!r}")


def _filter(part: str, root: Element, box: Box) -> Iterator[Violation]:
    node = child(root, "autoFilter")
    if node is None:
        return
    own = box_of(node.get("ref", ""))
    if own is None or own[:2] != box[:2] or own[3] != box[3] or own[2] > box[2]:
        yield Violation(part, "its filter does not fit", f"{node.get('ref')} in {root.get('ref')}")


def _shown(text: str) -> str:
    """A heading as it is compared: escapes read, line ends alike."""
    read = _CODE.sub(lambda found: chr(int(found[1], 16)), text)
    return read.replace("\r\n", "\n").replace("\r", "\n")


def heading_texts(book: Opened, sheet: str, box: Box) -> list[str | None]:
    """The texts of the first row of a box; None where a cell holds no text."""
    root = book.tree(sheet)
    rows = children(child(root, "sheetData"), "row")
    row = next((row for row in rows if row.get("r") == str(box[0])), None)
    cells = {found[1]: cell for cell in children(row, "c") if (found := cell_of(cell.get("r", "")))}
    return [_text(book, cells.get(column)) for column in range(box[1], box[3] + 1)]


def _text(book: Opened, cell: Element | None) -> str | None:
    if cell is None or cell.get("t") not in {"s", "inlineStr", "str"}:
        return None
    if cell.get("t") == "inlineStr":
        return _plain(child(cell, "is"))
    value = child(cell, "v")
    written = "" if value is None else value.text or ""
    if cell.get("t") == "str":
        return written
    part = book.related("sharedStrings")
    root = book.tree(part) if part else None
    texts = children(root, "si")
    return _plain(texts[int(written)]) if written.isdigit() and int(written) < len(texts) else None


def _plain(node: Element | None) -> str:
    """The text of an `<is>` or `<si>`, phonetic guides left out."""
    if node is None:
        return ""
    own = [part for part in node if local(part.tag) != "rPh"]
    found = [each for part in own for each in part.iter() if local(each.tag) == "t"]
    return "".join(each.text or "" for each in found)
