"""A made-up shop of any size: one 抖店 export, twenty suppliers, an empty orders workbook. Same size, same content.

Most lines are plain; a few are what every export holds: orders of two lines, refunds, closed orders. Empty cells of the
export hold ``-``, as the platform writes them. Run as a program it writes the shop into a folder:
``python -m tests.benchmarks.shop.made_shop FOLDER LINES``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl

from sheetship.adapters.templates_files import built_in_templates
from sheetship.wiring import new_shop
from tests.stories.douyin_sales import NUMBERS, Goods, Sale, sale_cells, with_money
from tests.stories.layouts import headings
from tests.stories.workbooks import catalogue_book, export_book

AT = "2026-11-21T10:00:00+08:00"
EXPORT = "inbox/抖店订单.xlsx"
RIVAL = "rival"
TEMPLATES = ("import_12", "offline_cn")
COURIERS = ("中通", "圆通", "韵达", "申通")
_SUPPLIERS = 20
_GOODS_EACH = 12
_REFUND_EVERY, _CLOSED_EVERY, _PAIR_EVERY = 50, 101, 12
_NAME = "benchmark"


def make_shop(folder: Path, lines: int) -> None:
    """A shop folder as ``sheetship init`` makes it, with a full catalogue and an export of ``lines`` rows."""
    new_shop(folder, "zh", Path(sys.executable))
    layout = headings("douyin_75")
    (folder / "catalogue.xlsx").write_bytes(catalogue_book("zh", _tabs(lines)))
    (folder / EXPORT).write_bytes(export_book(layout, list(_rows(lines, layout)), tab="订单"))
    _rival_templates(folder / RIVAL)


def _rival_templates(folder: Path) -> None:
    """The built-in templates as the rival needs them: without fields, and without the row of totals below."""
    folder.mkdir()
    for name in TEMPLATES:
        book = openpyxl.load_workbook(built_in_templates() / "supplier" / f"{name}.xlsx")
        sheet = book.worksheets[0]
        fields = next(row[0].row for row in sheet.iter_rows() if str(row[0].value).startswith("{{ line."))
        for merged in [area for area in sheet.merged_cells.ranges if area.min_row > fields]:
            sheet.unmerge_cells(str(merged))
        sheet.delete_rows(fields or 0, sheet.max_row)
        book.save(folder / f"{name}.xlsx")


def _goods() -> list[Goods]:
    return [
        Goods(f"SKU-{n:04}", f"青禾家居用品 {n} 号", f"款式 {n % 7}", Decimal(30 + n % 90), f"36{n:016}7")
        for n in range(_SUPPLIERS * _GOODS_EACH)
    ]


def _tabs(lines: int) -> dict[str, str]:
    """Every SKU is offered by its own supplier and, dearer, by the next one."""
    suppliers = ["code|name|template|courier|priority|terms"]
    offers = ["supplier|supplier_sku|product|cost|stock"]
    sku_map = ["sku|option|supplier|supplier_sku|factor"]
    freight = ["supplier|area|first|additional"]
    for n in range(_SUPPLIERS):
        suppliers.append(f"S{n:02}|供应商{n:02}|{TEMPLATES[n % 2]}|{COURIERS[n % 4]}|10|30")
        freight.append(f"S{n:02}||4.50|1.50")
    for at, goods in enumerate(_goods()):
        own, other = at // _GOODS_EACH, (at // _GOODS_EACH + 1) % _SUPPLIERS
        for option, supplier, cost in ((1, own, "12.50"), (2, other, "13.00")):
            offers.append(f"S{supplier:02}|P-{goods.sku}-{option}|{goods.name}|{cost}|{lines * 3}")
            sku_map.append(f"{goods.sku}|{option}|S{supplier:02}|P-{goods.sku}-{option}|1")
    tabs = {"suppliers": suppliers, "offers": offers, "sku_map": sku_map, "freight": freight}
    return {name: "\n".join(rows) for name, rows in tabs.items()}


def _rows(lines: int, layout: tuple[str, ...]) -> Iterator[dict[str, str]]:
    goods, now = _goods(), datetime.fromisoformat(AT)
    blank = dict.fromkeys((heading for heading in layout if heading not in NUMBERS), "-")
    for n in range(lines):
        is_second = n % _PAIR_EVERY == 1
        first = n - 1 if is_second else n
        sold = goods[n * 7 % len(goods)]
        sale = Sale(
            sku=sold.sku,
            quantity=1 + n % 3 // 2,
            hours=1 + first % 1400 / 60,
            who=first,
            order=f"row {first}",
            line="b" if is_second else "",
            cells=_special(n) | _door(first),
        )
        yield with_money(blank | sale_cells(_NAME, sale, sold, now, "商品金额"), layout)


def _special(n: int) -> dict[str, str]:
    if n % _REFUND_EVERY == _REFUND_EVERY - 1:
        return {"售后状态": "待商家处理"}
    return {"订单状态": "已关闭"} if n % _CLOSED_EVERY == _CLOSED_EVERY - 1 else {}


def _door(who: int) -> dict[str, str]:
    """A phone and a door for every order, so that no two look like the same buyer."""
    phone = f"{1380000 + who // 10000 * 10000}{who % 10000:04}"
    return {"收件人手机号": phone, "详细地址": f"文三路{who + 1}号{who % 9 + 1}幢0101室"}


if __name__ == "__main__":
    make_shop(Path(sys.argv[1]), int(sys.argv[2]))
