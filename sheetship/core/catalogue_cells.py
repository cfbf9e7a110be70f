"""A catalogue tab as rows of cells with a meaning: where its headings are, and what one cell says.

Every way a cell can be wrong is a ``BadCellError``; ``read_catalogue.py`` turns it into a finding and leaves the row out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sheetship.core.catalogue_tabs import CatalogueTab
from sheetship.core.columns import Column, find_columns
from sheetship.core.findings import Finding
from sheetship.core.identity import clean_id
from sheetship.core.model import Origin
from sheetship.core.tables import ERROR, LOST_DIGITS, RawTable

_HEADINGS_WITHIN = 10
_MOST_DIGITS = 9
_SIGNS = re.compile(r"^[¥￥$€£]|元$|,(?=\d{3}(?:\D|$))")
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$")
_TERMS = re.compile(r"^(?:账期|net)?\s*(\d{1,3})\s*(?:天|日|days?)?$")
_AT_ONCE = frozenset({"", "现结", "现付", "现款", "预付", "cash", "prepaid", "at once"})
_YES = frozenset({"是", "启用", "有效", "yes", "y", "true", "1", "√", "✓", "on"})
_NO = frozenset({"否", "停用", "无效", "no", "n", "false", "0", "×", "off"})
_CURRENCIES = {"人民币": "CNY", "元": "CNY", "RMB": "CNY", "美元": "USD"}


class BadCellError(ValueError):
    """A cell that cannot be used: its field, the code of a finding, the values of its sentence."""

    def __init__(self, field: str, code: str, **values: str) -> None:
        super().__init__(code)
        self.field = field
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a tab, asked field by field; a field without a column is blank."""

    texts: Mapping[str, str]
    headings: Mapping[str, str]
    flaws: Mapping[str, str]
    origin: Origin

    def text(self, field: str) -> str:
        """The text of a cell.

        Raises:
            BadCellError: an error value such as ``#N/A``.
        """
        text = self.texts.get(field, "")
        if self.flaws.get(field) == ERROR:
            raise self.bad(field, "CAT-13", value=text)
        return text

    def needed(self, field: str) -> str:
        """The text of a cell that may not be blank."""
        text = self.text(field)
        if not text:
            raise self.bad(field, "CAT-03")
        return text

    def code(self, field: str) -> str:
        """An id without wrapping; blank stays blank."""
        text = clean_id(self.text(field))
        if self.flaws.get(field) == LOST_DIGITS:
            raise self.bad(field, "CAT-12", value=text)
        return text

    def needed_code(self, field: str) -> str:
        """An id that may not be blank."""
        self.needed(field)
        return self.code(field)

    def whole(self, field: str, *, least: int, blank: int) -> int:
        """A whole number of at least ``least``; a blank cell means ``blank``."""
        number = self.whole_or_none(field, least=least)
        return blank if number is None else number

    def whole_or_none(self, field: str, *, least: int) -> int | None:
        """A whole number of at least ``least``, or ``None`` for a blank cell."""
        text = _folded(self.text(field))
        if not text:
            return None
        plain = text.removesuffix(".0")
        if not re.fullmatch(rf"\d{{1,{_MOST_DIGITS}}}", plain) or int(plain) < least:
            raise self.bad(field, "CAT-08", value=text, least=str(least))
        return int(plain)

    def money(self, field: str) -> Decimal:
        """An amount that may not be blank."""
        self.needed(field)
        return self.money_or_none(field) or Decimal(0)

    def money_or_none(self, field: str) -> Decimal | None:
        """An amount of zero or more, or ``None`` for a blank cell."""
        text = _folded(self.text(field))
        if not text:
            return None
        try:
            amount = Decimal(_SIGNS.sub("", text).strip())
        except InvalidOperation:
            raise self.bad(field, "CAT-07", value=text) from None
        if not amount.is_finite() or amount < 0 or amount.adjusted() >= _MOST_DIGITS:
            raise self.bad(field, "CAT-07", value=text)
        return amount

    def currency(self, field: str, *, blank: str) -> str:
        """A currency by its three letters; a blank cell means ``blank``."""
        text = _folded(self.text(field)).upper() or blank
        code = _CURRENCIES.get(text, text)
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise self.bad(field, "CAT-19", value=text)
        return code

    def day(self, field: str) -> date | None:
        """A date written year first, or ``None`` for a blank cell."""
        text = _folded(self.text(field))
        if not text:
            return None
        parts = _DAY.match(text)
        try:
            year, month, day = map(int, parts.groups() if parts else ())
            return date(year, month, day)
        except ValueError:
            raise self.bad(field, "CAT-09", value=text) from None

    def is_yes(self, field: str, *, blank: bool) -> bool:
        """Yes or no."""
        word = _folded(self.text(field)).casefold()
        if word not in _YES | _NO | {""}:
            raise self.bad(field, "CAT-10", value=word)
        return word in _YES if word else blank

    def account_days(self, field: str) -> int:
        """The days of an account period; 0 for money at once."""
        word = _folded(self.text(field)).casefold()
        days = _TERMS.match(word)
        if days is None and word not in _AT_ONCE:
            raise self.bad(field, "CAT-11", value=word)
        return int(days[1]) if days else 0

    def bad(self, field: str, code: str, **values: str) -> BadCellError:
        """What to raise for a cell of this row."""
        return BadCellError(field, code, column=self.headings.get(field, field), **values)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def tab_title(table: RawTable) -> str:
    """The tab as cell addresses name it: ``供应商`` of ``catalogue.xlsx#供应商``."""
    return table.name.rpartition("#")[2]


def tab_rows(tab: CatalogueTab, table: RawTable) -> Iterator[Row]:
    """The rows below the headings; wholly blank ones are passed over. Nothing where a needed column is missing."""
    at, columns = _headings(tab, table)
    if missing_column(tab, columns):
        return
    names = {name: table.rows[at][column - 1].strip() for name, column in columns.items()}
    for number, cells in enumerate(table.rows[at + 1 :], start=at + 2):
        texts = {name: _cell(cells, column) for name, column in columns.items()}
        if any(texts.values()):
            places = ((name, table.flaws.get((number, column))) for name, column in columns.items())
            flaws = {name: flaw for name, flaw in places if flaw}
            yield Row(texts, names, flaws, Origin(tab_title(table), number, columns))


def heading_finding(tab: CatalogueTab, table: RawTable) -> Finding | None:
    """What to say when a needed column is missing, naming the columns there are."""
    at, columns = _headings(tab, table)
    missing = missing_column(tab, columns)
    if missing is None:
        return None
    there = [cell.strip() for cell in (table.rows[at] if table.rows else ()) if cell.strip()]
    wanted = f"{missing.zh} / {missing.en}"
    return Finding(
        "CAT-02", f"{tab_title(table)}!{at + 1}", {"column": wanted, "columns": "、".join(there) or "–"}
    )


def missing_column(tab: CatalogueTab, columns: Mapping[str, int]) -> Column | None:
    """The first needed column that was not found."""
    return next((column for column in tab.columns if column.required and column.field not in columns), None)


def _headings(tab: CatalogueTab, table: RawTable) -> tuple[int, dict[str, int]]:
    """Index of the heading row and the place of each field: the row among the first few that names most of them."""
    tries = [(at, find_columns(cells, tab.columns)) for at, cells in enumerate(table.rows[:_HEADINGS_WITHIN])]
    return max(tries, key=lambda found: len(found[1]), default=(0, {}))


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column - 1].strip() if column <= len(cells) else ""
