"""The workbook with everything in it comes back with only the named cells changed.

The book has formulas, so a write also marks it to be computed when it is opened next: one attribute of the
workbook part, shown here word for word. Where that is not wanted, the sheet part alone changes.
"""

import io
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from sheetship.xlsx import CellEdit, Note, Options, SheetEdits, XlsxError, patch
from sheetship.xlsx.patch import Patched
from tests.xlsx.census import census, come, lost
from tests.xlsx.everything_book import (
    AT_LEAST_ONE,
    HEADING,
    NEW_ROW,
    SHEET,
    STATUS,
    STYLES,
    TABLE,
    TRACKING,
    WORKBOOK,
    assert_only_these_change,
    everything_book,
    part_text,
    tag_difference,
    write_demo,
)
from tests.xlsx.opened import Opened
from tests.xlsx.strictness import violations

SOFFICE = shutil.which("soffice")
ONLY_THE_CELLS = Options(recalc=False)
THERE = {
    *("alternate contents", "calculated columns", "calculation entries", "chart series", "comments"),
    *("conditional formats", "connections", "data validations", "external books", "external cells"),
    *("form controls", "hyperlinks", "legacy shapes", "merged cells", "phonetic guides", "pictures"),
    *("pictures in cells (WPS)", "pivot fields", "pivot records", "rich runs", "rich values in cells"),
    *("shapes", "slicer caches", "slicers", "slicers on sheets", "sparklines", "tables", "threaded comments"),
    *("x14 conditionalFormatting", "x14 dataValidation", "people", "parts: customXml"),
    *("parts: xl/printerSettings", "parts: xl/richData", "parts: docProps", "parts: xl/ctrlProps"),
}


@cache
def book() -> bytes:
    return everything_book()


def put(*cells: CellEdit, options: Options | None = None) -> Patched:
    return patch(book(), [SheetEdits(sheet="订单", cells=cells)], options=options or Options())


def test_the_book_keeps_every_rule_and_has_everything_in_it() -> None:
    assert violations(book()) == []
    assert THERE - census(book()).keys() == set()
    names = Opened(book()).names
    assert names[0] == "[Content_Types].xml"
    assert "xl/vbaProject.bin" in names


@pytest.mark.filterwarnings("ignore:.*is not supported and will be removed")
def test_openpyxl_reads_the_same_of_both_but_the_named_cell() -> None:
    old, new = (openpyxl.load_workbook(io.BytesIO(content)) for content in (book(), put(TRACKING).content))
    assert old.sheetnames == new.sheetnames == ["订单", "汇总", "选项"]
    assert new["订单"]["L2"].value == TRACKING.value
    new["订单"]["L2"].value = None
    for name in old.sheetnames:
        shown = [[[cell.value for cell in row] for row in each[name].iter_rows()] for each in (old, new)]
        assert shown[0] == shown[1]


def test_a_tracking_number_changes_only_the_sheet_and_there_only_its_cell() -> None:
    done = put(TRACKING, options=ONLY_THE_CELLS)
    assert done.changed_parts == (SHEET,)
    assert_only_these_change(book(), done.content, SHEET)
    assert tag_difference(book(), done.content, SHEET) == [
        '-<c r="L2" s="2"/>',
        '+<c r="L2" s="2" t="inlineStr">',
        "+<is>",
        "+<t>SF1000000000001</t>",
        "+</is>",
        "+</c>",
    ]
    assert lost(census(book()), census(done.content)) == Counter({"cells of type n": 1})
    assert come(census(book()), census(done.content)) == Counter({"cells of type inlineStr": 1})


def test_by_default_the_book_is_marked_to_be_computed_too() -> None:
    done = put(TRACKING)
    assert_only_these_change(book(), done.content, SHEET, WORKBOOK)
    assert tag_difference(book(), done.content, WORKBOOK) == [
        '-<calcPr calcId="191029"/>',
        '+<calcPr calcId="191029" fullCalcOnLoad="1"/>',
    ]
    sheets = [Opened(each.content).read(SHEET) for each in (done, put(TRACKING, options=ONLY_THE_CELLS))]
    assert sheets[0] == sheets[1]


def test_a_status_with_a_new_fill_changes_the_styles_by_one_entry_each() -> None:
    done = put(STATUS, options=ONLY_THE_CELLS)
    assert_only_these_change(book(), done.content, SHEET, STYLES)
    assert tag_difference(book(), done.content, SHEET) == [
        '-<c r="K3" s="4" t="s">',
        "-<v>27</v>",
        '+<c r="K3" s="5" t="inlineStr">',
        "+<is>",
        "+<t>已发货</t>",
        "+</is>",
    ]
    came = come(census(book()), census(done.content))
    assert came == Counter({"fills": 1, "cell styles": 1, "cells of type inlineStr": 1})
    assert lost(census(book()), census(done.content)) == Counter({"cells of type s": 1})


