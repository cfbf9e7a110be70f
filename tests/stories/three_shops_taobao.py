"""The 淘宝 half of three-shops: the order list with recipients, and the goods list that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.stories.douyin_sales import long_id, spoken
from tests.stories.exports import taobao_csv
from tests.stories.layouts import headings
from tests.stories.people import person
from tests.stories.story import Trap
from tests.stories.three_shops_catalogue import GOODS, TAOBAO

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIST = "inbox/ExportOrderList202611210938.csv"
_DETAIL = "inbox/ExportOrderDetailList202611210938.csv"
_WAITS = "买家已付款，等待卖家发货"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    who: int
    hours: float
    goods: tuple[tuple[str, int], ...]
    cells: Mapping[str, str] = field(default_factory=dict)
    trap: str = ""
    answer: str = ""
    is_listed: bool = True


_ORDERS = (
    _Order(who=31, hours=20, goods=(("SY-ZW", 1), ("SY-GW", 1)), trap='两件货两行；订单号 ="…"，手机号前有撇号，地址带邮编', answer="收件人来自订单报表；竹碗垫得 1 个"),
    _Order(who=32, hours=6, goods=(("SY-ZW", 3),), trap="竹碗垫：淘宝后下的一单要 3 个，只剩 2 个", answer="挂起 ORD-44，不拆单；补货后自动走"),
    _Order(who=33, hours=21, goods=(("SY-MB", 1),), trap="淘宝店的抹布一份是两包（映射里有本店专用的一行）", answer="按 2 包下单"),
    _Order(who=34, hours=22, goods=(("SY-ZK", 2),), cells={"买家留言": "到了放驿站，不要打电话"}, trap="“不要打电话”不是改单", answer="照常下单"),
    _Order(who=35, hours=23, goods=(("SY-SJ", 1),), cells={"订单备注": "'买家自提"}, trap="备注写自提，规则 10", answer="挂起 ORD-47"),
    _Order(who=36, hours=24, goods=(("SY-TEA", 1),), cells={"订单状态": "等待买家付款", "订单付款时间 ": "", "买家实际支付金额": "0"}, trap="还没付款", answer="ORD-02"),
    _Order(who=37, hours=25, goods=(("SY-GW", 1),), cells={"退款金额": "20元"}, trap="订单里有退款金额，看不出是哪件、退没退完", answer="挂起 ORD-08，看过后放行"),
    _Order(who=38, hours=26, goods=(("SY-ZK", 1),), cells={"联系手机": "null", "联系电话 ": "0577-88001234"}, trap="手机是 null，座机在另一列", answer="照常下单，用座机"),
    _Order(who=39, hours=1, goods=(("SY-MB", 1),), is_listed=False, trap="导出两个文件之间来的新单：订单报表里没有", answer="FILE-23，这一单下次再导就有"),
)  # fmt: skip


def files(now: datetime) -> dict[str, bytes]:
    """Both files by path."""
    orders = [_list_row(at, order, now) for at, order in enumerate(_ORDERS) if order.is_listed]
    goods = [row for at, order in enumerate(_ORDERS) for row in _detail_rows(at, order, now)]
    return {
        _LIST: taobao_csv(headings("taobao_list"), orders, has_tail=False),
        _DETAIL: taobao_csv(headings("taobao_detail"), goods, has_tail=True),
    }


def traps() -> list[Trap]:
    """What is odd, by the row of the file that shows it."""
    found = []
    listed, goods_row = 2, 2
    for order in _ORDERS:
        place = (_LIST, str(listed)) if order.is_listed else (_DETAIL, str(goods_row))
        found.append(Trap(*place, order.trap, order.answer))
        listed += order.is_listed
        goods_row += len(order.goods)
    return found


def _number(at: int, now: datetime) -> str:
    """Numbers grow with time, as the platform's do."""
    ordered = now - timedelta(hours=_ORDERS[at].hours)
    return long_id(f"淘宝{at}", head=f"26{ordered:%m%d%H%M}", digits=19)


def _list_row(at: int, order: _Order, now: datetime) -> dict[str, str]:
    who = person(order.who)
    ordered = now - timedelta(hours=order.hours)
    total = sum(GOODS[sku].price * count for sku, count in order.goods)
    names = [GOODS[sku].name for sku, _ in order.goods]
    return {
        "订单编号": _number(at, now),
        "买家会员名": f"tb{order.who}***",
        "支付单号": long_id(f"支付{at}", head="2026112122001", digits=28),
        "买家应付货款": f"{total:.2f}",
        "买家应付邮费": "0.00",
        "总金额": f"{total:.2f}",
        "买家实际支付金额": f"{total:.2f}",
        "订单状态": _WAITS,
        "收货人姓名": who.name,
        "收货地址 ": f"{who.address}({310000 + order.who * 131})",
        "运送方式": "快递",
        "联系手机": f"'{who.phone}",
        "订单创建时间": spoken(ordered),
        "订单付款时间 ": spoken(ordered + timedelta(seconds=25)),
        "宝贝标题 ": "，".join(names),
        "宝贝种类 ": str(len(names)),
        "宝贝总数量": str(sum(count for _, count in order.goods)),
        "店铺Id": "0",
        "店铺名称": TAOBAO,
        "订单关闭原因": "订单未关闭",
        "卖家服务费": "0元",
        "买家服务费": "0元",
        "是否手机订单": "手机订单",
        "退款金额": "0.00",
        "打款商家金额": "0.00元",
        **order.cells,
    }


def _detail_rows(at: int, order: _Order, now: datetime) -> list[dict[str, str]]:
    return [
        {
            "订单编号": _number(at, now),
            "标题": GOODS[sku].name,
            "价格": f"{GOODS[sku].price:.2f}",
            "购买数量": str(count),
            "外部系统编号": sku,
            "商品属性": f"规格：{GOODS[sku].variant}",
            "备注": order.cells.get("订单备注", ""),
            "订单状态": order.cells.get("订单状态", _WAITS),
            "商家编码": sku.partition("-")[0],
        }
        for sku, count in order.goods
    ]
