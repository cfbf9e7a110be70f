"""three-shops: 抖店, 微信小店 and 淘宝 in one queue with shared suppliers; beside them 拼多多 without recipients."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sheetship.core.columns import TEAM
from tests.stories import three_shops_taobao as taobao
from tests.stories.douyin_sales import NUMBERS, Sale, long_id, sale_cells, spoken, with_money
from tests.stories.exports import douyin_csv, plain_csv
from tests.stories.layouts import headings
from tests.stories.people import person
from tests.stories.story import Story, Trap
from tests.stories.three_shops_catalogue import GOODS, SETTINGS, TABS
from tests.stories.workbooks import catalogue_book, export_book, orders_book

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "three-shops"
AT = "2026-11-21T10:00:00+08:00"
_DOUYIN_FILE = "inbox/1763690000_订单.csv"
_WECHAT_FILE = "inbox/微信小店订单.xlsx"
_PDD_FILE = "inbox/orders_export2026-11-21-09-40-12.csv"

ABOUT = """
三个平台、四个店铺，文件各有各的样子：抖店 74 列 CSV（GB18030），微信小店 57 列 xlsx，淘宝订单报表＋宝贝报表两个 CSV（GBK，
订单号写成 `="…"`，手机号前有撇号，宝贝报表每行多一格）。放在同一个 `inbox/` 里，按表头认出是哪家，排进同一个队列，
按承诺发货时间和订单先后分给三家供应商：竹碗垫 SY-ZW 三个店都在卖，供应商只有 5 个。

