"""A plan as a workbook, and what a reviewer did to it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetship.adapters.plan_xlsx import WORDS, read_plan, write_plan
from sheetship.core.findings import SheetShipError
from sheetship.core.plan_rows import Action, PlannedCell, PlannedFile, PlanRow, PlanSheet
from sheetship.core.report import FileKind

KEYS = ("douyin:A店:1", "douyin:A店:2", "douyin:A店:3")
PLANNED = frozenset(KEYS)


def plan_of(lang: str = "zh") -> PlanSheet:
    rows = [
        PlanRow(
            line_key=key,
            action=Action.BUY,
            order_id="6921380000000000001",
            product="=HYPERLINK(1)",
            quantity=2,
            supplier="HZ01",
            why="最便宜：成本 12.00 + 运费 3.00",
            cost=Decimal("24.00"),
            profit=Decimal("-3.10"),
        )
        for key in KEYS
    ]
    held = PlanRow(
        line_key="douyin:A店:9", action=Action.HOLD, order_id="9", why="收件人信息被打了星号\n" * 3
    )
    return PlanSheet(
        run="R1",
        shop="A店",
        at=datetime(2026, 11, 21, tzinfo=timezone(timedelta(hours=8))),
        lang=lang,
        rows=(*rows, held),
        files=(PlannedFile(path="outbox/R1/杭州云仓.xlsx", kind=FileKind.SUPPLIER_SHEET, lines=3),),
        cells=(PlannedCell("订单!AB2", "状态", "", "已下单"),),
    )


def edited(content: bytes, edit: Callable[[Worksheet], object]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    edit(book.worksheets[0])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_plan_left_alone_drops_nothing(lang: str) -> None:
    assert read_plan(write_plan(plan_of(lang)), PLANNED) == frozenset()


@pytest.mark.parametrize("word", ["否", "no", "NO", " No ", "n", 0])
def test_a_line_that_says_no_is_dropped(word: str | int) -> None:
    content = edited(write_plan(plan_of()), lambda sheet: sheet.cell(3, 1, word))
    assert read_plan(content, PLANNED) == {KEYS[1]}


@pytest.mark.parametrize("word", ["是", "yes", "", None])
def test_a_line_that_says_yes_or_nothing_goes_as_planned(word: str | None) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["A3"].value = word

    assert read_plan(edited(write_plan(plan_of()), edit), PLANNED) == frozenset()


def test_a_row_that_was_deleted_is_dropped() -> None:
    content = edited(write_plan(plan_of()), lambda sheet: sheet.delete_rows(2))
    assert read_plan(content, PLANNED) == {KEYS[0]}


def test_the_columns_may_be_moved_and_blank_rows_left() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.insert_rows(3)
        sheet.insert_cols(1)
        sheet["B4"].value = "否"

    assert read_plan(edited(write_plan(plan_of("en")), edit), PLANNED) == {KEYS[1]}


def test_a_line_with_two_actions_is_dropped_when_either_says_no() -> None:
    plan = plan_of()
    twice = replace(plan, rows=(*plan.rows, replace(plan.rows[0], action=Action.ADD)))
    content = edited(write_plan(twice), lambda sheet: sheet.cell(2, 1, "否"))
    assert read_plan(content, PLANNED) == {KEYS[0]}


@pytest.mark.parametrize(
    ("cell", "text", "code", "where"),
    [("A3", "maybe", "PLAN-31", "计划!A3"), ("K3", "douyin:A店:22", "PLAN-32", "计划!K3")],
)
def test_a_word_nobody_understands_stops_with_its_cell(cell: str, text: str, code: str, where: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[cell].value = text

    with pytest.raises(SheetShipError) as stopped:
        read_plan(edited(write_plan(plan_of()), edit), PLANNED)
    assert (stopped.value.finding.code, stopped.value.finding.where) == (code, where)
    for lang in ("zh", "en"):
        assert text in stopped.value.finding.message(lang)


def test_a_file_that_is_no_plan_is_refused_with_the_reason() -> None:
    for content, reason in [
        (b"nothing", "打不开"),
        (edited(write_plan(plan_of()), lambda s: s.delete_cols(1)), "执行"),
    ]:
        with pytest.raises(SheetShipError) as stopped:
            read_plan(content, PLANNED)
        assert stopped.value.finding.code == "PLAN-30"
        assert reason in stopped.value.finding.message("zh")


@given(dropped=st.sets(st.sampled_from(KEYS)))
@settings(max_examples=10, deadline=None)
def test_what_is_dropped_is_what_said_no(dropped: set[str]) -> None:
    def edit(sheet: Worksheet) -> None:
        for row, key in enumerate(KEYS, start=2):
            sheet.cell(row, 1, "否" if key in dropped else "是")

    assert read_plan(edited(write_plan(plan_of()), edit), PLANNED) == dropped


def test_the_workbook_shows_actions_held_lines_files_and_cells() -> None:
    book = load_workbook(io.BytesIO(write_plan(plan_of())))
    assert book.sheetnames == ["计划", "挂起", "文件", "单元格"]
    plan, held, files, cells = book.worksheets
    assert [cell.value for cell in plan[2]] == [
        "是", "6921380000000000001", "向供应商下单", "=HYPERLINK(1)", 2, "HZ01",
        "最便宜：成本 12.00 + 运费 3.00", "CNY", 24, -3.1, KEYS[0],
    ]  # fmt: skip
    assert plan["D2"].data_type != "f"
    assert str(plan.data_validations.dataValidation[0].sqref) == "A2:A4"
    assert held["A2"].value == "9"
    assert files["A2"].value == "outbox/R1/杭州云仓.xlsx"
    assert [cell.value for cell in cells[2]] == ["订单!AB2", "状态", None, "已下单"]


def test_a_plan_with_nothing_to_do_still_opens() -> None:
    empty = replace(plan_of(), rows=(), files=(), cells=())
    assert load_workbook(io.BytesIO(write_plan(empty))).worksheets[0].max_column == 11
    assert read_plan(write_plan(empty), frozenset()) == frozenset()


def test_the_same_plan_gives_the_same_bytes_and_every_word_has_both_languages() -> None:
    assert write_plan(plan_of()) == write_plan(plan_of())
    assert {*Action, *FileKind} <= WORDS.keys()
    assert all(not zh.isascii() and en.isascii() for zh, en in WORDS.values())
