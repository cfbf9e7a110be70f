"""The list of tabs in the workbook part, while tabs are added to it.

It decides where a tab stands. The active tab and the first one shown are counted by place, so they move along
when a tab comes before them. Names are left to `tab_names` (ECMA-376 part 1, 18.2).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sheetship.xlsx.frame import Change
from sheetship.xlsx.markup import Node, escape_attribute, open_tag, outline, splice, utf8
from sheetship.xlsx.package import Package
from sheetship.xlsx.recalc import computed_anew
from sheetship.xlsx.tab_names import LocalName, changed_names

_PLACES: Final = ("firstSheet", "activeTab")
_DOC: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def changed_list(
    package: Package,
    *,
    new: Mapping[str, str],
    at: int,
    names: Mapping[str, Sequence[LocalName]],
    is_to_compute: bool,
) -> dict[str, bytes]:
    """Return the workbook part by its name, or nothing if it stays as it is.

    `new` are tabs with the ids of their relationships, put in before the tab at `at`, which is never the first.
    `names` are all names of the tabs that are new or made anew.
    """
    part = package.workbook_part
    xml = utf8(package.read(part), part)
    root = outline(xml, part)
    listed = [sheet.name for sheet in package.sheets]
    listed[at:at] = new
    wanted = {listed.index(tab): of_tab for tab, of_tab in names.items()}
    changes = [*_listed(root, new, at), *_views(xml, root, len(new), at)]
    changes += changed_names(xml, root, wanted, lambda place: place + len(new) * (place >= at))
    changes += computed_anew(xml, root) if is_to_compute else []
    return {part: splice(xml, changes)} if changes else {}


def _listed(root: Node, new: Mapping[str, str], at: int) -> Iterator[Change]:
    sheets = [node for section in root.all("sheets") for node in section.all("sheet")]
    declared = (key for key, value in root.attrs.items() if value == _DOC and ":" in key)
    prefix = next(declared, "").partition(":")[2]
    own = "" if prefix else f' xmlns:r="{_DOC}"'
    ids = [node.attrs.get("sheetId", "") for node in sheets]
    last = max((int(id_) for id_ in ids if id_.isdigit()), default=0)
    written = "".join(
        f'<{_p(root)}sheet name="{escape_attribute(name)}" sheetId="{number}"{own} {prefix or "r"}:id="{id_}"/>'
        for number, (name, id_) in enumerate(new.items(), last + 1)
    )
    if written:
        place = sheets[at].start if at < len(sheets) else sheets[-1].end
        yield place, place, written.encode()


def _views(xml: bytes, root: Node, count: int, at: int) -> Iterator[Change]:
    """Keep the active tab active. Excel fails at the view of a sheet if the workbook has none."""
    views = root.child("bookViews")
    if count and views is None:
        start = next(root.all("sheets")).start
        yield start, start, f"<{_p(root)}bookViews><{_p(root)}workbookView/></{_p(root)}bookViews>".encode()
    for node in views.all("workbookView") if views else ():
        places = {key: int(node.attrs[key]) for key in _PLACES if node.attrs.get(key, "").isdigit()}
        moved = {key: str(place + count) for key, place in places.items() if count and place >= at}
        if moved:
            yield open_tag(xml, node, **moved)


def _p(root: Node) -> str:
    return f"{root.prefix}:" if root.prefix else ""