拼多多的导出没有姓名、电话和地址（27 列），这几行会挂起 ORD-10。**出路**：运行一次后，在 `orders.xlsx` 里这几行的
收件人、电话、省、市、区县、详细地址里填上（从打单软件或客服处取得），再运行一次就会下单。
"""

_DOUYIN = (
    Sale(sku="SY-ZW", quantity=2, hours=3, who=1, trap="竹碗垫：三个店共要 8 个，库存 5", answer="有承诺发货时间的先得：2 个"),
    Sale(sku="SY-ZK", hours=4, who=2),
    Sale(sku="SY-SJ", hours=5, who=3, cells={"收件人": "陈𠮷祥"}, trap="名字里有 GB18030 四字节的字“𠮷”", answer="照常下单，一个字不变"),
    Sale(sku="SY-TEA", hours=6, who=4, trap="组合装：盖碗＋品茗杯", answer="福建茶具两行，中通 11 列表里也有"),
    Sale(sku="SY-MB", quantity=3, hours=7, who=5),
    Sale(sku="SY-GW", hours=8, who=6, cells={"收件人手机号": "18400007788-3301"}, trap="虚拟号带分机", answer="照常下单，分机保留"),
    Sale(sku="SY-GW", hours=9, who=7, cells={"收件人": "王**", "收件人手机号": "139****0077"}, trap="打了星号", answer="挂起 ORD-16"),
    Sale(sku="SY-ZK", hours=10, who=8, cells={"售后状态": "退款成功"}, trap="已退款", answer="ORD-04，不下单"),
)  # fmt: skip

_WECHAT = (
    Sale(sku="SY-ZW", quantity=2, hours=11, who=11, trap="竹碗垫：还要 2 个", answer="得最后 2 个"),
    Sale(sku="SY-ZK", hours=12, who=12, order="two"),
    Sale(sku="SY-MB", hours=12, who=12, order="two", trap="与上一行是一个订单，没有子订单号", answer="两行都下单，行号由订单、商品、价格算出"),
    Sale(sku="SY-GW", hours=13, who=13, cells={"收件人手机": "１３８００００２２６６"}, trap="手机号是全角数字", answer="照常下单"),
    Sale(
        sku="SY-TEA",
        hours=14,
        who=14,
        cells={"订单状态": "礼物待收下", "礼物单号": "G2611200000001", "收件人姓名": "", "收件人地址": "", "省": "", "市": "", "区": "", "收件人手机": ""},
        trap="送出的礼物还没人收，没有地址",
        answer="挂起 ORD-07、ORD-10，收下后重新导出就走",
    ),
    Sale(sku="SY-SJ", hours=15, who=15, cells={"商家备注": "已电话联系，下午在家"}, trap="卖家备注里有“电话联系”", answer="照常下单，提示 ORD-29"),
    Sale(
        sku="SY-SJ",
        hours=30,
        who=16,
        cells={"订单状态": "待收货", "物流公司": "圆通速递", "快递单号": "YT8800000054321", "订单发货时间": "2026-11-20 18:00:00"},
        trap="平台上已发货",
        answer="ORD-06，不下单",
    ),
)  # fmt: skip

_PDD = (
    Sale(sku="SY-ZK", hours=16, who=21, trap="没有收件人三列（这个平台的导出就没有）", answer="挂起 ORD-10；在订单表里补上收件人后就走"),
    Sale(sku="SY-MB", quantity=2, hours=17, who=22, trap="同上", answer="挂起 ORD-10"),
    Sale(sku="SY-ZW", hours=18, who=23, trap="竹碗垫，也没有收件人", answer="挂起 ORD-10，不占库存"),
    Sale(sku="SY-GW", hours=19, who=24, cells={"订单状态": "未发货，退款成功", "售后状态": "退款成功"}, trap="退款成功", answer="ORD-04、ORD-05、ORD-10，不下单"),
)  # fmt: skip


def story() -> Story:
    """The whole story."""
    now = datetime.fromisoformat(AT)
    layouts = {name: headings(name) for name in ("douyin_74", "wechat_shop", "pdd")}
    douyin = [_douyin_row(at, sale, now, layouts["douyin_74"]) for at, sale in enumerate(_DOUYIN)]
    wechat = [_wechat_row(at, sale, now) for at, sale in enumerate(_WECHAT)]
    pdd = [_pdd_row(at, sale, now) for at, sale in enumerate(_PDD)]
    return Story(
        name=NAME,
        title_zh="三个平台一个队列",
        title_en="Three platforms, one queue",
        lang="zh",
        at=AT,
        replies_at="2026-11-21T19:00:00+08:00",
        about=ABOUT,
        files={
            "sheetship.toml": SETTINGS.encode(),
            "catalogue.xlsx": catalogue_book("zh", TABS),
            "orders.xlsx": orders_book("zh", TEAM, "订单"),
            _DOUYIN_FILE: douyin_csv(layouts["douyin_74"], douyin, numbers=NUMBERS, encoding="gb18030"),
            _WECHAT_FILE: export_book(layouts["wechat_shop"], wechat, tab="Sheet1"),
            **taobao.files(now),
            _PDD_FILE: plain_csv(layouts["pdd"], pdd, encoding="utf-8-sig"),
        },
        traps=[
            *_traps(_DOUYIN_FILE, _DOUYIN),
            *_traps(_WECHAT_FILE, _WECHAT),
            *taobao.traps(),
            *_traps(_PDD_FILE, _PDD),
        ],
    )


def _traps(file: str, sales: Sequence[Sale]) -> list[Trap]:
    return [
        Trap(file, str(at), sale.trap, sale.answer) for at, sale in enumerate(sales, start=2) if sale.trap
    ]


def _named(at: int, sale: Sale, shop: str) -> str:
    return f"{NAME}{shop}{sale.order or at}"


def _douyin_row(at: int, sale: Sale, now: datetime, layout: tuple[str, ...]) -> dict[str, str]:
    goods = GOODS[sale.sku]
    cells = sale_cells(_named(at, sale, "抖店"), sale, goods, now, "商品单价")
    return with_money({**cells, "商品规格": goods.variant}, layout)


def _wechat_row(at: int, sale: Sale, now: datetime) -> dict[str, str]:
    goods, who = GOODS[sale.sku], person(sale.who)
    ordered = now - timedelta(hours=sale.hours)
    paid = f"{goods.price * sale.quantity:.2f}"
    return {
        "订单号": "\t" + long_id(_named(at, sale, "微信"), head="37"),
        "订单下单时间": spoken(ordered),
        "订单状态": "待发货",
        "发货方式": "自行发货",
        "收件人姓名": who.name,
        "收件人地址": who.address.replace(" ", ""),
        "省": who.province,
        "市": who.city,
        "区": who.district,
        "收件人手机": "\t" + who.phone,
        "商品总价": paid,
        "订单实际支付金额": paid,
        "订单运费": "0.00",
        "支付方式": "微信支付",
        "支付时间": spoken(ordered + timedelta(seconds=31)),
        "交易单号": "\t" + long_id(_named(at, sale, "交易"), head="4200", digits=28),
        "商品名称": goods.name,
        "商品编码(平台)": "\t" + goods.product_id,
        "商品编码(自定义)": goods.sku.partition("-")[0],
        "SKU编码(自定义)": goods.sku,
        "商品属性": f"规格:{goods.variant}",
        "商品价格(单件)": f"{goods.price:.2f}",
        "商品实际价格(总共)": paid,
        "是否预售": "否",
        "商品数量": str(sale.quantity),
        "商品发货": "未发货",
        "商品售后": "无",
        "商品已退款金额": "0.00",
        **sale.cells,
    }


def _pdd_row(at: int, sale: Sale, now: datetime) -> dict[str, str]:
    goods = GOODS[sale.sku]
    ordered = now - timedelta(hours=sale.hours)
    paid = f"{goods.price * sale.quantity:.2f}\t"
    return {
        "商品": f"{goods.name} {goods.variant}",
        "订单号": f"{ordered:%y%m%d}-{long_id(_named(at, sale, '拼多多'), head='3', digits=15)}",
        "订单状态": "待发货",
        "商品总价(元)": paid,
        "邮费(元)": "0.00\t",
        "用户实付金额(元)": paid,
        "商家实收金额(元)": paid,
        "商品数量(件)": f"{sale.quantity}\t",
        "商品id": long_id(goods.sku, head="7", digits=12),
        "商品规格": goods.variant,
        "样式ID": long_id(goods.variant, head="16", digits=13),
        "商家编码-规格维度": goods.sku,
        "商家编码-商品维度": goods.sku.partition("-")[0],
        "售后状态": "无售后或售后取消",
        "订单成交时间": spoken(ordered),
        "是否分期": "否",
        **sale.cells,
    }
