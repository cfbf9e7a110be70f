from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.replies import ReplyItem, is_reply_layout
from sheetship.core.tables import ERROR, FORMULA, LOST_DIGITS, RawTable
from tests.core.replies_made import PROFILES, SF, YTO, ZTO, codes, read, read_sure, token

HEAD = ("订单号", "收件人", "电话", "商品编码", "数量", "快递公司", "快递单号", "备注")


def one(*rows: tuple[str, ...], flaws: dict[tuple[int, int], str] | None = None) -> ReplyItem:
    (found,) = read_sure(*rows, flaws=flaws).items
    return found


def test_our_own_sheet_comes_back_with_numbers() -> None:
    found = one(
        ("线下代发 2026-11-21",),
        HEAD,
        ("6901", "张三", "13800001111", "A-1", "2件", "中通", f" {ZTO}\t", f"[{token(1)}] 尽快"),
        ("6902", "李四", "13800002222", "A-2", "1", "", "", ""),
        ("合计", "", "", "", "3", "", "", ""),
    )
    assert found == ReplyItem(
        number=ZTO,
        origin=found.origin,
        courier_text="中通",
        quantity=2,
        token=token(1),
        po_number="",
        order_id="6901",
        name="张三",
        phone="13800001111",
        sku="A-1",
        text=f"[{token(1)}] 尽快",
    )
    assert found.origin.cell("tracking_number") == "inbox/reply.xlsx#Sheet1!G3"


def test_renamed_moved_and_added_columns_are_understood() -> None:
    found = one(
        ("x", "Tracking No.", "Note", "Purchase order", "Qty", "Carrier"),
        ("", YTO, "", "hz-261121-1", "1.0", "YTO"),
    )
    assert (found.number, found.po_number, found.quantity, found.courier_text) == (
        YTO,
        "HZ-261121-1",
        1,
        "YTO",
    )


def test_new_tracking_wins_over_tracking() -> None:
    rows = [("Order Number", "Tracking", "NEW Tracking", "x"), ("6901", YTO, SF, ""), ("6902", ZTO, "", "")]
    assert [found.number for found in read_sure(*rows).items] == [SF, ZTO]


@pytest.mark.parametrize(
    "cell",
    [f"{SF}、{YTO}", f"{SF}\n{YTO}", f"{SF} {YTO}", f"{SF};{YTO}", f"{SF}，{YTO}", f"单号：{SF}/{YTO}"],
)
def test_several_numbers_in_a_cell_are_several_parcels(cell: str) -> None:
    items = read_sure(("订单号", "数量", "快递单号"), ("6901", "2", cell)).items
    assert [(found.number, found.order_id, found.quantity) for found in items] == [
        (SF, "6901", None),
        (YTO, "6901", None),
    ]


@pytest.mark.parametrize(
    ("cell", "number", "courier"),
    [
        ("7512 3456 7890 12", ZTO, ""),
        ("中通：75123456789012", ZTO, "zto"),
        ("SF 1234567890123", SF, "sf"),
        ("UPS 1Z999AA10123456784", "1Z999AA10123456784", "ups"),
        ('="75123456789012"', ZTO, ""),
    ],
)
def test_a_number_is_read_however_it_is_written(cell: str, number: str, courier: str) -> None:
    found = one(("订单号", "快递单号"), ("6901", cell))
    assert (found.number, found.courier_text) == (number, courier)


def test_a_short_rest_beside_a_number_is_told() -> None:
    reply = read_sure(("订单号", "快递单号"), ("6901", f"{ZTO}/13"))
    assert [found.number for found in reply.items] == [ZTO]
    assert codes(reply) == ["REPLY-03"]


def test_words_in_the_number_column_are_told() -> None:
    reply = read_sure(("订单号", "快递单号"), ("6901", SF), ("6902", "缺货"), ("订单号", "快递单号"))
    assert [(finding.code, finding.where) for finding in reply.findings] == [
        ("REPLY-02", "inbox/reply.xlsx#Sheet1!B3")
    ]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [(ZTO, LOST_DIGITS), ("7.51234567890E+13", ""), ("7712345678901230", FORMULA)],
)
def test_a_number_that_lost_digits_is_never_used(text: str, flaw: str) -> None:
    reply = read_sure(("订单号", "快递单号"), ("6901", text), flaws={(2, 2): flaw})
    assert (reply.items, codes(reply)) == ((), ["REPLY-01"])


