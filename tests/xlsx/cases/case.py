"""What a case is, and the small workbook that it is about.

A case is a name that states the trap, what is asked, and XML in which every change is marked (`marks`).
Whatever carries no mark must come back byte for byte. `pytest` prints the marked text it found, so a new
case is written in four steps: name, rows, edits, then read and paste what the test prints.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from sheetship.xlsx import CellEdit, Options, SheetEdits, Style, column_number
from sheetship.xlsx.edits import Keep, Value
from tests.xlsx import books
from tests.xlsx.cases import marks

NAME: Final = "订单"
SHEET: Final = books.SHEET
RELS: Final = books.SHEET_RELS
SHEET2: Final = "xl/worksheets/sheet2.xml"
WORKBOOK: Final = "xl/workbook.xml"
WORKBOOK_RELS: Final = "xl/_rels/workbook.xml.rels"
STYLES: Final = "xl/styles.xml"
STRINGS: Final = "xl/sharedStrings.xml"
CONTENT_TYPES: Final = "[Content_Types].xml"
Part = str | bytes
_NOTHING_ELSE: Final = SheetEdits(sheet=NAME)
_USUAL: Final = Options()
_ONE: Final = '<sheet name="订单" sheetId="1" r:id="rId1"/>'
_BOTH: Final = _ONE + '<sheet name="汇总" sheetId="2" r:id="rId4"/>'
_OVER: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_KINDS: Final = {
    WORKBOOK: f"{_OVER}.sheet.main+xml",
    STYLES: f"{_OVER}.styles+xml",
    STRINGS: f"{_OVER}.sharedStrings+xml",
    "xl/calcChain.xml": f"{_OVER}.calcChain+xml",
    "xl/metadata.xml": f"{_OVER}.sheetMetadata+xml",
    "xl/worksheets/": f"{_OVER}.worksheet+xml",
    "xl/chartsheets/": f"{_OVER}.chartsheet+xml",
    "xl/tables/": f"{_OVER}.table+xml",
    "xl/comments": f"{_OVER}.comments+xml",
    "xl/pivotTables/": f"{_OVER}.pivotTable+xml",
    "xl/pivotCache/": f"{_OVER}.pivotCacheDefinition+xml",
    "xl/drawings/drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "xl/slicers/": "application/vnd.ms-excel.slicer+xml",
    "xl/threadedComments/": "application/vnd.ms-excel.threadedcomments+xml",
}


class Put(NamedTuple):
    """A value with a look or a link; without either, a bare value says the same."""

    value: Value | Keep
    style: Style | None = None
    link: str | None = None


class Refused(NamedTuple):
    """The refusal that is due, with the cell it names."""

    code: str
    cell: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One trap: the workbook, what is asked of it, and what must come of it.

    The workbook: `rows`, `head` and `tail` are those of the sheet 订单, `sheet` is its whole part instead.
    `parts` holds further parts, or others in place of the usual ones, `rels` what the sheet is related to, as
    (id, kind, target). `old_encoding` is how the sheet was written, `pack` makes the zip.

    What is asked: `cells` by their address (`汇总!A1` on another sheet), `also` for widths and the like.

    What comes of it: what is marked, and `notes` by their codes; or it is `refused`. `no_office` says why
    LibreOffice cannot print it, `bug` what the engine does wrong today.
    """

    name: str
    rows: str = ""
    head: str = ""
    tail: str = ""
    root: str = ""
    sheet: str | None = None
    strings: str | None = None
    styles: str | None = books.STYLES
    rels: tuple[tuple[str, str, str], ...] = ()
    parts: Mapping[str, Part] = field(default_factory=dict)
    old_encoding: str = "utf-8"
    pack: Callable[[Mapping[str, Part]], bytes] = books.zipped
    cells: Mapping[str, Value | Put] = field(default_factory=dict)
    also: SheetEdits = _NOTHING_ELSE
    options: Options = _USUAL
    notes: tuple[str, ...] = ()
    refused: Refused | None = None
    no_office: str = ""
    bug: str = ""

    def edits(self) -> list[SheetEdits]:
        """Return what is asked, sheet by sheet."""
        by_sheet: dict[str, list[CellEdit]] = {NAME: list(self.also.cells)}
        for place, asked in self.cells.items():
            sheet, _, ref = place.rpartition("!")
            by_sheet.setdefault(sheet or NAME, []).append(_edit(ref, asked))
        others = [SheetEdits(sheet=name, cells=cells) for name, cells in by_sheet.items() if name != NAME]
        return [replace(self.also, cells=by_sheet[NAME]), *others]

    def marked(self) -> dict[str, Part]:
        """Return every part of the workbook with its marks."""
        parts: dict[str, Part] = {
            "docProps/app.xml": "<Properties/>",
            WORKBOOK: workbook(sheets=_BOTH if SHEET2 in self.parts else _ONE),
            SHEET: self.sheet or books.sheet_xml(self.rows, head=self.head, tail=self.tail, root=self.root),
        }
        if self.styles is not None:
            parts[STYLES] = self.styles
        if self.strings is not None:
            parts[STRINGS] = f'{books.DECLARATION}<sst xmlns="{books.MAIN}">{self.strings}</sst>'
        if self.rels:
            parts[RELS] = books.rels_xml(*self.rels)
        parts |= self.parts
        usual = {
            CONTENT_TYPES: _content_types(parts),
            "_rels/.rels": books.rels_xml(("rId1", "officeDocument", WORKBOOK)),
            WORKBOOK_RELS: _workbook_rels(parts),
        }
        return {**usual, **parts}

    def old(self) -> bytes:
        """Return the workbook as it was."""
        parts = {name: _before(part) for name, part in self.marked().items() if not _is_new(part)}
        written = parts[SHEET]
        assert isinstance(written, str)
        return self.pack({**parts, SHEET: written.encode(self.old_encoding)})

    def new(self) -> dict[str, str]:
        """Return the parts that change, by name, as they must be; "" for one that goes."""
        told = {name: part for name, part in self.marked().items() if isinstance(part, str)}
        is_told_anew = {name for name, part in told.items() if marks.after(part) != marks.before(part)}
        if self.old_encoding != "utf-8":
            is_told_anew.add(SHEET)
        return {name: marks.after(told[name]) for name in told if name in is_told_anew}


