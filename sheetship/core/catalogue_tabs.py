"""The six tabs that a team edits: names, columns, headings and drop-downs in both languages.

What the cells mean is decided in ``read_catalogue.py``; how a new workbook looks is left to the adapters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sheetship.core.columns import Column, plain_heading


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueTab:
    """One tab: ``key`` never changes, ``names`` are further tab names that people use for it."""

    key: str
    zh: str
    en: str
    names: tuple[str, ...] = ()
    columns: tuple[Column, ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Drop-downs by field: Chinese and English words in one list."""
    is_needed: bool = True

    def name(self, lang: str) -> str:
        """The tab's name in a new workbook."""
        return self.zh if lang == "zh" else self.en


_SUPPLIERS = CatalogueTab(
    key="suppliers",
    zh="供应商",
    en="Suppliers",
    names=("供货商", "厂家", "Supplier", "Vendors"),
    columns=(
        Column(
            "code", "代码", "Code", ("供应商代码", "供应商编码", "Supplier code"), "id", 10, required=True
        ),
        Column(
            "name",
            "名称",
            "Name",
            ("供应商", "供应商名称", "Supplier", "Supplier name"),
            width=18,
            required=True,
        ),
        Column("template", "表格模板", "Template", ("模板", "下单模板", "Sheet template"), width=18),
        Column("courier_template", "快递模板", "Courier template", ("快递表模板", "Courier file"), width=16),
        Column("courier", "默认快递", "Courier", ("快递", "快递公司", "Default courier"), width=12),
        Column("priority", "优先级", "Priority", ("优先", "顺序"), "number", 8),
        Column("terms", "结算", "Terms", ("账期", "账期天数", "结算方式", "Payment terms"), width=10),
        Column("sender_name", "发货人", "Sender", ("寄件人", "寄件人姓名", "Ship-from name"), width=12),
        Column(
            "sender_phone",
            "发货电话",
            "Sender phone",
            ("寄件电话", "寄件人电话", "Ship-from phone"),
            "id",
            18,
        ),
        Column(
            "sender_province",
            "发货省",
            "Sender state",
            ("寄件省", "Sender province", "Ship-from state"),
            width=10,
        ),
        Column("sender_city", "发货市", "Sender city", ("寄件市", "Ship-from city"), width=10),
        Column(
            "sender_district", "发货区县", "Sender district", ("寄件区县", "Ship-from district"), width=10
        ),
        Column("sender_address", "发货地址", "Sender address", ("寄件地址", "Ship-from address"), width=32),
        Column("contact", "联系方式", "Contact", ("联系人", "微信", "邮箱", "E-mail"), width=20),
        Column("active", "启用", "Active", ("是否启用", "状态", "Enabled"), width=8),
    ),
    choices={"active": ("是", "否", "yes", "no"), "terms": ("现结", "cash", "7", "15", "30")},
)

_OFFERS = CatalogueTab(
    key="offers",
    zh="报价",
    en="Offers",
    names=("报价表", "供货价", "价格表", "Prices", "Price list"),
    columns=(
        Column(
            "supplier",
            "供应商代码",
            "Supplier code",
            ("供应商", "代码", "Supplier", "Code"),
            "id",
            12,
            required=True,
        ),
        Column(
            "supplier_sku",
            "供应商货号",
            "Supplier SKU",
            ("货号", "供应商编码", "Item code", "SKU"),
            "id",
            18,
            required=True,
        ),
        Column("product", "商品名称", "Product", ("商品", "品名", "Item"), width=28),
        Column(
            "cost",
            "成本",
            "Cost",
            ("供货价", "单价", "采购价", "进价", "Price", "Unit cost"),
            "money",
            10,
            required=True,
        ),
        Column("currency", "币种", "Currency", ("货币",), width=8),
        Column("stock", "库存", "Stock", ("可售库存", "现货", "In stock"), "number", 8),
        Column(
            "min_quantity", "起订量", "Minimum quantity", ("最小起订量", "MOQ", "Min quantity"), "number", 10
        ),
        Column("lead_days", "发货天数", "Lead days", ("备货天数", "时效", "Lead time"), "number", 10),
        Column(
            "no_ship", "不发地区", "No-ship areas", ("不发货地区", "不送地区", "Not shipped to"), width=24
        ),
        Column("as_of", "报价日期", "As of", ("更新日期", "日期", "Date", "Updated"), "time", 12),
    ),
)

