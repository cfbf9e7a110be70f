"""Strict checks of a whole workbook, standing in for the validator that only Excel has.

`new_violations(before, after)` is what a test asks: real files break rules too, and only what a write has
broken is ours. Each module holds the rules of one kind of part; a rule yields `Violation`s and never raises
for what a file holds.
"""

from collections import Counter
from collections.abc import Iterator

from tests.xlsx.opened import Opened
from tests.xlsx.strictness.books import book_rules
from tests.xlsx.strictness.order import order_rules
from tests.xlsx.strictness.packages import package_rules
from tests.xlsx.strictness.sheets import sheet_rules
from tests.xlsx.strictness.tables import table_rules
from tests.xlsx.strictness.violation import Violation

__all__ = ["Violation", "new_violations", "violations"]


def violations(content: bytes) -> list[Violation]:
    """Every rule that the workbook breaks."""
    return list(_all(Opened(content)))


def _all(book: Opened) -> Iterator[Violation]:
    for rules in (package_rules, order_rules, book_rules, sheet_rules, table_rules):
        yield from rules(book)


def new_violations(before: bytes, after: bytes) -> list[Violation]:
    """The rules that the second file breaks and the first did not."""
    then, now = Counter(violations(before)), Counter(violations(after))
    return list((now - then).elements())
