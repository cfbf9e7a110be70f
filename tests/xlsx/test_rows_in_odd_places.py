"""Rows, values and dates where nobody expects them: read as they are, or refused, and never lost."""

from datetime import date, datetime

import pytest

from sheetship.xlsx import CellEdit, RowEdit, SheetEdits, XlsxError, patch, read_sheet, verify
from sheetship.xlsx.read import read_rows
from sheetship.xlsx.rowcursor import RowCursor, all_rows
from sheetship.xlsx.scan import Unusual, survey
from sheetship.xlsx.verify_values import is_number
from tests.xlsx import books


def parts_of(inner: str) -> list[bytes]:
    return [books.sheet_xml(inner).encode()]


def column(cells: list[str]) -> str:
    return "".join(f'<row r="{at}"><c r="A{at}"{cell}</c></row>' for at, cell in enumerate(cells, 1))


def test_blanks_alone_are_no_row() -> None:
    assert list(all_rows(parts_of(" \n "), "sheet")) == []


def test_words_before_a_row_are_left_to_the_closer_look() -> None:
    with pytest.raises(Unusual):
        RowCursor(parts_of('words<row r="1"/>'), "sheet").number()


def test_a_value_before_all_rows_is_left_to_the_closer_look() -> None:
    with pytest.raises(Unusual):
        survey(parts_of('<v>1</v><row r="1"/>'), "sheet")


def test_breaks_of_pages_are_no_rows() -> None:
    source = books.rows('<row r="1"/>', tail='<rowBreaks count="1"><brk id="1"/></rowBreaks>')
    assert books.set_cell(source, (2, 1), 5) == '<row r="1"/><row r="2"><c r="A2"><v>5</v></c></row>'


def test_rows_may_be_read_one_by_one() -> None:
    source = books.rows(column(["><v>1</v>", "><v>2</v>"]))
    assert [row.texts((1,)) for row in read_rows(source)] == [["1"], ["2"]]


def test_shared_texts_with_blanks_around_their_number_are_read_among_many() -> None:
    told = [f' t="s"><v>{index}</v>' for index in ("0", " 1 ", *"0000000")]
    source = books.rows(column(told), strings="<sst><si><t>甲</t></si><si><t>乙</t></si></sst>")
    assert read_sheet(source).texts([1]) == [["甲"], ["乙"], *[["甲"]] * 7]


def test_a_date_that_is_none_is_read_as_it_stands_among_many() -> None:
    told = [f' s="2"><v>{day}</v>' for day in ("46000", "soon", *["46001"] * 7)]
    assert read_sheet(books.rows(column(told))).texts([1])[:3] == [["2025-12-09"], ["soon"], ["2025-12-10"]]


@pytest.mark.parametrize("value", ["5", date(2026, 1, 1), datetime(2026, 1, 1)])  # noqa: DTZ001
def test_a_text_is_no_number_and_a_word_no_moment(value: str | date) -> None:
    assert not is_number("soon", value, date1904=False)


def edits(*values: str | int | datetime, first: int = 1) -> list[SheetEdits]:
    columns, looks = (1,), (None,)
    return [
        SheetEdits(
            sheet="订单",
            rows=[RowEdit(at, columns, (value,), looks) for at, value in enumerate(values, first)],
        )
    ]


def test_a_value_in_single_quotes_that_is_there_already_stays() -> None:
    source = books.rows("""<row r="1"><c r="A1" s='3'><v>5</v></c></row>""")
    assert patch(source, edits(5)).content == source


def test_long_numbers_and_words_may_take_turns_in_a_column() -> None:
    source = books.rows(column(["><v>1</v>"] * 3))
    wanted = edits("431234567890123456", "顺丰", "431234567890123457")
    made = patch(source, wanted).content
    assert read_sheet(made).texts([1]) == [["431234567890123456"], ["顺丰"], ["431234567890123457"]]


def test_words_that_came_before_the_rows_are_seen() -> None:
    with pytest.raises(XlsxError, match="something stands between the rows"):
        verify(books.rows('<row r="1"/>'), books.rows('words<row r="1"/>'), edits(5))


def test_moments_go_down_a_column_in_one_go() -> None:
    moment = datetime(2026, 11, 21, 10, 30)  # noqa: DTZ001 - cells know no zone
    made = patch(books.rows(column(["><v>1</v>"] * 2)), edits(moment, moment)).content
    assert read_sheet(made).texts([1]) == [["2026-11-21 10:30:00"]] * 2


def test_a_new_row_that_came_without_cells_is_seen() -> None:
    source = books.rows('<row r="1"/>')
    with pytest.raises(XlsxError) as caught:
        verify(source, books.rows('<row r="1"/><row r="2"/>'), edits(5, first=2))
    assert caught.value.facts["cell"] == "A2"


def test_a_rich_value_in_the_way_of_a_whole_row_is_refused() -> None:
    source = books.rows('<row r="1"><c r="A1" vm="1"><v>1</v></c></row>')
    with pytest.raises(XlsxError) as caught:
        patch(source, edits(5))
    assert caught.value.code == "rich_cell"


def test_cells_and_whole_rows_of_one_sheet_may_stand_in_turns() -> None:
    source = books.rows(column(["><v>1</v>"] * 3))
    wanted = [SheetEdits(sheet="订单", rows=edits(5)[0].rows, cells=[CellEdit(2, 1, 6)])]
    assert read_sheet(patch(source, wanted).content).texts([1]) == [["5"], ["6"], ["1"]]


def test_what_reaches_the_last_row_follows_whole_rows_into_blank_ones() -> None:
    source = books.rows(
        column(["><v>1</v>", "><v>2</v>"]) + '<row r="3"><c r="A3" s="3"/></row>',
        tail='<conditionalFormatting sqref="A1:A2"><cfRule type="expression" priority="1"><formula>1</formula>'
        "</cfRule></conditionalFormatting>",
    )
    assert 'sqref="A1:A3"' in books.part(patch(source, edits(5, first=3)).content)


def test_rows_asked_for_one_by_one_are_written_as_those_that_share_their_columns() -> None:
    source = books.rows(column(["><v>1</v>"] * 3))
    asked = [RowEdit(at, tuple(range(1, 2)), (at * 5,), (None,)) for at in (1, 2, 3)]
    made = patch(source, [SheetEdits(sheet="订单", rows=asked)]).content
    assert made == patch(source, edits(5, 10, 15)).content


@pytest.mark.parametrize("numbers", [(3, 2), (2, 2), (0, 1), (1, 1_048_577)], ids=str)
@pytest.mark.parametrize("odd", ["", "<!-- -->"], ids=["plain", "unusual"])
def test_rows_that_do_not_rise_are_not_read_as_if_they_did(numbers: tuple[int, int], odd: str) -> None:
    told = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in numbers)
    with pytest.raises(XlsxError) as caught:
        read_sheet(books.rows(odd + told))
    assert caught.value.code == "rows_out_of_order"
