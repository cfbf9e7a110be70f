"""What follows when rows are appended below the used range, and what stays."""

from collections.abc import Mapping

import pytest

from sheetship.xlsx import CellEdit, DropDown, SheetEdits, patch
from sheetship.xlsx.refs import Area
from sheetship.xlsx.stretch import Growth, Step
from tests.xlsx import books
from tests.xlsx.books import part, put, rows

TWO_ROWS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
X14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
XM = 'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'


def around(content: bytes) -> str:
    return part(content).partition("</sheetData>")[2].removesuffix("</worksheet>")


def appended(tail: str, *new: int) -> str:
    """What stands below the rows once rows of that number are written."""
    source = rows(TWO_ROWS, tail=tail)
    return around(put(source, *[CellEdit(row, 1, 5) for row in new or (3, 4)]).content)


def extension(inner: str) -> str:
    return f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" {X14}>{inner}</ext></extLst>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<autoFilter ref="A1:C2"/>', '<autoFilter ref="A1:C4"/>'),
        ('<conditionalFormatting sqref="A2:C2"/>', '<conditionalFormatting sqref="A2:C4"/>'),
        (
            "<protectedRanges><protectedRange name='x' sqref='A2'/></protectedRanges>",
            "<protectedRanges><protectedRange name='x' sqref=\"A2:A4\"/></protectedRanges>",
        ),
        (
            '<ignoredErrors><ignoredError sqref="A1:A2 C2" numberStoredAsText="1"/></ignoredErrors>',
            '<ignoredErrors><ignoredError sqref="A1:A4 C2:C4" numberStoredAsText="1"/></ignoredErrors>',
        ),
        (
            '<dataValidations count="1"><dataValidation type="whole" sqref="B2"/></dataValidations>',
            '<dataValidations count="1"><dataValidation type="whole" sqref="B2:B4"/></dataValidations>',
        ),
    ],
)
def test_what_ends_in_the_last_row_follows(before: str, after: str) -> None:
    assert appended(before) == after


@pytest.mark.parametrize(
    "tail",
    [
        '<conditionalFormatting sqref="A1:C1"/>',
        '<conditionalFormatting pivot="1" sqref="A2:C2"/>',
        '<conditionalFormatting sqref=" A:C  1:2 "/>',
        '<conditionalFormatting sqref="A2:A4 B2:B99"/>',
        '<mergeCells count="1"><mergeCell ref="B1:B2"/></mergeCells>',
        '<sheetProtection sheet="0"/><ignoredErrors/><protectedRanges/>',
        '<autoFilter ref="#REF!"/><conditionalFormatting sqref="A2:#REF!"/>',
        "<autoFilter/>",
        '<dataValidations><dataValidation sqref="A2:#REF! A:A A2:A2:A2"/></dataValidations>',
        "<colBreaks/><customSheetViews><customSheetView><autoFilter ref='A1:C2'/></customSheetView></customSheetViews>",
    ],
)
def test_what_does_not_end_there_stays_as_it_is_written(tail: str) -> None:
    assert appended(tail) == tail


def test_rows_with_a_gap_are_followed_up_to_the_gap() -> None:
    assert appended('<autoFilter ref="A1:C2"/>', 3, 4, 6) == '<autoFilter ref="A1:C4"/>'


def test_a_range_with_a_few_spare_rows_follows_as_soon_as_they_are_used_up() -> None:
    tail = '<conditionalFormatting sqref="A2:A3"/>'
    assert appended(tail, 3) == tail
    assert appended(tail, 3, 4) == '<conditionalFormatting sqref="A2:A4"/>'


def test_appending_in_two_halves_is_appending_at_once() -> None:
    tail = '<autoFilter ref="A1:C2"/><conditionalFormatting sqref="A2:A3 B2 C3"/>'
    first = put(rows(TWO_ROWS, tail=tail), CellEdit(3, 1, 5))
    second = put(first.content, CellEdit(4, 1, 5))
    assert around(second.content) == appended(tail)


