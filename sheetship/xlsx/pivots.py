"""Where the pivot tables of a sheet stand: their cells are drawn anew and must not be written."""

from collections.abc import Iterator

from sheetship.xlsx.package import Package
from sheetship.xlsx.refs import Area, area


def pivot_areas(package: Package, part: str) -> Iterator[Area]:
    """Yield the area of each pivot table on the sheet."""
    for rel in package.rels_of(part):
        if rel.kind == "pivotTable":
            location = package.tree(rel.target).child("location")
            if location is not None:
                yield area(location.attrs.get("ref", ""))