def workbook(*, sheets: str = _ONE, before: str = "", after: str = "") -> str:
    """Return the part that lists the sheets, with what stands around the list."""
    return books.DECLARATION + books.workbook_xml(sheets, before, after)


COMPUTED: Final = {WORKBOOK: workbook(after='{+<calcPr fullCalcOnLoad="1"/>+}')}
"""The workbook part gets the mark to be computed: a sheet has formulas."""


def styles(*, formats: str = "", fonts: str = "", fills: str = "", xfs: str = "") -> str:
    """Return the usual styles with entries that come, counted."""
    told = books.STYLES
    for section, tag, come in (
        ("numFmts", "<numFmt ", formats),
        ("fonts", "<font>", fonts),
        ("fills", "<fill>", fills),
        ("cellXfs", "<xf ", xfs),
    ):
        start, count, rest = re.split(rf'(?<=<{section} count=")(\d+)', told)
        inner, end, rest = rest.partition(f"</{section}>")
        counted = f"[-{count}-]{{+{int(count) + come.count(tag)}+}}" if come else count
        told = start + counted + inner + (f"{{+{come}+}}" if come else "") + end + rest
    return told


def _edit(ref: str, asked: Value | Put) -> CellEdit:
    name = ref.replace("$", "").rstrip("0123456789")
    row, column = int(ref.replace("$", "").removeprefix(name)), column_number(name)
    return CellEdit(row, column, *asked) if isinstance(asked, Put) else CellEdit(row, column, asked)


def _before(part: Part) -> Part:
    return part if isinstance(part, bytes) else marks.before(part)


def _is_new(part: Part) -> bool:
    return isinstance(part, str) and marks.is_new(part)


def _kept(part: Part, entry: str) -> str:
    """An entry about a part comes and goes with it."""
    if isinstance(part, str) and marks.is_gone(part):
        return f"[-{entry}-]"
    return f"{{+{entry}+}}" if _is_new(part) and not entry.endswith('.rels"/>') else entry


def _content_types(parts: Mapping[str, Part]) -> str:
    known = [(name, kind) for name in parts for start, kind in _KINDS.items() if name.startswith(start)]
    overrides = "".join(
        _kept(parts[name], f'<Override PartName="/{name}" ContentType="{kind}"/>')
        for name, kind in known
        if name.endswith(".xml")
    )
    return (
        f'{books.DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>{overrides}</Types>'
    )


def _workbook_rels(parts: Mapping[str, Part]) -> str:
    wanted = {
        "rId1": (SHEET, "worksheet"),
        "rId2": (STYLES, "styles"),
        "rId3": (STRINGS, "sharedStrings"),
        "rId4": (SHEET2, "worksheet"),
        "rId5": ("xl/calcChain.xml", "calcChain"),
        "rId6": ("xl/metadata.xml", "sheetMetadata"),
    }
    entries = "".join(
        _kept(
            parts[part], f'<Relationship Id="{id_}" Type="{books.DOC}/{kind}" Target="{part[len("xl/") :]}"/>'
        )
        for id_, (part, kind) in wanted.items()
        if part in parts
    )
    return f'{books.DECLARATION}<Relationships xmlns="{books.PACK}">{entries}</Relationships>'
