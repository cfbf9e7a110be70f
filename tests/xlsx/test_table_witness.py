"""Calamine and openpyxl as second readers of real workbooks: they differ from ours only in ways that are known.

Set `SHEETSHIP_CORPUS` to a folder of workbooks and read the counts; `docs/reading.md` holds those of one corpus.
"""

import io
import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from sheetship.xlsx import XlsxError
from tests.xlsx.witness import Cells, by_calamine, by_openpyxl, difference, differences, ours

FOLDER = os.environ.get("SHEETSHIP_CORPUS")
KNOWN = {
    "calamine": {"more digits here than a float keeps", "error here, blank there", "blanks at the ends"},
    "openpyxl": {
        "more digits here than a float keeps",
        "fraction of a second",
        "second rounded",
        "escape not decoded there",
        "text differs",  # alternate content in a text; `_x005F_` decoded once more
        "date here, blank there",  # under a merge, or in a Strict workbook
        "number here, blank there",
        "text here, blank there",
        "line ends",
    },
}
WITNESSES: dict[str, Callable[[bytes], Cells]] = {"calamine": by_calamine, "openpyxl": by_openpyxl}


def small_book() -> bytes:
    """One cell of each kind, as XlsxWriter writes it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("订单")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, value in enumerate(("单号", 1.5, True, 0.1 + 0.2)):
            sheet.write(0, column, value)
        sheet.write_datetime(0, 4, date(2026, 11, 21), day)
        sheet.write_formula(0, 5, "=NA()", None, "#N/A")
    return content.getvalue()


@pytest.mark.parametrize(("name", "known"), [("calamine", {"error here, blank there": 1}), ("openpyxl", {})])
def test_a_small_workbook_reads_alike(name: str, known: dict[str, int]) -> None:
    content = small_book()
    assert len(ours(content)) == 6
    assert differences(ours(content), WITNESSES[name](content)) == known


@pytest.mark.parametrize(
    ("theirs", "what"),
    [
        (("number", "431234567890123456.0"), "more digits here than a float keeps"),
        (("number", "7"), "number differs"),
        (("text", "431234567890123457"), "number here, text there"),
    ],
)
def test_differences_have_names(theirs: tuple[str, str], what: str) -> None:
    assert difference(("number", "431234567890123457"), theirs) == what  # type: ignore[arg-type]


def _read(reader: Callable[[bytes], Cells], content: bytes) -> Cells | None:
    try:
        return reader(content)
    except XlsxError:
        return None
    except Exception:
        if reader is ours:
            raise
        return None  # whatever another library raises on a broken file


@pytest.mark.nightly
@pytest.mark.skipif(FOLDER is None, reason="SHEETSHIP_CORPUS names no folder of workbooks")
@pytest.mark.parametrize("name", sorted(WITNESSES))
def test_other_readers_see_the_same_in_real_workbooks(name: str) -> None:
    cells, files, read = Counter[str](), Counter[str](), Counter[str]()
    for path in sorted(Path(FOLDER or "").rglob("*.xl[st][xm]")):
        content = path.read_bytes()
        mine, theirs = _read(ours, content), _read(WITNESSES[name], content)
        read[f"we {mine is not None}, {name} {theirs is not None}"] += 1
        if mine is not None and theirs is not None:
            found = differences(mine, theirs)
            cells += found
            files.update(found.keys())
    print(dict(read), {what: (count, files[what]) for what, count in cells.items()})  # noqa: T201 - the counts are the point
    assert set(cells) <= KNOWN[name]
