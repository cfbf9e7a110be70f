"""What is to be done to the book, told so that every program understands it: cells by row and column, and their looks.

It decides values and places. How a program is told them is left to that program, and counts as its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tests.benchmarks.engine.made_book import COLUMNS, MOMENT, TEXT, Value, order, orders

FILL: Final = "C6EFCE"
LAST_ROWS: Final = 200
APPENDED_ROWS: Final = 1_000
READ: Final = "read"
_FIRST_FREE: Final = len(COLUMNS) + 1
_NEW_COLUMNS: Final = tuple(range(_FIRST_FREE, _FIRST_FREE + 5))
_NEW_HEADINGS: Final = ("核对结果", "物流单号", "核对时间", "处理状态", "处理快递")
_OLD_COLUMNS: Final = (10, 11, 18, 21, 29)
_FORMATS: Final = (None, TEXT, MOMENT, None, None)
_FILLS: Final = (None, None, None, FILL, None)
_STATES: Final = ("已发货", "待发货", "缺货", "已签收")
_COURIERS: Final = ("顺丰速运", "京东快递", "德邦快递")
_CHECKED: Final = datetime(2026, 11, 21, 10, 0, 0)  # noqa: DTZ001 - a cell knows no time zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One kind of work, and which cells it sets in a book of a given size."""

    key: str
    title: str
    columns: tuple[int, ...] = ()
    formats: tuple[str | None, ...] = _FORMATS
    fills: tuple[str | None, ...] = _FILLS
    headings: tuple[str, ...] = ()
    most_rows: int | None = None
    """How many rows at the end get cells; None: all of them."""
    is_appended: bool = False
    """Whether the rows are new ones below the others, to look as those do."""


@dataclass(frozen=True, slots=True)
class Task:
    """A work on one book: the first row of the sheet that gets cells, and the values of each row from there on."""

    work: Work
    first_row: int
    values: Sequence[tuple[Value, ...]]


def works() -> list[Work]:
    """All works, the order that of the page."""
    return [
        Work(
            key="new",
            title="Five new columns right of the data, on every row",
            columns=_NEW_COLUMNS,
            headings=_NEW_HEADINGS,
        ),
        Work(
            key="over",
            title="Five cells over those that are there, on every row",
            columns=_OLD_COLUMNS,
        ),
        Work(
            key="last",
            title=f"Five cells over those that are there, on the last {LAST_ROWS} rows",
            columns=_OLD_COLUMNS,
            most_rows=LAST_ROWS,
        ),
        Work(
            key="append",
            title=f"{APPENDED_ROWS:,} rows appended",
            columns=tuple(range(1, _FIRST_FREE)),
            formats=tuple(COLUMNS.values()),
            fills=(None,) * len(COLUMNS),
            most_rows=APPENDED_ROWS,
            is_appended=True,
        ),
        Work(key=READ, title="Every cell read, row by row"),
    ]


def work_named(key: str) -> Work:
    """The work with this key."""
    return next(work for work in works() if work.key == key)


def task_of(work: Work, rows: int) -> Task:
    """What the work is on a book with so many orders."""
    if work.is_appended:
        return Task(work, rows + 2, list(orders(rows + 1, APPENDED_ROWS)))
    count = min(rows, work.most_rows or rows) if work.columns else 0
    return Task(work, rows + 2 - count, [_fresh(n) for n in range(rows + 1 - count, rows + 1)])


def samples(first: int, count: int) -> list[int]:
    """Five rows to look at, out of so many: both ends, the middle, and one in between."""
    return sorted({first + (count - 1) * part // 4 for part in range(5)})


def order_in(row: int) -> tuple[Value, ...]:
    """What the made book has in a row below its headings."""
    return order(row - 1)


def _fresh(n: int) -> tuple[Value, ...]:
    checked = _CHECKED + timedelta(seconds=n)
    return (
        f"第 {n} 单已核对，无误",
        str(431_000_000_000_000_000 + n * 104_729),
        checked,
        _STATES[n % 4],
        _COURIERS[n % 3],
    )
