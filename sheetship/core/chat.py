"""Reads tracking numbers out of chat lines: names, phones and couriers stand around them in any order.

``张三 SF…``, ``张三、李四 75…`` (one number for several), a courier's name before numbers or on a line of its own, a name on
one line and its number on the next. Where a line could be read two ways, its numbers come without a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from sheetship.core.couriers import Courier, Couriers, compact, looks_like_number
from sheetship.core.findings import Finding
from sheetship.core.model import Origin
from sheetship.core.reply_items import ChatWords, ReplyItem, pair_up
from sheetship.core.tables import LOST_DIGITS, RawTable
from sheetship.core.tokens import find_po_numbers, find_tokens, near_tokens, without_tokens

_PHONE = re.compile(
    r"(?<![\dA-Z])(?:(?:\+?86[- ]?)?1[3-9]\d(?:\d{8}|\*{4}\d{4})(?:(?:-|转|#)\d{1,6}|\[\d{1,6}\])?|0\d{2,3}-\d{7,8})(?![\dA-Z])"
)
_DATE = re.compile(r"(?:20\d\d[-/.年])?(?:1[0-2]|0?[1-9])(?:[-/.月])(?:3[01]|[12]\d|0?[1-9])(?!\d)日?")
_PHONE_IN_GROUPS = re.compile(r"(?<![\dA-Z])1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)")
_GOODS = re.compile(r"[\u3400-\u9fff]+ ?[X×*]? ?\d{1,3}(?!\d)")
_IN_GROUPS = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{2,5} ?)?\d{3,5}(?: \d{3,5})+(?: \d{1,5})?(?![A-Z0-9])")
_APART = re.compile(r"(?<![A-Z0-9])[A-Z]{2,5} \d{8,}(?![A-Z0-9])")
_NUMBER = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{1,5}|\d)[A-Z0-9]{7,39}(?:-\d+-\d+-?)?(?![A-Z0-9])")
_NAME = re.compile(
    r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'-]*(?: [A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'-]*)*|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)*"
)
_FIRST_HAN = "\u3400"
_LONGEST_NAME = 4
_FEWEST_LETTERS = 2
_LONGEST_DOMESTIC = 15


class _Said(NamedTuple):
    """Something found in a line: ``phone``, ``number``, ``order``, ``courier`` or ``name``."""

    at: int
    kind: str
    text: str


@dataclass(slots=True)
class _Person:
    name: str = ""
    phone: str = ""


@dataclass(slots=True)
class _Group:
    """Numbers and the people that they are for."""

    people: list[_Person] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Before:
    """What earlier lines leave for the next one."""

    courier: str = ""
    people: list[_Person] = field(default_factory=list)


def read_chat(table: RawTable, words: ChatWords, couriers: Couriers) -> tuple[list[ReplyItem], list[Finding]]:
    """The numbers of the lines with what stands around them, and what a person should look at."""
    items: list[ReplyItem] = []
    findings: list[Finding] = []
    before = _Before()
    is_talk = max(map(len, table.rows), default=0) <= 1
    for row, cells in enumerate(table.rows, start=1):
        line = " ".join(cell.strip() for cell in cells if cell.strip())
        if not line:
            continue
        where = Origin(table.name, row)
        lost = [text for at, text in enumerate(cells, start=1) if table.flaws.get((row, at)) == LOST_DIGITS]
        findings += [Finding("REPLY-01", where.cell(), {"value": text}) for text in lost]
        if not lost:
            said = sorted(_said(line, words, couriers, has_courier=bool(before.courier), is_talk=is_talk))
            found, told = _read_line(line, where, said, before)
            items += found
            findings += told
    return items, findings


def _read_line(
    line: str, origin: Origin, said: Sequence[_Said], before: _Before
) -> tuple[list[ReplyItem], list[Finding]]:
    findings = [Finding("REPLY-04", origin.cell(), {"value": token}) for token in near_tokens(line)]
    if not any(part.kind == "number" for part in said):
        _remember(said, before)
        return [], findings
    groups = _groups(said, before)
    numbers = [number for group in groups for number in group.numbers]
    tokens, orders = find_tokens(line), [part.text for part in said if part.kind == "order"]
    pairs = pair_up(numbers, tokens, orders) if len(groups) == 1 or not tokens + orders else None
    if pairs is None or any(len(group.people) > 1 < len(group.numbers) for group in groups):
        findings.append(Finding("REPLY-05", origin.cell(), {"numbers": ", ".join(numbers)}))
        return [ReplyItem(number=number, origin=origin, text=line) for number in numbers], findings
    courier_of = _couriers_of(said, before.courier)
    purchase = find_po_numbers(line)
    return [
        ReplyItem(
            number=number,
            origin=origin,
            courier_text=courier_of[number],
            token=token,
            po_number=purchase[0] if len(purchase) == 1 else "",
            order_id=order,
            name=person.name,
            phone=person.phone,
            text=line,
        )
        for group in groups
        for person in group.people or [_Person()]
        for number, token, order in pairs
        if number in group.numbers
    ], findings


def _remember(said: Sequence[_Said], before: _Before) -> None:
    """A line without numbers: its people wait for the next line; a courier alone stands over the lines below."""
    people = _people(said)
    named = {part.text for part in said if part.kind == "courier"}
    before.people = people
    if len(named) == 1 and not people:
        before.courier = named.pop()


def _people(said: Iterable[_Said]) -> list[_Person]:
    people: list[_Person] = []
    for part in said:
        if part.kind == "name":
            people.append(_Person(part.text))
        elif part.kind == "phone" and people and not people[-1].phone:
            people[-1].phone = part.text
        elif part.kind == "phone":
            people.append(_Person(phone=part.text))
    return people


def _groups(said: Sequence[_Said], before: _Before) -> list[_Group]:
    """Numbers with the people before them, or behind them in a line that begins with a number."""
    waiting, before.people = before.people, []
    parts = [part for part in said if part.kind in {"name", "phone", "number"}]
    numbers = [part.text for part in parts if part.kind == "number"]
    if len(parts) == len(numbers):
        return [_Group(waiting, numbers)]
    if parts[0].kind == "number":
        if waiting:  # 张三 ⏎ SF1 李四: the number may belong to either
            return [_Group([], numbers)]
        parts.reverse()
    groups: list[_Group] = []
    run: list[_Said] = []
    for part in parts:
        if part.kind != "number":
            run.append(part)
            continue
        if run:
            groups.append(_Group(_people(_phones_last(run))))
            run = []
        groups[-1].numbers.append(part.text)
    if run:  # people behind the last number of a line that began with people: theirs may be any of them
        return [_Group([], numbers)]
    return groups


def _phones_last(run: Sequence[_Said]) -> Sequence[_Said]:
    """The run with a leading phone behind its name, as ``13800001111 张三`` means the same."""
    starts_with_phone = run[0].kind == "phone" and any(part.kind == "name" for part in run)
    return run[::-1] if starts_with_phone else run


def _couriers_of(said: Sequence[_Said], above: str) -> dict[str, str]:
    """The courier of each number: the only one of the line, the one before it, or the one above the lines."""
    named = {part.text for part in said if part.kind == "courier"}
    now = named.pop() if len(named) == 1 else "" if named else above
    found = {}
    for part in said:
        if part.kind == "courier":
            now = part.text
        elif part.kind == "number":
            found[part.text] = now
    return found


def _said(
    line: str, words: ChatWords, couriers: Couriers, *, has_courier: bool, is_talk: bool
) -> Iterator[_Said]:
    """Everything that a line says; each find is blanked so that nothing is read twice.

    Plain digits that fit several couriers are a number where one is named, or in talk, which has no other columns.
    """
    text = _joined(without_tokens(line), couriers)
    named = couriers.named_in(text)
    has_courier = has_courier or bool(named)
    for tail in words.tail_words:
        for found in re.finditer(rf"{tail}\D?(\d{{4}})(?!\d)", text):
            yield _Said(found.start(), "phone", found[1])
            text = _blank(text, *found.span())
    for found in list(_PHONE.finditer(text)):
        yield _Said(found.start(), "phone", found[0])
        text = _blank(text, *found.span())
    for found in list(_NUMBER.finditer(text)):
        kind = _kind(found[0], couriers, has_courier=has_courier, is_talk=is_talk)
        if kind:
            yield _Said(found.start(), kind, compact(found[0]))
            text = _blank(text, *found.span())
    yield from _couriers_and_names(text, words, named)


def _couriers_and_names(
    text: str, words: ChatWords, named: Iterable[tuple[int, int, Courier]]
) -> Iterator[_Said]:
    for start, end, courier in named:
        yield _Said(start, "courier", courier.code)
        text = _blank(text, start, end)
    for meant in (_DATE, _GOODS, _labels(words)):
        for found in meant.finditer(text):
            text = _blank(text, *found.span())
    for found in _NAME.finditer(text):
        if _may_be_name(found[0], words):
            yield _Said(found.start(), "name", found[0])


@lru_cache
def _labels(words: ChatWords) -> re.Pattern[str]:
    """A pattern for any label, the longest first; Latin ones stand as words of their own."""
    labels = sorted((label.upper() for label in words.labels), key=len, reverse=True)
    latin = [rf"(?<![A-Z]){re.escape(label)}(?![A-Z])" for label in labels if label.isascii()]
    return re.compile(
        "|".join([*(re.escape(label) for label in labels if not label.isascii()), *latin]) or r"(?!)"
    )


def _may_be_name(text: str, words: ChatWords) -> bool:
    if text[0] < _FIRST_HAN:
        return len(text) >= _FEWEST_LETTERS
    is_short = max(map(len, text.split("·"))) <= _LONGEST_NAME or "·" in text
    return len(text) >= _FEWEST_LETTERS and is_short and not text.endswith(words.endings)


def _kind(written: str, couriers: Couriers, *, has_courier: bool, is_talk: bool) -> str:
    """Whether a long run of digits is a tracking number, an order's number, or neither."""
    if not looks_like_number(written):
        return ""
    is_likely = (has_courier or is_talk) and bool(couriers.hint(written))
    if is_likely or couriers.has_clear_form(written) or (has_courier and len(written) <= _LONGEST_DOMESTIC):
        return "number"
    return "order" if written.isdigit() else ""


def _joined(text: str, couriers: Couriers) -> str:
    """The text with numbers that were written in groups of digits put together, their place kept."""
    for pattern in (_PHONE_IN_GROUPS, _IN_GROUPS, _APART):
        for found in list(pattern.finditer(text)):
            together = re.sub("[ -]", "", found[0])
            if _PHONE.fullmatch(together) or couriers.hint(together):
                text = text[: found.start()] + together.ljust(len(found[0])) + text[found.end() :]
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
