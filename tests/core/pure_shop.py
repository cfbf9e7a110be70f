"""A shop that lives in memory: its table is a grid of texts, its ledger a list of events, its days are calls of ``run``.

A plan is applied the way the workbook would take it: the cells of ``table_change`` become texts in the grid, which is
read again before the next decision. So whatever a round trip through cells does to a value happens here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from sheetship.adapters.templates_files import TemplateFolder, built_in_templates
from sheetship.core.catalogue import Catalogue
from sheetship.core.columns import TEAM
from sheetship.core.decide import decide
from sheetship.core.documents import TemplateSpec
from sheetship.core.events import Event, StoredEvent, cells_written, run_finished, run_started, run_undone
from sheetship.core.facts import Facts, Platform
from sheetship.core.history import Known, fold
from sheetship.core.lines import Home
from sheetship.core.model import Origin, Record
from sheetship.core.orders_table import OrdersTable, read_orders_table
from sheetship.core.own_cells import as_text
from sheetship.core.plan import Plan
from sheetship.core.replies import ReplyItem
from sheetship.core.table_change import SetCell, TableChange, table_change
from sheetship.core.tables import RawTable
from sheetship.core.undoing import Undoing, undoing
from tests.core.little_shop import NOW, catalogue
from tests.core.replies_made import COURIERS

HEADINGS = tuple(column.zh for column in TEAM)
PLATFORMS = {
    "douyin": Platform(code="douyin", names=("抖店", "Douyin"), splits=True),
    "taobao": Platform(code="taobao", names=("淘宝", "Taobao")),
}
SHEET = "订单"
SPECS: Mapping[str, TemplateSpec] = TemplateFolder([built_in_templates()]).specs()
WHERE = {"province": "浙江省", "city": "杭州市", "district": "西湖区", "street": "文三路 1 号"}


def record(order: str, line: str = "", *, file: str = "orders.csv", row: int = 2, **changes: str) -> Record:
    """A line of a 抖店 export, sound in everything, each order to its own recipient; a blank change leaves a field out."""
    fields = {
        "platform": "douyin",
        "shop": "小店",
        "order_id": order,
        "line_id": line,
        "sku": "A1",
        "product": "杯子",
        "quantity": "1",
        "unit_price": "40",
        "paid": "40",
        "recipient_name": f"王{order}",
        "phone": f"138{order[-8:]:0>8}",
        **WHERE,
        "order_state": "to_ship",
        "refund_state": "none",
        "ordered_at": "2026-11-21T09:00:00+00:00",
        **changes,
    }
    return Record({name: text for name, text in fields.items() if text}, Origin(file, row, {"order_id": 1}))


def reply(number: str, *, file: str = "reply.xlsx", row: int = 2, **said: Any) -> ReplyItem:  # noqa: ANN401
    """A number in a supplier's reply."""
    return ReplyItem(number=number, origin=Origin(file, row, {"tracking_number": 6}), **said)


def every_cell(change: TableChange) -> list[SetCell]:
    """All cells of a change, those of appended rows too."""
    appended = [
        SetCell(
            row=new.row,
            column=column.column,
            value=value,
            is_text=column.is_text,
            is_money=column.is_money,
            tone=new.tone if column.is_status else "",
        )
        for new in change.new_rows
        for column, value in zip(change.new_columns, new.values, strict=True)
        if value is not None
    ]
    return [*change.cells, *appended]


class PureShop:
    """A shop with one table, played run by run."""

    def __init__(self, *rows: Mapping[str, str], goods: Catalogue | None = None, lang: str = "zh") -> None:
        self.grid: list[list[str]] = [list(HEADINGS)]
        self.events: list[StoredEvent] = []
        self.catalogue = goods or catalogue()
        self.lang = lang
        self.now = NOW
        for row in rows:
            self.type_row(**row)

    # --- what a person does -----------------------------------------------------------------------------------------

    def type_row(self, **cells: str) -> None:
        """Adds a row below all others."""
        self.grid.append([""] * len(self.grid[0]))
        for field, text in cells.items():
            self.type(len(self.grid), field, text)

    def type(self, row: int, field: str, text: str) -> None:
        """Types into a cell; rows are counted as the table shows them."""
        cells = self.grid[row - 1]
        column = self.table().columns[field]
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = text

    def cell(self, row: int, field: str) -> str:
        """What a cell says."""
        cells, column = self.grid[row - 1], self.table().columns[field]
        return cells[column - 1] if column <= len(cells) else ""

    def cells(self, field: str) -> list[str]:
        """What a column says, top down."""
        return [self.cell(row, field) for row in range(2, len(self.grid) + 1)]

    # --- what SheetShip does ----------------------------------------------------------------------------------------

    def table(self) -> OrdersTable:
        return read_orders_table(RawTable(SHEET, self.grid), sheet=SHEET, zone=UTC, named={})

    def known(self) -> Known:
        return fold(self.events)

    def facts(self, *records: Record, replies: Iterable[ReplyItem] = (), **changes: Any) -> Facts:  # noqa: ANN401
        facts = Facts(
            now=self.now,
            zone=UTC,
            lang=self.lang,
            shop="小店",
            home=Home(),
            table=self.table(),
            known=self.known(),
            catalogue=self.catalogue,
            couriers=COURIERS,
            specs=SPECS,
            platforms=PLATFORMS,
            records=records,
            replies=tuple(replies),
        )
        return replace(facts, **changes)

    def plan(self, *records: Record, replies: Iterable[ReplyItem] = (), **changes: Any) -> Plan:  # noqa: ANN401
        """What a run would do."""
        return decide(self.facts(*records, replies=replies, **changes), {})

    def run(self, *records: Record, replies: Iterable[ReplyItem] = (), **changes: Any) -> Plan:  # noqa: ANN401
        """A run, planned and applied."""
        plan = self.plan(*records, replies=replies, **changes)
        if not plan.is_empty:
            self._apply(plan)
        return plan

    def undo(self, run: str) -> Undoing:
        """Takes a run back."""
        names = {code: platform.names[0] for code, platform in PLATFORMS.items()}
        back = undoing(self.events, run, self.table(), zone=UTC, lang=self.lang, platforms=names)
        self._set(back.cells)
        by = f"undo-{len(self.events)}"
        self._record(by, run_started(by, inputs={}, files={}), run_undone(run), run_finished(by))
        return back

    def _apply(self, plan: Plan) -> None:
        names = {code: platform.names[0] for code, platform in PLATFORMS.items()}
        change = table_change(self.table(), plan.seeds, plan.cells, zone=UTC, lang=self.lang, platforms=names)
        self._set(every_cell(change))
        written = {
            (cell.line_key, cell.field): (cell.old, as_text(cell.new)) for cell in plan.cells if cell.line_key
        }
        started = run_started(plan.run, inputs={}, files={})
        self._record(plan.run, started, *plan.events, cells_written(SHEET, written), run_finished(plan.run))

    def _set(self, cells: Iterable[SetCell]) -> None:
        for cell in cells:
            self.grid += [[] for _ in range(cell.row - len(self.grid))]
            there = self.grid[cell.row - 1]
            there += [""] * (cell.column - len(there))
            there[cell.column - 1] = as_text(cell.value)

    def _record(self, run: str, *events: Event) -> None:
        head = len(self.events)
        self.events += [StoredEvent(head + at, run, self.now, event) for at, event in enumerate(events, 1)]
