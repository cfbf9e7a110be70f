"""Whether anything in a workbook names a column of a table.

It looks at every formula there is (cells, names, conditional formats, drop-downs, calculated columns, charts),
at the fields of pivot tables and at slicers. A data connection may read a table by its headings out of our
sight, so a workbook that has one counts as naming them all. Macros are not read.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final
from xml.parsers import expat

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import decode_escapes, parse_all, safe_parser, utf8
from sheetship.xlsx.package import Package

_FORMULAS: Final = frozenset({"f", "formula", "formula1", "formula2", "definedName"}) | {
    "calculatedColumnFormula",
    "totalsRowFormula",
}
_NAMING: Final = {"cacheField": "name", "slicerCacheDefinition": "sourceName"}
_SIGNS: Final = (b"[", b"&#", b"cacheField", b"sourceName")
# [MS-OE376] 3.2.3.1.1: within a structured reference ' escapes [ ] # and itself.
_BRACKETS: Final = re.compile(r"\[((?:'.|[^\[\]'])*)\]", re.DOTALL)
_ESCAPED: Final = re.compile(r"'(.)", re.DOTALL)
_BETWEEN: Final = re.compile("[:,]")


def check_unused(package: Package, headings: Collection[str]) -> None:
    """Raise XlsxError `heading_in_use` if anything names one of the headings."""
    wanted = {heading.casefold(): heading for heading in headings}
    if any(rel.kind == "connections" for rel in package.rels_of(package.workbook_part)):
        raise XlsxError("heading_in_use", "A data connection may read the table by its headings.")
    for part in package.names():
        if part.lower().endswith(".xml"):
            found = next((name for name in _named_in(package, part) if name in wanted), None)
            if found is not None:
                sentence = f'{part} names the column "{wanted[found]}".'
                raise XlsxError("heading_in_use", sentence, name=wanted[found], part=part)


def _named_in(package: Package, part: str) -> Iterator[str]:
    xml = utf8(package.read(part), part)
    if not any(sign in xml for sign in _SIGNS):
        return
    reader = _Formulas()
    parse_all(reader.parser, xml, part)
    yield from reader.names
    for formula in reader.formulas:
        yield from columns_named(formula)


def columns_named(formula: str) -> Iterator[str]:
    """Yield, casefolded, every text that may name a column of a table.

    >>> list(columns_named("SUM(Orders[[#This Row],[Price '[net']]])"))
    ['#this row', 'price [net]']
    """
    for content in _BRACKETS.findall(formula):
        for name in {content, *_BETWEEN.split(content)}:
            yield _ESCAPED.sub(r"\1", name.strip().removeprefix("@")).strip().casefold()


class _Formulas:
    """Collects the formulas of a part, and the columns that pivot tables and slicers name."""

    def __init__(self) -> None:
        self.formulas: set[str] = set()
        self.names: list[str] = []
        self._open = ""
        self._text: list[str] = []
        self.parser: expat.XMLParserType = safe_parser()
        self.parser.StartElementHandler = self._opened
        self.parser.EndElementHandler = self._closed
        self.parser.CharacterDataHandler = self._wrote

    def _opened(self, tag: str, attrs: dict[str, str]) -> None:
        self._open = tag.rpartition(":")[2]
        self._text = []
        if self._open in _NAMING:
            self.names.append(decode_escapes(attrs.get(_NAMING[self._open], "")).casefold())

    def _closed(self, _tag: str) -> None:
        if self._open in _FORMULAS:
            self.formulas.add("".join(self._text))
        self._open = ""

    def _wrote(self, text: str) -> None:
        if self._open in _FORMULAS:
            self._text.append(text)
