"""Purchase orders in doubt, settled by a person's word in the 放行 column: the supplier has it, or it never will.

Without a word nothing in doubt is ever bought again. ``已收到`` keeps the purchase; ``作废`` voids it, and its line may be
bought anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sheetship.core.events import Event, po_voided, said_sent
from sheetship.core.known import Known, KnownLine
from sheetship.core.orders_table import OrdersTable
from sheetship.core.releases import Word, release_word


@dataclass(frozen=True, slots=True)
class Settled:
    """The memory with the doubts that were settled, and what the ledger is to keep of it."""

    known: Known
    events: tuple[Event, ...] = ()


def settle_doubts(known: Known, table: OrdersTable) -> Settled:
    """The doubts that rows of the table settle; a number that came for a purchase keeps it from being voided."""
    doubtful = {key: line for key, line in known.lines.items() if line.in_doubt}
    if not doubtful:
        return Settled(known)
    words = _words(table)
    lines: dict[str, KnownLine] = {}
    events: list[Event] = []
    for key, line in doubtful.items():
        said = words.get(key, "")
        word = release_word(said)
        if word is Word.RECEIVED:
            lines[key] = replace(line, in_doubt=frozenset(), sent=line.sent | line.in_doubt)
            events += [said_sent(token, said) for token in sorted(line.in_doubt)]
        elif word is Word.VOID:
            gone = line.in_doubt - {parcel.token for parcel in line.parcels}
            lines[key] = _without(line, gone)
            events += [po_voided(token, said) for token in sorted(gone)]
    return (
        Settled(replace(known, lines={**known.lines, **lines}), tuple(events)) if events else Settled(known)
    )


def _words(table: OrdersTable) -> Mapping[str, str]:
    """What stands in the 放行 cell, by line key."""
    return {row.ours["line_key"]: row.team.get("release", "") for row in table.rows if "line_key" in row.ours}


def _without(line: KnownLine, tokens: frozenset[str]) -> KnownLine:
    return replace(
        line,
        issues=tuple(issue for issue in line.issues if issue.token not in tokens),
        voided=(*line.voided, *(issue for issue in line.issues if issue.token in tokens)),
        in_doubt=line.in_doubt - tokens,
    )
