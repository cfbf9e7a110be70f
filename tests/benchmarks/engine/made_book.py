"""The made-up orders workbook that every program works on: thirty columns, any number of rows. Same size, same content.

XlsxWriter makes it, with shared strings: Chinese text, long ids as text, dates, decimals; no cell is empty. Run as a
program it writes the book: ``python -m tests.benchmarks.engine.made_book FILE ROWS``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

SHEET = "订单"
PART = "xl/worksheets/sheet1.xml"
TEXT = "@"
MOMENT = "yyyy-mm-dd hh:mm:ss"
MONEY = "0.00"
Value = str | int | Decimal | datetime
COLUMNS: dict[str, str | None] = {
    "订单号": TEXT, "子订单号": TEXT, "店铺": None, "商品名称": None, "规格": None, "商家编码": None,
    "数量": None, "单价": MONEY, "实付金额": MONEY, "收件人": None, "电话": TEXT, "省": None,
    "市": None, "区县": None, "详细地址": None, "订单状态": None, "售后状态": None, "下单时间": MOMENT,
    "付款时间": MOMENT, "承诺发货时间": MOMENT, "供应商": None, "采购单号": TEXT, "采购成本": MONEY, "重量": MONEY,
    "快递": None, "运单号": TEXT, "发货时间": MOMENT, "买家留言": None, "商家备注": None, "登记人": None,
}  # fmt: skip
"""Each heading, with the number format of the cells under it."""
_START = datetime(2026, 3, 2, 8, 0, 0)  # noqa: DTZ001 - a cell knows no time zone
_COURIERS = ("中通快递", "圆通速递", "韵达快递", "申通快递")
_STATES = ("待发货", "已发货", "已完成", "已关闭")
_TOWNS = (
    ("浙江省", "杭州市", "西湖区"),
    ("广东省", "深圳市", "南山区"),
    ("四川省", "成都市", "武侯区"),
    ("山东省", "青岛市", "市南区"),
)
_NAMES = ("王小明", "李静", "欧阳晓雨", "陈建国", "刘思思")


def order(n: int) -> tuple[Value, ...]:
    """All cells of the order with this number."""
    placed, price, pieces = _START + timedelta(seconds=97 * n), Decimal(1990 + n % 700) / 100, 1 + n % 3
    return (
        str(692_000_000_000_000_000 + n * 7919),
        str(692_500_000_000_000_000 + n * 7919),
        f"青禾家居旗舰店{n % 3 + 1}",
        f"青禾家居用品 {n % 240} 号 加厚款",
        f"款式 {n % 7}；颜色：雾蓝",
        f"SKU-{n % 240:04}",
        pieces,
        price,
        price * pieces,
        f"{_NAMES[n % 5]}{n % 97}",
        str(13_800_000_000 + n * 31),
        *_TOWNS[n % 4],
        f"文三路{n % 900 + 1}号{n % 9 + 1}幢{n % 30 + 1}单元{n:06}室",
        _STATES[n % 4],
        "无售后" if n % 50 else "退款成功",
        placed,
        placed + timedelta(seconds=30 + n % 300),
        placed + timedelta(hours=48),
        f"供应商{n % 20:02}",
        f"S{n % 20:02}-26{n:08}",
        price / 2,
        Decimal(20 + n % 400) / 100,
        _COURIERS[n % 4],
        f"75{n * 13:013}",
        placed + timedelta(hours=20, seconds=n % 3600),
        "请尽快发货，谢谢" if n % 3 else "放门口 & 打电话",
        f"客服{n % 6}已核对",
        f"登记人{n % 4}",
    )


def orders(first: int, count: int) -> Iterator[tuple[Value, ...]]:
    """The orders from one number on."""
    return map(order, range(first, first + count))


def plain(value: Value) -> str | float | datetime:
    """The same for programs that know no Decimal."""
    return float(value) if isinstance(value, Decimal) else value


def make_book(path: Path, rows: int) -> None:
    """The workbook with so many orders; the first one stands in row 2."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        formats = [code and book.add_format({"num_format": code}) for code in COLUMNS.values()]
        sheet.write_row(0, 0, COLUMNS)
        for row, cells in enumerate(orders(1, rows), start=1):
            for column, value in enumerate(cells):
                write = sheet.write_string if isinstance(value, str) else sheet.write
                write(row, column, value, formats[column])


if __name__ == "__main__":
    make_book(Path(sys.argv[1]), int(sys.argv[2]))
