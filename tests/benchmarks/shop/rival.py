"""The script that such a team would write for itself: pandas reads and joins, openpyxl fills templates and the orders.

It is the fair rival of the benchmark: every table is read once, joined by pandas, every workbook saved once. It checks
little, remembers nothing and trusts what it reads; that is what a script of this size does.

``python -m tests.benchmarks.shop.rival orders|tracking SHOP ENGINE``; the engine is what ``pandas.read_excel`` reads with.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

import openpyxl
import pandas as pd

Engine = Literal["openpyxl", "calamine"]
TEMPLATES = "rival"
"""The folder in the shop where its templates stand: the built-in ones without their ``{{ fields }}``."""
_TEAM_COLUMNS = {
    "订单号": "主订单编号", "子订单号": "子订单编号", "商品编码": "商家编码", "商品名称": "选购商品", "数量": "商品数量", "单价": "商品金额",
    "实付金额": "订单应付金额", "收件人": "收件人", "电话": "收件人手机号", "省": "省", "市": "市", "区县": "区", "详细地址": "地址",
    "订单状态": "订单状态", "售后状态": "售后状态", "下单时间": "订单提交时间", "付款时间": "支付完成时间", "承诺发货时间": "承诺发货时间",
    "状态": "状态", "供应商": "名称", "采购单号": "采购单号", "采购成本": "采购成本",
}  # fmt: skip
_OWN_COLUMNS = ("状态", "供应商", "采购单号", "采购成本", "快递", "运单号")
_NUMBERS = ("商品数量", "商品金额", "订单应付金额", "采购成本")
_TIMES = ("订单提交时间", "支付完成时间", "承诺发货时间")
_SHEETS: dict[str, tuple[int, tuple[str, ...]]] = {
    "offline_cn": (5, ("主订单编号", "收货信息", "选购商品", "商品数量", "备注")),
    "import_12": (
        2,
        ("主订单编号", "采购单号", "店铺", "名称", "登记人", "收件人", "收件人手机号", "收货地址", "选购商品", "供应商货号", "商品数量", "备注"),
    ),
}  # fmt: skip
"""First row and columns of each supplier template."""


def order_day(shop: Path, engine: Engine) -> None:
    """The export in, a sheet for every supplier out, every line appended to the orders workbook."""
    export = (
        pd.read_excel(shop / "inbox" / "抖店订单.xlsx", dtype=str, engine=engine).fillna("").replace("-", "")
    )
    lines = export.merge(_best_offers(shop, engine), how="left", on="商家编码")
    wanted = (lines["订单状态"] == "待发货") & (lines["售后状态"] == "") & lines["供应商代码"].notna()
    lines["状态"] = wanted.map({True: "已下单", False: "不发"})
    lines["采购单号"] = (lines["供应商代码"] + f"-{datetime.now(UTC):%y%m%d}").where(wanted, "")
    lines["采购成本"] = (lines["成本"].astype(float) * lines["商品数量"].astype(int)).where(wanted, 0)
    lines["地址"] = lines["街道"] + lines["详细地址"]
    lines["收货地址"] = lines["省"] + lines["市"] + lines["区"] + lines["地址"]
    lines["收货信息"] = lines["收件人"] + "，" + lines["收件人手机号"] + "，" + lines["收货地址"]
    for name in _NUMBERS:
        lines[name] = pd.to_numeric(lines[name])
    for name in _TIMES:
        lines[name] = pd.to_datetime(lines[name])
    lines["店铺"], lines["登记人"], lines["备注"] = "抖店", "", lines["商家备注"]
    (shop / "outbox").mkdir(exist_ok=True)
    for (code, template), part in lines[wanted].groupby(["供应商代码", "表格模板"]):
        _supplier_sheet(shop, str(template), str(code), part)
    _append_orders(shop / "orders.xlsx", lines)


def _best_offers(shop: Path, engine: Engine) -> pd.DataFrame:
    """For every SKU of the shop its cheapest offer, with the supplier's row."""
    tabs = pd.read_excel(shop / "catalogue.xlsx", sheet_name=None, dtype=str, engine=engine)
    offers = tabs["商品映射"].merge(tabs["报价"], on=["供应商代码", "供应商货号"])
    offers = offers.merge(tabs["供应商"], left_on="供应商代码", right_on="代码").rename(
        columns={"商品编码": "商家编码"}
    )
    return offers.sort_values("成本", key=pd.to_numeric).drop_duplicates("商家编码")


def _supplier_sheet(shop: Path, template: str, code: str, part: pd.DataFrame) -> None:
    first, columns = _SHEETS[template]
    book = openpyxl.load_workbook(shop / TEMPLATES / f"{template}.xlsx")
    sheet = book.worksheets[0]
    for number, row in enumerate(part[list(columns)].itertuples(index=False), start=first):
        for at, value in enumerate(row, start=1):
            sheet.cell(number, at, value)
    book.save(shop / "outbox" / f"{template}-{code}.xlsx")


def _append_orders(path: Path, lines: pd.DataFrame) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for heading in _OWN_COLUMNS:
        headings.append(heading)
        sheet.cell(1, len(headings), heading)
    told = lines.reindex(columns=[_TEAM_COLUMNS.get(str(heading), "") for heading in headings]).astype(object)
    for number, row in enumerate(told.where(told.notna(), None).itertuples(index=False), start=2):
        for at, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, at, value)
    book.save(path)


def tracking_day(shop: Path, engine: Engine) -> None:
    """Twenty replies in, status, courier and number of every line set in the orders workbook."""
    replies = [
        pd.read_excel(path, dtype=str, engine=engine, header=_SHEETS[path.stem.partition("-")[0]][0] - 2)
        for path in sorted((shop / "inbox").glob("*.xlsx"))
    ]
    told = (
        pd.concat(replies)[["订单号", "快递公司", "快递单号"]]
        .dropna()
        .drop_duplicates("订单号")
        .set_index("订单号")
    )
    book = openpyxl.load_workbook(shop / "orders.xlsx")
    sheet = book.worksheets[0]
    places = {cell.value: at for at, cell in enumerate(sheet[1], start=1)}
    orders = pd.Series(
        [
            row[0]
            for row in sheet.iter_rows(
                min_row=2, min_col=places["订单号"], max_col=places["订单号"], values_only=True
            )
        ]
    )
    found = told.reindex(orders)
    for number, (courier, tracking) in enumerate(found.itertuples(index=False), start=2):
        if isinstance(tracking, str):
            sheet.cell(number, places["状态"], "已发货")
            sheet.cell(number, places["快递"], courier)
            sheet.cell(number, places["运单号"], tracking)
    book.save(shop / "orders.xlsx")


if __name__ == "__main__":
    {"orders": order_day, "tracking": tracking_day}[sys.argv[1]](
        Path(sys.argv[2]), cast("Engine", sys.argv[3])
    )
