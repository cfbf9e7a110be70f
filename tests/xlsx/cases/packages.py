"""Zips, parts and sheet names: found as Excel finds them, copied as they are."""

from sheetship.xlsx import Style
from tests.xlsx import books
from tests.xlsx.cases import packing
from tests.xlsx.cases.case import SHEET2, WORKBOOK, WORKBOOK_RELS, Case, Put, Refused, styles, workbook

_ONE = '<row r="1"><c r="A1"><v>[-0-]{+5+}</v></c></row>'
_FIVE = {"A1": 5}


def _found_by(target: str, kind: str = "worksheet") -> dict[str, str]:
    return {WORKBOOK_RELS: books.rels_xml(("rId1", kind, target), ("rId2", "styles", "styles.xml"))}


CASES = [
    Case(name="a zip with nothing compressed", rows=_ONE, pack=packing.stored, cells=_FIVE),
    Case(name="a zip with entries of folders", rows=_ONE, pack=packing.with_directories, cells=_FIVE),
    Case(name="a zip with extra fields and comments", rows=_ONE, pack=packing.with_remarks, cells=_FIVE),
    Case(
        name="a zip with backslashes in its names",
        rows=_ONE,
        pack=packing.with_backslashes,
        cells=_FIVE,
        no_office="opens no zip with backslashes",
    ),
    Case(name="a zip with names in another case", rows=_ONE, pack=packing.in_capitals, cells=_FIVE),
    Case(name="a zip with junk before it", rows=_ONE, pack=packing.with_junk_before, cells=_FIVE),
    Case(name="a zip with sizes behind the content", rows=_ONE, pack=packing.streamed, cells=_FIVE),
    Case(name="a zip of 64 bits", rows=_ONE, pack=packing.in_zip64, cells=_FIVE),
    Case(
        name="a zip with the sheet twice is refused",
        rows=_ONE,
        pack=packing.with_the_sheet_twice,
        cells=_FIVE,
        refused=Refused("damaged"),
    ),
    Case(
        name="a zip without the sheet is refused",
        rows=_ONE,
        pack=packing.without_the_sheet,
        cells=_FIVE,
        refused=Refused("damaged"),
    ),
    Case(
        name="two sheets that are one and the same part are refused",
        rows=_ONE,
        parts={
            WORKBOOK: workbook(
                sheets='<sheet name="订单" sheetId="1" r:id="rId1"/><sheet name="汇总" sheetId="2" r:id="rId1"/>'
            )
        },
        cells=_FIVE,
        refused=Refused("damaged"),
    ),
    Case(
        name="a zip with an encrypted sheet is refused",
        rows=_ONE,
        pack=packing.with_a_locked_sheet,
        cells=_FIVE,
        refused=Refused("encrypted"),
    ),
    Case(
        name="a zip that ends too early is refused",
        rows=_ONE,
        pack=packing.cut_off,
        cells=_FIVE,
        refused=Refused("damaged"),
    ),
    Case(
        name="a bomb that unpacks to a thousand times its size is refused",
        rows=_ONE,
        parts={"xl/media/image1.png": bytes(70_000_000)},
        cells=_FIVE,
        refused=Refused("too_large"),
    ),
    Case(name="an absolute target", rows=_ONE, parts=_found_by("/xl/worksheets/sheet1.xml"), cells=_FIVE),
    Case(name="a target with dots", rows=_ONE, parts=_found_by("../xl/./worksheets/sheet1.xml"), cells=_FIVE),
    Case(name="a target with a backslash", rows=_ONE, parts=_found_by("worksheets\\sheet1.xml"), cells=_FIVE),
    Case(name="a target in another case", rows=_ONE, parts=_found_by("Worksheets/Sheet1.XML"), cells=_FIVE),
    Case(
        name="a target with percent signs", rows=_ONE, parts=_found_by("worksheets/sheet%31.xml"), cells=_FIVE
    ),
    Case(
        name="a chart sheet is no target",
        sheet=f'<chartsheet xmlns="{books.MAIN}"/>',
        parts=_found_by("worksheets/sheet1.xml", "chartsheet"),
        cells=_FIVE,
        refused=Refused("not_a_worksheet"),
    ),
    Case(
        name="a dialog sheet is no target",
        sheet=f'<dialogsheet xmlns="{books.MAIN}"/>',
        parts=_found_by("worksheets/sheet1.xml", "dialogsheet"),
        cells=_FIVE,
        refused=Refused("not_a_worksheet"),
    ),
    Case(
        name="a macro sheet is no target",
        parts={
            WORKBOOK_RELS: books.rels_xml(("rId2", "styles", "styles.xml")).replace(
                "</Relationships>",
                '<Relationship Id="rId1" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" '
                'Target="worksheets/sheet1.xml"/></Relationships>',
            )
        },
        cells=_FIVE,
        refused=Refused("not_a_worksheet"),
    ),
    Case(
        name="a very hidden sheet is written, and told of",
        rows=_ONE,
        parts={
            SHEET2: books.sheet_xml(),
            WORKBOOK: workbook(
                sheets='<sheet name="订单" sheetId="1" state="veryHidden" r:id="rId1"/><sheet name="汇总" sheetId="2" r:id="rId4"/>'
            ),
        },
        cells=_FIVE,
        notes=("hidden_sheet",),
    ),
    Case(
        name="several sheets at once share one new look",
        styles=styles(
            fills='<fill><patternFill patternType="solid"><fgColor rgb="FFC6EFCE"/><bgColor indexed="64"/></patternFill></fill>',
            xfs='<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>',
        ),
        rows='<row r="1"><c r="A1"{+ s="5"+}><v>[-0-]{+5+}</v></c></row>',
        parts={SHEET2: books.sheet_xml('{+<row r="9"><c r="B9" s="5"><v>6</v></c></row>+}')},
        cells={"A1": Put(5, Style(fill="C6EFCE")), "汇总!B9": Put(6, Style(fill="C6EFCE"))},
    ),
    Case(
        name="a sheet's name is taken to the letter: apostrophe, ampersand, emoji, blank at the end",
        parts={
            SHEET2: books.sheet_xml('{+<row r="1"><c r="A1"><v>5</v></c></row>+}'),
            WORKBOOK: workbook(
                sheets='<sheet name="订单" sheetId="1" r:id="rId1"/><sheet name="O\'Neil &amp; 😀 " sheetId="2" r:id="rId4"/>'
            ),
        },
        cells={"O'Neil & 😀 !A1": 5},
    ),
    Case(
        name="a sheet in another case is not the sheet",
        parts={
            WORKBOOK: workbook(
                sheets='<sheet name="订单" sheetId="1" r:id="rId1"/><sheet name="Orders" sheetId="2" r:id="rId4"/>'
            ),
            SHEET2: books.sheet_xml(),
        },
        cells={"orders!A1": 5},
        refused=Refused("no_such_sheet"),
    ),
    Case(
        name="a signed book is refused",
        parts={"_xmlsignatures/sig1.xml": "<Signature/>"},
        cells=_FIVE,
        refused=Refused("signed"),
    ),
    Case(
        name="a book with a log of changes is refused",
        parts={"xl/revisions/revisionHeaders.xml": "<headers/>"},
        cells=_FIVE,
        refused=Refused("shared_workbook"),
    ),
    Case(
        name="macros, form buttons and a signature of the macros stay",
        rows=_ONE,
        tail='<legacyDrawing r:id="rId7"/>',
        rels=(("rId7", "vmlDrawing", "../drawings/vmlDrawing1.vml"),),
        parts={
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros",
            "xl/vbaProjectSignature.bin": b"\x00signed",
            "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml"/>',
        },
        cells=_FIVE,
    ),
    Case(
        name="an xml part that nobody edits may be damaged",
        rows=_ONE,
        parts={"xl/drawings/drawing9.xml": "<a><b></a>"},
        cells=_FIVE,
    ),
    Case(
        name="workbook part in UTF-16, relationship ids under another prefix",
        rows=_ONE,
        parts={
            WORKBOOK: workbook()
            .replace("UTF-8", "UTF-16")
            .replace("xmlns:r=", "xmlns:rel=")
            .replace(" r:id", " rel:id")
            .encode("utf-16")
        },
        cells=_FIVE,
    ),
]
