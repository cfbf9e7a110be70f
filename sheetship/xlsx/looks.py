"""Which style a cell gets: its own, changed as asked, and a number format that its value cannot do without.

It decides when a value needs a format: a day in a cell that shows plain numbers, a time of day in one that
shows no clock, and a text of many digits in a General cell, where F2 and Enter would make 1.23E+17 of it.
A format that the caller names always wins. New entries of the styles part are left to `styles`.
"""

from typing import Final

from sheetship.xlsx.dates import Shows
from sheetship.xlsx.edits import Style
from sheetship.xlsx.styles import StyleBook
from sheetship.xlsx.values import CLOCK_FORMAT, TEXT_FORMAT, Content

_FORMATS: Final[dict[str, Style]] = {}


class CellLooks:
    """The styles of the cells of one sheet, found once for each base, wish and format."""

    def __init__(self, styles: StyleBook) -> None:
        self._styles = styles
        self._known: dict[tuple[int, int, str], int] = {}

    def of(self, base: int, style: Style | None, content: Content) -> int:
        """Return the style of a cell that had the style `base` and gets this content and wanted look."""
        # The identity of a style stands for it: the edits keep it alive, and hashing it costs more.
        key = base, id(style), content.number_format
        if key not in self._known:
            self._known[key] = self._found(base, style, content.number_format)
        return self._known[key]

    def _found(self, base: int, style: Style | None, wanted: str) -> int:
        look = self._styles.derive(base, style) if style else base
        if not wanted or (style and style.number_format) or self._suits(look, wanted):
            return look
        return self._styles.derive(look, _FORMATS.setdefault(wanted, Style(number_format=wanted)))

    def _suits(self, look: int, wanted: str) -> bool:
        if wanted == TEXT_FORMAT:
            return not self._styles.is_general(look)
        shown = self._styles.shows(look)
        return shown is Shows.CLOCK if wanted == CLOCK_FORMAT else shown is not Shows.NUMBER
