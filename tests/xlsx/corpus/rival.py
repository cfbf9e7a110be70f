"""Another engine as a witness: wolfxl does the same work, and both results must read the same.

It is the one library that loses nothing visible (without `keep_vba`), so where it disagrees with us, one of
the two is wrong. It is asked for in the benchmarks' extra only, and opt-in.
"""

import importlib.util
import os
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from sheetship.xlsx import XlsxError, read_sheet
from tests.xlsx.corpus.readers import seen
from tests.xlsx.corpus.works import Request

Texts = dict[tuple[int, int], tuple[str, str, bool]]


def is_here() -> bool:
    """Whether wolfxl is installed."""
    return importlib.util.find_spec("wolfxl") is not None


def by_rival(content: bytes, request: Request) -> bytes | None:
    """Return what wolfxl makes of a work that sets values, or None where it cannot."""
    import wolfxl

    with TemporaryDirectory() as folder:
        source, made = Path(folder, "source.xlsx"), Path(folder, "made.xlsx")
        source.write_bytes(content)
        try:
            book = wolfxl.load_workbook(os.fspath(source), modify=True)
            for (row, column), value in request.wanted.items():
                number = float(value) if isinstance(value, Decimal) else value
                book[request.edits.sheet].cell(row=row, column=column).value = number
            book.save(os.fspath(made))
        except Exception:  # noqa: BLE001 - where the rival cannot, there is nothing to compare
            return None
        return made.read_bytes()


def rival_disagreements(content: bytes, ours: bytes, request: Request) -> list[str]:
    """What two readers see otherwise in the rival's file and in ours."""
    theirs = by_rival(content, request)
    if theirs is None:
        return []
    return [*_by_our_reader(ours, theirs, request.edits.sheet), *_by_openpyxl(ours, theirs)]


def _by_our_reader(ours: bytes, theirs: bytes, sheet: str) -> list[str]:
    """Nothing where the rival's file is broken: 2.0.21 leaves `<&>` as it is in sheets with a namespace prefix."""
    with suppress(XlsxError):
        return _otherwise(_texts(ours, sheet), _texts(theirs, sheet))
    return []


def _otherwise(here: Texts, there: Texts) -> list[str]:
    places = sorted(place for place in {*here, *there} if here.get(place) != there.get(place))
    return [f"our reader: {place}: {here.get(place)!r}, wolfxl {there.get(place)!r}" for place in places]


def _texts(content: bytes, sheet: str) -> Texts:
    rows = read_sheet(content, sheet).rows
    cells = ((row.number, column, cell) for row in rows for column, cell in row.items())
    return {
        (row, column): (cell.kind, cell.text, cell.has_formula) for row, column, cell in cells if cell.text
    }


def _by_openpyxl(ours: bytes, theirs: bytes) -> list[str]:
    here, there = seen("openpyxl", ours), seen("openpyxl", theirs)
    if here is None or there is None:
        return []
    return [
        f"openpyxl: {name}!{place}: {here[name].get(place)}, wolfxl {there.get(name, {}).get(place)}"
        for name in here
        for place in sorted({*here[name], *there.get(name, {})})
        if repr(_value(here[name], place)) != repr(_value(there.get(name, {}), place))
    ]


def _value(cells: dict[tuple[int, int], tuple[object, str]], place: tuple[int, int]) -> object:
    return cells.get(place, (None, ""))[0]
