"""Tables (ListObjects): headings stay, rows below and headings beside join them as in Excel."""

from sheetship.xlsx import Options, Style
from tests.xlsx import books
from tests.xlsx.cases.case import Case, Put, Refused, styles

_RENAMING = Options(rename_headings=True)
_PART = "xl/tables/table1.xml"
_RELS = (("rId1", "table", "../tables/table1.xml"),)
_ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>订单号</t></is></c><c r="B1" t="inlineStr"><is><t>数量</t></is></c>{}</row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>{}</v></c></row>'
)
_TAIL = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'


def _table(end: str = "B2", columns: str = "", count: str = "2", totals: str = "", filtered: str = "") -> str:
    return (
        f'{books.DECLARATION}<table xmlns="{books.MAIN}" id="1" name="表1" displayName="表1" ref="A1:{end}"{totals}>'
        f'<autoFilter ref="A1:{filtered or end}"/><tableColumns count="{count}"><tableColumn id="1" name="订单号"/><tableColumn id="4" name="数量"/>{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleMedium2" showRowStripes="1"/></table>'
    )


CASES = [
    Case(
        name="a cell inside a table leaves the table's part as it is",
        rows=_ROWS.format("", "[-1-]{+5+}"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table()},
        cells={"B2": 5},
    ),
    Case(
        name="rows just below a table join it, its filter too",
        rows=_ROWS.format("", "1")
        + '{+<row r="3"><c r="A3"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row>+}',
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table("B[-2-]{+4+}")},
        cells={"A3": 2, "B4": 3},
    ),
    Case(
        name="a row further below a table does not join it",
        rows=_ROWS.format("", "1") + '{+<row r="4"><c r="A4"><v>2</v></c></row>+}',
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table()},
        cells={"A4": 2},
    ),
    Case(
        name="a heading just right of a table joins it, its line break as Excel writes it",
        rows=_ROWS.format(
            '{+<c r="C1" t="inlineStr"><is><t xml:space="preserve">运单\n"号"</t></is></c>+}', "1"
        ),
        tail=_TAIL,
        rels=_RELS,
        parts={
            _PART: _table(
                "[-B-]{+C+}2", '{+<tableColumn id="5" name="运单_x000a_&quot;号&quot;"/>+}', "[-2-]{+3+}"
            )
        },
        cells={"C1": '运单\n"号"'},
    ),
    Case(
        name="a heading that the table has already is refused",
        rows=_ROWS.format("", "1"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table()},
        cells={"C1": "数量"},
        refused=Refused("duplicate_header"),
    ),
    Case(
        name="a heading of a table is not written",
        rows=_ROWS.format("", "1"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table()},
        cells={"B1": "件数"},
        refused=Refused("table_header", "B1"),
    ),
    Case(
        name="a heading written as it is changes nothing",
        rows=_ROWS.format("", "1"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table()},
        cells={"B1": "数量"},
    ),
    Case(
        name="a totals row is not written",
        rows=_ROWS.format("", "1"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table(totals=' totalsRowCount="1"', filtered="B1")},
        cells={"B2": 5},
        refused=Refused("table_header", "B2"),
    ),
    Case(
        name="below a totals row nothing joins the table",
        rows=_ROWS.format("", "1") + '{+<row r="3"><c r="A3"><v>2</v></c></row>+}',
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table(totals=' totalsRowCount="1"', filtered="B1")},
        cells={"A3": 2},
    ),
    Case(
        name="rows below a table with a calculated column lack its formula, and that is told",
        rows=_ROWS.format("", "1") + '{+<row r="3"><c r="A3"><v>2</v></c></row>+}',
        tail=_TAIL,
        rels=_RELS,
        parts={
            _PART: _table("B[-2-]{+3+}").replace(
                ' name="数量"/>',
                ' name="数量"><calculatedColumnFormula>1+1</calculatedColumnFormula></tableColumn>',
            )
        },
        cells={"A3": 2},
        notes=("calculated_column",),
    ),
    Case(
        name="a table that a query fills gets no columns of ours",
        rows=_ROWS.format('{+<c r="C1" t="inlineStr"><is><t>运单号</t></is></c>+}', "1"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table(totals=' tableType="queryTable"')},
        cells={"C1": "运单号"},
    ),
    Case(
        name="a table stops growing above another",
        rows=_ROWS.format("", "1")
        + '{+<row r="3"><c r="A3"><v>2</v></c></row>+}<row r="4"><c r="A4" t="inlineStr"><is><t>甲</t></is></c></row>',
        tail='<tableParts count="2"><tablePart r:id="rId1"/><tablePart r:id="rId2"/></tableParts>',
        rels=(*_RELS, ("rId2", "table", "../tables/table2.xml")),
        parts={
            _PART: _table("B[-2-]{+3+}"),
            "xl/tables/table2.xml": f'{books.DECLARATION}<table xmlns="{books.MAIN}" id="2" name="表2" displayName="表2" ref="A4:A5"><tableColumns count="1"><tableColumn id="1" name="甲"/></tableColumns></table>',
        },
        cells={"A3": 2},
    ),
    Case(
        name="a heading is renamed if asked for, in the cell and in the table's part",
        rows=_ROWS.format("", "1").replace("数量", "[-数量-]{+件数+}"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table().replace('name="数量"', 'name="[-数量-]{+件数+}"')},
        cells={"B1": "件数"},
        options=_RENAMING,
    ),
    Case(
        name="a heading that a formula names is not renamed",
        rows=_ROWS.format('<c r="D1"><f>SUM(表1[数量])</f><v>1</v></c>', "1"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table()},
        cells={"B1": "件数"},
        options=_RENAMING,
        refused=Refused("heading_in_use"),
    ),
    Case(
        name="a heading is not renamed to one that is there, whatever its case",
        rows=_ROWS.format("", "1").replace("订单号", "No"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table().replace("订单号", "No")},
        cells={"B1": "NO"},
        options=_RENAMING,
        refused=Refused("duplicate_header"),
    ),
    Case(
        name="a heading is not made blank",
        rows=_ROWS.format("", "1"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table()},
        cells={"B1": None},
        options=_RENAMING,
        refused=Refused("table_header", "B1"),
    ),
    Case(
        name="a table in another prefix grows in its own",
        rows=_ROWS.format('{+<c r="C1" t="inlineStr"><is><t>备注</t></is></c>+}', "1")
        + '{+<row r="3"><c r="A3"><v>2</v></c></row>+}',
        tail=_TAIL,
        rels=_RELS,
        parts={
            _PART: f'<x:table xmlns:x="{books.MAIN}" id="1" name="表1" displayName="表1" ref="A1:[-B2-]{{+C3+}}"><x:autoFilter ref="A1:[-B2-]{{+C3+}}"/>'
            '<x:tableColumns count="[-2-]{+3+}"><x:tableColumn id="1" name="订单号"/><x:tableColumn id="2" name="数量"/>{+<x:tableColumn id="3" name="备注"/>+}</x:tableColumns></x:table>'
        },
        cells={"C1": "备注", "A3": 2},
    ),
    Case(
        name="a number right of a table is no heading",
        rows=_ROWS.format('{+<c r="C1"><v>2026</v></c>+}', "1"),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table()},
        cells={"C1": 2026},
    ),
    Case(
        name="a heading written as it is may get a colour",
        rows=_ROWS.format("", "1").replace('<c r="B1"', '<c r="B1"{+ s="5"+}'),
        styles=styles(
            fills='<fill><patternFill patternType="solid"><fgColor rgb="FFC6EFCE"/><bgColor indexed="64"/></patternFill></fill>',
            xfs='<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>',
        ),
        tail=_TAIL,
        rels=_RELS,
        parts={_PART: _table()},
        cells={"B1": Put("数量", Style(fill="C6EFCE"))},
    ),
]