def test_a_looked_up_number_is_used_and_a_failed_look_up_is_told() -> None:
    reply = read_sure(
        ("订单号", "快递单号"), ("6901", SF), ("6902", "#N/A"), flaws={(2, 2): FORMULA, (3, 2): ERROR}
    )
    assert ([found.number for found in reply.items], codes(reply)) == ([SF], ["REPLY-02"])


def test_an_order_number_that_lost_digits_is_left_out() -> None:
    reply = read_sure(("订单号", "快递单号"), ("6.9E+17", SF))
    assert (reply.items[0].order_id, codes(reply)) == ("", ["REPLY-07"])


def test_our_token_in_the_order_column_is_no_order_number() -> None:
    found = one(("订单编号", "物流单号"), (token(7), SF))
    assert (found.token, found.order_id) == (token(7), "")


def test_a_retyped_token_with_a_slip_is_told() -> None:
    reply = read_sure(("备注", "物流单号"), ("HZ-261121-1-07M", SF))
    assert (reply.items[0].token, codes(reply)) == ("", ["REPLY-04"])


def test_a_purchase_order_anywhere_in_the_row_counts() -> None:
    assert one(("备注", "物流单号"), ("采购单 HZ-261121-1", SF)).po_number == "HZ-261121-1"


def test_one_number_for_several_tokens_or_orders() -> None:
    items = read_sure(("备注", "物流单号"), (f"{token(1)} {token(2)}", SF)).items
    assert [(found.number, found.token) for found in items] == [(SF, token(1)), (SF, token(2))]
    items = read_sure(("订单号", "物流单号", "数量"), ("6901、6902", SF, "2")).items
    assert [(found.order_id, found.quantity) for found in items] == [("6901", None), ("6902", None)]


def test_several_numbers_for_several_orders_are_not_guessed() -> None:
    reply = read_sure(("订单号", "物流单号"), ("6901、6902", f"{SF}、{YTO}"))
    assert [(found.number, found.order_id) for found in reply.items] == [(SF, ""), (YTO, "")]
    assert codes(reply) == ["REPLY-05"]


def test_name_and_phone_come_out_of_one_cell() -> None:
    found = one(
        ("收货信息", "商品名称", "快递单号"), ("张三，18412345678-1234，浙江省杭州市，文三路1号", "袜子", SF)
    )
    assert (found.name, found.phone, found.product) == ("张三", "18412345678-1234", "袜子")


@pytest.mark.parametrize(
    ("cell", "phone"), [("地址见附件", ""), ("13800001111 张三", "13800001111"), ("", "")]
)
def test_a_cell_that_does_not_begin_with_a_name_gives_none(cell: str, phone: str) -> None:
    found = one(("收货信息", "快递单号"), (cell, SF))
    assert (found.name, found.phone) == ("", phone)


def test_a_number_column_without_a_heading_is_found_by_its_cells() -> None:
    rows = [
        ("订单号", "姓名", "", "单号"),
        ("6901", "张三", "", SF),
        ("6902", "李四", "", YTO),
        ("6903", "王五", "", ""),
    ]
    assert [found.number for found in read_sure(*rows).items] == [SF, YTO]


def test_numbers_typed_into_the_remark_are_found() -> None:
    rows = [("订单号", "姓名", "快递单号", "备注"), ("6901", "张三", "", SF)]
    assert [found.number for found in read_sure(*rows).items] == [SF]


def test_a_clear_column_wins_over_plain_digits() -> None:
    rows = [
        ("订单号", "姓名", "", ""),
        ("6901", "张三", "6901234567890", SF),
        ("6902", "李四", "6901234567891", YTO),
    ]
    assert [found.number for found in read_sure(*rows).items] == [SF, YTO]


