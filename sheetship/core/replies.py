"""Reads replies: a supplier's sheet that came back, a courier's result, a purchase export, pasted chat lines.

Decides which row holds the headings, which column the numbers, and what each row says. Whose parcel it is, ``match.py``
decides. The caller tries order exports first: a sheet without a single tracking number is no reply.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sheetship.core.chat import read_chat
from sheetship.core.columns import plain_heading
from sheetship.core.couriers import Couriers, looks_like_number
from sheetship.core.findings import Finding
from sheetship.core.model import Origin, column_letters
from sheetship.core.reply_items import (
    ChatWords,
    Reply,
    ReplyItem,
    ReplyProfile,
    ReplyProfiles,
    has_lost_digits,
    pair_up,
    written_numbers,
)
from sheetship.core.tables import FORMULA, LOST_DIGITS, RawTable
from sheetship.core.tokens import find_po_numbers, find_tokens, near_tokens

__all__ = ["ChatWords", "Reply", "ReplyItem", "ReplyProfile", "ReplyProfiles", "read_reply"]

NUMBER = "tracking_number"
_WHOSE = {"order_id", "po_number", "recipient_name", "phone", "recipient_block"}
_HEADER_ROWS = 20
_FEWEST_HEADINGS = 2
_MOST_CHAT_COLUMNS = 8
_MOST_SAFE_DIGITS = 15
_MOSTLY = 0.6
_QUANTITY = re.compile(r"(\d{1,6})(?:\.0+)?\s*[^\d.\s]{0,3}")
_BETWEEN_ORDERS = re.compile(r"[、，,;；/\s]+")
_BLOCK_PARTS = re.compile(r"[，,\s]+")
_PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}(?:(?:-|转)\d{1,6}|\[\d{1,6}\])?")
_LONGEST_NAME = 20


def read_reply(table: RawTable, profiles: ReplyProfiles, couriers: Couriers) -> Reply | None:
    """What the table says about parcels; ``None`` when it is no reply."""
    sheet = _recognise(table, profiles.sheets, couriers)
    if sheet is not None:
        return _read_sheet(sheet, couriers)
    if max(map(len, table.rows), default=0) > _MOST_CHAT_COLUMNS:
        return None
    items, findings = read_chat(table, profiles.chat, couriers)
    if not items:
        return None
    return Reply(table=table.name, profile=profiles.chat.name, items=tuple(items), findings=tuple(findings))


def is_reply_layout(table: RawTable, profiles: ReplyProfiles) -> bool:
    """Whether one of the first rows holds every heading of a layout that only replies have.

    Such a table is no order export, however many of its headings are those of one.
    """
    known = [{plain_heading(heading) for heading in profile.fingerprint} for profile in profiles.sheets]
    rows = [{plain_heading(heading) for heading in row} for row in table.rows[:_HEADER_ROWS]]
    return any(wanted and wanted <= headings for wanted in known for headings in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A table whose headings are understood: fields with their 1-based columns, the preferred one first."""

    table: RawTable
    profile: ReplyProfile
    header: int
    columns: Mapping[str, tuple[int, ...]]
    doubtful: tuple[int, ...] = ()
    """Columns that could all hold the numbers, where none is named."""
    places: Mapping[str, int] = field(default_factory=dict)


def _recognise(table: RawTable, profiles: Sequence[ReplyProfile], couriers: Couriers) -> _Sheet | None:
    """The table with the headings of the profile that says most about it, provided that it has numbers."""
    best: tuple[tuple[int, int, int], _Sheet] | None = None
    for header, row in enumerate(table.rows[:_HEADER_ROWS], start=1):
        places: dict[str, int] = {}
        for column, heading in enumerate(row, start=1):
            places.setdefault(plain_heading(heading), column)
        for profile in profiles:
            columns = _columns(profile, places)
            score = (len(profile.fingerprint), len(columns), -header)
            if len(columns) >= _FEWEST_HEADINGS and (best is None or score > best[0]):
                best = score, _Sheet(table=table, profile=profile, header=header, columns=columns)
    return None if best is None else _with_numbers(best[1], couriers)


