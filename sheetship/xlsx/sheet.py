"""A sheet as it was read: rows that share what they have in common, and give their cells on demand."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sheetship.xlsx.cells import Cell, CellKind, TextsOfMark
from sheetship.xlsx.refs import Area


class Layout:
    """Which columns a row has; rows with the same columns share one."""

    __slots__ = ("_picks", "columns", "kept", "places")

    def __init__(self, columns: tuple[int, ...], wanted: Container[int] | None) -> None:
        self.kept = [at for at, column in enumerate(columns) if wanted is None or column in wanted]
        self.columns = tuple(columns[at] for at in self.kept)
        self.places = {column: place for place, column in enumerate(self.columns)}
        self._picks: dict[tuple[int, ...], list[int | None]] = {}

    def picks(self, wanted: tuple[int, ...]) -> list[int | None]:
        """Return where the wanted columns stand in the row."""
        if wanted not in self._picks:
            self._picks[wanted] = [self.places.get(column) for column in wanted]
        return self._picks[wanted]


@dataclass(slots=True)
class Row:
    """One row: its number on the sheet, whether it is hidden, its cells from left to right.

    Not frozen only because that takes three times as long to make; nobody changes one.
    """

    number: int
    hidden: bool
    _texts: tuple[str, ...]
    _formulas: tuple[int, ...]
    _marks: tuple[TextsOfMark, ...]
    _layout: Layout

    @property
    def columns(self) -> tuple[int, ...]:
        """The 1-based columns in which the file has a cell."""
        return self._layout.columns

    @property
    def formula_columns(self) -> tuple[int, ...]:
        """The 1-based columns whose cell is computed."""
        return tuple([self._layout.columns[place] for place in self._formulas])

    def get(self, column: int) -> Cell | None:
        """Return the cell in a 1-based column, or None if the file has none there."""
        place = self._layout.places.get(column)
        return None if place is None else self._cell(place)

    def _cell(self, place: int) -> Cell:
        return self._marks[place].cell(self._texts[place], has_formula=place in self._formulas)

    def items(self) -> Iterator[tuple[int, Cell]]:
        """Yield each column with its cell."""
        return ((column, self._cell(place)) for place, column in enumerate(self._layout.columns))

    @property
    def spelling(self) -> tuple[int, int]:
        """The same for rows whose cells stand in the same columns with the same attributes."""
        return id(self._layout), id(self._marks)

    def columns_with(self, kinds: Iterable[CellKind]) -> list[int]:
        """Return the columns in which a cell of one of these kinds may stand, as the attributes tell."""
        cells = zip(self.columns, self._marks, strict=True)
        return [column for column, mark in cells if not mark.kinds.isdisjoint(kinds)]

    def texts(self, columns: tuple[int, ...]) -> list[str]:
        """Return the texts of some columns; "" where the row has no such cell."""
        texts = self._texts
        return ["" if place is None else texts[place] for place in self._layout.picks(columns)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet as read: rows in file order, merged areas, links by row and column, the last column."""

    name: str
    rows: list[Row]
    merges: list[Area] = field(default_factory=list)
    hyperlinks: dict[tuple[int, int], str] = field(default_factory=dict)
    max_column: int = 0

    def texts(self, columns: Sequence[int]) -> list[list[str]]:
        """Return the texts of some columns, row by row; "" where a row has no such cell."""
        wanted = tuple(columns)
        return [row.texts(wanted) for row in self.rows]

    def columns_with(self, *kinds: CellKind) -> list[int]:
        """Return the columns in which a cell of one of these kinds may stand, as the attributes tell."""
        alike = {row.spelling: row for row in self.rows}
        return sorted({column for row in alike.values() for column in row.columns_with(kinds)})
