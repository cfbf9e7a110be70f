"""A little shop on disk that lives through days: exports dropped in, people editing the workbook, replies, runs, undo.

Everything goes through the real adapters. ``Day.check`` holds what must be true of the money after every step.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from sheetship.core.columns import OURS, TEAM
from sheetship.core.history import Known, KnownLine, fold
from sheetship.flow.run import Ran
from sheetship.flow.run import run as run_shop
from sheetship.flow.undo import Undone
from sheetship.flow.undo import undo as undo_run
from sheetship.wiring import open_shop
from tests.stories.layouts import headings

START = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
SETTINGS = '[shop]\nname = "青禾"\nlang = "zh"\ntimezone = "Asia/Shanghai"\n'
SUPPLIERS = (("代码", "名称", "默认快递"), ("HZ", "杭州云仓", "中通"), ("YW", "义乌优品", "圆通"))
OFFERS = (
    ("供应商", "货号", "品名", "成本", "库存"),
    ("HZ", "CUP", "杯子", "12", "500"),
    ("YW", "TEA", "茶叶", "20", "500"),
    ("YW", "CARD", "贺卡", "1", "900"),
)
SKU_MAP = (
    ("商品编码", "货号", "倍数"),
    ("A1", "CUP", "1"),
    ("A2", "TEA", "1"),
    ("SET", "CUP", "1"),
    ("SET", "TEA", "1"),
    ("PACK", "CARD", "5"),
)
HEADS = tuple(column.zh for column in TEAM)
_FIELDS = {column.zh: column.field for column in (*TEAM, *OURS)} | {
    column.en: column.field for column in (*TEAM, *OURS)
}
Cells = Mapping[str, Any]


def douyin(order: str, line: str = "", **changes: str) -> dict[str, str]:
    """A row of a 抖店 export, sound in everything."""
    row = {
        "主订单编号": order,
        "子订单编号": line or order,
        "选购商品": "保温杯",
        "商品规格": "白色",
        "商品数量": "1",
        "商家编码": "A1",
        "商品单价": "40.00",
        "订单应付金额": "40.00",
        "收件人": f"王{order[-2:]}",
        "收件人手机号": f"139{order[-8:]}",
        "省": "浙江省",
        "市": "杭州市",
        "区": "余杭区",
        "街道": "仓前街道",
        "详细地址": f"文一西路{order[-3:]}号",
        "订单提交时间": "2026-11-21 09:01:02",
        "支付完成时间": "2026-11-21 09:02:00",
        "承诺发货时间": "2026-11-23 09:02:00",
        "订单状态": "待发货",
        "售后状态": "-",
    }
    return row | changes


def shopify(order: str, **changes: str) -> dict[str, str]:
    """A row of a Shopify export; these have no line numbers."""
    row = {
        "Name": order,
        "Financial Status": "paid",
        "Fulfillment Status": "unfulfilled",
        "Currency": "CNY",
        "Created at": "2026-11-21 09:01:02 +0800",
        "Paid at": "2026-11-21 09:01:02 +0800",
        "Lineitem quantity": "1",
        "Lineitem name": "Cup",
        "Lineitem price": "40.00",
        "Lineitem sku": "A1",
        "Lineitem fulfillment status": "pending",
        "Shipping Name": "王小明",
        "Shipping Address1": "浙江省杭州市余杭区文一西路1号",
        "Shipping City": "杭州市",
        "Shipping Province": "浙江省",
        "Shipping Country": "CN",
        "Shipping Phone": "13900010001",
    }
    return row | changes


def export(layout: str, rows: Iterable[Mapping[str, str]], *, encoding: str = "utf-8-sig") -> bytes:
    """The rows as a platform's CSV file."""
    heads = headings(layout)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([[row.get(head, "") for head in heads] for row in rows])
    return text.getvalue().encode(encoding)


