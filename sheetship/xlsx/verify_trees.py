"""Two forms of one small part compared element by element: what may differ is named, all else is equal bytes.

It decides nothing about workbooks: `May` says what an element may have anew, and `differences` finds the rest.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sheetship.xlsx.markup import Node, outline

Judge = Callable[[str, str], bool]
"""Whether an old text may have become a new one; "" is none."""
Check = Callable[[Node], bool]
"""Whether an element may have come or gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What may differ in one element: its attributes, its text, and its children by name."""

    attributes: Mapping[str, Judge] = field(default_factory=dict)
    text: Judge | None = None
    inside: Mapping[str, "May"] = field(default_factory=dict)
    come: Mapping[str, Check] = field(default_factory=dict)
    come_first: Mapping[str, Check] = field(default_factory=dict)
    """Children that may come anywhere if there was none of that name."""
    go: Mapping[str, Check] = field(default_factory=dict)
    only_at_the_end: bool = True
    """Whether children that come stand behind all others."""
    is_counted: bool = False
    """Whether it may say anew how many children it has, and must if that number has changed."""


def differences(old: bytes, new: bytes, part: str, may: May) -> Iterator[str]:
    """Yield what differs and may not, in words; both parts are UTF-8. Raises XlsxError `damaged`."""
    before, after = outline(old, part), outline(new, part)
    if old[: before.start] != new[: after.start] or old[before.end :] != new[after.end :]:
        yield "what stands around its root"
    yield from _Trees(old, new).differing(before, after, may)


class _Trees:
    def __init__(self, old: bytes, new: bytes) -> None:
        self._old = old
        self._new = new

    def differing(self, before: Node, after: Node, may: May) -> Iterator[str]:
        if (before.prefix, before.name) != (after.prefix, after.name):
            yield before.name
            return
        for key in {**before.attrs, **after.attrs}:
            old, new = before.attrs.get(key, ""), after.attrs.get(key, "")
            judge = may.attributes.get(key)
            is_right = judge is not None and judge(old, new)
            if old != new and not is_right and not (may.is_counted and key == "count"):
                yield f"{key} of {before.name}"
        if may.is_counted and not _is_counted(before, after):
            yield f"the count of {before.name}"
        is_told_anew = may.text is not None and may.text(before.text, after.text)
        if _bare(self._old, before) != _bare(self._new, after) and not is_told_anew:
            yield f"the text of {before.name}"
        yield from self._children(before, after, may)

    def _children(self, before: Node, after: Node, may: May) -> Iterator[str]:
        waiting = deque(before.children)
        known = {child.name for child in before.children}
        is_at_the_end = False
        for child in after.children:
            self._let_go(waiting, child, may)
            if waiting and not is_at_the_end and self._is_same(waiting[0], child, may):
                waiting.popleft()
            elif child.name in may.come and may.come[child.name](child):
                is_at_the_end = may.only_at_the_end
            elif (
                child.name not in known and child.name in may.come_first and may.come_first[child.name](child)
            ):
                known.add(child.name)
            else:
                yield f"{child.name} of {before.name}"
                return
        yield from (f"{child.name} of {before.name}" for child in waiting if not _may_go(child, may))

    def _let_go(self, waiting: deque[Node], child: Node, may: May) -> None:
        while waiting and _may_go(waiting[0], may) and not self._is_same(waiting[0], child, may):
            waiting.popleft()

    def _is_same(self, old: Node, new: Node, may: May) -> bool:
        if self._old[old.start : old.end] == self._new[new.start : new.end]:
            return True
        inside = may.inside.get(old.name)
        return inside is not None and not any(self.differing(old, new, inside))


def _may_go(node: Node, may: May) -> bool:
    return node.name in may.go and may.go[node.name](node)


def _is_counted(before: Node, after: Node) -> bool:
    told = after.attrs.get("count", "")
    is_same = len(before.children) == len(after.children) and told == before.attrs.get("count", "")
    return is_same or told in {"", str(len(after.children))}


def _bare(xml: bytes, node: Node) -> bytes:
    """What stands in an element beside its children."""
    pieces, at = [], node.inner_start
    for child in node.children:
        pieces.append(xml[at : child.start])
        at = child.end
    return b"".join([*pieces, xml[at : node.inner_end]])
