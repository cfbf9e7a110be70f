"""Random workbooks by two other writers, random edits, and a plain look at what a sheet's XML says.

The look shares nothing with the engine: it is a full XML parser and knows only types and values of cells.
"""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

import openpyxl
import openpyxl.styles
import xlsxwriter
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.datetime import to_excel

from sheetship.xlsx import CellEdit, SheetEdits, Style, column_number
from sheetship.xlsx.edits import KEEP, NO_FILL, Keep, Value

NAME: Final = "订单"
LAST_ROW: Final = 12
Place = tuple[int, int]
Cells = dict[Place, Value]
Wishes = dict[Place, tuple[Value | Keep, Style | None]]
Told = dict[Place, str | bool | Decimal]
Maker = Callable[[Cells], bytes]

PLACES: Final = st.tuples(st.integers(1, LAST_ROW), st.integers(1, 8))
TEXTS: Final = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\r"), max_size=8)
NUMBERS: Final[st.SearchStrategy[Value]] = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=2),
)
MOMENTS: Final[st.SearchStrategy[Value]] = st.datetimes(
    min_value=datetime.fromisoformat("1990-01-01"), max_value=datetime.fromisoformat("2090-01-01")
).map(lambda moment: moment.replace(microsecond=0))
VALUES: Final[st.SearchStrategy[Value]] = st.one_of(
    TEXTS,
    st.sampled_from(["=1+1", "431234567890123456", "_x0041_", " 留空 ", "甲\n乙", "#N/A", "TRUE"]),
    NUMBERS,
    st.booleans(),
    st.none(),
    MOMENTS,
)
NEW_VALUES: Final[st.SearchStrategy[Value]] = st.one_of(
    VALUES,
    st.sampled_from(["a\r\nb", "\x07", "😀", "<&>\"'"]),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.times().map(lambda clock: clock.replace(microsecond=0)),
)
LOOKS: Final = st.none() | st.builds(
    Style,
    number_format=st.sampled_from([None, None, "@", "0.00", "yyyy-mm-dd"]),
    fill=st.sampled_from([None, "C6EFCE", "FFC7CE", NO_FILL]),
    bold=st.none() | st.booleans(),
    wrap=st.none() | st.booleans(),
)
BOOKS: Final = st.dictionaries(PLACES, VALUES, max_size=25)
WISHES: Final = st.dictionaries(PLACES, st.tuples(NEW_VALUES | st.just(KEEP), LOOKS), max_size=12)
PLAIN_EDITS: Final = st.dictionaries(PLACES, NEW_VALUES, max_size=10)