def test_ranges_never_grow_into_one_another() -> None:
    assert appended('<conditionalFormatting sqref="A2 A4:A9 B2 C1:C2"/>') == (
        '<conditionalFormatting sqref="A2:A3 A4:A9 B2:B4 C1:C4"/>'
    )


X14_FORMAT = '<x14:conditionalFormatting {}><x14:cfRule id="{{1}}"/><xm:sqref>{}</xm:sqref></x14:conditionalFormatting>'
SPARKLINE = f"<x14:sparklineGroups><x14:sparkline {XM}><xm:f>A1:A2</xm:f><xm:sqref>B2</xm:sqref></x14:sparkline></x14:sparklineGroups>"


def test_rules_in_the_extensions_follow_and_sparklines_stay() -> None:
    before = [X14_FORMAT.format(XM, "A2:A2 C9"), X14_FORMAT.format(f'pivot="1" {XM}', "A2"), SPARKLINE]
    after = [X14_FORMAT.format(XM, "A2:A4 C9"), *before[1:]]
    for name in ("ignoredError", "protectedRange"):
        before.append(f"<x14:{name}><xm:sqref {XM}>B1:B2</xm:sqref></x14:{name}>")
        after.append(f"<x14:{name}><xm:sqref {XM}>B1:B4</xm:sqref></x14:{name}>")
    assert appended(extension("".join(before))) == extension("".join(after))


X14_RULE = '<x14:dataValidation type="list"><x14:formula1><xm:f>Lists!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>{}</xm:sqref></x14:dataValidation>'


def x14_rules(*refs: str) -> str:
    rules = "".join(X14_RULE.format(ref) for ref in refs)
    return extension(f'<x14:dataValidations {XM} count="1">{rules}</x14:dataValidations>')


def test_drop_downs_of_both_kinds_follow_and_stop_above_the_next_one() -> None:
    old = '<dataValidations><dataValidation sqref="{}"/><dataValidation sqref="B5"/></dataValidations>'
    before = old.format("A2 B2 C2") + x14_rules("D2", "C4:C9", "D7")
    after = old.format("A2:A8 B2:B4 C2:C3") + x14_rules("D2:D6", "C4:C9", "D7:D8")
    new = tuple(range(3, 9))
    assert appended(before.replace("B5", "B5:B8"), *new) == after.replace("B5", "B5:B8")


def test_a_drop_down_in_the_extensions_keeps_ours_out() -> None:
    source = rows(TWO_ROWS, tail=x14_rules("B2"))
    mine = DropDown(2, 2, 9, ("a",))
    done = put(source, drop_downs=[mine])
    assert done.left_out == (mine,)
    assert done.content == source


def test_alternate_content_after_the_rows_stays_byte_for_byte() -> None:
    tail = (
        '<autoFilter ref="A1:C2"/><mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="x14"><controls>'
        '<control ref="A1:A2"/></controls></mc:Choice><mc:Fallback/></mc:AlternateContent><tableParts count="0"/>'
    )
    assert appended(tail) == tail.replace("A1:C2", "A1:C4")


def test_a_table_that_grows_takes_along_what_ends_with_it() -> None:
    beside = '<row r="9"><c r="F9"><v>1</v></c></row>'
    tail = '<conditionalFormatting sqref="A2:B2 A1:B1 B2:C2 F9"/>'
    table = f'<table xmlns="{books.MAIN}" id="1" ref="A1:B2"/>'
    rels = books.rels_xml(("rId1", "table", "../tables/table1.xml"))
    source = rows(TWO_ROWS + beside, tail=tail, sheet_rels=rels, table=table)
    done = put(source, CellEdit(3, 1, 5), CellEdit(4, 2, 5))
    assert around(done.content) == '<conditionalFormatting sqref="A2:B4 A1:B1 B2:C2 F9"/>'


