"""The defined names that belong to one tab: print areas, headings to repeat, the filter, our mark.

It decides which names a tab made anew keeps: those that the new tab brings take their place, other built-in
ones go, and what a person named stays. Names of other tabs and of the whole workbook only follow the place of
their tab (ECMA-376 part 1, 18.2.5).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetship.xlsx.frame import Change
from sheetship.xlsx.markup import Node, appended, escape_attribute, escape_text, open_tag

_BUILT_IN: Final = "_xlnm."
_BEFORE: Final = frozenset({"sheets", "functionGroups", "externalReferences"})
_TRUE: Final = frozenset({"1", "true"})


class LocalName(NamedTuple):
    """A defined name of one tab."""

    name: str
    text: str
    is_hidden: bool = False


def names_of(root: Node, place: int | None) -> list[LocalName]:
    """Return the names of the tab at a place, or with None those of the whole workbook."""
    return [_read(node) for node in _nodes(root) if _place(node) == place]


def all_names(root: Node) -> set[str]:
    """Return every defined name of the workbook, in small letters."""
    return {node.attrs.get("name", "").lower() for node in _nodes(root)}


def _nodes(root: Node) -> list[Node]:
    found = root.child("definedNames")
    return list(found.all("definedName")) if found else []


def _place(node: Node) -> int | None:
    written = node.attrs.get("localSheetId", "")
    return int(written) if written.isdigit() else None


def _read(node: Node) -> LocalName:
    is_hidden = node.attrs.get("hidden", "") in _TRUE
    return LocalName(node.attrs.get("name", ""), node.text, is_hidden)


def changed_names(
    xml: bytes, root: Node, wanted: Mapping[int, Sequence[LocalName]], moved: Callable[[int], int]
) -> Iterator[Change]:
    """Yield the changes to the workbook part: `wanted` are the names of tabs made anew, by their new place.

    `moved` tells where a tab stands afterwards.
    """
    new = {(place, name.name.lower()): name for place, names in wanted.items() for name in names}
    for node in _nodes(root):
        before = _place(node)
        if before is None:
            continue
        place = moved(before)
        name = new.pop((place, node.attrs.get("name", "").lower()), None)
        if name is None and place in wanted and node.attrs.get("name", "").startswith(_BUILT_IN):
            yield node.start, node.end, b""
        elif name is not None and name != _read(node):
            yield node.start, node.end, _written(root, name, place).encode()
        elif place != before:
            yield open_tag(xml, node, localSheetId=str(place))
    if new:
        yield _added(xml, root, "".join(_written(root, name, place) for (place, _), name in new.items()))


def _written(root: Node, name: LocalName, place: int) -> str:
    p = f"{root.prefix}:" if root.prefix else ""
    hidden = ' hidden="1"' if name.is_hidden else ""
    start = f'<{p}definedName name="{escape_attribute(name.name)}" localSheetId="{place}"{hidden}>'
    return f"{start}{escape_text(name.text)}</{p}definedName>"


def _added(xml: bytes, root: Node, written: str) -> Change:
    found = root.child("definedNames")
    if found is not None:
        return appended(xml, found, written)
    p = f"{root.prefix}:" if root.prefix else ""
    at = max(node.end for node in root.children if node.name in _BEFORE)
    return at, at, f"<{p}definedNames>{written}</{p}definedNames>".encode()
