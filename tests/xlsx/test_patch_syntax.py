"""Sheets written in other ways than Excel writes them: the same edit, the same result."""

import pytest

from sheetship.xlsx import CellEdit, Style, read_sheet, scan
from tests.xlsx import books
from tests.xlsx.books import part, put, refusal, rows

UNUSUAL = {
    "single quotes": "<row r='1'><c r='A1' t='str'><v>订单</v></c><c r='C1'><v>2</v></c></row><row r='3'/>",
    "no addresses": '<row><c t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row><row r="3"><c/></row>',
    "cells without address": '<row r="1"><c t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row><row r="3"/>',
    "style before address": '<row s="1" r="1"><c t="str" r="A1"><v>订单</v></c><c s="0" r="C1"><v>2</v></c></row><row r="3"/>',
    "comment": '<row r="1"><!-- <c r="B1"/> --><c r="A1" t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row><row r="3"/>',
    "cdata": '<row r="1"><c r="A1" t="str"><v><![CDATA[订单]]></v></c><c r="C1"><v>2</v></c></row><row r="3"/>',
    "instruction": '<row r="1"><?x y?><c r="A1" t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row><row r="3"/>',
    "line ends": '<row\n r="1"\n>\n<c\n r="A1"\n t="str"\n>\n<v>订单</v>\n</c>\n<c\n r="C1"><v>2</v></c></row>\n<row r="3"/>',
    "blank before the end of a tag": '<row r="1" ><c r="A1" t="str" ><v>订单</v></c ><c r="C1"><v>2</v></c></row ><row r="3" />',
    "one single-quoted attribute of a row": (
        '<row r="1" ht=\'9\'><c r="A1" t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row><row r="3"/>'
    ),
    "one single-quoted attribute of a cell": (
        '<row r="1"><c r="A1" t="str"><v>订单</v></c><c r="C1" s=\'0\'><v>2</v></c></row><row r="3"/>'
    ),
    "blank in the end of the last row": (
        '<row r="1"><c r="A1" t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row><row r="3"><c r="A3"/></row >'
    ),
    "marks in text": '<row r="1"><c r="A1" t="str"><v>订单</v></c><c r="C1"><v>2</v></c></row><row r="3"><c r="A3" t="str"><v>wow! really?</v></c></row>',
    "character references": '<row r="1"><c r="A1" t="str"><v>&#35746;&#21333;</v></c><c r="C1"><v>2</v></c></row><row r="3"><c r="F3" t="str"><v>a&#13;&#10;b</v></c></row>',
}


@pytest.mark.parametrize("xml", UNUSUAL.values(), ids=UNUSUAL.keys())
def test_unusual_syntax_is_patched_with_the_same_result(xml: str) -> None:
    source = rows(xml, tail="<pageMargins left='1'/>")
    done = put(source, CellEdit(1, 2, "新"), CellEdit(1, 3, 3), CellEdit(2, 1, "行"), CellEdit(3, 2, 5))
    sheet = read_sheet(done.content)
    assert sheet.texts([1, 2, 3])[:2] == [["订单", "新", "3"], ["行", "", ""]]
    assert sheet.rows[2].number == 3
    assert sheet.texts([2])[2] == ["5"]
    before = {column: cell for row in read_sheet(source).rows for column, cell in row.items() if column > 3}
    assert before == {column: cell for row in sheet.rows for column, cell in row.items() if column > 3}
    assert "pageMargins" in part(done.content)


def test_text_in_a_plain_sheet_may_hold_exclamation_and_question_marks() -> None:
    source = rows(UNUSUAL["marks in text"])
    done = put(source, CellEdit(1, 2, "新"))
    assert part(source).replace(
        '<c r="C1">', '<c r="B1" t="inlineStr"><is><t>新</t></is></c><c r="C1">'
    ) == part(done.content)


