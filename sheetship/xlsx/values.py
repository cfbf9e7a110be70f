"""Values as the XML of a cell: what stands between `<c>` and `</c>`, and the type attribute.

Text goes in as inline strings, so the shared strings stay as they are. What a cell cannot keep exactly
(16 digits, 32,768 characters, half a surrogate pair) is refused.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, NamedTuple, cast

from sheetship.xlsx.dates import day_number, moment_numbers
from sheetship.xlsx.edits import Value
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import escape_text

MAX_TEXT: Final = 32_767
_SURELY_SHORT: Final = MAX_TEXT // 2
"""Letters, each of which may count as two."""
MAX_DIGITS: Final = 15
_REMEMBERED: Final = 4096
_REPEATED: Final = (str, date, time)
DAY_FORMAT: Final = "yyyy-mm-dd"
MOMENT_FORMAT: Final = "yyyy-mm-dd hh:mm:ss"
CLOCK_FORMAT: Final = "hh:mm:ss"
TEXT_FORMAT: Final = "@"
_LONG_NUMBER: Final = 11
"""Digits from which Excel shows a number as 1.23E+10, and so makes one of a text that is typed anew."""
_LARGEST_EXPONENT: Final = 307
_PLAIN_EXPONENT: Final = 20
_NEEDS_ESCAPE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
# At most 15 digits, so exact; the general way is several times slower.
_SIMPLE: Final = re.compile(r"-?(?:[1-9]\d{0,11})(?:\.\d{1,3})?", re.ASCII)
_OUTER_SPACE: Final = re.compile(r"^\s|\s$|[\n\t]|  ")
_BETWEEN: Final = "|"
_NOT_AS_IT_IS: Final = ("&", "<", ">", "_x", "  ", f" {_BETWEEN}", f"{_BETWEEN} ")
_CLOSER_LOOK: Final = re.compile(r"[\x00-\x1f&<>\ufffe\uffff\ud800-\udfff]|_x|^\s|\s$|  ")


class Content(NamedTuple):
    """A cell's type attribute (` t="b"` or nothing), its inner XML, and the number format it asks for, if any."""

    type_attribute: bytes
    inner: bytes
    number_format: str = ""


BLANK: Final = Content(b"", b"")


class Alike(NamedTuple):
    """Contents that differ in their text alone: one of them with a NUL for its text, and the texts."""

    sample: Content
    texts: Sequence[str]


class Contents:
    """Makes contents for one sheet, and remembers those of repeated texts."""

    def __init__(self, prefix: str, *, date1904: bool) -> None:
        self._prefix = prefix.encode()
        self._date1904 = date1904
        self._known: dict[str | date | time, Content] = {}

    def of(self, value: Value) -> Content:
        """Return the content. Raises XlsxError for what a cell cannot keep exactly."""
        if isinstance(value, _REPEATED):
            known = self._known.get(value)
            if known is None:
                made = self._text(value) if isinstance(value, str) else self._moment(value)
                if len(self._known) < _REMEMBERED:
                    self._known[value] = made
                return made
            return known
        if value is None:
            return BLANK
        if isinstance(value, bool):
            return Content(b' t="b"', self._wrapped(b"1" if value else b"0"))
        return Content(b"", self._wrapped(number_text(value).encode()))

    def alike(self, values: Sequence[Value]) -> Alike | None:
        """Return the contents of texts, moments or numbers in one go, or None if they have to be looked at one by one."""
        kinds = set(map(type, values))
        p = self._prefix
        if kinds == {str}:
            texts = cast("Sequence[str]", values)
            wanted = _common_format(texts)
            inner = b"<%bis><%bt>\0</%bt></%bis>" % (p, p, p, p)
            return None if wanted is None else Alike(Content(b' t="inlineStr"', inner, wanted), texts)
        if kinds == {datetime}:
            days = moment_numbers(cast("Sequence[datetime]", values), date1904=self._date1904)
            return Alike(Content(b"", self._wrapped(b"\0"), MOMENT_FORMAT), days)
        if kinds in ({int}, {Decimal}):
            numbers = [number_text(number) for number in cast("Sequence[int | Decimal]", values)]
            return Alike(Content(b"", self._wrapped(b"\0")), numbers)
        return None

    def _moment(self, moment: date | time) -> Content:
        serial = day_number(moment, date1904=self._date1904).encode()
        return Content(b"", self._wrapped(serial), _format_of(moment))

    def _wrapped(self, text: bytes) -> bytes:
        return b"<%bv>%b</%bv>" % (self._prefix, text, self._prefix)

    def _text(self, text: str) -> Content:
        if not text:
            return BLANK
        p = self._prefix
        if len(text) <= _SURELY_SHORT and not _CLOSER_LOOK.search(text):
            inner = b"<%bis><%bt>%b</%bt></%bis>" % (p, p, text.encode(), p, p)
        else:
            space = b' xml:space="preserve"' if _OUTER_SPACE.search(text) else b""
            inner = b"<%bis><%bt%b>%b</%bt></%bis>" % (p, p, space, escaped(text), p, p)
        is_long = len(text) >= _LONG_NUMBER and text.isdecimal()
        return Content(b' t="inlineStr"', inner, TEXT_FORMAT if is_long else "")


