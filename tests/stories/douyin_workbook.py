"""The orders workbook of the douyin-day team: their own columns, colours, notes and chart, and eight rows typed by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.stories.douyin_sales import PROMISED_HOURS, long_id
from tests.stories.people import Person, person
from tests.stories.workbooks import HEAD, book, set_print

SHOP = "青禾家居旗舰店"
_HEADINGS = (
    ("跟单", 8), ("平台", 9), ("店铺", 15), ("订单号", 23), ("子订单号", 23), ("商品编码", 14), ("商品名称", 26), ("数量", 7),
    ("实付金额", 10), ("收件人", 11), ("电话", 18), ("省", 9), ("市", 9), ("区县", 9), ("详细地址", 36), ("买家留言", 20),
    ("卖家备注", 16), ("订单状态", 10), ("售后状态", 10), ("下单时间", 17), ("承诺发货时间", 17), ("放行", 8), ("备注(内部)", 20),
)  # fmt: skip
_PLACES = {name: at for at, (name, _) in enumerate(_HEADINGS)}
_MONEY = frozenset({"实付金额"})
_TIMES = frozenset({"下单时间", "承诺发货时间"})
_LOST = 6920130011223344551

TYPED = (
    ("2", ("老客户在微信上下的单，没有平台", "照常下单：手工登记的行就是订单")),
    ("3", ("数量写成 1.5", "挂起 ORD-20")),
    ("4", ("订单号粘成了数字，显示 6.92E+18", "挂起 ORD-01：后几位已经丢了，不去猜；重新粘贴为文本")),
    ("5", ("和抖店导出里的一行是同一个子订单", "只有一行，不会下两次单")),
    ("6", ("留言要改地址；团队已改好并写了“放行”", "照常下单，提示 ORD-31")),
    ("7", ("没有电话", "挂起 ORD-12")),
    ("8", ("标红的老单，订单状态写着已发货", "ORD-06，不再下单；颜色和备注原样不动")),
    ("9", ("没有订单号，只有一句话", "提示 ROW-01，不处理")),
)
"""Row and trap: what is odd, what SheetShip does."""


def typed_book(story: str, now: datetime) -> bytes:
    """The workbook as the team left it yesterday evening."""

    def fill(workbook: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet = workbook.add_worksheet("订单")
        _write_header(workbook, sheet)
        set_print(sheet)
        for number, row in enumerate(_rows(story, now), start=1):
            _write_row(workbook, sheet, number, row)
        _write_sums(workbook)

    return book(fill)


def _write_header(workbook: Any, sheet: Any) -> None:  # noqa: ANN401
    head = workbook.add_format(HEAD)
    own = workbook.add_format({**HEAD, "bg_color": "#B45309"})
    for at, (name, width) in enumerate(_HEADINGS):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, own if name in {"跟单", "备注(内部)"} else head)
    sheet.set_row(0, 28)
    sheet.freeze_panes(1, 4)
    sheet.data_validation(
        1, _PLACES["跟单"], 500, _PLACES["跟单"], {"validate": "list", "source": ["小禾", "阿青"]}
    )
    sheet.write_comment(0, _PLACES["备注(内部)"], "只给自己人看，别发给供应商", {"author": "小禾"})


def _write_row(workbook: Any, sheet: Any, number: int, row: dict[str, Any]) -> None:  # noqa: ANN401
    fill = {"bg_color": row["色"]} if "色" in row else {}
    text = workbook.add_format({"num_format": "@", **fill})
    money = workbook.add_format({"num_format": "#,##0.00", **fill})
    count = workbook.add_format(fill)
    time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", **fill})
    for name, at in _PLACES.items():
        value = row.get(name, "")
        if value == "":
            sheet.write_blank(number, at, None, text)
        elif name in _TIMES:
            sheet.write_datetime(number, at, value.replace(tzinfo=None), time)
        elif isinstance(value, str):
            sheet.write_string(number, at, value, text)
        else:
            sheet.write_number(number, at, value, money if name in _MONEY else count)


def _write_sums(workbook: Any) -> None:  # noqa: ANN401
    """The team's own tab: what each of them has in hand, with a chart."""
    sheet = workbook.add_worksheet("看板")
    sheet.set_column(0, 1, 12)
    head = workbook.add_format(HEAD)
    sheet.write_row(0, 0, ("跟单", "行数"), head)
    for row, (name, count) in enumerate((("小禾", 5), ("阿青", 3)), start=1):
        sheet.write_string(row, 0, name)
        sheet.write_formula(row, 1, f"=COUNTIF(订单!$A:$A,A{row + 1})", None, count)
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "手工登记",
            "categories": "=看板!$A$2:$A$3",
            "values": "=看板!$B$2:$B$3",
            "fill": {"color": "#0F766E"},
        }
    )
    chart.set_title({"name": "各人在跟的行"})
    chart.set_legend({"none": True})
    sheet.insert_chart("D2", chart)


