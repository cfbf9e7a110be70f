"""One piece that stands under two keys.

Typed by hand without its platform and exported too, or exported for two names of one shop. Decides which of the lines
goes on; the others ask a person first, so that nothing is bought twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sheetship.core.findings import Finding
from sheetship.core.identity import clean_id
from sheetship.core.model import Line
from sheetship.core.recipients import same_name, same_phone
from sheetship.core.workline import EXPORT, WorkLine

CODE = "ROW-20"


def doubled_lines(lines: Sequence[WorkLine]) -> Iterator[Finding]:
    """A hold for every line that is not bought and may be the same piece as another line of that order number."""
    orders: defaultdict[str, list[WorkLine]] = defaultdict(list)
    for work in lines:
        number = clean_id(work.line.order_id)
        if number and (work.row or work.is_seed or _is_bought(work)):
            orders[number].append(work)
    for order in orders.values():
        if len({_sold_by(work.line) for work in order}) > 1:
            yield from _of_order(sorted(order, key=_turn))


def _turn(work: WorkLine) -> tuple[bool, bool, str]:
    """What is bought comes first, then what has a row; among equals never the order of the rows decides."""
    return not _is_bought(work), work.row is None, work.key


def twin_rows(lines: Sequence[WorkLine]) -> Iterator[Finding]:
    """A hold for every row not bought that says the same as another in everything: two pieces, or pasted twice."""
    alike: defaultdict[tuple[tuple[str, str], ...], list[WorkLine]] = defaultdict(list)
    for work in lines:
        if work.row and not work.line.line_id and (work.known is None or work.known.source != EXPORT):
            said = {name: text for name, text in work.row.team.items() if name != "release"}
            alike[tuple(sorted(said.items()))].append(work)
    for twins in alike.values():
        for work in sorted(twins, key=_turn)[1:]:
            if not _is_bought(work):
                yield Finding("ROW-14", work.line.origin.cell("order_id"), {}, work.key)


def _of_order(order: Sequence[WorkLine]) -> Iterator[Finding]:
    """The first in line goes on: what is bought, else what has a row."""
    for at, work in enumerate(order):
        first = next((other for other in order[:at] if _may_be_one(other.line, work.line, order)), None)
        if first and not _is_bought(work):
            values = {"order": work.line.order_id, "other": first.line.origin.cell() or first.key}
            yield Finding(CODE, work.line.origin.cell("order_id"), values, work.key)


def _may_be_one(first: Line, second: Line, order: Sequence[WorkLine]) -> bool:
    """Sold under two names to one person: the same goods, or goods that a row without a platform calls its own way."""
    if _sold_by(first) == _sold_by(second) or not _is_one_person(first, second):
        return False
    if first.sku == second.sku:
        return True
    has_match = any(work.line.sku == first.sku and _sold_by(work.line) == _sold_by(second) for work in order)
    return not (first.platform and second.platform) and not has_match


def _is_one_person(first: Line, second: Line) -> bool:
    one, other = first.recipient, second.recipient
    names_agree = not (one.name and other.name) or same_name(one.name, other.name)
    return names_agree and same_phone(one.phone, other.phone) is not False


def _sold_by(line: Line) -> tuple[str, str]:
    return line.platform.casefold(), line.shop.casefold()


def _is_bought(work: WorkLine) -> bool:
    return work.known is not None and bool(work.known.issues)
