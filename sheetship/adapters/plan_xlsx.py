"""A plan as a workbook to review, and what the reviewer dropped, read back.

Decides how a plan looks to a person and what their yes or no means. Only a line that still stands there with yes is
done: a deleted row is dropped like one that says no, and a blank leaves the plan as it is.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from sheetship.adapters._report_words import TONES
from sheetship.adapters._sheet_tables import Book, Field, Value, workbook_bytes
from sheetship.core.columns import plain_heading
from sheetship.core.findings import SheetShipError
from sheetship.core.model import column_letters
from sheetship.core.plan_rows import Action, PlanRow, PlanSheet

Words = tuple[str, str]

WORDS: Final[Mapping[str, Words]] = {
    "plan": ("计划", "Plan"),
    "held": ("挂起", "Held"),
    "files": ("文件", "Files"),
    "cells": ("单元格", "Cells"),
    "do_it": ("执行", "Do it"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "order_id": ("订单号", "Order number"),
    "action": ("要做什么", "What will happen"),
    "product": ("商品名称", "Product"),
    "quantity": ("数量", "Quantity"),
    "supplier": ("供应商", "Supplier"),
    "why": ("原因", "Why"),
    "held_by": ("为什么挂起", "What holds it"),
    "currency": ("币种", "Currency"),
    "cost": ("采购成本", "Cost"),
    "profit": ("预计利润", "Expected profit"),
    "line_key": ("行号", "Line key"),
    "path": ("文件", "File"),
    "kind": ("用途", "For"),
    "lines": ("行数", "Lines"),
    "where": ("位置", "Where"),
    "heading": ("列", "Column"),
    "old": ("现在", "Now"),
    "new": ("改成", "Will be"),
    "add": ("登记新订单", "Record a new line"),
    "buy": ("向供应商下单", "Buy from the supplier"),
    "track": ("写入运单号", "Write the tracking number"),
    "upload": ("写入回传文件", "Put into a channel upload"),
    "cancel": ("取消", "Cancel"),
    "update": ("更新状态", "Update the status"),
    "hold": ("挂起", "Hold"),
    "supplier_sheet": ("发给供应商的表", "For a supplier"),
    "courier_file": ("快递下单表", "For a courier"),
    "channel_upload": ("平台回传文件", "Upload to the platform"),
    "payment_list": ("付款清单", "Payments"),
    "message": ("客户通知", "Messages to customers"),
    "report": ("报告", "Report"),
    "table": ("表格", "Workbook"),
    "other": ("其他", "Other"),
    "note": (
        "不想执行的行选“否”，或者删掉整行；其余不用动。保存后运行 sheetship apply。",
        "Choose no for what should not be done, or delete the row; leave the rest. Save, then run sheetship apply.",
    ),
    "not_a_workbook": ("打不开", "it cannot be opened"),
    "no_columns": ("没有“执行”和“行号”两列", "it has no columns Do it and Line key"),
}

_YES: Final = frozenset({"", "是", "yes", "y", "1", "true", "√", "✓"})
_NO: Final = frozenset({"否", "no", "n", "0", "false", "×", "x", "不"})
_ACTION_FILLS: Final = {
    Action.BUY: "blue",
    Action.TRACK: "green",
    Action.UPLOAD: "green",
    Action.CANCEL: "red",
}


def write_plan(plan: PlanSheet) -> bytes:
    """The review workbook; the same plan gives the same bytes."""
    return workbook_bytes(lambda book: _write(book, plan, 0 if plan.lang == "zh" else 1))


def _write(book: Book, plan: PlanSheet, at: int) -> None:
    words = {key: pair[at] for key, pair in WORDS.items()}
    _write_actions(book, [row for row in plan.rows if row.action is not Action.HOLD], words)
    _write_held(book, [row for row in plan.rows if row.action is Action.HOLD], words)
    files = [[one.path, words[one.kind], one.lines or None] for one in plan.files]
    book.tab(
        words["files"],
        _fields(words, ("path", 60, "text"), ("kind", 24, "text"), ("lines", 9, "number")),
        files,
    )
    changes = _fields(
        words, ("where", 18, "text"), ("heading", 18, "text"), ("old", 36, "text"), ("new", 36, "text")
    )
    book.tab(words["cells"], changes, [[one.where, one.heading, one.old, one.new] for one in plan.cells])


def _fields(words: Mapping[str, str], *fields: tuple[str, float, str]) -> list[Field]:
    return [Field(words[name], width, kind) for name, width, kind in fields]


def _write_actions(book: Book, rows: list[PlanRow], words: Mapping[str, str]) -> None:
    fields = _fields(
        words,
        ("do_it", 9, "text"), ("order_id", 24, "text"), ("action", 24, "text"), ("product", 30, "text"),
        ("quantity", 9, "number"), ("supplier", 18, "text"), ("why", 52, "long"), ("currency", 9, "text"),
        ("cost", 12, "money"), ("profit", 12, "money"), ("line_key", 30, "text"),
    )  # fmt: skip
    sheet = book.tab(words["plan"], fields, [_action_row(row, words) for row in rows])
    last = max(len(rows), 1)
    sheet.data_validation(1, 0, last, 0, {"validate": "list", "source": [words["yes"], words["no"]]})
    sheet.write_comment(0, 0, words["note"], {"author": "SheetShip", "x_scale": 2, "color": "#FEF9C3"})
    book.colour(sheet, 0, {words["no"]: TONES["red"][1]})
    book.colour(sheet, 2, {words[action]: TONES[tone][1] for action, tone in _ACTION_FILLS.items()})


def _action_row(row: PlanRow, words: Mapping[str, str]) -> list[Value]:
    return [
        words["yes"], row.order_id, words[row.action], row.product, row.quantity, row.supplier, row.why,
        row.currency, row.cost, row.profit, row.line_key,
    ]  # fmt: skip


def _write_held(book: Book, rows: list[PlanRow], words: Mapping[str, str]) -> None:
    fields = _fields(
        words,
        ("order_id", 24, "text"), ("product", 30, "text"), ("quantity", 9, "number"),
        ("held_by", 70, "long"), ("line_key", 30, "text"),
    )  # fmt: skip
    held = [[row.order_id, row.product, row.quantity, row.why, row.line_key] for row in rows]
    book.tab(words["held"], fields, held)


def read_plan(content: bytes, planned: AbstractSet[str]) -> frozenset[str]:
    """The planned line keys that the reviewer dropped.

    Args:
        content: the workbook as it came back.
        planned: the keys of all lines that the plan would act on.

    Raises:
        SheetShipError: PLAN-30, no plan workbook; PLAN-31, neither yes nor no; PLAN-32, a line key of no plan.
    """
    tab, rows = _plan_tab(content)
    headings = [plain_heading(text) for text in rows[0]]
    do_it, key = _place(headings, "do_it"), _place(headings, "line_key")
    kept: set[str] = set()
    dropped: set[str] = set()
    for number, cells in enumerate(rows[1:], start=2):
        if any(cells):
            line_key = _known_key(cells[key], planned, f"{tab}!{column_letters(key + 1)}{number}")
            is_kept = _is_yes(cells[do_it], f"{tab}!{column_letters(do_it + 1)}{number}")
            (kept if is_kept else dropped).add(line_key)
    return frozenset(dropped | (planned - kept))


def _plan_tab(content: bytes) -> tuple[str, list[list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tabs = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        ]
    except (CalamineError, ValueError, OSError) as error:
        raise _no_plan("not_a_workbook") from error
    for name, rows in tabs:
        headings = [plain_heading(str(cell)) for cell in rows[0]] if rows else []
        if _place(headings, "do_it") >= 0 and _place(headings, "line_key") >= 0:
            return name, [[_text(cell) for cell in row] for row in rows]
    raise _no_plan("no_columns")


def _no_plan(reason: str) -> SheetShipError:
    zh, en = WORDS[reason]
    return SheetShipError("PLAN-30", reason_zh=zh, reason_en=en)


def _place(headings: list[str], name: str) -> int:
    wanted = {plain_heading(word) for word in WORDS[name]}
    return next((at for at, heading in enumerate(headings) if heading in wanted), -1)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _known_key(text: str, planned: AbstractSet[str], where: str) -> str:
    if text not in planned:
        raise SheetShipError("PLAN-32", where, value=text)
    return text


def _is_yes(text: str, where: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise SheetShipError("PLAN-31", where, value=text)
    return word in _YES