def book(tabs: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook with these tabs; every text stays text."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in tabs.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


class Day:
    """The shop and its clock."""

    def __init__(
        self,
        folder: Path,
        *,
        rows: Iterable[Cells] = (),
        heads: Sequence[str] = HEADS,
        settings: str = SETTINGS,
        catalogue: Mapping[str, Sequence[Sequence[Any]]] | None = None,
        lang: str = "zh",
    ) -> None:
        self.folder = folder / "shop"
        self.folder.mkdir()
        self.lang = lang
        self.now = START
        self.drops = 0
        (self.folder / "sheetship.toml").write_text(settings, encoding="utf-8")
        self.catalogue(**(catalogue or {}))
        self.orders = self.folder / "orders.xlsx"
        self.orders.write_bytes(book({"订单": [heads, *([row.get(head) for head in heads] for row in rows)]}))

    def catalogue(self, **tabs: Sequence[Sequence[Any]]) -> None:
        """Writes the catalogue, with these tabs changed."""
        whole = {"供应商": SUPPLIERS, "报价": OFFERS, "商品映射": SKU_MAP, **tabs}
        (self.folder / "catalogue.xlsx").write_bytes(book(whole))

    def drop(self, name: str, content: bytes) -> Path:
        """Puts a file into the inbox, later than the ones before."""
        path = self.folder / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.drops += 1
        stamp = 1_790_000_000 + self.drops
        os.utime(path, (stamp, stamp))
        return path

    def run(self, *, hours: float = 1) -> Ran:
        """The one click, some time later; the money is checked."""
        self.now += timedelta(hours=hours)
        with open_shop(self.folder, self.lang) as shop:
            ran = run_shop(shop, self.now, "tester", approve=lambda _: True, step=lambda _: None)
        self.check()
        return ran

    def run_again(self) -> None:
        """A second run right after must have nothing to do."""
        ran = self.run(hours=0.02)
        done = ran.applied
        assert done is not None
        assert [file.path for file in done.files] == []
        assert done.edits == 0, [(cell.field, cell.old, cell.new) for cell in ran.prepared.plan.cells]

    def undo(self, name: str | None = None) -> Undone:
        """Takes a run back."""
        self.now += timedelta(hours=1)
        with open_shop(self.folder, self.lang) as shop:
            return undo_run(shop, name, self.now, "tester")

    def known(self) -> Known:
        """What the ledger knows."""
        with open_shop(self.folder, self.lang) as shop:
            return fold(shop.ledger.events())

    def line(self, order: str, sku: str = "") -> KnownLine:
        """The one known line of an order."""
        found = [
            line
            for line in self.known().lines.values()
            if line.fields.get("order_id") == order and sku in {"", line.fields.get("sku")}
        ]
        assert len(found) == 1, [line.key for line in found]
        return found[0]

    def rows(self) -> list[dict[str, Any]]:
        """The orders table as a person sees it, by field, with the row's number under ``row``."""
        sheet = openpyxl.load_workbook(self.orders)["订单"]
        heads = [_FIELDS.get(str(cell.value), str(cell.value)) for cell in sheet[1]]
        return [
            {"row": cells[0].row, **{head: cell.value for head, cell in zip(heads, cells, strict=True)}}
            for cells in sheet.iter_rows(min_row=2)
            if any(cell.value is not None for cell in cells)
        ]

    def row(self, order: str, sku: str = "") -> dict[str, Any]:
        """The one row of an order."""
        found = [row for row in self.rows() if row.get("order_id") == order and sku in {"", row.get("sku")}]
        assert len(found) == 1, found
        return found[0]

    def type(self, order: str, **cells: Any) -> None:  # noqa: ANN401 - whatever a person types
        """A person types into the row of an order, by field."""
        self.edit(lambda sheet, at: [sheet.cell(self.row(order)["row"], at[f], v) for f, v in cells.items()])

    def edit(self, change: Any) -> None:  # noqa: ANN401 - a person's hands
        """A person works in the table: ``change(sheet, column_by_field)``."""
        workbook = openpyxl.load_workbook(self.orders)
        sheet = workbook["订单"]
        places = {_FIELDS.get(str(cell.value), str(cell.value)): cell.column for cell in sheet[1]}
        change(sheet, places)
        workbook.save(self.orders)

    def issued(self) -> Counter[str]:
        """Units asked of suppliers in live purchase orders, by order number."""
        units: Counter[str] = Counter()
        for line in self.known().lines.values():
            for issue in line.issues:
                units[line.fields.get("order_id", "")] += issue.units
        return units

    def sheets(self) -> dict[str, list[list[str]]]:
        """Every cell of every workbook in the outbox, by path."""
        found = {}
        for path in sorted((self.folder / "outbox").rglob("*.xlsx")):
            workbook = openpyxl.load_workbook(path)
            found[path.relative_to(self.folder / "outbox").as_posix()] = [
                ["" if cell is None else str(cell) for cell in row]
                for sheet in workbook.worksheets
                for row in sheet.iter_rows(values_only=True)
            ]
        return found

    def reply(self, name: str, rows: Iterable[Sequence[Any]], heads: Sequence[str]) -> None:
        """Drops a supplier's sheet into the inbox."""
        self.drop(name, book({"Sheet1": [heads, *rows]}))

    def tokens(self, order: str) -> list[str]:
        """Tokens of the live purchase-order lines of an order."""
        return [
            issue.token
            for line in self.known().lines.values()
            if line.fields.get("order_id") == order
            for issue in line.issues
        ]

    def numbers(self) -> dict[str, list[str]]:
        """Tracking numbers by order number, as the ledger knows them."""
        return {
            line.fields["order_id"]: [parcel.number for parcel in line.parcels]
            for line in self.known().lines.values()
            if line.parcels and line.fields
        }

    def check(self) -> None:
        """What must be true of the money at any time."""
        known = self.known()
        for line in known.lines.values():
            for part in set(line.parts.values()):
                live = sum(i.quantity for i in line.issues if line.parts[i.token] == part)
                most = max((i.quantity for i in (*line.issues, *line.voided)), default=0)
                assert live <= most, f"{line.key} was bought twice"
        tokens = [issue.token for line in known.lines.values() for issue in line.issues]
        assert len(tokens) == len(set(tokens))
        parcels = Counter(
            (parcel.token, parcel.number) for line in known.lines.values() for parcel in line.parcels
        )
        assert max(parcels.values(), default=0) <= 1


def codes(ran: Ran) -> list[str]:
    """Codes of everything that a run said."""
    return [finding.code for finding in ran.findings]
