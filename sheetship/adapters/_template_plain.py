"""Rows of plain text for machines: the columns, quoting, line ends and code page that the reader wants."""

import re
from collections.abc import Mapping, Sequence

from sheetship.core.documents import FileColumn, Quoting, TemplateSpec, Value
from sheetship.core.findings import SheetShipError
from sheetship.xlsx.fill_template import Mark, Piece, parse
from sheetship.xlsx.fill_values import as_text

_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")


def column_marks(spec: TemplateSpec) -> list[Mark]:
    """The marks of all columns, a column standing for a cell. Raises XlsxError for one that cannot be read."""
    texts = [(column.heading, text) for column in spec.columns for text in (column.heading, column.value)]
    return [
        piece for cell, text in texts for piece in parse(text, cell, spec.name) if isinstance(piece, Mark)
    ]


def plain_file(
    spec: TemplateSpec, fields: Mapping[str, Value], lines: Sequence[Mapping[str, Value]]
) -> bytes:
    """The file's bytes.

    Raises:
        SheetShipError: TPL-15, a character that the code page cannot hold (``check_rows`` names the line).
    """
    values = [parse(column.value, column.heading, spec.name) for column in spec.columns]
    rows = [
        *spec.header_rows,
        [_text(_heading(column, spec), fields, {}) for column in spec.columns],
        *([_text(pieces, fields, line) for pieces in values] for line in lines),
    ]
    text = "".join(_row(spec, row) for row in rows)
    try:
        return text.encode(spec.encoding)
    except UnicodeEncodeError as error:
        reason = f"{spec.encoding}: U+{ord(text[error.start]):04X}"
        raise SheetShipError("TPL-15", spec.name, file=f"{spec.name}.toml", reason=reason) from error


def _heading(column: FileColumn, spec: TemplateSpec) -> tuple[Piece, ...]:
    return parse(column.heading, column.heading, spec.name)


def _text(pieces: Sequence[Piece], fields: Mapping[str, Value], line: Mapping[str, Value]) -> str:
    values = (
        piece if isinstance(piece, str) else (line if piece.repeats else fields)[piece.field]
        for piece in pieces
    )
    text = "".join(map(as_text, values))
    return text if len(pieces) == 1 else text.strip()


def _row(spec: TemplateSpec, values: Sequence[str]) -> str:
    return spec.delimiter.join(_quoted(spec, value) for value in values) + spec.line_end


def _quoted(spec: TemplateSpec, value: str) -> str:
    if spec.quoting is Quoting.NEVER:
        return _BREAKS.sub(" ", value).replace(spec.delimiter, " ")
    special = any(sign in value for sign in (spec.delimiter, '"', "\r", "\n")) or value != value.strip()
    if spec.quoting is Quoting.ALL or special:
        return '"' + value.replace('"', '""') + '"'
    return value