def test_growth_that_is_none_is_false() -> None:
    step = Step(old_last=5, new_last=5, heading=1, left=1, right=9, filled={})
    assert not Growth([step])
    assert Growth([step]).grown(Area(1, 1, 5, 1)) == Area(1, 1, 5, 1)
    assert not Growth([]).is_tall(Area(1, 1, 5, 1))


NAMES = "<definedNames>{}</definedNames>"


def names_after(names: Mapping[str, str], tail: str = "", head: str = "") -> dict[str, str]:
    """The names of a workbook with two sheets once two rows are appended to 订单."""
    listed = '<sheet name="订单" sheetId="1" r:id="rId1"/><sheet name="Jo\'s list" sheetId="2" r:id="rId9"/>'
    written = "".join(f'<definedName name="{name}">{text}</definedName>' for name, text in names.items())
    after = NAMES.format(written) + "<calcPr/>"
    source = rows(TWO_ROWS, tail=tail, head=head, workbook=books.workbook_xml(listed, after=after))
    workbook = part(put(source, CellEdit(3, 1, 5), CellEdit(4, 1, 5)).content, "xl/workbook.xml")
    assert workbook.endswith("</definedNames><calcPr/></workbook>")
    entries = workbook.partition("<definedNames>")[2].partition("</definedNames>")[0].split("</definedName>")
    return {entry.partition('"')[2].partition('"')[0]: entry.partition(">")[2] for entry in entries if entry}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("_xlnm._FilterDatabase", "订单!$A$1:$C$2", "订单!$A$1:$C$4"),
        ("_xlnm.Print_Area", "订单!$A$1:$C$2", "订单!$A$1:$C$4"),
        ("_xlnm.Print_Area", "订单!$A$1:$C$2,'订单'!$A$1:$F$2", "订单!$A$1:$C$4,'订单'!$A$1:$F$4"),
        ("_xlnm.Print_Area", "订单!$A$1:$C$2,订单!$A$9:$C$12", "订单!$A$1:$C$4,订单!$A$9:$C$12"),
        ("Ids", "'订单'!$A$1:$A$2", "'订单'!$A$1:$A$4"),
        ("Ids", "订单!A$1:A$2", "订单!A$1:A$4"),
        ("Ids", "订单!$A$1:$A$2,订单!$C$2,订单!#REF!", "订单!$A$1:$A$4,订单!$C$2,订单!#REF!"),
    ],
)
def test_names_of_the_data_follow(name: str, before: str, after: str) -> None:
    assert names_after({name: before}) == {name: after}


@pytest.mark.parametrize(
    "text",
    [
        "订单!$A$2",
        "订单!$A$2:$C$2",
        "订单!$A:$C",
        "订单!$1:$2",
        "订单!A1:A2",
        "订单!$A1:$A2",
        "'Jo''s list'!$A$1:$A$2",
        "'[1]订单'!$A$1:$A$2",
        "[1]订单!$A$1:$A$2",
        "'订单:Lists'!$A$1:$A$2",
        "订单!#REF!",
        "OFFSET(订单!$A$1:$A$2,0,0)",
        "SUM(订单!$A$1:$A$2)",
        "订单!$A$1:$A$9",
        "5",
        "&quot;订单!$A$1:$A$2&quot;",
        "",
    ],
)
def test_other_names_stay(text: str) -> None:
    assert names_after({"x": text}) == {"x": text}


@pytest.mark.parametrize(
    "name", ["_xlnm.Print_Titles", "_xlnm.Criteria", "Z_1_.wvu.FilterData", "Z_1_.WVU.PrintArea"]
)
def test_names_that_mean_something_else_stay(name: str) -> None:
    assert names_after({name: "订单!$A$1:$A$2"}) == {name: "订单!$A$1:$A$2"}


def test_hidden_names_of_other_programs_stay() -> None:
    names = NAMES.format('<definedName name="Query_1" hidden="1">订单!$A$1:$C$2</definedName>')
    source = rows(TWO_ROWS, workbook=books.workbook_xml(after=names))
    assert put(source, CellEdit(3, 1, 5)).changed_parts == (books.SHEET,)


