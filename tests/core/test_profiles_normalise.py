"""Rows of recognised exports become records: nothing lost, nothing invented, everything with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.findings import Finding, Level
from sheetship.core.model import Record
from sheetship.core.normalise import read_records
from sheetship.core.profiles import Folded, Grain, Partner, Profile, Source, StateRule, States
from sheetship.core.tables import ERROR, LOST_DIGITS, RawTable

HEADINGS = ("订单号", "商品", "数量", "价格", "电话", "镇", "地址", "时间", "状态", "退款", "退款额")
SHOP = Profile(
    name="shop",
    title_zh="店铺导出",
    title_en="shop export",
    platform="shop",
    platform_names=("Shop",),
    headings=HEADINGS,
    fingerprint=HEADINGS[:3],
    sources={
        "order_id": (Source(("订单号",)),),
        "product": (Source(("商品",)),),
        "quantity": (Source(("数量",)),),
        "unit_price": (Source(("价格",)),),
        "phone": (Source(("电话",)),),
        "street": (Source(("镇", "地址")),),
        "ordered_at": (Source(("时间",)),),
    },
    required=("order_id", "product", "quantity"),
    empty=frozenset({"-"}),
    dates=("%d/%m/%Y", "year_first"),
    order_state=States(
        (
            StateRule(heading="退款额", above_zero="closed"),
            StateRule(heading="状态", words={"待发货": "to_ship", "看下一个": "next"}),
        )
    ),
    refund_state=States((StateRule(heading="退款", filled="asked"),)),
    currency="CNY",
)


def read(
    rows: Sequence[Sequence[str]], profile: Profile = SHOP, **flaws: str
) -> tuple[list[Record], list[Finding]]:
    table = RawTable("inbox/x.csv", [HEADINGS, *rows], {(2, int(at[1:])): flaw for at, flaw in flaws.items()})
    return read_records([(table, profile)], zone=UTC, shop="店")


def row(**cells: str) -> list[str]:
    filled = {"订单号": "12345678", "商品": "杯子", "数量": "1", **cells}
    return [filled.get(heading, "") for heading in HEADINGS]


def only(rows: Sequence[Sequence[str]], profile: Profile = SHOP) -> Record:
    (record,), findings = read(rows, profile)
    assert findings == []
    return record


def test_a_record_knows_its_row_and_the_cell_of_every_field() -> None:
    record = only([[], row(电话="'13800138000")])
    assert record.fields["phone"] == "13800138000"
    assert record.origin.cell("phone") == "inbox/x.csv!E3"
    assert record.origin.cell("street") == "inbox/x.csv!G3"
    assert record.origin.cell("order_state") == "inbox/x.csv!K3"
    assert record.origin.cell("refund_state") == "inbox/x.csv!J3"


def test_day_and_month_are_read_as_the_format_says_and_nothing_else_is_guessed() -> None:
    assert only([row(时间="05/11/2026")]).fields["ordered_at"] == "2026-11-05T00:00:00+00:00"
    assert only([row(时间="2026-11-05 1:02")]).fields["ordered_at"] == "2026-11-05T01:02:00+00:00"
    assert only([row(时间="Nov 5")]).fields["ordered_at"] == "Nov 5"


def test_states_ask_their_columns_in_order() -> None:
    assert only([row(状态="待发货")]).fields["order_state"] == "to_ship"
    assert only([row(状态="待发货", 退款额="1.00")]).fields["order_state"] == "closed"
    assert only([row(状态="待发货", 退款额="0")]).fields["order_state"] == "to_ship"
    assert only([row(状态="看下一个")]).fields["order_state"] == "unknown"
    assert only([row(状态="没见过")]).fields["order_state"] == "unknown"
    assert only([row()]).fields["order_state"] == "unknown"
    assert only([row(退款="退款中")]).fields["refund_state"] == "asked"
    assert only([row()]).fields["refund_state"] == "none"


def test_blank_rows_totals_and_footers_are_no_orders() -> None:
    extra = [[], ["", " ", "-"], ["合计:", "", "7"], ["83 record(s) downloaded"], list(HEADINGS)]
    records, findings = read([row(), *extra, row(订单号="12345679")])
    assert [record.fields["order_id"] for record in records] == ["12345678", "12345679"]
    assert findings == []


def test_an_order_number_alone_on_its_row_is_not_dropped() -> None:
    assert only([["6917000000000000017"]]).fields["order_id"] == "6917000000000000017"


def test_a_short_order_number_with_goods_is_an_order() -> None:
    assert only([row(订单号="#7")]).fields["order_id"] == "#7"


def test_goods_without_an_order_number_are_told_with_their_cell() -> None:
    records, findings = read([row(订单号="-"), row()])
    assert len(records) == 1
    assert [(f.code, f.where, f.level) for f in findings] == [("FILE-20", "inbox/x.csv!A2", Level.HOLD)]


def test_a_cell_that_cannot_be_trusted_is_carried_to_its_field() -> None:
    (record,), _ = read([row(电话="1.38E+10", 价格="#N/A")], c4=ERROR, c7=LOST_DIGITS, c9=ERROR)
    assert record.flaws == {"phone": LOST_DIGITS, "unit_price": ERROR, "street": LOST_DIGITS}


def test_a_flaw_in_the_heading_row_is_nobodys() -> None:
    table = RawTable("x", [HEADINGS, row()], {(1, 1): ERROR})
    (record,), _ = read_records([(table, SHOP)], zone=UTC, shop="店")
    assert record.flaws == {}


def test_ids_that_all_end_in_zeros_were_rounded() -> None:
    rounded, _ = read([row(订单号="6917000000000120000"), row(订单号="6917000000000340000"), row(订单号="1")])
    assert [dict(record.flaws) for record in rounded] == [
        {"order_id": LOST_DIGITS},
        {"order_id": LOST_DIGITS},
        {},
    ]
    whole, _ = read([row(订单号="6917000000000120000"), row(订单号="6917000000000340001")])
    assert [dict(record.flaws) for record in whole] == [{}, {}]


def test_a_heading_that_stands_twice_with_the_same_cells_is_only_told() -> None:
    headings = [*HEADINGS, "数量 "]
    records, findings = read_records([(RawTable("x", [headings, [*row(), "1"]]), SHOP)], zone=UTC, shop="店")
    assert len(records) == 1
    assert [(f.code, f.values["columns"], f.level) for f in findings] == [("FILE-14", "C、L", Level.NOTE)]


def test_a_heading_that_stands_twice_with_other_cells_stops_the_file() -> None:
    headings = [*HEADINGS, "数量"]
    records, findings = read_records([(RawTable("x", [headings, [*row(), "2"]]), SHOP)], zone=UTC, shop="店")
    assert records == []
    assert [(f.code, f.where, f.level) for f in findings] == [("FILE-13", "x!1", Level.STOP)]


def test_a_file_without_a_needed_column_stops_and_says_what_there_is() -> None:
    records, findings = read_records(
        [(RawTable("x", [["订单号", "商品"], ["1", "2"]]), SHOP)], zone=UTC, shop="店"
    )
    assert records == []
    assert [(f.code, f.values["missing"], f.values["there"]) for f in findings] == [
        ("FILE-12", "数量", "订单号、商品")
    ]


def test_a_file_with_a_header_and_no_rows_gives_nothing() -> None:
    assert read([]) == ([], [])


FOLDED = replace(SHOP, folded=Folded("product", ";", ("product", "quantity", "unit_price")))


def test_folded_money_is_split_line_by_line() -> None:
    records, _ = read([row(商品="杯子;杯垫", 数量="2;1", 价格="1,030.00;8.50")], FOLDED)
    said = [(r.fields["product"], r.fields["quantity"], r.fields["unit_price"]) for r in records]
    assert said == [("杯子", "2", "1030"), ("杯垫", "1", "8.5")]


def test_folded_money_for_all_lines_together_is_left_out() -> None:
    records, _ = read([row(商品="杯子;杯垫", 数量="2", 价格="38")], FOLDED)
    assert [dict(r.fields).get("unit_price") for r in records] == [None, None]
    assert [r.fields["quantity"] for r in records] == ["1", "1"]


def test_a_row_that_is_not_folded_stays_as_it_is() -> None:
    assert only([row(数量="5")], FOLDED).fields["quantity"] == "5"


def test_a_quantity_for_all_lines_together_stops_its_row_only() -> None:
    records, findings = read([row(商品="杯子;杯垫", 数量="5"), row()], FOLDED)
    assert len(records) == 1
    assert [(f.code, f.where, f.values["field_zh"]) for f in findings] == [
        ("FILE-21", "inbox/x.csv!C2", "数量")
    ]


CONTINUED = replace(SHOP, grain=Grain.CONTINUATION, fill_down=("电话", "地址", "没有这列"))


def test_later_rows_of_an_order_take_what_its_first_row_says() -> None:
    rows = [row(电话="13800138000", 地址="A 街"), row(订单号="99999999"), row(商品="杯垫"), row(地址="B 街")]
    records, _ = read(rows, CONTINUED)
    phones = [record.fields.get("phone", "") for record in records]
    assert phones == ["13800138000", "", "13800138000", "13800138000"]
    assert records[3].fields["street"] == "B 街"


LIST = replace(
    SHOP,
    name="list",
    grain=Grain.ORDER,
    partner=Partner("goods", "宝贝表", "goods sheet"),
    required=("order_id",),
)
GOODS = replace(SHOP, name="goods", grain=Grain.GOODS, partner=Partner("list", "订单表", "order sheet"))


def both(
    orders: Sequence[Sequence[str]], goods: Sequence[Sequence[str]]
) -> tuple[list[Record], list[Finding]]:
    halves = [(RawTable("goods", [HEADINGS, *goods]), GOODS), (RawTable("list", [HEADINGS, *orders]), LIST)]
    return read_records(halves, zone=UTC, shop="店")


def test_goods_take_recipient_and_status_from_their_order() -> None:
    orders = [row(商品="", 数量="", 电话="13800138000", 状态="待发货")]
    (one, two), findings = both(orders, [row(), row(商品="杯垫", 电话="139")])
    assert findings == []
    assert (one.fields["phone"], one.fields["product"], one.fields["order_state"]) == (
        "13800138000",
        "杯子",
        "to_ship",
    )
    assert (two.fields["phone"], two.origin.sheet) == ("139", "goods")


def test_halves_that_do_not_meet_wait_and_are_counted() -> None:
    orders = [row(订单号=f"1000000{at}") for at in range(7)]
    records, findings = both(orders, [row(), row(商品="杯垫")])
    assert records == []
    goods, listed = findings
    assert (goods.code, goods.values["count"], goods.values["orders"]) == ("FILE-23", "1", "12345678")
    assert (listed.values["count"], listed.values["orders"][-1], listed.where) == ("7", "…", "list!A2")


def test_half_of_an_export_waits_for_the_other_half() -> None:
    for half in (LIST, GOODS):
        records, findings = read([row()], half)
        assert records == []
        assert [(f.code, f.level) for f in findings] == [("FILE-22", Level.STOP)]


def test_a_half_that_cannot_be_used_says_so_once() -> None:
    tables = [(RawTable("list", [["订单", "x"]]), LIST), (RawTable("goods", [HEADINGS, row()]), GOODS)]
    records, findings = read_records(tables, zone=UTC, shop="店")
    assert records == []
    assert [f.code for f in findings] == ["FILE-12", "FILE-23"]


@given(st.lists(st.lists(st.text(max_size=12), max_size=12), max_size=6))
def test_no_cell_makes_it_crash(rows: list[list[str]]) -> None:
    for profile in (SHOP, FOLDED, CONTINUED, LIST, GOODS):
        records, _ = read(rows, profile)
        assert all(record.fields["order_id"] for record in records)


@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows = [row(订单号=f"2000000{at}", 数量=str(at + 1)) for at in range(6)]
    records, _ = read([rows[at] for at in order])
    told = {record.fields["order_id"]: record.fields["quantity"] for record in records}
    assert told == {f"2000000{at}": str(at + 1) for at in range(6)}
