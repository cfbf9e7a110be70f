"""Where cells and rows go, and what a row or column gives them."""

from sheetship.xlsx import Options, RowEdit, SheetEdits, Style
from sheetship.xlsx.edits import KEEP
from tests.xlsx import books
from tests.xlsx.cases.case import NAME, Case, Put, Refused, styles

_NO_LOOKS = (None, None)

CASES = [
    Case(
        name="new cells stand before, between and after those of a row, AA after Z",
        rows='<row r="1">{+<c r="A1"><v>1</v></c>+}<c r="B1"><v>0</v></c>{+<c r="C1"><v>3</v></c>+}<c r="Z1"><v>0</v></c>'
        '{+<c r="AA1"><v>27</v></c>+}</row>',
        cells={"AA1": 27, "A1": 1, "C1": 3},
    ),
    Case(
        name="spans widen to both sides",
        rows='<row r="1" spans="[-3:4-]{+2:6+}">{+<c r="B1"><v>5</v></c>+}<c r="C1"><v>0</v></c>{+<c r="F1"><v>5</v></c>+}</row>',
        cells={"B1": 5, "F1": 5},
    ),
    Case(
        name="spans of several ranges go, for they need not be there",
        rows='<row r="1"[- spans="1:1 4:5"-]><c r="A1"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}<c r="D1"><v>0</v></c></row>',
        cells={"B1": 5},
    ),
    Case(
        name="missing rows come before, between and after, and the dimension takes them in",
        head='<dimension ref="[-B3-]{+A1+}:[-C5-]{+C8+}"/>',
        rows='{+<row r="1"><c r="A1"><v>1</v></c></row>+}<row r="3"><c r="B3"><v>0</v></c></row>{+<row r="4"><c r="A4"><v>4</v></c></row>+}'
        '<row r="5"><c r="C5"><v>0</v></c></row>{+<row r="8"><c r="A8"><v>8</v></c></row>+}',
        cells={"A1": 1, "A4": 4, "A8": 8},
    ),
    Case(
        name="a dimension of one cell becomes a range",
        head='<dimension ref="A1{+:B1+}"/>',
        rows='<row r="1"><c r="A1"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}</row>',
        cells={"B1": 5},
    ),
    Case(
        name="an empty sheetData is opened and filled",
        sheet=f'<worksheet xmlns="{books.MAIN}"><sheetData[-/-]>{{+<row r="2"><c r="B2"><v>5</v></c></row></sheetData>+}}</worksheet>',
        cells={"B2": 5},
    ),
    Case(
        name="an empty row is opened, keeps its attributes and gives its style",
        rows='<row r="1" s="3" customFormat="1" ht="30" customHeight="1"[-/-]>{+<c r="B1" s="3"><v>5</v></c></row>+}',
        cells={"B1": 5},
    ),
    Case(
        name="a row's style counts only with customFormat",
        rows='<row r="1" s="3"><c r="A1"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}</row>',
        cells={"B1": 5},
    ),
    Case(
        name="a new cell takes its column's style",
        head='<cols><col min="2" max="4" width="9" style="3"/></cols>',
        rows='<row r="1"><c r="A1"><v>0</v></c>{+<c r="C1" s="3"><v>5</v></c><c r="E1"><v>5</v></c>+}</row>',
        cells={"C1": 5, "E1": 5},
    ),
    Case(
        name="a hidden column gives its style too and stays hidden",
        head='<cols><col min="1" max="16384" width="9" style="3" hidden="1"/></cols>',
        rows='{+<row r="1"><c r="XFD1" s="3"><v>5</v></c></row>+}',
        cells={"XFD1": 5},
    ),
    Case(
        name="the row's style goes before the column's",
        head='<cols><col min="1" max="9" width="9" style="1"/></cols>',
        rows='<row r="1" s="3" customFormat="true"><c r="A1" s="3"/>{+<c r="B1" s="3"><v>5</v></c>+}</row>',
        cells={"B1": 5},
    ),
    Case(
        name="the last cell of the largest sheet is written",
        rows='<row r="1"><c r="A1"><v>0</v></c></row>{+<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>+}',
        cells={"XFD1048576": 5},
        no_office="takes two minutes to lay out a million rows",
    ),
    Case(
        name="outline levels and collapsed rows stay",
        rows='<row r="1" outlineLevel="1" hidden="1"><c r="A1"><v>[-0-]{+5+}</v></c></row><row r="2" collapsed="1"[-/-]>{+<c r="A2"><v>6</v></c></row>+}',
        cells={"A1": 5, "A2": 6},
    ),
    Case(
        name="a row below takes height and styles of the row it is to be like, but is not hidden or folded",
        rows='<row r="1" ht="30" customHeight="1" hidden="1" outlineLevel="2" spans="1:2"><c r="A1" s="3"><v>0</v></c><c r="B1" s="1"/></row>'
        '{+<row r="2" ht="30" customHeight="1"><c r="A2" s="3"><v>5</v></c><c r="B2" s="1"/></row>+}',
        cells={"A2": 5},
        also=SheetEdits(sheet=NAME, like_row=1),
    ),
    Case(
        name="thick borders and descents of a row stay",
        root=' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"',
        rows='<row r="1" thickTop="1" thickBot="1" x14ac:dyDescent="0.25"><c r="A1"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}</row>',
        cells={"B1": 5},
    ),
    Case(
        name="whole rows below all others are written like cells",
        rows='<row r="1"><c r="A1"><v>0</v></c></row>{+<row r="3"><c r="A3"><v>1</v></c><c r="D3" t="inlineStr"><is><t>甲</t></is></c></row>+}',
        also=SheetEdits(sheet=NAME, rows=[RowEdit(3, (1, 2, 4), (1, None, "甲"), (None, None, None))]),
    ),
    Case(
        name="blank cells of a whole row leave what is there",
        rows='<row r="1"><c r="A1"><v>[-0-]{+1+}</v></c><c r="B1"><v>7</v></c></row>',
        also=SheetEdits(sheet=NAME, rows=[RowEdit(1, (1, 2), (1, None), (None, None))]),
    ),
    Case(
        name="nothing asked is nothing written",
        rows='<row  r = "1"  ><c r="A1"><v>0</v></c></row>',
    ),
    Case(
        name="clearing a cell keeps its style, clearing a missing one adds nothing",
        rows='<row r="1"><c r="A1" s="3"[-><v>7</v></c>-]{+/>+}</row>',
        cells={"A1": None, "B1": None, "C9": ""},
    ),
    Case(
        name="an empty cell without a style is filled",
        rows='<row r="1"><c r="A1"[-/-]>{+<v>5</v></c>+}</row>',
        cells={"A1": 5},
    ),
    Case(
        name="an empty cell written as two tags is filled",
        rows='<row r="1"><c r="A1" s="3">{+<v>5</v>+}</c></row>',
        cells={"A1": 5},
    ),
    Case(
        name="a hidden row of a filter is written all the same",
        rows='<row r="1"><c r="A1"><v>0</v></c></row><row r="2" hidden="1"><c r="A2"><v>[-1-]{+5+}</v></c></row>',
        tail='<autoFilter ref="A1:A2"><filterColumn colId="0"><filters><filter val="9"/></filters></filterColumn></autoFilter>',
        cells={"A2": 5},
        notes=("filtered_row",),
    ),
    Case(name="row 0 is no row", cells={"A0": 5}, refused=Refused("bad_cell")),
    Case(name="XFE is no column", cells={"XFE1": 5}, refused=Refused("bad_cell")),
    Case(name="row 1048577 is no row", cells={"A1048577": 5}, refused=Refused("bad_cell")),
    Case(
        name="one cell set twice is refused",
        cells={"A1": 5, "$A$1": 6},
        refused=Refused("duplicate_edit", "A1"),
    ),
    Case(
        name="rows out of order are refused",
        rows='<row r="2"/><row r="1"/>',
        cells={"A1": 5},
        refused=Refused("rows_out_of_order"),
    ),
    Case(
        name="cells out of order are refused",
        rows='<row r="1"><c r="B1"/><c r="A1"/></row>',
        cells={"A1": 5},
        refused=Refused("rows_out_of_order"),
    ),
    Case(
        name="the same cell twice in a row is refused",
        rows='<row r="1"><c r="A1"/><c r="A1"/></row>',
        cells={"A1": 5},
        refused=Refused("rows_out_of_order"),
    ),
    Case(
        name="a cell that says it stands in another row is refused",
        rows='<row r="1"><c r="A2"/></row>',
        cells={"A1": 5},
        refused=Refused("damaged"),
    ),
    Case(
        name="a new last cell stands before what extends its row",
        rows='<row r="1"><c r="A1"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}<extLst><ext uri="{1}"/></extLst></row>',
        cells={"B1": 5},
    ),
    Case(
        name="what extends a cell is not overwritten",
        rows='<row r="1"><c r="A1"><v>0</v><extLst><ext uri="{1}"/></extLst></c></row>',
        cells={"A1": 5},
        refused=Refused("rich_cell", "A1"),
    ),
    Case(
        name="a new row looks as most of the rows above it do, not as the one that somebody coloured",
        rows='<row r="1"><c r="A1"><v>0</v></c></row>'
        + "".join(f'<row r="{row}" ht="20"><c r="A{row}" s="3"><v>0</v></c></row>' for row in range(2, 6))
        + '<row r="6" ht="90"><c r="A6" s="1"><v>0</v></c></row>{+<row r="7" ht="20"><c r="A7" s="3"><v>5</v></c></row>+}',
        cells={"A7": 5},
    ),
    Case(
        name="whole rows among others, in a pretty sheet",
        rows='\n  <row r="1" spans="1:[-1-]{+2+}">\n   <c r="A1">[-\n    -]<v>[-0-]{+5+}</v>[-\n   -]</c>\n  {+<c r="B1"><v>6</v></c>+}</row>\n '
        '{+<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>8</v></c></row>+}',
        also=SheetEdits(
            sheet=NAME, rows=[RowEdit(1, (1, 2), (5, 6), _NO_LOOKS), RowEdit(2, (1, 2), (7, 8), _NO_LOOKS)]
        ),
    ),
    Case(
        name="extensions of rows and cells in the way of whole rows",
        rows='<row r="1"><c r="A1"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}<extLst><ext uri="{1}"/></extLst></row>'
        '<row r="2"><c r="A2"><v>0</v><extLst><ext uri="{2}"/></extLst></c>{+<c r="B2"><v>6</v></c>+}</row>',
        also=SheetEdits(sheet=NAME, rows=[RowEdit(row, (2,), (row + 4,), (None,)) for row in (1, 2)]),
    ),
    Case(
        name="what extends a cell stays when its look changes",
        styles=styles(
            fonts='<font><b/><sz val="11"/><name val="Calibri"/></font>',
            xfs='<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
        ),
        rows='<row r="1"><c r="A1"{+ s="5"+}><v>0</v><extLst><ext uri="{1}"/></extLst></c></row>',
        cells={"A1": Put(KEEP, Style(bold=True))},
    ),
    Case(
        name="what extends a cell goes if asked for",
        rows='<row r="1"><c r="A1"><v>[-0-]{+5+}</v>[-<extLst><ext uri="{1}"/></extLst>-]</c></row>',
        cells={"A1": 5},
        options=Options(over_rich_values=True),
    ),
    Case(
        name="a whole row of blanks asks for nothing, on a row that is there, between others and below them",
        head='<dimension ref="A1:A3"/>',
        rows='<row r="1"><c r="A1"><v>0</v></c></row><row r="3"/>',
        also=SheetEdits(
            sheet=NAME, rows=[RowEdit(row, (1, 9), ("", None), _NO_LOOKS) for row in (1, 2, 3, 4)]
        ),
    ),
    Case(
        name="columns that are blank in all whole rows do not widen the dimension",
        head='<dimension ref="A1{+:B1+}"/>',
        rows='<row r="1"><c r="A1"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}</row>',
        also=SheetEdits(sheet=NAME, rows=[RowEdit(1, (2, 9), (5, None), _NO_LOOKS)]),
    ),
    Case(
        name="the value that is there already, in a whole row, gets its look",
        styles=styles(
            fonts='<font><b/><sz val="11"/><name val="Calibri"/></font>',
            xfs='<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
        ),
        rows='<row r="1"><c r="A1"{+ s="5"+}><v>5.0</v></c><c r="B1"{+ s="5"+} t="b"><v>0</v></c></row>',
        also=SheetEdits(
            sheet=NAME, rows=[RowEdit(1, (1, 2), (5, False), (Style(bold=True), Style(bold=True)))]
        ),
    ),
]
