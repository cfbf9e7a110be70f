"""The report as one page: no script, nothing loaded from elsewhere, fit for a phone, a dark room and a printer.

Decides the sentences of the page; what it shows is picked in ``_report_cards.py`` and ``_report_view.py`` and laid out in
``report_page.html.j2``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from sheetship.adapters import _report_cards as cards
from sheetship.adapters import _report_view as view
from sheetship.adapters._report_words import words_in
from sheetship.core import report_sums as sums
from sheetship.core.findings import Level
from sheetship.core.report import Report, Waits
from sheetship.core.report_sums import Due

SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "zh": {
        "all_well": "没有要您处理的事",
        "waits_for_you": "{team} 行等您处理",
        "stopped_files": "{stopped} 个文件或表格被拦下",
        "cells_to_mend": "另有 {mend} 处要改",
        "overdue_lines": "{overdue} 行已超过发货时间",
        "due_today": "{today} 行今天要发",
        "joined": "，",
        "not_applied": "这是计划，还没有改动任何东西",
        "needs_you": "等您处理",
        "needs_you_about": "改好下面这些地方，再运行一次就会接着往下走。",
        "fix": "怎么处理",
        "more": "还有 {count} 处",
        "left_out": "其余 {count} 处见 report.xlsx 的“问题”页。",
        "look": "等您看一下",
        "notes": "提醒",
        "waits": "还在等别人",
        "done": "这次做了什么",
        "no_deadlines": "没有未发货的期限。",
        "later_lines": "其余 {count} 行见 report.xlsx 的“截止时间”页。",
        "uncounted": "另有 {count} 行还没算出利润，未计入。",
        "payables_about": "按已下的采购单。",
        "bar": "绿色已发，蓝色未发",
        "no_files": "这次没有生成文件。",
        "undo_about": "想撤回这一批：关闭表格，在店铺文件夹里运行下面这一句。您之后改过的格子会保留；已经发出去的会列出来，并给出更正文件。",
        "apply_about": "确认没问题后，在店铺文件夹里运行：",
        "undo_title": "怎么撤销",
        "apply_title": "怎么执行",
        "no_lines": "还没有订单。把订单贴进订单表，或把平台导出的文件放进 inbox，再运行一次。",
        "private": "本报告不含姓名、电话和地址，可以放心转发。",
    },
    "en": {
        "all_well": "Nothing needs you",
        "waits_for_you": "Waiting for you: {team}",
        "stopped_files": "Files or tables stopped: {stopped}",
        "cells_to_mend": "Other places to mend: {mend}",
        "overdue_lines": "Past the ship-by time: {overdue}",
        "due_today": "To ship today: {today}",
        "joined": " · ",
        "not_applied": "This is a plan; nothing has been changed yet",
        "needs_you": "Waiting for you",
        "needs_you_about": "Mend the places below and run again; the lines then go on by themselves.",
        "fix": "How to mend it",
        "more": "{count} more",
        "left_out": "{count} more on the Problems tab of report.xlsx.",
        "look": "Please have a look",
        "notes": "Good to know",
        "waits": "Waiting for others",
        "done": "What this run did",
        "no_deadlines": "No open line has a deadline.",
        "later_lines": "{count} more on the Deadlines tab of report.xlsx.",
        "uncounted": "Lines whose profit is not known yet, and not counted here: {count}.",
        "payables_about": "By the purchase orders made so far.",
        "bar": "green: shipped, blue: open",
        "no_files": "No files were made this time.",
        "undo_about": "To take this run back, close the workbook and run the line below in the shop folder. Cells you have "
        "edited since are kept; what was already sent is listed, with files that put it right.",
        "apply_about": "When all is well, run this in the shop folder:",
        "undo_title": "How to undo",
        "apply_title": "How to go ahead",
        "no_lines": "No orders yet. Paste some into the orders table or drop a platform's export into inbox, and run again.",
        "private": "This report holds no names, phones or addresses; it is safe to pass on.",
    },
}


_VERDICTS: Final = {
    "team": "waits_for_you",
    "overdue": "overdue_lines",
    "today": "due_today",
    "stopped": "stopped_files",
    "mend": "cells_to_mend",
}


def render_report(report: Report) -> bytes:
    """The page as UTF-8; the same report gives the same bytes."""
    from jinja2 import Environment, StrictUndefined

    source = files(__package__).joinpath("report_page.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source).render(_page(report)).encode("utf-8", "replace")


def _page(report: Report) -> dict[str, Any]:
    words = words_in(report.lang)
    say = SENTENCES[report.lang]
    told = sums.deadlines(report)
    deadlines = view.deadline_rows(told, report, words)
    return {
        "report": report,
        "html_lang": "zh-CN" if report.lang == "zh" else "en",
        "at": report.at.strftime("%Y-%m-%d %H:%M"),
        "w": words,
        "say": say,
        "verdict": _verdict(report, told, say),
        "cards": cards.cards(report, words, (Level.STOP, Level.HOLD)),
        "notes": cards.cards(report, words, (Level.NOTE,)),
        "look": cards.steps(cards.unexplained(report)),
        "waits": _waits(report, words),
        "done": [(words[f"done_{name}"], getattr(report.done, name)) for name in report.done.__slots__],
        "whole": view.whole_bar(report),
        "states": view.state_rows(report),
        "due_counts": view.due_counts(told, words),
        "deadlines": deadlines,
        "deadlines_left": len(told) - len(deadlines),
        "money": [_money(total, words) for total in sums.money(report) if total.lines],
        "payables": view.payable_rows(report, words),
        "suppliers": view.supplier_rows(report, words),
        "shops": view.shop_rows(report),
        "files": view.file_rows(report.files, words),
    }


def _money(total: sums.MoneySum, words: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rows": view.money_rows(total, words),
        "margin": view.percent_text(total.margin),
        "uncounted": total.uncounted,
    }


def _waits(report: Report, words: Mapping[str, str]) -> list[tuple[str, int, list[cards.Step]]]:
    waiting = sums.waiting(report)
    return [
        (words[f"waits_{who}"], len(lines), cards.steps(lines))
        for who, lines in waiting.items()
        if who is not Waits.TEAM
    ]


def _verdict(report: Report, told: Sequence[sums.Deadline], say: Mapping[str, str]) -> tuple[str, str]:
    waiting = {line.key for line in sums.waiting(report).get(Waits.TEAM, ())}
    counts = {
        "team": len(waiting),
        "overdue": sum(one.due is Due.OVERDUE for one in told),
        "today": sum(one.due is Due.TODAY for one in told),
        "stopped": sum(one.level is Level.STOP for one in report.findings),
        "mend": sum(one.level is Level.HOLD and one.line not in waiting for one in report.findings),
    }
    parts = [say[_VERDICTS[key]].format(**counts) for key, count in counts.items() if count]
    tone = "red" if counts["overdue"] or counts["stopped"] else "amber" if parts else "green"
    return tone, say["joined"].join(parts) or say["all_well"]
