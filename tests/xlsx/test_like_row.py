"""What new rows look like: the row that is named, or what most of the last five have."""

import pytest

from sheetship.xlsx import CellEdit, RowEdit
from tests.xlsx.books import put, rows, written_rows


def styled(*looks: int, first: int = 2) -> str:
    """A heading in row 1, and a row of two cells for each look of the second."""
    heading = '<row r="1"><c r="A1" s="3"><v>0</v></c><c r="B1" s="3"><v>0</v></c></row>'
    return heading + "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}" s="{look}"><v>1</v></c></row>'
        for row, look in enumerate(looks, first)
    )


def new_row(source: bytes, number: int, **around: object) -> str:
    """The row that stands there once its first cell is written."""
    done = written_rows(put(source, CellEdit(number, 1, 7), **around).content)
    return f'<row r="{number}"' + done.partition(f'<row r="{number}"')[2]


@pytest.mark.parametrize(
    ("looks", "cell"),
    [
        ((1, 1, 1, 1, 1, 1), ' s="1"'),
        ((2, 2, 1, 4, 1, 1), ' s="1"'),
        ((1, 1, 1, 1, 1, 2), ' s="1"'),
        ((1, 1, 1, 1), ' s="1"'),
        ((1, 1), ' s="1"'),
        ((1,), ' s="1"'),
    ],
    ids=["all", "three of five", "one that was coloured", "four", "two alike", "one alone"],
)
def test_new_rows_look_as_most_of_the_last_five_do(looks: tuple[int, ...], cell: str) -> None:
    number = len(looks) + 2
    assert new_row(rows(styled(*looks)), number) == (
        f'<row r="{number}"><c r="A{number}"><v>7</v></c><c r="B{number}"{cell}/></row>'
    )


@pytest.mark.parametrize("looks", [(1, 2), (1, 1, 2, 2, 4), (), (1, 1, 1, 1, 2, 2, 4, 4)])
def test_rows_that_do_not_agree_give_no_look(looks: tuple[int, ...]) -> None:
    number = len(looks) + 2
    assert new_row(rows(styled(*looks)), number) == f'<row r="{number}"><c r="A{number}"><v>7</v></c></row>'


def test_headings_give_no_look_wherever_they_stand() -> None:
    titled = '<row r="1"/><row r="2"/><row r="3" ht="40" customHeight="1"><c r="A3" s="3"><v>0</v></c></row>'
    for head, tail in (
        (
            '<sheetViews><sheetView><pane ySplit="3" topLeftCell="A4" state="frozen"/></sheetView></sheetViews>',
            "",
        ),
        (
            '<sheetViews><sheetView topLeftCell="A2"><pane ySplit="2" state="frozenSplit"/></sheetView></sheetViews>',
            "",
        ),
        ('<dimension ref="A3:B3"/>', ""),
        ("", '<autoFilter ref="A3:B3"/>'),
    ):
        assert new_row(rows(titled, head=head, tail=tail), 4) == '<row r="4"><c r="A4"><v>7</v></c></row>'


@pytest.mark.parametrize(
    "view",
    [
        '<sheetView><pane ySplit="900" state="split"/></sheetView>',
        '<sheetView><pane xSplit="1" state="frozen"/></sheetView>',
        '<sheetView><pane ySplit="odd" state="frozen"/></sheetView>',
        '<sheetView topLeftCell="odd"><pane ySplit="1" state="frozen"/></sheetView>',
        "<sheetView/>",
        "",
    ],
)
def test_a_window_that_is_no_frozen_heading_is_none(view: str) -> None:
    source = rows(styled(1, 1, 1), head=f"<sheetViews>{view}</sheetViews>")
    assert '<c r="B5" s="1"/>' in new_row(source, 5)


def test_height_and_format_of_rows_come_along_and_hiding_does_not() -> None:
    attributes = 'ht="30" customHeight="1" s="2" customFormat="1"'
    known = "".join(
        f'<row r="{row}" {attributes} hidden="1" outlineLevel="1"><c r="A{row}"><v>1</v></c></row>'
        for row in (1, 2, 3, 4)
    )
    assert new_row(rows(known), 5) == f'<row r="5" {attributes}><c r="A5"><v>7</v></c></row>'


def test_rows_further_below_look_plain_and_so_do_rows_in_a_gap() -> None:
    known = styled(1, 1, 1)
    assert new_row(rows(known), 9) == '<row r="9"><c r="A9"><v>7</v></c></row>'
    gap = styled() + styled(1, 1, 1, first=4).partition("</row>")[2]
    done = written_rows(put(rows(gap), CellEdit(3, 1, 7), CellEdit(7, 1, 7)).content)
    assert '<row r="3"><c r="A3"><v>7</v></c></row>' in done
    assert '<row r="7"><c r="A7"><v>7</v></c><c r="B7" s="1"/></row>' in done


def test_a_row_that_is_named_gives_its_look_wherever_it_stands() -> None:
    source = rows(styled(2, 1, 1, 1, 1, 1, 1))
    assert '<c r="B9" s="2"/>' in new_row(source, 9, like_row=2)
    assert '<c r="B9" s="3"/>' in new_row(source, 9, like_row=1)
    assert new_row(source, 9, like_row=500) == '<row r="9"><c r="A9"><v>7</v></c></row>'


def test_a_named_row_is_found_in_any_block(monkeypatch: pytest.MonkeyPatch) -> None:
    source = rows(styled(2, 1, 1, 1, 1, 1, 1, 1))
    monkeypatch.setattr("sheetship.xlsx.archive.BLOCK", 97)
    assert '<c r="B10" s="2"/>' in new_row(source, 10, like_row=2)
    assert '<c r="B10" s="1"/>' in new_row(source, 10)


def test_whole_rows_take_the_same_look() -> None:
    edit = RowEdit(5, (1,), (7,), (None,))
    done = put(rows(styled(1, 1, 1)), rows=[edit])
    assert written_rows(done.content).endswith('<row r="5"><c r="A5"><v>7</v></c><c r="B5" s="1"/></row>')
