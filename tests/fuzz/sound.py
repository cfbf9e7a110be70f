"""A sound workbook, one part of which is replaced by the bytes of an input, and the edits that are tried on it."""

from datetime import date
from decimal import Decimal
from typing import Final

from sheetship.xlsx import KEEP, NO_FILL, CellEdit, DropDown, Options, RowEdit, SheetEdits, Style
from tests.xlsx import books
from tests.xlsx.sealed_books import PASSWORD

TABLE: Final = "xl/tables/table1.xml"
NAME: Final = "订单"
PARTS: Final = (
    books.SHEET,
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    TABLE,
    books.SHEET_RELS,
    "xl/calcChain.xml",
    "xl/_rels/workbook.xml.rels",
)
EDITS_A_PART: Final = 16
"""The first byte of an input is the part's place times this, plus the place of the edits."""
_ALL: Final = Options(
    over_formulas=True, over_protection=True, over_rich_values=True, rename_headings=True, password=PASSWORD
)
_USUAL: Final = Options()
Asked = tuple[SheetEdits, Options]


def _cells(*cells: CellEdit, options: Options = _USUAL) -> Asked:
    return SheetEdits(sheet=NAME, cells=cells), options


_COLUMNS: Final = (1, 2, 6)
_LOOKS: Final = (None, Style(fill="C6EFCE"), None)
_ROWS: Final = [RowEdit(row, _COLUMNS, ["x", row, "甲"], _LOOKS) for row in (1, 2, 3, 4, 5, 6, 900, 901)]
_EVERY: Final = [CellEdit(row, column, "新") for row in range(1, 6) for column in range(1, 4)]
EDITS: Final[tuple[Asked, ...]] = (
    _cells(CellEdit(2, 1, "已发货"), CellEdit(2, 2, 7), CellEdit(1, 28, "x_x0041_ <&\n")),
    _cells(CellEdit(1, 1, date(2026, 11, 21)), CellEdit(3, 3, value=True), CellEdit(9, 2, Decimal("0.10"))),
    _cells(*_EVERY, options=_ALL),
    (SheetEdits(sheet=NAME, rows=_ROWS), _ALL),
    (SheetEdits(sheet=NAME, rows=_ROWS[3:], cells=[CellEdit(1, 1, "a")]), _USUAL),
    _cells(CellEdit(1, 1, KEEP, Style(bold=True, fill=NO_FILL)), CellEdit(2, 2, KEEP, link="https://x.cn/1")),
    _cells(CellEdit(1, 1, None), CellEdit(2, 2, ""), CellEdit(3, 1, "1.5"), options=_ALL),
    (
        SheetEdits(
            sheet=NAME,
            cells=[CellEdit(4, 4, "below"), CellEdit(1, 6, "right"), CellEdit(1, 4, "other")],
            widths={1: 9, 6: 12.5},
            drop_downs=[DropDown(6, 2, 900, ("是", "否"))],
            like_row=2,
        ),
        Options(rename_headings=True, over_protection=True),
    ),
)


def _sound_parts() -> dict[str, str | bytes]:
    """The parts of the workbook into which broken ones are put."""
    texts = "".join(f"<si><t>{text}</t></si>" for text in ("甲", "乙", "丙"))
    calc = '<c r="B1" i="1"/><c r="B2"/>'
    rels = (
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "styles", "styles.xml"),
        ("rId3", "sharedStrings", "sharedStrings.xml"),
        ("rId4", "calcChain", "calcChain.xml"),
    )
    table = (
        f'<table xmlns="{books.MAIN}" id="1" name="T" displayName="T" ref="D1:E3"><autoFilter ref="D1:E3"/>'
        '<tableColumns count="2"><tableColumn id="1" name="P"/><tableColumn id="2" name="Q"/></tableColumns></table>'
    )
    parts = books.book_parts(
        books.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'),
        strings=f'<sst xmlns="{books.MAIN}">{texts}</sst>',
        workbook_rels=books.rels_xml(*rels),
        table=table,
        sheet_rels=books.rels_xml(
            ("rId1", "table", "../tables/table1.xml"), ("rId2", "hyperlink", "https://x.cn/")
        ),
    )
    return {**parts, "xl/calcChain.xml": f'<calcChain xmlns="{books.MAIN}">{calc}</calcChain>'}


_SOUND: Final = _sound_parts()


def broken_book(choice: int, content: bytes) -> tuple[bytes, SheetEdits, Options]:
    """A workbook with these bytes as the part, and the edits, that a number stands for."""
    part, asked = divmod(choice, EDITS_A_PART)
    edits, options = EDITS[asked % len(EDITS)]
    return books.zipped({**_SOUND, PARTS[part % len(PARTS)]: content}), edits, options
