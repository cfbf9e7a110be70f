"""What a line is now: what its export says, what the team's row says, and what was first written there.

A cell that a person changed wins over the export. A cell that still holds what SheetShip once appended gives way to a
newer export. Where both changed, in different ways, it is a clash, and a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheetship.core.lines import ERASE


@dataclass(frozen=True, slots=True)
class Merged:
    """The fields to go by, the fields that the platform changed meanwhile, and those that changed on both sides."""

    fields: Mapping[str, str]
    changed: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()


def merge(base: Mapping[str, str], latest: Mapping[str, str], row: Mapping[str, str]) -> Merged:
    """Three-way merge of canonical texts.

    Args:
        base: what was appended to the team's row; empty for a row that the team wrote.
        latest: the newest export's view; empty for a line that no export ever held.
        row: the team's row now, only the columns that the table has; a blank cell leaves the known value alone.
    """
    if row == base == latest:
        return Merged(latest)
    fields = dict(latest)
    changed, clashes = [], []
    for name, there in row.items():
        first, newest = base.get(name, ""), latest.get(name, "")
        if not there or there == newest:
            continue
        if there == first:
            changed.append(name)
            continue
        fields[name] = "" if there.casefold() in ERASE else there
        if first != newest:
            clashes.append(name)
    return Merged(fields, tuple(changed), tuple(clashes))
