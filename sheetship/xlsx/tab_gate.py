"""The gate after tabs were put into a workbook: the old workbook is all there, and the new tabs are as made.

It reads both files anew and shares no step with the writing but the reading of parts. Of the old workbook:
every part by checksum, but the few that list parts, tabs and looks, whose entries must all be there as they
were. Of a new tab: values, formulas, merges, links and number formats, and that nothing it needs is missing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NoReturn, get_args

from sheetship.xlsx.calcchain import chain_part, sheet_ids
from sheetship.xlsx.cells import CellKind
from sheetship.xlsx.content_types import ContentTypes
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.formats import entries, format_id
from sheetship.xlsx.markup import Node, outline, utf8
from sheetship.xlsx.number_formats import BUILT_IN_IDS, FIRST_OWN_FORMAT
from sheetship.xlsx.package import Package, rels_name
from sheetship.xlsx.read import read_sheet
from sheetship.xlsx.sheet import Row
from sheetship.xlsx.tab_parts import private_parts
from sheetship.xlsx.verify_formulas import chain_entries

_TYPES: Final = "[Content_Types].xml"
_FREE_IN_WORKBOOK: Final = frozenset({"bookViews", "sheets", "definedNames", "calcPr"})
_FORMULA: Final = re.compile(rb"<f[ >].*?</f>|<f [^>]*/>", re.DOTALL)
_PLACES: Final = ("firstSheet", "activeTab")


def verify_tabs(old: Package, content: bytes, made: Package, tabs: Mapping[str, str]) -> None:
    """Return if the new file is the old one with the tabs in it. Raises XlsxError `verify_failed`.

    `tabs` are names in the workbook with those in the made one.
    """
    new = Package.open(content)
    _check_parts(old, new, tabs)
    _check_workbook(old, new, tabs)
    _check_styles(old, new)
    _check_types(old, new, made)
    for name, made_name in tabs.items():
        _check_tab(new, name, made, made_name)


def _fail(sentence: str, **facts: str) -> NoReturn:
    raise XlsxError("verify_failed", f"The written file is not as it should be: {sentence}", **facts)


def _own_parts(package: Package, tabs: Mapping[str, str]) -> set[str]:
    """Return the parts that only these tabs have, the sheets themselves too."""
    sheets = [sheet.part for sheet in package.sheets if sheet.name in tabs]
    return private_parts(package, sheets).union(sheets)


def _check_parts(old: Package, new: Package, tabs: Mapping[str, str]) -> None:
    before, after = (dict(_checked(package)) for package in (old, new))
    lists = {old.workbook_part, rels_name(old.workbook_part), _TYPES, old.styles_part, chain_part(old)}
    may_change = {name.lower() for name in _own_parts(old, tabs) | lists if name}
    for name in before:
        if before[name] != after.get(name) and name.lower() not in may_change:
            _fail(f"{name} has changed or is lost.", part=name)
    if [name for name in before if name in after] != [name for name in after if name in before]:
        _fail("parts are not in their order.")
    for name in after.keys() - before.keys() - _own_parts(new, tabs):
        _fail(f"{name} is new.", part=name)


def _checked(package: Package) -> Iterator[tuple[str, tuple[int, int]]]:
    return ((name, (crc, size)) for name, crc, size in package.fingerprints())


def _order_of_others(package: Package, tabs: Mapping[str, str]) -> list[object]:
    """Return the order in which cells of other tabs are computed."""
    part = chain_part(package)
    ours = {number.decode() for name, number in sheet_ids(package).items() if name in tabs}
    return [entry for entry in chain_entries(package.tree(part)) if entry[0] not in ours] if part else []


def _check_workbook(old: Package, new: Package, tabs: Mapping[str, str]) -> None:
    for what, seen in _SEEN.items():
        if seen(old, tabs) != seen(new, tabs):
            _fail(f"the workbook has not the {what} that it had.")
    after = {(rel.id, rel.kind, rel.target) for rel in new.rels_of(new.workbook_part)}
    for rel in old.rels_of(old.workbook_part):
        if rel.kind != "calcChain" and (rel.id, rel.kind, rel.target) not in after:
            _fail(f"the workbook leads no more to {rel.target}.", part=rel.target)


def _root(package: Package) -> tuple[bytes, Node]:
    xml = utf8(package.read(package.workbook_part), package.workbook_part)
    return xml, outline(xml, package.workbook_part)


def _other_tabs(package: Package, tabs: Mapping[str, str]) -> list[object]:
    nodes = entries(_root(package)[1], "sheets", "sheet")
    return [
        (node.attrs, sheet)
        for node, sheet in zip(nodes, package.sheets, strict=True)
        if sheet.name not in tabs
    ]


def _names_of_others(package: Package, tabs: Mapping[str, str]) -> list[object]:
    listed = {str(place): sheet.name for place, sheet in enumerate(package.sheets)}
    seen: list[object] = []
    for node in entries(_root(package)[1], "definedNames", "definedName"):
        place = node.attrs.get("localSheetId", "")
        scope = listed.get(place, place)
        if scope not in tabs:
            seen.append((node.attrs | {"localSheetId": scope}, node.text))
    return seen


def _views(package: Package, _: Mapping[str, str]) -> list[object]:
    """Return the views with the name of the tab that is active in each; a single plain one is as good as none."""
    listed = {str(place): sheet.name for place, sheet in enumerate(package.sheets)}
    nodes = entries(_root(package)[1], "bookViews", "workbookView")
    seen = [node.attrs | {key: listed.get(node.attrs.get(key, "0"), "") for key in _PLACES} for node in nodes]
    return [] if seen == [dict.fromkeys(_PLACES, package.sheets[0].name)] else list(seen)


def _all_else(package: Package, _: Mapping[str, str]) -> list[object]:
    xml, root = _root(package)
    settings = root.child("calcPr")
    plain = settings.attrs if settings else {}
    rest = [xml[node.start : node.end] for node in root.children if node.name not in _FREE_IN_WORKBOOK]
    return [root.attrs, {key: value for key, value in plain.items() if key != "fullCalcOnLoad"}, *rest]


_SEEN: Final[dict[str, Callable[[Package, Mapping[str, str]], list[object]]]] = {
    "other tabs": _other_tabs,
    "names of others": _names_of_others,
    "views": _views,
    "settings": _all_else,
    "order of calculation": _order_of_others,
}


def _check_styles(old: Package, new: Package) -> None:
    """Every section begins with its old entries, and one that has grown says how many it has."""
    part = old.styles_part
    if part is None:
        return
    before, after = (dict(_sections(package, part)) for package in (old, new))
    for name, (attrs, known) in before.items():
        attrs_now, now = after.get(name, ({}, []))
        if now[: len(known)] != known or attrs | {"count": ""} != attrs_now | {"count": ""}:
            _fail(f"the {name} of the styles have changed.", part=part)
    for name, (attrs, now) in after.items():
        if before.get(name) != (attrs, now) and attrs.get("count") != str(len(now)):
            _fail(f"the {name} of the styles are counted wrong.", part=part)


def _sections(package: Package, part: str) -> Iterator[tuple[str, tuple[dict[str, str], list[bytes]]]]:
    xml = utf8(package.read(part), part)
    for node in outline(xml, part).children:
        yield node.name, (node.attrs, [xml[entry.start : entry.end] for entry in node.children])


def _check_types(old: Package, new: Package, made: Package) -> None:
    """Every part is declared as before, and each new one as something that the made workbook holds."""
    before, after, brought = ContentTypes(old), ContentTypes(new), ContentTypes(made)
    known = {brought.of(name) for name in made.names()} - {"", "application/xml"}
    for name in new.names():
        kind, was = after.of(name), before.of(name)
        if (was and kind != was) if old.find(name) else kind not in known:
            _fail(f"{name} is declared as {kind or 'nothing'}.", part=name)


def _check_tab(new: Package, name: str, made: Package, made_name: str) -> None:
    part, made_part = new.worksheet(name).part, made.worksheet(made_name).part
    if _contents(new, name) != _contents(made, made_name):
        _fail(f'the tab "{name}" is not as it was made.', sheet=name)
    if _FORMULA.findall(new.read(part)) != _FORMULA.findall(made.read(made_part)):
        _fail(f'the formulas of "{name}" are not as they were made.', sheet=name)
    for owner in (part, *_own_parts(new, {name: made_name})):
        for rel in new.rels_of(owner):
            if not rel.is_external and rel.kind != "hyperlink" and new.find(rel.target) is None:
                _fail(f"{owner} leads to {rel.target}, which there is not.", part=owner)


def _contents(package: Package, name: str) -> tuple[object, ...]:
    """Return what a person reads on a tab: values with their formats, merges, links."""
    sheet, formats = read_sheet(package, name), _formats(package)
    looks: dict[object, object] = {}
    rows = []
    for row in sheet.rows:
        if row.spelling not in looks:
            looks[row.spelling] = _looks(row, formats)
        cells = row.columns, row.texts(row.columns), row.formula_columns
        rows.append((row.number, row.hidden, cells, looks[row.spelling]))
    return rows, sheet.merges, sheet.hyperlinks


def _looks(row: Row, formats: list[int | str]) -> object:
    """Return the kinds and number formats of cells, which are the same for rows spelled alike."""
    shown = [formats[cell.style] if formats else 0 for _, cell in row.items()]
    return shown, [row.columns_with([kind]) for kind in get_args(CellKind)]


def _formats(package: Package) -> list[int | str]:
    """Return what each style makes of a number: the id of a format that is built in, or a code."""
    if package.styles_part is None:
        return []
    root = package.tree(package.styles_part)
    codes = {format_id(node): node.attrs.get("formatCode", "") for node in entries(root, "numFmts", "numFmt")}
    ids = [format_id(node) for node in entries(root, "cellXfs", "xf")]
    return [id_ if id_ < FIRST_OWN_FORMAT else _meaning(codes.get(id_, "General")) for id_ in ids]


def _meaning(code: str) -> int | str:
    return 0 if code.lower() == "general" else BUILT_IN_IDS.get(code, code)
