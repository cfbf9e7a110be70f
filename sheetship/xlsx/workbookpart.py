"""The one place where a patch changes the workbook part: names that follow the data, and the mark to compute.

Both are splices of the same bytes, so they are put in together. Everything else of the part stays.
"""

from collections.abc import Mapping

from sheetship.xlsx.markup import outline, splice, utf8
from sheetship.xlsx.names import stretched_names
from sheetship.xlsx.package import Package
from sheetship.xlsx.recalc import computed_anew
from sheetship.xlsx.stretch import Growth


def changed_workbook(
    package: Package, growths: Mapping[str, Growth], *, is_to_compute: bool
) -> dict[str, bytes]:
    """Return the workbook part by its name, or nothing if it stays as it is."""
    if not is_to_compute and not any(growths.values()):
        return {}
    part = package.workbook_part
    xml = utf8(package.read(part), part)
    root = outline(xml, part)
    changes = stretched_names(root, growths)
    if is_to_compute:
        changes += computed_anew(xml, root)
    return {part: splice(xml, changes)} if changes else {}
