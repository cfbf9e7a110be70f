"""The error gallery of replies: the smallest reply that causes each REPLY code, where it points and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from sheetship.core.findings import Finding
from sheetship.core.match import OpenLine, match
from sheetship.core.messages.replies import REPLIES
from sheetship.core.replies import ReplyItem
from tests.core.replies_made import COURIERS, SF, YTO, item, open_line, read_sure, token

HEAD = ("订单号", "姓名", "快递单号")
SHEET = "inbox/reply.xlsx#Sheet1"

SHEETS: list[tuple[str, Sequence[Sequence[str]], str, str]] = [
    ("REPLY-01", [HEAD, ("6901", "张三", "7.51234567890E+13")], f"{SHEET}!C2", "7.51234567890E+13"),
    ("REPLY-02", [HEAD, ("6901", "张三", SF), ("6902", "李四", "缺货")], f"{SHEET}!C3", "缺货"),
    ("REPLY-03", [HEAD, ("6901", "张三", f"{SF}/24")], f"{SHEET}!C2", "“24”"),
    ("REPLY-04", [HEAD, ("HZ-261121-1-07M", "张三", SF)], f"{SHEET}!C2", "HZ-261121-1-07M"),
    ("REPLY-05", [HEAD, ("6901、6902", "张三", f"{SF}、{YTO}")], f"{SHEET}!C2", YTO),
    ("REPLY-06", [("订单号", "姓名", "", ""), ("6901", "张三", YTO, SF)], SHEET, "C, D"),
    ("REPLY-07", [HEAD, ("6.9E+17", "张三", SF)], f"{SHEET}!A2", "6.9E+17"),
]

FIRST, SECOND = open_line(1), open_line(2)
SENT = replace(FIRST, shipped=(("sf", SF, 1),))

MATCHES: list[tuple[str, list[ReplyItem], list[OpenLine]]] = [
    ("REPLY-10", [item(SF, order_id="999")], [FIRST]),
    ("REPLY-11", [item(SF, po_number="HZ-261121-1")], [FIRST, SECOND]),
    ("REPLY-12", [item(SF, token=token(1), order_id=SECOND.order_id)], [FIRST, SECOND]),
    ("REPLY-13", [item(YTO, token=token(1))], [SENT]),
    ("REPLY-14", [item(YTO, token=token(1), quantity=2)], [FIRST]),
    ("REPLY-15", [item(YTO, token=token(1), quantity=0)], [FIRST]),
    ("REPLY-16", [item(SF, token=token(2))], [SENT, SECOND]),
    ("REPLY-17", [item("RB123456786GB", token=token(1), courier_text="Royal Mail")], [FIRST]),
    ("REPLY-18", [item(SF, token=token(9))], [FIRST]),
    ("REPLY-19", [item(SF, token=token(1), courier_text=name) for name in ("顺丰", "中通")], [FIRST]),
    ("REPLY-20", [item(SECOND.order_id, token=token(1))], [FIRST, SECOND]),
    ("REPLY-30", [item(SF, token=token(1), courier_text="飞毛腿")], [FIRST]),
    ("REPLY-31", [item(SF, token=token(1), courier_text="中通")], [FIRST]),
]


@pytest.mark.parametrize(("code", "rows", "where", "says"), SHEETS, ids=[case[0] for case in SHEETS])
def test_the_smallest_sheet_for_each_code(
    code: str, rows: Sequence[Sequence[str]], where: str, says: str
) -> None:
    (finding,) = read_sure(*rows).findings
    assert (finding.code, finding.where) == (code, where)
    assert says in finding.message("zh")
    assert says in finding.message("en")
    assert finding.fix("zh")
    assert finding.fix("en")


@pytest.mark.parametrize(("code", "items", "lines"), MATCHES, ids=[case[0] for case in MATCHES])
def test_the_smallest_match_for_each_code(code: str, items: list[ReplyItem], lines: list[OpenLine]) -> None:
    result = match(items, lines, COURIERS)
    findings: list[Finding] = [*result.findings, *(exception.finding for exception in result.exceptions)]
    assert {finding.code for finding in findings} == {code}
    for finding in findings:
        assert finding.where == "reply.xlsx!F2"
        assert items[0].number in finding.message("zh")
        assert items[0].number in finding.message("en")
        assert "收件" not in finding.message("zh").replace("收件人", "")


def test_every_code_is_in_the_gallery() -> None:
    assert {case[0] for case in SHEETS} | {case[0] for case in MATCHES} == set(REPLIES)


@pytest.mark.parametrize("code", REPLIES)
def test_every_sentence_asks_for_the_same_values_in_both_languages(code: str) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    message = REPLIES[code]
    assert places(message.zh + message.fix_zh) == places(message.en + message.fix_en)
    assert not re.search(r"[\u4e00-\u9fff]", message.en + message.fix_en)
