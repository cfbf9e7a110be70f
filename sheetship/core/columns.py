"""The orders table: every column, whose it is, its names in both languages and the headings that are also taken for it.

A column belongs to the team or to SheetShip. SheetShip never writes a team column of an existing row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its canonical field name; ``names`` are further headings that people use for it."""

    field: str
    zh: str
    en: str
    names: tuple[str, ...] = ()
    kind: str = "text"
    """``text``, ``id`` (text, never a number), ``number``, ``money`` or ``time``."""
    width: float = 12
    required: bool = False

    def heading(self, lang: str) -> str:
        """The heading in a new workbook."""
        return self.zh if lang == "zh" else self.en


# fmt: off
TEAM: tuple[Column, ...] = (
    Column("platform", "平台", "Platform", ("来源平台", "渠道", "Channel"), width=10),
    Column("shop", "店铺", "Shop", ("店铺名称", "Store"), width=14),
    Column(
        "order_id", "订单号", "Order number",
        ("订单编号", "主订单编号", "单号", "Order ID", "Order", "Order no", "Order no.", "Order #"),
        kind="id", width=24, required=True,
    ),
    Column("line_id", "子订单号", "Line number", ("子订单编号", "Line ID", "Order item ID"), kind="id", width=24),
    Column("sku", "商品编码", "SKU", ("商家编码", "货号", "SKU编码", "Item code", "Product code"), kind="id", width=16),
    Column("product", "商品名称", "Product", ("商品", "品名", "货品", "宝贝", "Item", "Product name", "Title"), width=28),
    Column("variant", "规格", "Variant", ("商品规格", "颜色尺码", "属性", "Option", "Options"), width=14),
    Column("quantity", "数量", "Quantity", ("件数", "商品数量", "购买数量", "Qty", "Pcs"), kind="number", width=8, required=True),
    Column("unit_price", "单价", "Unit price", ("售价", "价格", "Price"), kind="money", width=10),
    Column("paid", "实付金额", "Paid", ("实付", "金额", "实收", "Amount", "Total", "Line total"), kind="money", width=10),
    Column("currency", "币种", "Currency", ("货币",), width=8),
    Column("recipient_name", "收件人", "Recipient", ("收货人", "姓名", "收件人姓名", "客户", "Name", "Customer", "Ship to"), width=12, required=True),
    Column("phone", "电话", "Phone", ("手机", "手机号", "联系电话", "收件人手机", "收件人手机号", "Tel", "Mobile", "Phone number"), kind="id", width=20, required=True),
    Column("province", "省", "State", ("省份", "Province", "Region"), width=10),
    Column("city", "市", "City", ("城市", "Town"), width=10),
    Column("district", "区县", "District", ("区", "县", "County"), width=10),
    Column("street", "详细地址", "Address", ("地址", "收货地址", "收件地址", "收件人地址", "Street", "Address line", "Shipping address"), width=40, required=True),
    Column("postcode", "邮编", "Postcode", ("邮政编码", "Zip", "ZIP code", "Postal code"), kind="id", width=10),
    Column("country", "国家", "Country", ("Country code",), width=8),
    Column("buyer_note", "买家留言", "Buyer note", ("买家备注", "留言", "Note", "Customer note"), width=20),
    Column("seller_note", "卖家备注", "Seller note", ("商家备注", "备注", "Remark", "Remarks", "Memo"), width=20),
    Column("order_state", "订单状态", "Order state", ("平台状态", "Order status"), width=10),
    Column("refund_state", "售后状态", "Refund state", ("退款状态", "Refund status"), width=10),
    Column("ordered_at", "下单时间", "Ordered at", ("下单日期", "日期", "Date", "Order date", "Created at"), kind="time", width=19),
    Column("paid_at", "付款时间", "Paid at", ("支付时间",), kind="time", width=19),
    Column("ship_by", "承诺发货时间", "Ship by", ("最晚发货时间", "发货截止", "Deadline", "Ship before"), kind="time", width=19),
    Column("release", "放行", "Release", ("人工放行", "Override"), width=10),
)

OURS: tuple[Column, ...] = (
    Column("line_key", "行号", "Line key", kind="id", width=19),
    Column("status", "状态", "Status", width=10),
    Column("problem", "问题", "Problem", width=44),
    Column("next_step", "下一步", "Next step", width=44),
    Column("supplier", "供应商", "Supplier", width=20),
    Column("po_number", "采购单号", "PO number", kind="id", width=20),
    Column("cost", "采购成本", "Cost", kind="money", width=10),
    Column("profit", "预计利润", "Expected profit", kind="money", width=15),
    Column("courier", "快递", "Courier", width=14),
    Column("tracking_number", "运单号", "Tracking number", kind="id", width=24),
    Column("shipped_at", "发货时间", "Shipped at", kind="time", width=19),
    Column("parcel_state", "物流状态", "Parcel state", width=18),
    Column("upload_state", "回传状态", "Upload state", width=26),
    Column("last_run", "最后批次", "Last run", kind="id", width=16),
)

# fmt: on
COLUMNS: Mapping[str, Column] = {column.field: column for column in (*TEAM, *OURS)}
"""Every column by its field."""

_MARKS = re.compile(r"[(\[【](?:必填|非必填|选填|required|optional)[)\]】]|[*:：]+$", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


@lru_cache(maxsize=8192)
def plain_heading(text: str) -> str:
    r"""A heading as compared: width folded, marks and spaces gone, lower case.

    >>> plain_heading(" 收件人手机（必填）*"), plain_heading("Order\n Number")
    ('收件人手机', 'ordernumber')
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    return _SPACE.sub("", _MARKS.sub("", folded)).casefold()


def find_columns(
    headings: Sequence[str], wanted: Sequence[Column], named: Mapping[str, str] | None = None
) -> dict[str, int]:
    """The 1-based column of each field that the headings hold; ``named`` are the shop's own names, which win.

    A heading in full, in either language, wins over a synonym of another field; the leftmost wins among equals. A field
    that the shop has named is looked for under that name alone.
    """
    places: dict[str, int] = {}
    for at, heading in enumerate(headings, start=1):
        places.setdefault(plain_heading(heading), at)
    own = {name: heading for name, heading in (named or {}).items() if heading}
    others = [column for column in wanted if column.field not in own]
    ways = [
        *((column.field, (own[column.field],)) for column in wanted if column.field in own),
        *((column.field, (column.zh, column.en)) for column in others),
        *((column.field, column.names) for column in others),
    ]
    found: dict[str, int] = {}
    for field, names in ways:
        there = (places.get(plain_heading(name)) for name in names)
        free = next((at for at in there if at and at not in found.values()), None)
        if free and field not in found:
            found[field] = free
    return {column.field: found[column.field] for column in wanted if column.field in found}


def headings_in_both(name: str, fields: Iterable[str]) -> dict[str, str]:
    """The headings of fields as a value of a finding, in both languages.

    >>> headings_in_both("field", ["order_id"])
    {'field_zh': '订单号', 'field_en': 'Order number'}
    """
    columns = [COLUMNS[field] for field in fields]
    return {
        f"{name}_zh": "、".join(column.zh for column in columns),
        f"{name}_en": ", ".join(column.en for column in columns),
    }
