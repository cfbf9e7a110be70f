"""Formulas, arrays, merged cells and locks: what stands in the way of writing, and what is computed anew."""

from sheetship.xlsx import Options, RowEdit, SheetEdits
from tests.xlsx import books
from tests.xlsx.cases.case import COMPUTED, NAME, SHEET2, WORKBOOK, Case, Refused, workbook

_SUM = '<row r="2"><c r="A2"><f>SUM(A1)</f><v>0</v></c></row>'
_ONE = '<row r="1"><c r="A1"><v>[-0-]{+5+}</v></c></row>'
_SHARED = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>0</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>0</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"/><v>0</v></c></row>'
)
_OVER = Options(over_formulas=True)
_METADATA = f'<metadata xmlns="{books.MAIN}"><valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
CHAIN = "xl/calcChain.xml"
_CHAIN = f'<calcChain xmlns="{books.MAIN}"><c r="A2" i="1"/></calcChain>'

CASES = [
    Case(
        name="a formula is not overwritten", rows=_SUM, cells={"A2": 5}, refused=Refused("formula_cell", "A2")
    ),
    Case(
        name="a formula is not cleared", rows=_SUM, cells={"A2": None}, refused=Refused("formula_cell", "A2")
    ),
    Case(
        name="the first of shared formulas is not overwritten",
        rows=_SHARED,
        cells={"A1": 5},
        refused=Refused("formula_cell", "A1"),
    ),
    Case(
        name="a follower of shared formulas is not overwritten",
        rows=_SHARED,
        cells={"A3": 5},
        refused=Refused("formula_cell", "A3"),
    ),
    Case(
        name="a cell beside shared formulas is written",
        rows=_SHARED.replace("</f><v>0</v></c>", '</f><v>0</v></c>{+<c r="B1"><v>5</v></c>+}'),
        parts=COMPUTED,
        cells={"B1": 5},
    ),
    Case(
        name="inside an array formula nothing is written",
        rows='<row r="1"><c r="A1"><f t="array" ref="A1:B2">TRANSPOSE(D1:E2)</f><v>0</v></c><c r="B1"><v>0</v></c></row>',
        cells={"B2": 5},
        refused=Refused("array_cell", "B2"),
    ),
    Case(
        name="inside a data table nothing is written",
        rows='<row r="1"><c r="A1"><f t="dataTable" ref="A1:A2" dt2D="0" dtr="0" r1="C1"/><v>0</v></c></row>',
        cells={"A2": 5},
        refused=Refused("array_cell", "A2"),
    ),
    Case(
        name="where an array spills nothing is written",
        rows='<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A3">_xlfn.UNIQUE(C1:C9)</f><v>0</v></c></row>'
        '<row r="2"><c r="A2"><v>0</v></c></row>',
        parts={
            "xl/metadata.xml": f'<metadata xmlns="{books.MAIN}"><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
        },
        cells={"A2": 5},
        refused=Refused("array_cell", "A2"),
    ),
    Case(
        name="of merged cells the first is written",
        rows='<row r="1"><c r="A1" s="3"[-/-]>{+<v>5</v></c>+}<c r="B1" s="3"/></row>',
        tail='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
        cells={"A1": 5},
    ),
    Case(
        name="of merged cells no other is written",
        tail='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
        cells={"B2": 5},
        refused=Refused("merged_cell", "B2"),
    ),
    Case(
        name="a book with formulas is computed when it is opened next",
        rows=_ONE + _SUM,
        parts={
            WORKBOOK: workbook(after='<calcPr calcId="191029"{+ fullCalcOnLoad="1"+}/>'),
            CHAIN: _CHAIN,
        },
        cells={"A1": 5},
    ),
    Case(
        name="the mark to compute goes where the schema has it",
        rows=_ONE + _SUM,
        parts={
            WORKBOOK: workbook(
                after='<definedNames><definedName name="x">订单!$A$1</definedName></definedNames>{+<calcPr fullCalcOnLoad="1"/>+}'
                "<customWorkbookViews/><extLst/>"
            )
        },
        cells={"A1": 5},
    ),
    Case(
        name="a mark to compute that is switched off is switched on",
        rows=_ONE + _SUM,
        parts={WORKBOOK: workbook(after='<calcPr fullCalcOnLoad="[-0-]{+1+}" calcMode="manual"/>')},
        cells={"A1": 5},
    ),
    Case(
        name="a formula on another sheet counts too",
        rows=_ONE,
        parts={
            SHEET2: books.sheet_xml('<row r="1"><c r="A1"><f>订单!A1</f><v>0</v></c></row>'),
            WORKBOOK: workbook(
                sheets='<sheet name="订单" sheetId="1" r:id="rId1"/><sheet name="汇总" sheetId="2" r:id="rId4"/>',
                after='{+<calcPr fullCalcOnLoad="1"/>+}',
            ),
        },
        cells={"A1": 5},
    ),
    Case(
        name="another sheet that is spelled unusually may have formulas",
        rows=_ONE,
        parts={
            SHEET2: books.sheet_xml("<!-- ? -->"),
            WORKBOOK: workbook(
                sheets='<sheet name="订单" sheetId="1" r:id="rId1"/><sheet name="汇总" sheetId="2" r:id="rId4"/>',
                after='{+<calcPr fullCalcOnLoad="1"/>+}',
            ),
        },
        cells={"A1": 5},
    ),
    Case(
        name="a formula goes if asked for, with its entry of the calculation chain, and the next entry names the sheet",
        rows=_ONE
        + '<row r="2"><c r="A2"[-><f>SUM(A1)</f><v>0</v></c>-]{+><v>6</v></c>+}<c r="B2"><f>A1</f><v>0</v></c></row>',
        parts={
            **COMPUTED,
            CHAIN: f'<calcChain xmlns="{books.MAIN}">[-<c r="A2" i="1" l="1"/>-]<c r="B2"{{+ i="1" l="1"+}}/></calcChain>',
        },
        cells={"A1": 5, "A2": 6},
        options=_OVER,
    ),
    Case(
        name="the last entry of the calculation chain takes the chain with it, and all that names it",
        rows='<row r="1"><c r="A1">[-<f>1+1</f>-]<v>[-2-]{+5+}</v></c></row>',
        parts={**COMPUTED, CHAIN: f'[-<calcChain xmlns="{books.MAIN}"><c r="A1" i="1"/></calcChain>-]'},
        cells={"A1": 5},
        options=_OVER,
    ),
    Case(
        name="the first of shared formulas hands its formula to the next",
        rows='<row r="1"><c r="A1">[-<f t="shared" ref="A1:A3" si="0">B1*$C$1+SUM(D:D)</f>-]<v>[-0-]{+5+}</v></c></row>'
        '<row r="2"><c r="A2">[-<f t="shared" si="0"/>-]{+<f t="shared" si="0" ref="A2:A3">B2*$C$1+SUM(D:D)</f>+}<v>0</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>0</v></c></row>',
        parts=COMPUTED,
        cells={"A1": 5},
        options=_OVER,
    ),
    Case(
        name="a follower of shared formulas goes, the rest stay",
        rows=_SHARED.replace(
            '<c r="A2"><f t="shared" si="0"/><v>0</v>',
            '<c r="A2">[-<f t="shared" si="0"/>-]<v>[-0-]{+5+}</v>',
        ),
        parts=COMPUTED,
        cells={"A2": 5},
        options=_OVER,
    ),
    Case(
        name="an array formula goes only as a whole",
        rows='<row r="1"><c r="A1">[-<f t="array" ref="A1:B1">TRANSPOSE(D1:D2)</f>-]<v>[-0-]{+5+}</v></c><c r="B1"><v>[-0-]{+6+}</v></c></row>',
        parts=COMPUTED,
        cells={"A1": 5, "B1": 6},
        options=_OVER,
    ),
    Case(
        name="half an array formula does not go, whatever is asked",
        rows='<row r="1"><c r="A1"><f t="array" ref="A1:B1">TRANSPOSE(D1:D2)</f><v>0</v></c><c r="B1"><v>0</v></c></row>',
        cells={"A1": 5},
        options=_OVER,
        refused=Refused("array_cell", "A1"),
    ),
    Case(
        name="a data table does not go, whatever is asked",
        rows='<row r="1"><c r="A1"><f t="dataTable" ref="A1:A1" dt2D="0" dtr="0" r1="C1"/><v>0</v></c></row>',
        cells={"A1": 5},
        options=_OVER,
        refused=Refused("array_cell", "A1"),
    ),
    Case(
        name="a picture in a cell is not overwritten",
        rows='<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>',
        parts={"xl/metadata.xml": _METADATA},
        cells={"A1": 5},
        refused=Refused("rich_cell", "A1"),
    ),
    Case(
        name="a picture in a cell goes if asked for",
        rows='<row r="1"><c r="A1"[- t="e" vm="1"-]><v>[-#VALUE!-]{+5+}</v></c></row>',
        parts={"xl/metadata.xml": _METADATA},
        cells={"A1": 5},
        options=Options(over_rich_values=True),
    ),
    Case(
        name="a picture as WPS keeps it is not overwritten with formulas alone",
        rows='<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c></row>',
        parts={"xl/cellimages.xml": "<cellImages/>"},
        cells={"A1": 5},
        options=_OVER,
        refused=Refused("rich_cell", "A1"),
    ),
    Case(
        name="the first of shared formulas, overwritten by a whole row, hands it on across rows that nobody edits",
        rows='<row r="1"><c r="A1">[-<f t="shared" ref="A1:A3" si="4">B1</f>-]<v>[-0-]{+5+}</v></c></row><row r="2"/>'
        '<row r="3"><c r="A3"><f t="shared" si="4"[-/-]{+ ref="A3"+}>{+B3</f>+}<v>0</v></c></row>',
        parts=COMPUTED,
        also=SheetEdits(sheet=NAME, rows=[RowEdit(1, (1,), (5,), (None,))]),
        options=_OVER,
    ),
]
