"""What the caller is told beside a written workbook."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

import pytest

from sheetship.xlsx import NOTE_CODES, CellEdit, Note, RowEdit, SheetEdits, patch
from sheetship.xlsx.edits import Value
from tests.xlsx import books

MAIN_SHEET: Final = '<sheet name="订单" sheetId="1" {}r:id="rId1"/>'
OTHERS: Final = (
    "<definedName name='Other'>名单!$B$1</definedName><definedName name='List'>名单!$B$1</definedName>"
)
LIST_SHEET: Final = '<sheet name="名单" sheetId="2" r:id="rId2"/>'
ROWS: Final = '<row r="1"><c r="A1"/></row><row r="2"><c r="A2"/></row>'
X14: Final = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM: Final = "http://schemas.microsoft.com/office/excel/2006/main"


def rule(formula: str, sqref: str = "A1:A9", extra: str = ' allowBlank="1" showErrorMessage="1"') -> str:
    """A list on cells."""
    inner = f"<formula1>{formula}</formula1>"
    entry = f'<dataValidation type="list"{extra} sqref="{sqref}">{inner}</dataValidation>'
    return f"<dataValidations>{entry}</dataValidations>"


def notes(source: bytes, *cells: CellEdit, rows: Sequence[RowEdit] = ()) -> tuple[Note, ...]:
    done = patch(source, [SheetEdits(sheet="订单", cells=cells, rows=rows)])
    assert {note.code for note in done.notes} <= set(NOTE_CODES)
    return done.notes


def told(tail: str, *values: Value) -> bool:
    """Whether a note follows when these values go into A1, A2 …"""
    source = books.rows(ROWS, tail=tail)
    found = notes(source, *(CellEdit(row, 1, value) for row, value in enumerate(values, 1)))
    assert [note.code for note in found] in ([], ["not_in_list"])
    return bool(found)


def test_a_value_that_its_list_does_not_offer_is_told_with_its_cell() -> None:
    source = books.rows(ROWS, tail=rule('"待发货, 已发货"'))
    (note,) = notes(source, CellEdit(1, 1, "已发货"), CellEdit(3, 1, "丢了"), CellEdit(2, 1, "没有"))
    assert (note.code, note.facts) == ("not_in_list", {"sheet": "订单", "cell": "A2", "count": "2"})
    assert note.sentence == "订单!A2 and 1 more now hold what the list of their drop-down does not offer."


def test_a_typed_list_minds_case_and_takes_numbers_by_their_worth() -> None:
    assert not told(rule('"yes,no,1,2.50"'), "yes", 1, Decimal("2.5"))
    assert told(rule('"yes,no"'), "Yes")
    assert told(rule('"1,2"'), 3)
    assert not told(rule('"say ""hi"",no"'), 'say "hi"')


@pytest.mark.parametrize(
    "harmless",
    [
        rule('"a,b"', extra=""),
        rule('"a,b"', extra=' showErrorMessage="0"'),
        rule('"a,b"', extra=' showErrorMessage="1" errorStyle="warning"'),
        rule('"a,b"', sqref="B1:B9"),
        rule('"a,b"', sqref="A3:A9"),
        rule("INDIRECT(B1)"),
        rule("B1:B3"),
        rule("unheard_of"),
        rule("[1]名单!$A$1:$A$3"),
        rule('"a,b"').replace("list", "textLength"),
        rule("").replace("<formula1></formula1>", ""),
    ],
)
def test_rules_that_only_warn_stand_elsewhere_or_cannot_be_known_are_passed_over(harmless: str) -> None:
    assert not told(harmless, "c")


def test_dates_yes_and_no_and_blanks_are_never_held_against_a_list() -> None:
    assert not told(rule('"a,b"'), date(2026, 1, 2), bool("yes"))
    assert not notes(
        books.rows('<row r="1"><c r="A1"><v>1</v></c></row>', tail=rule('"a,b"')), CellEdit(1, 1, None)
    )
    assert not notes(
        books.rows('<row r="1"><c r="A1"><v>1</v></c></row>', tail=rule('"a,b"')), CellEdit(1, 1, "")
    )


def test_a_rule_of_many_ranges_counts_where_its_rows_are() -> None:
    tail = rule('"a,b"', sqref="A7:A9 A1:A2 A2:A3 C1:D9")
    for row, is_told in ((1, True), (3, True), (4, False), (6, False), (8, True), (10, False)):
        assert bool(notes(books.rows(ROWS, tail=tail), CellEdit(row, 1, "x"))) is is_told


def test_rows_appended_fall_under_the_list_that_follows_them() -> None:
    filled = ROWS + '<row r="3"><c r="A3"><v>1</v></c></row>'
    source = books.rows(filled, tail=rule('"a,b"', sqref="A2:A3"))
    row = RowEdit(4, (1, 2), ("x", "y"), (None, None))
    assert [note.facts["cell"] for note in notes(source, rows=[row])] == ["A4"]
    assert not notes(source, rows=[RowEdit(4, (1, 2), ("a", "y"), (None, None))])


def with_list(formula: str, items: str, *, names: str = "", allow_blank: str = "1") -> bytes:
    """A book whose list stands on a sheet of its own."""
    extra = f' allowBlank="{allow_blank}" showErrorMessage="1"'
    parts = books.book_parts(
        books.sheet_xml(ROWS, tail=rule(formula, extra=extra)),
        workbook=books.workbook_xml(MAIN_SHEET.format("") + LIST_SHEET, after=names),
        workbook_rels=books.rels_xml(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")
        ),
    )
    return books.zipped(parts | {"xl/worksheets/sheet2.xml": books.sheet_xml(items)})


ITEMS: Final = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Shipped</t></is></c><c r="B1"><v>7</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Lost</t></is></c></row>'
)


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("名单!$A$1:$A$2", ""),
        ("'名单'!$A$1:$A$2", ""),
        ("List", "<definedName name='LIST'>名单!$A$1:$A$2</definedName>"),
        (
            "List",
            OTHERS + "<definedName name='List' localSheetId='0'>名单!$A$1:$A$2</definedName>",
        ),
    ],
)
def test_a_list_in_a_range_is_read_and_does_not_mind_case(formula: str, names: str) -> None:
    source = with_list(formula, ITEMS, names=f"<definedNames>{names}</definedNames>" if names else "")
    assert not notes(source, CellEdit(1, 1, "shipped"), CellEdit(2, 1, "Lost"))
    assert [note.facts["cell"] for note in notes(source, CellEdit(2, 1, "gone"))] == ["A2"]


def test_a_blank_in_the_range_lets_everything_pass_where_blank_is_allowed() -> None:
    assert not notes(with_list("名单!$A:$A", ITEMS), CellEdit(1, 1, "x"))
    assert not notes(with_list("名单!$A$1:$B$2", ITEMS), CellEdit(1, 1, "x"))
    assert notes(with_list("名单!$A:$A", ITEMS, allow_blank="0"), CellEdit(1, 1, "x"))
    assert not notes(with_list("名单!$A$1:$B$2", ITEMS, allow_blank="0"), CellEdit(1, 1, 7))


def test_a_list_that_cannot_be_read_or_is_too_large_gives_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not notes(
        with_list("名单!$A$1:$A$2", '<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), CellEdit(1, 1, "x")
    )
    monkeypatch.setattr("sheetship.xlsx.choices._LARGEST", 10)
    assert not notes(with_list("名单!$A$1:$A$2", ITEMS), CellEdit(1, 1, "x"))


def test_a_list_in_the_extensions_counts_like_any_other() -> None:
    entry = (
        '<x14:dataValidation type="list" showErrorMessage="1"><x14:formula1><xm:f>"a,b"</xm:f></x14:formula1>'
        "<xm:sqref>A1:A9</xm:sqref></x14:dataValidation>"
    )
    tail = f'<extLst><ext xmlns:x14="{X14}" xmlns:xm="{XM}" uri="u"><x14:dataValidations>{entry}</x14:dataValidations></ext></extLst>'
    assert told(tail, "c")
    assert not told(tail, "b")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_tab_is_written_and_told(state: str) -> None:
    source = books.book(workbook=books.workbook_xml(MAIN_SHEET.format(f'state="{state}" ')))
    (note,) = notes(source, CellEdit(1, 1, "x"))
    assert (note.code, note.facts) == ("hidden_sheet", {"sheet": "订单", "state": state})
    assert not patch(source, []).notes


FILTERED: Final = (
    '<row r="1"><c r="A1"/></row><row r="2" hidden="1"><c r="A2"/></row><row r="3"><c r="A3"/></row>'
    '<row r="4" hidden="true"><c r="A4"/></row><row r="5" hidden="0"><c r="A5"/></row><row r="9" hidden="1"/>'
)
IN_USE: Final = '<autoFilter ref="A1:C5"><filterColumn colId="0"><filters/></filterColumn></autoFilter>'


def test_rows_that_a_filter_hides_are_written_and_told() -> None:
    cells = [CellEdit(row, 1, "x") for row in (1, 2, 3, 4, 5, 9)]
    (note,) = notes(books.rows(FILTERED, tail=IN_USE), *cells)
    assert (note.code, note.facts) == ("filtered_row", {"sheet": "订单", "row": "2", "count": "2"})
    (note,) = notes(books.rows(FILTERED, tail=IN_USE), *cells[3:])
    assert note.sentence == "订单, row 4 was written, and is hidden by a filter."


def test_rows_that_are_seen_or_hidden_by_hand_are_not_told() -> None:
    assert not notes(books.rows(FILTERED, tail=IN_USE), CellEdit(3, 1, "x"))
    assert not notes(books.rows(FILTERED, tail='<autoFilter ref="A1:C5"/>'), CellEdit(2, 1, "x"))
    assert not notes(books.rows(FILTERED, tail=IN_USE), CellEdit(9, 1, "x"))


def test_a_tables_filter_hides_rows_too() -> None:
    table = (
        f'<table xmlns="{books.MAIN}" id="1" name="T" displayName="T" ref="A1:A5">{IN_USE}'
        '<tableColumns count="1"><tableColumn id="1" name="a"/></tableColumns></table>'
    )
    source = books.rows(
        FILTERED,
        tail='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>',
        sheet_rels=books.rels_xml(("rId1", "table", "../tables/table1.xml")),
        table=table,
    )
    assert [note.facts["row"] for note in notes(source, CellEdit(2, 1, "x"))] == ["2"]
