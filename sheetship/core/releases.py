"""What a person's word in the 放行 column does: which holds it lifts, which it never lifts, how a person holds a line.

A lifted hold stays visible as a note. Digits that are lost, masked or missing cannot be talked into being there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from enum import StrEnum

from sheetship.core.findings import Finding, Level
from sheetship.core.model import Line

RELEASABLE = frozenset(
    {
        "ORD-02", "ORD-03", "ORD-04", "ORD-05", "ORD-06", "ORD-07", "ORD-08", "ORD-12", "ORD-15", "ORD-18", "ORD-21",
        "ORD-25", "ORD-26", "ORD-28", "ORD-45", "ORD-46", "ORD-47", "ROW-02", "ROW-07", "ROW-10", "ROW-14", "ROW-20",
        "ROW-21", "ROW-23", "ROW-25",
    }
)  # fmt: skip
"""Codes that a person's word turns into notes."""

SETTLED = frozenset({"ORD-04", "ORD-05", "ORD-06", "ROW-23"})
"""Holds that wait for nobody: refunded, closed, shipped elsewhere. A report need not count them as problems."""

_GO = frozenset(
    {
        "放行", "已放行", "同意", "通过", "确认", "可以", "可", "好", "是", "对", "√", "✓", "release", "released",
        "ok", "okay", "yes", "y", "go", "approve", "approved", "true", "1",
    }
)  # fmt: skip
_WAIT = frozenset(
    {
        "挂起", "暂停", "不放行", "不", "不行", "否", "先不发", "别发", "等", "hold", "stop", "wait", "no", "n",
        "false", "0", "×", "x",
    }
)  # fmt: skip
_RECEIVED = frozenset({"已收到", "收到", "收到了", "供应商已收到", "received", "sent"})
_VOID = frozenset({"作废", "没收到", "未收到", "重新下单", "void", "voided"})
_BETWEEN = re.compile(r"[\s,，.。:：;；!！/(（]+")


class Word(StrEnum):
    """What the 放行 cell says."""

    NOTHING = "nothing"
    GO = "go"
    WAIT = "wait"
    RECEIVED = "received"
    """The supplier has the purchase order that was in doubt."""
    VOID = "void"
    """The supplier does not have it and will not send it: it may be bought anew."""
    UNKNOWN = "unknown"


def release_word(text: str) -> Word:
    """What the cell says by its first word; what follows is the team's own remark.

    >>> str(release_word("放行，已和买家确认")), str(release_word("OK")), str(release_word("不放行")), str(release_word("?"))
    ('go', 'go', 'wait', 'unknown')
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if not plain:
        return Word.NOTHING
    first = next(iter(filter(None, _BETWEEN.split(plain))), "")
    said = ((_GO, Word.GO), (_WAIT, Word.WAIT), (_RECEIVED, Word.RECEIVED), (_VOID, Word.VOID))
    return next((word for words, word in said if first in words), Word.UNKNOWN)


def is_released(line: Line) -> bool:
    """True when a person let the line go."""
    return bool(line.release) and release_word(line.release) is Word.GO


def after_word(
    line: Line, findings: Sequence[Finding], late: Collection[str] = frozenset()
) -> tuple[Finding, ...]:
    """The findings as the person's word leaves them, with one of its own where it holds the line or says nothing clear.

    ``late`` are codes that came after the word; it does not lift them.
    """
    word = release_word(line.release) if line.release else Word.NOTHING
    where = line.origin.cell("release")
    if word is Word.GO:
        is_late = any(finding.code in late for finding in findings)
        asked = [Finding("ORD-34", where, {}, line.key)] if is_late else []
        return (*(finding if finding.code in late else lifted(finding) for finding in findings), *asked)
    if word is Word.WAIT:
        return (*findings, Finding("ORD-30", where, {"value": line.release}, line.key))
    if word is Word.UNKNOWN:
        return (*findings, Finding("ORD-32", where, {"value": line.release}, line.key))
    return tuple(findings)


def lifted(finding: Finding) -> Finding:
    """The note that a releasable hold becomes; any other finding as it is."""
    if finding.code not in RELEASABLE or finding.level is not Level.HOLD:
        return finding
    said = {"zh": finding.message("zh"), "en": finding.message("en"), "code": finding.code}
    return Finding("ORD-31", finding.where, said, finding.line)
