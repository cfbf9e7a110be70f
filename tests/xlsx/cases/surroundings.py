"""What stands around the rows: followed where rows are appended, byte for byte everywhere else."""

from sheetship.xlsx import DropDown, Options, SheetEdits
from tests.xlsx import books
from tests.xlsx.cases.case import NAME, RELS, SHEET2, WORKBOOK, Case, Put, Refused, workbook

_ONE = '<row r="1"><c r="A1"><v>[-0-]{+5+}</v></c></row>'
_TWO = '<row r="1"><c r="A1"><v>0</v></c></row><row r="2"><c r="A2"><v>0</v></c></row>'
_THIRD = _TWO + '{+<row r="3"><c r="A3"><v>5</v></c></row>+}'
_X14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
_LIST = '<dataValidation type="list" allowBlank="1" sqref="{}"><formula1>"已发货,已取消"</formula1></dataValidation>'

CASES = [
    Case(
        name="conditional formats that reach the last row follow, the others stay",
        rows=_THIRD,
        tail='<conditionalFormatting sqref="A1:A[-2-]{+3+} C1:D[-2-]{+3+} F1:F9 H1"><cfRule type="containsBlanks" priority="1"><formula>LEN(TRIM(A1))=0</formula></cfRule></conditionalFormatting>'
        '<conditionalFormatting sqref="B1:B1"><cfRule type="containsBlanks" priority="2"><formula>LEN(TRIM(B1))=0</formula></cfRule></conditionalFormatting>',
        cells={"A3": 5},
    ),
    Case(
        name="validations that reach the last row follow, counted or not",
        rows=_THIRD,
        tail=f"<dataValidations>{_LIST.format('B2:B[-2-]{+3+}')}{_LIST.format('C1:C100')}</dataValidations>",
        cells={"A3": 5},
    ),
    Case(
        name="a filter follows the rows",
        rows=_THIRD,
        tail='<autoFilter ref="A1:A[-2-]{+3+}"/>',
        cells={"A3": 5},
    ),
    Case(
        name="a row with a gap above it is not appended",
        rows=_TWO + '{+<row r="4"><c r="A4"><v>5</v></c></row>+}',
        tail='<autoFilter ref="A1:A2"/>',
        cells={"A4": 5},
    ),
    Case(
        name="a drop-down goes behind the conditional formats and before the links",
        rows=_ONE,
        tail='<conditionalFormatting sqref="A1"><cfRule type="containsBlanks" priority="1"><formula>LEN(A1)=0</formula></cfRule></conditionalFormatting>'
        '{+<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="B1:B9"><formula1>"甲,乙"</formula1></dataValidation></dataValidations>+}'
        '<printOptions/><pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>',
        cells={"A1": 5},
        also=SheetEdits(sheet=NAME, drop_downs=[DropDown(2, 1, 9, ("甲", "乙"))]),
    ),
    Case(
        name="widths are given only to columns without one",
        head='<cols><col min="1" max="2" width="20" customWidth="1"/>{+<col min="3" max="3" width="30" customWidth="1"/>+}<col min="5" max="5" hidden="1"/></cols>',
        rows=_ONE,
        cells={"A1": 5},
        also=SheetEdits(sheet=NAME, widths={1: 30, 3: 30}),
    ),
    Case(
        name="widths where there were no columns",
        head='<sheetFormatPr defaultRowHeight="15"/>{+<cols><col min="3" max="3" width="30" customWidth="1"/></cols>+}',
        rows=_ONE,
        cells={"A1": 5},
        also=SheetEdits(sheet=NAME, widths={3: 30}),
    ),
    Case(
        name="a link on a cell of a linked range replaces nothing",
        rows=_ONE,
        tail='<hyperlinks><hyperlink ref="A1:B9" location="汇总!A1" display="there"/>{+<hyperlink ref="A1" r:id="rId1"/>+}</hyperlinks>',
        parts={
            RELS: f'{{+{books.DECLARATION}<Relationships xmlns="{books.PACK}"><Relationship Id="rId1" Type="{books.DOC}/hyperlink" '
            'Target="https://example.com/?a=1&amp;b=2" TargetMode="External"/></Relationships>+}'
        },
        cells={"A1": Put(5, None, "https://example.com/?a=1&b=2")},
    ),
    Case(
        name="a linked cell keeps its link when its value changes",
        rows=_ONE,
        tail='<hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks>',
        rels=(("rId1", "hyperlink", "https://example.com/"),),
        cells={"A1": 5},
    ),
    Case(
        name="a remark on the cell, its old drawing and its thread stay",
        rows=_ONE,
        tail='<legacyDrawing r:id="rId2"/>',
        rels=(
            ("rId1", "comments", "../comments1.xml"),
            ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("rId3", "threadedComment", "../threadedComments/threadedComment1.xml"),
        ),
        parts={
            "xl/comments1.xml": f'<comments xmlns="{books.MAIN}"><authors><author>梅</author></authors><commentList>'
            '<comment ref="A1" authorId="0"><text><r><t>请查</t></r></text></comment></commentList></comments>',
            "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml"/>',
            "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
        },
        cells={"A1": 5},
    ),
    Case(
        name="extensions, controls, slicers and sparklines behind the rows stay",
        root=' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
        'xr:uid="{00000000-0001-0000-0000-000000000000}"',
        rows=_ONE,
        tail='<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        f'<extLst><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" {_X14}><x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline>'
        "<xm:f>订单!A1:A2</xm:f><xm:sqref>B1</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>"
        f'<ext uri="{{A8765BA9-456A-4dab-B4F3-ACF838C121DE}}" {_X14}><x14:slicerList/></ext></extLst>',
        cells={"A1": 5},
    ),
    Case(
        name="a pivot table's cells are not written",
        rels=(("rId1", "pivotTable", "../pivotTables/pivotTable1.xml"),),
        parts={
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{books.MAIN}" name="p"><location ref="C3:D9" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>'
        },
        cells={"D4": 5},
        refused=Refused("pivot_cell", "D4"),
    ),
    Case(
        name="cells beside a pivot table are written, its cache stays",
        rows=_ONE,
        rels=(("rId1", "pivotTable", "../pivotTables/pivotTable1.xml"),),
        parts={
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{books.MAIN}" name="p"><location ref="C3:D9" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>',
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{books.MAIN}"><cacheSource type="worksheet"><worksheetSource ref="A1:B9" sheet="订单"/></cacheSource></pivotCacheDefinition>',
        },
        cells={"A1": 5},
    ),
    Case(
        name="a locked cell of a protected sheet is not written",
        rows='<row r="1"><c r="A1"/></row>',
        tail='<sheetProtection sheet="1" objects="1" scenarios="1"/>',
        cells={"A1": 5},
        refused=Refused("protected", "A1"),
    ),
    Case(
        name="an unlocked cell of a protected sheet is written",
        rows='<row r="1"><c r="A1" s="3"[-/-]>{+<v>5</v></c>+}</row>',
        tail='<sheetProtection sheet="1" objects="1" scenarios="1"/>',
        cells={"A1": 5},
    ),
    Case(
        name="a sheet protection that is off protects nothing",
        rows=_ONE,
        tail='<sheetProtection sheet="0" algorithmName="SHA-512"/>',
        cells={"A1": 5},
    ),
    Case(
        name="an editable range of a protected sheet is written",
        rows='<row r="1"><c r="A1"><v>[-0-]{+5+}</v></c></row>',
        tail='<sheetProtection sheet="1"/><protectedRanges><protectedRange sqref="A1:A9" name="open"/></protectedRanges>',
        cells={"A1": 5},
    ),
    Case(
        name="an editable range with a password is locked",
        rows='<row r="1"><c r="A1"><v>0</v></c></row>',
        tail='<sheetProtection sheet="1"/><protectedRanges><protectedRange sqref="A1:A9" name="shut" password="CC1A"/></protectedRanges>',
        cells={"A1": 5},
        refused=Refused("protected", "A1"),
    ),
    Case(
        name="a locked cell is written if asked for, and told of",
        rows=_ONE,
        tail='<sheetProtection sheet="1"/>',
        cells={"A1": 5},
        options=Options(over_protection=True),
        notes=("over_protection",),
    ),
    Case(
        name="a book that asks to be opened read-only is refused",
        parts={WORKBOOK: workbook(before='<fileSharing readOnlyRecommended="1"/>')},
        cells={"A1": 5},
        refused=Refused("read_only_recommended"),
    ),
    Case(
        name="a book that asks to be opened read-only is written if asked for, and told of",
        rows=_ONE,
        parts={WORKBOOK: workbook(before='<fileSharing readOnlyRecommended="1"/>')},
        cells={"A1": 5},
        options=Options(over_protection=True),
        notes=("over_protection",),
    ),
    Case(
        name="a value that the list of the cell does not offer is written, and told of",
        rows='<row r="1"><c r="A1"[-/-]{+ t="inlineStr"+}>{+<is><t>寄了</t></is></c>+}</row>',
        tail='<dataValidations count="1"><dataValidation type="list" showErrorMessage="1" sqref="A1:A9"><formula1>"已发货,已取消"</formula1></dataValidation></dataValidations>',
        cells={"A1": "寄了"},
        notes=("not_in_list",),
    ),
    Case(
        name="x14 rules follow the rows, sparklines and all else of the extensions stay",
        rows=_THIRD,
        tail=f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" {_X14}><x14:conditionalFormattings><x14:conditionalFormatting>'
        '<x14:cfRule type="expression" priority="1" id="{1}"><xm:f>A1&gt;汇总!A1</xm:f></x14:cfRule><xm:sqref>A1:A[-2-]{+3+}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>'
        f'<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" {_X14}><x14:dataValidations count="1"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>汇总!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>B2:B[-2-]{+3+} D1</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
        f'<ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" {_X14}><x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline>'
        "<xm:f>订单!A1:A2</xm:f><xm:sqref>C2</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>",
        parts={SHEET2: books.sheet_xml()},
        cells={"A3": 5},
    ),
    Case(
        name="filter, its hidden name, print area and names of the data follow the rows; titles and cells stay",
        rows=_THIRD,
        tail='<autoFilter ref="A1:A[-2-]{+3+}"/>',
        parts={
            WORKBOOK: workbook(
                after="<definedNames>"
                '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">订单!$A$1:$A$[-2-]{+3+}</definedName>'
                '<definedName name="_xlnm.Print_Area" localSheetId="0">订单!$A$1:$B$[-2-]{+3+}</definedName>'
                '<definedName name="_xlnm.Print_Titles" localSheetId="0">订单!$1:$1</definedName>'
                '<definedName name="单号">订单!$A$2:$A$2</definedName><definedName name="全部">\'订单\'!$A$1:$A$[-2-]{+3+}</definedName>'
                '<definedName name="首格">订单!$A$2</definedName><definedName name="整列">订单!$A:$A</definedName></definedNames>'
            )
        },
        cells={"A3": 5},
    ),
    Case(
        name="switched-off green triangles and editable ranges follow the rows",
        rows='<row r="1"><c r="A1" s="3"><v>0</v></c></row><row r="2"><c r="A2" s="3"><v>0</v></c></row>{+<row r="3"><c r="A3" s="3"><v>5</v></c></row>+}',
        tail='<protectedRanges><protectedRange sqref="A2:B[-2-]{+3+}" name="open"/></protectedRanges>'
        '<ignoredErrors><ignoredError sqref="A1:A[-2-]{+3+}" numberStoredAsText="1"/></ignoredErrors>',
        cells={"A3": 5},
    ),
    Case(
        name="frozen panes, views, breaks, pictures and headers stay",
        head='<sheetPr codeName="Sheet1"><tabColor rgb="FFFF0000"/></sheetPr><dimension ref="A1"/>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
        rows=_ONE,
        tail='<phoneticPr fontId="0"/><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        '<headerFooter><oddHeader>&amp;C订单 &amp;D</oddHeader></headerFooter><rowBreaks count="1" manualBreakCount="1"><brk id="9" max="16383" man="1"/></rowBreaks>',
        cells={"A1": 5},
    ),
    Case(
        name="a dimension that says too little is widened, one that says too much stays",
        head='<dimension ref="A1:Z99"/>',
        rows='<row r="1"><c r="A1"><v>[-0-]{+5+}</v></c>{+<c r="B1"><v>6</v></c>+}</row>',
        cells={"A1": 5, "B1": 6},
    ),
    Case(
        name="merged cells below the rows are in the way of rows that are appended",
        rows=_TWO,
        tail='<mergeCells count="1"><mergeCell ref="A3:B3"/></mergeCells>',
        cells={"B3": 5},
        refused=Refused("merged_cell", "B3"),
    ),
    Case(
        name="a cell may be written that other merged cells touch only by their corner",
        rows=_ONE,
        tail='<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>',
        cells={"A1": 5},
    ),
    Case(
        name="lists of links and drop-downs that are there but empty are opened",
        rows=_ONE,
        tail='<dataValidations count="[-0-]{+1+}" disablePrompts="1"[- /-]>'
        '{+<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="B1:B9"><formula1>"甲,乙"</formula1></dataValidation></dataValidations>+}'
        '<hyperlinks[-/-]>{+<hyperlink ref="A1" r:id="rId1"/></hyperlinks>+}',
        parts={
            RELS: f'<Relationships xmlns="{books.PACK}"[-/-]>{{+<Relationship Id="rId1" Type="{books.DOC}/hyperlink" '
            'Target="https://example.com/" TargetMode="External"/></Relationships>+}'
        },
        cells={"A1": Put(5, None, "https://example.com/")},
        also=SheetEdits(sheet=NAME, drop_downs=[DropDown(2, 1, 9, ("甲", "乙"))]),
    ),
    Case(
        name="whole rows and columns, the last sort, custom views and rules down to the end of the sheet stay",
        rows=_THIRD,
        tail='<autoFilter ref="A1:A[-2-]{+3+}"><sortState ref="A2:A2"><sortCondition ref="A2:A2"/></sortState></autoFilter>'
        '<customSheetViews><customSheetView guid="{00000000-0000-0000-0000-000000000001}"><autoFilter ref="A1:A2"/></customSheetView></customSheetViews>'
        '<conditionalFormatting sqref="A:A 1:1"><cfRule type="containsBlanks" priority="1"><formula>LEN(A1)=0</formula></cfRule></conditionalFormatting>'
        f"<dataValidations>{_LIST.format('A2:A1048576')}</dataValidations>",
        cells={"A3": 5},
    ),
]
