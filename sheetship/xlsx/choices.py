"""Lists that a person set for cells (data validation), and values written that are not on them.

It decides which lists can be known for sure: those typed into the rule, and those that stand in a range, named or
not, of this workbook. Lists that a formula works out, rules that only warn, dates, and lists on sheets too large
to be read again for a note are passed over: a note is given only where Excel would have said no.

Typed lists care for upper and lower case, ranges do not, as in Excel (ECMA-376 part 1, 18.3.1.32).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, TypeGuard

from sheetship.xlsx.edits import CellEdit, RowEdit
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fill_refs import sheet_of
from sheetship.xlsx.frame import Frame
from sheetship.xlsx.markup import Node
from sheetship.xlsx.notes import Note
from sheetship.xlsx.package import Package, SheetPart
from sheetship.xlsx.read import read_sheet
from sheetship.xlsx.refs import MAX_ROW, Area, address, area, areas
from sheetship.xlsx.stretch import Growth

_TRUE: Final = frozenset({"1", "true", "on"})
_LARGEST: Final = 2 * 1024**2
"""Bytes of a sheet part that is read again for its lists."""
_TYPED: Final = re.compile(r'"((?:[^"]|"")*)"')
_CELLS: Final = re.compile(r"(.+!)?(\$[A-Z]{1,3}\$\d{1,7}(?::\$[A-Z]{1,3}\$\d{1,7})?)")
_COLUMN: Final = re.compile(r"(.+!)?\$([A-Z]{1,3}):\$([A-Z]{1,3})")

_Checked = str | int | Decimal
_Written = Mapping[int, Mapping[object, Sequence[int]]]
"""The rows that a value goes into, by column and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One list, and the cells that it stands on."""

    cells: Sequence[Area]
    formula: str
    allows_blank: bool


def unlisted(
    package: Package,
    sheet: SheetPart,
    frame: Frame,
    growth: Growth,
    *,
    cells: Mapping[int, Sequence[CellEdit]],
    rows: Mapping[int, RowEdit],
) -> Iterator[Note]:
    """Yield a note for each list that does not offer what was written into its cells, and name the first of them."""
    rules = [_rule(node, refs, growth) for node, refs in _nodes(frame) if _forbids(node)]
    columns = {column for rule in rules for each in rule.cells for column in range(each[1], each[3] + 1)}
    written = _written(cells, rows, columns) if columns else {}
    for rule in rules:
        places = _offences(package, sheet, rule, written)
        if places:
            cell = address(*min(places))
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            sentence = f"{sheet.name}!{cell}{more} now hold what the list of their drop-down does not offer."
            yield Note(
                "not_in_list", sentence, {"sheet": sheet.name, "cell": cell, "count": str(len(places))}
            )


def _nodes(frame: Frame) -> Iterator[tuple[Node, str]]:
    """Yield every rule with its ranges, those in the extensions (x14) too."""
    for node in frame.entries("dataValidations", "dataValidation"):
        yield node, node.attrs.get("sqref", "")
    for extensions in frame.root.all("extLst"):
        for node in _inside(extensions, "dataValidation"):
            yield from ((node, child.text) for child in node.children if child.name == "sqref")


def _inside(node: Node, name: str) -> Iterator[Node]:
    for child in node.children:
        if child.name == name:
            yield child
        else:
            yield from _inside(child, name)


def _forbids(node: Node) -> bool:
    is_list = node.attrs.get("type") == "list"
    is_shown = node.attrs.get("showErrorMessage", "").lower() in _TRUE
    return is_list and is_shown and node.attrs.get("errorStyle", "stop") == "stop"


def _rule(node: Node, refs: str, growth: Growth) -> _Rule:
    found = next((child for child in node.children if child.name == "formula1"), None)
    texts = [found.text, *(child.text for child in found.children)] if found else []
    return _Rule(
        cells=areas(growth.stretched(refs)),
        formula="".join(texts).strip(),
        allows_blank=node.attrs.get("allowBlank", "").lower() in _TRUE,
    )


def _written(
    cells: Mapping[int, Sequence[CellEdit]], rows: Mapping[int, RowEdit], columns: Collection[int]
) -> _Written:
    found: dict[int, defaultdict[object, list[int]]] = {column: defaultdict(list) for column in columns}
    for row, edits in cells.items():
        for edit in edits:
            if edit.column in columns:
                found[edit.column][edit.value].append(row)
    for row, whole in rows.items():
        for column, value in zip(whole.columns, whole.values, strict=True):
            if column in columns:
                found[column][value].append(row)
    return {column: values for column, values in found.items() if values}


def _offences(package: Package, sheet: SheetPart, rule: _Rule, written: _Written) -> list[tuple[int, int]]:
    spans = {column: _rows_in(rule.cells, column) for column in written}
    offered = _offered(package, sheet, rule) if any(each.firsts for each in spans.values()) else None
    if offered is None:
        return []
    return [
        (row, column)
        for column, values in written.items()
        for value, places in values.items()
        if _is_checked(value) and not offered.has(value)
        for row in places
        if spans[column].hold(row)
    ]


def _is_checked(value: object) -> TypeGuard[_Checked]:
    """Whether a list can say anything of the value. Where True and 1 go into one column, the first stands for both."""
    return value != "" and isinstance(value, str | int | Decimal) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class _Spans:
    """Rows of one column, as first and last rows that rise and do not touch."""

    firsts: Sequence[int]
    lasts: Sequence[int]

    def hold(self, row: int) -> bool:
        at = bisect_left(self.lasts, row)
        return at < len(self.lasts) and self.firsts[at] <= row


def _rows_in(cells: Sequence[Area], column: int) -> _Spans:
    firsts: list[int] = []
    lasts: list[int] = []
    for first, left, last, right in sorted(cells):
        if not left <= column <= right:
            continue
        if lasts and first <= lasts[-1]:
            lasts[-1] = max(last, lasts[-1])
        else:
            firsts.append(first)
            lasts.append(last)
    return _Spans(firsts, lasts)


class _Offered:
    """What may be chosen."""

    def __init__(self, texts: Sequence[str], *, minds_case: bool) -> None:
        self._minds_case = minds_case
        self._keys = {self._key(text) for text in texts}

    def has(self, value: _Checked) -> bool:
        return self._key(str(value)) in self._keys

    def _key(self, text: str) -> str:
        try:
            return str(Decimal(text).normalize())
        except InvalidOperation:
            return text if self._minds_case else text.casefold()


def _offered(package: Package, sheet: SheetPart, rule: _Rule) -> _Offered | None:
    """Return the list, or None if nobody knows it."""
    typed = _TYPED.fullmatch(rule.formula)
    if typed:
        return _Offered([text.strip() for text in typed[1].replace('""', '"').split(",")], minds_case=True)
    with suppress(XlsxError):
        place = _place(rule.formula, sheet.name) or _place(_named(package, sheet, rule.formula), "")
        texts = _texts(package, *place) if place else None
        # A blank in a list lets everything pass where the cell may be left blank.
        if texts is not None and not (rule.allows_blank and "" in texts):
            return _Offered(texts, minds_case=False)
    return None


def _place(formula: str, sheet: str) -> tuple[str, Area] | None:
    """Return sheet and range of `$A$1:$A$9`, `$A:$A` or `'My list'!$A$1`; None for everything else."""
    found = _CELLS.fullmatch(formula)
    if found:
        return sheet_of(found[1] or sheet), area(found[2])
    found = _COLUMN.fullmatch(formula)
    return (sheet_of(found[1] or sheet), area(f"{found[2]}1:{found[3]}{MAX_ROW}")) if found else None


def _named(package: Package, sheet: SheetPart, name: str) -> str:
    """Return what a defined name stands for; one of this sheet goes before one of the workbook."""
    section = package.tree(package.workbook_part).child("definedNames")
    found = {
        node.attrs.get("localSheetId", ""): node.text.strip()
        for node in (section.all("definedName") if section else ())
        if node.attrs.get("name", "").casefold() == name.casefold()
    }
    return found.get(str(package.sheets.index(sheet)), found.get("", ""))


def _texts(package: Package, sheet: str, cells: Area) -> list[str]:
    """Return the texts of a range; "" for a blank cell. Raises XlsxError if they cannot be read."""
    there = next((each for each in package.sheets if each.name.casefold() == sheet.casefold()), None)
    if there is None or package.size(there.part) > _LARGEST:
        raise XlsxError("unsupported", "The list cannot be read.")
    columns = range(cells.first_column, cells.last_column + 1)
    rows = [
        row.texts(tuple(columns))
        for row in read_sheet(package, there.name, columns=columns).rows
        if cells.first_row <= row.number <= cells.last_row
    ]
    texts = [text for row in rows for text in row]
    is_full = len(rows) == cells.last_row - cells.first_row + 1
    return texts if is_full else [*texts, ""]