def _common_format(texts: Sequence[str]) -> str | None:
    """Return the number format that texts ask for, if they all ask for the same and go into a cell as they are."""
    joined = _BETWEEN.join(texts)
    # What is printable holds no control characters, half characters and odd blanks.
    if not joined.isprintable() or any(mark in joined for mark in _NOT_AS_IT_IS):
        return None
    if joined[0] == " " or joined[-1] == " " or max(map(len, texts)) > _SURELY_SHORT:
        return None
    count = sum([text.isdecimal() for text in texts if len(text) >= _LONG_NUMBER])
    if count in {0, len(texts)}:
        return TEXT_FORMAT if count else ""
    return None


def _format_of(moment: date | time) -> str:
    if isinstance(moment, time):
        return CLOCK_FORMAT
    return MOMENT_FORMAT if isinstance(moment, datetime) else DAY_FORMAT


def escaped(text: str) -> bytes:
    r"""Return text as element content, with what XML cannot hold as `_xHHHH_`.

    >>> escaped("a\x07 < _x0041_")
    b'a_x0007_ &lt; _x005F_x0041_'

    Raises XlsxError `text_too_long` or `not_plain_text`.
    """
    shown = _NEEDS_ESCAPE.sub(_as_code, escape_text(text))
    try:
        written = shown.encode()
    except UnicodeEncodeError as error:
        raise XlsxError("not_plain_text", "A text holds half a character (a lone surrogate).") from error
    units = len(text) if len(text) <= _SURELY_SHORT else len(text.encode("utf-16-le")) // 2
    if units > MAX_TEXT:
        sentence = f"A text has {units} characters; a cell holds {MAX_TEXT}."
        raise XlsxError("text_too_long", sentence, length=str(units))
    return written


def _as_code(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def number_text(value: int | Decimal) -> str:
    """Return a number as a cell stores it.

    >>> number_text(Decimal("12.50")), number_text(Decimal("1E+21"))
    ('12.5', '1E+21')

    Raises XlsxError `bad_number` or `too_many_digits`.
    """
    written = str(value)
    if _SIMPLE.fullmatch(written):
        return written.rstrip("0").rstrip(".") if "." in written else written
    number = Decimal(value)
    if not number.is_finite():
        raise XlsxError("bad_number", f"{value} is no number a cell can hold.")
    if not number:
        return "0"
    sign, digits, exponent = number.as_tuple()
    shown = "".join(map(str, digits)).lstrip("0")
    kept = shown.rstrip("0")
    exponent = int(exponent) + len(shown) - len(kept)
    is_too_long = len(kept) > MAX_DIGITS and (exponent >= 0 or not _is_binary(number))
    if is_too_long or (exponent >= 0 and isinstance(value, int) and len(shown) > MAX_DIGITS):
        sentence = f"{value} has more digits than a number cell keeps ({MAX_DIGITS}); write it as text."
        raise XlsxError("too_many_digits", sentence, value=str(value))
    exact = Decimal((sign, tuple(map(int, kept)), exponent))
    if abs(exact.adjusted()) > _LARGEST_EXPONENT:
        raise XlsxError("bad_number", f"{value} is out of the range of a cell.")
    return format(exact, "f") if abs(exact.adjusted()) <= _PLAIN_EXPONENT else str(exact)


def _is_binary(number: Decimal) -> bool:
    """Whether it is exactly what files say of a number that was computed, such as 0.30000000000000004."""
    return Decimal(repr(float(number))) == number