def _columns(profile: ReplyProfile, places: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """The columns of each field; none when a heading of the fingerprint is missing."""
    if any(plain_heading(heading) not in places for heading in profile.fingerprint):
        return {}
    found = {
        name: tuple(places[key] for heading in headings if (key := plain_heading(heading)) in places)
        for name, headings in profile.columns.items()
    }
    return {name: columns for name, columns in found.items() if columns}


def _with_numbers(sheet: _Sheet, couriers: Couriers) -> _Sheet | None:
    """The sheet with its number column: the named one if it holds a number, else the one whose cells look like it."""
    columns = dict(sheet.columns)
    doubtful: tuple[int, ...] = ()
    if not any(
        _is_number_cell(sheet.table, row, column) for row, column in _cells(sheet, columns.get(NUMBER, ()))
    ):
        by_look = _columns_by_look(sheet, couriers)
        if not by_look:
            return None
        columns[NUMBER], doubtful = by_look[:1], by_look if len(by_look) > 1 else ()
    return _Sheet(
        table=sheet.table,
        profile=sheet.profile,
        header=sheet.header,
        columns=columns,
        doubtful=doubtful,
        places={name: at[0] for name, at in columns.items()},
    )


def _cells(sheet: _Sheet, columns: Sequence[int]) -> list[tuple[int, int]]:
    rows = range(sheet.header + 1, len(sheet.table.rows) + 1)
    return [(row, column) for column in columns for row in rows]


def _text(table: RawTable, row: int, column: int) -> str:
    cells = table.rows[row - 1]
    return cells[column - 1].strip() if column <= len(cells) else ""


def _is_number_cell(table: RawTable, row: int, column: int) -> bool:
    text = _text(table, row, column)
    return _is_lost(table, row, column) or any(
        looks_like_number(part) for part in re.split(r"[、，,;；/\n]", text)
    )


def _is_lost(table: RawTable, row: int, column: int) -> bool:
    """Whether the cell's digits cannot be trusted; a formula's long plain number is stored as rounded."""
    flaw, text = table.flaws.get((row, column)), _text(table, row, column)
    is_long = text.isdigit() and len(text) > _MOST_SAFE_DIGITS
    return flaw == LOST_DIGITS or (flaw == FORMULA and is_long) or has_lost_digits(text)


def _columns_by_look(sheet: _Sheet, couriers: Couriers) -> tuple[int, ...]:
    """Columns without a known meaning, most of whose filled cells look like tracking numbers; clear ones win.

    Plain digits count only under no heading or a vague one, beside an order or a person: a stock list has barcodes.
    """
    if not _WHOSE & sheet.columns.keys():
        return ()
    known = {column for name, columns in sheet.columns.items() if name != "text" for column in columns}
    vague = {"", *map(plain_heading, sheet.profile.maybe_numbers)}
    alike, clear = [], []
    for column in set(range(1, max(map(len, sheet.table.rows)) + 1)) - known:
        texts = [text for row, _ in _cells(sheet, (column,)) if (text := _text(sheet.table, row, column))]
        numbers = [text for text in texts if looks_like_number(text) and couriers.hint(text)]
        if not numbers or len(numbers) < _MOSTLY * len(texts):
            continue
        if all(couriers.has_clear_form(number) for number in numbers):
            clear.append(column)
        elif plain_heading(_text(sheet.table, sheet.header, column)) in vague:
            alike.append(column)
    return tuple(sorted(clear or alike))


def _read_sheet(sheet: _Sheet, couriers: Couriers) -> Reply:
    items: list[ReplyItem] = []
    findings: list[Finding] = []
    if sheet.doubtful:
        letters = ", ".join(column_letters(column) for column in sheet.doubtful)
        findings.append(Finding("REPLY-06", sheet.table.name, {"columns": letters}))
    else:
        for row in range(sheet.header + 1, len(sheet.table.rows) + 1):
            found, said = _read_row(sheet, row, couriers)
            items += found
            findings += said
    return Reply(
        table=sheet.table.name, profile=sheet.profile.name, items=tuple(items), findings=tuple(findings)
    )


def _read_row(sheet: _Sheet, row: int, couriers: Couriers) -> tuple[list[ReplyItem], list[Finding]]:
    """The items of a row, each number with all that the row says, and what could not be read in it."""
    origin = Origin(sheet.table.name, row, sheet.places)
    column = next((at for at in sheet.columns[NUMBER] if _text(sheet.table, row, at)), 0)
    text = _text(sheet.table, row, column) if column else ""
    if not text:
        return [], []
    where = f"{sheet.table.name}!{column_letters(column)}{row}"
    if _is_lost(sheet.table, row, column):
        return [], [Finding("REPLY-01", where, {"value": text})]
    written = written_numbers(text, couriers)
    if not written.numbers:
        is_heading = plain_heading(text) in map(plain_heading, sheet.table.rows[sheet.header - 1])
        return [], [] if is_heading else [Finding("REPLY-02", where, {"value": text})]
    findings = [Finding("REPLY-03", where, {"value": part}) for part in written.unread]
    items, said = _items(
        sheet, row, ReplyItem(number="", origin=origin, courier_text=written.courier), written.numbers
    )
    return items, findings + said


def _items(
    sheet: _Sheet, row: int, blank: ReplyItem, numbers: Sequence[str]
) -> tuple[list[ReplyItem], list[Finding]]:
    fields = {name: _field(sheet, row, name) for name in sheet.columns}
    whole = "\n".join(sheet.table.rows[row - 1])
    tokens, where = find_tokens(whole), blank.origin.cell(NUMBER)
    findings = [Finding("REPLY-04", where, {"value": token}) for token in near_tokens(whole)]
    orders, said = _orders(sheet, row, fields.get("order_id", ""))
    pairs = pair_up(numbers, tokens, orders)
    if pairs is None:
        findings.append(Finding("REPLY-05", where, {"numbers": ", ".join(numbers)}))
        pairs, tokens, orders = [(number, "", "") for number in numbers], [], []
        fields = {}
    name, phone = _recipient(fields)
    items = [
        ReplyItem(
            number=number,
            origin=blank.origin,
            courier_text=fields.get("courier") or blank.courier_text or sheet.profile.courier,
            quantity=_quantity(fields.get("quantity", "")) if len(pairs) == 1 else None,
            token=token,
            po_number=_po_number(fields.get("po_number", ""), whole if fields else ""),
            order_id=order,
            name=name,
            phone=phone,
            sku=fields.get("sku", ""),
            product=fields.get("product", ""),
            text=fields.get("text", ""),
        )
        for number, token, order in pairs
    ]
    return items, findings + said


def _field(sheet: _Sheet, row: int, name: str) -> str:
    """The first filled cell of the field's columns."""
    return next((text for column in sheet.columns[name] if (text := _text(sheet.table, row, column))), "")


def _orders(sheet: _Sheet, row: int, text: str) -> tuple[list[str], list[Finding]]:
    """The order numbers of a row; none where digits are lost or the cell holds our own token or purchase order."""
    column = sheet.places.get("order_id", 0)
    if text and _is_lost(sheet.table, row, column):
        return [], [Finding("REPLY-07", f"{sheet.table.name}!{column_letters(column)}{row}", {"value": text})]
    if find_tokens(text) or find_po_numbers(text):
        return [], []
    plain = unicodedata.normalize("NFKC", text).lstrip("'`").strip()
    return list(dict.fromkeys(part for part in _BETWEEN_ORDERS.split(plain) if part)), []


def _po_number(cell: str, whole: str) -> str:
    """The purchase order of the row: in its own column, else the only one that stands anywhere in it."""
    found = find_po_numbers(cell) or find_po_numbers(whole)
    return found[0] if len(found) == 1 else ""


def _recipient(fields: Mapping[str, str]) -> tuple[str, str]:
    """Name and phone, from their columns or from one cell that begins with them (``张三，13800001111，浙江…``)."""
    name, phone, block = (
        fields.get("recipient_name", ""),
        fields.get("phone", ""),
        fields.get("recipient_block", ""),
    )
    plain = unicodedata.normalize("NFKC", block)
    first, _, rest = _BLOCK_PARTS.sub("\n", plain.strip()).partition("\n")
    if not name and rest and len(first) <= _LONGEST_NAME and not _PHONE.match(first):
        name = first
    found = _PHONE.search(plain)
    return name, phone or (found[0] if found else "")


def _quantity(text: str) -> int | None:
    found = _QUANTITY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) if found else None
