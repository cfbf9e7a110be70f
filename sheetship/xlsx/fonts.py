"""A font like another, with bold, underline or colour changed and everything else as it is."""

from typing import Final

from sheetship.xlsx.markup import outline

_ORDER: Final = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)


def font_like(font: str, *, bold: bool | None, underline: bool | None, colour: str | None) -> str:
    """Return the XML of a `<font>` with the given changes; None leaves a thing as it is."""
    xml = font.encode()
    node = outline(xml, "font")
    p = f"{node.prefix}:" if node.prefix else ""
    asked = {"b": _switch(p, "b", is_on=bold), "u": _switch(p, "u", is_on=underline)}
    asked["color"] = None if colour is None else f'<{p}color rgb="{colour}"/>'
    kept = [(child.name, xml[child.start : child.end].decode()) for child in node.children]
    for name, written in asked.items():
        if written is not None:
            kept = [entry for entry in kept if entry[0] != name]
            kept.insert(_where(name, kept), (name, written))
    start = xml[node.start : node.inner_start].decode().removesuffix("/>").removesuffix(">").rstrip()
    inner = "".join(written for _, written in kept)
    return f"{start}>{inner}</{p}font>"


def _switch(prefix: str, name: str, *, is_on: bool | None) -> str | None:
    if is_on is None:
        return None
    return f"<{prefix}{name}/>" if is_on else ""


def _where(name: str, kept: list[tuple[str, str]]) -> int:
    later = _ORDER[_ORDER.index(name) + 1 :]
    return next((at for at, (other, _) in enumerate(kept) if other in later), len(kept))
