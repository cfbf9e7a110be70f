"""Small workbooks made by hand, part by part, so that a test can say exactly which trap it sets."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from sheetship.xlsx import Cell, CellEdit, SheetEdits, XlsxError, patch, read_sheet, verify
from sheetship.xlsx.edits import Value
from sheetship.xlsx.patch import Patched

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DOC: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET: Final = "xl/worksheets/sheet1.xml"
SHEET_RELS: Final = "xl/worksheets/_rels/sheet1.xml.rels"
STYLES: Final = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="31" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><alignment horizontal="center"/><protection locked="0"/></xf>'
    '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)


def sheet_xml(rows: str = "", *, head: str = "", tail: str = "", root: str = "") -> str:
    """A plain worksheet part."""
    start = f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{DOC}"{root}>'
    return f"{start}{head}<sheetData>{rows}</sheetData>{tail}</worksheet>"


def rels_xml(*entries: tuple[str, str, str]) -> str:
    """A relationships part of (id, kind, target); web addresses are external."""
    shown = ""
    for id_, kind, target in entries:
        mode = ' TargetMode="External"' if target.startswith("http") else ""
        shown += f'<Relationship Id="{id_}" Type="{DOC}/{kind}" Target="{target}"{mode}/>'
    return f'{DECLARATION}<Relationships xmlns="{PACK}">{shown}</Relationships>'


def workbook_xml(
    sheets: str = '<sheet name="订单" sheetId="1" r:id="rId1"/>', before: str = "", after: str = ""
) -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{DOC}">{before}<sheets>{sheets}</sheets>{after}</workbook>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with a fixed date."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 21, 10, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def book_parts(
    sheet: str | bytes,
    *,
    strings: str | bytes | None = None,
    styles: str | None = STYLES,
    **extra: str | bytes,
) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet; `extra` keys are names of `EXTRA`."""
    rels = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    if styles is not None:
        rels.append(("rId2", "styles", "styles.xml"))
    if strings is not None:
        rels.append(("rId3", "sharedStrings", "sharedStrings.xml"))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": rels_xml(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": extra.pop("workbook", workbook_xml()),
        "xl/_rels/workbook.xml.rels": extra.pop("workbook_rels", rels_xml(*rels)),
        SHEET: sheet,
        "docProps/app.xml": "<Properties/>",
    }
    if styles is not None:
        parts["xl/styles.xml"] = styles
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
    if "sheet_rels" in extra:
        parts[SHEET_RELS] = extra.pop("sheet_rels")
    if "table" in extra:
        parts["xl/tables/table1.xml"] = extra.pop("table")
    assert not extra
    return parts


def book(sheet: str | bytes | None = None, **settings: str | bytes | None) -> bytes:
    """A workbook with one sheet named 订单."""
    return zipped(book_parts(sheet_xml() if sheet is None else sheet, **settings))  # type: ignore[arg-type]


def rows(xml: str, *, head: str = "", tail: str = "", **settings: str | bytes | None) -> bytes:
    """A workbook whose sheet has these rows."""
    return book(sheet_xml(xml, head=head, tail=tail), **settings)


def part(content: bytes, name: str = SHEET) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def written_rows(content: bytes) -> str:
    """What stands between `<sheetData>` and its end."""
    return part(content).partition("<sheetData>")[2].partition("</sheetData>")[0]


def put(source: bytes, *cells: CellEdit, **around: object) -> Patched:
    """Patch the sheet, pass the gate, and see that patching twice is patching once."""
    edits = [SheetEdits(sheet="订单", cells=cells, **around)]  # type: ignore[arg-type]
    done = patch(source, edits)
    verify(source, done.content, edits)
    again = patch(done.content, edits)
    assert again.content == done.content
    assert again.changed_parts == ()
    return done


def set_cell(source: bytes, ref: tuple[int, int], value: Value) -> str:
    """The rows after one cell was set."""
    return written_rows(put(source, CellEdit(*ref, value)).content)


def cell(content: bytes, row: int, column: int) -> Cell | None:
    """The cell as our reader sees it."""
    found = next((each for each in read_sheet(content).rows if each.number == row), None)
    return found.get(column) if found else None


def refusal(source: bytes, *cells: CellEdit, **around: object) -> XlsxError:
    """The error that a patch ends in."""
    try:
        patch(source, [SheetEdits(sheet="订单", cells=cells, **around)])  # type: ignore[arg-type]
    except XlsxError as error:
        return error
    raise AssertionError("the patch was not refused")
