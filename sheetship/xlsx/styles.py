"""The look of cells: a style derived from another with a few things changed, appended once.

It decides what a derived look is made of. A style that already looks as asked is used again, so patching
twice is patching once. Where entries go in the styles part is left to `style_sections`.
"""

from contextlib import suppress
from functools import cached_property
from typing import Final

from sheetship.xlsx.dates import Shows, shows
from sheetship.xlsx.edits import NO_FILL, Style
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fonts import font_like
from sheetship.xlsx.formats import entries, format_id, shown_by_style
from sheetship.xlsx.markup import Node, escape_attribute, open_tag, outline
from sheetship.xlsx.package import Package
from sheetship.xlsx.style_sections import StyleSections

_FALSE: Final = frozenset({"0", "false"})
_TRUE: Final = frozenset({"1", "true"})


class StyleBook:
    """The styles of one workbook while it is patched."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._shown = shown_by_style(package)
        self._derived: dict[tuple[int, Style], int] = {}
        self._sections = StyleSections(package)

    @property
    def part(self) -> str:
        """The styles part. Raises XlsxError `unsupported` if the workbook has none."""
        return self._sections.part

    def shows(self, style: int) -> Shows:
        """Return what the number format of a style shows."""
        return self._shown[style] if style < len(self._shown) else Shows.NUMBER

    def is_general(self, style: int) -> bool:
        """Whether the style leaves the look of numbers to Excel, and another can be derived from it."""
        if self._package.styles_part is None:
            return False
        with suppress(XlsxError):
            xfs = self._sections.entries("cellXfs")
            return style < len(xfs) and format_id(outline(xfs[style].encode(), self.part)) == 0
        return False

    @cached_property
    def _unlocked(self) -> frozenset[int]:
        if self._package.styles_part is None:
            return frozenset()
        xfs = entries(self._sections.root, "cellXfs", "xf")
        locks = (xf.child("protection") for xf in xfs)
        return frozenset(at for at, lock in enumerate(locks) if lock and lock.attrs.get("locked") in _FALSE)

    def is_locked(self, style: int) -> bool:
        """Whether a cell of that style may not be changed on a protected sheet."""
        return style not in self._unlocked

    def derive(self, base: int, style: Style) -> int:
        """Return the id of the base style with the asked changes. Raises XlsxError `unsupported`."""
        key = base, style
        if key not in self._derived:
            self._derived[key] = self._derive(base, style)
        return self._derived[key]

    def _derive(self, base: int, style: Style) -> int:
        xfs = self._sections.entries("cellXfs")
        if base >= len(xfs):
            raise XlsxError("damaged", f"A cell has style {base}, which there is not.", style=str(base))
        before = outline(xfs[base].encode(), self.part)
        attrs = dict(before.attrs)
        if style.number_format is not None:
            _set(attrs, "numFmtId", self._sections.format_id(style.number_format), "applyNumberFormat")
        if style.fill is not None:
            _set(attrs, "fillId", self._fill_id(style.fill), "applyFill")
        if (style.font_color, style.bold, style.underline) != (None, None, None):
            _set(attrs, "fontId", self._font(attrs.get("fontId", "0"), style), "applyFont")
        inner, is_wrapped_anew = self._inner(before, xfs[base], wrap=style.wrap)
        if is_wrapped_anew:
            attrs["applyAlignment"] = "1"
        if attrs == before.attrs and not is_wrapped_anew:
            return base
        code = style.number_format
        return self._add_style(attrs, inner, self.shows(base) if code is None else shows(code))

    def _add_style(self, attrs: dict[str, str], inner: str, shown_as: Shows) -> int:
        tag = f"{self._sections.prefix}xf"
        shown = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attrs.items())
        place = self._sections.place(
            "cellXfs", f"<{tag}{shown}>{inner}</{tag}>" if inner else f"<{tag}{shown}/>"
        )
        if place >= len(self._shown):
            self._shown.append(shown_as)
        return place

    def _inner(self, xf: Node, xml: str, *, wrap: bool | None) -> tuple[str, bool]:
        raw = xml.encode()
        inner = raw[xf.inner_start : xf.inner_end]
        if wrap is None:
            return inner.decode(), False
        alignment = xf.child("alignment")
        wrapped = "1" if wrap else "0"
        if alignment is None:
            new = f'<{self._sections.prefix}alignment wrapText="1"/>' if wrap else ""
            return new + inner.decode(), wrap
        if (alignment.attrs.get("wrapText") in _TRUE) is wrap:
            return inner.decode(), False
        start, end, tag_xml = open_tag(raw, alignment, wrapText=wrapped)
        return (raw[xf.inner_start : start] + tag_xml + raw[end : xf.inner_end]).decode(), True

    def _fill_id(self, colour: str) -> int:
        """Excel takes the first fill for none, whatever it says."""
        return 0 if colour == NO_FILL else self._sections.place("fills", self._fill(colour))

    def _fill(self, colour: str) -> str:
        p = self._sections.prefix
        shade = f'<{p}fgColor rgb="{argb(colour)}"/><{p}bgColor indexed="64"/>'
        return f'<{p}fill><{p}patternFill patternType="solid">{shade}</{p}patternFill></{p}fill>'

    def _font(self, base: str, style: Style) -> int:
        fonts = self._sections.entries("fonts")
        if not base.isdigit() or int(base) >= len(fonts):
            raise XlsxError("unsupported", "The workbook has no fonts, so no cell can get one.")
        colour = argb(style.font_color) if style.font_color else None
        return self._sections.place(
            "fonts", font_like(fonts[int(base)], bold=style.bold, underline=style.underline, colour=colour)
        )

    def rewritten(self) -> bytes | None:
        """Return the styles part with the new entries, or None if there are none."""
        return self._sections.rewritten()


def argb(colour: str) -> str:
    """Return a colour with its opacity: `C6EFCE` becomes `FFC6EFCE`."""
    return colour.upper().rjust(8, "F")


def _set(attrs: dict[str, str], name: str, value: int, flag: str) -> None:
    if attrs.get(name, "0") != str(value):
        attrs[name] = str(value)
        attrs[flag] = "1"
