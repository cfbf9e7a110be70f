"""The newest export of every line, and what the files leave doubtful about it.

A doubt is kept among the line's own fields: the file that raised it is archived after the run, but the question lasts
until a newer export or a person settles it. What a doubt means for the line is ``line_notes.py``'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sheetship.core.columns import COLUMNS
from sheetship.core.identity import line_keys
from sheetship.core.model import Record
from sheetship.core.stale import step_back
from sheetship.core.tables import ERROR, FORMULA, LOST_DIGITS

DOUBTS = "doubts"
"""The field that holds them: words of a code, or of a code and the field that it is about (``ORD-01:sku``)."""
_FLAW_CODES = {LOST_DIGITS: "ORD-01", FORMULA: "ROW-11", ERROR: "ROW-12"}
TOO_LONG = "ROW-25"
_LONGEST = 16_000
"""A cell holds 32,767 characters, of which an emoji is two."""
_GO_BY = frozenset({"order_id", "line_id", "sku", "phone", "postcode", "quantity"})
"""Fields that a formula's result is not good enough for."""


def newest_by_key(records: Iterable[Record]) -> dict[str, Record]:
    """The newest record of each line, older files first; its doubts are those of the last file that held the line.

    Equal lines count within one file, not across files: a second export of a line is not a second line.
    """
    files: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        files[record.origin.sheet].append(record)
    newest: dict[str, Record] = {}
    for file in files.values():
        for key, record in _lines_of(file).items():
            if key not in newest or step_back(newest[key].fields, record.fields) is None:
                newest[key] = record
    return newest


def _lines_of(file: Sequence[Record]) -> dict[str, Record]:
    """The lines of one file; of one that stands there twice always the same record, whatever the order of the rows."""
    together: defaultdict[str, list[Record]] = defaultdict(list)
    for key, record in zip(line_keys(record.fields for record in file), file, strict=True):
        together[key].append(record)
    seen: set[tuple[tuple[str, str], ...]] = set()
    lines = {}
    for key, alike in together.items():
        record = alike[0] if len(alike) == 1 else max(alike, key=_content)
        long = _too_long(record)
        doubts = [*_doubled(alike), *_twin_of_another(record, seen), *flaw_doubts(record.flaws)]
        doubts += [f"{TOO_LONG}:{name}" for name in long]
        if doubts:
            record = replace(record, fields={**record.fields, **long, DOUBTS: " ".join(doubts)})
        lines[key] = record
    return lines


def _too_long(record: Record) -> dict[str, str]:
    """What is left of texts that no cell can hold, by field."""
    if max(map(len, record.fields.values()), default=0) <= _LONGEST:
        return {}
    return {
        name: text[:_LONGEST]
        for name, text in record.fields.items()
        if len(text) > _LONGEST and name in COLUMNS
    }


def _content(record: Record) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(record.fields.items()))


def _doubled(alike: Sequence[Record]) -> list[str]:
    """A line that stands twice in one file: alike it counts once, different a person has to say which is right."""
    if len(alike) == 1:
        return []
    return ["ROW-03" if len(set(map(_content, alike))) == 1 else "ROW-02"]


def _twin_of_another(record: Record, seen: set[tuple[tuple[str, str], ...]]) -> list[str]:
    """Two lines of an order that are equal in everything may be two pieces, or a row doubled by mistake."""
    if record.fields.get("line_id"):
        return []
    content = _content(record)
    is_twin = content in seen
    seen.add(content)
    return ["ROW-14"] if is_twin else []


def flaw_doubts(flaws: Mapping[str, str]) -> list[str]:
    """The doubts that untrustworthy cells leave, by field; a formula is good enough where its text is all that counts."""
    return [
        f"{_FLAW_CODES[flaw]}:{name}"
        for name, flaw in flaws.items()
        if name in COLUMNS and (flaw != FORMULA or name in _GO_BY)
    ]
