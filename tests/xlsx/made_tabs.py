"""Tabs that XlsxWriter makes, and workbooks they go into."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import openpyxl
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet as Sheet

from tests.xlsx import books

Fill = Callable[[Workbook, Sheet], None]
PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc00000030101"
    "00c9fe92ef0000000049454e44ae426082"
)
TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def made(fills: Mapping[str, Fill], **settings: bool) -> bytes:
    """A workbook made by XlsxWriter; each sheet is filled by a function of the workbook and the sheet."""
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True, **settings}) as book:
        sheets = {name: book.add_worksheet(name) for name in fills}
        for name, fill in fills.items():
            fill(book, sheets[name])
    return kept.getvalue()


def plain(_: Workbook, sheet: Sheet) -> None:
    """Two cells."""
    sheet.write_row(0, 0, ["合计", 3])


def rich(book: Workbook, sheet: Sheet) -> None:
    """Everything that a tab may bring along."""
    bold = book.add_format({"bold": True, "bg_color": "#C6EFCE", "border": 1})
    money = book.add_format({"num_format": '"¥"#,##0.00'})
    red = book.add_format({"font_color": "red", "num_format": "0.0000"})
    sheet.write_row(0, 0, ["供应商", "数量", "金额"], bold)
    for row in range(1, 5):
        sheet.write_row(row, 0, [" A & <b> ", row, row * 1.5])
    sheet.write_formula("B6", "=SUM(B2:B5)", None, 10)
    sheet.write_formula("C6", "=SUM('订单'!C2:C5)", money, 15)
    sheet.write_datetime("E6", date(2026, 11, 22), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.set_column(0, 0, 20, bold)
    sheet.set_row(7, 30, money)
    sheet.merge_range("A9:B9", "merged", bold)
    sheet.freeze_panes(1, 1)
    sheet.conditional_format("B2:B5", {"type": "cell", "criteria": ">", "value": 2, "format": red})
    sheet.conditional_format("C2:C5", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("D2:D5", {"validate": "list", "source": ["a", "b"]})
    sheet.write_url("D1", "https://example.com/x?a=1&b=2")
    sheet.write_url("D2", "internal:'汇总'!A1")
    columns = [{"header": "a", "format": money}, {"header": "b", "formula": "=问题表[@[a]]*2"}]
    sheet.add_table("F1:G4", {"name": "问题表", "columns": columns})
    sheet.write_comment("A1", "note")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=汇总!$B$2:$B$5"})
    sheet.insert_chart("I2", chart)
    sheet.insert_image("I20", "x.png", {"image_data": io.BytesIO(PNG), "url": "internal:汇总!A1"})
    sheet.set_header("&L&G", {"image_left": "x.png", "image_data_left": io.BytesIO(PNG)})
    sheet.print_area("A1:D9")
    sheet.repeat_rows(0)
    sheet.autofilter("A1:C5")
    sheet.add_sparkline("E2", {"range": "汇总!B2:C2"})
    sheet.write_rich_string("A11", "plain ", bold, "bold", " end")


def orders() -> bytes:
    """A workbook of another program with formulas, a name and a tab of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "订单"
    for row in (["单号", "数量", "金额"], ["A1", 2, 3], ["A2", "=B2*2", 5]):
        sheet.append(row)
    book.create_sheet("退款").append(["x"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def types_xml(*overrides: tuple[str, str]) -> str:
    """A list of content types, with those of xml and rels parts."""
    shown = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    shown += '<Default Extension="xml" ContentType="application/xml"/>'
    for part, kind in overrides:
        shown += f'<Override PartName="{part}" ContentType="{kind}"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{shown}</Types>'


def small(*, styles: str | None = books.STYLES, **parts: str) -> bytes:
    """A hand-made workbook with the tab 订单; `parts` are named `workbook`, `styles` and so on."""
    content = books.book_parts(
        books.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), styles=styles, **parts
    )
    content["[Content_Types].xml"] = types_xml(("/xl/workbook.xml", f"{TYPES}.sheet.main+xml"))
    return books.zipped(content)


def with_parts(content: bytes, changed: Mapping[str, str | bytes | None]) -> bytes:
    """The workbook with parts replaced, added, or (None) taken away."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name, xml in changed.items():
        parts.pop(name, None)
        if xml is not None:
            parts[name] = xml
    return books.zipped(parts)


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()