def _who(one: Person) -> dict[str, Any]:
    return {
        "收件人": one.name,
        "电话": one.phone,
        "省": one.province,
        "市": one.city,
        "区县": one.district,
        "详细地址": one.town + one.detail,
    }


def _rows(story: str, now: datetime) -> list[dict[str, Any]]:
    def when(hours: float) -> dict[str, Any]:
        ordered = (now - timedelta(hours=hours)).replace(second=0)
        return {"下单时间": ordered, "承诺发货时间": ordered + timedelta(hours=PROMISED_HOURS)}

    douyin = {"平台": "抖店", "店铺": SHOP, "订单状态": "待发货"}
    known = long_id(f"{story}typed")
    return [
        {
            "跟单": "小禾", "平台": "老客户", "店铺": "微信", "订单号": "WX-1120-01", "商品编码": "QH-MUG-WH", "商品名称": "陶瓷马克杯 米白",
            "数量": 3, "实付金额": 105, **_who(person(57)), **when(20), "备注(内部)": "老客户，给了 35 一个", "色": "#FEF9C3",
        },
        {
            "跟单": "小禾", **douyin, "订单号": long_id(f"{story}half"), "商品编码": "QH-TEA-GL", "商品名称": "蒙顶甘露 250g",
            "数量": 1.5, "实付金额": 192, **_who(person(58)), **when(19),
        },
        {
            "跟单": "阿青", **douyin, "订单号": _LOST, "商品编码": "QH-HOOK-10", "商品名称": "无痕挂钩", "数量": 1, "实付金额": 15.9,
            **_who(person(59)), **when(18.5), "备注(内部)": "从聊天里粘的",
        },
        {
            "跟单": "阿青", **douyin, "订单号": known, "子订单号": known, "商品编码": "QH-BOWL-2", "数量": 1,
            "实付金额": 45, **_who(person(65)), "备注(内部)": "昨晚先登记了", "色": "#DCFCE7",
        },
        {
            "跟单": "小禾", **douyin, "订单号": long_id(f"{story}released"), "商品编码": "QH-BOX-L", "商品名称": "收纳箱 大号", "数量": 1,
            "实付金额": 49.9, **_who(person(66)), **when(16), "买家留言": "改地址到 8 号楼", "放行": "放行", "备注(内部)": "地址已改好",
        },
        {
            "跟单": "小禾", **douyin, "订单号": long_id(f"{story}nophone"), "商品编码": "QH-CABLE", "商品名称": "数据线", "数量": 1,
            "实付金额": 29.9, **_who(person(67)), "电话": "", **when(15),
        },
        {
            "跟单": "阿青", **douyin, "订单号": long_id(f"{story}old"), "商品编码": "QH-BED-15", "商品名称": "四件套 1.5m", "数量": 1,
            "实付金额": 199, **_who(person(68)), **when(40), "订单状态": "已发货", "备注(内部)": "仓库直接发的，圆通", "色": "#FECACA",
        },
        {"跟单": "小禾", "商品名称": "王姐还要两个杯子，等她发地址", "备注(内部)": "待定"},
    ]  # fmt: skip
