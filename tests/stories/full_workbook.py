"""An orders workbook with everything that programs like to lose.

Chart, text box, picture, pivot table, threaded comment, sparklines: XlsxWriter makes what it can; the pivot table and the
threaded comment are parts written by hand.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from tests.stories.workbooks import HEAD, book, rows_of, striped_png
from tests.xlsx.books import DOC, MAIN, zipped

TAB = "接单登记"
_HEADINGS = ("客户单号", "收货人", "货号", "要几个", "金额", "手机", "收货地址", "趋势")
_ROWS = rows_of("""
order|who|sku|count|money|phone|address
X1119-1|吴思远|开瓶器|2|30|13900001519|四川省成都市武侯区玉林街道玉林南路112号4幢1201室
X1119-2|王若水|板凳|1|39|13900001865|陕西省西安市雁塔区小寨路街道长安中路6号6幢1001室
X1119-3|孙小满|剪刀|1|19.9|13900002211|福建省厦门市思明区莲前街道前埔南路80号8幢0801室
""")
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_THREAD_KIND = "http://schemas.microsoft.com/office/2017/10/relationships"
_THREAD = "{8F4E3C8A-1A2B-4C3D-9E5F-001122334455}"
_PERSON = "{0B1C2D3E-4F50-4617-8293-A4B5C6D7E8F9}"

_PIVOT_PARTS = {
    "xl/pivotCache/pivotCacheDefinition1.xml": (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{DOC}" r:id="rId1" recordCount="3"><cacheSource type="worksheet">'
        f'<worksheetSource ref="C1:D4" sheet="{TAB}"/></cacheSource><cacheFields count="2">'
        '<cacheField name="货号" numFmtId="0"><sharedItems count="3"><s v="开瓶器"/><s v="板凳"/><s v="剪刀"/></sharedItems></cacheField>'
        '<cacheField name="要几个" numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" '
        'containsInteger="1" minValue="1" maxValue="2"/></cacheField></cacheFields></pivotCacheDefinition>'
    ),
    "xl/pivotCache/pivotCacheRecords1.xml": (
        f'<pivotCacheRecords xmlns="{MAIN}" count="3"><r><x v="0"/><n v="2"/></r><r><x v="1"/><n v="1"/></r>'
        '<r><x v="2"/><n v="1"/></r></pivotCacheRecords>'
    ),
    "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{DOC}/pivotCacheRecords" Target="pivotCacheRecords1.xml"/></Relationships>'
    ),
    "xl/pivotTables/pivotTable1.xml": (
        f'<pivotTableDefinition xmlns="{MAIN}" name="货号汇总" cacheId="1" dataCaption="值"><location ref="A3:B7" firstHeaderRow="1" '
        'firstDataRow="1" firstDataCol="1"/><pivotFields count="2"><pivotField axis="axisRow" showAll="0"><items count="4">'
        '<item x="2"/><item x="0"/><item x="1"/><item t="default"/></items></pivotField><pivotField dataField="1" showAll="0"/>'
        '</pivotFields><rowFields count="1"><field x="0"/></rowFields><rowItems count="4"><i><x/></i><i><x v="1"/></i><i><x v="2"/></i>'
        '<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1">'
        '<dataField name="求和:要几个" fld="1" baseField="0" baseItem="0"/></dataFields></pivotTableDefinition>'
    ),
    "xl/pivotTables/_rels/pivotTable1.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{DOC}/pivotCacheDefinition" Target="../pivotCache/pivotCacheDefinition1.xml"/></Relationships>'
    ),
    "xl/worksheets/_rels/sheet2.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{DOC}/pivotTable" Target="../pivotTables/pivotTable1.xml"/></Relationships>'
    ),
}
_THREAD_PARTS = {
    "xl/threadedComments/threadedComment1.xml": (
        f'<ThreadedComments xmlns="{_THREADS}"><threadedComment ref="B2" dT="2026-11-20T09:00:00.00" personId="{_PERSON}" '
        f'id="{_THREAD}"><text>老客户，下次打九折</text></threadedComment></ThreadedComments>'
    ),
    "xl/persons/person.xml": (
        f'<personList xmlns="{_THREADS}"><person displayName="阿青" id="{_PERSON}" userId="aqing" providerId="None"/></personList>'
    ),
}
_TYPES = (
    ("/xl/pivotCache/pivotCacheDefinition1.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"),
    ("/xl/pivotCache/pivotCacheRecords1.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheRecords+xml"),
    ("/xl/pivotTables/pivotTable1.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml"),
    ("/xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml"),
    ("/xl/persons/person.xml", "application/vnd.ms-excel.person+xml"),
)  # fmt: skip


def full_workbook() -> bytes:
    """The workbook."""
    parts = members(book(_fill)) | {
        name: text.encode() for name, text in (_PIVOT_PARTS | _THREAD_PARTS).items()
    }
    types = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _TYPES)
    _before(parts, "[Content_Types].xml", "</Types>", types)
    _before(
        parts,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId91" Type="{DOC}/pivotCacheDefinition" Target="pivotCache/pivotCacheDefinition1.xml"/>'
        f'<Relationship Id="rId92" Type="{_THREAD_KIND}/person" Target="persons/person.xml"/>',
    )
    _before(
        parts,
        "xl/workbook.xml",
        "</workbook>",
        '<pivotCaches><pivotCache cacheId="1" r:id="rId91"/></pivotCaches>',
    )
    _before(
        parts,
        "xl/worksheets/_rels/sheet1.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId93" Type="{_THREAD_KIND}/threadedComment" Target="../threadedComments/threadedComment1.xml"/>',
    )
    return zipped(parts)


def members(content: bytes) -> dict[str, bytes]:
    """Every member of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _before(parts: dict[str, bytes], name: str, mark: str, text: str) -> None:
    """Puts text before the mark of a part."""
    parts[name] = parts[name].replace(mark.encode(), f"{text}{mark}".encode(), 1)


def _fill(workbook: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet = workbook.add_worksheet(TAB)
    head = workbook.add_format(HEAD)
    for at, heading in enumerate(_HEADINGS):
        sheet.write_string(0, at, heading, head)
    for number, row in enumerate(_ROWS, start=1):
        _write(sheet, number, row)
        sheet.add_sparkline(number, len(_HEADINGS) - 1, {"range": f"{TAB}!D2:D4", "type": "column"})
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"categories": [TAB, 1, 2, 3, 2], "values": [TAB, 1, 3, 3, 3]})
    sheet.insert_chart("B8", chart)
    sheet.insert_textbox("J8", "发货前先看备注")
    sheet.insert_image("J2", "logo.png", {"image_data": io.BytesIO(striped_png(60, 30))})
    sheet.write_comment("B2", "[线程批注] 老客户，下次打九折", {"author": f"tc={_THREAD}"})
    _fill_pivot(workbook.add_worksheet("汇总"))


def _write(sheet: Any, number: int, row: Mapping[str, str]) -> None:  # noqa: ANN401
    for at, (name, text) in enumerate(row.items()):
        if name in {"count", "money"}:
            sheet.write_number(number, at, float(text))
        else:
            sheet.write_string(number, at, text)


def _fill_pivot(sheet: Any) -> None:  # noqa: ANN401
    shown = (("货号", "求和:要几个"), ("剪刀", 1), ("开瓶器", 2), ("板凳", 1), ("总计", 4))
    for number, row in enumerate(shown, start=2):
        sheet.write_row(number, 0, row)
