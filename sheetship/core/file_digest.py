"""The digest by which a file is known again: what it says, not how it was saved, named or sorted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from sheetship.core.cell_text import bare_column
from sheetship.core.tables import RawTable

_CELL, _ROW = "\x1f", "\x1e"


def digest(tables: Iterable[RawTable]) -> str:
    """The digest of a file's tables: the same for every encoding, wrapping, name and order of rows."""
    said = _ROW.join(sorted(row for table in tables for row in _rows(table) if row))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _rows(table: RawTable) -> Iterator[str]:
    columns = [bare_column(cells, frozenset()) for cells in zip_longest(*table.rows, fillvalue="")]
    return (_CELL.join(cells).rstrip(_CELL) for cells in zip(*columns, strict=True))
