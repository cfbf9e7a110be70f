"""The shop folder, its settings, runs and plans: SHOP-…, PLAN-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

SHOP: dict[str, Message] = {
    "SHOP-01": Message(
        "stop",
        "sheetship.toml 读不懂：{problem}",
        "sheetship.toml cannot be read: {problem}",
        "改正那一行；文件可以整个清空，所有设置都有默认值",
        "Mend that line; the file may also be empty, every setting has a default",
    ),
    "SHOP-02": Message(
        "stop",
        "设置“{key}”不认识，是不是“{near}”？",
        "The setting “{key}” is unknown. Did you mean “{near}”?",
        "可用的有：{known}",
        "Known here: {known}",
    ),
    "SHOP-03": Message(
        "stop",
        "设置“{key}”的值“{value}”不对",
        "The value “{value}” of the setting “{key}” is of the wrong kind",
        "对照 docs/settings.md 改正",
        "See docs/settings.md for what goes in",
    ),
    "SHOP-04": Message(
        "stop",
        "时区“{zone}”不认识",
        "The time zone “{zone}” is unknown",
        "例如 Asia/Shanghai、America/New_York",
        "Write one such as Asia/Shanghai or America/New_York",
    ),
    "SHOP-05": Message(
        "stop",
        "设置“{key}”：没有这一列，是不是“{near}”？",
        "“{key}”: there is no such column. Did you mean “{near}”?",
        "可用的列：{known}",
        "Columns: {known}",
    ),
    "SHOP-06": Message(
        "stop",
        "{folder} 不是店铺文件夹：没有 {missing}",
        "{folder} is not a shop folder: there is no {missing}",
        "先运行 sheetship init {folder}",
        "Make one with: sheetship init {folder}",
    ),
    "SHOP-07": Message(
        "stop",
        "文件夹 {folder} 里已经有 {name}，没有覆盖",
        "{folder} already holds {name}; nothing was overwritten",
        "换一个空文件夹",
        "Choose an empty folder",
    ),
    "SHOP-08": Message(
        "note",
        "订单表 {name} 不见了，已从备份 {backup} 恢复，并按台账补齐",
        "The orders workbook {name} was gone; it came back from the backup {backup}, completed from the ledger",
        "核对后继续",
        "Look it over and go on",
    ),
    "SHOP-09": Message(
        "stop",
        "平台“{platform}”有几家店铺，不知道 {file} 属于哪一家",
        "There are several shops on “{platform}”; nobody can tell which one {file} belongs to",
        "把文件放进 inbox/店铺名/：{shops}",
        "Put the file into inbox/<shop name>/: {shops}",
    ),
    "PLAN-01": Message(
        "stop",
        "计划之后有东西变了：{what}。没有写入任何内容",
        "Something changed since the plan: {what}. Nothing was written",
        "重新运行 sheetship plan",
        "Run sheetship plan again",
    ),
    "PLAN-02": Message(
        "stop",
        "{file} 不是 SheetShip 的计划",
        "{file} is not a plan of SheetShip",
        "用 .sheetship/plans/ 里的 plan.xlsx 或 plan.json",
        "Use plan.xlsx or plan.json from .sheetship/plans/",
    ),
    "PLAN-03": Message(
        "stop",
        "找不到批次 {run}",
        "There is no run {run}",
        "已有的批次：{known}",
        "Runs there are: {known}",
    ),
    "PLAN-04": Message(
        "note",
        "批次 {run} 中途停下，已接着做完",
        "Run {run} had stopped half-way and was finished",
        "无需处理",
        "Nothing to do",
    ),
    "PLAN-05": Message(
        "stop",
        "没有名叫 {story} 的示例",
        "There is no story called {story}",
        "可选：{known}",
        "Stories: {known}",
    ),
    "PLAN-06": Message(
        "stop",
        "找不到订单 {order}",
        "No order {order} is known",
        "检查订单号，或先运行一次 sheetship run",
        "Check the number, or run sheetship run first",
    ),
    "PLAN-07": Message(
        "note",
        "批次 {run} 中途停下，下次运行会接着做完",
        "Run {run} stopped half-way; the next run finishes it",
        "运行一次 sheetship run",
        "Run sheetship run once",
    ),
}
