"""Order lines: what keeps one out of a purchase order, what a person should know: ORD-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

ORDERS: dict[str, Message] = {
    "ORD-01": Message(
        "hold",
        "{field}“{value}”的位数已丢失",
        "{field} “{value}” has lost digits",
        "把该列设为“文本”后重新导出或重新粘贴；丢掉的数字无法恢复，也不会去猜",
        "Format the column as text and export or paste again; lost digits cannot be restored and are never guessed",
    ),
}
