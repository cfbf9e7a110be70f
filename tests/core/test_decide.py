"""Days of a shop as its manager would tell them: what a run does, and what it leaves for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sheetship.core.decide import decide
from sheetship.core.events import Kind
from sheetship.core.facts import SeenFile, UploadTarget
from sheetship.core.findings import Finding
from sheetship.core.plan import Plan
from sheetship.core.report import FileKind, Waits
from sheetship.core.tables import ERROR, FORMULA, LOST_DIGITS
from sheetship.core.tokens import make_token
from tests.core.little_shop import NOW, catalogue
from tests.core.pure_shop import WHERE, PureShop, record, reply

SF = "SF1234567890123"
BUNDLES = catalogue(
    offers=(("供应商", "货号", "成本", "库存"), ("HZ", "CUP", "12", "5"), ("YW", "TEA", "5", "")),
    sku_map=(("商品编码", "货号", "倍数"), ("A1", "CUP", "1"), ("SET", "CUP", "1"), ("SET", "TEA", "2")),
)
ROW = {
    "order_id": "69001",
    "sku": "A1",
    "quantity": "1",
    "recipient_name": "张三",
    "phone": "13800001111",
    **WHERE,
}


def codes(plan: Plan, key: str = "") -> set[str]:
    return {finding.code for finding in plan.findings if not key or finding.line == key}


def kinds(plan: Plan) -> list[str]:
    return [document.kind.value for document in plan.documents]


def states(shop: PureShop) -> list[str]:
    return shop.cells("status")


def a_token(shop: PureShop, row: int = 2) -> str:
    """The token of the purchase-order line of a row."""
    key = shop.cell(row, "line_key")
    return next(token for token, line in shop.known().tokens.items() if line == key)


# --- the usual way ------------------------------------------------------------------------------------------------------


def test_an_order_goes_to_its_supplier_and_its_number_to_the_platform() -> None:
    shop = PureShop()
    bought = shop.run(record("69001"))
    assert kinds(bought) == ["supplier_sheet", "payment_list"]
    assert (shop.cell(2, "status"), shop.cell(2, "supplier"), shop.cell(2, "cost")) == (
        "已下单",
        "杭州云仓",
        "12",
    )
    shipped = shop.run(replies=[reply(SF, token=a_token(shop), courier_text="顺丰")])
    assert kinds(shipped) == ["channel_upload"]
    assert (shop.cell(2, "tracking_number"), shop.cell(2, "courier")) == (SF, "顺丰速运")
    assert (shop.cell(2, "status"), shop.cell(2, "upload_state")) == ("已发货", "已生成回传文件")
    assert shop.cell(2, "shipped_at") == "2026-11-21 10:00:00"
    assert shop.plan().is_empty


def test_a_row_that_the_team_typed_is_bought_and_told_to_nobody() -> None:
    shop = PureShop(ROW)
    assert kinds(shop.run()) == ["supplier_sheet", "payment_list"]
    assert shop.known().line(shop.cell(2, "line_key")).source == "table"
    shipped = shop.run(replies=[reply(SF, token=a_token(shop))])
    assert (kinds(shipped), shop.cell(2, "upload_state")) == ([], "")


def test_a_bundle_is_shipped_when_all_its_parts_are() -> None:
    shop = PureShop(goods=BUNDLES)
    shop.run(record("69001", sku="SET"))
    tokens = sorted(shop.known().tokens)
    assert len(tokens) == 2
    shop.run(replies=[reply(SF, token=tokens[0])])
    assert (states(shop), shop.cell(2, "upload_state")) == (["已下单"], "等整单发齐")
    shop.run(replies=[reply("SF1234567890124", token=tokens[1])])
    assert (states(shop), shop.cell(2, "upload_state")) == (["已发货"], "已生成回传文件")


def test_a_platform_that_ships_whole_orders_waits_for_all_lines() -> None:
    shop = PureShop()
    two = (record("1", "1-1", platform="taobao"), record("1", "1-2", platform="taobao", variant="红"))
    shop.run(*two)
    first, second = sorted(shop.known().tokens)
    assert kinds(shop.run(replies=[reply(SF, token=first)])) == []
    assert sorted(shop.cells("upload_state")) == ["", "等整单发齐"]
    told = shop.run(replies=[reply("SF1234567890124", token=second)])
    assert kinds(told) == ["channel_upload"]
    assert shop.cells("upload_state") == ["已生成回传文件"] * 2


def test_a_platform_of_the_settings_that_no_format_knows_is_told_in_whole_orders() -> None:
    shop = PureShop()
    shop.run(record("1", platform="lazada"))
    target = UploadTarget(template="plain_bulk_ship", headings=("Order", "Courier", "Number"))
    told = shop.run(replies=[reply(SF, token=a_token(shop))], targets={("lazada", "小店"): target})
    (document,) = told.documents
    assert (document.kind, document.headings) == (FileKind.CHANNEL_UPLOAD, ("Order", "Courier", "Number"))


def test_three_bad_lines_never_stop_the_others() -> None:
    shop = PureShop()
    plan = shop.run(
        record("1", sku="B9"),
        record("2", quantity="两"),
        record("3", recipient_name="王**"),
        record("4"),
        record("5"),
    )
    assert plan.counts["sent"] == 2
    assert codes(plan) >= {"ORD-23", "ORD-20", "ORD-16"}
    assert states(shop) == ["待确认"] * 3 + ["已下单"] * 2


def test_a_line_goes_when_what_held_it_is_mended_or_a_person_lets_it_go() -> None:
    shop = PureShop()
    shop.run(record("1", quantity="99999"), record("2", sku=""))
    assert states(shop) == ["待确认", "待确认"]
    shop.type(2, "release", "放行")
    shop.type(3, "sku", "A1")
    plan = shop.run()
    assert states(shop) == ["已下单", "已下单"]
    assert [event.key for event in plan.events if event.kind is Kind.RELEASED] == [shop.cell(2, "line_key")]
    assert "ORD-31" in codes(plan)
    assert shop.plan().is_empty


def test_runs_of_a_day_are_counted_and_a_folder_of_a_lost_ledger_is_not_used_again() -> None:
    shop = PureShop()
    assert shop.run(record("1")).run == "261121-1"
    assert shop.plan(record("2")).run == "261121-2"
    assert shop.plan(record("2"), folders=("261121-7", "261121-x", "261120-9")).run == "261121-8"
    shop.now = NOW + timedelta(days=1)
    assert shop.plan(record("2")).run == "261122-1"


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_same_export_once_more_adds_nothing() -> None:
    shop = PureShop()
    lines = record("1"), record("2", "2-1"), record("2", "2-2", quantity="3")
    shop.run(*lines)
    again = [replace(line, origin=replace(line.origin, sheet="copy (2).csv")) for line in reversed(lines)]
    assert shop.plan(*again).is_empty


def test_a_line_twice_in_one_file_counts_once() -> None:
    shop = PureShop()
    plan = shop.run(record("1", "1-1"), record("1", "1-1", row=3))
    assert (plan.counts["sent"], len(shop.grid)) == (1, 2)
    assert "ROW-03" in codes(plan)


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_twice_in_one_file_with_different_content_waits_until_the_next_export(*, turned: bool) -> None:
    shop = PureShop()
    pair = [record("1", "1-1"), record("1", "1-1", row=3, quantity="2")]
    assert "ROW-02" in codes(shop.run(*(pair[::-1] if turned else pair)))
    assert shop.cell(2, "quantity") == "2"
    assert shop.plan().is_empty
    shop.run(record("1", "1-1", file="new.csv"))
    assert (states(shop), shop.known().line(shop.cell(2, "line_key")).issues[0].quantity) == (["已下单"], 1)


def test_two_lines_equal_in_everything_wait_for_a_person() -> None:
    shop = PureShop()
    shop.run(record("1"), record("1", row=3))
    assert sorted(states(shop)) == ["已下单", "待确认"]
    assert shop.plan().is_empty
    shop.type(2 + states(shop).index("待确认"), "release", "放行，买了两份")
    shop.run()
    assert states(shop) == ["已下单", "已下单"]


@pytest.mark.parametrize(("flaw", "code"), [(LOST_DIGITS, "ORD-01"), (FORMULA, "ROW-11"), (ERROR, "ROW-12")])
def test_a_cell_that_cannot_be_trusted_holds_its_line_until_a_person_writes_the_right_value(
    flaw: str, code: str
) -> None:
    shop = PureShop()
    broken = replace(
        record("1", sku="B9"), flaws={"sku": flaw, "unit_price": FORMULA, "shop_id": LOST_DIGITS}
    )
    assert code in codes(shop.run(broken))
    assert shop.plan().is_empty
    assert code in codes(shop.plan())
    shop.type(2, "sku", "A1")
    assert code not in codes(shop.run())
    assert states(shop) == ["已下单"]


def test_files_are_remembered_once() -> None:
    shop = PureShop()
    file = SeenFile(name="a.csv", sha256="ab", digest="cd", layout="douyin", rows=1)
    plan = shop.run(record("1"), files=(file,), consumed=("a.csv",))
    assert (plan.consumed, [event.key for event in plan.events if event.kind is Kind.FILE_SEEN]) == (
        ("a.csv",),
        ["ab"],
    )
    assert not [event for event in shop.plan(files=(file,)).events if event.kind is Kind.FILE_SEEN]


def test_a_line_that_a_person_unticked_waits_with_its_reply() -> None:
    shop = PureShop()
    shop.run(record("1"), record("2"))
    one, two = a_token(shop, 2), a_token(shop, 3)
    answers = [reply(SF, token=one, file="r.xlsx#Sheet1"), reply("SF1234567890124", token=two, file="s.xlsx")]
    files = tuple(
        SeenFile(name=name, sha256=name, digest="", layout="reply", rows=1) for name in ("r.xlsx", "s.xlsx")
    )
    unticked = frozenset({shop.cell(2, "line_key")})
    plan = shop.run(replies=answers, files=files, consumed=("r.xlsx", "s.xlsx"), excluded=unticked)
    assert plan.consumed == ("s.xlsx",)
    assert states(shop) == ["已下单", "已发货"]
    shop.run(replies=answers)
    assert states(shop) == ["已发货", "已发货"]


def test_a_line_that_a_person_unticked_is_not_bought() -> None:
    shop = PureShop(ROW)
    shop.run(excluded=frozenset())
    other = PureShop(ROW)
    key = shop.cell(2, "line_key")
    assert other.run(excluded=frozenset({key})).counts["sent"] == 0
    assert other.run().counts["sent"] == 1


# --- what the team does in its table -------------------------------------------------------------------------------------


def test_a_status_that_somebody_deleted_comes_back() -> None:
    shop = PureShop()
    shop.run(record("1"))
    shop.type(2, "status", "")
    shop.type(2, "po_number", "")
    shop.run()
    assert (shop.cell(2, "status"), shop.cell(2, "po_number")) == ("已下单", "HZ-261121-1")


def test_a_row_that_somebody_deleted_is_told_and_its_number_still_found() -> None:
    shop = PureShop()
    shop.run(record("1"))
    token = a_token(shop)
    del shop.grid[1]
    assert "ROW-09" in codes(shop.run())
    assert shop.run(replies=[reply(SF, token=token)]).counts["shipped"] == 1
    assert "ROW-09" not in codes(shop.plan())


def test_a_row_of_the_team_s_own_that_was_deleted_keeps_its_name_in_the_ledger() -> None:
    shop = PureShop(ROW)
    shop.run()
    del shop.grid[1]
    (line,) = shop.plan().lines.values()
    assert (line.order_id, line.recipient.name) == ("69001", "张三")


def test_a_workbook_that_was_lost_comes_back_line_by_line() -> None:
    shop = PureShop(ROW, goods=BUNDLES)
    shop.run(record("2"), record("3", refund_state="refunded"))
    shop.grid = shop.grid[:1]
    plan = shop.run(reseed=True)
    assert sorted(seed.fields["order_id"] for seed in plan.seeds) == ["2", "69001"]
    assert sorted(shop.cells("recipient_name")) == ["张三", "王2"]
    assert states(shop) == ["已下单", "已下单"]
    assert shop.plan().is_empty


def test_a_row_of_a_line_that_is_over_may_be_cleared_away() -> None:
    shop = PureShop()
    shop.run(record("1", order_state="closed"))
    assert states(shop) == ["已取消"]
    del shop.grid[1]
    assert shop.plan(record("1", order_state="closed")).is_empty
    assert "ROW-09" not in codes(shop.plan())


def test_a_key_that_somebody_mistyped_makes_no_new_line() -> None:
    shop = PureShop()
    shop.run(record("1"))
    shop.type(2, "line_key", "L-OOPS")
    plan = shop.run()
    assert (plan.counts["lines"], plan.counts["sent"]) == (1, 0)
    assert "ROW-15" in codes(plan)
    assert shop.cell(2, "line_key").startswith("L-")


def test_a_doubled_row_is_not_bought_and_both_rows_say_so() -> None:
    shop = PureShop(ROW)
    shop.run(excluded=frozenset())
    shop = PureShop()
    shop.run(record("1", sku="B9"))
    shop.grid.append(list(shop.grid[1]))
    shop.type(2, "sku", "A1")
    plan = shop.run()
    assert plan.counts["sent"] == 0
    assert [text[:5] for text in shop.cells("problem")] == ["与第 3 ", "与第 2 "]
    assert shop.plan().is_empty
    del shop.grid[2]
    assert shop.run().counts["sent"] == 1


def test_a_row_without_an_order_number_is_left_alone_and_told_beside_it() -> None:
    shop = PureShop({"buyer_note": "周三再说"}, ROW)
    assert "ROW-01" in codes(shop.run())
    assert shop.cell(2, "problem").startswith("这一行没有订单号")
    assert states(shop) == ["", "已下单"]
    assert shop.plan().is_empty


def test_a_lost_ledger_never_buys_again_what_the_table_says_was_bought() -> None:
    shop = PureShop()
    shop.run(record("1"))
    shop.run(replies=[reply(SF, token=a_token(shop))])
    before = [list(cells) for cells in shop.grid]
    shop.events.clear()
    for _ in range(2):
        plan = shop.run(record("1"))
        assert plan.counts["sent"] == 0
        assert "ROW-05" in codes(plan)
    assert shop.cell(2, "po_number") == "HZ-261121-1"
    assert shop.cell(2, "tracking_number") == SF
    assert before[1][:27] == shop.grid[1][:27]
    shop.type(2, "po_number", "")
    shop.type(2, "tracking_number", "")
    assert shop.run().counts["sent"] == 1


def test_a_line_erased_by_its_word_loses_the_value() -> None:
    shop = PureShop()
    shop.run(record("1", sku="B9", buyer_note="加急"))
    shop.type(2, "buyer_note", "清除")
    shop.type(2, "sku", "A1")
    (line,) = shop.run().lines.values()
    assert (line.buyer_note, states(shop)) == ("", ["已下单"])


def test_a_row_of_the_team_with_an_erased_cell_is_remembered_too() -> None:
    shop = PureShop({**ROW, "buyer_note": "清除"})
    shop.run()
    assert shop.known().line(shop.cell(2, "line_key")).source == "table"
    assert shop.plan().is_empty


def test_the_same_goods_of_an_order_without_line_numbers_are_asked_about_until_a_person_answers() -> None:
    shop = PureShop()
    shop.run(record("1"))
    dearer = record("1", unit_price="45", file="b.csv")
    assert "ROW-10" in codes(shop.run(record("1", file="b.csv"), dearer))
    assert shop.plan().is_empty
    assert "ROW-10" in codes(shop.plan())
    shop.type(3, "release", "ok")
    shop.run()
    assert states(shop) == ["已下单", "已下单"]


# --- what changes meanwhile ---------------------------------------------------------------------------------------------


def test_a_refund_before_the_purchase_cancels_the_line() -> None:
    shop = PureShop()
    shop.run(record("1", sku="B9"))
    shop.run(record("1", sku="B9", refund_state="refunded", file="b.csv"))
    assert states(shop) == ["已取消"]


@pytest.mark.parametrize(
    "change", [{"refund_state": "asked"}, {"refund_state": "refunded"}, {"order_state": "closed"}]
)
def test_a_refund_after_the_purchase_asks_the_supplier_to_cancel_and_is_never_reported(
    change: dict[str, Any],
) -> None:
    shop = PureShop()
    shop.run(record("1"))
    plan = shop.run(record("1", file="b.csv", **change))
    assert (states(shop), shop.cell(2, "next_step")) == (["取消中"], "请供应商取消")
    assert "ROW-08" in codes(plan)
    assert [line.waits_for for line in plan.report] == [Waits.SUPPLIER]
    late = shop.run(replies=[reply(SF, token=a_token(shop))])
    assert (kinds(late), states(shop), shop.cell(2, "upload_state")) == ([], ["已发货"], "已退款，不回传")


def test_a_refund_state_that_nobody_can_read_asks_no_supplier_to_cancel() -> None:
    shop = PureShop()
    shop.run(record("1"))
    shop.run(record("1", file="b.csv", refund_state="unknown"))
    assert states(shop) == ["已下单"]


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": "1"},
        {"quantity": "5"},
        {"street": "文三路 9 号"},
        {"phone": "13900002222"},
        {"sku": "A2"},
    ],
    ids=lambda change: "-".join(change.values()),
)
def test_what_changes_after_the_purchase_is_told_until_it_is_settled(change: dict[str, Any]) -> None:
    shop = PureShop()
    shop.run(record("1", "1-1", quantity="3"))
    told: dict[str, Any] = {"quantity": "3", **change}
    plan = shop.run(record("1", "1-1", file="b.csv", **told))
    assert "ROW-13" in codes(plan)
    assert plan.counts["sent"] == 0
    assert plan.counts["held"] == 1
    assert shop.plan().is_empty


def test_a_quantity_that_was_cut_is_shipped_when_the_rest_has_left() -> None:
    shop = PureShop()
    shop.run(record("1", "1-1", quantity="3"))
    shop.run(record("1", "1-1", quantity="2", file="b.csv"))
    assert states(shop) == ["已下单"]
    told = shop.run(replies=[reply(SF, token=a_token(shop), quantity=2)])
    assert (states(shop), kinds(told)) == (["已发货"], ["channel_upload"])
    assert "ROW-13" not in codes(shop.plan())


def test_a_quantity_that_was_raised_is_not_reported_before_all_of_it_has_left() -> None:
    shop = PureShop()
    shop.run(record("1", "1-1", quantity="1"))
    shop.run(record("1", "1-1", quantity="2", file="b.csv"))
    told = shop.run(replies=[reply(SF, token=a_token(shop))])
    assert (kinds(told), shop.cell(2, "upload_state")) == ([], "等整单发齐")


def test_a_line_that_vanished_from_its_order_waits_before_the_purchase_and_stays_after_it() -> None:
    shop = PureShop()
    shop.run(record("1", "1-1"), record("1", "1-2", sku="B9"))
    shop.run(record("1", "1-3", variant="红", file="b.csv"))
    assert states(shop) == ["已下单", "待确认", "已下单"]
    shop.type(3, "sku", "A1")
    assert "ROW-21" in codes(shop.run())
    assert states(shop) == ["已下单", "待确认", "已下单"]


def test_a_line_seen_shipped_on_the_platform_before_we_have_a_number_is_told() -> None:
    shop = PureShop()
    shop.run(record("1"))
    assert "ROW-08" in codes(shop.run(record("1", order_state="shipped", file="b.csv")))
    assert states(shop) == ["已下单"]


def test_a_line_seen_shipped_after_we_reported_it_is_no_news() -> None:
    shop = PureShop()
    shop.run(record("1"))
    shop.run(replies=[reply(SF, token=a_token(shop))])
    plan = shop.run(record("1", order_state="shipped", file="b.csv"))
    assert codes(plan) == set()
    assert plan.cells == ()


def test_a_line_shipped_elsewhere_before_we_bought_it_is_closed() -> None:
    shop = PureShop()
    shop.run(record("1", order_state="shipped"))
    assert states(shop) == ["已关闭"]


def test_what_both_sides_changed_differently_waits_for_a_person() -> None:
    shop = PureShop()
    shop.run(record("1", sku="B9"))
    shop.type(2, "street", "文三路 2 号")
    shop.type(2, "sku", "A1")
    plan = shop.run(record("1", sku="B9", street="文三路 3 号", buyer_note="轻放", file="b.csv"))
    assert "ROW-07" in codes(plan)
    assert states(shop) == ["待确认"]
    shop.type(2, "release", "放行")
    (line,) = shop.run().lines.values()
    assert line.recipient.street == "文三路 2 号"
    assert states(shop) == ["已下单"]


def test_what_the_platform_changed_before_the_purchase_is_used_and_named_without_people_s_details() -> None:
    shop = PureShop()
    shop.run(record("1", sku="B9"))
    plan = shop.run(record("1", sku="B9", street="文三路 3 号", quantity="2", file="b.csv"))
    told = {finding.code: finding for finding in plan.findings}
    assert told["ROW-06"].values == {"fields_zh": "详细地址", "fields_en": "Address"}
    assert (told["ROW-08"].values["old_en"], told["ROW-08"].values["new_en"]) == ("1", "2")
    assert "文三路" not in " ".join(finding.message("zh") for finding in plan.findings)


# --- what cannot be made ------------------------------------------------------------------------------------------------


def test_a_supplier_whose_sheet_cannot_be_made_keeps_its_lines() -> None:
    shop = PureShop()
    why = Finding("TPL-07", "x", {"template": "x", "known": "", "nearest_zh": "", "nearest_en": ""})
    plan = decide(
        shop.facts(record("1")), {(FileKind.SUPPLIER_SHEET, "HZ"): why, (FileKind.PAYMENT_LIST, "CNY"): why}
    )
    assert (plan.counts["sent"], plan.documents) == (0, ())
    assert [finding.line for finding in plan.findings if finding.code == "TPL-07"] == [*plan.lines, ""]


def test_a_number_that_its_upload_cannot_take_is_told_and_tried_again() -> None:
    shop = PureShop()
    shop.run(record("1"))
    target = {("douyin", "小店"): UploadTarget(template="no such")}
    plan = shop.run(replies=[reply(SF, token=a_token(shop))], targets=target)
    assert "TPL-07" in codes(plan)
    assert shop.cell(2, "upload_state") == "缺信息，没有回传"
    assert kinds(shop.run()) == ["channel_upload"]
    assert shop.cell(2, "upload_state") == "已生成回传文件"


def test_a_stranger_s_number_is_listed_and_written_nowhere() -> None:
    shop = PureShop()
    shop.run(record("1"))
    token = make_token("HZ-261121-9", 1)
    plan = shop.run(replies=[reply(SF, token=token)])
    assert [exception.item.number for exception in plan.unmatched] == [SF]
    assert shop.cells("tracking_number") == [""]


def test_notes_of_what_is_bought_stand_in_the_report_of_the_run_but_not_in_cells() -> None:
    shop = PureShop()
    plan = shop.run(record("1", buyer_note="加急", paid=""), record("2"))
    assert "ORD-29" in codes(plan)
    assert shop.cells("problem") == ["", ""]


def test_the_costs_of_all_parts_of_a_bundle_are_added_up_and_all_its_suppliers_named() -> None:
    shop = PureShop(goods=BUNDLES)
    plan = shop.run(record("1", sku="SET", quantity="2", paid="100"))
    (line,) = plan.report
    assert (line.cost, shop.cell(2, "cost"), shop.cell(2, "supplier")) == (
        Decimal(44),
        "44",
        "杭州云仓、义乌优品",
    )


def test_a_courier_that_a_rule_asks_for_is_told_to_the_supplier() -> None:
    rules = [("编码开头", "快递"), ("A", "顺丰")]
    shop = PureShop(goods=catalogue(rules=rules))
    plan = shop.run(record("69001", "1", seller_note="易碎"))
    (sheet,) = (document for document in plan.documents if document.kind is FileKind.SUPPLIER_SHEET)
    assert sheet.rows[0]["seller_note"] == "【指定快递：顺丰速运】 易碎"
    assert sheet.rows[0]["courier"] == "顺丰速运"
