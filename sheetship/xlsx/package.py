"""A workbook as a package: its sheets, and the parts behind them, found as Excel finds them.

It decides which file is a workbook and where each part is (relationships, absolute targets, odd case,
Strict and Transitional). It leaves the zip to `archive` and the inside of sheets to `scan`.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Self
from urllib.parse import unquote

from sheetship.xlsx.archive import Archive, Deflated, deflate
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.markup import Node, outline, utf8
from sheetship.xlsx.sealed import OLE, Seal, is_sealed, opened

MAX_FILE: Final = 512 * 1024**2
_TRUE: Final = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A link between parts; `kind` is the last word of its type, `target` a part name or an address."""

    id: str
    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """One tab: `state` is visible, hidden or veryHidden; `kind` is worksheet, chartsheet and so on."""

    name: str
    part: str
    state: str
    kind: str


class Package:
    """A workbook opened for reading parts and for being written again with some of them changed.

    >>> import io, xlsxwriter
    >>> made = io.BytesIO()
    >>> with xlsxwriter.Workbook(made) as workbook:
    ...     _ = workbook.add_worksheet("Orders").write_row(0, 0, ["Order", "Qty"])
    >>> package = Package.open(made.getvalue())
    >>> package.worksheet("Orders")
    SheetPart(name='Orders', part='xl/worksheets/sheet1.xml', state='visible', kind='worksheet')
    >>> package.find("/XL/Workbook.xml".lstrip("/")), package.read("xl/workbook.xml")[:5]
    ('xl/workbook.xml', b'<?xml')
    """

    def __init__(self, content: bytes, seal: Seal | None = None) -> None:
        self.content = content
        self.seal = seal
        self._archive = Archive(content)
        self._names = tuple(_part_name(member.orig_filename) for member in self._archive.members)
        self._places: dict[str, list[int]] = {}
        for index, name in enumerate(self._names):
            self._places.setdefault(name.lower(), []).append(index)
        self._rels: dict[str, tuple[Relationship, ...]] = {}

    @classmethod
    def open(cls, source: Path | bytes, *, password: str | None = None) -> Self:
        """Return the workbook, decrypted if it was encrypted; a password that is not needed does no harm.

        Raises XlsxError `encrypted`, `wrong_password`, `not_a_workbook`, `unreadable`, `damaged`, `too_large` or
        `unsupported`.
        """
        content, seal = source if isinstance(source, bytes) else read_file(source), None
        if content.startswith(OLE):
            if not is_sealed(content):
                raise XlsxError("not_a_workbook", "This is an old .xls file; save it as .xlsx.")
            content, seal = opened(content, password)
        if b"PK\x05\x06" not in content[-70_000:]:
            raise _why_no_zip(content)
        package = cls(content, seal)
        package._check_workbook()
        return package

    def _check_workbook(self) -> None:
        if self.workbook_part.lower().endswith(".bin"):
            raise XlsxError("unsupported", "This is a binary workbook (.xlsb); save it as .xlsx.")
        if self._workbook.name != "workbook":
            raise XlsxError("not_a_workbook", "This file is not an Excel workbook.")
        if not self.sheets:
            raise XlsxError("damaged", "The workbook lists no sheets.")

    def names(self) -> tuple[str, ...]:
        """Return the part names in file order, with forward slashes."""
        return self._names

    def find(self, name: str) -> str | None:
        """Return the part's name as the file spells it, or None."""
        for spelling in (name, unquote(name)):
            places = self._places.get(spelling.lower())
            if places:
                return self._names[places[0]]
        return None

    def size(self, name: str) -> int:
        """Return how many bytes the part unpacks to."""
        return self._archive.members[self._place(name)].file_size

    def read(self, name: str) -> bytes:
        """Return the inflated part, CRC checked. Raises XlsxError `damaged`."""
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield the inflated part block by block. Raises XlsxError `damaged`."""
        return self._archive.stream(self._archive.members[self._place(name)])

    def fingerprints(self) -> tuple[tuple[str, int, int], ...]:
        """Return name, CRC and size of every part, in file order, as the directory states them."""
        members = zip(self._names, self._archive.members, strict=True)
        return tuple((name, member.CRC, member.file_size) for name, member in members)

    def _place(self, name: str) -> int:
        places = self._places.get(name.lower()) or self._places.get(unquote(name).lower())
        if not places:
            raise XlsxError("damaged", f"The workbook lacks its part {name}.", part=name)
        if len(places) > 1:
            raise XlsxError("damaged", f"The workbook holds its part {name} twice.", part=name)
        return places[0]

    def tree(self, name: str) -> Node:
        """Return the outline of a small part; positions are those of its UTF-8 bytes."""
        return outline(utf8(self.read(name), name), name)

    def rels_of(self, part: str) -> tuple[Relationship, ...]:
        """Return the part's relationships ("" is the package itself), targets resolved."""
        if part not in self._rels:
            rels = self.find(rels_name(part))
            nodes = self.tree(rels).children if rels else []
            self._rels[part] = tuple(self._relationship(part, node) for node in nodes)
        return self._rels[part]

    def _relationship(self, part: str, node: Node) -> Relationship:
        target = node.attrs.get("Target", "")
        is_external = node.attrs.get("TargetMode", "").lower() == "external"
        if not is_external:
            name = _part_name(
                posixpath.normpath(posixpath.join("/", posixpath.dirname(part), _slashes(target)))
            )
            target = self.find(name) or name
        kind = node.attrs.get("Type", "").rpartition("/")[2]
        return Relationship(id=node.attrs.get("Id", ""), kind=kind, target=target, is_external=is_external)

    def _related(self, part: str, kind: str) -> str | None:
        inside = (rel for rel in self.rels_of(part) if rel.kind == kind and not rel.is_external)
        return next((self.find(rel.target) for rel in inside), None)

    @cached_property
    def workbook_part(self) -> str:
        """The part that lists the sheets."""
        found = self._related("", "officeDocument")
        if found is None:
            raise XlsxError("not_a_workbook", "This zip file holds no Excel workbook.")
        return found

    @cached_property
    def _workbook(self) -> Node:
        return self.tree(self.workbook_part)

    @property
    def styles_part(self) -> str | None:
        """The part with fonts, fills and number formats, if there is one."""
        return self._related(self.workbook_part, "styles")

    @property
    def shared_strings_part(self) -> str | None:
        """The part with the texts that cells share, if there is one."""
        return self._related(self.workbook_part, "sharedStrings")

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The tabs in the order of the workbook."""
        rels = {rel.id: rel for rel in self.rels_of(self.workbook_part)}
        listed = self._workbook.child("sheets")
        nodes = listed.all("sheet") if listed else ()
        return tuple(_sheet(node, rels.get(node.qualified("id"))) for node in nodes)

    def sheet(self, name: str | None = None) -> SheetPart:
        """Return the tab of that name; None is the first worksheet. Raises XlsxError `no_such_sheet`."""
        worksheets = [sheet for sheet in self.sheets if sheet.kind == "worksheet"]
        wanted = worksheets[:1] if name is None else [sheet for sheet in self.sheets if sheet.name == name]
        if wanted:
            return wanted[0]
        there = ", ".join(sheet.name for sheet in self.sheets)
        sentence = f'There is no sheet "{name or ""}". This workbook has: {there}.'
        raise XlsxError("no_such_sheet", sentence, sheet=name or "", sheets=there)

    def worksheet(self, name: str | None = None) -> SheetPart:
        """Return a tab that holds cells. Raises XlsxError `no_such_sheet` or `not_a_worksheet`."""
        sheet = self.sheet(name)
        if sheet.kind != "worksheet":
            sentence = f'"{sheet.name}" holds no cells: it is a {sheet.kind}.'
            raise XlsxError("not_a_worksheet", sentence, sheet=sheet.name, kind=sheet.kind)
        return sheet

    @cached_property
    def date1904(self) -> bool:
        """Whether dates count from 1904, as on old Macs."""
        settings = self._workbook.child("workbookPr")
        return settings is not None and settings.attrs.get("date1904", "").lower() in _TRUE

    @cached_property
    def is_signed(self) -> bool:
        """Whether a digital signature would break if anything were written."""
        return any(rel.kind == "origin" for rel in self.rels_of("")) or any(
            name.lower().startswith("_xmlsignatures/") for name in self._names
        )

    def closed(self, content: bytes) -> bytes:
        """Return a new content of this workbook as its file is kept: encrypted again if it was.

        The content it had gives the very file back. Raises XlsxError `unsupported` or `verify_failed`.
        """
        if self.seal is None:
            return content
        return self.seal.file if content == self.content else self.seal.closed(content)

    def rewrite(self, changed: Mapping[str, bytes | Deflated], removed: Iterable[str] = ()) -> bytes:
        """Return a new file: changed or new parts deflated, everything else copied as raw bytes.

        Order, dates, flags and comments stay; new parts come last, removed ones are left out. Raises
        XlsxError `damaged`.
        """
        replaced: dict[int, Deflated] = {}
        added: dict[str, Deflated] = {}
        for name, content in changed.items():
            new = content if isinstance(content, Deflated) else deflate([content])
            if self.find(name) is None:
                added[name] = new
            else:
                replaced[self._place(name)] = new
        return self._archive.rewrite(replaced, added, {self._place(name) for name in removed})


def rels_name(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _sheet(node: Node, rel: Relationship | None) -> SheetPart:
    name, state = node.attrs.get("name", ""), node.attrs.get("state", "visible")
    part, kind = (rel.target, rel.kind) if rel else ("", "missing part")
    return SheetPart(name=name, part=part, state=state, kind=kind)


def _slashes(name: str) -> str:
    return name.replace("\\", "/")


def _part_name(name: str) -> str:
    return _slashes(name).lstrip("/")


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises XlsxError `unreadable` or `too_large`."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise XlsxError("too_large", f"{path.name} is larger than any workbook we open.", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise XlsxError("unreadable", f"{path.name} cannot be opened.", file=path.name) from error


def _why_no_zip(content: bytes) -> XlsxError:
    if content.startswith(b"PK\x03\x04"):
        return XlsxError("damaged", "The file ends too early; it was not copied or downloaded whole.")
    return XlsxError("not_a_workbook", "This file is not an Excel workbook.")
