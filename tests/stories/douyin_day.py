"""douyin-day: one 抖店 export and a few rows typed by the team, over five suppliers; most traps of the trade once."""

from __future__ import annotations

from datetime import datetime

from tests.stories.douyin_catalogue import GOODS, TABS
from tests.stories.douyin_rows import NAME, SALES
from tests.stories.douyin_sales import NUMBERS, Sale, sale_cells, with_money
from tests.stories.douyin_workbook import SHOP, TYPED, typed_book
from tests.stories.exports import douyin_csv
from tests.stories.layouts import headings
from tests.stories.story import Story, Trap
from tests.stories.workbooks import catalogue_book

AT = "2026-11-21T10:00:00+08:00"
EXPORT = "inbox/抖店订单_20261121.csv"
_STEP_HOURS = 0.8
_FIRST_ROW = 2

SETTINGS = f"""# 青禾家居的设置。不写的都用默认值。
[shop]
name = "青禾家居"
lang = "zh"
timezone = "Asia/Shanghai"

[money]
margin_floor = 0.1        # 预计利润低于实收的 10 %：先挂起
fees = {{ douyin = 0.05 }}  # 抖店扣点

[sender]                  # 快递单上的寄件人；供应商自己填了的用供应商的
name = "青禾家居"
phone = "13900007000"
province = "浙江省"
city = "杭州市"
district = "余杭区"
address = "良渚街道莫干山路1188号"
account_number = "5710000001"

[[shops]]
name = "{SHOP}"
platform = "douyin"
"""

ABOUT = """
一家抖店的一天：早上把平台导出的表（75 列，UTF-8，单元格前带 TAB）放进 `inbox/`，团队自己的 `orders.xlsx` 里还有几行手工登记的单。
五家供应商，每家收到自己格式的表：杭州云仓、成都茶里用 6 列线下代发表，义乌优品用 19 列一件代发表，广州暖阳用 12 列导入表；
深圳极光的货由我们叫顺丰，所以另外生成一份顺丰 57 列表。下面这些行各有一处不对劲，其余的照常下单。
“挂起”的行不下单、不影响别的行；能放行的，在订单表“放行”列写“放行”再运行一次。
"""


def story() -> Story:
    """The whole story."""
    return Story(
        name=NAME,
        title_zh="抖店的一天",
        title_en="A day of a Douyin shop",
        lang="zh",
        at=AT,
        replies_at="2026-11-21T18:30:00+08:00",
        about=ABOUT,
        files={
            "sheetship.toml": SETTINGS.encode(),
            "catalogue.xlsx": catalogue_book("zh", TABS),
            "orders.xlsx": typed_book(NAME, datetime.fromisoformat(AT)),
            EXPORT: _export(),
        },
        traps=(*_traps(), *(Trap("orders.xlsx", str(at), *said) for at, said in TYPED)),
    )


def _export() -> bytes:
    layout = headings("douyin_75")
    now = datetime.fromisoformat(AT)
    rows = []
    for at, sale in enumerate(SALES):
        cells = sale_cells(NAME, _placed(at, sale), GOODS[sale.sku], now, "商品金额")
        cells["选购商品"] = sale.cells.get("选购商品", f"{GOODS[sale.sku].name} {GOODS[sale.sku].variant}")
        rows.append(with_money(cells, layout))
    return douyin_csv(layout, rows, numbers=NUMBERS, encoding="utf-8-sig")


def _placed(at: int, sale: Sale) -> Sale:
    """The sale with the order, person and hour that its place gives where it names none; rows of one order share all."""
    first = (
        next(n for n, other in enumerate(SALES) if sale.order and other.order == sale.order)
        if sale.order
        else at
    )
    return Sale(
        sku=sale.sku,
        quantity=sale.quantity,
        hours=sale.hours or 0.5 + first * _STEP_HOURS,
        who=sale.who or at,
        order=sale.order or f"row {at}",
        line=sale.line,
        cells=sale.cells,
    )


def _traps() -> list[Trap]:
    return [
        Trap(EXPORT, str(at), sale.trap, sale.answer)
        for at, sale in enumerate(SALES, start=_FIRST_ROW)
        if sale.trap
    ]
