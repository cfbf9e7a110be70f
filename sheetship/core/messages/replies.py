"""Suppliers' and couriers' replies: REPLY-01… reading, REPLY-10… what waits for a person, REPLY-30… couriers."""

from __future__ import annotations

from sheetship.core.messages.entry import Message

_WRITE_BY_HAND_ZH = "确认后把单号手工填进订单表的“运单号”，或请供应商改好后重发"
_WRITE_BY_HAND_EN = (
    "Once you are sure, type the number into the orders table, or ask the supplier to send it again"
)

REPLIES: dict[str, Message] = {
    "REPLY-01": Message(
        "hold",
        "运单号“{value}”的位数已丢失，没有使用",
        "The tracking number “{value}” has lost digits; it was not used",
        "请供应商把该列设为“文本”后重新填写；丢掉的数字不会去猜",
        "Ask the supplier to format the column as text and fill it in again; lost digits are never guessed",
    ),
    "REPLY-02": Message(
        "note",
        "运单号一栏写的是“{value}”，不是单号",
        "The tracking column says “{value}”, which is no number",
        "如果是缺货或延迟，请处理该订单；否则请供应商补上单号",
        "If it means out of stock or late, see to the order; else ask the supplier for the number",
    ),
    "REPLY-03": Message(
        "note",
        "单元格里的“{value}”没有读成单号，同格的其他单号已读",
        "“{value}” in this cell was not read as a number; the others in the cell were",
        "看一下原文，若是简写的单号请写完整",
        "Look at the cell; write the number in full if it was shortened",
    ),
    "REPLY-04": Message(
        "note",
        "“{value}”像行标识，但校验位不对",
        "“{value}” looks like a line token, but its check character is wrong",
        "多半是重新打字打错了；对照发给供应商的表改正后重新放入",
        "It was probably retyped; correct it after the sheet that was sent and drop the file in again",
    ),
    "REPLY-05": Message(
        "hold",
        "这一行有多个单号（{numbers}）和多个收件人或订单，分不清谁是谁的",
        "This row has several numbers ({numbers}) for several people or orders; which is whose cannot be told",
        "拆成一行一个收件人、一个单号再放入",
        "Write one person and one number a line and drop it in again",
    ),
    "REPLY-06": Message(
        "stop",
        "有几列都像运单号（{columns} 列），不知道该用哪一列",
        "Several columns look like tracking numbers ({columns}); which one counts is not known",
        "给正确的那一列加上标题“运单号”再放入",
        "Head the right column “Tracking number” and drop the file in again",
    ),
    "REPLY-07": Message(
        "note",
        "订单号“{value}”的位数已丢失，改用其他信息匹配",
        "The order number “{value}” has lost digits; the row is matched by its other fields",
        "如果没匹配上，请供应商保持订单号一列为“文本”",
        "If it finds no line, ask the supplier to keep the order column as text",
    ),
    "REPLY-10": Message(
        "hold",
        "单号 {number} 找不到对应的订单；相近的：{lines}",
        "No order line found for {number}; near: {lines}",
        "不是本店的单就不用管；是的话" + _WRITE_BY_HAND_ZH,
        "If it is not yours, leave it. " + _WRITE_BY_HAND_EN,
    ),
    "REPLY-11": Message(
        "hold",
        "单号 {number} 可能属于几行：{lines}",
        "{number} may belong to several lines: {lines}",
        _WRITE_BY_HAND_ZH,
        _WRITE_BY_HAND_EN,
    ),
    "REPLY-12": Message(
        "hold",
        "单号 {number} 所在行自相矛盾，指向不同的订单：{lines}",
        "What stands beside {number} contradicts itself and points to different lines: {lines}",
        "多半是表格错行了；请供应商核对整张表后重发",
        "The sheet has probably slipped by a row; ask the supplier to check all of it and send it again",
    ),
    "REPLY-13": Message(
        "hold",
        "{lines} 已有单号并已发完，又收到不同的单号 {number}，没有覆盖",
        "{lines} is fully shipped; a different number came in, {number}, and nothing was overwritten",
        "问清供应商是换单还是补发；换单请在平台修改单号",
        "Ask the supplier whether the number changed or more was sent; a changed one is corrected on the platform",
    ),
    "REPLY-14": Message(
        "hold",
        "{lines} 收到的件数超过订购数量，单号 {number} 没有写入",
        "More pieces than ordered were reported for {lines}; {number} was not written",
        "请供应商写明每个单号的件数",
        "Ask the supplier how many pieces are in each parcel",
    ),
    "REPLY-15": Message(
        "hold",
        "单号 {number} 的件数不清楚（{lines}）",
        "How many pieces {number} holds is not clear ({lines})",
        "请供应商写明每个单号的件数，先处理同一行的其他单号",
        "Ask how many pieces are in each parcel, and settle the line's other numbers first",
    ),
    "REPLY-16": Message(
        "hold",
        "单号 {number} 被写给了不同的收件人：{lines}",
        "{number} was given for different recipients: {lines}",
        "请供应商核对这个单号到底是谁的",
        "Ask the supplier whose number it is",
    ),
    "REPLY-17": Message(
        "hold",
        "单号 {number} 的校验位不对，多半打错了（{lines}）",
        "The check digit of {number} is wrong; it was probably mistyped ({lines})",
        "请供应商对照面单重发单号",
        "Ask the supplier to read the number off the label again",
    ),
    "REPLY-18": Message(
        "hold",
        "行标识 {token} 不是本店在途的采购行，单号 {number} 没有写入",
        "The line token {token} is no open purchase of this shop; {number} was not written",
        "看看是不是别的店或已取消的采购单",
        "See whether it belongs to another shop or to a cancelled purchase order",
    ),
    "REPLY-19": Message(
        "hold",
        "单号 {number} 写了两家不同的快递（{lines}）",
        "Two different couriers are named for {number} ({lines})",
        "请供应商确认是哪一家",
        "Ask the supplier which one it is",
    ),
    "REPLY-20": Message(
        "hold",
        "{number} 是一个订单号，不是运单号，没有写入",
        "{number} is an order number, not a tracking number; it was not written",
        "请供应商在运单号一列填运单号",
        "Ask the supplier for the tracking number",
    ),
    "REPLY-30": Message(
        "note",
        "不认识快递“{courier}”，单号 {number} 已写入，快递留空",
        "The courier “{courier}” is not known; {number} was written, its courier left empty",
        "在“快递”表加一行：这个名字是哪家快递",
        "Add a row to the couriers tab that says which courier this name means",
    ),
    "REPLY-31": Message(
        "note",
        "单号 {number} 不像{courier}的单号，仍按{courier}写入",
        "{number} does not look like a number of {courier}; it was written as theirs all the same",
        "如果快递写错了，请改正后重新放入",
        "If the courier is wrong, correct it and drop the file in again",
    ),
}
