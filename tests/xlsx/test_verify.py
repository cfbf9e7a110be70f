from collections.abc import Callable
from datetime import date

import pytest

from sheetship.xlsx import CellEdit, SheetEdits, XlsxError, patch, verify
from tests.xlsx import books
from tests.xlsx.books import SHEET

XML = (
    '<row r="1" ht="9" spans="1:2"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>3</v></c></row><row r="4"/>'
)
STRINGS = "<sst><si><t>甲</t></si></sst>"
PARTS = books.book_parts(books.sheet_xml(XML, tail='<mergeCells/><pageMargins left="1"/>'), strings=STRINGS)
BEFORE = books.zipped(PARTS)
EDITS = [SheetEdits(sheet="订单", cells=[CellEdit(1, 2, "新"), CellEdit(3, 1, 5)])]
AFTER = patch(BEFORE, EDITS).content


def spoiled(change: Callable[[str], str]) -> bytes:
    xml = change(books.part(AFTER))
    assert xml != books.part(AFTER)
    return books.zipped(PARTS | {SHEET: xml})


def fails(after: bytes, edits: list[SheetEdits] | None = None) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        verify(BEFORE, after, EDITS if edits is None else edits)
    assert caught.value.code == "verify_failed"
    return caught.value


def test_a_right_file_passes() -> None:
    verify(BEFORE, AFTER, EDITS)
    verify(BEFORE, BEFORE, [])


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace("<v>3</v>", "<v>4</v>"),
        lambda xml: xml.replace("<v>3</v></c></row>", '<v>3</v></c><c r="B2"><v>1</v></c></row>'),
        lambda xml: xml.replace('<c r="A1" t="s"><v>0</v></c>', ""),
        lambda xml: xml.replace('<c r="A1" t="s">', '<c r="A1" s="1" t="s">'),
        lambda xml: xml.replace('ht="9"', 'ht="8"'),
        lambda xml: xml.replace("新", "旧"),
        lambda xml: xml.replace("<v>5</v>", "<v>6</v>"),
        lambda xml: xml.replace("<v>5</v>", "<v>five</v>"),
        lambda xml: xml.replace("<v>5</v>", ""),
        lambda xml: xml.replace('<row r="4"/>', ""),
        lambda xml: xml.replace('<row r="2"><c r="A2"><v>3</v></c></row>', ""),
        lambda xml: xml.replace('<row r="3"><c r="A3"><v>5</v></c></row>', ""),
        lambda xml: xml.replace('<row r="4"/>', '<row r="4"/><row r="9"/>'),
        lambda xml: xml.replace('<c r="A3"><v>5</v></c>', '<c r="A3"><v>5</v></c><c r="B3"><v>5</v></c>'),
        lambda xml: xml.replace('left="1"', 'left="2"'),
        lambda xml: xml.replace("<mergeCells/>", ""),
        lambda xml: xml.replace("<worksheet ", '<worksheet a="b" '),
    ],
)
def test_any_other_difference_on_the_sheet_is_seen(change: Callable[[str], str]) -> None:
    error = fails(spoiled(change))
    assert error.facts["sheet"] == "订单"


def test_other_parts_must_be_the_same_and_in_order() -> None:
    sheet = {SHEET: books.part(AFTER)}
    assert "docProps/app.xml has changed" in str(
        fails(books.zipped(PARTS | sheet | {"docProps/app.xml": "<P/>"}))
    )
    assert "xl/new.xml is new" in str(fails(books.zipped(PARTS | sheet | {"xl/new.xml": "<P/>"})))
    lost = {name: content for name, content in (PARTS | sheet).items() if name != "docProps/app.xml"}
    assert "lost" in str(fails(books.zipped(lost)))


def test_an_edit_that_is_not_there_is_missed() -> None:
    for edit in (
        CellEdit(9, 9, 1),
        CellEdit(2, 1, "x"),
        CellEdit(2, 1, value=True),
        CellEdit(2, 1, date(2026, 1, 1)),
        CellEdit(2, 1, None),
    ):
        fails(BEFORE, [SheetEdits(sheet="订单", cells=[edit])])
    fails(BEFORE, [SheetEdits(sheet="订单", cells=[CellEdit(2, 1, 3, None, "http://a")])])


def test_values_that_were_there_already_count_as_written() -> None:
    cells = [CellEdit(1, 1, "甲"), CellEdit(2, 1, 3), CellEdit(4, 1, None), CellEdit(7, 1, "")]
    verify(BEFORE, BEFORE, [SheetEdits(sheet="订单", cells=cells)])
    mixed = [CellEdit(1, 2, "新"), CellEdit(1, 1, "甲")]
    edits = [SheetEdits(sheet="订单", cells=mixed)]
    verify(BEFORE, patch(BEFORE, edits).content, edits)