def test_a_prefixed_sheet_gets_prefixed_cells() -> None:
    xml = (
        f'<x:worksheet xmlns:x="{books.MAIN}"><x:dimension ref="A1"/><x:cols><x:col min="1" max="1" style="3"/></x:cols>'
        '<x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>订单</x:v></x:c><x:c r="B1"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="B2"><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    )
    source = books.book(xml)
    done = put(
        source,
        CellEdit(1, 2, "新"),
        CellEdit(2, 1, 5),
        CellEdit(3, 3, None, Style(fill="C6EFCE")),
        widths={5: 9},
    )
    assert part(done.content) == (
        f'<x:worksheet xmlns:x="{books.MAIN}"><x:dimension ref="A1:C3"/><x:cols><x:col min="1" max="1" style="3"/>'
        '<x:col min="5" max="5" width="9" customWidth="1"/></x:cols><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="str"><x:v>订单</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>新</x:t></x:is></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" s="3"><x:v>5</x:v></x:c><x:c r="B2"><x:f>A1</x:f></x:c></x:row>'
        '<x:row r="3"><x:c r="C3" s="5"/></x:row></x:sheetData></x:worksheet>'
    )
    assert refusal(source, CellEdit(2, 2, 5)).code == "formula_cell"


def test_a_strict_sheet_gets_no_transitional_names() -> None:
    done = put(
        books.book(f'<worksheet xmlns="{books.STRICT}"><sheetData/></worksheet>'),
        CellEdit(1, 1, "x", None, "http://a"),
    )
    assert "schemas.openxmlformats.org" not in part(done.content)


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_other_encodings_are_written_as_utf8(encoding: str) -> None:
    xml = books.sheet_xml('<row r="1"><c r="A1" t="str"><v>订单</v></c></row>').replace("UTF-8", encoding)
    done = put(books.book(xml.encode(encoding)), CellEdit(1, 2, "新"))
    assert 'encoding="UTF-8"' in part(done.content)
    assert read_sheet(done.content).texts([1, 2]) == [["订单", "新"]]


def test_a_byte_order_mark_and_pretty_printing_are_kept() -> None:
    xml = "\ufeff" + books.sheet_xml('\n  <row r="1">\n    <c r="A1">\n      <v>1</v>\n    </c>\n  </row>\n')
    done = put(books.book(xml), CellEdit(1, 2, 5))
    assert part(done.content) == xml.replace("\n  </row>", '\n  <c r="B1"><v>5</v></c></row>')


def test_two_spellings_in_one_sheet_are_refused() -> None:
    xml = (
        f'<x:worksheet xmlns:x="{books.MAIN}" xmlns="{books.MAIN}"><x:sheetData>'
        '<x:row s="1"/></x:sheetData></x:worksheet>'
    )
    assert read_sheet(books.book(xml)).rows[0].number == 1
    mixed = books.sheet_xml('<row r="1"><c r="A1"><c r="B1"/></c><row/></row>')
    assert refusal(books.book(mixed), CellEdit(1, 1, "x")).code == "unsupported"


def test_a_document_type_is_refused() -> None:
    xml = "<!DOCTYPE x [<!ENTITY a 'b'>]>" + books.sheet_xml().partition("\n")[2]
    assert refusal(books.book(xml), CellEdit(1, 1, "x")).code == "unsupported"


def test_what_no_patch_needs_to_know_stays_byte_for_byte() -> None:
    tail = (
        "<mergeCells/><drawing r:id='rId9'/><m:AlternateContent xmlns:m='m'><m:Choice><controls/></m:Choice>"
        "</m:AlternateContent><extLst><ext uri='{1}'><dataValidations><!-- x14 --></dataValidations></ext></extLst>"
    )
    xml = '<row r="1" x14ac:dyDescent="0.2"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>1</v></c></row>'
    source = books.book(books.sheet_xml(xml, tail=tail, root=' xmlns:x14ac="u"'))
    assert part(put(source, CellEdit(1, 1, 2)).content) == part(source).replace(
        "<v>1</v></c><c", "<v>2</v></c><c"
    )


def test_rows_cut_at_any_byte_give_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    xml = (
        "".join(f'<row r="{row}"><c r="A{row}"><v>{row * 7919}</v></c></row>' for row in range(2, 60, 3))
        + '<row r="70"/><row r="71"/>'
    )
    source = rows(xml, head='<dimension ref="A1:A71"/>')
    edits = [CellEdit(row, column, f"订单{row}") for row in range(1, 75, 2) for column in (1, 2)]
    whole = part(put(source, *edits).content)
    for size in (1, 7, 61):
        monkeypatch.setattr("sheetship.xlsx.archive.BLOCK", size)
        assert part(put(source, *edits).content) == whole
    assert scan.MAX_ONE_ROW > 61
