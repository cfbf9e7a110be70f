"""What the gate asks of the look of edited cells: the wished changes are there, and nothing else of it differs.

It decides by the styles part of the new file alone, whose first entries are the old ones (`verify_parts`
proves that). Borders, alignment, protection and whatever the wish does not name must be those of the cell's
old style; a value that needs a format of its own (a day, a time, an id of many digits) may bring just that.
"""

import re
from datetime import date, time
from functools import cached_property
from typing import Final

from sheetship.xlsx.edits import NO_FILL, Keep, Style, Value
from sheetship.xlsx.formats import entries, format_id
from sheetship.xlsx.markup import Node, outline, utf8
from sheetship.xlsx.number_formats import BUILT_IN_IDS
from sheetship.xlsx.package import Package

_DEFAULT_FORMATS: Final = frozenset({"yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"})
_BUILT_IN: Final = {number: code for code, number in BUILT_IN_IDS.items()}
_POINTERS: Final = frozenset({"numFmtId", "fontId", "fillId"})
"""Attributes whose targets are compared instead."""
_SWITCHES: Final = {
    "format": "@applyNumberFormat",
    "fill": "@applyFill",
    "wrap": "@applyAlignment",
    **dict.fromkeys(["font colour", "font bold", "font underline"], "@applyFont"),
}
"""Which attribute of a style turns a fact on (ECMA-376 part 1, 18.8.45)."""
_NO_STYLE: Final = "no such style"
_STYLE: Final = re.compile(rb'\ss\s*=\s*"\s*([^"]*?)\s*"')
"""A number may stand among blanks (XML Schema part 2, 4.3.6: they collapse)."""
Facts = dict[str, str]


def style_of(cell: bytes) -> bytes:
    """Return the style of a cell as it is written, given the cell from its first attribute on."""
    found = _STYLE.search(cell.partition(b">")[0])
    return found[1] if found else b"0"


