"""Second readers: openpyxl and calamine must see the same cells after a work, and the new ones as asked.

They run in a child process: some files make them hang, fill the memory or abort.
"""

import hashlib
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from python_calamine import CalamineWorkbook

from sheetship.xlsx.edits import KEEP
from tests.xlsx.corpus.works import Request

Place = tuple[int, int]
View = dict[str, dict[Place, Any]]
"""Cells by sheet and place; a sheet that cannot be read is one cell at (0, 0) with the reason."""


def openpyxl_view(content: bytes) -> View:
    """Values, formulas and looks as openpyxl sees them."""
    book = load_workbook(BytesIO(content), keep_links=False)
    looks: dict[tuple[int, ...], str] = {}
    view: View = {}
    for sheet in book.worksheets:
        cells = view[sheet.title] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, MergedCell) or (cell.value is None and not cell.has_style):
                    continue
                key = tuple(getattr(cell, "_style"))  # noqa: B009 - not in its types
                if key not in looks:
                    looks[key] = _look(cell)
                cells[cell.row, cell.column] = _plainly(cell.value), looks[key]
    return view


def _look(cell: Any) -> str:  # noqa: ANN401 - openpyxl types its cells loosely
    parts = (cell.number_format, cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
    shown = "|".join(repr(part) for part in parts)
    return f"look {hashlib.sha256(shown.encode()).hexdigest()[:8]}"


def _plainly(value: object) -> object:
    """Formulas that openpyxl keeps as objects, as what they say."""
    return sorted(vars(value).items()) if isinstance(value, ArrayFormula | DataTableFormula) else value


def calamine_view(content: bytes) -> View:
    """Values as calamine sees them."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    view: View = {}
    for name in book.sheet_names:
        try:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except Exception as error:  # noqa: BLE001 - chart sheets and such; what matters is that nothing changes
            view[name] = {(0, 0): (type(error).__name__, "")}
            continue
        view[name] = {
            (row, column): (value, "")
            for row, values in enumerate(rows, 1)
            for column, value in enumerate(values, 1)
            if value != ""
        }
    return view


READERS: Final[dict[str, Callable[[bytes], View]]] = {"openpyxl": openpyxl_view, "calamine": calamine_view}


def _read(reader: str, content: bytes) -> View:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return READERS[reader](content)


@lru_cache(maxsize=2)
def seen(reader: str, content: bytes) -> View | None:
    """What a reader sees, or None if it cannot open the file."""
    try:
        return _read(reader, content)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a reader raises, it does not open the file
        return None


def disagreements(reader: str, before: bytes, after: bytes, request: Request) -> list[str]:
    """What a reader sees otherwise than it should; nothing where it could not open the file before."""
    old = seen(reader, before)
    if old is None:
        return []
    new = _read(reader, after)
    if list(old) != list(new):
        return [f"{reader}: sheets {list(new)} instead of {list(old)}"]
    wanted = {request.edits.sheet: request.wanted}
    found = [line for name in old for line in _on_sheet(old[name], new[name], wanted.get(name, {}))]
    return [f"{reader}: {line}" for line in found]


def _on_sheet(old: dict[Place, Any], new: dict[Place, Any], wanted: dict[Place, Any]) -> Iterator[str]:
    rows = {row for row, _ in wanted} - {row for row, _ in old}
    for place in {*old, *new} - wanted.keys():
        is_new_blank = place[0] in rows and place not in old and new[place][0] is None
        if not is_new_blank and not _alike(old.get(place), new.get(place)):
            yield f"{place} was {old.get(place)}, is {new.get(place)}"
    if (0, 0) in new:
        return
    for place, value in wanted.items():
        then, now = old.get(place, (None, ""))[0], new.get(place, (None, ""))[0]
        if not (_alike((then,), (now,)) if value is KEEP else _means(now, value)):
            yield f"{place} holds {now!r}, not {value!r}"


def _alike(one: Any, other: Any) -> bool:  # noqa: ANN401 - whatever a reader gives
    return repr(one) == repr(other)


def _means(shown: object, value: object) -> bool:
    """Whether a reader's value is the written one; a number in a cell that shows times may be shown as one."""
    if isinstance(value, Decimal) and isinstance(shown, datetime | date | time | timedelta):
        return not isinstance(shown, timedelta) or shown == timedelta(days=float(value))
    if isinstance(value, datetime | time) or not isinstance(value, date):
        is_number = isinstance(value, Decimal | int) and not isinstance(value, bool)
        return float(str(shown)) == float(value) if is_number else shown == value  # type: ignore[arg-type]
    return shown in {value, datetime.combine(value, time())}
