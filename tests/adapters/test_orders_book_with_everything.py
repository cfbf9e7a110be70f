"""A run writes into a macro workbook with everything in it: what it planned changes, and nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta, timezone
from pathlib import Path

from sheetship.adapters.orders_book import OrdersBook
from sheetship.adapters.safe_files import SafeFiles
from sheetship.core.orders_table import read_orders_table
from sheetship.core.plan import CellChange, Seed
from sheetship.core.table_change import TableChange, table_change
from tests.xlsx.census import census, lost
from tests.xlsx.corpus.differences import differences
from tests.xlsx.everything_book import (
    AT_LEAST_ONE,
    SHEET,
    STYLES,
    TABLE,
    TRACKING_NUMBER,
    WORKBOOK,
    assert_only_these_change,
    everything_book,
    tag_difference,
)
from tests.xlsx.opened import Opened
from tests.xlsx.strictness import violations

CHINA = timezone(timedelta(hours=8))


def days_change(orders: OrdersBook) -> TableChange:
    """A tracking number, a status and a new line, as a run plans them."""
    name, raw = orders.table(orders.read())
    table = read_orders_table(raw, sheet=name, zone=CHINA, named={})
    changes = (
        CellChange(2, "L1", "tracking_number", "", TRACKING_NUMBER),
        CellChange(3, "L2", "status", "缺货", "已下单", tone="po_sent"),
        CellChange(0, "L5", "status", "", "待采购", tone="new"),
    )
    new_line = Seed("L5", {"order_id": "D2026112100001", "sku": "CAP-BLK", "quantity": "2"})
    return table_change(table, [new_line], changes, zone=CHINA, lang="zh", platforms={})


def places(change: TableChange) -> set[tuple[int, int]]:
    appended = {(row.row, column.column) for row in change.new_rows for column in change.new_columns}
    return {(cell.row, cell.column) for cell in change.cells} | appended


def test_a_run_of_the_product_changes_the_planned_cells_and_adds_its_drop_down(tmp_path: Path) -> None:
    before = everything_book()
    path = tmp_path / "订单.xlsm"
    path.write_bytes(before)
    orders = OrdersBook(path, None, SafeFiles(), tmp_path / "backups")
    change = days_change(orders)
    assert {(2, 12), (3, 11), (6, 11), (1, 15)} < places(change)
    after = orders.changed(orders.read(), change, "zh").content
    assert_only_these_change(before, after, SHEET, TABLE, STYLES, WORKBOOK)
    sheets = [Opened(content).tree(SHEET) for content in (before, after)]
    assert sheets[0] is not None
    assert sheets[1] is not None
    assert differences(sheets[0], sheets[1], places(change)) == ["dataValidations differs"]
    told = tag_difference(before, after, SHEET)
    assert [line for line in told if "dataValidation" in line or "formula1" in line] == [
        *('-<dataValidations count="1">', f"-{AT_LEAST_ONE.format(5)}"),
        *('+<dataValidations count="2">', f"+{AT_LEAST_ONE.format(6)}", "+</dataValidation>"),
        '+<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="O2:O6">',
        '+<formula1>"放行,不放行,已收到,作废"</formula1>',
    ]
    assert lost(census(before), census(after)) == Counter({"cells of type s": 1})
    assert violations(after) == []
