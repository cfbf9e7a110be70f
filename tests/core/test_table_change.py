"""Where a plan's cells go, and what kind of value stands in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.columns import OURS, TEAM
from sheetship.core.lines import canoniser
from sheetship.core.new_rows import typed
from sheetship.core.orders_table import OrdersTable, read_orders_table
from sheetship.core.own_cells import as_text
from sheetship.core.plan import CellChange, Seed
from sheetship.core.table_change import HEADING, SetCell, TableChange, table_change
from sheetship.core.tables import RawTable
from tests.core.pure_shop import every_cell

CHINA = timezone(timedelta(hours=8))
NAMES = {"douyin": "抖店"}


def table(*headings: str, rows: int = 1) -> OrdersTable:
    cells = [[f"{at}" for _ in headings] for at in range(rows)]
    raw = RawTable("订单", [list(headings), *cells])
    return read_orders_table(raw, sheet="订单", zone=CHINA, named={})


def change(
    there: OrdersTable, *seeds: Seed, cells: tuple[CellChange, ...] = (), lang: str = "zh"
) -> TableChange:
    return table_change(there, seeds, cells, zone=CHINA, lang=lang, platforms=NAMES)


def at(made: TableChange, row: int, column: int) -> SetCell:
    (cell,) = [cell for cell in every_cell(made) if (cell.row, cell.column) == (row, column)]
    return cell


def test_columns_of_ours_that_are_missing_stand_at_the_right_of_the_table() -> None:
    made = change(table("订单号", "数量", "收件人", "状态"), lang="en")
    headings = [(cell.column, cell.value) for cell in made.cells if cell.tone == HEADING]
    wanted = ["Release", *(column.en for column in OURS if column.field != "status")]
    assert headings == list(enumerate(wanted, 5))
    assert made.release_column == 5
    assert set(made.widths) == set(range(5, 5 + len(wanted)))


def test_a_table_that_has_them_all_gets_no_new_column() -> None:
    made = change(table(*(column.zh for column in (*TEAM, *OURS))))
    assert (made.cells, made.widths) == ((), {})


def test_new_rows_go_below_and_cells_of_ours_go_with_them() -> None:
    there = table("订单号", "数量", "平台", "状态", rows=3)
    seeds = (
        Seed("L1", {"order_id": "001", "quantity": "2", "platform": "douyin"}),
        Seed("L2", {"platform": "jd"}),
    )
    made = change(
        there, *seeds, cells=(CellChange(row=0, line_key="L2", field="status", old="", new="新", tone="new"),)
    )
    assert (made.first_row, made.last_row) == (2, 6)
    assert (at(made, 5, 1).value, at(made, 5, 1).is_text) == ("001", True)
    assert (at(made, 5, 2).value, at(made, 5, 2).is_text) == (2, False)
    assert (at(made, 5, 3).value, at(made, 6, 3).value) == ("抖店", "jd")
    assert (at(made, 6, 4).value, at(made, 6, 4).tone) == ("新", "new")


def test_what_the_table_has_no_column_for_is_not_written() -> None:
    made = change(
        table("订单号", "数量", "收件人"),
        Seed("L1", {"order_id": "1", "country": "DE", "doubts": "ROW-02", "sku": ""}),
    )
    assert [cell.column for cell in every_cell(made) if cell.row == 3] == [1]


def test_an_existing_row_is_found_by_its_number() -> None:
    cell = CellChange(row=2, line_key="L1", field="tracking_number", old="", new="SF1", link="https://sf")
    made = change(table("订单号", "数量", "运单号"), cells=(cell,))
    assert at(made, 2, 3) == SetCell(row=2, column=3, value="SF1", is_text=True, link="https://sf")


def test_new_rows_look_like_the_last_rows_that_hold_orders() -> None:
    assert change(table("订单号", "数量", "收件人", rows=300)).like_rows == tuple(range(102, 302))


def test_values_have_the_kind_of_their_column() -> None:
    assert typed("quantity", "2", UTC, "zh") == 2
    assert typed("paid", "12.5", UTC, "zh") == Decimal("12.5")
    assert typed("ship_by", "2026-11-21T02:00:00+00:00", CHINA, "zh") == datetime(2026, 11, 21, 10)  # noqa: DTZ001 - a cell's time
    assert typed("order_state", "to_ship", UTC, "en") == "to ship"
    assert typed("phone", "0012", UTC, "zh") == "0012"


def test_what_is_no_number_and_no_time_stays_text() -> None:
    assert [typed(name, "两", UTC, "zh") for name in ("quantity", "paid", "ship_by")] == ["两", "两", "两"]


@given(st.sampled_from([column.field for column in TEAM]), st.text())
def test_a_value_that_was_written_reads_back_the_same(name: str, text: str) -> None:
    spell = canoniser(name, CHINA)
    told = spell(text)
    if name not in {"order_id", "line_id", "sku"}:
        assert spell(as_text(typed(name, told, CHINA, "zh"))) == told
