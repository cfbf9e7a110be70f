"""Looks: appended once for each base, and everything else of a cell's look kept."""

from datetime import date

from sheetship.xlsx import Style
from sheetship.xlsx.edits import KEEP, NO_FILL
from tests.xlsx import books
from tests.xlsx.cases.case import Case, Put, Refused, styles

_GREEN = Style(fill="C6EFCE")
_GREEN_FILL = '<fill><patternFill patternType="solid"><fgColor rgb="FFC6EFCE"/><bgColor indexed="64"/></patternFill></fill>'
_XF = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"'
_MAIN = f'xmlns="{books.MAIN}"'

CASES = [
    Case(
        name="one fill for all cells and one style for each base, alignment and lock kept",
        styles=styles(
            fills=_GREEN_FILL,
            xfs='<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>'
            '<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"><alignment horizontal="center"/><protection locked="0"/></xf>',
        ),
        rows='<row r="1"><c r="A1"{+ s="5"+}><v>[-0-]{+5+}</v></c><c r="B1"{+ s="5"+}><v>[-0-]{+5+}</v></c><c r="C1" s="[-3-]{+6+}"><v>[-0-]{+5+}</v></c></row>',
        cells={"A1": Put(5, _GREEN), "B1": Put(5, _GREEN), "C1": Put(5, _GREEN)},
    ),
    Case(
        name="a colour on a blank cell",
        styles=styles(
            fills=_GREEN_FILL,
            xfs='<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>',
        ),
        rows='{+<row r="2"><c r="B2" s="5"/></row>+}',
        cells={"B2": Put(None, _GREEN)},
    ),
    Case(
        name="bold red letters are a font of their own, its size and name kept",
        styles=styles(
            fonts='<font><b/><sz val="11"/><color rgb="FFFF0000"/><name val="Calibri"/></font>',
            xfs='<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
        ),
        rows='<row r="1"><c r="A1"{+ s="5"+}><v>0</v></c></row>',
        cells={"A1": Put(0, Style(bold=True, font_color="FF0000"))},
    ),
    Case(
        name="wrapping is added to an alignment that is there",
        styles=styles(
            xfs='<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
            '<alignment horizontal="center" wrapText="1"/><protection locked="0"/></xf>'
        ),
        rows='<row r="1"><c r="A1" s="[-3-]{+5+}"><v>0</v></c></row>',
        cells={"A1": Put(0, Style(wrap=True))},
    ),
    Case(
        name="a look that is there already changes nothing",
        styles=f"<styleSheet {_MAIN}><fonts><font/></fonts><fills><fill/><fill/>{_GREEN_FILL}</fills><borders><border/></borders>"
        f'<cellXfs>{_XF}/><xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0"/></cellXfs></styleSheet>',
        rows='<row r="1"><c r="A1" s="1"><v>0</v></c></row>',
        cells={"A1": Put(0, _GREEN)},
    ),
    Case(
        name="a format of its own gets the next free number",
        styles=styles(
            formats='<numFmt numFmtId="165" formatCode="0.000&quot; kg&quot;"/>',
            xfs='<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        ),
        rows='<row r="1"><c r="A1"{+ s="5"+}><v>0</v></c></row>',
        cells={"A1": Put(0, Style(number_format='0.000" kg"'))},
    ),
    Case(
        name="a format that is there is used again",
        styles=styles(
            xfs='<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"><alignment horizontal="center"/><protection locked="0"/></xf>'
        ),
        rows='<row r="1"><c r="A1" s="[-3-]{+5+}"><v>[-0-]{+46347+}</v></c></row>',
        cells={"A1": Put(date(2026, 11, 21), Style(number_format='yyyy"年"'))},
    ),
    Case(
        name="styles without fills or formats get them where they belong",
        styles=f'<styleSheet {_MAIN}>{{+<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>+}}<fonts count="1"><font/></fonts>'
        f'{{+<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>{_GREEN_FILL}</fills>+}}'
        f'<borders count="1"><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs count="[-1-]{{+3+}}">{_XF}/>'
        '{+<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>+}</cellXfs></styleSheet>',
        rows='<row r="1"><c r="A1"{+ s="1"+}><v>0</v></c><c r="B1"[-/-]{+ s="2"+}>{+<v>46347</v></c>+}</row>',
        cells={"A1": Put(0, _GREEN), "B1": date(2026, 11, 21)},
    ),
    Case(
        name="counts that are not stated are stated once entries come",
        styles=f'<styleSheet {_MAIN}><fonts><font/></fonts><fills{{+ count="3"+}}><fill/><fill/>{{+{_GREEN_FILL}+}}</fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>'
        f'<cellXfs{{+ count="2"+}}>{_XF}/>{{+<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>+}}</cellXfs></styleSheet>',
        rows='<row r="1"><c r="A1"{+ s="1"+}><v>0</v></c></row>',
        cells={"A1": Put(0, _GREEN)},
    ),
    Case(
        name="prefixed styles get prefixed entries",
        styles=f'<x:styleSheet xmlns:x="{books.MAIN}"><x:fonts count="1"><x:font/></x:fonts><x:fills count="[-2-]{{+3+}}"><x:fill/><x:fill/>'
        '{+<x:fill><x:patternFill patternType="solid"><x:fgColor rgb="FFC6EFCE"/><x:bgColor indexed="64"/></x:patternFill></x:fill>+}</x:fills>'
        '<x:borders count="1"><x:border/></x:borders><x:cellStyleXfs><x:xf/></x:cellStyleXfs><x:cellXfs count="[-1-]{+2+}"><x:xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '{+<x:xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>+}</x:cellXfs></x:styleSheet>',
        rows='<row r="1"><c r="A1"{+ s="1"+}><v>0</v></c></row>',
        cells={"A1": Put(0, _GREEN)},
    ),
    Case(
        name="a workbook without styles takes values all the same",
        styles=None,
        rows='<row r="1"><c r="A1"><v>[-0-]{+5+}</v></c></row>',
        cells={"A1": 5},
    ),
    Case(
        name="a workbook without styles takes no look",
        styles=None,
        cells={"A1": Put(5, _GREEN)},
        refused=Refused("unsupported"),
    ),
    Case(
        name="styles with alternatives of another program take no look",
        styles=f'<styleSheet {_MAIN} xmlns:mc="urn:mc"><fonts><font/></fonts><cellXfs>{_XF}/><mc:AlternateContent/></cellXfs></styleSheet>',
        cells={"A1": Put(5, _GREEN)},
        refused=Refused("unsupported"),
    ),
    Case(
        name="styles with alternatives of another program take values all the same",
        styles=f'<styleSheet {_MAIN} xmlns:mc="urn:mc"><fonts><font/></fonts><cellXfs>{_XF}/><mc:AlternateContent/></cellXfs></styleSheet>',
        rows='{+<row r="1"><c r="A1"><v>5</v></c></row>+}',
        cells={"A1": 5},
    ),
    Case(name="green is no colour", cells={"A1": Put(5, Style(fill="green"))}, refused=Refused("bad_style")),
    Case(
        name="a style that the book lacks is refused when another look is asked",
        rows='<row r="1"><c r="A1" s="77"/></row>',
        cells={"A1": Put(5, _GREEN)},
        refused=Refused("damaged"),
    ),
    Case(
        name="a look alone leaves the formula, its value and its marks",
        styles=styles(
            fills=_GREEN_FILL,
            xfs='<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>',
        ),
        rows='<row r="1"><c r="A1"{+ s="5"+} t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="B1"{+ s="5"+} t="e"><v>#N/A</v></c></row>',
        cells={"A1": Put(KEEP, _GREEN), "B1": Put(KEEP, _GREEN)},
    ),
    Case(
        name="a look alone leaves rich text",
        styles=styles(
            fills=_GREEN_FILL,
            xfs='<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>',
        ),
        rows='<row r="1"><c r="A1"{+ s="5"+} t="inlineStr"><is><r><rPr><b/></rPr><t>甲</t></r><r><t>乙</t></r></is></c></row>',
        cells={"A1": Put(KEEP, _GREEN)},
    ),
    Case(
        name="a fill goes and the rest of the look stays",
        styles=f"<styleSheet {_MAIN}><fonts><font/></fonts><fills><fill/><fill/>{_GREEN_FILL}</fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        '<cellXfs count="[-2-]{+3+}"><xf xfId="0"/><xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"><protection locked="0"/></xf>'
        '{+<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyFill="1"><protection locked="0"/></xf>+}</cellXfs></styleSheet>',
        rows='<row r="1"><c r="A1" s="[-1-]{+2+}"><v>0</v></c></row>',
        cells={"A1": Put(KEEP, Style(fill=NO_FILL))},
    ),
    Case(
        name="the value that is there already, with another look, stays as it is spelled, rich text too",
        strings="<si><r><rPr><b/></rPr><t>甲</t></r><r><t>乙</t></r></si>",
        styles=styles(
            fills=_GREEN_FILL,
            xfs='<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>',
        ),
        rows='<row r="1"><c r="A1"{+ s="5"+} t="s"><v>0</v></c><c r="B1"{+ s="5"+}><v>5.00</v></c></row>',
        cells={"A1": Put("甲乙", _GREEN), "B1": Put(5, _GREEN)},
    ),
]
