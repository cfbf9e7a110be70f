"""The report as a workbook: summary with charts, problems, every line, suppliers, deadlines.

Decides which tables there are and what stands in them; how a table looks is in ``_sheet_tables.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sheetship.adapters._report_words import (
    DUE_TONES,
    LEVEL_TONES,
    STATE_TONES,
    TONES,
    state_word,
    terms_text,
    waits_word,
    words_in,
)
from sheetship.adapters._sheet_tables import ROW_POINTS, Book, Field, Plain, Value, workbook_bytes
from sheetship.core import report_sums as sums
from sheetship.core.report import Report, ReportLine
from sheetship.core.states import LineState

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CHART_PLACE = 9
CHART_HEIGHT_ROWS = 15
TEXT_LIMIT = 32_000


def write_report(report: Report) -> bytes:
    """The workbook; the same report gives the same bytes."""
    return workbook_bytes(lambda book: _Sheets(book, report).write())


class _Sheets:
    """The tabs of one report while they are written."""

    def __init__(self, book: Book, report: Report) -> None:
        self.book = book
        self.report = report
        self.words = words_in(report.lang)

    def write(self) -> None:
        self._summary()
        self._problems()
        self._lines()
        self._suppliers()
        self._deadlines()

    def _fields(self, *fields: tuple[str, float, str]) -> list[Field]:
        return [Field(self.words[name], width, kind) for name, width, kind in fields]

    def _local(self, at: datetime | None) -> datetime | None:
        return at.astimezone(self.report.at.tzinfo) if at else None

    # --- summary ---------------------------------------------------------------------------------------------------

    def _summary(self) -> None:
        sheet = self.book.book.add_worksheet(self.words["summary"])
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 8, 13)
        sheet.set_default_row(ROW_POINTS)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        top = self._title(sheet)
        top, states = self._block(sheet, top, "states", *self._state_table())
        top, _ = self._block(sheet, top, "money", *self._money_table())
        top, _ = self._block(sheet, top, "payables", *self._payable_table())
        top, suppliers = self._block(sheet, top, "cost_by_supplier", *self._cost_table())
        self._block(sheet, top, "shops", *self._shop_table())
        self._chart(sheet, 2, states, "states", [STATE_TONES[one.state] for one in self._states()])
        self._chart(sheet, 2 + CHART_HEIGHT_ROWS, suppliers, "cost_by_supplier", ["blue"] * len(suppliers))

    def _title(self, sheet: Worksheet) -> int:
        words, report = self.words, self.report
        kind = words["report"] if report.applied else words["plan"]
        sheet.write_string(0, 0, f"{report.shop} · {kind}", self.book.title)
        sheet.set_row(0, 26)
        sheet.write_string(1, 0, f"{words['run']} {report.run} · {report.at:%Y-%m-%d %H:%M}", self.book.quiet)
        for place, name in enumerate(report.done.__slots__):
            sheet.write_string(3, place, words[f"done_{name}"], self.book.header)
            sheet.write_number(4, place, getattr(report.done, name), self.book.formats["number"])
        return 6

    def _block(
        self, sheet: Worksheet, top: int, title: str, fields: Sequence[Field], rows: Sequence[Sequence[Plain]]
    ) -> tuple[int, range]:
        """A titled table; where the next one may begin, and the rows it took."""
        if not rows:
            return top, range(0)
        sheet.write_string(top, 0, self.words[title], self.book.heading)
        last = self.book.block(sheet, top + 1, fields, rows)
        return last + 2, range(top + 2, last + 1)

    def _states(self) -> tuple[sums.StateSum, ...]:
        return sums.by_state(self.report)

    def _state_table(self) -> tuple[list[Field], list[list[Plain]]]:
        fields = self._fields(("state", 0, "text"), ("lines", 0, "number"), ("units", 0, "number"))
        return fields, [
            [state_word(one.state, self.report.lang), one.lines, one.units] for one in self._states()
        ]

    def _money_table(self) -> tuple[list[Field], list[list[Plain]]]:
        amounts = [(name, 0, "money") for name in ("income", "cost", "freight", "fees", "profit")]
        fields = self._fields(
            ("currency", 0, "text"), *amounts, ("margin", 0, "percent"), ("uncounted", 0, "number")
        )
        return fields, [
            [one.currency, one.income, one.cost, one.freight, one.fees, one.profit, one.margin, one.uncounted]
            for one in sums.money(self.report)
        ]

    def _payable_table(self) -> tuple[list[Field], list[list[Plain]]]:
        fields = self._fields(
            ("supplier", 0, "text"),
            ("terms", 0, "text"),
            ("currency", 0, "text"),
            ("lines", 0, "number"),
            ("amount", 0, "money"),
        )
        return fields, [
            [one.supplier, terms_text(one.terms, self.words), one.currency, one.lines, one.amount]
            for one in sums.payables(self.report)
        ]

    def _cost_table(self) -> tuple[list[Field], list[list[Plain]]]:
        fields = self._fields(("supplier", 0, "text"), ("cost", 0, "money"), ("currency", 0, "text"))
        ranked = sorted(
            sums.by_supplier(self.report), key=lambda one: (one.currency, -one.cost, one.supplier)
        )
        return fields, [[one.supplier, one.cost, one.currency] for one in ranked]

    def _shop_table(self) -> tuple[list[Field], list[list[Plain]]]:
        counts = [(name, 0, "number") for name in ("lines", "units", "open", "shipped")]
        fields = self._fields(
            ("shop", 0, "text"),
            ("platform", 0, "text"),
            *counts,
            ("currency", 0, "text"),
            ("income", 0, "money"),
            ("profit", 0, "money"),
        )
        return fields, [
            [
                one.shop,
                one.platform,
                one.lines,
                one.units,
                one.open,
                one.shipped,
                one.currency,
                one.income,
                one.profit,
            ]
            for one in sums.by_shop(self.report)
        ]

    def _chart(self, sheet: Worksheet, row: int, rows: range, title: str, tones: Sequence[str]) -> None:
        """Bars beside the tables, from the first two columns of the rows."""
        if not rows:
            return
        chart = self.book.book.add_chart({"type": "bar"})
        name = self.words["summary"]
        chart.add_series(
            {
                "categories": [name, rows[0], 0, rows[-1], 0],
                "values": [name, rows[0], 1, rows[-1], 1],
                "points": [{"fill": {"color": TONES[tone][0]}} for tone in tones],
                "data_labels": {"value": True},
                "gap": 40,
            }
        )
        chart.set_title({"name": self.words[title], "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_y_axis(
            {"reverse": True, "num_font": {"size": 9}, "line": {"none": True}, "major_tick_mark": "none"}
        )
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        chart.set_chartarea({"border": {"color": "#E2E8F0"}})
        chart.set_size({"width": 560, "height": 320})
        sheet.insert_chart(row, CHART_PLACE, chart, {"object_position": 2})

    # --- the other tabs ---------------------------------------------------------------------------------------------

    def _problems(self) -> None:
        fields = self._fields(
            ("level", 10, "text"), ("where", 22, "text"), ("order_id", 24, "text"),
            ("message", 56, "long"), ("fix", 56, "long"), ("code", 10, "text"),
        )  # fmt: skip
        sheet = self.book.tab(self.words["problems"], fields, self._problem_rows())
        tones = {self.words[level]: TONES[tone][1] for level, tone in LEVEL_TONES.items()}
        self.book.colour(sheet, 0, tones)

    def _problem_rows(self) -> Iterator[list[Value]]:
        lang = self.report.lang
        orders = {line.key: line.order_id for line in self.report.lines}
        for problem in sums.problems(self.report):
            for one in problem.findings:
                order_id = orders.get(one.line, "")
                message, fix = one.message(lang)[:TEXT_LIMIT], one.fix(lang)[:TEXT_LIMIT]
                yield [self.words[problem.level], one.where, order_id, message, fix, one.code]

    def _lines(self) -> None:
        fields = self._fields(*((name, width, kind) for name, width, kind, _ in _LINE_COLUMNS))
        shown = self._shown()
        columns = [_column(self.report.lines, name, shown.get(name)) for *_, name in _LINE_COLUMNS]
        sheet = self.book.tab(self.words["lines_tab"], fields, zip(*columns, strict=True))
        place = [name for name, *_ in _LINE_COLUMNS].index("state")
        self.book.colour(sheet, place, self._state_fills())

    def _shown(self) -> dict[str, _Show]:
        """How the values of a line are shown that do not stand in a cell as they are."""
        return {
            "state": lambda state: state_word(state, self.report.lang),
            "ship_by": self._local,
            "waits_for": lambda who: waits_word(who, self.words),
            "problems": " ".join,
        }

    def _state_fills(self) -> dict[str, str]:
        return {state_word(state, self.report.lang): f"#{state.fill}" for state in LineState}

    def _suppliers(self) -> None:
        fields = self._fields(
            ("supplier", 24, "text"), ("terms", 14, "text"), ("lines", 9, "number"), ("units", 9, "number"),
            ("shipped", 9, "number"), ("open", 9, "number"), ("oldest_open", 18, "time"),
            ("currency", 9, "text"), ("cost", 14, "money"),
        )  # fmt: skip
        self.book.tab(self.words["suppliers"], fields, self._supplier_rows())

    def _supplier_rows(self) -> Iterator[list[Value]]:
        for one in sums.by_supplier(self.report):
            terms, oldest = terms_text(one.terms, self.words), self._local(one.oldest_open)
            counts = [one.lines, one.units, one.shipped, one.open]
            yield [one.supplier, terms, *counts, oldest, one.currency, one.cost]

    def _deadlines(self) -> None:
        fields = self._fields(
            ("due", 10, "text"), ("ship_by", 18, "time"), ("order_id", 24, "text"), ("product", 30, "text"),
            ("quantity", 8, "number"), ("state", 12, "text"), ("supplier", 18, "text"),
            ("waits_for", 12, "text"), ("next_step", 36, "text"), ("where", 16, "text"),
        )  # fmt: skip
        told = sums.deadlines(self.report)
        lines, shown = [one.line for one in told], self._shown()
        columns = [_column(lines, name, shown.get(name)) for name in _DEADLINE_COLUMNS]
        near = [self.words[one.due] for one in told]
        sheet = self.book.tab(self.words["deadlines"], fields, zip(near, *columns, strict=True))
        self.book.colour(sheet, 0, {self.words[due]: TONES[tone][1] for due, tone in DUE_TONES.items()})
        self.book.colour(sheet, 5, self._state_fills())


def _column(lines: Sequence[ReportLine], name: str, show: _Show | None) -> list[Value]:
    """One value of every line, as it stands in a cell; each distinct one is put into words once."""
    values = list(map(attrgetter(name), lines))
    if show is None:
        return values
    shown = {value: show(value) for value in set(values)}
    return [shown[value] for value in values]


_Show = Callable[[Any], Value]

_DEADLINE_COLUMNS = (
    "ship_by", "order_id", "product", "quantity", "state", "supplier", "waits_for", "next_step", "where",
)  # fmt: skip

_LINE_COLUMNS: Sequence[tuple[str, float, str, str]] = (
    ("order_id", 24, "text", "order_id"),
    ("state", 12, "text", "state"),
    ("shop", 16, "text", "shop"),
    ("platform", 10, "text", "platform"),
    ("sku", 16, "text", "sku"),
    ("product", 30, "text", "product"),
    ("quantity", 8, "number", "quantity"),
    ("supplier", 18, "text", "supplier"),
    ("po_number", 20, "text", "po_number"),
    ("currency", 8, "text", "currency"),
    ("income", 11, "money", "income"),
    ("cost", 11, "money", "cost"),
    ("freight", 10, "money", "freight"),
    ("fees", 10, "money", "fees"),
    ("profit", 11, "money", "profit"),
    ("courier", 12, "text", "courier"),
    ("tracking_number", 22, "text", "tracking_number"),
    ("ship_by", 18, "time", "ship_by"),
    ("waits_for", 12, "text", "waits_for"),
    ("next_step", 36, "text", "next_step"),
    ("code", 16, "text", "problems"),
    ("where", 16, "text", "where"),
    ("line_key", 24, "text", "key"),
)
