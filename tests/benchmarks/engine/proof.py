"""Whether a program did its work: openpyxl reads five rows of the result back. Nobody is fast by doing something else.

The rows are cut out of the sheet first, so that a large result need not be read whole; all rows are counted.
``python -m tests.benchmarks.engine.proof WORK ROWS IS_UNCHANGED FILE`` tells what is wrong as JSON, or "".
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.engine.made_book import COLUMNS, PART, SHEET, TEXT, Value
from tests.benchmarks.engine.works import READ, Task, order_in, samples, task_of, work_named

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_ROW = re.compile(rb'<row\b[^>]*?\sr="(\d+)".*?</row>', re.DOTALL)
_ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
_ALMOST = timedelta(seconds=1)


class _Wanted(NamedTuple):
    value: Value
    code: str | None
    fill: str | None


def complaint(work: str, rows: int, result: Path, *, is_unchanged: bool) -> str:
    """What is wrong with a result, or an empty text."""
    if work == READ:
        return _misread(json.loads(result.read_text(encoding="utf-8")), rows)
    task = task_of(work_named(work), rows)
    cut, count = _cut(result, set(_looked_at(task, rows)))
    expected = rows + 1 + (len(task.values) if task.work.is_appended and not is_unchanged else 0)
    if count != expected:
        return f"{count} rows instead of {expected}"
    return next(_differences(cut, _wanted(task, rows, is_unchanged=is_unchanged)), "")


def _misread(found: Mapping[str, object], rows: int) -> str:
    ids = [order_in(row)[0] for row in samples(2, rows)]
    if found["cells"] != (rows + 1) * len(COLUMNS):
        return f"{found['cells']} cells instead of {(rows + 1) * len(COLUMNS)}"
    return "" if found["ids"] == ids else f"order ids {found['ids']} instead of {ids}"


def _looked_at(task: Task, rows: int) -> list[int]:
    return [1, *samples(2, rows), *samples(task.first_row, len(task.values))]


def _cut(result: Path, kept: set[int]) -> tuple[io.BytesIO, int]:
    """The book with only some rows of its sheet, and how many rows there were."""
    cut, count = io.BytesIO(), 0
    with zipfile.ZipFile(result) as whole, zipfile.ZipFile(cut, "w") as made:
        for name in whole.namelist():
            content = whole.read(name)
            if name == PART:
                count = content.count(b"<row ")
                found = [row[0] for row in _ROW.finditer(content) if int(row[1]) in kept]
                left = b"<sheetData>" + b"".join(found) + b"</sheetData>"
                content = _ROWS.sub(lambda _, left=left: left, content)  # type: ignore[misc]
            made.writestr(name, content)
    cut.seek(0)
    return cut, count


def _wanted(task: Task, rows: int, *, is_unchanged: bool) -> dict[tuple[int, int], _Wanted]:
    """What has to stand where: the book's own cells, and over them those of the work."""
    places = [row for row in _looked_at(task, rows) if 1 < row <= rows + 1]
    cells = {
        (row, column): _Wanted(value, None, None)
        for row in places
        for column, value in enumerate(order_in(row), start=1)
    }
    if is_unchanged:
        return cells
    for row in samples(task.first_row, len(task.values)):
        values = task.values[row - task.first_row]
        looks = zip(task.work.columns, values, task.work.formats, task.work.fills, strict=True)
        cells |= {(row, column): _Wanted(value, code, fill) for column, value, code, fill in looks}
    headings = zip(task.work.columns, task.work.headings, strict=False)
    return cells | {(1, column): _Wanted(heading, None, None) for column, heading in headings}


def _differences(book: io.BytesIO, wanted: Mapping[tuple[int, int], _Wanted]) -> Iterator[str]:
    import openpyxl

    sheet: Worksheet = openpyxl.load_workbook(book)[SHEET]
    for (row, column), look in wanted.items():
        cell = sheet.cell(row, column)
        if not _is_same(cell.value, look.value):
            yield f"{cell.coordinate} holds {cell.value!r} instead of {look.value!r}"
        if not _looks_right(cell, look):
            yield f"{cell.coordinate} does not look as it should"


def _is_same(found: object, wanted: Value) -> bool:
    if isinstance(wanted, datetime):
        return isinstance(found, datetime) and abs(found - wanted) < _ALMOST
    if isinstance(wanted, Decimal):
        return isinstance(found, int | float) and Decimal(repr(found)) == wanted
    return found == wanted


def _looks_right(cell: Cell | MergedCell, look: _Wanted) -> bool:
    if look.fill and not str(cell.fill.fgColor.rgb).endswith(look.fill):
        return False
    return look.code != TEXT or cell.number_format == TEXT


if __name__ == "__main__":
    told = complaint(sys.argv[1], int(sys.argv[2]), Path(sys.argv[4]), is_unchanged=sys.argv[3] == "True")
    sys.stdout.write(json.dumps(told) + "\n")
