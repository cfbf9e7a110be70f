"""Rows appended many cells at a time say the same, byte for byte, as if every cell had been set on its own."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.xlsx import (
    CellEdit,
    RowEdit,
    SheetEdits,
    Style,
    XlsxError,
    columncells,
    patch,
    rowcuts,
    values,
    verify,
)
from sheetship.xlsx.dates import moment_numbers
from sheetship.xlsx.edits import Value
from tests.xlsx import books
from tests.xlsx.books import SHEET

ROW = '<row r="1" ht="20"><c r="A1" s="3"><v>1</v></c><c r="C1" s="3"/><c r="F1" s="1"/></row>'
TEXT = Style(number_format="@")
COLUMNS = (2, 3, 5, 28)
STYLES = (None, TEXT, Style(fill="C6EFCE"), None)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.decimals(-1000, 1000, places=2),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - cells know no zone
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(["同一句话", " 空格 ", "=1+1", "<&>"]),
)


def row_edits(rows: Sequence[Sequence[Value]], first: int = 2) -> list[RowEdit]:
    return [RowEdit(at, COLUMNS, tuple(told), STYLES) for at, told in enumerate(rows, first)]


def edits(rows: Sequence[RowEdit], cells: Sequence[CellEdit] = (), like_row: int | None = None) -> SheetEdits:
    return SheetEdits(sheet="订单", rows=rows, cells=cells, like_row=like_row)


def both_ways(source: bytes, rows: Sequence[RowEdit], like_row: int | None = None) -> tuple[bytes, bytes]:
    """The workbook with whole rows, and with the same cells one by one; both pass the gate."""
    whole = edits(rows, like_row=like_row)
    single = edits((), [cell for row in rows for cell in row.cells()], like_row)
    made = patch(source, [whole]).content, patch(source, [single]).content
    verify(source, made[0], [whole])
    return made


@given(st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES), max_size=5), st.sampled_from([None, 1]))
def test_whole_rows_are_the_same_as_their_cells(rows: list[tuple[Value, ...]], like_row: int | None) -> None:
    whole, single = both_ways(books.rows(ROW), row_edits(rows), like_row)
    assert books.part(whole) == books.part(single)


@pytest.mark.parametrize(
    "source",
    [
        books.rows(ROW + '<row r="2"><c r="B2"><v>9</v></c></row>'),
        books.rows(ROW + '<row r="9"/>'),
        books.rows(ROW, tail='<mergeCells><mergeCell ref="H3:I3"/></mergeCells>'),
    ],
)
def test_rows_that_are_not_free_are_set_cell_by_cell(source: bytes) -> None:
    whole, single = both_ways(
        source, row_edits([("甲", 1, True, None), ("乙", Decimal("2.50"), 1, date(2026, 1, 2))])
    )
    assert books.part(whole) == books.part(single)


def test_locked_cells_of_a_protected_sheet_stay() -> None:
    source = books.rows(ROW, tail='<sheetProtection sheet="1"/>')
    with pytest.raises(XlsxError) as caught:
        patch(source, [edits(row_edits([("甲", "乙", "丙", "丁")]))])
    assert caught.value.code == "protected"


def test_rows_and_single_cells_go_in_by_their_numbers() -> None:
    wanted = edits(
        row_edits([("三", None, None, None), ("四", None, None, None)], 3),
        [CellEdit(2, 1, 2), CellEdit(6, 1, 6)],
    )
    made = patch(books.rows(ROW), [wanted]).content
    verify(books.rows(ROW), made, [wanted])
    assert [books.written_rows(made).find(f'<row r="{number}"') for number in (2, 3, 4, 6)] == sorted(
        books.written_rows(made).find(f'<row r="{number}"') for number in (2, 3, 4, 6)
    )


def test_many_different_texts_are_not_all_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columncells, "_REMEMBERED", 2)
    monkeypatch.setattr(values, "_REMEMBERED", 2)
    whole, single = both_ways(books.rows(ROW), row_edits([(f"第{n}", n, "同", None) for n in range(5)]))
    assert books.part(whole) == books.part(single)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([RowEdit(0, (1,), (1,), (None,))], "bad_cell"),
        ([RowEdit(2, (0,), (1,), (None,))], "bad_cell"),
        ([RowEdit(2, (1, 16_385), (1, 1), (None, None))], "bad_cell"),
        ([RowEdit(2, (2, 1), (1, 1), (None, None))], "bad_cell"),
        ([RowEdit(2, (2, 2), (1, 1), (None, None))], "bad_cell"),
        ([RowEdit(2, (1,), (1,), (Style(fill="red"),))], "bad_style"),
        ([RowEdit(2, (1,), (1,), (None,)), RowEdit(2, (1,), (1,), (None,))], "duplicate_edit"),
        ([RowEdit(1, (1,), (1,), (None,))], "duplicate_edit"),
    ],
)
def test_rows_that_make_no_sense_are_refused(rows: list[RowEdit], code: str) -> None:
    with pytest.raises(XlsxError) as caught:
        patch(books.rows(ROW), [edits(rows, [CellEdit(1, 5, 5)])])
    assert caught.value.code == code


MOMENT = datetime(2026, 11, 21, 10)  # noqa: DTZ001
ROWS = row_edits([("甲&乙", 12, True, MOMENT), (" 空", Decimal("1.5"), None, None)])
AFTER = patch(books.rows(ROW), [edits(ROWS)]).content


def with_sheet(xml: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(AFTER)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return books.zipped(parts | {SHEET: xml.encode()})


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("甲&amp;乙", "甲"),
        ("<v>12</v>", "<v>13</v>"),
        ("<v>12</v>", "<v>x</v>"),
        ('t="b"><v>1</v>', 't="n"><v>1</v>'),
        ('t="b"><v>1</v>', 't="b"><v>0</v>'),
        ("<v>1.5</v></c>", '<v>1.5</v></c><c r="D3"><v>1</v></c>'),
        ('<c r="C3"', '<c r="C4"'),
        ('<c r="C3"', '<c r="B3"'),
        ('<c r="AB2"', '<c r="AC2"'),
        ('<row r="3">', '<row r="4">'),
    ],
)
def test_the_gate_notices_whatever_is_wrong_in_a_new_row(was: str, now: str) -> None:
    xml = books.part(AFTER)
    assert was in xml
    spoiled = with_sheet(xml.replace(was, now))
    with pytest.raises(XlsxError) as caught:
        verify(books.rows(ROW), spoiled, [edits(ROWS)])
    assert caught.value.code == "verify_failed"


def test_the_gate_reads_other_spellings_of_the_same() -> None:
    xml = (
        books.part(AFTER).replace("<v>12</v>", "<v>12.0</v>").replace("<t>甲&amp;乙</t>", "<t>甲&#38;乙</t>")
    )
    same = with_sheet(xml)
    verify(books.rows(ROW), same, [edits(ROWS)])


FOUR = [
    f'<row r="{at}"><c r="B{at}"><v>{at}</v></c><c r="D{at}" t="b"><v>0</v></c></row>' for at in range(1, 5)
]
BOTH = (2, 3)


def over(rows: Sequence[Sequence[Value]]) -> list[RowEdit]:
    return [RowEdit(at, BOTH, told, (None, None)) for at, told in enumerate(rows, 1)]


def test_rows_that_differ_in_digits_alone_are_the_same_as_their_cells() -> None:
    rows = over([("甲", 1), (None, "乙"), (5, None), ("丁", True)])
    whole, single = both_ways(books.rows("".join(FOUR)), rows)
    assert books.part(whole) == books.part(single)


def test_more_spellings_than_are_remembered_are_cut_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rowcuts, "_MOST_SPELLINGS", 1)
    spelled = [row.replace('t="b"', f'{" " * at}t="b"') for at, row in enumerate(FOUR)]
    whole, single = both_ways(books.rows("".join(spelled)), over([("甲", at) for at in range(4)]))
    assert books.part(whole) == books.part(single)


def test_a_cell_that_says_it_stands_in_another_row_is_refused_among_rows_that_are_alike() -> None:
    source = books.rows("".join(FOUR).replace('"D3"', '"D2"'))
    with pytest.raises(XlsxError) as caught:
        patch(source, [edits(over([("甲", at) for at in range(4)]))])
    assert caught.value.code == "damaged"


def test_a_tag_that_only_looks_like_a_value_is_refused_among_rows_that_are_alike() -> None:
    source = books.rows("".join(FOUR).replace("<v>3</v>", "<v1>3</v1>"))
    with pytest.raises(XlsxError) as caught:
        patch(source, [edits(over([("甲", at) for at in range(4)]))])
    assert caught.value.code == "unsupported"


@pytest.mark.parametrize(
    "moment",
    [datetime(1900, 2, 1), datetime(2026, 1, 1, tzinfo=UTC)],  # noqa: DTZ001 - cells know no zones
    ids=["before the calendar", "with a zone"],
)
def test_a_moment_that_no_cell_can_hold_is_refused_among_others(moment: datetime) -> None:
    with pytest.raises(XlsxError) as caught:
        patch(books.rows("".join(FOUR)), [edits(over([(MOMENT, 1), (moment, 2)]))])
    assert caught.value.code == "bad_date"


def test_the_first_day_of_1904_is_written_among_others() -> None:
    assert moment_numbers([datetime(1904, 1, 1), MOMENT], date1904=True) == ["0", "44885.41666666666"]  # noqa: DTZ001


def test_what_follows_the_data_follows_cells_that_are_new_in_rows_without_any() -> None:
    blank = "".join(f'<row r="{at}"><c r="D{at}" s="1"/></row>' for at in range(2, 4))
    head = '<row r="1"><c r="B1"><v>1</v></c><c r="C1"><v>1</v></c></row>'
    source = books.rows(head + blank, tail='<autoFilter ref="B1:C1"/>')
    rows = [RowEdit(at, BOTH, ("甲", at), (None, None)) for at in (2, 3)]
    whole, single = both_ways(source, rows)
    assert books.part(whole) == books.part(single)
    assert '<autoFilter ref="B1:C3"/>' in books.part(whole)


def test_a_number_that_is_there_keeps_its_spelling_beside_a_cell_that_was_blank() -> None:
    told = ['<c r="B1"><v>5.0</v></c>', '<c r="B2"/>', '<c r="B3"><v>7.0</v></c>']
    source = books.rows("".join(f'<row r="{at}">{cell}</row>' for at, cell in enumerate(told, 1)))
    rows = [RowEdit(at, (2,), (value,), (None,)) for at, value in enumerate((5, 6, 8), 1)]
    whole, single = both_ways(source, rows)
    assert books.part(whole) == books.part(single)
    assert "<v>5.0</v>" in books.part(whole)
