"""What is told of a line when the team's row, the newest export and the ledger are laid side by side.

Only what the three views say about each other; whether a line is fit to be bought is ``checks.py``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sheetship.core.columns import headings_in_both
from sheetship.core.exported import DOUBTS, flaw_doubts
from sheetship.core.findings import Finding
from sheetship.core.identity import order_key
from sheetship.core.known import Known, KnownLine
from sheetship.core.lines import label_in_both
from sheetship.core.merge import Merged
from sheetship.core.model import OrderState
from sheetship.core.workline import WorkLine, is_finished

_SHOWN = frozenset({"order_state", "refund_state", "quantity", "ship_by"})
"""Fields whose values are told when they change; of all others only the name, since they hold people's details."""
_ON_ITS_WAY = frozenset({OrderState.PART_SHIPPED.value, OrderState.SHIPPED.value, OrderState.COMPLETED.value})
_BETWEEN_NUMBERS = "、"
DOUBTFUL_PURCHASE = "ROW-10"
FOREIGN_PURCHASE = "ROW-05"


@dataclass(frozen=True, slots=True)
class Purchases:
    """What stands in live purchase orders, by order: to notice a line that would be bought a second time."""

    goods: frozenset[tuple[str, str]]
    """Order and SKU."""
    rowless: frozenset[str]
    """Orders with a bought line that neither the table nor a file holds any more."""


def purchases(known: Known, there: Iterable[str]) -> Purchases:
    """The live purchase orders; ``there`` are the keys of lines that have a row or stand in a file."""
    bought = [line for line in known.lines.values() if line.issues]
    seen = frozenset(there)
    return Purchases(
        frozenset((_order(line.fields), line.fields.get("sku", "")) for line in bought),
        frozenset(_order(line.fields) for line in bought if line.key not in seen),
    )


def notes_of(work: WorkLine, merged: Merged, latest: Mapping[str, str], bought: Purchases) -> list[Finding]:
    """Every note of one line; ``latest`` is the newest export's view, empty for a line that no export ever held."""
    if work.is_seed and work.known is None and not latest.get(DOUBTS):  # said by one view only
        return list(_doubtful_purchase(work, bought))
    return [
        *_changes(work, merged, latest),
        *_doubts(work, latest),
        *_place(work),
        *_doubtful_purchase(work, bought),
        *_foreign_purchase(work),
        *_foreign_parcel(work),
        *_changed_after_purchase(work),
    ]


def _note(work: WorkLine, code: str, field: str, /, **values: str) -> Finding:
    return Finding(code, work.line.origin.cell(field), values, work.key)


def _changes(work: WorkLine, merged: Merged, latest: Mapping[str, str]) -> Iterator[Finding]:
    """What the platform changed since the row was written."""
    if merged.clashes:
        yield _note(work, "ROW-07", merged.clashes[0], **headings_in_both("fields", merged.clashes))
    there: Mapping[str, str] = work.row.team if work.row else {}
    for name in merged.changed:
        new = latest.get(name, "")
        if name in _SHOWN and not _is_our_doing(work, name, new):
            said = {**label_in_both("old", name, there[name]), **label_in_both("new", name, new)}
            yield _note(work, "ROW-08", name, **headings_in_both("field", [name]), **said)
    rest = [name for name in merged.changed if name not in _SHOWN]
    if rest:
        yield _note(work, "ROW-06", rest[0], **headings_in_both("fields", rest))


def _is_our_doing(work: WorkLine, name: str, new: str) -> bool:
    """A platform that shows a line as shipped after we had its number is no news."""
    has_parcel = work.known is not None and bool(work.known.parcels)
    return has_parcel and name == "order_state" and new in _ON_ITS_WAY


def _doubts(work: WorkLine, latest: Mapping[str, str]) -> Iterator[Finding]:
    """What the files left doubtful, until a person writes another value; and what stands in the row itself."""
    row_flaws = flaw_doubts(work.row.flaws) if work.row else []
    for doubt in dict.fromkeys((*latest.get(DOUBTS, "").split(), *row_flaws)):
        code, _, name = doubt.partition(":")
        if not name:
            yield _note(work, code, "order_id")
        elif doubt in row_flaws or work.fields.get(name) == latest.get(name):
            yield _note(
                work, code, name, **headings_in_both("field", [name]), value=work.fields.get(name, "")
            )


def _place(work: WorkLine) -> Iterator[Finding]:
    if work.row is None and not work.is_seed and not is_finished(work.line, work.known):
        yield Finding("ROW-09", work.line.order_id, {}, work.key)


def _doubtful_purchase(work: WorkLine, bought: Purchases) -> Iterator[Finding]:
    """A line without a number of its own whose goods are bought already; asked until a person has answered."""
    known = work.known
    is_asked = known is None or (DOUBTFUL_PURCHASE in known.held and not known.issues)
    if not is_asked or work.line.line_id or not bought.goods:
        return
    order = _order(work.fields)
    if (order, work.line.sku) in bought.goods or order in bought.rowless:
        yield _note(work, DOUBTFUL_PURCHASE, "order_id", order=work.line.order_id)


def _order(fields: Mapping[str, str]) -> str:
    return order_key(fields.get("platform", ""), fields.get("shop", ""), fields.get("order_id", ""))


def _foreign_purchase(work: WorkLine) -> Iterator[Finding]:
    """The row of a line that is not bought names a purchase order of which the ledger knows nothing."""
    if work.row is None or work.is_moved or (work.known and work.known.issues):
        return
    written = work.row.ours.get("po_number", "").split(_BETWEEN_NUMBERS)
    foreign = [
        number for number in map(str.strip, written) if number and number not in _own_numbers(work.known)
    ]
    if foreign:
        yield _note(work, FOREIGN_PURCHASE, "po_number", po=_BETWEEN_NUMBERS.join(foreign))


def _foreign_parcel(work: WorkLine) -> Iterator[Finding]:
    """The row of a line that never was bought already has a tracking number: the team sent it before, or elsewhere."""
    if work.row is None or work.is_moved or (work.known and (work.known.issues or work.known.voided)):
        return
    number = work.row.ours.get("tracking_number", "").strip()
    if number:
        yield _note(work, "ROW-23", "tracking_number", number=number)


def _own_numbers(known: KnownLine | None) -> frozenset[str]:
    """Every purchase order that the line ever stood in."""
    return frozenset(issue.po_number for issue in known.voided) if known else frozenset()


def _changed_after_purchase(work: WorkLine) -> Iterator[Finding]:
    """A line that reads differently from what its supplier was told."""
    known = work.known
    if known is None or not known.issues or known.decision is None or is_finished(work.line, known):
        return
    changed = [name for name, told in known.decision.sent.items() if work.fields.get(name, "") != told]
    if changed:
        yield _note(work, "ROW-13", changed[0], **headings_in_both("fields", changed))
