"""The look of cells: a style derived from another with a few things changed, appended once.

It decides the new entries of the styles part and touches nothing that is there. A style that already
looks as asked is used again, so patching twice is patching once.
"""

from functools import cached_property
from typing import Final

from sheetship.xlsx.dates import Shows, shows
from sheetship.xlsx.edits import Style
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fonts import font_like
from sheetship.xlsx.formats import entries, shown_by_style
from sheetship.xlsx.markup import Node, escape_attribute, open_tag, outline, splice, utf8
from sheetship.xlsx.package import Package

MAX_STYLES: Final = 64_000
_BUILT_IN_IDS: Final = {
    "General": 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
    "mm-dd-yy": 14,
    "h:mm": 20,
    "h:mm:ss": 21,
    "m/d/yy h:mm": 22,
    "@": 49,
}
_FIRST_OWN_FORMAT: Final = 164
_SECTIONS: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_FALSE: Final = frozenset({"0", "false"})
_TRUE: Final = frozenset({"1", "true"})


class StyleBook:
    """The styles of one workbook while it is patched."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._shown = shown_by_style(package)
        self._derived: dict[tuple[int, Style], int] = {}
        self._added: dict[str, list[str]] = {}

    @property
    def part(self) -> str:
        """The styles part. Raises XlsxError `unsupported` if the workbook has none."""
        found = self._package.styles_part
        if found is None:
            raise XlsxError("unsupported", "The workbook has no styles, so no cell can get a look.")
        return found

    @cached_property
    def _xml(self) -> bytes:
        return utf8(self._package.read(self.part), self.part)

    @cached_property
    def _root(self) -> Node:
        return outline(self._xml, self.part)

    def shows(self, style: int) -> Shows:
        """Return what the number format of a style shows."""
        return self._shown[style] if style < len(self._shown) else Shows.NUMBER

    @cached_property
    def _unlocked(self) -> frozenset[int]:
        if self._package.styles_part is None:
            return frozenset()
        xfs = entries(self._root, "cellXfs", "xf")
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
        xfs = self._entries("cellXfs")
        if base >= len(xfs):
            raise XlsxError("damaged", f"A cell has style {base}, which there is not.", style=str(base))
        before = outline(xfs[base].encode(), self.part)
        attrs = dict(before.attrs)
        if style.number_format is not None:
            _set(attrs, "numFmtId", self._format_id(style.number_format), "applyNumberFormat")
        if style.fill is not None:
            _set(attrs, "fillId", self._place("fills", self._fill(style.fill)), "applyFill")
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
        tag = f"{self._prefix}xf"
        shown = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attrs.items())
        place = self._place("cellXfs", f"<{tag}{shown}>{inner}</{tag}>" if inner else f"<{tag}{shown}/>")
        if place >= MAX_STYLES:
            raise XlsxError("too_large", "The workbook has more cell styles than Excel allows.")
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
            new = f'<{self._prefix}alignment wrapText="1"/>' if wrap else ""
            return new + inner.decode(), wrap
        if (alignment.attrs.get("wrapText") in _TRUE) is wrap:
            return inner.decode(), False
        start, end, tag_xml = open_tag(raw, alignment, wrapText=wrapped)
        return (raw[xf.inner_start : start] + tag_xml + raw[end : xf.inner_end]).decode(), True

    def _format_id(self, code: str) -> int:
        if code in _BUILT_IN_IDS:
            return _BUILT_IN_IDS[code]
        known: dict[str, int] = {}
        for xml in self._entries("numFmts"):
            node = outline(xml.encode(), self.part)
            written = node.attrs.get("numFmtId", "")
            known.setdefault(node.attrs.get("formatCode", ""), int(written) if written.isdigit() else 0)
        if code not in known:
            new = max([_FIRST_OWN_FORMAT - 1, *known.values()]) + 1
            known[code] = new
            p = self._prefix
            self._place("numFmts", f'<{p}numFmt numFmtId="{new}" formatCode="{escape_attribute(code)}"/>')
        return known[code]

    def _fill(self, colour: str) -> str:
        p = self._prefix
        shade = f'<{p}fgColor rgb="{argb(colour)}"/><{p}bgColor indexed="64"/>'
        return f'<{p}fill><{p}patternFill patternType="solid">{shade}</{p}patternFill></{p}fill>'

    def _font(self, base: str, style: Style) -> int:
        fonts = self._entries("fonts")
        if not base.isdigit() or int(base) >= len(fonts):
            raise XlsxError("unsupported", "The workbook has no fonts, so no cell can get one.")
        colour = argb(style.font_color) if style.font_color else None
        return self._place(
            "fonts", font_like(fonts[int(base)], bold=style.bold, underline=style.underline, colour=colour)
        )

    @property
    def _prefix(self) -> str:
        return f"{self._root.prefix}:" if self._root.prefix else ""

    def _entries(self, section: str) -> list[str]:
        """Return the entries of a section as XML, new ones last."""
        if section not in self._added:
            found = self._root.child(section)
            nodes = found.children if found else []
            if any(node.name == "AlternateContent" for node in nodes):
                raise XlsxError("unsupported", "The styles hold alternatives of another program.")
            self._added[section] = [self._xml[node.start : node.end].decode() for node in nodes]
        return self._added[section]

    def _place(self, section: str, xml: str) -> int:
        """Return where an entry stands, appended if it is new."""
        known = self._entries(section)
        if section == "fills" and not known:
            p = self._prefix
            known += [
                f'<{p}fill><{p}patternFill patternType="{kind}"/></{p}fill>' for kind in ("none", "gray125")
            ]
        if xml not in known:
            known.append(xml)
        return known.index(xml)

    def rewritten(self) -> bytes | None:
        """Return the styles part with the new entries, or None if there are none."""
        changes = [change for section in self._added if (change := self._change(section))]
        return splice(self._xml, changes) if changes else None

    def _change(self, section: str) -> tuple[int, int, bytes] | None:
        entries_now = self._added[section]
        found = self._root.child(section)
        new = entries_now[len(found.children) if found else 0 :]
        if not new:
            return None
        written, p = "".join(new), self._prefix
        if found is None:
            at = self._before(section)
            return at, at, f'<{p}{section} count="{len(new)}">{written}</{p}{section}>'.encode()
        start, _, tag = open_tag(self._xml, found, count=str(len(entries_now)))
        tag = tag.removesuffix(b"/>") + b">" if found.is_empty_tag else tag
        inner = self._xml[found.inner_start : found.inner_end]
        return start, found.end, tag + inner + f"{written}</{p}{section}>".encode()

    def _before(self, section: str) -> int:
        """Return where a missing section belongs, by the order of the schema."""
        later = _SECTIONS[_SECTIONS.index(section) + 1 :]
        return next((node.start for node in self._root.children if node.name in later), self._root.inner_end)


def argb(colour: str) -> str:
    """Return a colour with its opacity: `C6EFCE` becomes `FFC6EFCE`."""
    return colour.upper().rjust(8, "F")


def _set(attrs: dict[str, str], name: str, value: int, flag: str) -> None:
    if attrs.get(name, "0") != str(value):
        attrs[name] = str(value)
        attrs[flag] = "1"
