"""The suppliers' answers: every sheet of the last run sent back with a courier and a number in each row.

``python -m tests.benchmarks.replies SHOP`` puts them into the shop's inbox, the same for SheetShip and for its rival.
"""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl

from tests.benchmarks.made_shop import COURIERS

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
    header = next(row for row in cells.iter_rows() if row[0].value == "订单号")
    places = {cell.value: cell.column for cell in header}
    for heading in _HEADINGS:
        if heading not in places:
            places[heading] = max(places.values()) + 1
            cells.cell(header[0].row, places[heading], heading)
    courier = COURIERS[supplier % len(COURIERS)]
    for at in range(header[0].row + 1, cells.max_row + 1):
        if str(cells.cell(at, 1).value or "").isdigit():
            cells.cell(at, places[_HEADINGS[0]], courier)
            cells.cell(at, places[_HEADINGS[1]], _NUMBERS[courier].format(supplier * 100_003 + at * 7))
    book.save(reply)


if __name__ == "__main__":
    answer(Path(sys.argv[1]))
