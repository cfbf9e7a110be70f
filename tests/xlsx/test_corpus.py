"""Real workbooks of many programs: set `SHEETSHIP_CORPUS` to a folder of them and read the counts."""

import os
from collections import Counter
from pathlib import Path

import pytest

from sheetship.xlsx import CellEdit, SheetEdits, Style, XlsxError, patch, read_sheet, verify

FOLDER = os.environ.get("SHEETSHIP_CORPUS")


def outcome(content: bytes) -> str:
    """What became of one workbook: written, or the code of the refusal."""
    try:
        sheet = read_sheet(content)
        last = max((row.number for row in sheet.rows), default=0)
        look = Style(fill="C6EFCE", number_format="@")
        cells = [
            CellEdit(2, min(sheet.max_column + 1, 16_384), "SF0012 <&>", look),
            CellEdit(last + 1, 1, "=1+1"),
        ]
        edits = [SheetEdits(sheet=sheet.name, cells=cells, like_row=last or None)]
        done = patch(content, edits)
    except XlsxError as error:
        return error.code
    verify(content, done.content, edits)
    assert patch(done.content, edits).content == done.content
    return "written"


@pytest.mark.nightly
@pytest.mark.skipif(FOLDER is None, reason="SHEETSHIP_CORPUS names no folder of workbooks")
def test_every_real_workbook_is_written_without_loss_or_refused_with_a_code() -> None:
    paths = sorted(Path(FOLDER or "").rglob("*.xl[st][xm]"))
    counts = Counter(outcome(path.read_bytes()) for path in paths)
    print(f"{len(paths)} files: {dict(counts)}")  # noqa: T201 - the counts are the point
    assert counts["written"] > 0