def test_a_new_row_takes_table_rules_and_print_area_with_it() -> None:
    done = put(*NEW_ROW, options=ONLY_THE_CELLS)
    assert_only_these_change(book(), done.content, SHEET, TABLE, WORKBOOK)
    assert tag_difference(book(), done.content, WORKBOOK) == [
        '-<definedName name="_xlnm.Print_Area" localSheetId="0">订单!$A$1:$N$5</definedName>',
        '+<definedName name="_xlnm.Print_Area" localSheetId="0">订单!$A$1:$N$6</definedName>',
    ]
    assert part_text(done.content, TABLE) == part_text(book(), TABLE).replace('"A1:N5"', '"A1:N6"')
    assert tag_difference(book(), done.content, SHEET) == [
        *('-<dimension ref="A1:N5"/>', '+<dimension ref="A1:N6"/>'),
        *NEW_ROW_TAGS,
        *('-<conditionalFormatting sqref="L2:L5">', '+<conditionalFormatting sqref="L2:L6">'),
        *('-<conditionalFormatting sqref="G2:G5">', '+<conditionalFormatting sqref="G2:G6">'),
        *(f"-{AT_LEAST_ONE.format(5)}", f"+{AT_LEAST_ONE.format(6)}"),
        '-<ignoredError sqref="A2:A5 I2:I5" numberStoredAsText="1"/>',
        '+<ignoredError sqref="A2:A6 I2:I6" numberStoredAsText="1"/>',
        *("-<xm:sqref>G2:G5</xm:sqref>", "+<xm:sqref>G2:G6</xm:sqref>"),
        *("-<xm:sqref>K2:K5</xm:sqref>", "+<xm:sqref>K2:K6</xm:sqref>"),
        *("-<xm:sqref>K2:K5</xm:sqref>", "+<xm:sqref>K2:K6</xm:sqref>"),
    ]
    told = "The new rows of 订单表 have no formulas in: 实付金额."
    facts = {"sheet": "订单", "table": "订单表", "columns": "实付金额"}
    assert done.notes == (Note("calculated_column", told, facts),)


NEW_ROW_TAGS = (
    '+<row r="6" ht="48" customHeight="1" x14ac:dyDescent="0.25">',
    *('+<c r="A6" s="2" t="inlineStr">', "+<is>", "+<t>D2026112100001</t>", "+</is>", "+</c>"),
    *('+<c r="B6" t="inlineStr">', "+<is>", "+<t>CAP-BLK</t>", "+</is>", "+</c>"),
    *('+<c r="E6">', "+<v>2</v>", "+</c>"),
    *('+<c r="F6" s="3"/>', '+<c r="G6" s="3"/>', '+<c r="I6" s="2"/>'),
    *('+<c r="K6" s="4" t="inlineStr">', "+<is>", "+<t>待发货</t>", "+</is>", "+</c>"),
    *('+<c r="L6" s="2"/>', "+</row>"),
)


def test_a_new_heading_is_a_new_column_of_the_table() -> None:
    done = put(HEADING, options=ONLY_THE_CELLS)
    assert_only_these_change(book(), done.content, SHEET, TABLE)
    grown = part_text(book(), TABLE).replace('"A1:N5"', '"A1:O5"').replace('count="14"', 'count="15"')
    column = '<tableColumn id="15" name="快递"/>'
    assert part_text(done.content, TABLE) == grown.replace("</tableColumns>", f"{column}</tableColumns>")
    row = '<row r="1" spans="1:{}" ht="24" customHeight="1" x14ac:dyDescent="0.25">'
    assert tag_difference(book(), done.content, SHEET) == [
        *('-<dimension ref="A1:N5"/>', '+<dimension ref="A1:O5"/>'),
        *(f"-{row.format(14)}", f"+{row.format(15)}"),
        *("+</c>", '+<c r="O1" t="inlineStr">', "+<is>", "+<t>快递</t>", "+</is>"),
    ]


def test_all_at_once_loses_nothing_and_breaks_no_rule() -> None:
    done = put(TRACKING, STATUS, HEADING, *NEW_ROW)
    assert_only_these_change(book(), done.content, SHEET, TABLE, STYLES, WORKBOOK)
    assert violations(done.content) == []
    before, after = census(book()), census(done.content)
    assert lost(before, after) == Counter({"cells of type s": 1})
    assert come(before, after) == Counter(
        {
            "rows": 1,
            "row heights": 1,
            "cells": 9,
            "styled cells": 6,
            "cells of type n": 4,
            "cells of type inlineStr": 6,
            "fills": 1,
            "cell styles": 1,
            "table columns": 1,
        }
    )
    again = patch(done.content, [SheetEdits(sheet="订单", cells=(TRACKING, STATUS, HEADING, *NEW_ROW))])
    assert again.content == done.content


@pytest.mark.parametrize(
    ("place", "code"),
    [((2, 4), "rich_cell"), ((2, 14), "rich_cell"), ((2, 7), "formula_cell"), ((1, 11), "table_header")],
    ids=["picture in a cell", "picture of WPS", "formula", "heading"],
)
def test_what_would_be_lost_is_refused(place: tuple[int, int], code: str) -> None:
    with pytest.raises(XlsxError) as refused:
        put(CellEdit(*place, "x"))
    assert refused.value.code == code


def test_the_demo_writes_what_a_person_may_look_at(tmp_path: Path) -> None:
    written = list(write_demo(tmp_path / "demo"))
    assert [path.name for path in written] == [
        "everything.xlsm",
        "everything-written.xlsm",
        "everything.diff",
    ]
    assert written[0].read_bytes() == book()
    assert "+<t>SF1000000000001</t>\n" in written[2].read_text(encoding="utf-8")


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_both(tmp_path: Path) -> None:
    files = [path for path in write_demo(tmp_path) if path.suffix == ".xlsm"]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "made"), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    old, new = ((tmp_path / "made" / f"{file.stem}.csv").read_text(encoding="utf-8") for file in files)
    assert "D2026112000001" in old
    assert "SF1000000000001" not in old
    assert "SF1000000000001" in new
