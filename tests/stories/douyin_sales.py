"""What a 抖店 export says of a sale, the same for both layouts: ids, times, money, recipient, then whatever a trap changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from tests.stories.people import Person, person

PROMISED_HOURS = 48
MONEY = (
    "订单应付金额", "运费", "优惠总金额", "平台优惠", "商家优惠", "达人优惠", "商家改价", "支付优惠", "手续费", "红包抵扣", "降价类优惠",
    "平台实际承担优惠金额", "商家实际承担优惠金额", "达人实际承担优惠金额", "税费", "教育优惠", "换新额外补贴",
)  # fmt: skip
NUMBERS = (*MONEY, "商品数量", "商品金额", "商品单价")
"""Columns that hold bare numbers; every other cell starts with a TAB."""


@dataclass(frozen=True, slots=True)
class Goods:
    """What the shop sells under one 商家编码."""

    sku: str
    name: str
    variant: str
    price: Decimal
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One row. ``order`` rows with the same name share a main order; ``who`` numbers the person."""

    sku: str
    quantity: int = 1
    hours: float = 0
    """How long ago it was ordered."""
    who: int = 0
    order: str = ""
    line: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    trap: str = ""
    answer: str = ""


def long_id(seed: str, *, head: str = "69", digits: int = 19) -> str:
    """A made-up id, the same for the same seed; it never ends in a zero, as rounded ones do."""
    tail = str(int(hashlib.sha256(seed.encode()).hexdigest(), 16))[: digits - len(head) - 1]
    return f"{head}{tail}{sum(map(int, tail)) % 9 + 1}"


def sale_cells(story: str, sale: Sale, goods: Goods, now: datetime, price_heading: str) -> dict[str, str]:
    """The row under the platform's headings; those of the other layout are left for the caller to drop."""
    ordered = now - timedelta(hours=sale.hours)
    main = long_id(f"{story}{sale.order}")
    paid = goods.price * sale.quantity
    return {
        "主订单编号": main,
        "子订单编号": main if not sale.line else long_id(f"{story}{sale.order}{sale.line}"),
        "支付方式": ("微信支付", "支付宝", "抖音支付")[sale.who % 3],
        "选购商品": goods.name,
        "商品ID": goods.product_id,
        "商家编码": goods.sku,
        "商品数量": str(sale.quantity),
        price_heading: f"{goods.price:.2f}",
        "订单提交时间": spoken(ordered),
        "支付完成时间": spoken(ordered + timedelta(seconds=40 + sale.who % 50)),
        "承诺发货时间": spoken(ordered + timedelta(hours=PROMISED_HOURS)),
        "旗帜颜色": "灰",
        "APP渠道": "抖音",
        "订单状态": "待发货",
        "订单类型": "普通订单",
        "订单应付金额": f"{paid:,.2f}",
        "流量来源": ("直播", "短视频", "商品卡")[sale.who % 3],
        "是否修改过地址": "否",
        "是否安心购": "否",
        **recipient_cells(person(sale.who)),
        **sale.cells,
    }


def recipient_cells(who: Person) -> dict[str, str]:
    """The recipient's seven columns."""
    return {
        "收件人": who.name,
        "收件人手机号": who.phone,
        "省": who.province,
        "市": who.city,
        "区": who.district,
        "街道": who.town,
        "详细地址": who.detail,
    }


def spoken(moment: datetime) -> str:
    """A time as Chinese platforms write it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def with_money(cells: Mapping[str, str], headings: tuple[str, ...]) -> dict[str, str]:
    """The row with nothing left blank where the platform writes ``0.00``."""
    return {**dict.fromkeys((name for name in MONEY if name in headings), "0.00"), **cells}
