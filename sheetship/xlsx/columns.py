"""The columns of a sheet: which look a blank cell has, and widths for columns that have none."""

from collections.abc import Mapping

from sheetship.xlsx.frame import Change, Frame
from sheetship.xlsx.markup import Node


class Columns:
    """The `<cols>` of one sheet."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._spans = [
            (_number(node, "min"), _number(node, "max"), node) for node in frame.entries("cols", "col")
        ]
        self._styles: dict[int, int] = {}

    def style_of(self, column: int) -> int:
        """Return the style that cells of the column have by default."""
        if column not in self._styles:
            found = (node for first, last, node in self._spans if first <= column <= last)
            self._styles[column] = next((_number(node, "style") for node in found), 0)
        return self._styles[column]

    def widened(self, widths: Mapping[int, float]) -> list[Change]:
        """Return the changes that give a width to those columns which have no entry of their own."""
        missing = [column for column in sorted(widths) if not self._has(column)]
        if not missing:
            return []
        p = self._frame.prefix
        new = {
            column: f'<{p}col min="{column}" max="{column}" width="{widths[column]:g}" customWidth="1"/>'
            for column in missing
        }
        if not self._spans:
            section = self._frame.root.child("cols")
            start = section.start if section else self._frame.place_for("cols")
            end = section.end if section else start
            return [(start, end, f"<{p}cols>{''.join(new.values())}</{p}cols>".encode())]
        return [(at, at, written.encode()) for column, written in new.items() for at in [self._place(column)]]

    def _has(self, column: int) -> bool:
        return any(first <= column <= last for first, last, _ in self._spans)

    def _place(self, column: int) -> int:
        later = (node.start for first, _, node in self._spans if first > column)
        return next(later, self._spans[-1][2].end)


def _number(node: Node, name: str) -> int:
    written = node.attrs.get(name, "0")
    return int(written) if written.isdigit() else 0
