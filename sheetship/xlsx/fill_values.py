"""What a value becomes inside a cell of a filled template: text, number or date, as the XML behind `<c r="F8"`.

Text is always text, never a formula and never a number. A date is a date where the cell's own number format
shows one, else it is written out.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, cast

from sheetship.xlsx.dates import Shows, day_number
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import escape_text

Value = str | int | Decimal | date | bool | None
"""What a field may hold; a datetime is a date too, and is taken by the clock that it carries."""

MAX_TEXT: Final = 32_767
_BIG: Final = 300
_NEEDS_CARE: Final = re.compile(r"[&<>\x01-\x08\n-\x1f\ud800-\udfff\ufffe\uffff]")
_TRAPS: Final = ("_x", "\0 ", " \0", "\0\t", "\t\0")
"""With NUL between the texts of a column: an escape, or a blank at either end of a text."""
_ESCAPED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def as_text(value: Value) -> str:
    """The value as a person writes it inside a sentence.

    >>> as_text(Decimal("12.50")), as_text(date(2026, 11, 21)), as_text(datetime(2026, 11, 21, 9, 5))
    ('12.50', '2026-11-21', '2026-11-21 09:05')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(value)


def number_text(value: int | Decimal) -> str:
    """The digits of a number. Raises XlsxError `bad_number` for what no cell can hold."""
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) < _BIG):
        raise XlsxError("bad_number", f"{value} is no number that a cell can hold.")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


class Inside:
    """Writes what stands behind the address and style of a cell, for one namespace prefix."""

    def __init__(self, prefix: str, *, date1904: bool) -> None:
        self._date1904 = date1904
        self._p = prefix
        self._text = f' t="inlineStr"><{prefix}is><{prefix}t'
        self._text_end = f"</{prefix}t></{prefix}is></{prefix}c>"
        self._number = f"><{prefix}v>"
        self._number_end = f"</{prefix}v></{prefix}c>"

    def text(self, text: str) -> str:
        """A text cell; blank for no text."""
        if not text:
            return "/>"
        if len(text) > MAX_TEXT:
            raise XlsxError(
                "text_too_long", f"A cell holds {MAX_TEXT} characters; this text has {len(text)}."
            )
        return f'{self._text} xml:space="preserve">{cell_text(text)}{self._text_end}'

    def number(self, digits: str) -> str:
        """A number cell."""
        return f"{self._number}{digits}{self._number_end}"

    def column(self, head: str, values: Sequence[Value], shown: Shows) -> list[str]:
        """Whole cells of one column, `head` being `<c r="F8" s="3"`; texts that need no care go fast."""
        texts = _plain_texts(values)
        if texts is None:
            write = self.writer(shown)
            return [head + write(value) for value in values]
        start, end, blank = f"{head}{self._text}>", self._text_end, f"{head}/>"
        return [f"{start}{text}{end}" if text else blank for text in texts]

    def writer(self, shown: Shows) -> Callable[[Value], str]:
        """The way to write any value into a cell whose style shows numbers so."""

        def moment(value: date) -> str:
            if shown is Shows.NUMBER:
                return self.text(as_text(value))
            bare = value.replace(tzinfo=None) if isinstance(value, datetime) else value
            return self.number(day_number(bare, date1904=self._date1904))

        def inside(value: Value) -> str:
            if isinstance(value, str):
                return self.text(value)
            if value is None:
                return "/>"
            if isinstance(value, bool):
                return f' t="b"><{self._p}v>{value:d}{self._number_end}'
            return moment(value) if isinstance(value, date) else self.number(number_text(value))

        return inside


def _plain_texts(values: Sequence[Value]) -> Sequence[str] | None:
    """The values, if all are texts that stand in XML as they are."""
    if set(map(type, values)) != {str}:
        return None
    texts = cast("Sequence[str]", values)
    joined = "\0".join(["", *texts, ""])
    is_plain = (
        joined.count("\0") == len(texts) + 1
        and not _NEEDS_CARE.search(joined)
        and not any(trap in joined for trap in _TRAPS)
        and max(map(len, texts)) <= MAX_TEXT
    )
    return texts if is_plain else None


def cell_text(text: str) -> str:
    """Element content that reads back as the text. Raises XlsxError `not_plain_text` for half characters."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise XlsxError("not_plain_text", "A text holds half of a character.") from error
    return escape_text(_ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
