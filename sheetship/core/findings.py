"""Findings: what is wrong in a sheet, where, and how to mend it, in Chinese and English.

A finding is a value. Its code picks the sentences from ``messages.py``; the faces say it in the user's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sheetship.core.messages import MESSAGES

_HAN = re.compile("[\u3400-\u9fff]")


class Level(StrEnum):
    """What a finding does: ``STOP`` keeps a file out, ``HOLD`` keeps a line out, ``NOTE`` only tells."""

    STOP = "stop"
    HOLD = "hold"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know or mend. ``values`` fill the sentences; ``line`` is the key of the line it is about.

    A value that differs by language stands twice, as ``field_zh`` and ``field_en``; the sentence asks for ``{field}``.
    """

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
        return self._filled(words.zh if lang == "zh" else words.en, lang)

    def fix(self, lang: str) -> str:
        """How to mend it."""
        words = MESSAGES[self.code]
        return self._filled(words.fix_zh if lang == "zh" else words.fix_en, lang)

    def _filled(self, sentence: str, lang: str) -> str:
        own = {name: _listed(text, lang) for name, text in self.values.items()}
        spoken = {
            name.removesuffix(f"_{lang}"): text for name, text in own.items() if name.endswith(f"_{lang}")
        }
        return sentence.format_map({**own, **spoken})


def _listed(text: str, lang: str) -> str:
    """A value as the sentence says it: what is listed in plain letters has plain commas in English.

    >>> _listed("HZ、YW", "en"), _listed("杭州、义乌", "en"), _listed("HZ、YW", "zh")
    ('HZ, YW', '杭州、义乌', 'HZ、YW')
    """
    return text if lang == "zh" or _HAN.search(text) else text.replace("、", ", ")


class SheetShipError(Exception):
    """We cannot go on: the sentence and the way out come from the code, as for a finding. Ends with exit code 1."""

    def __init__(self, code: str, where: str = "", **values: str) -> None:
        self.finding = Finding(code, where, values)
        super().__init__(self.finding.message("en"))
