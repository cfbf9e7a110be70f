"""Dates in cells: which number formats show a date or a time, and day numbers to and from dates.

Built-in formats 27 to 36 and 50 to 58 count as dates (Chinese, Japanese and Korean Excel use them).
Elapsed times such as `[h]:mm` stay numbers: they are amounts, not moments.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from enum import Enum
from functools import lru_cache
from typing import Final

from sheetship.xlsx.errors import XlsxError

DAY_SECONDS: Final = 86_400
LEAP_BUG_DAY: Final = 60
_LAST_DAY: Final = 2_958_465
_EPOCH_1900: Final = date(1899, 12, 30).toordinal()
_EPOCH_1904: Final = date(1904, 1, 1).toordinal()
_MOMENT_EPOCHS: Final = tuple(datetime.fromordinal(epoch) for epoch in (_EPOCH_1900, _EPOCH_1904))
_NOT_CODE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_ELAPSED: Final = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_TOKEN: Final = re.compile(r"am/pm|a/p|aaa+|y+|m+|d+|h+|s+|b+|e+", re.IGNORECASE)


class Shows(Enum):
    """What a number format shows of a number."""

    NUMBER = "number"
    DAY = "day"
    CLOCK = "clock"
    BOTH = "day and clock"


BUILT_IN: Final[dict[int, Shows]] = (
    dict.fromkeys([14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58], Shows.DAY)
    | dict.fromkeys([18, 19, 20, 21, *range(32, 36), 45, 47, 55, 56], Shows.CLOCK)
    | {22: Shows.BOTH}
)


def shows(format_code: str) -> Shows:
    """Return what a custom format code shows.

    >>> shows('yyyy"年"m"月"d"日"').name, shows("[Red]0.00").name, shows("[h]:mm").name
    ('DAY', 'NUMBER', 'NUMBER')
    """
    first = _NOT_CODE.sub("", format_code).partition(";")[0]
    if _ELAPSED.search(first) or first.lower() == "general" or any(code in first for code in "0#?@"):
        return _with_fraction(first)
    meant = {_meaning(*near) for near in _with_neighbours(_TOKEN.findall(first.lower()))}
    if len(meant) > 1:
        return Shows.BOTH
    return meant.pop() if meant else Shows.NUMBER


def _with_neighbours(tokens: list[str]) -> Iterator[tuple[str, str, str]]:
    padded = ["", *(token for token in tokens if "/" not in token), ""]
    return zip(padded, padded[1:], padded[2:], strict=False)


def _meaning(before: str, token: str, after: str) -> Shows:
    """An m after hours or before seconds means minutes, any other one months."""
    is_minute = token[0] == "m" and (before.startswith("h") or after.startswith("s"))
    return Shows.CLOCK if is_minute or token[0] in "hs" else Shows.DAY


def _with_fraction(code: str) -> Shows:
    """Seconds may have a fraction: `hh:mm:ss.000` holds zeros and is a time all the same."""
    bare = re.sub(r"s+\.0+", "s", code, flags=re.IGNORECASE)
    return Shows.NUMBER if bare == code else shows(bare)


def moment_text(serial: str, what: Shows, *, date1904: bool) -> str | None:
    """Return a day number as ISO text, to the second, or None if it is no moment of the calendar."""
    number = float(serial)
    if not 0 <= number <= _LAST_DAY:
        return None
    day, seconds = divmod(round(number * DAY_SECONDS), DAY_SECONDS)
    if day == 0 and what is Shows.CLOCK:
        return _clock_text(seconds)
    shown = _day_text(day, date1904)
    if shown is None or (what is Shows.DAY and not seconds):
        return shown
    return f"{shown} {_clock_text(seconds)}"


@lru_cache(maxsize=4096)
def _day_text(day: int, date1904: bool) -> str | None:  # noqa: FBT001 - a keyword doubles the price of the cache
    if not date1904 and day in {0, LEAP_BUG_DAY}:
        return None
    if date1904:
        return date.fromordinal(_EPOCH_1904 + day).isoformat()
    return date.fromordinal(_EPOCH_1900 + day + (day < LEAP_BUG_DAY)).isoformat()


@lru_cache(maxsize=DAY_SECONDS)
def _clock_text(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def day_number(moment: date | time, *, date1904: bool) -> str:
    """Return the number a cell stores for a date, a datetime or a time of day. Raises XlsxError `bad_date`.

    1900 begins in March: of the days before, programs disagree, because Excel knows a 29 February 1900.

    >>> day_number(date(2026, 11, 21), date1904=False), day_number(time(18), date1904=False)
    ('46347', '0.75')
    """
    if isinstance(moment, datetime | time) and moment.tzinfo is not None:
        raise XlsxError("bad_date", f"{moment.isoformat()} has a time zone; cells know none.")
    seconds = _seconds(moment) if isinstance(moment, datetime | time) else 0
    if isinstance(moment, time):
        return repr(round(seconds / DAY_SECONDS, 15)) if seconds else "0"
    days = moment.toordinal() - (_EPOCH_1904 if date1904 else _EPOCH_1900)
    if days < (0 if date1904 else LEAP_BUG_DAY + 1):
        raise XlsxError("bad_date", f"{moment.isoformat()} is before the first day a workbook is sure of.")
    return repr(round(days + seconds / DAY_SECONDS, 11)) if seconds else str(days)


def moment_numbers(moments: Sequence[datetime], *, date1904: bool) -> list[str]:
    """Return the numbers of many datetimes. Raises XlsxError `bad_date`."""
    epoch = _MOMENT_EPOCHS[date1904]
    try:
        passed = [moment - epoch for moment in moments]
    except TypeError:  # one of them has a time zone
        passed = []
    if not passed or min(passed).days <= (0 if date1904 else LEAP_BUG_DAY):
        return [day_number(moment, date1904=date1904) for moment in moments]
    return [
        f"{each.days + (each.seconds + each.microseconds / 1_000_000) / DAY_SECONDS:.11f}".rstrip("0")
        if each.seconds or each.microseconds
        else str(each.days)
        for each in passed
    ]


def _seconds(moment: datetime | time) -> float:
    return moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1_000_000
