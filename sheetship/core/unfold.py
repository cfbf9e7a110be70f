"""Splits a row that folds several order lines into one, where what belongs to each can be known."""

from __future__ import annotations

from sheetship.core.columns import TEAM
from sheetship.core.findings import Finding
from sheetship.core.model import Record
from sheetship.core.profiles import Folded, Profile

_NAMES = {column.field: (column.zh, column.en) for column in TEAM}
_TOLD_ONCE = ("quantity", "unit_price", "paid")
"""What may stand on a folded row once, for all its lines together; the rest is then the same for each line."""


def unfold(record: Record, profile: Profile) -> tuple[list[Record], list[Finding]]:
    """The lines of a row: the row itself, or one record for each folded line, or a finding that stops the row.

    A quantity that stands once is known only when there is one unit a line; money that stands once is for all lines
    together and is left out.
    """
    folded = profile.folded
    if folded is None or folded.separator not in record.fields.get(folded.key, ""):
        return [record], []
    count = len(_parts(record, folded, folded.key))
    split = {name: _parts(record, folded, name) for name in folded.fields if name in record.fields}
    split |= _whole_row_parts(split, count)
    uneven = next((name for name, parts in split.items() if len(parts) != count), None)
    if uneven:
        zh, en = _NAMES.get(uneven, (uneven, uneven))
        values = {"parts": str(count), "field_zh": zh, "field_en": en, "found": str(len(split[uneven]))}
        return [], [Finding("FILE-21", record.origin.cell(uneven), values)]
    return [_line(record, {name: parts[at] for name, parts in split.items()}) for at in range(count)], []


def _parts(record: Record, folded: Folded, name: str) -> list[str]:
    return [part.strip() for part in record.fields[name].split(folded.separator)]


def _whole_row_parts(split: dict[str, list[str]], count: int) -> dict[str, list[str]]:
    told_once = {name for name in _TOLD_ONCE if len(split.get(name, ())) == 1}
    parts = {name: [""] * count for name in told_once - {"quantity"}}
    if "quantity" in told_once and split["quantity"] == [str(count)]:
        parts["quantity"] = ["1"] * count
    return parts


def _line(record: Record, own: dict[str, str]) -> Record:
    fields = {name: text for name, text in {**record.fields, **own}.items() if text}
    return Record(fields, record.origin, record.flaws)
