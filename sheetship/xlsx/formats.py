"""What each cell style of a workbook shows: a number, a day, a clock time, or both."""

from sheetship.xlsx.dates import BUILT_IN, Shows, shows
from sheetship.xlsx.markup import Node
from sheetship.xlsx.package import Package


def shown_by_style(package: Package) -> list[Shows]:
    """Return, for every style id of a cell, what its number format shows."""
    if package.styles_part is None:
        return []
    root = package.tree(package.styles_part)
    custom = {
        int(node.attrs["numFmtId"]): shows(node.attrs.get("formatCode", ""))
        for node in entries(root, "numFmts", "numFmt")
        if node.attrs.get("numFmtId", "").isdigit()
    }
    known = BUILT_IN | custom
    return [known.get(format_id(node), Shows.NUMBER) for node in entries(root, "cellXfs", "xf")]


def format_id(xf: Node) -> int:
    """Return the number format id of a style; 0 where the file says nothing sensible."""
    written = xf.attrs.get("numFmtId", "0")
    return int(written) if written.isdigit() else 0


def entries(root: Node, section: str, name: str) -> list[Node]:
    """Return the entries of a section of the styles, alternate content taken by its fallback."""
    found = root.child(section)
    return list(_flat(found, name)) if found else []


def _flat(section: Node, name: str) -> list[Node]:
    kept: list[Node] = []
    for node in section.children:
        if node.name == name:
            kept.append(node)
        elif node.name in {"AlternateContent", "Fallback"}:
            kept += _flat(node, name)
    return kept
