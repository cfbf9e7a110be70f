"""Sheets in spellings that Excel would not choose: read right, and written plainly where they must be."""

from tests.xlsx import books
from tests.xlsx.cases.case import RELS, WORKBOOK, Case, Put, Refused

_ROW = '<row r="1"><c r="A1"><v>[-0-]{+5+}</v></c></row>'
_STRICT_DOC = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_ROOT = f'<worksheet xmlns="{books.MAIN}">'

CASES = [
    Case(
        name="a prefixed sheet gets prefixed cells",
        sheet=f'<x:worksheet xmlns:x="{books.MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>0</x:v></x:c>'
        '{+<x:c r="B1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c>+}</x:row></x:sheetData></x:worksheet>',
        cells={"B1": "甲"},
    ),
    Case(
        name="the main namespace under a prefix and another as default",
        sheet=f'<x:worksheet xmlns:x="{books.MAIN}" xmlns="urn:else"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>[-0-]{{+5+}}</x:v></x:c></x:row>'
        '</x:sheetData><extLst><x:row r="1"/></extLst></x:worksheet>',
        cells={"A1": 5},
    ),
    Case(
        name="rows and cells without addresses are counted",
        rows='<row{+ r="1"+}><c{+ r="A1"+}><v>0</v></c><c{+ r="B1"+}><v>[-1-]{+5+}</v></c></row><row{+ r="2"+}/>',
        cells={"B1": 5},
    ),
    Case(
        name="cells with and without addresses in one row",
        rows='<row{+ r="1"+}><c r="B1"><v>0</v></c><c{+ r="C1"+}><v>[-1-]{+5+}</v></c></row><row r="4"/><row{+ r="5"+}>{+<c r="A5"><v>6</v></c></row>+}[-</row>-]',
        cells={"C1": 5, "A5": 6},
    ),
    Case(
        name="an address after the style, in single quotes",
        rows="<row[- s='3' r='1'-]{+ r=\"1\" s=\"3\"+}><c[- s='3' r='A1'-]{+ r=\"A1\" s=\"3\"+}><v>[-0-]{+5+}</v></c></row>",
        cells={"A1": 5},
    ),
    Case(
        name="blanks around equals signs and before the end of tags",
        rows='<row r[- = -]{+=+}"1"[- -]><c r[- = -]{+=+}"A1"[- -]><v>[-0-]{+5+}</v></c[- -]></row[- -]>',
        cells={"A1": 5},
    ),
    Case(
        name="small letters in addresses",
        rows='<row r="1"><c r="[-a-]{+A+}1"><v>[-0-]{+5+}</v></c></row>',
        cells={"A1": 5},
    ),
    Case(
        name="a comment among the rows goes, nothing else",
        rows='<row r="1">[-<!-- <c r="A1"/> -->-]<c r="A1"><v>[-0-]{+5+}</v></c></row>',
        cells={"A1": 5},
    ),
    Case(
        name="a comment behind the rows stays",
        rows=_ROW,
        tail='<!-- <row/> --><pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>',
        cells={"A1": 5},
    ),
    Case(
        name="a text in CDATA stays as text",
        rows='<row r="1"><c r="A1" t="str"><v>[-<![CDATA[a<b]]>-]{+a&lt;b+}</v></c>{+<c r="B1"><v>5</v></c>+}</row>',
        cells={"B1": 5},
    ),
    Case(
        name="an instruction among the rows goes",
        rows='<row r="1">[-<?x y?>-]<c r="A1"><v>[-0-]{+5+}</v></c></row>',
        cells={"A1": 5},
    ),
    Case(
        name="a text that holds the markup of a cell is not mistaken for one",
        rows='<row r="1"><c r="A1" t="str"><v>&lt;c r="B1"/> r="B1"</v></c>{+<c r="B1"><v>5</v></c>+}</row>',
        cells={"B1": 5},
    ),
    Case(
        name="a text that looks like the end of the rows is not mistaken for it",
        rows='<row r="1"><c r="A1" t="str"><v>&lt;/row>&lt;/sheetData></v></c>{+<c r="B1"><v>5</v></c>+}</row>',
        cells={"B1": 5},
    ),
    Case(
        name="UTF-16 is written as UTF-8 and says so",
        sheet='[-<?xml version="1.0" encoding="UTF-16"?>\n-]{+<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n+}'
        f'{_ROOT}<sheetData><row r="1"><c r="A1" t="str"><v>订单</v></c>{{+<c r="B1"><v>5</v></c>+}}</row></sheetData></worksheet>',
        old_encoding="utf-16",
        cells={"B1": 5},
    ),
    Case(
        name="GBK is written as UTF-8 and says so",
        sheet='[-<?xml version="1.0" encoding="gbk"?>\n-]{+<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n+}'
        f'{_ROOT}<sheetData><row r="1"><c r="A1" t="str"><v>订单</v></c>{{+<c r="B1"><v>5</v></c>+}}</row></sheetData></worksheet>',
        old_encoding="gbk",
        cells={"B1": 5},
    ),
    Case(
        name="a byte order mark and pretty printing stay",
        sheet=f'\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n{_ROOT}\n  <sheetData>\n    <row r="1">\n      <c r="A1">\n        <v>0</v>\n      </c>\n    '
        '{+<c r="B1"><v>5</v></c>+}</row>\n  </sheetData>\n</worksheet>\n',
        cells={"B1": 5},
    ),
    Case(
        name="a declaration in small letters, in single quotes, standing alone",
        sheet=f"<?xml version='1.0' encoding='Utf-8' standalone='no'?>{_ROOT}<sheetData>{_ROW}</sheetData></worksheet>",
        cells={"A1": 5},
    ),
    Case(
        name="no declaration at all",
        sheet=f"{_ROOT}<sheetData>{_ROW}</sheetData></worksheet>",
        cells={"A1": 5},
    ),
    Case(
        name="attributes of other namespaces on rows and cells of which we know nothing",
        root=' xmlns:z="urn:z"',
        rows='<row r="1" z:r="9"><c z:r="Q9" r="A1" z:s="7"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}</row>',
        cells={"B1": 5},
    ),
    Case(
        name="columns that begin with c are no cells",
        head='<cols><col min="1" max="1" width="9"/></cols>',
        rows=_ROW,
        tail='<conditionalFormatting sqref="A1"><cfRule type="containsBlanks" priority="1"><formula>LEN(A1)=0</formula></cfRule></conditionalFormatting>',
        cells={"A1": 5},
    ),
    Case(
        name="alternate content in a cell's neighbour stays",
        root=' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        rows=_ROW,
        tail='<mc:AlternateContent><mc:Choice Requires="x14"><controls/></mc:Choice><mc:Fallback/></mc:AlternateContent>',
        cells={"A1": 5},
    ),
    Case(
        name="a document type in the sheet is refused",
        sheet=f'<!DOCTYPE x [<!ENTITY a "b">]>{_ROOT}<sheetData/></worksheet>',
        cells={"A1": 5},
        refused=Refused("unsupported"),
    ),
    Case(
        name="a bomb of entities in the sheet is refused",
        sheet=f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>{_ROOT}<sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>',
        cells={"A1": 5},
        refused=Refused("unsupported"),
    ),
    Case(
        name="a document type in a part that nobody edits is copied unread",
        rows=_ROW,
        parts={"customXml/item1.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x>&y;</x>'},
        cells={"A1": 5},
    ),
    Case(
        name="a sheet that ends too early is refused",
        sheet=f"{_ROOT}<sheetData><row r='1'>",
        cells={"A1": 5},
        refused=Refused("damaged"),
    ),
    Case(
        name="a Strict workbook stays Strict, its links too",
        sheet=f'<worksheet xmlns="{books.STRICT}" xmlns:r="{_STRICT_DOC}"><sheetData>{_ROW}</sheetData>'
        '{+<hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks>+}</worksheet>',
        parts={
            WORKBOOK: f'<workbook xmlns="{books.STRICT}" xmlns:r="{_STRICT_DOC}" conformance="strict"><sheets>'
            '<sheet name="订单" sheetId="1" r:id="rId1"/></sheets></workbook>',
            RELS: f'{{+{books.DECLARATION}<Relationships xmlns="{books.PACK}"><Relationship Id="rId1" Type="{_STRICT_DOC}/hyperlink" '
            'Target="https://example.com/" TargetMode="External"/></Relationships>+}',
            "_rels/.rels": f'<Relationships xmlns="{books.PACK}"><Relationship Id="rId1" Type="{_STRICT_DOC}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        },
        cells={"A1": Put(5, None, "https://example.com/")},
    ),
    Case(
        name="blanks around a style's number do not make it another style",
        rows='<row r="1"><c r="A1" s="{-}3{-}"><v>[-0-]{+5+}</v></c></row>'.replace("{-}", "[- -]"),
        cells={"A1": 5},
    ),
    Case(
        name="namespaces declared where the rows begin",
        sheet=f'<worksheet xmlns="{books.MAIN}"><sheetData xmlns:z="urn:z">{_ROW}</sheetData></worksheet>',
        cells={"A1": 5},
    ),
    Case(
        name="namespaces declared where no rows are, but will be",
        sheet=f'<worksheet xmlns="{books.MAIN}"><sheetData xmlns:z="a>b" [-/-]>{{+<row r="1"><c r="A1"><v>5</v></c></row></sheetData>+}}</worksheet>',
        cells={"A1": 5},
    ),
    Case(
        name="a second end of the rows, in the extensions, is none",
        rows='<row r="1"><c r="A1"><v>[-0-]{+5+}</v></c></row>',
        tail='<extLst><ext uri="{1}"><sheetData><row r="7"><c r="A7"/></row></sheetData></ext></extLst>',
        cells={"A1": 5},
    ),
    Case(
        name="a sharp bracket inside an attribute ends no tag",
        root=' xmlns:z="urn:z"',
        rows='<row z:n="a>b" r="1"><c r="A1" z:n="/>"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}<c r="C1" z:n="a>b"><v>1</v></c></row>',
        cells={"B1": 5},
    ),
    Case(
        name="rows and cells of another language in the extensions are none",
        rows='<row r="1"><c r="A1"><v>[-0-]{+5+}</v></c></row>{+<row r="2"><c r="A2"><v>6</v></c></row>+}',
        tail='<extLst><ext uri="{1}"><row r="7"><c r="A7"/></row></ext></extLst>',
        cells={"A1": 5, "A2": 6},
    ),
    Case(
        name="alternatives among the cells are refused",
        root=' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        rows='<row r="1"><mc:AlternateContent><mc:Choice Requires="z"><c r="A1"><v>9</v></c></mc:Choice><mc:Fallback><c r="A1"><v>0</v></c></mc:Fallback></mc:AlternateContent></row>',
        cells={"B1": 5},
        refused=Refused("rows_out_of_order"),
    ),
]
