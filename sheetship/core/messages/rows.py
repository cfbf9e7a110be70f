"""Rows of the orders table against the files and the ledger: ROW-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

ROWS: dict[str, Message] = {
    "ROW-01": Message(
        "note",
        "这一行没有订单号，未处理",
        "This row has no order number and was left alone",
        "补上订单号，或清空这一行",
        "Fill in the order number, or clear the row",
    ),
    "ROW-02": Message(
        "hold",
        "同一个文件里这一行出现两次，内容不同",
        "This line stands twice in one file with different content",
        "从平台重新导出；确认无误后在“放行”列写 放行",
        "Export again from the platform; if it is right, write release in the Release column",
    ),
    "ROW-03": Message(
        "note",
        "同一个文件里这一行重复出现，只算一次",
        "This line stands twice in one file; it counts once",
        "无需处理",
        "Nothing to do",
    ),
    "ROW-04": Message(
        "hold",
        "与第 {other} 行是同一个订单行，重复的行不会下单",
        "The same order line as row {other}; a doubled line is not ordered",
        "删除多余的一行",
        "Delete the row that is too many",
    ),
    "ROW-05": Message(
        "hold",
        "表里写着采购单 {po}，但台账里没有这一行：可能在另一台电脑上下过单",
        "The row says purchase order {po}, but the ledger does not know the line: it may have been ordered elsewhere",
        "核对是否已向供应商下单；没有的话清空“采购单号”",
        "Check whether the supplier has it; if not, clear the PO number",
    ),
    "ROW-06": Message(
        "note",
        "平台上已更改：{fields}（表里仍是旧值，按新值处理）",
        "Changed on the platform: {fields} (the row shows the old value; the new one is used)",
        "如新值不对，请在表里直接改这一格",
        "If the new value is wrong, type the right one into the cell",
    ),
    "ROW-07": Message(
        "hold",
        "您改了 {fields}，平台上也改了，而且不一样",
        "You changed {fields} and so did the platform, differently",
        "核对后把正确的值写进表里，再在“放行”列写 放行",
        "Put the right value into the row, then write release in the Release column",
    ),
    "ROW-08": Message(
        "note",
        "{field}：{old} → {new}（平台最新导出）",
        "{field}: {old} → {new} (newest export)",
        "按新值处理",
        "The new value is used",
    ),
    "ROW-09": Message(
        "note",
        "订单表里找不到这一行（可能已删除），不会下单",
        "The orders table has no row for this line any more (deleted?); it will not be ordered",
        "需要恢复时，把平台导出再放进 inbox",
        "To bring it back, drop the platform export into inbox again",
    ),
    "ROW-10": Message(
        "hold",
        "订单 {order} 的同一商品已向供应商下单，这一行像是改价或重复导出",
        "The same product of order {order} is already ordered; this line looks like a changed price or a doubled export",
        "确认确实是多买的一件后，在“放行”列写 放行",
        "If it really is one more piece, write release in the Release column",
    ),
    "ROW-11": Message(
        "hold",
        "{field}是公式，不能当作编号使用",
        "{field} is a formula and cannot serve as a number to go by",
        "复制这一列，“选择性粘贴为数值”，再运行",
        "Copy the column, paste it as values, and run again",
    ),
    "ROW-12": Message(
        "hold",
        "{field}是错误值（如 #N/A）",
        "{field} holds an error such as #N/A",
        "改正这一格",
        "Mend the cell",
    ),
    "ROW-13": Message(
        "hold",
        "向供应商下单之后又改了：{fields}",
        "Changed after it was ordered from the supplier: {fields}",
        "马上联系供应商更改；改不了就取消重下",
        "Tell the supplier at once; if it is too late, cancel and order again",
    ),
    "ROW-15": Message(
        "note",
        "您改了“{column_zh}”（写着“{value}”），已按台账恢复",
        "You changed “{column_en}” (it said “{value}”); it was restored from the ledger",
        "这一列由 SheetShip 填写；要改变结果，请改订单内容或“放行”列",
        "SheetShip fills this column; to change what happens, edit the order or the Release column",
    ),
    "ROW-14": Message(
        "hold",
        "同一订单里有两行完全一样，可能是重复导出",
        "Two lines of the order are equal in everything; the export may have doubled one",
        "确认买家确实买了两份后，在“放行”列写 放行",
        "If the buyer did buy two, write release in the Release column",
    ),
}
