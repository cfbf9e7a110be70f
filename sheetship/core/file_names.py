"""Names of files made from words that came from outside: never a path, never a trap, still readable."""

import re
import unicodedata

MAX_BYTES = 180
"""Room for a folder, a backup's suffix and the 255 bytes of most file systems."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\s]+')
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


def slug(words: str, *, ending: str = "") -> str:
    r"""A file name that holds the words and nothing that a system, a shell or an eye could trip over.

    >>> slug("../采购单 S01:2026", ending=".xlsx"), slug("con"), slug("\u202e")
    ('采购单-S01-2026.xlsx', '_con', 'file')
    """
    from pathvalidate import sanitize_filename

    seen = "".join(letter for letter in unicodedata.normalize("NFC", words) if _is_seen(letter))
    tidy = re.sub(r"-{2,}", "-", _FORBIDDEN.sub("-", seen)).strip("-. ")
    room = MAX_BYTES - len(ending.encode())
    short = tidy.encode()[:room].decode(errors="ignore").rstrip("-. ")
    named = f"_{short}" if _RESERVED.match(short) else short
    return f"{sanitize_filename(named, platform='universal') or 'file'}{ending}"


def _is_seen(letter: str) -> bool:
    """True for what a person sees; blanks of every kind count, they become dashes."""
    return letter.isspace() or unicodedata.category(letter) not in _HIDDEN
