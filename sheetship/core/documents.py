"""What a template asks for, and which lines may go into a file made from it.

Decides which rows are fit, their order, how they are cut into files and what those files are called. Leaves
reading templates and writing files to ``adapters/templates_files.py``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum

from sheetship.core.columns import plain_heading
from sheetship.core.document_fields import DOCUMENT_FIELDS, FIELDS, FREE_TEXT
from sheetship.core.file_names import slug
from sheetship.core.findings import Finding, SheetShipError

__all__ = [
    "DOCUMENT_FIELDS",
    "FIELDS",
    "CheckedRows",
    "FileColumn",
    "FileFormat",
    "Kind",
    "Quoting",
    "TemplateSpec",
    "arrange",
    "check_rows",
    "file_name",
    "find_template",
    "split",
    "with_shop_words",
]  # fmt: skip

Value = str | int | Decimal | date | bool | None
"""What a field may hold; a datetime is a date too."""
Row = Mapping[str, Value]

CELL_LIMIT = 32_767
_PHONE_OR_NUMBER = re.compile(r"[+\-]?\(?\d[\d\s().,\-]*(?:(?:ext\.?|x|转)\s*\d+)?", re.IGNORECASE)
_FIELD = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


class Kind(StrEnum):
    """Whom a file is for; also the name of the folder that the template stands in."""

    SUPPLIER = "supplier"
    COURIER = "courier"
    CHANNEL = "channel"
    MONEY = "money"
    MESSAGE = "messages"


class FileFormat(StrEnum):
    """What kind of file comes out: a workbook, rows of plain text, or a letter."""

    XLSX = "xlsx"
    CSV = "csv"
    TEXT = "text"


class Quoting(StrEnum):
    """Which values of a plain file stand in quotes."""

    MINIMAL = "minimal"
    ALL = "all"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a plain file: its heading, and text with ``{{ line.NAME }}`` in it."""

    heading: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSpec:
    """A template as its small TOML tells it."""

    name: str
    kind: Kind
    format: FileFormat
    title_zh: str
    title_en: str
    aliases: tuple[str, ...] = ()
    """Other names that a person may write in the catalogue: ``顺丰``."""
    file: str = ""
    """The file beside the TOML; empty for plain files, whose columns the TOML lists."""
    extension: str = "xlsx"
    sheet: str | None = None
    fields: tuple[str, ...] = ()
    """The line fields that may reach the file; nothing else is handed over."""
    required: tuple[str, ...] = ()
    """Line fields, or ``default.NAME``, without which a row is refused on the other side."""
    sort: tuple[str, ...] = ()
    row_limit: int = 0
    """Rows per file on the other side; 0 for no limit."""
    file_name: str = "{{ template }}"
    defaults: Mapping[str, str | int] = field(default_factory=dict)
    """What stands the same in every row, such as 业务类型; a shop may set others."""
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Headings that follow the language (``zh``, ``en``); a shop may set others."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """How a date field is written as text, such as ``%d/%m/%Y``."""
    columns: tuple[FileColumn, ...] = ()
    header_rows: tuple[tuple[str, ...], ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    quoting: Quoting = Quoting.MINIMAL
    line_end: str = "\r\n"

    def title(self, lang: str) -> str:
        """The name that a person knows it by."""
        return self.title_zh if lang == "zh" else self.title_en


def find_template(specs: Mapping[str, TemplateSpec], wanted: str) -> TemplateSpec:
    """The template of that name, title or alias, however it is spelled.

    Raises:
        SheetShipError: TPL-07, naming what there is.
    """
    names = {plain_heading(word): spec for spec in reversed(list(specs.values())) for word in _called(spec)}
    found = names.get(plain_heading(wanted))
    if found is None:
        raise SheetShipError(
            "TPL-07", wanted, template=wanted, known="、".join(specs), **nearest(plain_heading(wanted), names)
        )
    return found


def _called(spec: TemplateSpec) -> tuple[str, ...]:
    return (*spec.aliases, spec.title_zh, spec.title_en, spec.name)


def nearest(word: str, known: Iterable[str]) -> dict[str, str]:
    """The words ``nearest_zh`` and ``nearest_en`` of a sentence: "did you mean …?", or nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    zh, en = (f"，是不是“{close[0]}”？", f" Did you mean “{close[0]}”?") if close else ("", "")
    return {"nearest_zh": zh, "nearest_en": en}


