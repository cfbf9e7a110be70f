"""What a person's word in the release column is about, and what it is not about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.days.shop_day import Day, codes, douyin, export

ORDER = "6917000000000000017"
REMARK = {"买家留言": "改地址"}


def masked_and_released(tmp_path: Path) -> Day:
    """A masked line that asked for another address; a person let the remark go, the mask still holds it."""
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(ORDER, 收件人手机号="138****1234", **REMARK)]))
    day.run()
    day.type(ORDER, release="放行")
    day.run()
    day.run_again()
    return day


@pytest.mark.parametrize("news", [{"售后状态": "退款中"}, {"售后状态": "退款成功"}, {"订单状态": "已发货"}])
def test_a_release_is_not_about_what_the_platform_says_later(tmp_path: Path, news: dict[str, str]) -> None:
    day = masked_and_released(tmp_path)
    day.drop("b.csv", export("douyin_75", [douyin(ORDER, **REMARK, **news)]))
    assert "ORD-34" in codes(day.run())
    day.run_again()
    assert day.issued() == {}


def test_a_release_written_anew_counts(tmp_path: Path) -> None:
    day = masked_and_released(tmp_path)
    day.drop("b.csv", export("douyin_75", [douyin(ORDER, **REMARK, 售后状态="退款中")]))
    day.run()
    day.type(ORDER, release="放行 买家已撤销退款")
    assert "ORD-34" not in codes(day.run())
    assert day.issued() == {ORDER: 1}
    day.run_again()


def test_what_was_released_stays_released_while_something_else_holds_the_line(tmp_path: Path) -> None:
    day = Day(tmp_path)
    refund = {"售后状态": "退款中"}
    day.drop("a.csv", export("douyin_75", [douyin(ORDER, 收件人手机号="138****1234", **refund)]))
    day.run()
    day.type(ORDER, release="放行")
    day.run()
    day.run_again()
    day.drop("b.csv", export("douyin_75", [douyin(ORDER, **refund)]))
    day.run()
    assert day.issued() == {ORDER: 1}


def test_a_word_taken_back_holds_no_longer(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.drop("a.csv", export("douyin_75", [douyin(ORDER, **REMARK)]))
    day.run()
    day.type(ORDER, release="挂起")
    assert "ORD-30" in codes(day.run())
    day.type(ORDER, release=None)
    assert "ORD-28" in codes(day.run())
    day.type(ORDER, release="放行")
    day.run()
    assert day.issued() == {ORDER: 1}
