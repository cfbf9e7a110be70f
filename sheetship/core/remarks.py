"""Remarks of buyer and seller that ask for something: words for a change hold the line, other requests are told."""

from __future__ import annotations

import re
from functools import lru_cache

from sheetship.core.findings import Finding
from sheetship.core.model import Line

CHANGE_WORDS = (
    "改地址", "换地址", "地址改", "改成", "改为", "改电话", "改一下", "换", "取消", "退款", "退货", "不要", "不想要", "先别发", "别发货", "不发货", "暂不",
    "暂缓", "推迟", "拍错", "address", "cancel", "change", "refund", "wrong", "instead", "hold", "don't ship", "do not ship",
)  # fmt: skip
ASK_WORDS = (
    "加急", "尽快", "急用", "赶紧", "发票", "备注颜色", "礼物", "礼品", "贺卡", "包装", "指定快递", "顺丰", "电话联系",
    "urgent", "asap", "gift", "invoice", "receipt", "express", "rush",
)  # fmt: skip
_HARMLESS = re.compile("不要(?:打电话|敲门|按门铃|放|暴力|折|压|挤|弄)|交换机|更换包装|换新|退换货无忧")


def remark_asks_nothing(
    line: Line, change_words: tuple[str, ...], ask_words: tuple[str, ...]
) -> tuple[Finding, ...]:
    """At most one finding a remark, the graver."""
    if not line.buyer_note and not line.seller_note:
        return ()
    found = []
    for field, text in (("buyer_note", line.buyer_note), ("seller_note", line.seller_note)):
        code, word = _asks(text, change_words, ask_words)
        if code:
            found.append(Finding(code, line.origin.cell(field), {"word": word}, line.key))
    return tuple(found)


def _asks(text: str, change_words: tuple[str, ...], ask_words: tuple[str, ...]) -> tuple[str, str]:
    plain = _HARMLESS.sub(" ", text)
    for code, words in (("ORD-28", change_words), ("ORD-29", ask_words)):
        found = _any_of(words).search(plain)
        if found:
            return code, found[0]
    return "", ""


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Latin words whole, Chinese ones anywhere; longer ones first."""
    longest = sorted(words, key=len, reverse=True)
    forms = [rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in longest]
    return re.compile("|".join(forms) or r"(?!)", re.IGNORECASE)
