"""What values become inside cells."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sheetship.xlsx.dates import Shows
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fill_values import MAX_TEXT, Inside, as_text

INSIDE = Inside("", date1904=False)


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (None, "/>"),
        ("", "/>"),
        (7, "><v>7</v></c>"),
        (Decimal("12.50"), "><v>12.50</v></c>"),
        (True, ' t="b"><v>1</v></c>'),
        ("=1+1", ' t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>'),
        (date(2026, 11, 21), ' t="inlineStr"><is><t xml:space="preserve">2026-11-21</t></is></c>'),
    ],
)
def test_a_value_keeps_its_type_in_a_plain_cell(value: str | int | None, xml: str) -> None:
    assert INSIDE.writer(Shows.NUMBER)(value) == xml


def test_a_date_is_a_date_where_the_cell_shows_dates() -> None:
    write = INSIDE.writer(Shows.DAY)
    assert write(date(2026, 11, 21)) == "><v>46347</v></c>"
    assert write(datetime(2026, 11, 21, 12, tzinfo=UTC)) == "><v>46347.5</v></c>"
    assert Inside("", date1904=True).writer(Shows.BOTH)(date(2026, 11, 21)) == "><v>44885</v></c>"


@pytest.mark.parametrize("bad", [Decimal("NaN"), Decimal("Infinity"), Decimal("1E+400")])
def test_a_number_that_no_cell_holds_is_refused(bad: Decimal) -> None:
    with pytest.raises(XlsxError) as refused:
        INSIDE.writer(Shows.NUMBER)(bad)
    assert refused.value.code == "bad_number"


def test_half_a_character_and_a_text_without_end_are_refused() -> None:
    for text, code in (("\ud800", "not_plain_text"), ("x" * (MAX_TEXT + 1), "text_too_long")):
        with pytest.raises(XlsxError) as refused:
            INSIDE.column('<c r="A1"', [text], Shows.NUMBER)
        assert refused.value.code == code


@pytest.mark.parametrize("text", ["a&b", " a", "a ", "a\nb", "_x000D_", "a\x07", "\ta", "a\0b"])
def test_a_text_that_needs_care_gets_it_in_a_column_of_easy_ones(text: str) -> None:
    cells = INSIDE.column('<c r="A1"', ["easy", text], Shows.NUMBER)
    assert cells == ['<c r="A1"' + INSIDE.text("easy"), '<c r="A1"' + INSIDE.text(text)]
    assert INSIDE.column('<c r="A1"', ["easy", ""], Shows.NUMBER)[1] == '<c r="A1"/>'


def test_values_in_a_sentence_read_as_a_person_writes_them() -> None:
    values = [None, True, False, 3, Decimal("1E+3"), "x", datetime(2026, 11, 21, 9, 5, tzinfo=UTC)]
    assert [as_text(value) for value in values] == ["", "TRUE", "FALSE", "3", "1000", "x", "2026-11-21 09:05"]
