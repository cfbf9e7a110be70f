"""A run is taken back: what SheetShip wrote goes, what a person wrote stays, what left the shop is listed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetship.core.columns import OURS
from sheetship.core.model import Record
from tests.core.little_shop import catalogue
from tests.core.pure_shop import WHERE, PureShop, record, reply

SF = "SF1234567890123"
ROW = {
    "order_id": "7",
    "sku": "A1",
    "quantity": "1",
    "recipient_name": "张三",
    "phone": "13800007777",
    **WHERE,
}


def own_cells(shop: PureShop) -> list[str]:
    """Everything that stands in SheetShip's own columns."""
    return [text for column in OURS for text in shop.cells(column.field) if text]


def a_token(shop: PureShop, row: int = 2) -> str:
    key = shop.cell(row, "line_key")
    return next(token for token, line in shop.known().tokens.items() if line == key)


def test_rows_that_nobody_touched_are_emptied_and_the_purchase_is_listed() -> None:
    shop = PureShop()
    run = shop.run(record("1"), record("2", sku="B9")).run
    back = shop.undo(run)
    assert not any(text for cells in shop.grid[1:] for text in cells)
    assert (back.kept, [issue.po_number for issue in back.issues], back.uploads) == ((), ["HZ-261121-1"], ())


def test_what_was_bought_stays_in_doubt_and_is_not_bought_again() -> None:
    shop = PureShop()
    shop.undo(shop.run(record("1")).run)
    again = shop.run(record("1"))
    assert again.counts["sent"] == 0
    assert shop.cell(shop.table().last_row, "status") == "存疑"


def test_a_row_that_somebody_edited_is_kept_without_our_words_and_its_place_is_told() -> None:
    shop = PureShop()
    run = shop.run(record("1")).run
    shop.type(2, "street", "文三路 2 号")
    shop.type(2, "release", "放行")
    back = shop.undo(run)
    assert set(back.kept) == {"订单!Q2", "订单!AA2"}
    assert own_cells(shop) == [shop.cell(2, "line_key")]
    assert shop.cell(2, "recipient_name") == "王1"


def test_a_row_of_the_team_loses_only_what_sheetship_wrote() -> None:
    shop = PureShop(ROW)
    before = list(shop.grid[1])
    run = shop.run().run
    back = shop.undo(run)
    assert own_cells(shop) == []
    assert shop.grid[1][: len(before)] == before
    assert back.kept == ()


def test_a_cell_of_ours_that_somebody_edited_is_kept_and_told() -> None:
    shop = PureShop(ROW)
    run = shop.run().run
    shop.type(2, "status", "我自己改的")
    shop.type(2, "cost", "12.00")
    back = shop.undo(run)
    assert [shop.cell(2, "status"), shop.cell(2, "cost")] == ["我自己改的", ""]
    assert len(back.kept) == 1


def test_what_stood_there_before_the_run_comes_back_in_its_own_kind() -> None:
    shop = PureShop()
    shop.run(record("1"))
    number = shop.run(replies=[reply(SF, token=a_token(shop))])
    assert shop.cell(2, "shipped_at")
    back = shop.undo(number.run)
    assert (shop.cell(2, "status"), shop.cell(2, "tracking_number"), shop.cell(2, "shipped_at")) == (
        "已下单",
        "",
        "",
    )
    assert [(upload.number, upload.run) for upload in back.uploads] == [(SF, number.run)]
    assert back.kept == ()


def test_a_row_that_a_later_run_needs_is_kept() -> None:
    shop = PureShop()
    bought = shop.run(record("1"))
    shop.run(replies=[reply(SF, token=a_token(shop))])
    back = shop.undo(bought.run)
    assert shop.cell(2, "tracking_number") == SF
    assert shop.cell(2, "recipient_name") == "王1"
    assert shop.table().origin(2).cell("tracking_number") in back.kept


def test_a_later_run_that_was_taken_back_itself_needs_nothing() -> None:
    shop = PureShop()
    bought = shop.run(record("1"))
    number = shop.run(replies=[reply(SF, token=a_token(shop))])
    shop.undo(number.run)
    shop.undo(bought.run)
    assert not any(text for cells in shop.grid[1:] for text in cells)


def test_rows_and_columns_that_are_gone_are_no_trouble() -> None:
    shop = PureShop(ROW)
    run = shop.run(record("1")).run
    del shop.grid[2]
    status = shop.table().columns["status"]
    shop.grid[0][status - 1] = "别的"
    assert shop.undo(run).cells


def test_the_cells_are_a_change_of_the_table_that_adds_no_row() -> None:
    shop = PureShop(ROW)
    run = shop.run().run
    table = shop.table()
    change = shop.undo(run).change(table)
    assert (change.sheet, change.widths, change.like_rows) == ("订单", {}, ())
    assert change.last_row < change.first_row
    assert change.release_column == table.columns["release"]


LINES = st.lists(
    st.builds(
        record,
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["", "x-1", "x-2"]),
        sku=st.sampled_from(["A1", "B9"]),
        paid=st.sampled_from(["40", "12.50", ""]),
        ship_by=st.sampled_from(["", "2026-11-25T10:00:00+00:00"]),
        order_state=st.sampled_from(["to_ship", "closed"]),
    ),
    max_size=5,
)


@given(LINES, LINES)
@settings(max_examples=25, deadline=None)
def test_when_all_runs_are_taken_back_nothing_of_ours_remains(
    first: list[Record], second: list[Record]
) -> None:
    shop = PureShop(ROW, goods=catalogue())
    runs = [plan.run for plan in (shop.run(*first), shop.run(*second)) if not plan.is_empty]
    kept = [place for run in reversed(runs) for place in shop.undo(run).kept]
    assert kept == []
    assert own_cells(shop) == []
    assert [cells[2] for cells in shop.grid[1:] if any(cells)] == ["7"]
