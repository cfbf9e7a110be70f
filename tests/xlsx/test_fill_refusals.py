"""Templates that cannot be filled: each refusal has its code and names the cell."""

from decimal import Decimal

import pytest

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fill import fill, marks
from tests.xlsx.made_templates import Book, Sheet, changed, made, part, replaced, simple

SHEET = "xl/worksheets/sheet1.xml"
LINE = ("A2", "{{ line.sku }}")


def refusal(template: bytes) -> XlsxError:
    with pytest.raises(XlsxError) as refused:
        marks(template)
    return refused.value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ line.sku", "unclosed_mark"),
        ("{{ line.sku {{ line.n }}", "unclosed_mark"),
        ("{{ line.sku | upper }}", "bad_mark"),
        ("{{ }}", "bad_mark"),
        ("{{ ''.__class__ }}", "bad_mark"),
        ("{{ line.1 }}", "bad_mark"),
    ],
)
def test_a_mark_that_cannot_be_read_is_refused_with_its_cell(text: str, code: str) -> None:
    error = refusal(simple(("B7", text)))
    assert (error.code, error.facts["cell"]) == (code, "B7")


def test_two_marked_rows_are_refused() -> None:
    error = refusal(simple(LINE, ("C5", "{{ line.n }}")))
    assert (error.code, error.facts["cell"], error.facts["other"]) == ("two_marked_rows", "C5", "A2")


def test_no_marked_row_is_refused_when_filling() -> None:
    with pytest.raises(XlsxError) as refused:
        fill(simple(("A1", "{{ po.number }}")), {"po.number": ""}, [])
    assert refused.value.code == "no_marked_row"


def test_a_mark_inside_a_formula_is_refused() -> None:
    error = refusal(made(lambda _book, sheet: sheet.write_formula("B2", '="{{ line.sku }}"&1')))
    assert (error.code, error.facts["cell"]) == ("mark_in_formula", "B2")


def test_a_mark_hidden_in_a_merged_cell_is_refused() -> None:
    def build(_book: Book, sheet: Sheet) -> None:
        sheet.merge_range("A2:B2", "x")
        sheet.write_string("B2", "{{ line.sku }}")

    error = refusal(made(build))
    assert (error.code, error.facts["cell"]) == ("mark_in_merged_cell", "B2")


def test_marks_where_none_can_be_filled_are_refused() -> None:
    def in_header(_book: Book, sheet: Sheet) -> None:
        sheet.write_string(*LINE)
        sheet.set_header("&C{{ po.number }}")

    def in_box(_book: Book, sheet: Sheet) -> None:
        sheet.write_string(*LINE)
        sheet.insert_textbox("E5", "{{ po.number }}")

    def in_tab(book: Book, sheet: Sheet) -> None:
        sheet.write_string(*LINE)
        book.add_worksheet("说明").write_string("A1", "{{ po.number }}")

    found = [refusal(made(build)) for build in (in_header, in_box, in_tab)]
    assert {error.code for error in found} == {"mark_out_of_place"}
    assert [error.facts["part"] for error in found] == ["订单", "xl/drawings/drawing1.xml", "说明"]


def test_a_formula_over_several_cells_cannot_repeat() -> None:
    def build(_book: Book, sheet: Sheet) -> None:
        sheet.write_string(*LINE)
        sheet.write_array_formula("B2:C2", "{=A1:B1}")

    with pytest.raises(XlsxError) as refused:
        fill(made(build), {}, [{"sku": "A"}])
    assert (refused.value.code, refused.value.facts["cell"]) == ("array_cell", "B2")


def test_one_below_the_row_moves_as_a_whole() -> None:
    def build(_book: Book, sheet: Sheet) -> None:
        sheet.write_string(*LINE)
        sheet.write_array_formula("A4:B4", "{=A2:B2}")

    filled = fill(made(build), {}, [{"sku": "A"}, {"sku": "B"}])
    assert b'<f t="array" ref="A5:B5">A2:B3</f>' in part(filled, SHEET)


def test_a_signed_template_is_refused() -> None:
    template = changed(simple(LINE), {"_xmlsignatures/sig1.xml": b"<x/>"})
    with pytest.raises(XlsxError) as refused:
        fill(template, {}, [])
    assert refused.value.code == "signed"


def test_a_field_that_nobody_gave_is_named_with_its_cell() -> None:
    for template, field in (
        (simple(LINE), "line.sku"),
        (simple(LINE, ("A1", "{{ po.number }}")), "po.number"),
    ):
        with pytest.raises(XlsxError) as refused:
            fill(template, {}, [{}] if field == "line.sku" else [{"sku": "A"}])
        assert (refused.value.code, refused.value.facts["field"]) == ("unknown_field", field)


@pytest.mark.parametrize("cell", ["{{ line.n }}", "{{ line.n }} 件"])
def test_a_value_that_no_cell_holds_is_refused_with_the_cell(cell: str) -> None:
    with pytest.raises(XlsxError) as refused:
        fill(simple(("B3", cell)), {}, [{"n": Decimal("NaN")}])
    assert (refused.value.code, refused.value.facts["cell"]) == ("bad_number", "B3")


def test_more_lines_than_a_sheet_has_rows_are_refused() -> None:
    with pytest.raises(XlsxError) as refused:
        fill(simple(("A1000000", "{{ line.sku }}")), {}, [{"sku": "A"}] * 50_000)
    assert refused.value.code == "too_large"


def test_a_shared_text_that_is_not_there_is_damage() -> None:
    template = changed(simple(LINE), {SHEET: replaced("<v>0</v>", "<v>9</v>")})
    assert refusal(template).code == "damaged"


def test_cells_without_a_sound_text_are_no_marks() -> None:
    template = changed(
        simple(LINE, ("B2", "x")),
        {SHEET: replaced('<c r="B2" t="s"><v>1</v></c>', '<c r="B2" t="inlineStr"/>')},
    )
    assert [mark.cell for mark in marks(template)] == ["A2"]
    hollow = changed(simple(LINE), {SHEET: replaced("<sheetData>", "<sheetData></sheetData><sheetXata>")})
    assert refusal(hollow).code == "damaged"
