"""Workbooks that cannot be read or written: codes BOOK."""

from __future__ import annotations

from sheetship.core.messages.entry import Message

BOOKS: dict[str, Message] = {
    "BOOK-01": Message(
        "stop",
        "{name} 正被打开（{who}），没有改动它",
        "{name} is open ({who}); it was left as it is",
        "在 Excel 或 WPS 里保存并关闭它，再运行一次",
        "Save and close it in Excel or WPS, then run again",
    ),
    "BOOK-02": Message(
        "stop",
        "{name} 在读取之后被改动过，没有改动它",
        "{name} changed after it was read; it was left as it is",
        "再运行一次",
        "Run again",
    ),
    "BOOK-03": Message(
        "stop",
        "{name} 写不进去：{reason}",
        "{name} cannot be written: {reason}",
        "按提示改正后再运行；原文件没有动过",
        "Mend what it says and run again; the file was not touched",
    ),
    "BOOK-04": Message(
        "stop",
        "{name} 读不出来：{reason}",
        "{name} cannot be read: {reason}",
        "用 Excel 或 WPS 打开，另存为 .xlsx 后再试",
        "Open it in Excel or WPS, save it as .xlsx and try again",
    ),
    "BOOK-05": Message(
        "stop",
        "{name} 有密码",
        "{name} is protected with a password",
        "在 Excel 里去掉密码；订单表也可以留着密码，在 sheetship.toml 的 [tables] orders_password_env 里写明放密码的环境变量",
        "Take the password off in Excel; that of the orders table may stay: name the environment variable that holds it"
        " under [tables] orders_password_env in sheetship.toml",
    ),
    "BOOK-06": Message(
        "stop",
        "{name} 里没有“{tab}”这个表",
        "{name} has no tab “{tab}”",
        "现有的表：{there}",
        "Tabs there are: {there}",
    ),
    "BOOK-07": Message(
        "stop",
        "环境变量 {variable} 里的密码打不开 {name}",
        "The password in the environment variable {variable} does not open {name}",
        "改正 {variable} 的值再运行；原文件没有动过",
        "Put the right one into {variable} and run again; the file was not touched",
    ),
    "BOOK-08": Message(
        "stop",
        "{name} 有密码，而环境变量 {variable} 是空的",
        "{name} is protected with a password, and the environment variable {variable} is empty",
        "把密码放进环境变量 {variable} 再运行",
        "Put the password into {variable} and run again",
    ),
    "BOOK-20": Message(
        "stop",
        "订单表缺少这些列：{missing}",
        "The orders table lacks these columns: {missing}",
        "现有的列：{there}。补上，或在 sheetship.toml 的 [columns] 里写明对应的列名",
        "Columns there are: {there}. Add them, or name yours under [columns] in sheetship.toml",
    ),
    "BOOK-21": Message(
        "stop",
        "列名“{heading}”出现了不止一次（{columns} 列）",
        "The heading “{heading}” stands more than once (columns {columns})",
        "给多出来的那一列换个名字",
        "Give the other one another name",
    ),
    "BOOK-22": Message(
        "stop",
        "在前 20 行里没有找到表头",
        "No header was found in the first 20 rows",
        "第一行内容是：{there}。表头至少要有订单号、数量、收件人",
        "The first row says: {there}. A header has at least order number, quantity and recipient",
    ),
    "BOOK-30": Message(
        "note",
        "写进了隐藏的工作表“{sheet}”",
        "The tab “{sheet}” that was written is hidden",
        "要看结果，在 Excel 里取消隐藏",
        "To see what was written, unhide it in Excel",
    ),
    "BOOK-31": Message(
        "note",
        "写入的内容不在您设置的下拉选项里（{count} 格，第一格是 {cell}）",
        "What was written is not on the list that you set for the cell ({count} in all, the first is {cell})",
        "把新内容加进下拉选项，或取消这一列的数据验证",
        "Add it to the list, or take the data validation off this column",
    ),
    "BOOK-32": Message(
        "note",
        "写入的行正被筛选隐藏（{count} 行，第一行是 {row}）",
        "Rows that were written are hidden by a filter ({count} in all, the first is {row})",
        "要看结果，在 Excel 里清除筛选",
        "To see what was written, clear the filter in Excel",
    ),
    "BOOK-33": Message(
        "note",
        "表格“{table}”的新行没有这些列的公式：{columns}",
        "The new rows of the table “{table}” lack the formulas of: {columns}",
        "在 Excel 里把这些列的公式往下拉",
        "Fill the formulas of these columns down in Excel",
    ),
    "BOOK-34": Message(
        "note",
        "{name} 原来的加密方式太旧，已改用现在的（AES-256），密码不变",
        "{name} was encrypted in an old way and now is in today's (AES-256), with the same password",
        "无需处理",
        "Nothing to do",
    ),
}
