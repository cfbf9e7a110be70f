"""The small files that office programs put beside a document they have open: who is it?

Excel and WPS write ``~$name`` (WPS also ``.~name``) with the user's name as bytes and again as UTF-16; LibreOffice
writes ``.~lock.name#`` as ``full name,account,computer,time,profile;``. Such a file may be left over from a crash, so it
is a hint for the sentence and never a reason by itself.
"""

from __future__ import annotations

import re
from pathlib import Path

_WIDE_NAME_AT = {165: 55, 162: 54}
"""Where the UTF-16 name begins, by the size of the file: Excel's, then Word's."""


def owner_of(path: Path) -> str | None:
    """The name in the first owner file there is; an empty text if it cannot be read, None if there is none."""
    for owner_file, read in (
        (path.with_name(f"~${path.name}"), _office_name),
        (path.with_name(f".~{path.name}"), _office_name),
        (path.with_name(f".~lock.{path.name}#"), _libreoffice_name),
    ):
        if owner_file.exists():
            try:
                return read(owner_file.read_bytes())
            except (OSError, UnicodeDecodeError):
                return ""
    return None


def _office_name(content: bytes) -> str:
    at = _WIDE_NAME_AT.get(len(content))
    if at is None:
        return ""
    length = int.from_bytes(content[at : at + 2], "little")
    return content[at + 2 : at + 2 + 2 * length].decode("utf-16-le").strip(" \0")


def _libreoffice_name(content: bytes) -> str:
    """The full name, else the account; a comma inside a name has a backslash before it."""
    parts = re.split(r"(?<!\\),", content.decode("utf-8"))
    names = [part.replace("\\,", ",").strip() for part in parts[:2]]
    return next(filter(None, names), "")
