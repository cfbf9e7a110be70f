"""A plan workbook that came back from review: PLAN-30 to PLAN-39."""

from __future__ import annotations

from sheetship.core.messages.entry import Message

PLANS: dict[str, Message] = {
    "PLAN-30": Message(
        "stop",
        "这个文件不是 SheetShip 的计划表：{reason}",
        "This is not a plan workbook of SheetShip: {reason}",
        "请用 sheetship plan 生成的 plan.xlsx；不要改动它的页名和表头",
        "Use the plan.xlsx that sheetship plan made; leave its tab names and headings as they are",
    ),
    "PLAN-31": Message(
        "stop",
        "“执行”一列写的是“{value}”，看不懂",
        "The column Do it says “{value}”, which is neither yes nor no",
        "只写 是 或 否；还没有任何改动",
        "Write yes or no; nothing has been changed so far",
    ),
    "PLAN-32": Message(
        "stop",
        "行号“{value}”不在这份计划里",
        "Line key “{value}” is not in this plan",
        "行号请勿改动；不想执行的行写 否，或者删掉整行",
        "Leave the line keys alone; to drop a row write no, or delete the whole row",
    ),
}