def with_shop_words(
    spec: TemplateSpec, defaults: Mapping[str, str | int], headings: Mapping[str, str]
) -> TemplateSpec:
    """The template with the shop's own constants and headings put over the built-in ones."""
    merged = {lang: {**words, **headings} for lang, words in spec.headings.items()}
    return replace(spec, defaults={**spec.defaults, **defaults}, headings=merged)


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """The rows that may go into the file, and why the others may not."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def check_rows(spec: TemplateSpec, rows: Sequence[Row]) -> CheckedRows:
    """The rows fit for the template; each finding names the field, and the line by its ``token`` or ``order_id``.

    A required value that is missing in the template's constants keeps every row out, with one finding.
    """
    missing = [name for name in _constants(spec) if spec.defaults.get(name, "") == ""]
    if missing:
        where = f"{spec.name}.toml"
        titles = {"template_zh": spec.title_zh, "template_en": spec.title_en}
        return CheckedRows((), tuple(Finding("TPL-21", where, {"field": name, **titles}) for name in missing))
    required = [name for name in spec.required if not name.startswith("default.")]
    checked = [(row, _row_findings(spec, required, row)) for row in rows]
    return CheckedRows(
        tuple(row for row, findings in checked if not findings),
        tuple(finding for _, findings in checked for finding in findings),
    )


def _constants(spec: TemplateSpec) -> list[str]:
    return [name.removeprefix("default.") for name in spec.required if name.startswith("default.")]


def _row_findings(spec: TemplateSpec, required: Sequence[str], row: Row) -> list[Finding]:
    found = [_finding("TPL-20", spec, row, name) for name in required if _is_empty(row.get(name))]
    texts = {name: value for name in spec.fields if isinstance(value := row.get(name), str) and value}
    if spec.format is FileFormat.CSV or not _is_held(spec, "\n".join(texts.values())):
        for name, text in texts.items():
            found += _text_findings(spec, row, name, text)
    return found


def _is_held(spec: TemplateSpec, whole: str) -> bool:
    """Whether the file holds every text of the row, which no text of a common row has to be asked for by itself."""
    return len(whole) <= CELL_LIMIT and not _not_held(whole, spec.encoding)


def _is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _text_findings(spec: TemplateSpec, row: Row, name: str, text: str) -> list[Finding]:
    found = []
    if spec.format is FileFormat.CSV and name in FREE_TEXT and reads_like_a_formula(text):
        found.append(_finding("TPL-22", spec, row, name))
    lost = _not_held(text, spec.encoding)
    if lost:
        found.append(_finding("TPL-23", spec, row, name, character=lost, encoding=spec.encoding))
    if spec.format is FileFormat.XLSX and len(text) > CELL_LIMIT:
        found.append(_finding("TPL-24", spec, row, name, count=str(len(text))))
    return found


def reads_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet that opens the plain file would calculate the text; phones and numbers are fine.

    >>> reads_like_a_formula("=HYPERLINK(1)"), reads_like_a_formula("+86 138 0013 8000"), reads_like_a_formula("-")
    (True, False, False)
    """
    bare = text.lstrip()
    return len(bare) > 1 and bare[0] in "=+-@" and not _PHONE_OR_NUMBER.fullmatch(bare.rstrip())


def _not_held(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        return f"U+{ord(text[error.start]):04X}"
    return ""


def _finding(code: str, spec: TemplateSpec, row: Row, name: str, **values: str) -> Finding:
    line = str(row.get("token") or row.get("order_id") or "")
    zh, en = FIELDS[name]
    titles = {"template_zh": spec.title_zh, "template_en": spec.title_en}
    facts = {"field_zh": zh, "field_en": en, "line": line, **titles, **values}
    return Finding(code, f"{spec.name}!{name}", facts, str(row.get("line_key") or line))


def arrange(spec: TemplateSpec, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows in the template's order; rows that are equal in it keep theirs."""
    return tuple(sorted(rows, key=lambda row: [_rank(row.get(name)) for name in spec.sort]))


def _rank(value: Value) -> tuple[int, Decimal, str]:
    """Blank first, then numbers by size, then texts and dates."""
    if value is None or value == "":
        return 0, Decimal(), ""
    if isinstance(value, int | Decimal):
        return 1, Decimal(value), ""
    return 2, Decimal(), str(value)


def split(spec: TemplateSpec, rows: Sequence[Row]) -> tuple[tuple[Row, ...], ...]:
    """The rows cut into files of no more than the template's limit; one empty file for no rows."""
    size = spec.row_limit or max(len(rows), 1)
    return tuple(tuple(rows[at : at + size]) for at in range(0, max(len(rows), 1), size))


def file_name(spec: TemplateSpec, fields: Mapping[str, Value], *, part: int = 0) -> str:
    """The name of the file, safe on every system; ``part`` 1, 2 … where the rows were split.

    The pattern may use the document's fields and ``template``; an unknown one is left blank.
    """
    known = {"template": spec.name, **fields}
    stem = _FIELD.sub(lambda found: _shown(known.get(found[1])), spec.file_name)
    suffix = f"-{part}" if part else ""
    return slug(stem, ending=f"{suffix}.{spec.extension}")


def _shown(value: Value) -> str:
    return "" if value is None else str(value)
