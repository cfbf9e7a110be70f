"""The suppliers' answers: every sheet of the last run sent back with a courier and a number in each row.

``python -m tests.benchmarks.shop.replies SHOP`` puts them into the shop's inbox, the same for SheetShip and for its rival.
"""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl

from tests.benchmarks.shop.made_shop import COURIERS

_HEADINGS = ("快递公司", "快递单号")
_NUMBERS = {"中通": "7586{:010}", "圆通": "YT{:013}", "韵达": "4312{:011}", "申通": "7730{:011}"}
_TEMPLATES = {"订单导入": "import_12", "代发单": "offline_cn"}


def answer(shop: Path) -> None:
    """A reply to every supplier sheet in the outbox."""
    for at, sheet in enumerate(sorted((shop / "outbox").glob("*/*-供应商*.xlsx"))):
        kind, _, rest = sheet.stem.partition("-")
        _fill(sheet, shop / "inbox" / f"{_TEMPLATES[kind]}-{rest}.xlsx", at)


def _fill(sheet: Path, reply: Path, supplier: int) -> None:
    book = openpyxl.load_workbook(sheet)
    cells = book.worksheets[0]
    header = next(at for at, row in enumerate(cells.values, start=1) if row[0] == "订单号")
    headings = [cell.value for cell in cells[header] if cell.value]
    headings += [heading for heading in _HEADINGS if heading not in headings]
    courier = COURIERS[supplier % len(COURIERS)]
    courier_at, number_at = (headings.index(heading) + 1 for heading in _HEADINGS)
    for at, heading in enumerate(headings, start=1):
        cells.cell(header, at, heading)
    for at in range(header + 1, cells.max_row + 1):
        if str(cells.cell(at, 1).value or "").isdigit():
            cells.cell(at, courier_at, courier)
            cells.cell(at, number_at, _NUMBERS[courier].format(supplier * 100_003 + at * 7))
    book.save(reply)


if __name__ == "__main__":
    answer(Path(sys.argv[1]))