_SKU_MAP = CatalogueTab(
    key="sku_map",
    zh="商品映射",
    en="SKU map",
    names=("映射", "编码映射", "SKU映射", "SKU mapping", "Mapping"),
    columns=(
        Column("shop", "店铺", "Shop", ("店铺名称", "Store"), width=14),
        Column(
            "sku", "商品编码", "SKU", ("商家编码", "店铺编码", "店铺SKU", "Shop SKU"), "id", 18, required=True
        ),
        Column("option", "方案", "Option", ("方案号", "Alternative"), "id", 8),
        Column("supplier", "供应商代码", "Supplier code", ("供应商", "Supplier"), "id", 12),
        Column("supplier_sku", "供应商货号", "Supplier SKU", ("货号", "Item code"), "id", 18, required=True),
        Column(
            "factor", "每件数量", "Units each", ("倍数", "换算", "数量", "Factor", "Quantity"), "number", 10
        ),
    ),
)

_COURIERS = CatalogueTab(
    key="couriers",
    zh="快递",
    en="Couriers",
    names=("快递公司", "物流", "Carriers"),
    columns=(
        Column(
            "courier", "快递", "Courier", ("快递公司", "代码", "Code", "Carrier"), width=14, required=True
        ),
        Column("alias", "别名", "Alias", ("简称", "又名", "Also called"), width=16),
        Column("platform", "平台", "Platform", ("渠道", "Channel"), width=12),
        Column(
            "upload_name",
            "回传名称",
            "Upload name",
            ("平台名称", "平台快递名称", "Name on the platform"),
            width=16,
        ),
    ),
    is_needed=False,
)

_FREIGHT = CatalogueTab(
    key="freight",
    zh="运费",
    en="Freight",
    names=("运费表", "邮费", "Shipping cost"),
    columns=(
        Column("supplier", "供应商代码", "Supplier code", ("供应商", "代码", "Supplier", "Code"), "id", 12),
        Column("area", "地区", "Area", ("省份", "省", "Province", "State"), width=14),
        Column(
            "first",
            "首件",
            "First unit",
            ("首重", "首件运费", "运费", "First", "Freight"),
            "money",
            10,
            required=True,
        ),
        Column(
            "additional",
            "续件",
            "Each further unit",
            ("续重", "续件运费", "Additional", "Each further"),
            "money",
            12,
        ),
    ),
    is_needed=False,
)

_RULES = CatalogueTab(
    key="rules",
    zh="规则",
    en="Rules",
    names=("规则表", "分单规则", "Decision rules"),
    columns=(
        Column("priority", "顺序", "Order", ("优先级", "Priority", "No"), "number", 8),
        Column("shop", "店铺", "Shop", ("Store",), width=14),
        Column("platform", "平台", "Platform", ("渠道", "Channel"), width=10),
        Column("province", "省", "State", ("省份", "地区", "Province", "Area"), width=10),
        Column("sku_prefix", "编码开头", "SKU begins with", ("SKU前缀", "编码前缀", "SKU prefix"), "id", 14),
        Column(
            "min_quantity",
            "数量≥",
            "Quantity ≥",
            ("数量", "最少数量", "Quantity", "Quantity >="),
            "number",
            10,
        ),
        Column("min_amount", "金额≥", "Amount ≥", ("金额", "最少金额", "Amount", "Amount >="), "money", 10),
        Column("when", "条件", "When", ("当", "If", "Condition"), width=30),
        Column("supplier", "供应商代码", "Supplier code", ("供应商", "指定供应商", "Supplier"), "id", 12),
        Column("courier", "快递", "Courier", ("指定快递",), width=12),
        Column("hold", "挂起原因", "Hold reason", ("挂起", "Hold"), width=20),
        Column("note", "备注", "Note", ("说明", "Remark"), width=24),
    ),
    is_needed=False,
)

TABS: Mapping[str, CatalogueTab] = MappingProxyType(
    {tab.key: tab for tab in (_SUPPLIERS, _OFFERS, _SKU_MAP, _COURIERS, _FREIGHT, _RULES)}
)


def tab_key(name: str) -> str | None:
    """Which of the six a tab is by its name, in either language; ``None`` for any other tab.

    >>> tab_key("商品映射"), tab_key("sku MAP"), tab_key("说明")
    ('sku_map', 'sku_map', None)
    """
    wanted = plain_heading(name)
    for tab in TABS.values():
        if wanted in {plain_heading(known) for known in (tab.zh, tab.en, *tab.names)}:
            return tab.key
    return None
