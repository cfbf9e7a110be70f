"""The digest by which a file is known again: what it says, not how it was saved, named or sorted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sheetship.core.cell_text import bare
from sheetship.core.tables import RawTable

_CELL, _ROW = "\x1f", "\x1e"


def digest(tables: Iterable[RawTable]) -> str:
    """The digest of a file's tables: the same for every encoding, wrapping, name and order of rows."""
    rows = (_CELL.join(map(bare, cells)).rstrip(_CELL) for table in tables for cells in table.rows)
    said = _ROW.join(sorted(row for row in rows if row))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
