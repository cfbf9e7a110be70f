"""A small real shop folder for tests: two typed orders, one export with two lines, two suppliers, replies on demand.

It is played through the same wiring as the product; what it tells of itself is what a person would look up.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl

from sheetship.core.columns import OURS as OUR_COLUMNS
from sheetship.core.columns import TEAM, find_columns
from sheetship.core.history import Known, fold
from sheetship.flow.ports import Shop
from sheetship.flow.run import Ran, run
from sheetship.wiring import open_shop
from tests.stories.exports import plain_csv
from tests.stories.workbooks import book, catalogue_book, export_book

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
SETTINGS = '[shop]\nname = "小店"\nlang = "zh"\n'
EXPORT = "抖店订单.csv"
TYPED = ("A1", "A2")
EXPORTED = ("6917000000000000017", "6917000000000000033")

_HEADINGS = (
    "订单号",
    "商品编码",
    "商品名称",
    "数量",
    "实付金额",
    "收件人",
    "电话",
    "省",
    "市",
    "区县",
    "详细地址",
    "放行",
)
_PEOPLE = ("张小满", "13800001111", "浙江省", "杭州市", "西湖区", "文三路 1 号")
_ROWS = (
    ("A1", "CUP", "保温杯", "1", "40", *_PEOPLE),
    ("A2", "MAT", "杯垫", "3", "30", "李大明", "13900002222", "上海市", "上海市", "黄浦区", "南京东路 2 号"),
)
_DOUYIN = (
    "主订单编号", "子订单编号", "选购商品", "商家编码", "商品数量", "商品金额", "订单应付金额", "收件人", "收件人手机号",
    "省", "市", "区", "街道", "详细地址", "订单提交时间", "订单状态", "售后状态",
)  # fmt: skip
_SOLD = (
    (EXPORTED[0], "6917000000000000025", "保温杯", "CUP", "1", "29.90", "29.90", "王五", "13700003333",
     "浙江省", "杭州市", "余杭区", "仓前街道", "文一西路 3 号", "2026-11-20 09:01:02", "待发货", "-"),
    (EXPORTED[1], "6917000000000000041", "杯垫", "MAT", "2", "9.90", "19.80", "赵六", "13600004444",
     "广东省", "广州市", "天河区", "体育西路", "4 号", "2026-11-20 10:01:02", "待发货", "-"),
)  # fmt: skip
_CATALOGUE = {
    "suppliers": "code|name|template|courier\nHZ|杭州云仓|offline_cn|中通\nYW|义乌优品|offline_cn|圆通",
    "offers": "supplier|supplier_sku|product|cost\nHZ|CUP-1|保温杯|12\nYW|MAT-1|杯垫|3.5",
    "sku_map": "sku|supplier_sku|factor\nCUP|CUP-1|1\nMAT|MAT-1|1",
}  # fmt: skip


def orders_workbook(rows: Sequence[Sequence[str]] = _ROWS) -> bytes:
    """The team's own workbook with these typed rows."""
    named = [dict(zip(_HEADINGS, row, strict=False)) for row in rows]
    return export_book(_HEADINGS, named, tab="订单")


def douyin_export(rows: Sequence[Sequence[str]] = _SOLD) -> bytes:
    """An export of 抖店."""
    named = [dict(zip(_DOUYIN, row, strict=True)) for row in rows]
    return plain_csv(_DOUYIN, named, encoding="utf-8-sig")


def catalogue(**tabs: str) -> bytes:
    """The catalogue with these tabs changed."""
    return catalogue_book("zh", {**_CATALOGUE, **tabs})


def reply(numbers: Mapping[str, str]) -> bytes:
    """A supplier's sheet with the tracking numbers of orders."""
    rows = [{"订单号": order, "快递公司": "中通", "快递单号": number} for order, number in numbers.items()]
    return export_book(("订单号", "快递公司", "快递单号"), rows, tab="Sheet1")


def empty_workbook() -> bytes:
    """A workbook with nothing in it."""
    return book(lambda workbook: workbook.add_worksheet("订单"))


