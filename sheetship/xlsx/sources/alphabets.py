"""How likely a short UTF-8 text in letters of two bytes is meant: Latin, Greek, Cyrillic, Hebrew, Arabic.

Two Chinese letters in GB 18030 may be valid UTF-8 by chance (`圆通` reads as an Armenian letter under a stray accent),
as no longer text is. It gives the likelihood; `encodings` compares.
"""

import re
from collections.abc import Mapping
from math import log
from typing import Final

from sheetship.xlsx.sources.letters import ASCII, words

_ALPHABETS: Final[Mapping[str, tuple[str, float]]] = {
    "latin": ("\u00a0-\u024f", 0.3 / 60),
    "greek": ("\u0386-\u03ce", 0.1 / 70),
    "cyrillic": ("\u0400-\u045f", 0.1 / 66),
    "hebrew": ("\u05d0-\u05ea", 0.1 / 27),
    "arabic": ("\u060c-\u06d2", 0.1 / 60),
}
"""Which letters, and how likely any one of them is."""
_LETTER: Final = re.compile("|".join(f"(?P<{name}>[{area}])" for name, (area, _) in _ALPHABETS.items()))
_CHANCES: Final = {name: log(chance) for name, (_, chance) in _ALPHABETS.items()}
_STRANGE: Final = log(0.001 / 1500)
_MIXED: Final = -12.0
"""A word of two alphabets is no word."""
_USUAL: Final = 8.5
"""Far more files are UTF-8 than anything else."""


def is_narrow(text: str) -> bool:
    """Whether a text has letters beyond ASCII, and all take two bytes in UTF-8."""
    return not text.isascii() and max(text) < "\u0800"


def narrow_likelihood(text: str) -> float:
    """Return the logarithm of the probability that people write these words, each counted once."""
    return _USUAL + sum(_word(word) for word in words(text))


def _word(word: str) -> float:
    alphabets = [found.lastgroup or "" for found in _LETTER.finditer(word)]
    plain = sum(letter < "\x80" for letter in word)
    strange = len(word) - plain - len(alphabets)
    mixed = _MIXED if len(set(alphabets)) > 1 else 0.0
    return sum(_CHANCES[name] for name in alphabets) + plain * ASCII + strange * _STRANGE + mixed
