"""Ranges in the `<extLst>` of a sheet, where Excel since 2010 keeps what the old elements cannot say.

It knows the kinds whose cells are listed in an `xm:sqref` of their own and follow the data: x14 conditional
formats, data validations, ignored errors and protected ranges ([MS-XLSX] 2.6). Sparklines have one too, and
stay, because each belongs to the row that it stands in.
"""

from collections.abc import Iterator
from typing import Final

from sheetship.xlsx.markup import Node

_KINDS: Final = frozenset({"conditionalFormatting", "dataValidation", "ignoredError", "protectedRange"})
_FALSE: Final = frozenset({"0", "false"})


def extended_refs(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield kind and `sqref` element of every rule in the extensions of a sheet, in order."""
    for extensions in root.all("extLst"):
        yield from _found_in(extensions)


def _found_in(node: Node) -> Iterator[tuple[str, Node]]:
    for child in node.children:
        if child.name not in _KINDS:
            yield from _found_in(child)
        elif child.attrs.get("pivot", "0") in _FALSE:
            yield from ((child.name, ref) for ref in child.children if ref.name == "sqref")
