"""The text of each canonical field down a table's columns: which way wins, its one spelling, the states.

Knows columns of bare text and what a profile says of them. Rows, places and findings are left to ``normalise.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from sheetship.core.cell_text import joined, plain_time
from sheetship.core.columns import TEAM, plain_heading
from sheetship.core.identity import clean_id
from sheetship.core.lines import canoniser, read_decimal
from sheetship.core.profiles import NEXT, Profile, Source, StateRule, States

ID_FIELDS = ("order_id", "line_id", "sku", "shop_id", "tracking_number")
_KINDS = {column.field: column.kind for column in TEAM}


def one_column(sources: Sequence[Source], columns: Mapping[str, list[str]], count: int) -> list[str]:
    """The field's text on each row: the first way that gives one."""
    found = [""] * count
    for way in sources:
        there = [columns[heading] for heading in way.headings if heading in columns]
        if there:
            texts = _from_one_way(way, there)
            found = [text or other for text, other in zip(found, texts, strict=True)]
    return found


def _from_one_way(way: Source, columns: Sequence[list[str]]) -> list[str]:
    texts = (
        columns[0]
        if len(columns) == 1
        else [joined(parts, way.separator) for parts in zip(*columns, strict=True)]
    )
    if not way.pattern:
        return texts
    search = re.compile(way.pattern, re.DOTALL).search
    return [match[1].strip() if (match := search(text)) else "" for text in texts]


def spelled(name: str, texts: list[str], profile: Profile, zone: tzinfo) -> list[str]:
    """The texts in the one spelling of their field; each text is worked out once. Plain text is bare already."""
    if name not in ID_FIELDS and _KINDS.get(name, "text") == "text":
        return texts
    spell = _speller(name, profile, zone)
    if profile.folded and name in profile.folded.fields:
        spell = _each_part(spell, profile.folded.separator)
    known = {text: spell(text) for text in set(texts) if text}
    known[""] = ""
    return [known[text] for text in texts]


def _each_part(spell: Callable[[str], str], separator: str) -> Callable[[str], str]:
    """Spells every line's part of a folded cell by itself: ``30.00;8.00`` is two amounts."""
    return lambda text: separator.join(spell(part) for part in text.split(separator))


def _speller(name: str, profile: Profile, zone: tzinfo) -> Callable[[str], str]:
    if _KINDS.get(name) == "time":
        return lambda text: plain_time(text, profile.dates, zone)
    if name in ID_FIELDS:
        return _plain_id
    if name == "phone":
        return lambda text: unicodedata.normalize("NFKC", text)
    return canoniser(name, zone)


def _plain_id(text: str) -> str:
    """As ``clean_id``, at once for the ids that need no cleaning, which are nearly all."""
    return text if text.isascii() and text.isalnum() else clean_id(text)


def state_column(states: States, columns: Mapping[str, list[str]], count: int, otherwise: str) -> list[str]:
    """The state on each row; ``otherwise`` where the file has the columns but says nothing, and the profile neither."""
    rules = [rule for rule in states.rules if rule.heading in columns]
    if not rules:
        return [states.default] * count
    rows = list(zip(*(columns[rule.heading] for rule in rules), strict=True))
    known = {texts: _state(rules, texts) or states.default or otherwise for texts in set(rows)}
    return [known[texts] for texts in rows]


def _state(rules: Sequence[StateRule], texts: Sequence[str]) -> str:
    decided = (_state_by_rule(rule, text) for rule, text in zip(rules, texts, strict=True) if text)
    return next((state for state in decided if state not in {"", NEXT}), "")


def _state_by_rule(rule: StateRule, text: str) -> str:
    if rule.filled:
        return rule.filled
    if rule.above_zero:
        return rule.above_zero if (read_decimal(text) or 0) > 0 else ""
    plain = plain_heading(text)
    by_part = (state for part, state in rule.contains.items() if plain_heading(part) in plain)
    words = {plain_heading(word): state for word, state in rule.words.items()}
    return words.get(plain) or next(by_part, "unknown" if rule.words else "")
