"""What may be asked of a patch: cells with values, looks and links, widths, drop-downs.

It decides which requests make sense on their own, before any workbook is opened.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.refs import MAX_COLUMN, MAX_ROW, address


class Keep(Enum):
    """The type of `KEEP`."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP
"""Instead of a value: what stands in the cell stays, byte for byte, and only its look may change."""
Value = str | int | Decimal | date | time | bool | None
NO_FILL: Final = "none"
"""Instead of a colour: the cell's fill goes."""
MAX_OPTIONS_TEXT: Final = 255
MAX_LINK: Final = 2079
MAX_WIDTH: Final = 255
_COLOUR: Final = re.compile(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What changes in a cell's look; None leaves it as it is, borders and all that is not named here too.

    Colours are `C6EFCE` or `FFC6EFCE`; `NO_FILL` takes a fill away.
    """

    number_format: str | None = None
    fill: str | None = None
    font_color: str | None = None
    bold: bool | None = None
    wrap: bool | None = None
    underline: bool | None = None


class CellEdit(NamedTuple):
    """One cell to set. Text is always text, `=1+1` too; None clears the cell and keeps its look.

    `KEEP` gives the cell a look or a link and leaves what stands in it, a formula too.

    A tuple: a patch has hundreds of thousands, and a frozen dataclass takes four times as long to make.
    """

    row: int
    column: int
    value: Value | Keep
    style: Style | None = None
    link: str | None = None


def is_blank(value: Value | Keep) -> bool:
    """Whether a cell with this value holds nothing."""
    return value is None or value == ""


class RowEdit(NamedTuple):
    """Many cells of one row; a blank value leaves its cell as it is.

    Rows alike share the very same `columns` (rising) and `styles`: that makes them cheap.

    >>> columns, styles = (1, 3), (None, None)
    >>> edits = [RowEdit(row, columns, ["00123", "sent"], styles) for row in (2, 3)]
    >>> edits[1].cells()[1].value
    'sent'
    """

    row: int
    columns: tuple[int, ...]
    values: Sequence[Value]
    styles: tuple[Style | None, ...]

    def cells(self) -> list[CellEdit]:
        """Return the same as edits of single cells."""
        wanted = zip(self.columns, self.values, self.styles, strict=True)
        return [
            CellEdit(self.row, column, value, style) for column, value, style in wanted if not is_blank(value)
        ]

    def filled(self) -> list[int]:
        """Return the columns that get something to read."""
        return [
            column
            for column, value in zip(self.columns, self.values, strict=True)
            if value is not None and value != ""
        ]

    def is_full(self) -> bool:
        """Whether every one of its cells gets something to read."""
        return None not in self.values and "" not in self.values

    def is_filled(self) -> bool:
        """Whether there is anything to read in it."""
        return self.is_full() or any(not is_blank(value) for value in self.values)


@dataclass(frozen=True, slots=True)
class DropDown:
    """A list to choose from, on some rows of one column."""

    column: int
    first_row: int
    last_row: int
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEdits:
    """Everything to do on one sheet.

    A row stands in `cells` or in `rows`, not in both. `widths` count only for columns without a width of their
    own. Rows that do not exist yet take height and cell styles of `like_row`; without one, rows below all others
    take what most of the last five rows have (`likerow`), and rows in a gap take nothing.

    >>> status = CellEdit(2, 3, "sent", Style(fill="C6EFCE"))
    >>> choose = DropDown(column=3, first_row=2, last_row=100, options=("sent", "waits"))
    >>> wanted = SheetEdits(sheet="Orders", cells=[status], widths={3: 12}, drop_downs=[choose])
    >>> [edit.value for edit in wanted.cells]
    ['sent']
    """

    sheet: str
    cells: Sequence[CellEdit] = ()
    rows: Sequence[RowEdit] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    drop_downs: Sequence[DropDown] = ()
    like_row: int | None = None


def rows_of(edits: SheetEdits) -> dict[int, list[CellEdit]]:
    """Return the edits of single cells by row, rows and columns in order; those of whole rows are checked only.

    Raises XlsxError `bad_cell`, `duplicate_edit`, `bad_style`, `bad_link` or `bad_drop_down`.
    """
    _check_around(edits)
    rows: dict[int, list[CellEdit]] = {}
    for edit in edits.cells:
        if not (0 < edit.row <= MAX_ROW and 0 < edit.column <= MAX_COLUMN):
            sentence = f"There is no cell in row {edit.row}, column {edit.column}."
            raise XlsxError("bad_cell", sentence, sheet=edits.sheet)
        rows.setdefault(edit.row, []).append(edit)
    for cells in rows.values():
        cells.sort(key=_column)
        _check_row(cells, edits.sheet)
    for style in {id(edit.style): edit.style for edit in edits.cells}.values():
        _check_style(style)
    _check_whole_rows(edits, set(rows))
    return dict(sorted(rows.items()))


def _check_whole_rows(edits: SheetEdits, taken: set[int]) -> None:
    """One row of each kind stands for those alike: they share their columns and styles."""
    for edit in {(id(edit.columns), id(edit.styles)): edit for edit in edits.rows}.values():
        if any(left >= right for left, right in pairwise((0, *edit.columns, MAX_COLUMN + 1))):
            raise XlsxError("bad_cell", f"The columns of row {edit.row} do not rise.", sheet=edits.sheet)
        for style in edit.styles:
            _check_style(style)
    for edit in edits.rows:
        if not 0 < edit.row <= MAX_ROW:
            raise XlsxError("bad_cell", f"There is no row {edit.row}.", sheet=edits.sheet)
        if edit.row in taken:
            raise XlsxError("duplicate_edit", f"Row {edit.row} is to be set twice.", sheet=edits.sheet)
        taken.add(edit.row)


_column = attrgetter("column")


def _check_row(cells: list[CellEdit], sheet: str) -> None:
    before = 0
    for edit in cells:
        if edit.column == before:
            cell = address(edit.row, edit.column)
            raise XlsxError("duplicate_edit", f"{cell} is to be set twice.", sheet=sheet, cell=cell)
        before = edit.column
        if edit.link is not None:
            _check_link(edit.link, sheet, edit)


def _check_link(link: str, sheet: str, edit: CellEdit) -> None:
    if not link or len(link) > MAX_LINK or _CONTROL.search(link):
        cell = address(edit.row, edit.column)
        raise XlsxError("bad_link", f"The link of {cell} is no address.", sheet=sheet, cell=cell)


def _check_style(style: Style | None) -> None:
    if style is None:
        return
    for colour in (None if style.fill == NO_FILL else style.fill, style.font_color):
        if colour is not None and not _COLOUR.fullmatch(colour):
            raise XlsxError("bad_style", f'"{colour}" is no colour such as C6EFCE.', value=colour)
    code = style.number_format
    if code is not None and (not code or _CONTROL.search(code)):
        raise XlsxError("bad_style", f'"{code}" is no number format.', value=code)


def _check_around(edits: SheetEdits) -> None:
    for drop_down in edits.drop_downs:
        _check_drop_down(drop_down, edits.sheet)
    for column, width in edits.widths.items():
        if not (0 < column <= MAX_COLUMN and 0 < width <= MAX_WIDTH):
            raise XlsxError("bad_style", f"Column {column} cannot be {width} wide.", sheet=edits.sheet)
    if edits.like_row is not None and not 0 < edits.like_row <= MAX_ROW:
        raise XlsxError("bad_cell", f"There is no row {edits.like_row}.", sheet=edits.sheet)


def _check_drop_down(drop_down: DropDown, sheet: str) -> None:
    joined = ",".join(drop_down.options)
    rows_fit = 0 < drop_down.first_row <= drop_down.last_row <= MAX_ROW
    if not rows_fit or not 0 < drop_down.column <= MAX_COLUMN:
        raise XlsxError("bad_drop_down", "A drop-down stands on cells that do not exist.", sheet=sheet)
    if not joined or len(joined) > MAX_OPTIONS_TEXT or _CONTROL.search(joined):
        sentence = f"The options of a drop-down take {len(joined)} characters; Excel allows 1 to 255."
        raise XlsxError("bad_drop_down", sentence, sheet=sheet)
    if any("," in option or option != option.strip() or not option for option in drop_down.options):
        sentence = "An option of a drop-down is blank, or holds a comma or outer blanks."
        raise XlsxError("bad_drop_down", sentence, sheet=sheet)