def by_xlsxwriter(cells: Cells) -> bytes:
    """Formats on columns and rows, and a second sheet with a formula."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet(NAME)
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.set_column(3, 4, 12, workbook.add_format({"bold": True}))
    sheet.set_row(5, 30, workbook.add_format({"italic": True}))
    for (row, column), value in cells.items():
        if isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row - 1, column - 1, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row - 1, column - 1, value, moment)
        elif isinstance(value, int | Decimal):
            sheet.write_number(row - 1, column - 1, value)
    workbook.add_worksheet("别处").write_formula(0, 0, "=SUM(订单!A1:A9)")
    workbook.close()
    return content.getvalue()


def by_openpyxl(cells: Cells) -> bytes:
    """Another order of parts and attributes, inline formats, and texts that are not escaped."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = NAME
    sheet.column_dimensions["D"].font = openpyxl.styles.Font(bold=True)
    sheet.row_dimensions[6].height = 30
    for (row, column), value in cells.items():
        cell = sheet.cell(row, column)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
    workbook.create_sheet("别处")["A1"] = "=SUM(订单!A1:A9)"
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def with_table(rows: int, columns: int, *, has_filter: bool) -> bytes:
    """A table from A1 with headings 栏1, 栏2 and so on, and as many rows of numbers as are asked."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content)
    sheet = workbook.add_worksheet(NAME)
    headings = [{"header": f"栏{column + 1}"} for column in range(columns)]
    numbers = [[row * column for column in range(columns)] for row in range(rows)]
    asked = {"columns": headings, "data": numbers, "name": "表", "autofilter": has_filter}
    sheet.add_table(0, 0, rows, columns - 1, asked)
    workbook.close()
    return content.getvalue()


MAKERS: Final = st.sampled_from([by_xlsxwriter, by_openpyxl])


def edits_of(cells: Cells) -> list[SheetEdits]:
    """The cells as edits without looks."""
    return wishes({place: (value, None) for place, value in cells.items()})


def wishes(asked: Wishes) -> list[SheetEdits]:
    """The edits, in the order of the dict, which is no order at all."""
    return [SheetEdits(sheet=NAME, cells=[CellEdit(*place, *wish) for place, wish in asked.items()])]


def model(before: Told, asked: Wishes) -> Told:
    """What a sheet must say afterwards."""
    told = dict(before)
    for place, (value, _) in asked.items():
        if not isinstance(value, Keep):
            told[place] = meant(value)
    return {place: said for place, said in told.items() if said != ""}


def meant(value: Value) -> str | bool | Decimal:
    """What a cell with the value says in its XML; moments are days since 1900, a thousandth of a second right."""
    if value is None or isinstance(value, str | bool):
        return "" if value is None else value
    number = Decimal(to_excel(value) if isinstance(value, date | time) else value)  # type: ignore[no-untyped-call]
    return round(number, 8)


def told(content: bytes, part: str = "xl/worksheets/sheet1.xml") -> Told:
    """What the sheet says, cell by cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        sheet = ET.fromstring(opened.read(part))
        names = opened.namelist()
        shared = opened.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b"<sst/>"
    texts = [_text(item) for item in ET.fromstring(shared)]
    cells = {_place(cell.get("r", "")): _told(cell, texts) for cell in sheet.iter(f"{_MAIN}c")}
    return {place: said for place, said in cells.items() if said is not None and said != ""}


_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _place(ref: str) -> Place:
    name = ref.rstrip("0123456789")
    return int(ref.removeprefix(name)), column_number(name)


def _told(cell: ET.Element, texts: list[str]) -> str | bool | Decimal | None:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v")
    if kind == "inlineStr":
        return _text(cell)
    if value is None:
        return None
    if kind == "s":
        return texts[int(value)]
    if kind == "b":
        return value == "1"
    return round(Decimal(value), 8) if kind == "n" else value


def _text(node: ET.Element) -> str:
    written = "".join(text.text or "" for text in node.iter(f"{_MAIN}t"))
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), written)


def spelled_out(content: bytes, part: str = "xl/worksheets/sheet1.xml") -> str:
    """The sheet with what each style stands for in place of its number: numbers go by the order of first use."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet, styles = archive.read(part).decode(), ET.fromstring(archive.read("xl/styles.xml"))
    entries = {
        node.tag.rpartition("}")[2]: [ET.tostring(child, "unicode") for child in node] for node in styles
    }
    formats = {node.get("numFmtId"): node.get("formatCode") for node in styles.iter(f"{_MAIN}numFmt")}
    looks = []
    for xf in styles.find(f"{_MAIN}cellXfs") or ():
        number = xf.get("numFmtId")
        fill, font = (
            entries["fills"][int(xf.get("fillId", "0"))],
            entries["fonts"][int(xf.get("fontId", "0"))],
        )
        rest = sorted(item for item in xf.items() if item[0] not in {"numFmtId", "fillId", "fontId"})
        looks.append(
            f"{formats.get(number, number)} {fill} {font} {rest} {[ET.tostring(node) for node in xf]}"
        )
    return re.sub(r'(<c [^>]*?)s="(\d+)"', lambda found: f"{found[1]}{looks[int(found[2])]}", sheet)
