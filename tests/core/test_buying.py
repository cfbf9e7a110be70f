"""What suppliers, couriers and the cashier get; and that a purchase order and its file never differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from sheetship.core.buying import TOLD_FIELDS
from sheetship.core.catalogue import Sender
from sheetship.core.columns import COLUMNS
from sheetship.core.document_rows import cancel_row, sums, totals
from sheetship.core.documents import with_shop_words
from sheetship.core.events import Kind
from sheetship.core.plan import Document, Plan, Value
from sheetship.core.report import FileKind
from tests.core.little_shop import NOW, Rows, catalogue
from tests.core.pure_shop import SPECS, WHERE, PureShop, record

MAP = (
    ("商品编码", "货号", "倍数"),
    ("A1", "CUP", "1"),
    ("P5", "CARD", "5"),
    ("SET", "CUP", "1"),
    ("SET", "TEA", "1"),
)
ROYAL = "royal_mail_click_and_drop"
OFFERS = (
    ("供应商", "货号", "品名", "成本", "币种"),
    ("HZ", "CUP", "白杯", "12", ""),
    ("HZ", "CARD", "贺卡", "1", ""),
    ("YW", "TEA", "", "5", ""),
)


def suppliers(**changed: str) -> Rows:
    head = {"代码": "HZ", "名称": "杭州云仓", "默认快递": "中通", **changed}
    second = {"代码": "YW", "名称": "义乌优品", "默认快递": "圆通"}
    return (tuple(head), tuple(head.values()), tuple(second.get(name, "") for name in head))


def shop(**changed: str) -> PureShop:
    return PureShop(goods=catalogue(suppliers=suppliers(**changed), offers=OFFERS, sku_map=MAP))


def documents(plan: Plan, kind: FileKind) -> list[Document]:
    return [one for one in plan.documents if one.kind is kind]


def rows(plan: Plan, kind: FileKind = FileKind.SUPPLIER_SHEET) -> list[Mapping[str, Value]]:
    return [row for one in documents(plan, kind) for row in one.rows]


def test_a_supplier_s_sheet_names_its_goods_and_the_recipient() -> None:
    (row,) = rows(shop().run(record("1", variant="白")))
    assert (row["product"], row["variant"], row["quantity"], row["cost"]) == ("杯子", "白", 1, Decimal(12))
    assert (row["recipient_name"], row["phone"], row["courier"]) == ("王1", "13800000001", "中通快递")
    assert str(row["token"]).startswith("HZ-261121-1-")


def test_packs_and_parts_are_called_by_the_supplier_s_own_names() -> None:
    said = rows(shop().run(record("1", sku="P5", variant="五张"), record("2", sku="SET", variant="套")))
    assert [(row["product"], row["variant"], row["quantity"]) for row in said] == [
        ("贺卡", "", 5),
        ("白杯", "", 1),
        ("TEA", "", 1),
    ]


def test_goods_that_the_order_does_not_name_are_called_by_their_offer() -> None:
    (row,) = rows(shop().run(record("1", product="")))
    assert row["product"] == "白杯"


def test_a_courier_file_has_one_row_a_parcel() -> None:
    plan = shop(快递模板="申通").run(
        record("1", "1-1", variant="白"),
        record("1", "1-2", sku="P5"),
        record("2"),
        record("1", "1-3", street="别处 9 号"),
    )
    waybills = rows(plan, FileKind.COURIER_FILE)
    assert [row["token"] == row["order_id"] for row in waybills].count(True) == 1
    (shared,) = [str(row["product"]) for row in waybills if row["token"] == row["order_id"]]
    assert set(shared.split("、")) == {"杯子 白×1", "贺卡×5"}
    assert [row["quantity"] for row in waybills if row["token"] == row["order_id"]] == [6]
    assert len(waybills) == 3


def test_a_row_that_its_template_cannot_take_keeps_its_line_out_of_the_purchase_order() -> None:
    specs = {**SPECS, ROYAL: with_shop_words(SPECS[ROYAL], {"weight": 500}, {})}
    plan = shop(快递模板=ROYAL).run(record("1", postcode="310012", country="CN"), record("2"), specs=specs)
    assert [row["order_id"] for row in rows(plan)] == ["1"]
    assert [event.values["line"] for event in plan.events if event.kind is Kind.PO_ISSUED] == [
        rows(plan)[0]["line_key"]
    ]
    assert "TPL-20" in {finding.code for finding in plan.findings}


def test_a_template_that_is_not_there_keeps_all_lines_of_its_supplier() -> None:
    plan = shop(模板="没有这个").run(record("1"), record("2"))
    assert plan.counts["sent"] == 0
    assert sorted(finding.code for finding in plan.findings if finding.line)[:2] == ["TPL-07", "TPL-07"]


def test_a_blank_constant_of_the_template_keeps_all_lines_of_its_supplier() -> None:
    two = [record(order, postcode="310012", country="CN") for order in ("1", "2")]
    plan = shop(快递模板=ROYAL).run(*two)
    assert (plan.counts["sent"], rows(plan)) == (0, [])
    assert [finding.code for finding in plan.findings].count("TPL-21") == 2


def test_a_supplier_s_own_sender_is_printed_instead_of_the_shop_s() -> None:
    (row,) = rows(shop(寄件人="云仓", 寄件电话="0571").run(record("1"), sender=Sender(name="小店")))
    assert row["sender_name"] == "云仓"
    (row,) = rows(shop().run(record("1"), sender=Sender(name="小店"), account="A-7"))
    assert (row["sender_name"], row["account_number"]) == ("小店", "A-7")


def test_the_payment_list_adds_up_each_currency_by_itself() -> None:
    offers = (("供应商", "货号", "成本", "币种"), ("HZ", "CUP", "12", "CNY"), ("YW", "TEA", "5", "USD"))
    sku_map = (("商品编码", "货号"), ("A1", "CUP"), ("T1", "TEA"))
    played = PureShop(goods=catalogue(offers=offers, sku_map=sku_map))
    plan = played.run(record("1"), record("2", sku="T1", currency="USD"), record("3"))
    lists = documents(plan, FileKind.PAYMENT_LIST)
    assert [(one.group, one.fields["totals.cost"], one.fields["po.lines"]) for one in lists] == [
        ("CNY", Decimal(24), 1),
        ("USD", Decimal(5), 1),
    ]


def test_what_a_supplier_was_told_is_remembered_for_every_field_that_it_was_told() -> None:
    played = shop()
    played.run(record("1"))
    decision = played.known().line(played.cell(2, "line_key")).decision
    assert decision is not None
    assert set(decision.sent) == set(TOLD_FIELDS) <= set(COLUMNS)
    assert (decision.sent["street"], decision.supplier) == (WHERE["street"], "HZ")


def test_stock_that_went_to_earlier_purchases_is_not_promised_again_until_it_is_counted_anew() -> None:
    def counted(day: str) -> Rows:
        return (("供应商", "货号", "成本", "库存", "报价日期"), ("HZ", "CUP", "12", "1", day))

    played = PureShop(goods=catalogue(offers=counted("2026-11-21")))
    played.run(record("1"))
    assert played.run(record("2")).counts["sent"] == 0
    played.catalogue = catalogue(offers=counted("2026-11-22"))
    played.now = NOW + timedelta(days=1)
    assert played.run().counts["sent"] == 1


def test_a_cancel_sheet_names_the_purchase_and_not_the_phone() -> None:
    played = shop()
    played.run(record("1"))
    (line,) = [line for line in played.known().lines.values() if line.issues]
    row = cancel_row(line.issues[0], line.fields, "en")
    assert (row["order_id"], row["reason"], "phone" in row) == ("1", "purchase order withdrawn", False)
    assert cancel_row(line.issues[0], {}, "zh")["reason"] == "采购单作废"


def test_totals_of_no_rows_are_nothing() -> None:
    assert sums([]) == {"quantity": 0, "cost": Decimal(0)}
    assert totals([])["totals.currency"] == ""


def test_a_name_in_two_parts_is_given_to_couriers_in_two_parts() -> None:
    (row,) = rows(shop().run(record("1", recipient_name="Ada King Lovelace")))
    assert (row["first_name"], row["last_name"]) == ("Ada King", "Lovelace")
