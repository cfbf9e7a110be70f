"""The gate for all parts but the rows of sheets: which may change at all, and what in each of them.

Every other part is compared by checksum and size. Of the few that a patch may touch, each is compared element
by element, and every exception is judged by the edits alone, not by the code that wrote them: styles may
gain entries at the end, names and tables follow rows that were filled, a link brings a relationship. What a
formula takes with it when it goes is proved by `verify_formulas`.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Final, NoReturn

from sheetship.xlsx.edits import SheetEdits
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import Node, decode_escapes, outline, utf8
from sheetship.xlsx.package import Package, rels_name
from sheetship.xlsx.refs import area
from sheetship.xlsx.verify_asked import Asked, may_names_grow
from sheetship.xlsx.verify_formulas import proved_chain
from sheetship.xlsx.verify_trees import May, differences

_TRUE: Final = frozenset({"1", "true"})
_STYLE_SECTIONS: Final = {
    "numFmts": "numFmt",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellXfs": "xf",
}
_NO_RELATIONSHIPS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_LINK_ATTRIBUTES: Final = frozenset({"Id", "Type", "Target", "TargetMode"})
_COLUMN_ATTRIBUTES: Final = frozenset({"id", "name"})
Found = Iterator[str]


def check_parts(old: Package, new: Package, edits: Sequence[SheetEdits]) -> None:
    """Return if no part differs but as the edits demand. Raises XlsxError `verify_failed`."""
    _Parts(old, new, edits).check()


def fail(sentence: str, **facts: str) -> NoReturn:
    """Raise the one error of the gate."""
    raise XlsxError("verify_failed", f"The written file is not as it should be: {sentence}", **facts)


class _Parts:
    def __init__(self, old: Package, new: Package, edits: Sequence[SheetEdits]) -> None:
        self._old = old
        self._new = new
        self._edits = edits
        self._asked = {wanted.sheet.casefold(): Asked(wanted) for wanted in edits}

    def check(self) -> None:
        proved = proved_chain(self._old, self._new, self._edits)
        then, now = self._old.fingerprints(), self._new.fingerprints()
        kept = [known for known in then if known[0] not in proved or self._new.find(known[0])]
        if [name for name, _, _ in now[: len(kept)]] != [name for name, _, _ in kept]:
            fail("parts are lost or not in their order.")
        for name, _, _ in now[len(kept) :]:
            if name not in self._may_be_new:
                fail(f"{name} is new.", part=name)
            self._check_one(name)
        for before, after in zip(kept, now, strict=False):
            if before != after and before[0] not in proved and before[0] not in self._sheets:
                self._check_one(before[0])

    def _check_one(self, name: str) -> None:
        judge = self._judges.get(name)
        if judge is None:
            fail(f"{name} has changed.", part=name)
        found = ", ".join(judge(name))
        if found:
            fail(f"in {name}, this has changed: {found}.", part=name)

    @cached_property
    def _sheets(self) -> dict[str, SheetEdits]:
        return {self._old.worksheet(wanted.sheet).part: wanted for wanted in self._edits}

    @cached_property
    def _may_be_new(self) -> frozenset[str]:
        return frozenset(rels_name(part) for part in self._sheets)

    @cached_property
    def _judges(self) -> dict[str, Callable[[str], Found]]:
        """Who judges the changes of a part; what is not listed may not change."""
        judges: dict[str, Callable[[str], Found]] = {self._old.workbook_part: self._workbook}
        judges |= dict.fromkeys(filter(None, [self._old.styles_part]), self._styles)
        for part in self._sheets:
            judges[self._old.find(rels_name(part)) or rels_name(part)] = self._links
            tables = (rel.target for rel in self._old.rels_of(part) if rel.kind == "table")
            judges |= dict.fromkeys(tables, self._table)
        return judges

    def _compared(self, part: str, may: May) -> Found:
        before = self._old.read(part) if self._old.find(part) else _NO_RELATIONSHIPS
        yield from differences(utf8(before, part), utf8(self._new.read(part), part), part, may)

    def _workbook(self, part: str) -> Found:
        computed = May(attributes={"fullCalcOnLoad": lambda _, new: new in _TRUE})
        names = May(inside={"definedName": May(text=lambda old, new: may_names_grow(old, new, self._asked))})
        yield from self._compared(
            part,
            May(
                inside={"calcPr": computed, "definedNames": names},
                come_first={
                    "calcPr": lambda node: node.attrs == {"fullCalcOnLoad": "1"} and not node.children
                },
            ),
        )

    def _styles(self, part: str) -> Found:
        sections = {
            section: May(is_counted=True, come={entry: _is_format if entry == "numFmt" else _is_any})
            for section, entry in _STYLE_SECTIONS.items()
        }
        yield from self._compared(part, May(inside=sections, come_first=dict.fromkeys(sections, _is_any)))

    def _table(self, part: str) -> Found:
        sheet = next(
            wanted
            for owner, wanted in self._sheets.items()
            if any(rel.target == part for rel in self._old.rels_of(owner))
        )
        root = outline(utf8(self._old.read(part), part), part)
        table = _TableRules(root, self._new.tree(part), self._asked[sheet.sheet.casefold()])
        yield from self._compared(part, table.may)
        yield from table.wrong_columns()

    def _links(self, part: str) -> Found:
        links = {link for asked in self._asked.values() for link in asked.links.values()}

        def is_asked(node: Node) -> bool:
            kind, mode = node.attrs.get("Type", ""), node.attrs.get("TargetMode", "")
            is_link = kind.endswith("/hyperlink") and mode == "External"
            is_bare = node.attrs.keys() == _LINK_ATTRIBUTES and not node.children
            return is_link and is_bare and node.attrs["Target"] in links

        yield from self._compared(part, May(come={"Relationship": is_asked}))
        known = _ids(self._old.tree(part)) if self._old.find(part) else []
        fresh = _ids(self._new.tree(part))[len(known) :]
        if len({*known, *fresh}) != len(set(known)) + len(fresh):
            yield "an id"


def _ids(relationships: Node) -> list[str]:
    return [node.attrs.get("Id", "") for node in relationships.children]


def _is_any(_node: Node) -> bool:
    """What a new entry of the styles says is judged by the cells that have it (`verify_looks`)."""
    return True


def _is_format(node: Node) -> bool:
    return node.attrs.keys() == {"numFmtId", "formatCode"}


class _TableRules:
    """What may differ in one table: its range follows filled rows and new headings, and with it its filter."""

    def __init__(self, old: Node, new: Node, asked: Asked) -> None:
        self._asked = asked
        self._before, self._after = area(old.attrs.get("ref", "")), area(new.attrs.get("ref", ""))
        self._totals = int(old.attrs.get("totalsRowCount", "0") != "0")
        self._old_columns, self._new_columns = _columns(old), _columns(new)
        self._headings = asked.texts_of(self._before.first_row)

    @property
    def may(self) -> May:
        """What is judged element by element; `wrong_columns` sees the rest."""
        renamed = May(attributes={"name": self._may_be_renamed})
        columns = May(
            is_counted=True,
            inside={"tableColumn": renamed},
            come={"tableColumn": lambda node: node.attrs.keys() == _COLUMN_ATTRIBUTES and not node.children},
        )
        return May(
            attributes={"ref": self._may_be_ref, "insertRow": lambda _, new: new == "0"},
            inside={"autoFilter": May(attributes={"ref": self._may_be_filter}), "tableColumns": columns},
        )

    def _may_be_ref(self, _old: str, _new: str) -> bool:
        before, after = self._before, self._after
        is_filled = self._asked.is_filled(before.last_row, after.last_row) and not self._totals
        is_taller = before.last_row == after.last_row or is_filled
        return before[:2] == after[:2] and is_taller and after.last_column >= before.last_column

    def _may_be_filter(self, _old: str, new: str) -> bool:
        return area(new) == self._after._replace(last_row=self._after.last_row - self._totals)

    def _may_be_renamed(self, _old: str, new: str) -> bool:
        return _one_line_end(decode_escapes(new)) in map(_one_line_end, self._headings.values())

    def wrong_columns(self) -> Found:
        """Yield what is wrong with the columns: each new one must have the heading that was written."""
        if not self._new_columns:
            return
        width = self._after.last_column - self._before.last_column
        fresh = self._new_columns[len(self._old_columns) :]
        if len(fresh) != width:
            yield "the number of columns"
        names = [_one_line_end(decode_escapes(node.attrs.get("name", ""))) for node in fresh]
        written = [
            _one_line_end(self._headings.get(column, ""))
            for column in range(self._before.last_column + 1, self._after.last_column + 1)
        ]
        if names != written:
            yield "a heading"
        ids = [node.attrs.get("id", "") for node in self._new_columns]
        new_ids = ids[len(self._old_columns) :]
        if any(ids.count(id_) > 1 or not id_.isdecimal() for id_ in new_ids):
            yield "the id of a column"


def _columns(table: Node) -> list[Node]:
    section = table.child("tableColumns")
    return list(section.all("tableColumn")) if section else []


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n")
