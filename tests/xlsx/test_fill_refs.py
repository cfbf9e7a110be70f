"""How references follow when a template's row becomes many."""

import pytest

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fill_refs import ROW_HERE, Growth

GROWTH = Growth("订单", 8, 49)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM(F8:F8)", "SUM(F8:F57)"),
        ("SUM(F7:F9)", "SUM(F7:F58)"),
        ("SUM($F$8:$F$8)*F3", "SUM($F$8:$F$57)*F3"),
        ("F8+F9", "F8+F58"),
        ("A1:B7", "A1:B7"),
        ("SUM(F:F)", "SUM(F:F)"),
        ("$8:$8", "$8:$57"),
        ("SUM(订单!F8:F8)", "SUM(订单!F8:F57)"),
        ("SUM('订单'!F8:F8)", "SUM('订单'!F8:F57)"),
        ("Other!F8:F9", "Other!F8:F9"),
        ("[1]订单!F9", "[1]订单!F9"),
        ('"F9 is F9"&F9', '"F9 is F9"&F58'),
        ("LOG10(F9)", "LOG10(F58)"),
        ("Tax_F9+T1.F9", "Tax_F9+T1.F9"),
        ("SUM(Lines[[#This Row],[F9]])", "SUM(Lines[[#This Row],[F9]])"),
        ("IF(F9>0,1,0)", "IF(F58>0,1,0)"),
    ],
)
def test_formulas_around_the_row_follow(before: str, after: str) -> None:
    assert GROWTH.formula(before, at_home=True) == after


def test_formulas_of_other_tabs_follow_only_where_they_name_the_sheet() -> None:
    assert GROWTH.formula("F9+订单!F9", at_home=False) == "F9+订单!F58"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("F8*G8", "F#*G#"),
        ("SUM(F$8:F8)", "SUM(F$8:F#)"),
        ("F8/SUM(F$8:F$8)", "F#/SUM(F$8:F$57)"),
        ("F8*G2", "F#*G2"),
        ("F8/F9", "F#/F58"),
        ("SUM($8:8)", "SUM($8:#)"),
        ("Other!F8", "Other!F8"),
    ],
)
def test_formulas_of_the_row_itself_follow_each_copy(before: str, after: str) -> None:
    assert GROWTH.repeated(before).replace(ROW_HERE, "#") == after


def test_ranges_that_cover_the_row_grow_and_those_below_move() -> None:
    assert GROWTH.ranges("F8 A1:B3 A9:B9 C:C A7:B8") == "F8:F57 A1:B3 A58:B58 C:C A7:B57"


def test_a_reference_that_is_none_is_refused() -> None:
    with pytest.raises(XlsxError) as refused:
        GROWTH.ranges("8F")
    assert refused.value.code == "damaged"
