"""Everything that must be true of a workbook after a work, but for what was asked; each breach is one line."""

from collections.abc import Iterator
from typing import Final

from sheetship.xlsx.edits import KEEP
from tests.xlsx.census import Census, census, changed_styles, come, lost
from tests.xlsx.corpus.differences import differences, placed_cell
from tests.xlsx.corpus.works import Request
from tests.xlsx.opened import Opened
from tests.xlsx.strictness import new_violations

_MAY_COME: Final = frozenset(
    {
        *("rows", "cells", "styled cells", "row heights", "row styles", "cell styles", "number formats"),
        *("fonts", "fills", "column entries", "table columns", "grouped rows"),
    }
)
_CELL_TYPES: Final = "cells of type "
_OF_A_VALUE: Final = (_CELL_TYPES, "rich inline texts")
"""What a cell loses when another value is put into it."""


def complaints(before: bytes, after: bytes, request: Request) -> list[str]:
    """What is not as it should be."""
    if before == after:
        return ["nothing was written, and nobody said so"]
    old, new = Opened(before), Opened(after)
    return [
        *_members(old, new, request),
        *_census(census(before), census(after), request),
        *(f"styles: old {section} have changed" for section in changed_styles(before, after)),
        *_sheet(old, new, request),
        *(f"strict: {violation}" for violation in new_violations(before, after)),
    ]


def _members(old: Opened, new: Opened, request: Request) -> Iterator[str]:
    if new.names[: len(old.names)] != old.names:
        yield "members are lost or in another order"
        return
    if len(new.names) > len(old.names):
        yield f"new members: {new.names[len(old.names) :]}"
    free = may_change(old, request.edits.sheet)
    for at, (then, now) in enumerate(zip(old.members, new.members, strict=False)):
        facts = ("date_time", "comment", "create_system", "external_attr", "internal_attr")
        if any(getattr(then, fact) != getattr(now, fact) for fact in facts):
            yield f"{old.names[at]}: its entry in the zip differs"
        if old.packed(at) != new.packed(at) and old.names[at] not in free:
            yield f"{old.names[at]}: its compressed bytes differ"


def may_change(book: Opened, sheet: str) -> set[str]:
    """The parts that a work on one sheet may change."""
    part = next(tab.part for tab in book.tabs if tab.name == sheet)
    tables = {rel.target for rel in book.rels(part) if rel.kind == "table"}
    return {part, book.workbook, book.related("styles") or "", *tables}


def _census(before: Census, after: Census, request: Request) -> Iterator[str]:
    cells = len(request.wanted)
    for feature, count in lost(before, after).items():
        if not (feature.startswith(_OF_A_VALUE) and count <= cells):
            yield f"census: {count} fewer {feature}"
    for feature, count in come(before, after).items():
        if feature not in _MAY_COME and not feature.startswith(_CELL_TYPES):
            yield f"census: {count} more {feature}"


def _sheet(old: Opened, new: Opened, request: Request) -> Iterator[str]:
    part = next(tab.part for tab in old.tabs if tab.name == request.edits.sheet)
    before, after = old.tree(part), new.tree(part)
    if before is None or after is None:
        yield f"{part}: not well-formed"
        return
    yield from (f"{part}: {difference}" for difference in differences(before, after, request.wanted))
    for place, value in request.wanted.items():
        if value is KEEP and placed_cell(before, place) != placed_cell(after, place):
            yield f"{part}: the content of {place} has changed with its look"
