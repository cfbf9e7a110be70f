"""The words and colours that the report's page and workbook share, in both languages. Private to the two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetship.core.findings import Level
from sheetship.core.report import Waits
from sheetship.core.report_sums import Due
from sheetship.core.states import LineState

Words = tuple[str, str]

STATE_TONES: Final[Mapping[LineState, str]] = {
    LineState.NEW: "amber",
    LineState.CONFIRMED: "amber",
    LineState.BACKORDERED: "red",
    LineState.ALLOCATED: "blue",
    LineState.IN_DOUBT: "red",
    LineState.PO_SENT: "blue",
    LineState.ACKNOWLEDGED: "blue",
    LineState.REJECTED: "red",
    LineState.CANCEL_REQUESTED: "amber",
    LineState.SHIPPED: "green",
    LineState.IN_TRANSIT: "green",
    LineState.EXCEPTION: "red",
    LineState.RETURNING: "amber",
    LineState.RETURNED: "grey",
    LineState.DELIVERED: "green",
    LineState.COMPLETED: "green",
    LineState.CANCELLED: "grey",
    LineState.CLOSED: "grey",
    LineState.CLOSED_LOSS: "red",
}
"""The tone of a state's bar: amber waits for the team, blue is with others, green has left, red is in trouble."""

TONES: Final[Mapping[str, tuple[str, str, str]]] = {
    "grey": ("#94A3B8", "#E2E8F0", "#475569"),
    "amber": ("#D97706", "#FEF3C7", "#92400E"),
    "blue": ("#2563EB", "#DBEAFE", "#1E40AF"),
    "green": ("#059669", "#D1FAE5", "#065F46"),
    "red": ("#DC2626", "#FEE2E2", "#991B1B"),
}
"""Solid colour for bars; background and text of a cell."""

LEVEL_TONES: Final = {Level.STOP: "red", Level.HOLD: "amber", Level.NOTE: "blue"}
DUE_TONES: Final = {Due.OVERDUE: "red", Due.TODAY: "amber", Due.TOMORROW: "blue", Due.LATER: "grey"}

WORDS: Final[Mapping[str, Words]] = {
    "report": ("批次报告", "Run report"),
    "plan": ("计划（还没有执行）", "Plan (nothing done yet)"),
    "run": ("批次", "Run"),
    "at": ("时间", "Time"),
    "shop": ("店铺", "Shop"),
    "platform": ("平台", "Platform"),
    "summary": ("汇总", "Summary"),
    "problems": ("问题", "Problems"),
    "lines_tab": ("明细", "Lines"),
    "suppliers": ("供应商", "Suppliers"),
    "deadlines": ("截止时间", "Deadlines"),
    "shops": ("店铺", "Shops"),
    "states": ("订单走到哪一步", "Where the lines stand"),
    "money": ("金额", "Money"),
    "cost_by_supplier": ("各供应商采购成本", "Cost by supplier"),
    "payables": ("应付", "To pay"),
    "files": ("生成的文件", "Files"),
    "undo": ("撤销", "Undo"),
    "state": ("状态", "State"),
    "lines": ("行数", "Lines"),
    "units": ("件数", "Units"),
    "open": ("未发", "Open"),
    "shipped": ("已发", "Shipped"),
    "income": ("收入", "Income"),
    "cost": ("采购成本", "Cost"),
    "freight": ("运费", "Freight"),
    "fees": ("平台费用", "Fees"),
    "profit": ("利润", "Profit"),
    "margin": ("利润率", "Margin"),
    "uncounted": ("未计入行数", "Lines not counted"),
    "currency": ("币种", "Currency"),
    "supplier": ("供应商", "Supplier"),
    "terms": ("结算", "Terms"),
    "cash": ("现结", "cash"),
    "days": ("账期 {days} 天", "{days} days"),
    "amount": ("金额", "Amount"),
    "oldest_open": ("最早未发订单", "Oldest open order"),
    "due": ("期限", "Due"),
    "ship_by": ("承诺发货时间", "Ship by"),
    "order_id": ("订单号", "Order number"),
    "line_key": ("行号", "Line key"),
    "sku": ("商品编码", "SKU"),
    "product": ("商品名称", "Product"),
    "quantity": ("数量", "Quantity"),
    "po_number": ("采购单号", "PO number"),
    "courier": ("快递", "Courier"),
    "tracking_number": ("运单号", "Tracking number"),
    "waits_for": ("等谁", "Waits for"),
    "next_step": ("下一步", "Next step"),
    "where": ("位置", "Where"),
    "level": ("程度", "Level"),
    "code": ("代码", "Code"),
    "message": ("说明", "What"),
    "fix": ("怎么处理", "How to mend it"),
    "file": ("文件", "File"),
    "kind": ("用途", "For"),
    "overdue": ("已超时", "Overdue"),
    "today": ("今天", "Today"),
    "tomorrow": ("明天", "Tomorrow"),
    "later": ("以后", "Later"),
    "waits_team": ("等您处理", "You"),
    "waits_supplier": ("等供应商", "Suppliers"),
    "waits_courier": ("等快递", "Couriers"),
    "waits_platform": ("等平台", "Platforms"),
    "waits_nobody": ("", ""),
    "stop": ("停止", "Stopped"),
    "hold": ("挂起", "Held"),
    "note": ("提醒", "Note"),
    "supplier_sheet": ("发给供应商的表", "For a supplier"),
    "courier_file": ("快递下单表", "For a courier"),
    "channel_upload": ("平台回传文件", "Upload to the platform"),
    "payment_list": ("付款清单", "Payments"),
    "message_file": ("客户通知", "Messages to customers"),
    "report_file": ("报告", "Report"),
    "table": ("表格", "Workbook"),
    "other": ("其他", "Other"),
    "done_new": ("新订单行", "New lines"),
    "done_ordered": ("已下单", "Ordered"),
    "done_tracked": ("收到运单号", "Tracking numbers"),
    "done_uploaded": ("可回传平台", "Ready to upload"),
    "done_cells": ("回填单元格", "Cells filled in"),
}

_AT: Final[Mapping[str, int]] = {"zh": 0, "en": 1}


def words_in(lang: str) -> dict[str, str]:
    """Every shared word in one language."""
    return {key: pair[_AT[lang]] for key, pair in WORDS.items()}


def state_word(state: LineState, lang: str) -> str:
    """The state's own word, with a capital where it begins a line."""
    word = state.label(lang)
    return word[0].upper() + word[1:]


def waits_word(who: Waits, words: Mapping[str, str]) -> str:
    """Who has to move next; nothing for nobody."""
    return words[f"waits_{who}"]


def terms_text(terms: str, words: Mapping[str, str]) -> str:
    """A supplier's terms: cash, or its days; other words stay as they are."""
    return words["days"].format(days=terms) if terms.isdigit() else terms or words["cash"]
