"""Templates as files in folders: which there are, whether they can be used, and the files made from them.

The shop's own folder wins over the built-in one by name, for a whole template or for its workbook alone. What a
template asks for is decided in ``core/documents.py``; how a workbook is filled, in ``xlsx/fill.py``.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from sheetship.adapters._template_plain import column_marks, plain_file
from sheetship.adapters._template_text import messages, text_marks
from sheetship.core.documents import DOCUMENT_FIELDS, FIELDS, FileFormat, Row, TemplateSpec, Value, nearest
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.plan import Document
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fill import Mark, fill, marks

_CODES = {
    "two_marked_rows": "TPL-08",
    "no_marked_row": "TPL-09",
    "mark_in_formula": "TPL-10",
    "mark_in_merged_cell": "TPL-11",
    "unclosed_mark": "TPL-12",
    "bad_mark": "TPL-13",
    "mark_out_of_place": "TPL-14",
}


def built_in_templates() -> Path:
    """The folder of the templates that come with SheetShip, in a wheel or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


class TemplateFolder:
    """Folders of templates, the first one winning. Answers the port ``flow.ports.Templates``."""

    def __init__(self, folders: Sequence[Path], *, lang: str = "zh") -> None:
        self._folders = tuple(folders)
        self._lang = lang
        self._checked: dict[str, tuple[Finding, ...]] = {}

    def specs(self) -> Mapping[str, TemplateSpec]:
        """Every template that can be read, by name; ``findings`` tells of the others."""
        return self._read[0]

    def findings(self) -> tuple[Finding, ...]:
        """All that is wrong with any template."""
        specs, broken = self._read
        return (*broken, *(finding for spec in specs.values() for finding in self.check(spec)))

    def check(self, spec: TemplateSpec) -> tuple[Finding, ...]:
        """What is wrong with the template itself: fields that do not exist, marks that cannot be filled."""
        if spec.name not in self._checked:
            self._checked[spec.name] = tuple(self._wrong(spec))
        return self._checked[spec.name]

    def render(self, spec: TemplateSpec, document: Document) -> bytes:
        """The file. Of each row only the fields that the template lists are handed over.

        Raises:
            SheetShipError: TPL-…, the first thing that is wrong with the template, or a value that it cannot hold.
        """
        for finding in self.check(spec):
            raise SheetShipError(finding.code, finding.where, **finding.values)
        fields = self._document_fields(spec, document)
        lines = [_allowed(spec, row, number) for number, row in enumerate(document.rows, start=1)]
        if spec.format is FileFormat.CSV:
            return plain_file(spec, fields, lines)
        if spec.format is FileFormat.TEXT:
            return messages(self._text(spec), fields, _orders(document.rows, lines)).encode(spec.encoding)
        try:
            return fill(self._bytes(spec), fields, lines, sheet=spec.sheet)
        except XlsxError as error:
            raise _refusal(error, spec.file) from error

    @cached_property
    def _read(self) -> tuple[Mapping[str, TemplateSpec], tuple[Finding, ...]]:
        from sheetship.adapters._template_toml import read_spec

        specs, broken = {}, []
        for name, path in sorted(self._tomls.items()):
            try:
                specs[name] = read_spec(path)
            except SheetShipError as error:
                broken.append(error.finding)
        return specs, tuple(broken)

    @cached_property
    def _tomls(self) -> Mapping[str, Path]:
        found: dict[str, Path] = {}
        for folder in self._folders:
            for path in sorted(folder.rglob("*.toml")):
                found.setdefault(path.stem, path)
        return found

    def _wrong(self, spec: TemplateSpec) -> Iterator[Finding]:
        file = spec.file or f"{spec.name}.toml"
        try:
            for mark in self._marks(spec):
                yield from self._unknown(spec, mark, f"{file}!{mark.cell}")
        except SheetShipError as error:
            yield error.finding
        except XlsxError as error:
            yield _refusal(error, file).finding

    def _marks(self, spec: TemplateSpec) -> list[Mark]:
        if spec.format is FileFormat.CSV:
            return column_marks(spec)
        if spec.format is FileFormat.TEXT:
            return text_marks(self._text(spec), spec.file)
        found = marks(self._bytes(spec), spec.sheet)
        if not any(mark.repeats for mark in found):
            raise SheetShipError("TPL-09", spec.file, file=spec.file, sheet=spec.sheet or "1")
        return found

    def _unknown(self, spec: TemplateSpec, mark: Mark, where: str) -> Iterator[Finding]:
        own = self._own_fields(spec)
        name = f"line.{mark.field}" if mark.repeats else mark.field
        known = [*DOCUMENT_FIELDS, *own, *(f"line.{field}" for field in FIELDS)]
        if name not in known:
            facts = {"place": where, "field": name, "known": "、".join(known)}
            yield Finding("TPL-05", where, {**facts, **nearest(name, known)})
        elif mark.repeats and mark.field not in spec.fields:
            yield Finding("TPL-06", where, {"place": where, "field": mark.field, "file": f"{spec.name}.toml"})

    def _own_fields(self, spec: TemplateSpec) -> dict[str, Value]:
        headings = spec.headings.get(self._lang) or next(iter(spec.headings.values()), {})
        defaults: dict[str, Value] = {f"default.{name}": value for name, value in spec.defaults.items()}
        return {**defaults, **{f"heading.{name}": value for name, value in headings.items()}}

    def _document_fields(self, spec: TemplateSpec, document: Document) -> dict[str, Value]:
        own = self._own_fields(spec)
        headings = [name for name in own if name.startswith("heading.")]
        own.update(zip(headings, document.headings, strict=False))
        return {**{name: document.fields.get(name) for name in DOCUMENT_FIELDS}, **own}

    def _text(self, spec: TemplateSpec) -> str:
        try:
            return self._bytes(spec).decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise SheetShipError("TPL-15", spec.file, file=spec.file, reason="UTF-8") from error

    def _bytes(self, spec: TemplateSpec) -> bytes:
        try:
            return self._path(spec).read_bytes()
        except OSError as error:
            raise SheetShipError("TPL-04", spec.file, template=spec.name, file=spec.file) from error

    def _path(self, spec: TemplateSpec) -> Path:
        """The template's file: the shop's own where it has one of that name, else the one beside the TOML."""
        toml = self._tomls[spec.name]
        winning = itertools.takewhile(lambda folder: folder not in toml.parents, self._folders)
        files = (path for folder in winning for path in sorted(folder.rglob("*")) if path.name == spec.file)
        return next(files, toml.parent / spec.file)


def _allowed(spec: TemplateSpec, row: Row, number: int) -> dict[str, Value]:
    known = {**row, "row_number": number}
    allowed = {name: known.get(name) for name in spec.fields}
    for name in spec.dates.keys() & allowed.keys():
        allowed[name] = _dated(allowed[name], spec.dates[name])
    return allowed


def _orders(rows: Sequence[Row], lines: Sequence[Row]) -> list[list[Row]]:
    """The lines of each order together, orders as they come."""
    orders: dict[tuple[Value, ...], list[Row]] = {}
    for row, line in zip(rows, lines, strict=True):
        orders.setdefault(tuple(row.get(name) for name in ("platform", "shop", "order_id")), []).append(line)
    return list(orders.values())


def _dated(value: Value, form: str) -> Value:
    return value.strftime(form) if isinstance(value, date) else value


def _refusal(error: XlsxError, file: str) -> SheetShipError:
    code = _CODES.get(error.code, "TPL-15")
    where = f"{file}!{error.facts['cell']}" if "cell" in error.facts else file
    return SheetShipError(code, where, **{**error.facts, "file": file, "reason": str(error)})
