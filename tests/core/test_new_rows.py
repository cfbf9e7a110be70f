from datetime import UTC, datetime
from decimal import Decimal

from sheetship.core.new_rows import NewColumn, Wording, new_rows
from sheetship.core.orders_table import OrdersTable
from sheetship.core.plan import CellChange, Seed
from sheetship.core.table_change import SetCell, TableChange, table_change

COLUMNS = {
    "platform": 1,
    "order_id": 2,
    "quantity": 3,
    "paid": 4,
    "ordered_at": 5,
    "order_state": 6,
    "status": 7,
}
WORDING = Wording(UTC, "zh", {"douyin": "抖店"})
SEED = Seed(
    "L-1",
    {
        "platform": "douyin",
        "order_id": "6920",
        "quantity": "2",
        "paid": "12.5",
        "ordered_at": "2026-11-21T10:00:00+00:00",
        "order_state": "to_ship",
        "postcode": "310000",
    },
)


def change(
    field: str, new: str, key: str = "L-1", *, row: int = 0, tone: str = "", link: str = ""
) -> CellChange:
    return CellChange(row=row, line_key=key, field=field, old="", new=new, tone=tone, link=link)


def changed(seeds: list[Seed], changes: list[CellChange]) -> TableChange:
    table = OrdersTable("订单", 1, COLUMNS, (), 5, 7)
    return table_change(table, seeds, changes, zone=UTC, lang="zh", platforms={"douyin": "抖店"})


def test_a_new_row_holds_numbers_and_times_as_such_and_words_as_people_write_them() -> None:
    columns, rows = new_rows(
        {6: SEED}, {"L-1": {"status": change("status", "已下单", tone="po_sent")}}, COLUMNS, WORDING
    )
    moment = datetime(2026, 11, 21, 10)  # noqa: DTZ001 - cells know no zone
    assert rows[0].values == ("抖店", "6920", 2, Decimal("12.5"), moment, "待发货", "已下单")
    assert (rows[0].row, rows[0].tone) == (6, "po_sent")
    assert columns[1] == NewColumn(2, is_text=True)
    assert columns[3] == NewColumn(4)
    assert columns[6] == NewColumn(7, is_status=True)


def test_a_column_that_no_new_row_fills_is_left_out() -> None:
    columns, rows = new_rows({6: Seed("L-1", {"order_id": "6920"})}, {"L-1": {}}, COLUMNS, WORDING)
    assert [column.column for column in columns] == [2]
    assert rows == ((6, ("6920",), ""),)


def test_a_new_row_with_a_link_is_written_cell_by_cell() -> None:
    linked = change("tracking_number", "YT1", link="https://example.com/YT1")
    told = changed([SEED, Seed("L-2", {"order_id": "6921"})], [linked, change("status", "新", "L-2")])
    assert [row.row for row in told.new_rows] == [7]
    assert SetCell(row=6, column=2, value="6920", is_text=True) in told.cells
    assert any(cell.row == 6 and cell.link for cell in told.cells)


def test_cells_of_rows_that_were_there_stay_single() -> None:
    told = changed([SEED], [change("status", "新"), change("status", "已下单", "L-9", row=3)])
    assert [cell for cell in told.cells if cell.row == 3] == [SetCell(row=3, column=7, value="已下单")]
    assert len(told.new_rows) == 1
