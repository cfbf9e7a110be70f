"""Tells an older export from a newer one where a line cannot have gone that way.

What was refunded, closed or shipped stays so, whatever file is dropped in later: files carry no reliable date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sheetship.core.columns import headings_in_both
from sheetship.core.findings import Finding
from sheetship.core.known import Known
from sheetship.core.lines import label_in_both
from sheetship.core.model import OrderState, Record, RefundState
from sheetship.core.workline import EXPORT, WorkLine

CODE = "ROW-22"
_OVER = frozenset({OrderState.SHIPPED.value, OrderState.COMPLETED.value, OrderState.CLOSED.value})
_OPEN = frozenset({OrderState.UNPAID.value, OrderState.TO_SHIP.value, OrderState.PART_SHIPPED.value})


@dataclass(frozen=True, slots=True)
class Step:
    """A field that went back, from what to what."""

    field: str
    old: str
    new: str


def step_back(before: Mapping[str, str], after: Mapping[str, str]) -> Step | None:
    """The first state that ``after`` shows earlier than ``before``; ``None`` for a line that may have gone that way."""
    old, new = before.get("refund_state", ""), after.get("refund_state", "")
    if old == RefundState.REFUNDED.value != new:
        return Step("refund_state", old, new)
    old, new = before.get("order_state", ""), after.get("order_state", "")
    return Step("order_state", old, new) if old in _OVER and new in _OPEN else None


def keep_newer(exported: Mapping[str, Record], known: Known) -> tuple[dict[str, Record], dict[str, Step]]:
    """The records, an older one with the content that the ledger remembers; and what had gone back, by line key."""
    steps = {
        key: step
        for key, record in exported.items()
        if (line := known.lines.get(key))
        and line.source == EXPORT
        and (step := step_back(line.fields, record.fields))
    }
    records = {
        key: replace(record, fields=known.lines[key].fields) if key in steps else record
        for key, record in exported.items()
    }
    return records, steps


def older_notes(lines: Sequence[WorkLine], steps: Mapping[str, Step]) -> Iterator[Finding]:
    """What is told of a line whose newest file is not its newest export."""
    for work in lines:
        step = steps.get(work.key)
        if step:
            values = {
                **headings_in_both("field", [step.field]),
                **label_in_both("old", step.field, step.old),
                **label_in_both("new", step.field, step.new),
            }
            yield Finding(CODE, work.line.origin.cell(step.field), values, work.key)