def test_barcodes_of_a_stock_list_are_no_tracking_numbers() -> None:
    stock = [("商品名称", "数量", "条码"), ("袜子", "20", "6901234567890"), ("毛巾", "30", "6901234567891")]
    assert read(*stock) is None
    assert read(*stock[1:]) is None
    assert read(("订单号", "商品名称", "条码"), ("6901", "袜子", "6901234567890")) is None


def test_plain_digits_count_under_no_heading_or_a_vague_one() -> None:
    assert one(("订单号", "姓名", "单号"), ("6901", "张三", "301234567890")).number == "301234567890"
    assert one(("张三", "中通 301234567890")).number == "301234567890"


def test_two_columns_alike_are_not_guessed() -> None:
    reply = read_sure(("订单号", "姓名", "", ""), ("6901", "张三", YTO, SF))
    assert (reply.items, codes(reply)) == ((), ["REPLY-06"])


def test_a_sheet_without_a_number_is_no_reply() -> None:
    assert read(HEAD, ("6901", "张三", "13800001111", "A-1", "2", "中通", "", "")) is None
    assert read(("a", "b")) is None
    assert read() is None


def test_a_wide_unknown_table_is_no_chat() -> None:
    assert read(("a",) * 9, (SF,) * 9) is None


def profile_headings(name: str) -> list[str]:
    layouts = Path(__file__).parents[2] / "sheetship" / "formats" / "replies"
    words = tomllib.loads((layouts / f"{name}.toml").read_text(encoding="utf-8"))
    return list(
        dict.fromkeys([*words["fingerprint"], *(h for names in words["columns"].values() for h in names)])
    )


def test_a_1688_export_is_read_by_the_recipient_and_not_by_its_own_order_number() -> None:
    head = profile_headings("alibaba1688_buyer_orders")
    said = {
        "订单编号": "2233445566778899001",
        "收货人姓名": "张三",
        "联系手机": "13800001111",
        "运单号": YTO,
        "物流公司": "圆通速递",
    }
    said |= {"货品标题": "袜子", "数量": "2", "单品货号": "A-1", "买家留言": f"代发 {token(3)}"}
    row = tuple(said.get(heading, "") for heading in head)
    reply = read_sure(tuple(head), row)
    found = reply.items[0]
    assert reply.profile == "alibaba1688_buyer_orders"
    assert (found.order_id, found.name, found.phone, found.sku, found.token) == (
        "",
        "张三",
        "13800001111",
        "A-1",
        token(3),
    )


def test_an_sf_result_has_two_rows_of_headings_and_its_own_courier() -> None:
    head = tuple(profile_headings("sf_57"))
    row = tuple({"运单号": SF, "订单号": "6901", "收方姓名": "张三"}.get(heading, "") for heading in head)
    reply = read_sure(("", "收件方信息", "收件方信息"), head, row)
    assert reply.profile == "sf_57"
    assert (reply.items[0].courier_text, reply.items[0].order_id) == ("sf", "6901")


@given(st.lists(st.lists(st.text(max_size=30), max_size=7), max_size=6))
def test_no_text_in_any_cell_stops_the_reader(rows: list[list[str]]) -> None:
    read(("订单号", "快递单号", "数量", "收货信息", "电话", "备注"), *rows)
    read(*rows)


PURCHASES = (
    "订单编号",
    "买家会员名",
    "卖家会员名",
    "收货人姓名",
    "收货地址",
    "联系手机",
    "货品标题",
    "物流公司",
    "运单号",
)


@pytest.mark.parametrize(
    ("headings", "is_reply"),
    [(PURCHASES, True), (PURCHASES[:-1], False), (HEAD, False), (("", ""), False)],
)
def test_a_layout_that_only_replies_have_is_known_by_its_headings(
    headings: tuple[str, ...],
    is_reply: bool,  # noqa: FBT001
) -> None:
    table = RawTable("inbox/1688.xlsx#Sheet0", (("导出时间 2026-11-21",), headings), {})
    assert is_reply_layout(table, PROFILES) is is_reply
