from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.xlsx import XlsxError, address, column_number, letters
from sheetship.xlsx.dates import Shows, day_number, moment_text, shows
from sheetship.xlsx.refs import area, areas, ref_of


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("yyyy-mm-dd", Shows.DAY),
        ("yyyy\\-mm\\-dd hh:mm:ss", Shows.BOTH),
        ('yyyy"年"m"月"d"日"', Shows.DAY),
        ("[$-804]aaaa", Shows.DAY),
        ("h:mm AM/PM", Shows.CLOCK),
        ('上午/下午h"时"mm"分"', Shows.CLOCK),
        ("mm:ss", Shows.CLOCK),
        ("mm:ss.0", Shows.CLOCK),
        ("hh:mm:ss.000;@", Shows.CLOCK),
        ("[h]:mm", Shows.NUMBER),
        ("General", Shows.NUMBER),
        ("@", Shows.NUMBER),
        ("0.00E+00", Shows.NUMBER),
        ('0"d"', Shows.NUMBER),
        ("[Red]#,##0.00;[Blue]-0", Shows.NUMBER),
        ('"day"', Shows.NUMBER),
        ("¥* _-", Shows.NUMBER),
    ],
)
def test_a_number_format_is_a_date_only_if_it_shows_one(code: str, what: Shows) -> None:
    assert shows(code) is what


@pytest.mark.parametrize(
    ("serial", "what", "epoch", "text"),
    [
        ("46347", Shows.DAY, 1900, "2026-11-21"),
        ("46347", Shows.BOTH, 1900, "2026-11-21 00:00:00"),
        ("46347.4166666667", Shows.BOTH, 1900, "2026-11-21 10:00:00"),
        ("46347.999999999", Shows.DAY, 1900, "2026-11-22"),
        ("0.5", Shows.CLOCK, 1900, "12:00:00"),
        ("46347.5", Shows.CLOCK, 1900, "2026-11-21 12:00:00"),
        ("1", Shows.DAY, 1900, "1900-01-01"),
        ("59", Shows.DAY, 1900, "1900-02-28"),
        ("60", Shows.DAY, 1900, None),
        ("61", Shows.DAY, 1900, "1900-03-01"),
        ("0", Shows.DAY, 1900, None),
        ("0", Shows.DAY, 1904, "1904-01-01"),
        ("44885", Shows.DAY, 1904, "2026-11-21"),
        ("-1", Shows.DAY, 1900, None),
        ("3000000", Shows.DAY, 1900, None),
        ("2958465.9999999999", Shows.DAY, 1900, None),
    ],
)
def test_a_day_number_is_read_as_excel_shows_it(
    serial: str, what: Shows, epoch: int, text: str | None
) -> None:
    assert moment_text(serial, what, date1904=epoch == 1904) == text


def test_moments_no_cell_can_hold_are_refused() -> None:
    with pytest.raises(XlsxError, match="time zone"):
        day_number(datetime(2026, 11, 21, tzinfo=UTC), date1904=False)
    with pytest.raises(XlsxError, match="time zone"):
        day_number(time(10, tzinfo=UTC), date1904=False)
    with pytest.raises(XlsxError, match="before the first day"):
        day_number(date(1900, 2, 28), date1904=False)
    with pytest.raises(XlsxError, match="before the first day"):
        day_number(date(1903, 12, 31), date1904=True)
    assert day_number(date(1904, 1, 1), date1904=True) == "0"
    assert day_number(date(1900, 3, 1), date1904=False) == "61"


@given(clock=st.times().map(lambda clock: clock.replace(microsecond=0)), date1904=st.booleans())
def test_a_time_of_day_is_a_part_of_a_day(clock: time, *, date1904: bool) -> None:
    serial = day_number(clock, date1904=date1904)
    assert 0 <= float(serial) < 1
    assert moment_text(serial, Shows.CLOCK, date1904=date1904) == clock.isoformat()


@given(
    st.datetimes(
        min_value=datetime.fromisoformat("1904-01-02"),
        max_value=datetime.fromisoformat("9999-12-31T23:59:58"),
    ),
    st.sampled_from([1900, 1904]),
)
def test_a_moment_written_and_read_is_the_same_second(moment: datetime, epoch: int) -> None:
    date1904 = epoch == 1904
    serial = day_number(moment, date1904=date1904)
    nearest = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    read = moment_text(serial, Shows.BOTH, date1904=date1904)
    assert read in {
        f"{nearest:%Y-%m-%d %H:%M:%S}".rjust(19, "0"),
        f"{nearest - timedelta(seconds=1)}",
        f"{nearest}",
    }


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_addresses_and_columns_go_both_ways(row: int, column: int) -> None:
    assert column_number(letters(column)) == column
    assert area(address(row, column)) == (row, column, row, column)
    assert ref_of(area(f"A1:{address(row, column)}")) in {"A1", f"A1:{address(row, column)}"}


def test_ranges_touch_and_hold_cells() -> None:
    whole = area("B2:D4")
    assert whole.holds(2, 4)
    assert not whole.holds(5, 2)
    assert not whole.holds(3, 5)
    assert whole.touches(area("D4:E9"))
    assert not whole.touches(area("E4"))
    assert not whole.touches(area("B5"))
    assert areas("A1 B:B C2:C3") == [(1, 1, 1, 1), (2, 3, 3, 3)]
