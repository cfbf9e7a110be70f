"""Lines that the newest export of their order does not hold any more.

Cut from the order, or changed so much (another price on a platform without line numbers) that they stand there as
another line. A person says before one is bought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sheetship.core.findings import Finding
from sheetship.core.identity import order_key
from sheetship.core.model import Line
from sheetship.core.workline import EXPORT, WorkLine

CODE = "ROW-21"


def vanished_lines(lines: Sequence[WorkLine], exported: Collection[str]) -> Iterator[Finding]:
    """A hold for every line not bought that is missing from its order; asked until it is exported again or released."""
    orders = {_order(work.line) for work in lines if work.key in exported}
    for work in lines:
        known = work.known
        if known is None or known.source != EXPORT or known.issues or work.key in exported:
            continue
        if CODE in known.held or _order(work.line) in orders:
            yield Finding(CODE, work.line.origin.cell("order_id"), {"order": work.line.order_id}, work.key)


def _order(line: Line) -> str:
    return order_key(line.platform, line.shop, line.order_id)
