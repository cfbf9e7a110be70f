"""Defined names that follow when rows are appended, and those that stay.

Excel widens a name when rows are inserted inside its range, and leaves it when somebody types below. An
append is neither: here a name follows if it plainly means the data. The rule, by kind:

* `_xlnm._FilterDatabase`, hidden, is the range of the sheet's own filter and stays equal to it.
* `_xlnm.Print_Area`, `_xlnm.Database` and names that people made follow with each range of several rows that
  begins in or above the first row below the headings, reaches the last row, and meets the new rows: these
  run from their first to their last filled cell.
* `_xlnm.Print_Titles`, `_xlnm.Criteria`, `_xlnm.Extract`, the names of custom views (`.wvu.`) and other hidden
  names, which programs made (ranges that a query fills), stay.
* Single cells, whole rows and columns, rows without `$` (they are relative to a cell we do not know), other
  workbooks, several sheets at once and everything computed (`OFFSET(...)`) stay.

ECMA-376 part 1, 18.2.5 lists the built-in names.
"""

import re
from collections.abc import Mapping
from typing import Final

from sheetship.xlsx.fill_refs import sheet_of
from sheetship.xlsx.frame import Change
from sheetship.xlsx.markup import Node, escape_text
from sheetship.xlsx.refs import Area, area
from sheetship.xlsx.stretch import Growth

_FILTER: Final = "_xlnm._filterdatabase"
_BUILT_IN: Final = "_xlnm."
_FOLLOW: Final = frozenset({_FILTER, "_xlnm.print_area", "_xlnm.database"})
_FALSE: Final = frozenset({"0", "false"})
_CUSTOM_VIEW: Final = ".wvu."
_SHEET: Final = r"""(?:'(?:[^']|'')+'|[^\s'"!,:()\[\]{}#]+)!"""
_CORNER: Final = r"\$?[A-Z]{1,3}\$[1-9]\d{0,6}"
_ONE: Final = rf"{_SHEET}(?:{_CORNER}(?::{_CORNER})?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?\d+:\$?\d+|#REF!)"
_RANGES: Final = re.compile(rf"{_ONE}(?:,{_ONE})*")
_RANGE: Final = re.compile(rf"({_SHEET})({_CORNER}):(\$?[A-Z]{{1,3}}\$)([1-9]\d{{0,6}})")


def stretched_names(workbook: Node, growths: Mapping[str, Growth]) -> list[Change]:
    """Return the changes to the names of a workbook part; `growths` says by sheet how far each grew."""
    by_sheet = {sheet.casefold(): growth for sheet, growth in growths.items() if growth}
    section = workbook.child("definedNames") if by_sheet else None
    changes = []
    for node in section.all("definedName") if section else ():
        name = node.attrs.get("name", "").lower()
        is_hidden = node.attrs.get("hidden", "0") not in _FALSE and name != _FILTER
        new = node.text if is_hidden else _stretched(name, node.text, by_sheet)
        if new != node.text:
            changes.append((node.inner_start, node.inner_end, escape_text(new).encode()))
    return changes


def _stretched(name: str, text: str, growths: Mapping[str, Growth]) -> str:
    is_known = name in _FOLLOW if name.startswith(_BUILT_IN) else _CUSTOM_VIEW not in name
    if not is_known or not _RANGES.fullmatch(text):
        return text

    def follow(found: re.Match[str]) -> str:
        growth = growths.get(sheet_of(found[1]).casefold())
        cells = area(f"{found[2]}:{found[3]}{found[4]}")
        last = _last_row(growth, cells, is_filter=name == _FILTER) if growth else cells.last_row
        return found[0] if last == cells.last_row else f"{found[1]}{found[2]}:{found[3]}{last}"

    return _RANGE.sub(follow, text)


def _last_row(growth: Growth, cells: Area, *, is_filter: bool) -> int:
    if not is_filter and not growth.is_tall(cells):
        return cells.last_row
    return growth.grown(cells, even_headings=is_filter, only_filled=True).last_row