@dataclass(frozen=True, slots=True)
class SmallShop:
    """The folder, and what can be done with it."""

    folder: Path

    @property
    def orders(self) -> Path:
        """The orders workbook."""
        return self.folder / "orders.xlsx"

    @property
    def inbox(self) -> Path:
        """Where files are dropped."""
        return self.folder / "inbox"

    def drop(self, name: str, content: bytes) -> Path:
        """A file in the inbox."""
        path = self.inbox / name
        path.write_bytes(content)
        return path

    @contextmanager
    def open(self) -> Iterator[Shop]:
        """The shop as the product sees it."""
        with open_shop(self.folder, "zh") as shop:
            yield shop

    def run(self, hours: int = 0, *, says_yes: bool = True) -> Ran:
        """One click, some hours later."""
        with self.open() as shop:
            return run(shop, at(hours), "小美", approve=lambda _: says_yes, step=no_step)

    def known(self) -> Known:
        """What the ledger knows."""
        with self.open() as shop:
            return fold(shop.ledger.events())

    def rows(self) -> dict[str, dict[str, str]]:
        """The rows of the orders table by order number: texts by field."""
        cells = [[_text(cell) for cell in row] for row in self._sheet_rows()]
        columns = find_columns(cells[0], (*TEAM, *OUR_COLUMNS))
        rows = [{name: row[at - 1] for name, at in columns.items()} for row in cells[1:]]
        return {row["order_id"]: row for row in rows if row["order_id"]}

    def _sheet_rows(self) -> list[tuple[object, ...]]:
        sheet = openpyxl.load_workbook(io.BytesIO(self.orders.read_bytes())).worksheets[0]
        return list(sheet.iter_rows(values_only=True))

    def type_into(self, order: str, field: str, text: str | None) -> None:
        """What a person does: opens the workbook, changes a cell, saves."""
        opened = openpyxl.load_workbook(self.orders)
        sheet = opened.worksheets[0]
        columns = find_columns([_text(cell.value) for cell in sheet[1]], (*TEAM, *OUR_COLUMNS))
        row = next(
            r for r in range(2, sheet.max_row + 1) if _text(sheet.cell(r, columns["order_id"]).value) == order
        )
        sheet.cell(row, columns[field]).value = text
        opened.save(self.orders)

    def delete_row(self, order: str) -> None:
        """What a person does: deletes the row of an order."""
        opened = openpyxl.load_workbook(self.orders)
        sheet = opened.worksheets[0]
        column = find_columns([_text(cell.value) for cell in sheet[1]], TEAM)["order_id"]
        row = next(r for r in range(2, sheet.max_row + 1) if _text(sheet.cell(r, column).value) == order)
        sheet.delete_rows(row)
        opened.save(self.orders)

    def files(self) -> dict[str, str]:
        """The hash of every file, whatever is staged included, by path; and how many events the ledger has."""
        found = [path for path in sorted(self.folder.rglob("*")) if path.is_file()]
        hashes = {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in found
            if not path.name.startswith(("ledger.db", "run.lock"))
        }
        return {**hashes, "events": str(self.known().head)}

    def outbox(self, run_name: str) -> dict[str, bytes]:
        """The files of a run, by name."""
        place = self.folder / "outbox" / run_name
        return {path.name: path.read_bytes() for path in sorted(place.glob("*"))}


def small_shop(folder: Path, *, exported: bool = True) -> SmallShop:
    """The shop before its first run."""
    shop = SmallShop(folder / "小店")
    shop.inbox.mkdir(parents=True)
    (shop.folder / "sheetship.toml").write_text(SETTINGS, encoding="utf-8")
    (shop.folder / "catalogue.xlsx").write_bytes(catalogue())
    shop.orders.write_bytes(orders_workbook())
    if exported:
        shop.drop(EXPORT, douyin_export())
    return shop


def at(hours: int) -> datetime:
    """The clock, some hours after the shop's morning."""
    return NOW + timedelta(hours=hours)


def no_step(_: str) -> None:
    """Nobody watches the progress."""


def _text(value: object) -> str:
    return "" if value is None else str(value)
