"""Findings: what is wrong in a sheet, where, and how to mend it, in Chinese and English.

A finding is a value. Its code picks the sentences from ``messages.py``; the faces say it in the user's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sheetship.core.messages import MESSAGES


class Level(StrEnum):
    """What a finding does: ``STOP`` keeps a file out, ``HOLD`` keeps a line out, ``NOTE`` only tells."""

    STOP = "stop"
    HOLD = "hold"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know or mend. ``values`` fill the sentences; ``line`` is the key of the line it is about."""

    code: str
    where: str
    values: Mapping[str, str] = field(default_factory=dict)
    line: str = ""

    @property
    def level(self) -> Level:
        """What the code's entry says."""
        return Level(MESSAGES[self.code].level)

    def message(self, lang: str) -> str:
        """The sentence, ``lang`` being ``zh`` or ``en``."""
        words = MESSAGES[self.code]
        return (words.zh if lang == "zh" else words.en).format_map(dict(self.values))

    def fix(self, lang: str) -> str:
        """How to mend it."""
        words = MESSAGES[self.code]
        return (words.fix_zh if lang == "zh" else words.fix_en).format_map(dict(self.values))


class SheetShipError(Exception):
    """We cannot go on: the sentence and the way out come from the code, as for a finding. Ends with exit code 1."""

    def __init__(self, code: str, where: str = "", **values: str) -> None:
        self.finding = Finding(code, where, values)
        super().__init__(self.finding.message("en"))
