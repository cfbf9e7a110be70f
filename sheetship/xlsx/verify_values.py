"""What the gate asks of numbers and dates: the text in the file means the wanted value.

It reckons days by the calendar of the standard library, not as the patch does.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from sheetship.xlsx.edits import Value

_DAY: Final = timedelta(days=1)
_EPOCH: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - cells know no zone
_TWO_MILLISECONDS: Final = 0.00000002
"""As a part of a day."""


def is_number(written: str, value: Value, *, date1904: bool) -> bool:
    """Return whether the text of a number cell means this number, or this moment to the millisecond."""
    if isinstance(value, date | time):
        return _is_moment(written, value, _EPOCH[date1904])
    if not isinstance(value, int | Decimal):
        return False
    return written == str(value) or _is_same(written, Decimal(value))


def are_moments(written: Sequence[str], moments: Sequence[datetime], *, date1904: bool) -> bool:
    """Return whether the texts of number cells mean these moments, each to the millisecond."""
    epoch = _EPOCH[date1904]
    try:
        return all(
            abs(float(text) - (moment - epoch) / _DAY) < _TWO_MILLISECONDS
            for text, moment in zip(written, moments, strict=True)
        )
    except ValueError:
        return False


def _is_moment(written: str, value: date | time, epoch: datetime) -> bool:
    if isinstance(value, time):
        moment = datetime.combine(epoch, value)
    else:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    try:
        return abs(float(written) - (moment - epoch) / _DAY) < _TWO_MILLISECONDS
    except ValueError:
        return False


def _is_same(written: str, wanted: Decimal) -> bool:
    try:
        return Decimal(written) == wanted
    except InvalidOperation:
        return False
