from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.replies import ReplyItem
from sheetship.core.tables import LOST_DIGITS
from tests.core.replies_made import SF, YTO, ZTO, chat, codes, read, read_sure, token

JT = "JT1234567890123"


def items(*lines: str) -> tuple[ReplyItem, ...]:
    return read_sure(*([line] for line in lines)).items


def test_a_name_and_its_number() -> None:
    assert chat("今日单号：", "11月21日", "张三 SF1234567890123", "", f"{YTO} 李四") == [
        (SF, "张三"),
        (YTO, "李四"),
    ]


def test_a_phone_stands_before_or_behind_the_name() -> None:
    found = items(
        f"张三 138 0000 1111 {SF}", f"13800002222 李四 {YTO}", f"13800003333 {ZTO}", f"{JT} 13800004444 王五"
    )
    assert [(one.name, one.phone) for one in found] == [
        ("张三", "13800001111"),
        ("李四", "13800002222"),
        ("", "13800003333"),
        ("王五", "13800004444"),
    ]


def test_a_phone_tail_and_a_virtual_number_count() -> None:
    found = items(f"张三 尾号1111 {SF}", f"李四 18412345678-1234 {YTO}")
    assert [one.phone for one in found] == ["1111", "18412345678-1234"]


def test_one_number_for_several_people() -> None:
    assert chat(f"张三、李四 {ZTO}") == [(ZTO, "张三"), (ZTO, "李四")]


def test_several_numbers_for_one_person() -> None:
    assert chat(f"张三 {SF} {YTO}") == [(SF, "张三"), (YTO, "张三")]


def test_names_and_numbers_in_turn() -> None:
    assert chat(f"张三 {SF} 李四 {YTO}") == [(SF, "张三"), (YTO, "李四")]
    assert chat(f"{SF} 张三 {YTO} 李四") == [(YTO, "李四"), (SF, "张三")]


def test_a_name_on_one_line_and_its_number_on_the_next() -> None:
    assert chat("张三 13800001111", SF, YTO) == [(SF, "张三"), (YTO, "")]


@pytest.mark.parametrize(
    "lines",
    [
        (f"张三 李四 {SF} {YTO}",),
        ("王五", f"{SF} 张三"),
        (f"张三 {SF} 李四",),
        (f"张三 {token(1)} {SF} 李四 {YTO}",),
    ],
)
def test_a_line_with_two_readings_gives_numbers_without_names(lines: tuple[str, ...]) -> None:
    reply = read_sure(*([line] for line in lines))
    assert all(not one.name and not one.token for one in reply.items)
    assert reply.items


def test_two_readings_are_told() -> None:
    assert codes(read_sure([f"张三 李四 {SF} {YTO}"])) == ["REPLY-05"]


def test_a_courier_stands_before_its_numbers_or_above_the_lines() -> None:
    found = items(
        f"中通 {ZTO} 张三",
        "圆通：",
        f"李四 {YTO}",
        f"王五 顺丰 {SF} 极兔 {JT}",
        "杭州仓 圆通",
        "731234567890123 赵六",
    )
    assert [one.courier_text for one in found] == ["zto", "yto", "sf", "jtexpress", "yto"]


def test_a_number_in_groups_or_apart_from_its_letters() -> None:
    lines = (
        "张三 7512 3456 7890 12",
        "李四 YT 1234567890123",
        "王五 1234 5678 9012",
        "赵六 1111 2222 3333 4444 555",
    )
    assert chat(*lines) == [(ZTO, "张三"), (YTO, "李四"), ("123456789012", "王五")]


def test_order_numbers_tokens_and_purchase_orders_are_kept_apart() -> None:
    found = items(f"订单号 6912345678901234567 {SF}", f"{token(1)} {YTO}", f"HZ-261121-2 {ZTO}")
    assert [(one.order_id, one.token, one.po_number) for one in found] == [
        ("6912345678901234567", "", ""),
        ("", token(1), ""),
        ("", "", "HZ-261121-2"),
    ]


def test_goods_and_places_are_nobodys_names() -> None:
    assert chat(f"张三 浙江省杭州市西湖区 袜子2双 {SF}", f"Ann Lee {YTO} shipped") == [
        (SF, "张三"),
        (YTO, "ANN LEE"),
    ]


def test_words_of_talk_are_nobodys_names_but_parts_of_names_stay() -> None:
    assert chat(f"Tracking number Bo Orderly {SF} 赠送赠送赠送赠送", f"订单 陈 {YTO} 20261121") == [
        (SF, "BO ORDERLY"),
        (YTO, ""),
    ]


def test_a_name_with_a_dot_is_one_name() -> None:
    assert chat(f"阿依古丽·买买提 {SF}") == [(SF, "阿依古丽·买买提")]


def test_a_table_without_headings_is_read_as_lines() -> None:
    assert [
        (one.number, one.name)
        for one in read_sure(("张三", "13800001111", SF), ("李四", "13800002222", YTO)).items
    ] == [
        (SF, "张三"),
        (YTO, "李四"),
    ]


def test_a_number_that_lost_digits_is_never_used() -> None:
    reply = read_sure(("张三", ZTO), ("李四", SF), flaws={(1, 2): LOST_DIGITS})
    assert ([one.number for one in reply.items], codes(reply)) == ([SF], ["REPLY-01"])


def test_a_slip_in_a_token_is_told() -> None:
    assert codes(read_sure([f"HZ-261121-1-07M {SF}"])) == ["REPLY-04"]


def test_talk_without_numbers_is_no_reply() -> None:
    assert read(["今天没有货，明天发"], ["好的 12345"], ["13800001111"]) is None


@given(st.lists(st.text(alphabet="张三李四、， :SFYT0123456789-中通圆单号12", max_size=40), max_size=5))
def test_no_line_stops_the_reader_and_numbers_are_never_made_up(lines: list[str]) -> None:
    reply = read(*([line] for line in lines))
    said = "".join("".join(lines).split())
    assert all(one.number in said for one in (reply.items if reply else ()))


@pytest.mark.parametrize("name", ["Léna Beauchêne", "José Ñíguez", "Zoë Ødegård-Šimek"])
def test_a_name_keeps_its_accents(name: str) -> None:
    assert chat(f"{name} {YTO}") == [(YTO, name.upper())]
