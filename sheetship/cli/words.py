"""The words of the command line in both languages, and which language the user gets."""

from __future__ import annotations

import locale
import os

_chosen: list[str] = []


def choose_lang(lang: str | None) -> None:
    """Remembers the language of this process: what the user asked for, else the shop's, else the system's."""
    if lang:
        _chosen[:] = [lang]


def chosen_lang() -> str:
    """``zh`` or ``en``."""
    return _chosen[0] if _chosen else system_lang()


def system_lang() -> str:
    """The language of the system: Chinese where its locale says so."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if (named or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def say(word: str, lang: str | None = None, **values: str | int) -> str:
    """A sentence of the command line."""
    zh, en = WORDS[word]
    return (zh if (lang or chosen_lang()) == "zh" else en).format_map(values)


WORDS: dict[str, tuple[str, str]] = {
    "stopped": (
        "已停止；没有做完的部分下次运行会接着做完。",
        "Stopped. What was not finished is finished by the next run.",
    ),
    "bug": (
        "出现了意外的错误，不是您的问题。日志在 {log}（不含姓名电话），请发给我们。",
        "Something unexpected happened, and it is not your fault. The log {log} (no names or phones in it) helps us mend it.",
    ),
    "reading": ("读取收件箱和订单表", "Reading the inbox and the orders table"),
    "deciding": ("核对、选供应商、匹配运单", "Checking, choosing suppliers, matching tracking numbers"),
    "rendering": ("填写表格", "Filling the sheets"),
    "writing": ("写入并校验", "Writing and verifying"),
    "reporting": ("写报告", "Writing the report"),
    "plan": ("计划", "Plan"),
    "run": ("批次", "Run"),
    "done": ("完成", "Done"),
    "nothing": ("没有要做的事：0 个文件，0 处修改。", "Nothing to do: 0 files, 0 edits."),
    "dry": ("只是预演，没有写入任何内容。", "This was a rehearsal; nothing was written."),
    "ask": ("执行这个计划？", "Do what the plan says?"),
    "ask_undo": ("撤销批次 {run}？", "Take run {run} back?"),
    "handed_over": (
        "台账已放进店铺文件夹，等网盘同步完，在另一台电脑上运行就由它接手；这台不再运行。",
        "The ledger waits in the shop folder: once it is synchronised, the next computer that runs takes over; this one runs no more.",
    ),
    "said_sent": (
        "已记下：{count} 行采购已发给供应商。",
        "Kept in mind: {count} lines are with their suppliers.",
    ),
    "said_before": ("以前已经记过，没有新的。", "That was said before; nothing is new."),
    "ask_take": (
        "电脑“{name}”真的不会再运行这家店了吗？它最近做过而没同步过来的事，这里不知道。由这台接手？",
        "Will the computer “{name}” really never run this shop again? What it did lately and did not synchronise is not known here. Take over?",
    ),
    "taken_over": (
        "已由这台电脑接手（台账副本 {copy}）。订单表里写着采购单、台账里没有的行会挂起，请先核对再下单。",
        "This computer has taken over (from {copy}). Lines that the table says were bought and this ledger does not know will wait: check them before buying.",
    ),
    "last_run": ("（最近一次）", "(the last one)"),
    "not_applied": ("没有执行。", "Not applied."),
    "saved_plan": (
        "计划已存为 {path}，可在表里去掉不要的行，再运行 sheetship apply。",
        "The plan is saved as {path}; untick lines in it if you like, then: sheetship apply.",
    ),
    "lines": ("订单行", "Order lines"),
    "new": ("新增", "New"),
    "sent": ("本次下单", "Ordered now"),
    "shipped": ("本次回填运单", "Tracked now"),
    "uploaded": ("本次回传", "Reported now"),
    "held": ("等待处理", "Waiting for you"),
    "exceptions": ("对不上的运单", "Unmatched numbers"),
    "files": ("文件", "Files"),
    "edits": ("单元格", "Cells"),
    "kind": ("种类", "Kind"),
    "path": ("路径", "Path"),
    "state": ("状态", "State"),
    "count": ("行数", "Lines"),
    "code": ("代码", "Code"),
    "where": ("位置", "Where"),
    "what": ("问题和处理办法", "What, and what to do"),
    "more": ("……还有 {count} 条，见 report.html 的“问题”", "… {count} more, see the problems in report.html"),
    "waiting_footer": ("{count} 条需要人处理。", "{count} findings wait for a person."),
    "look": ("看这里：", "Look here:"),
    "table_file": ("订单表", "Orders table"),
    "report_file": ("报告", "Report"),
    "outbox": ("发出的文件", "Files to send"),
    "take_back": (
        '撤销这个批次：sheetship undo {run} --shop "{shop}"',
        'To take this run back: sheetship undo {run} --shop "{shop}"',
    ),
    "deadlines": ("截止时间", "Deadlines"),
    "money": ("金额", "Money"),
    "runs": ("最近批次", "Last runs"),
    "created": ("已建好店铺文件夹 {folder}", "The shop folder {folder} is ready"),
    "next_init": (
        "下一步：在 catalogue.xlsx 里填供应商、报价和商品映射，把平台导出的订单放进 inbox，然后双击“一键运行”。",
        "Next: fill suppliers, offers and the SKU map in catalogue.xlsx, drop a platform export into inbox, double-click Run SheetShip.",
    ),
    "story": ("示例：{title}", "Story: {title}"),
    "demo_first": (
        "第一步：订单进来 → 给供应商和快递的表",
        "Step 1: orders in → sheets for suppliers and couriers",
    ),
    "demo_second": (
        "第二步：供应商回单 → 运单号、状态、平台回传文件",
        "Step 2: suppliers' replies in → tracking numbers, status, channel uploads",
    ),
    "demo_third": ("第三步：再运行一次，应当什么都不变", "Step 3: run once more; nothing may change"),
    "in_inbox": ("放进收件箱：{names}", "Dropped into the inbox: {names}"),
    "supplier": ("供应商", "Supplier"),
    "courier": ("快递", "Courier"),
    "tracking_number": ("运单号", "Tracking number"),
    "more_lines": ("……还有 {count} 行", "… {count} more"),
    "nobody's": (
        "对不上的运单号，一个也没有写进订单表：",
        "Numbers of nobody, none of them written into the table:",
    ),
    "first_files": ("给供应商和快递的表", "For suppliers and couriers"),
    "second_files": ("平台回传文件", "For the platforms"),
    "tracked_total": (
        "订单表里已有 {count} 行写上了运单号。",
        "{count} lines of the orders table now carry a tracking number.",
    ),
    "restored": ("已恢复", "Restored"),
    "kept": ("保留（您改过）", "Kept, because you changed it"),
    "cannot": ("无法收回", "Cannot be taken back"),
    "corrections": ("更正文件", "Correction files"),
    "good": ("正常", "fine"),
    "bad": ("要处理", "mend"),
    "all_good": ("一切正常。", "Everything is fine."),
    "event": ("经过", "What happened"),
    "when": ("时间", "When"),
    "order": ("订单号", "Order"),
    "income": ("收入", "Income"),
    "cost": ("成本", "Cost"),
    "profit": ("利润", "Profit"),
    "suppliers": ("供应商", "Supplier"),
    "ordered": ("下单行", "Lines"),
    "tracked": ("已回单号", "Tracked"),
    "days_to_number": ("回单天数", "Days to number"),
    "oldest_open": ("最久未回", "Oldest open"),
    "check_lock": ("运行锁", "Run lock"),
    "check_orders": ("订单表", "Orders table"),
    "check_catalogue": ("商品资料", "Catalogue"),
    "check_templates": ("模板", "Templates"),
    "check_ledger": ("台账", "Ledger"),
    "event_line_seen": ("从导出文件读到", "seen in an export"),
    "event_row_seeded": ("写入订单表", "added to the orders table"),
    "event_held": ("挂起状态变化", "holds changed"),
    "event_released": ("人工放行", "released by a person"),
    "event_decided": ("选定供应商", "supplier chosen"),
    "event_po_issued": ("写进采购单", "put into a purchase order"),
    "event_po_voided": ("采购单作废", "purchase order voided"),
    "event_said_sent": ("已确认发给供应商", "said to be sent"),
    "event_parcel_matched": ("匹配到运单号", "tracking number matched"),
    "event_parcel_voided": ("运单号作废", "tracking number voided"),
    "event_upload_written": ("写进平台回传文件", "put into a channel upload"),
    "event_message_written": ("起草了客户消息", "customer message drafted"),
    "supplier_sheet": ("供应商表", "Supplier sheet"),
    "courier_file": ("快递表", "Courier file"),
    "channel_upload": ("平台回传", "Channel upload"),
    "payment_list": ("付款单", "Payment list"),
    "message": ("客户消息", "Messages"),
    "report": ("报告", "Report"),
    "table": ("订单表", "Table"),
    "other": ("其他", "Other"),
}