class Looks:
    """The looks that cells of the new file can have."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[tuple[bytes | None, bytes, int, str], bool] = {}

    def are_right(self, old: bytes | None, new: bytes, style: Style | None, value: Value | Keep) -> bool:
        """Return whether a cell may look as it does; `old` is None if there was no cell."""
        return self.is_right(None if old is None else style_of(old), style_of(new), style, own_format(value))

    def is_right(self, before: bytes | None, after: bytes, style: Style | None, kind: str) -> bool:
        """Return the same for styles as they are written; `kind` is the format that the value may bring."""
        if style is None and before == after:
            return True
        # The identity of a style stands for it, as long as the edits live.
        key = before, after, id(style), kind
        if key not in self._known:
            self._known[key] = self._is_right(before, after, style or Style(), kind)
        return self._known[key]

    def _is_right(self, before: bytes | None, after: bytes, style: Style, own_format: str) -> bool:
        new = self._facts(after)
        is_as_wished = all(new.get(name) == wanted for name, wanted in _wishes(style).items())
        if before is None:
            return is_as_wished and (_NO_STYLE not in new or after == b"0")
        old = self._facts(before)
        differing = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        allowed = set(_wishes(style))
        formats = old.get("format", ""), new.get("format", "")
        if style.number_format is None and _may_bring(own_format, *formats):
            allowed.add("format")
        switches = {_SWITCHES[name] for name in allowed}
        is_switched_on = all(new.get(name) == "1" for name in switches & differing)
        return is_as_wished and is_switched_on and differing <= allowed | switches

    @cached_property
    def _xml(self) -> bytes:
        part = self._package.styles_part
        return utf8(self._package.read(part), part) if part else b"<styleSheet/>"

    @cached_property
    def _root(self) -> Node:
        return outline(self._xml, "styles")

    @cached_property
    def _xfs(self) -> list[Node]:
        return entries(self._root, "cellXfs", "xf")

    @cached_property
    def _formats(self) -> dict[int, str]:
        own = entries(self._root, "numFmts", "numFmt")
        return _BUILT_IN | {format_id(node): node.attrs.get("formatCode", "") for node in own}

    def _facts(self, written: bytes) -> Facts:
        """Return all that a style says, each fact under a name that a wish has too."""
        style = int(written) if written.isdigit() else 0
        if style >= len(self._xfs):
            return {_NO_STYLE: str(style)}
        xf = self._xfs[style]
        facts = {f"@{name}": value for name, value in xf.attrs.items() if name not in _POINTERS}
        number = format_id(xf)
        facts["format"] = self._formats.get(number, f"format {number}")
        facts |= self._fill(xf.attrs.get("fillId", "0")) | self._font(xf.attrs.get("fontId", "0"))
        for child in xf.children:
            facts |= {f"{child.name} {name}": value for name, value in child.attrs.items()}
        facts["wrap"] = _yes_or_no(facts.pop("alignment wrapText", "0"))
        return facts

    def _fill(self, written: str) -> Facts:
        fills = entries(self._root, "fills", "fill")
        if written == "0":
            return {"fill": NO_FILL}
        if not written.isdigit() or int(written) >= len(fills):
            return {"fill": f"fill {written}"}
        node = fills[int(written)]
        return {"fill": _solid(node) or f"fill {written}"}

    def _font(self, written: str) -> Facts:
        fonts = entries(self._root, "fonts", "font")
        if not written.isdigit() or int(written) >= len(fonts):
            return {"font": written}
        node = fonts[int(written)]
        facts = {"font bold": "0", "font underline": "0", "font colour": "", "font": str(node.attrs)}
        if len({child.name for child in node.children}) < len(node.children):
            facts["font"] = written
        for child in node.children:
            if child.name in {"b", "u"}:
                name = "font bold" if child.name == "b" else "font underline"
                facts[name] = _yes_or_no(child.attrs.get("val", "1"))
            elif child.name == "color":
                facts["font colour"] = _colour(child)
            else:
                facts[f"font {child.name}"] = str(sorted(child.attrs.items()))
        return facts


def _wishes(style: Style) -> Facts:
    """Return the facts that a wished style stands for."""
    wishes = {
        "format": style.number_format,
        "fill": style.fill if style.fill in {None, NO_FILL} else _argb(style.fill),
        "font colour": None if style.font_color is None else _argb(style.font_color),
        "font bold": _switch(style.bold),
        "font underline": _switch(style.underline),
        "wrap": _switch(style.wrap),
    }
    return {name: wanted for name, wanted in wishes.items() if wanted is not None}


def _switch(wanted: bool | None) -> str | None:  # noqa: FBT001 - a value of the wish, not a switch of ours
    return None if wanted is None else str(int(wanted))


def _argb(colour: str | None) -> str:
    return (colour or "").upper().rjust(8, "F")


def _yes_or_no(written: str) -> str:
    return "0" if written in {"0", "false", "none"} else "1"


def _solid(fill: Node) -> str:
    """Return the one colour of a fill as the patch writes them, or "" if it is anything else."""
    pattern = fill.child("patternFill")
    children = pattern.children if pattern else []
    if [child.name for child in children] != ["fgColor", "bgColor"] or len(fill.children) != 1 or fill.attrs:
        return ""
    is_plain = fill.children[0].attrs == {"patternType": "solid"} and children[1].attrs == {"indexed": "64"}
    return _colour(children[0]) if is_plain else ""


def _colour(node: Node) -> str:
    rgb = node.attrs.get("rgb")
    return rgb.upper().rjust(8, "F") if rgb and len(node.attrs) == 1 else str(sorted(node.attrs.items()))


def own_format(value: Value | Keep) -> str:
    """Return which kind of format a value may bring: of a moment, of a text, or none."""
    if isinstance(value, date | time):
        return "moment"
    return "text" if isinstance(value, str) and value.isdecimal() else ""


def _may_bring(kind: str, old: str, new: str) -> bool:
    if kind == "text":
        return (old, new) == ("General", "@")
    return kind == "moment" and new in _DEFAULT_FORMATS
