"""Which line a row of the orders table is about.

Its key cell says so, unless the row's order is another known line's: somebody sorted some columns without the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sheetship.core.findings import Finding
from sheetship.core.identity import clean_id
from sheetship.core.orders_table import TableRow
from sheetship.core.workline import WorkLine

Fields = Mapping[str, str]


class KnownOrders:
    """The lines of the ledger and the files, by key and by order number."""

    def __init__(self, lines: Mapping[str, Fields]) -> None:
        self._lines = lines
        self._by_order: defaultdict[str, list[str]] = defaultdict(list)
        for key, fields in lines.items():
            self._by_order[clean_id(fields.get("order_id", ""))].append(key)

    def key_of(self, row: TableRow) -> str:
        """The key of the row's line; empty when its key cell says nothing that can be relied on."""
        key = row.ours.get("line_key", "").strip()
        if key not in self._lines or _agree(row.team, self._lines[key]):
            return key if key in self._lines else ""
        others = [other for other in self._of_order(row) if _agree(row.team, self._lines[other])]
        if not others:  # an order number of nobody else: somebody mended it
            return key
        same_goods = [
            other for other in others if self._lines[other].get("sku", "") == row.team.get("sku", "")
        ]
        return same_goods[0] if len(same_goods) == 1 else ""

    def _of_order(self, row: TableRow) -> list[str]:
        return self._by_order.get(clean_id(row.team.get("order_id", "")), [])


def _agree(row: Fields, known: Fields) -> bool:
    """Whether the numbers that both have are the same."""
    pairs = [(clean_id(row.get(name, "")), clean_id(known.get(name, ""))) for name in ("order_id", "line_id")]
    return all(one == other for one, other in pairs if one and other)


def moved_notes(lines: Sequence[WorkLine]) -> Iterator[Finding]:
    """What is told of rows whose key cell is another line's; their cells are put right in this run."""
    for work in lines:
        if work.is_moved:
            yield Finding(
                "ROW-24", work.line.origin.cell("line_key"), {"order": work.line.order_id}, work.key
            )