def test_a_filter_over_headings_alone_and_its_hidden_name_stay_equal() -> None:
    one_row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    names = NAMES.format(
        '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">订单!$A$1:$C$1</definedName>'
        '<definedName name="Headings">订单!$A$1:$C$1</definedName>'
    )
    source = rows(one_row, tail='<autoFilter ref="A1:C1"/>', workbook=books.workbook_xml(after=names))
    done = put(source, CellEdit(2, 1, 5))
    assert around(done.content) == '<autoFilter ref="A1:C2"/>'
    assert part(done.content, "xl/workbook.xml") == books.workbook_xml(after=names.replace("$C$1", "$C$2", 1))


def test_a_name_that_begins_below_the_first_row_of_the_data_stays() -> None:
    many = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 9))
    names = "".join(f'<definedName name="n{row}">订单!$A${row}:$A$8</definedName>' for row in (1, 2, 3, 4, 5))
    source = rows(
        many, tail='<autoFilter ref="A3:C8"/>', workbook=books.workbook_xml(after=NAMES.format(names))
    )
    workbook = part(put(source, CellEdit(9, 1, 5)).content, "xl/workbook.xml")
    assert [f"$A${row}:$A$9<" in workbook for row in (1, 2, 3, 4, 5)] == [True, True, True, True, False]


def test_a_list_beside_the_data_that_ends_with_it_by_chance_is_not_the_data() -> None:
    names = NAMES.format(
        '<definedName name="Beside">订单!$H$1:$H$2</definedName><definedName name="Between">订单!$B$1:$B$2</definedName>'
        '<definedName name="Half">订单!$D$1:$E$2</definedName>'
    )
    tail = '<autoFilter ref="F1:H2"/><conditionalFormatting sqref="F1:H2"/>'
    source = rows(TWO_ROWS, tail=tail, workbook=books.workbook_xml(after=names))
    edits = [CellEdit(row, column, 5) for row in (3, 4) for column in (1, 3)]
    done = put(source, *edits, CellEdit(4, 4, 5), CellEdit(5, 4, 5))
    assert around(done.content) == tail.replace('H2"/>', 'H5"/>').replace("H5", "H2", 1)
    workbook = part(done.content, "xl/workbook.xml")
    assert workbook == books.workbook_xml(after=names.replace("$B$2", "$B$4"))
    first = put(source, *[edit for edit in edits if edit.row == 3])  # one half, and then the other
    second = put(first.content, *edits, CellEdit(4, 4, 5), CellEdit(5, 4, 5))
    assert part(second.content, "xl/workbook.xml") == workbook


def test_a_sheet_name_with_quotes_and_marks_is_found() -> None:
    listed = '<sheet name="Jo\'s &amp; Al" sheetId="1" r:id="rId1"/>'
    name = "<definedName name=\"x\">'Jo''s &amp; Al'!$A$1:$A$2</definedName>"
    source = rows(TWO_ROWS, workbook=books.workbook_xml(listed, after=NAMES.format(name)))
    done = patch(source, [SheetEdits(sheet="Jo's & Al", cells=[CellEdit(3, 1, 5)])])
    assert name.replace("$A$2", "$A$3") in part(done.content, "xl/workbook.xml")


def test_names_and_the_mark_to_compute_go_into_the_workbook_part_together() -> None:
    name = NAMES.format('<definedName name="x">订单!$A$1:$A$2</definedName>')
    formula = TWO_ROWS.replace("<v>1</v>", "<f>1</f><v>1</v>", 1)
    done = put(rows(formula, workbook=books.workbook_xml(after=name)), CellEdit(3, 1, 5))
    assert part(done.content, "xl/workbook.xml") == books.workbook_xml(
        after=name.replace("$A$2", "$A$3") + '<calcPr fullCalcOnLoad="1"/>'
    )
