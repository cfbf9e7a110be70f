"""Formulas and pictures in cells that are to be overwritten: refused, or asked for and then taken out cleanly.

It decides what may go. A plain formula just goes. One formula that fills an area goes with all cells of the
area, or not at all; a data table never. A shared formula stands in the first cell of its group, the others
only name the group (ECMA-376 part 1, 18.3.1.40): if that first cell is overwritten, the next one in the file
takes the formula over, as Excel does. The calculation chain is left to `calcchain`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, NoReturn

from sheetship.xlsx.errors import Code, XlsxError
from sheetship.xlsx.formulas import NO_REFERENCE, moved
from sheetship.xlsx.markup import escape_text, splice, unescape
from sheetship.xlsx.options import Options
from sheetship.xlsx.refs import Area, address, area, ref_of
from sheetship.xlsx.scan import Unusual, formula_count

MAX_FORMULA: Final = 8192
"""What Excel allows; a longer one is none."""
_ATTRIBUTE: Final = re.compile(rb"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ATTRIBUTES: Final = rb"""((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*"""
_PICTURE: Final = re.compile(r"\bDISPIMG\s*\(", re.IGNORECASE)
"""WPS keeps a picture in a cell as a formula that names it."""


class Formula(NamedTuple):
    """The formula of one cell as written: its kind, its group if it is shared, the area it fills, its text."""

    kind: str
    group: int
    ref: str
    text: str


def formula_pattern(prefix: str) -> re.Pattern[bytes]:
    """Return what finds the formula of a cell: its attributes, and its text."""
    p = re.escape(prefix.encode())
    return re.compile(rb"<%bf(?=[\s/>])" % p + _ATTRIBUTES + rb"(?:/>|>([^<]*)</%bf\s*>)" % p)


def formula_of(found: re.Match[bytes]) -> Formula:
    """Return what a found formula says. Raises Unusual if it names no group."""
    attrs = {name: first or second for name, first, second in _ATTRIBUTE.findall(found[1])}
    group = attrs.get(b"si", b"0")
    if not group.isdigit():
        raise Unusual
    # Line ends as XML reads them: a bare one is a line feed, one written as a character stays.
    text = (found[2] or b"").decode().replace("\r\n", "\n").replace("\r", "\n")
    return Formula(attrs.get(b"t", b"").decode(), int(group), attrs.get(b"ref", b"").decode(), unescape(text))


class _Master(NamedTuple):
    """A shared formula that has lost its cell."""

    row: int
    column: int
    text: str
    cells: Area


class FormulaCells:
    """Takes formulas out of the cells of one sheet, in the order of the file."""

    def __init__(
        self, sheet: str, prefix: str, options: Options, is_overwritten: Callable[[Area], bool]
    ) -> None:
        self._sheet = sheet
        self._prefix = prefix
        self._options = options
        self._is_overwritten = is_overwritten
        self._pattern = formula_pattern(prefix)
        p = re.escape(prefix.encode())
        self._cell = re.compile(rb'<%bc\s(?:[^<>]*?\s)??r="([A-Z]{1,3}\d{1,7})"' % p)
        self._waiting: dict[int, _Master] = {}
        self._gone: Counter[int] = Counter()
        self.overwritten: list[tuple[int, int]] = []

    @property
    def may_wait(self) -> bool:
        """Whether formulas may be overwritten, so that a shared one may have to look for its next cell."""
        return self._options.over_formulas or self._options.over_rich_values

    def give_up(self, row: int, column: int, body: bytes, *, is_rich: bool) -> None:
        """Let go of what a cell holds besides its value. Raises XlsxError if that was not asked for."""
        formula = self._found(body)
        is_picture = bool(_PICTURE.search(formula.text)) if formula else is_rich
        if is_picture and not self._options.over_rich_values:
            reason = "holds a picture or a value with more behind it, which would be lost"
            self._refuse("rich_cell", row, column, reason)
        if formula is None:
            return
        if not (is_picture or self._options.over_formulas):
            self._refuse("formula_cell", row, column, "holds a formula, which would be lost")
        if formula.kind == "shared":
            self._leave(row, column, formula)
        elif formula.kind == "dataTable" or (
            formula.kind == "array" and not self._is_overwritten(area(formula.ref))
        ):
            reason = f"holds a formula that fills all of {formula.ref}"
            self._refuse("array_cell", row, column, reason)
        self.overwritten.append((row, column))

    def _found(self, body: bytes) -> Formula | None:
        if not formula_count(body, self._prefix):
            return None
        found = self._pattern.search(body)
        if found is None:
            raise Unusual
        return formula_of(found)

    def _refuse(self, code: Code, row: int, column: int, reason: str) -> NoReturn:
        cell = address(row, column)
        raise XlsxError(code, f"{self._sheet}!{cell} {reason}.", sheet=self._sheet, cell=cell)

    def _leave(self, row: int, column: int, formula: Formula) -> None:
        self._gone[formula.group] += 1
        is_waiting = formula.group in self._waiting
        if formula.ref:
            is_clear = not is_waiting and 0 < len(formula.text) <= MAX_FORMULA
        else:
            is_clear = is_waiting or not formula.text
        if not is_clear:
            self._refuse("formula_cell", row, column, "shares its formula in a way that is not clear")
        if formula.ref:
            self._waiting[formula.group] = _Master(row, column, formula.text, area(formula.ref))

    def settled(self, rows: bytes) -> bytes:
        """Return rows as they are, but for the first cells of groups that wait for one."""
        if not self._waiting or b"shared" not in rows:
            return rows
        found = list(self._pattern.finditer(rows))
        if len(found) != formula_count(rows, self._prefix):
            raise Unusual
        changes = [change for each in found if (change := self._taken_over(rows, each))]
        return splice(rows, changes)

    def _taken_over(self, rows: bytes, found: re.Match[bytes]) -> tuple[int, int, bytes] | None:
        formula = formula_of(found)
        if formula.kind != "shared" or formula.group not in self._waiting:
            return None
        cell = self._cell.match(rows, rows.rfind(b"<%bc " % self._prefix.encode(), 0, found.start()))
        if cell is None:
            raise Unusual
        row, column = area(cell[1].decode())[:2]
        master = self._waiting.pop(formula.group)
        text = moved(master.text, rows=row - master.row, columns=column - master.column)
        if formula.ref or text.count(NO_REFERENCE) > master.text.count(NO_REFERENCE):
            reason = f"holds a formula that {address(row, column)} shares and cannot take over"
            self._refuse("formula_cell", master.row, master.column, reason)
        return found.start(), found.end(), self._written(found[1], text, _rest(master.cells, row, column))

    def _written(self, attributes: bytes, text: str, cells: Area) -> bytes:
        space = b' xml:space="preserve"' if text != text.strip() and b"xml:space" not in attributes else b""
        inner = escape_text(text).replace("\r", "&#13;").encode()
        p = self._prefix.encode()
        ref = ref_of(cells).encode()
        return b'<%bf%b ref="%b"%b>%b</%bf>' % (p, attributes, ref, space, inner, p)

    def check_none_is_left(self, blocks: Callable[[], Iterable[bytes]]) -> None:
        """Raise XlsxError `formula_cell` if a group has lost its formula and has cells before it in the file."""
        if not self._waiting:
            return
        there: Counter[int] = Counter()
        for rows in blocks():
            formulas = map(formula_of, self._pattern.finditer(rows))
            there.update(formula.group for formula in formulas if formula.kind == "shared")
        for group, master in self._waiting.items():
            if there[group] != self._gone[group]:
                reason = "holds a formula for cells that stand before it"
                self._refuse("formula_cell", master.row, master.column, reason)


def _rest(cells: Area, row: int, column: int) -> Area:
    """Return the area without the rows, or in its last row the columns, that come before a cell."""
    first_column = column if row >= cells.last_row else min(cells.first_column, column)
    return Area(row, first_column, max(cells.last_row, row), max(cells.last_column, column))
