"""The catalogue tabs as people keep them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.catalogue import MIDDLE_PRIORITY, MappedPart
from sheetship.core.catalogue_tabs import TABS
from sheetship.core.columns import find_columns
from sheetship.core.read_catalogue import read_catalogue
from sheetship.core.tables import RawTable
from tests.core.little_shop import OFFERS, SKU_MAP, SUPPLIERS, catalogue, read


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", TABS)
def test_every_heading_of_a_new_workbook_finds_its_own_column(key: str, lang: str) -> None:
    columns = TABS[key].columns
    headings = [column.heading(lang) for column in columns]
    assert find_columns(headings, columns) == {column.field: at for at, column in enumerate(columns, 1)}


def test_tab_names_in_both_languages() -> None:
    assert [tab.name("zh") for tab in TABS.values()] == ["供应商", "报价", "商品映射", "快递", "运费", "规则"]
    assert TABS["sku_map"].name("en") == "SKU map"


def test_a_supplier_with_everything_filled_in() -> None:
    head = (
        "代码",
        "名称",
        "表格模板",
        "快递模板",
        "默认快递",
        "优先级",
        "结算",
        "发货人",
        "发货电话",
        "发货省",
        "启用",
    )
    row = (
        "hz01",
        "杭州云仓",
        "offline_cn",
        "sto_4",
        "中通",
        "1",
        "账期30天",
        "王店长",
        "13900002222",
        "浙江省",
        "否",
    )
    supplier = catalogue(suppliers=[head, row], offers=OFFERS[:1], sku_map=SKU_MAP[:1]).suppliers["HZ01"]
    assert (supplier.name, supplier.template, supplier.courier_template) == (
        "杭州云仓",
        "offline_cn",
        "sto_4",
    )
    assert (supplier.priority, supplier.account_days, supplier.is_active) == (1, 30, False)
    assert (supplier.sender.name, supplier.sender.phone, supplier.sender.province) == (
        "王店长",
        "13900002222",
        "浙江省",
    )


def test_blank_cells_mean_cash_active_and_the_middle_priority() -> None:
    supplier = catalogue().suppliers["HZ"]
    assert (supplier.priority, supplier.account_days, supplier.is_active) == (MIDDLE_PRIORITY, 0, True)


@pytest.mark.parametrize(
    ("text", "days"), [("现结", 0), ("Cash", 0), ("30", 30), ("net 15", 15), ("账期7天", 7)]
)
def test_terms_as_people_write_them(text: str, days: int) -> None:
    rows = [("代码", "名称", "结算"), ("HZ", "杭州云仓", text), ("YW", "义乌优品", "")]
    assert catalogue(suppliers=rows).suppliers["HZ"].account_days == days


def test_an_offer_with_everything_filled_in() -> None:
    head = (
        "供应商",
        "货号",
        "商品名称",
        "成本",
        "币种",
        "库存",
        "起订量",
        "发货天数",
        "不发地区",
        "报价日期",
    )
    row = (
        "杭州云仓",
        "CUP",
        "杯子",
        "￥1,012.50",
        "usd",
        "3.0",
        "2",
        "1",
        "新疆、西藏；海南",
        "2026/11/2 08:00",
    )
    (offer,) = catalogue(offers=[head, row]).offers["CUP"]
    assert (offer.supplier, offer.cost, offer.currency, offer.stock) == ("HZ", Decimal("1012.50"), "USD", 3)
    assert (offer.min_quantity, offer.lead_days, offer.as_of) == (2, 1, date(2026, 11, 2))
    assert offer.no_ship == ("新疆", "西藏", "海南")


def test_unknown_stock_is_not_no_stock() -> None:
    rows = [("供应商", "货号", "成本", "库存"), ("HZ", "CUP", "1", ""), ("YW", "CUP", "1", "0")]
    assert [offer.stock for offer in catalogue(offers=rows).offers["CUP"]] == [None, 0]


def test_rows_of_one_option_are_a_bundle_and_options_are_alternatives() -> None:
    head = ("商品编码", "方案", "供应商", "货号", "每件数量")
    rows = [head, ("SET", "2", "", "CUP", ""), ("SET", "", "HZ", "CUP", "2"), ("SET", "1.0", "HZ", "LID", "")]
    offers = [*OFFERS, ("HZ", "LID", "1")]
    bundle, single = catalogue(sku_map=rows, offers=offers).options_of("小店", "SET")
    assert bundle == (MappedPart("HZ", "CUP", 2), MappedPart("HZ", "LID", 1))
    assert single == (MappedPart("", "CUP", 1),)


def test_a_map_row_of_the_shop_wins_over_the_one_for_all_shops() -> None:
    rows = [("店铺", "商品编码", "货号", "每件数量"), ("", "A1", "CUP", "1"), ("小店", "A1", "CUP", "6")]
    shops = catalogue(sku_map=rows)
    assert [shops.options_of(shop, "A1")[0][0].factor for shop in ("小店", "大店")] == [6, 1]
    assert shops.options_of("小店", "A1\u200b") == shops.options_of("小店", "A1")
    assert shops.options_of("小店", "B9") == ()


def test_a_banner_above_the_headings_and_blank_rows_do_no_harm() -> None:
    rows = [("我们的供应商",), (), *SUPPLIERS, ("", "", ""), ()]
    assert set(catalogue(suppliers=rows).suppliers) == {"HZ", "YW"}


def test_rules_come_in_their_order_and_couriers_and_freight_are_read() -> None:
    found = catalogue(
        rules=[("顺序", "备注", "条件"), ("2", "后", ""), ("1", "先", "数量 >= 2")],
        couriers=[("快递", "别名", "平台", "回传名称"), ("zto", "中通", "douyin", "中通快递")],
        freight=[("供应商", "地区", "首件", "续件"), ("", "", "3", ""), ("HZ", "浙江", "2", "0.5")],
    )
    assert [rule.note for rule in found.rules] == ["先", "后"]
    assert found.couriers[0].upload_name == "中通快递"
    assert [price.of(3) for price in found.freight] == [Decimal(3), Decimal(3)]


def test_tabs_that_may_be_missing_are_not_missed() -> None:
    _, findings = read_catalogue({})
    assert [(finding.code, finding.where) for finding in findings] == [
        ("CAT-01", "供应商"),
        ("CAT-01", "报价"),
        ("CAT-01", "商品映射"),
    ]


def test_one_bad_row_is_left_out_and_the_rest_stays() -> None:
    found, findings = read(offers=[*OFFERS, ("HZ", "LID", "twelve"), ("HZ", "MAT", "2")])
    assert [finding.code for finding in findings] == ["CAT-07"]
    assert set(found.offers) == {"CUP", "MAT"}


@given(st.lists(st.lists(st.text(max_size=12), max_size=14), max_size=6))
def test_no_text_in_a_cell_makes_the_reader_fail(rows: list[list[str]]) -> None:
    heads = {key: [column.zh for column in tab.columns] for key, tab in TABS.items()}
    tables = {key: RawTable(key, [heads[key], *rows]) for key in TABS}
    _, findings = read_catalogue(tables)
    for finding in findings:
        assert finding.message("zh")
        assert finding.fix("en")
