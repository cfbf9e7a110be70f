"""Edits that take others back give every value back that can be written, and name the others."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetship.xlsx import (
    KEEP,
    CellEdit,
    Options,
    RowEdit,
    SheetEdits,
    Style,
    Unrestored,
    XlsxError,
    patch,
    undo_edits,
)
from sheetship.xlsx.edits import Value
from sheetship.xlsx.refs import area
from tests.xlsx import books
from tests.xlsx.books import cell, rows, written_rows

OVER = Options(over_formulas=True, over_rich_values=True)
STRINGS = "<sst><si><t>甲</t></si><si><r><t>b</t></r></si><si/><si><t>c</t><rPh><t>d</t></rPh></si></sst>"


def edited(cells: Mapping[str, Value]) -> list[SheetEdits]:
    return [SheetEdits(sheet="订单", cells=[CellEdit(*area(ref)[:2], value) for ref, value in cells.items()])]


def there_and_back(source: bytes, edits: list[SheetEdits]) -> tuple[bytes, tuple[Unrestored, ...]]:
    """The file after the edits and those that take them back, and the cells that stay edited."""
    done = patch(source, edits, options=OVER).content
    undo = undo_edits(source, edits)
    return patch(done, undo.edits).content, undo.unrestored


def plainly(text: str) -> str:
    """A number without the choice of how to spell it."""
    return str(Decimal(text)) if text[:1].isdigit() and "-" not in text[1:-1] and ":" not in text else text


@pytest.mark.parametrize(
    "written",
    [
        '<c r="A1" t="s"><v>0</v></c>',
        '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>',
        '<c r="A1" t="str"><v>=1+1</v></c>',
        '<c r="A1"><v>0.30000000000000004</v></c>',
        '<c r="A1"><v>1E-7</v></c>',
        '<c r="A1" t="b"><v>1</v></c>',
        '<c r="A1" t="b"><v>0</v></c>',
        '<c r="A1" s="3"/>',
        '<c r="A1" s="1"><v>46347.5</v></c>',
        '<c r="A1" s="4" t="d"><v>2026-11-21T10:00:00</v></c>',
    ],
)
@pytest.mark.parametrize("value", ["x", "12345678901", 5, None, date(2026, 1, 1), time(8)])
def test_a_value_comes_back_as_it_was(written: str, value: Value) -> None:
    source = rows(f'<row r="1">{written}</row>', strings=STRINGS)
    back, unrestored = there_and_back(source, edited({"A1": value}))
    then, now = cell(source, 1, 1), cell(back, 1, 1)
    assert unrestored == ()
    assert now
    assert then
    assert (now.kind, plainly(now.text)) == (then.kind, plainly(then.text))


def test_new_cells_become_blank_and_new_rows_too() -> None:
    row = RowEdit(3, (1, 2), ("a", None), (None, None))
    edits = [SheetEdits(sheet="订单", cells=[CellEdit(1, 2, 5), CellEdit(1, 1, KEEP)], rows=[row])]
    source = rows('<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>')
    back, unrestored = there_and_back(source, edits)
    assert unrestored == ()
    assert written_rows(back) == (
        '<row r="1"><c r="A1"><f>1</f><v>1</v></c><c r="B1"/></row><row r="3"><c r="A3"/></row>'
    )


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("<c r='A1'><f>1+1</f><v>2</v></c>", "formula"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "error"),
        ('<c r="A1" t="s"><v>1</v></c>', "rich"),
        ('<c r="A1" t="s"><v>3</v></c>', "rich"),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c>', "rich"),
        ('<c r="A1" vm="1" t="e"><v>#VALUE!</v></c>', "rich"),
        ('<c r="A1"><v>431234567890123456</v></c>', "number"),
        ('<c r="A1"><v>many</v></c>', "number"),
        ('<c r="A1" t="d"><v>10:00:00</v></c>', "date"),
    ],
)
def test_what_cannot_come_back_is_named_and_left_alone(written: str, why: str) -> None:
    source = rows(f'<row r="1">{written}</row>', strings=STRINGS)
    back, unrestored = there_and_back(source, edited({"A1": "x", "B1": "y"}))
    assert [(each.sheet, each.cell, each.why) for each in unrestored] == [("订单", "A1", why)]
    assert written_rows(back).count("<is><t>x</t></is>") == 1
    assert '<c r="B1"/>' in written_rows(back)


def test_a_shared_text_that_is_empty_or_oddly_written_is_a_text() -> None:
    source = rows(
        '<row r="1"><c r="A1" t="s"><v>2</v></c><c r="B1" t="s"><v> 0 </v></c></row>', strings=STRINGS
    )
    undo = undo_edits(source, edited({"A1": "x", "B1": "x"}))
    assert [edit.value for edit in undo.edits[0].cells] == [None, "甲"]


def test_a_format_without_a_name_stays_as_the_edit_made_it() -> None:
    source = rows('<row r="1"><c r="A1" s="2"><v>46347</v></c></row>')
    clock = [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 5, Style(number_format="0.00"))])]
    undo = undo_edits(source, clock)
    assert undo.edits[0].cells == [CellEdit(1, 1, Decimal(46347))]
    assert undo.unrestored == (Unrestored("订单", "A1", "format"),)
    green = [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 5, Style(fill="C6EFCE"))])]
    assert undo_edits(source, green).unrestored == ()


def test_a_workbook_without_styles_is_taken_back_too() -> None:
    source = rows('<row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row>', styles=None)
    back, unrestored = there_and_back(source, edited({"A1": "12345678901", "B1": "x"}))
    assert unrestored == ()
    assert written_rows(back) == written_rows(source)


@pytest.mark.parametrize("tag", ["<row>", '<row r="1">'])
@pytest.mark.parametrize("note", ["", "<!-- note -->"])
def test_a_sheet_in_unusual_syntax_is_understood(tag: str, note: str) -> None:
    source = rows(f'{tag}<c><v>7</v></c>{note}<c t="str"><v>a</v></c></row>')
    undo = undo_edits(source, edited({"A1": 1, "B1": 1, "A9": 1}))
    assert [edit.value for edit in undo.edits[0].cells] == [7, "a", None]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ('<row r="1"><c r="A1" t="str"><v>\xff</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1"><v>1</v></row>', "damaged"),
        ('<row r="1"><c r="A1"><is><c/></is></c></row>', "unsupported"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused(xml: str, code: str) -> None:
    sheet = books.sheet_xml(xml, root=f' xmlns:x="{books.MAIN}"').encode("latin-1")
    with pytest.raises(XlsxError) as refused:
        undo_edits(books.book(sheet), edited({"A1": 1}))
    assert refused.value.code == code


def shown(content: bytes, row: int, column: int) -> tuple[str, str]:
    found = cell(content, row, column)
    return (found.kind, plainly(found.text)) if found else ("blank", "")


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["431234567890123456", "12345678901"]),
    st.integers(-(10**12), 10**12),
    st.floats(1e-9, 1e9).filter(lambda value: value % 1 > 0).map(lambda value: Decimal(repr(value))),
    st.booleans(),
    st.none(),
    st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2090-01-01")),
    st.times(),
)
PLACES = st.tuples(st.integers(1, 4), st.integers(1, 3))
CELLS = st.dictionaries(PLACES, VALUES, max_size=10)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CELLS, CELLS)
def test_undoing_gives_back_what_was_there(
    before: dict[tuple[int, int], Value], after: dict[tuple[int, int], Value]
) -> None:
    def edits(cells: dict[tuple[int, int], Value]) -> list[SheetEdits]:
        return [SheetEdits(sheet="订单", cells=[CellEdit(*place, value) for place, value in cells.items()])]

    source = patch(rows(""), edits(before)).content
    back, unrestored = there_and_back(source, edits(after))
    assert unrestored == ()
    for row in range(1, 5):
        for column in range(1, 4):
            assert shown(back, row, column) == shown(source, row, column)


def test_a_format_of_a_style_that_is_spelled_wrong_cannot_be_given_back() -> None:
    styles = books.STYLES.replace('<cellXfs count="5"><xf ', '<cellXfs count="5"><zf ', 1)
    styles = styles[: styles.index("<zf ")] + '<zf numFmtId="0" fontId="0"/></cellXfs></styleSheet>'
    before = books.rows('<row r="1"><c r="A1"><v>1</v></c></row>', styles=styles)
    back = undo_edits(before, [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, date(2026, 11, 21))])])
    assert [(lost.cell, lost.why) for lost in back.unrestored] == [("A1", "format")]
