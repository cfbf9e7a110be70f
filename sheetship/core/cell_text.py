"""What a cell of a platform's export says once its wrapping is off: bare text, whole ids, times as ISO text.

Gives one spelling only. Which column is which is left to ``normalise.py``, what the text means to ``lines.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from sheetship.core.lines import read_time

YEAR_FIRST = "year_first"

_EDGES = " \t\r\n\v\f\u00a0\u3000\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d{1,3}|\d\.\d+[eE]\d{1,3}")
_WRAPS = frozenset("='")
_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_APOSTROPHE = re.compile(r"^'(?=[+\d])")
_SPACED_OFFSET = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)")
_EXACT_DIGITS = 15
_ZEROS_THAT_PROVE = 6


def bare(text: str) -> str:
    r"""The text without what programs put around it: tabs, ``="…"``, an apostrophe before digits, unseen characters.

    A line break is what a spreadsheet makes of it, whatever the file's.

    >>> bare("\r\nring\r\ntwice ")
    'ring\ntwice'
    >>> bare('="35153131473293579"'), bare("\t6917"), bare("'13800138000"), bare("'s-Hertogenbosch")
    ('35153131473293579', '6917', '13800138000', "'s-Hertogenbosch")
    """
    plain = text.strip(_EDGES).replace("\r\n", "\n")
    return _unwrapped(plain) if plain[:1] in _WRAPS else plain


def _unwrapped(text: str) -> str:
    formula = _FORMULA_TEXT.fullmatch(text)
    plain = formula[1].replace('""', '"').strip(_EDGES) if formula else text
    return _APOSTROPHE.sub("", plain, count=1)


def bare_column(cells: Iterable[str], empty: frozenset[str]) -> list[str]:
    """The column's texts, bare; those in ``empty`` become nothing."""
    cells = list(cells)
    spelled = {text: "" if (plain := bare(text)) in empty else plain for text in set(cells)}
    return [spelled[text] for text in cells]


def ids_with_lost_digits(ids: Iterable[str]) -> frozenset[str]:
    """The ids of a column that a spreadsheet turned into numbers too long for it.

    Those written with an exponent, and, where every long id ends in zeros after its 15th digit, the long ones; one
    such id alone may be chance, it takes several to prove it.

    >>> sorted(ids_with_lost_digits(["1.23E+17", "1E5", "6917000000000120000"]))
    ['1.23E+17']
    >>> len(ids_with_lost_digits(["6917000000000120000", "6917000000000340000"]))
    2
    """
    different = set(ids)
    exponents = {text for text in different if _SCIENTIFIC.fullmatch(text)}
    long = {text for text in different if len(text) > _EXACT_DIGITS and text.isdigit()}
    ends = [text[_EXACT_DIGITS:] for text in long]
    are_rounded = sum(map(len, ends)) >= _ZEROS_THAT_PROVE and not any(end.strip("0") for end in ends)
    return frozenset(exponents | long if are_rounded else exponents)


def plain_time(text: str, forms: Sequence[str], zone: tzinfo) -> str:
    """The moment as ISO text with its offset, in ``zone`` where the cell names none; unreadable text stays.

    >>> from datetime import UTC
    >>> plain_time("2024-05-01 10:00:00 -0400", ("year_first",), UTC), plain_time("05/01/24", ("%m/%d/%y",), UTC)
    ('2024-05-01T10:00:00-04:00', '2024-05-01T00:00:00+00:00')
    """
    for form in forms:
        moment = _read(text, form, zone)
        if moment is not None:
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
    return text


def _read(text: str, form: str, zone: tzinfo) -> datetime | None:
    if form == YEAR_FIRST:
        return read_time(_SPACED_OFFSET.sub("", text), zone)
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the zone comes next
    except ValueError:
        return None


def joined(parts: Iterable[str], separator: str) -> str:
    """The filled parts in one text; a part with which the next one begins is not said twice.

    >>> joined(["余杭街道", "余杭街道文一西路1号"], ""), joined(["12 High St", "", "Flat 3"], ", ")
    ('余杭街道文一西路1号', '12 High St, Flat 3')
    """
    said: list[str] = []
    for part in filter(None, parts):
        if said and part.startswith(said[-1]):
            said.pop()
        said.append(part)
    return separator.join(said)
