"""The report's workbook, opened again as a person's program would open it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetship.adapters._poured_rows import Poured, pour
from sheetship.adapters._report_words import words_in
from sheetship.adapters.report_xlsx import write_report
from sheetship.core.findings import Finding
from sheetship.core.report import Report
from tests.adapters.report_sample import sample_report
from tests.growth import IN_STEP, growth

LANGS = ["zh", "en"]
TABS = {
    "zh": ["汇总", "问题", "明细", "供应商", "截止时间"],
    "en": ["Summary", "Problems", "Lines", "Suppliers", "Deadlines"],
}


def opened(report: Report) -> Workbook:
    return load_workbook(io.BytesIO(write_report(report)))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    headings, *told = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in told]


@pytest.mark.parametrize("lang", LANGS)
def test_the_tabs_are_there_in_the_shops_language(lang: str) -> None:
    book = opened(sample_report(lang))
    assert book.sheetnames == TABS[lang]
    for sheet in book.worksheets[1:]:
        assert str(sheet.freeze_panes) == "A2"
        assert str(sheet.auto_filter.ref) == sheet.dimensions


def test_every_line_is_there_with_its_ids_as_text_and_its_money_as_numbers() -> None:
    report = sample_report("zh")
    told = rows(opened(report)["明细"])
    assert [row["订单号"] for row in told] == [line.order_id for line in report.lines]
    assert [row["状态"] for row in told] == [line.state.label("zh") for line in report.lines]
    assert [row["采购成本"] for row in told] == [
        None if one.cost is None else float(one.cost) for one in report.lines
    ]
    assert told[2]["运单号"] == "SF1400000000002"
    assert told[0]["承诺发货时间"] == datetime(2026, 11, 21, 4)  # noqa: DTZ001 - a cell knows no zone
    assert told[0]["等谁"] == "等您处理"


def test_text_from_outside_is_never_a_formula() -> None:
    report = sample_report("zh")
    told = ["=1+1", "@SUM(A1)", "http://example.com", "  two spaces", "a\nb", "\ud83d"]
    lines = tuple(replace(report.lines[0], product=text) for text in told)
    column = opened(replace(report, lines=lines))["明细"]["F"][1:]
    assert [cell.value for cell in column] == [*told[:-1], "?"]
    assert {cell.data_type for cell in column} <= {"s", "inlineStr"}
    assert not [cell.hyperlink for cell in column if cell.hyperlink]


def test_a_text_longer_than_a_cell_is_cut() -> None:
    report = sample_report("zh")
    line = replace(report.lines[0], product="长" * 40_000)
    assert len(str(opened(replace(report, lines=(line,)))["明细"]["F2"].value)) == 32_767


def test_the_problems_say_where_what_and_how_to_mend_it() -> None:
    finding = Finding("ORD-23", "订单!E27", {"sku": "MUG-9"}, "L0")
    (told,) = rows(opened(replace(sample_report("zh"), findings=(finding,)))["问题"])
    assert told == {
        "程度": "挂起",
        "位置": "订单!E27",
        "订单号": "6921380000000000000",
        "说明": finding.message("zh"),
        "怎么处理": finding.fix("zh"),
        "代码": "ORD-23",
    }


def test_a_row_of_problems_is_high_enough_for_its_words() -> None:
    long = Finding("ORD-47", "订单!A2", {"rule": "1", "reason": "很长的原因" * 40})
    short = Finding("ORD-05", "订单!A3")
    heights = opened(replace(sample_report("zh"), findings=(long, short)))["问题"].row_dimensions
    assert (heights[3].height or 0) > 3 * (heights[2].height or 0)


def test_colours_follow_the_words_so_that_sorting_takes_them_along() -> None:
    book = opened(sample_report("en"))
    ranges = {
        sheet.title: [str(one.sqref) for one in sheet.conditional_formatting] for sheet in book.worksheets
    }
    assert ranges["Lines"] == ["B2:B61"]
    assert ranges["Problems"] == ["A2:A9"]
    assert len(ranges["Deadlines"]) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_the_summary_has_native_charts_over_its_own_cells(lang: str) -> None:
    with zipfile.ZipFile(io.BytesIO(write_report(sample_report(lang)))) as package:
        charts = [
            package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")
        ]
    assert len(charts) == 2
    assert all(f"{TABS[lang][0]}!$B$" in chart for chart in charts)


def test_the_summary_adds_up() -> None:
    report = sample_report("zh")
    cells = [
        [cell for cell in row if cell is not None]
        for row in opened(report)["汇总"].iter_rows(values_only=True)
    ]
    words = words_in("zh")
    money = cells[next(at for at, row in enumerate(cells) if row[:1] == [words["currency"]]) + 1]
    counted = [line for line in report.lines if line.profit is not None and line.state.value != "cancelled"]
    assert money[1] == float(sum((line.income or Decimal(0) for line in counted), Decimal(0)))
    assert money[5] == float(sum((line.profit or Decimal(0) for line in counted), Decimal(0)))


@pytest.mark.parametrize("lang", LANGS)
def test_a_report_of_nothing_still_opens(lang: str) -> None:
    empty = replace(sample_report(lang, applied=False), lines=(), findings=(), files=())
    book = opened(empty)
    assert book.sheetnames == TABS[lang]
    assert words_in(lang)["plan"] in str(book.worksheets[0]["A1"].value)
    assert [sheet.max_row for sheet in book.worksheets[1:]] == [2, 2, 2, 2]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write_report(sample_report("zh")) == write_report(sample_report("zh"))


def test_a_tab_without_a_blank_row_cannot_be_poured_into() -> None:
    book = Workbook()
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(ValueError, match="blank second row"):
        pour(content.getvalue(), {"Sheet": Poured([["a"]])})


def test_many_lines_are_written_in_step_with_their_number() -> None:
    def prepared(lines: int) -> Callable[[], object]:
        report = sample_report("zh", lines=lines)
        return lambda: write_report(report)

    assert growth(prepared, 500) < IN_STEP
