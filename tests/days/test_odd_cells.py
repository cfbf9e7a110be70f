"""One odd cell never stops the other lines."""

from __future__ import annotations

from pathlib import Path

from tests.days.shop_day import Day, codes, douyin, export

ORDER, OTHER = "6917000000000000017", "6917000000000000025"


def test_a_note_that_no_cell_can_hold_stops_its_own_line_only(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(ORDER, 商家备注="长" * 40_000), douyin(OTHER)]))
    assert codes(day.run()) == ["ROW-25"]
    day.run_again()
    assert day.issued() == {OTHER: 1}
    day.type(ORDER, release="放行")
    day.run()
    assert day.issued() == {ORDER: 1, OTHER: 1}


def test_a_release_cell_full_of_text_does_not_overflow_the_problem(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(ORDER, 收件人手机号=""), douyin(OTHER)]))
    day.run()
    day.type(ORDER, release="问" * 32_000)
    day.run()
    day.run_again()
    assert len(day.row(ORDER)["problem"]) <= 2_000
