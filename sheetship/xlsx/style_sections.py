"""The sections of a styles part that grow at their end: number formats, fonts, fills, borders, looks.

It decides where an entry stands and never moves or changes one that is there: an equal entry is used again,
a new one is appended, a missing section is made where the schema wants it (ECMA-376 part 1, 18.8.39).
What a look is made of is left to `styles` and `tab_styles`.
"""

from functools import cached_property
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import Node, escape_attribute, open_tag, outline, splice, utf8
from sheetship.xlsx.number_formats import BUILT_IN_IDS, FIRST_OWN_FORMAT
from sheetship.xlsx.package import Package

MAX_STYLES: Final = 64_000
_ORDER: Final = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
    *("tableStyles", "colors", "extLst"),
)


class StyleSections:
    """The styles part of one workbook while entries are added to it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._added: dict[str, list[str]] = {}

    @property
    def part(self) -> str:
        """The styles part. Raises XlsxError `unsupported` if the workbook has none."""
        found = self._package.styles_part
        if found is None:
            raise XlsxError("unsupported", "The workbook has no styles, so no cell can get a look.")
        return found

    @cached_property
    def _xml(self) -> bytes:
        return utf8(self._package.read(self.part), self.part)

    @cached_property
    def root(self) -> Node:
        """The part as it was."""
        return outline(self._xml, self.part)

    @property
    def prefix(self) -> str:
        """What stands before the names of elements, such as "" or "x:"."""
        return f"{self.root.prefix}:" if self.root.prefix else ""

    def entries(self, section: str) -> list[str]:
        """Return the entries of a section as XML, new ones last. Raises XlsxError `unsupported`."""
        if section not in self._added:
            found = self.root.child(section)
            nodes = found.children if found else []
            if any(node.name == "AlternateContent" for node in nodes):
                raise XlsxError("unsupported", "The styles hold alternatives of another program.")
            self._added[section] = [self._xml[node.start : node.end].decode() for node in nodes]
        return self._added[section]

    def place(self, section: str, xml: str) -> int:
        """Return where an entry stands, appended if it is new. Raises XlsxError `too_large`."""
        known = self.entries(section)
        if section == "fills" and not known:
            p = self.prefix
            known += [
                f'<{p}fill><{p}patternFill patternType="{kind}"/></{p}fill>' for kind in ("none", "gray125")
            ]
        if xml not in known:
            known.append(xml)
        place = known.index(xml)
        if section == "cellXfs" and place >= MAX_STYLES:
            raise XlsxError("too_large", "The workbook has more cell styles than Excel allows.")
        return place

    def format_id(self, code: str) -> int:
        """Return the id of a number format, built in or the workbook's own, appended if it is new."""
        if code in BUILT_IN_IDS:
            return BUILT_IN_IDS[code]
        if code not in self._formats:
            new = max([FIRST_OWN_FORMAT - 1, *self._formats.values()]) + 1
            self._formats[code] = new
            written = escape_attribute(code)
            self.place("numFmts", f'<{self.prefix}numFmt numFmtId="{new}" formatCode="{written}"/>')
        return self._formats[code]

    def format_code(self, number: int) -> str:
        """Return the code of a number format; of one built in that we do not spell, its number."""
        if number < FIRST_OWN_FORMAT:
            return next((code for code, id_ in BUILT_IN_IDS.items() if id_ == number), str(number))
        return next((code for code, id_ in self._formats.items() if id_ == number), "General")

    @cached_property
    def _formats(self) -> dict[str, int]:
        known: dict[str, int] = {}
        for xml in self.entries("numFmts"):
            node = outline(xml.encode(), self.part)
            written = node.attrs.get("numFmtId", "")
            known.setdefault(node.attrs.get("formatCode", ""), int(written) if written.isdigit() else 0)
        return known

    def rewritten(self) -> bytes | None:
        """Return the styles part with the new entries, or None if there are none."""
        changes = [change for section in self._added if (change := self._change(section))]
        return splice(self._xml, changes) if changes else None

    def _change(self, section: str) -> tuple[int, int, bytes] | None:
        entries_now = self._added[section]
        found = self.root.child(section)
        new = entries_now[len(found.children) if found else 0 :]
        if not new:
            return None
        written, p = "".join(new), self.prefix
        if found is None:
            at = self._before(section)
            return at, at, f'<{p}{section} count="{len(new)}">{written}</{p}{section}>'.encode()
        start, _, tag = open_tag(self._xml, found, count=str(len(entries_now)))
        tag = tag.removesuffix(b"/>") + b">" if found.is_empty_tag else tag
        inner = self._xml[found.inner_start : found.inner_end]
        return start, found.end, tag + inner + f"{written}</{p}{section}>".encode()

    def _before(self, section: str) -> int:
        """Return where a missing section belongs, by the order of the schema."""
        later = _ORDER[_ORDER.index(section) + 1 :]
        return next((node.start for node in self.root.children if node.name in later), self.root.inner_end)
