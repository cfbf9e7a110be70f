"""The sheets that formulas of a new tab speak of: each must be in the workbook, or Excel repairs the file."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import unescape, utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.tab_parts import reachable

_FORMULA: Final = re.compile(r"<(?:\w+:)?(?:f|formula[12]?)(?: [^>]*)?>([^<]*)</")
_SHEET: Final = re.compile(r"""
    "(?:[^"]|"")*" | \#[A-Z/]+!                            # a text, an error
  | '(?P<quoted>(?:[^']|'')+)'!
  | (?P<plain>[^\s"'!#()+\-*/^&=<>,;{}%]+)!
""", re.VERBOSE)  # fmt: skip


def check_references(
    made: Package, sheet: str, part: str, names: Collection[str], there: Collection[str]
) -> None:
    """Raise XlsxError `no_such_sheet` if a formula of a tab, its charts or its names has nowhere to look.

    `names` are the texts of its defined names, `there` the sheets of the workbook.
    """
    known = {name.casefold() for name in there}
    for formula in (*_formulas(made, part), *names):
        for name in _sheets(formula):
            if name.casefold() not in known:
                sentence = f'The new tab "{sheet}" speaks of a sheet "{name}", which the workbook has not.'
                raise XlsxError("no_such_sheet", sentence, sheet=name, sheets=", ".join(there))


def _formulas(made: Package, part: str) -> Iterator[str]:
    charts = [name for name, kind in reachable(made, part).items() if kind == "chart"]
    for name in (part, *charts):
        for written in _FORMULA.findall(utf8(made.read(name), name).decode()):
            yield unescape(written)


def _sheets(formula: str) -> Iterator[str]:
    for found in _SHEET.finditer(formula):
        name = found["plain"] or (found["quoted"] or "").replace("''", "'")
        yield from name.split(":") if name else ()
