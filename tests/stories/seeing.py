"""What a person sees of a file, as text whose differences are easy to read: cells by tab, not bytes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

import openpyxl

from sheetship.core.columns import OURS, TEAM, plain_heading
from sheetship.core.findings import Finding

_ORDER_NUMBER = {
    plain_heading(name) for c in TEAM if c.field == "order_id" for name in (c.zh, c.en, "客户单号")
}
_RECIPIENT = {
    plain_heading(name) for c in TEAM if c.field == "recipient_name" for name in (c.zh, c.en, "收货人")
}
_OWN = {plain_heading(name): c.field for c in OURS for name in (c.zh, c.en)}
_NOT_SHOWN = ".html"
"""The page says the same as report.xlsx; tests/browser look at it."""


def cells_of(content: bytes) -> dict[str, list[list[str]]]:
    """The filled cells of each tab as text; blank ends of rows and blank rows at the end are left out."""
    with warnings.catch_warnings(
        action="ignore", category=UserWarning
    ):  # what it cannot show, sparklines for one
        book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: _trimmed([[_text(value) for value in row] for row in sheet.values]) for sheet in book
    }


def _text(value: object) -> str:
    return "" if value is None else str(value).replace("\n", "⏎").replace("\t", "⇥")


def _trimmed(rows: Iterable[list[str]]) -> list[list[str]]:
    kept = [row[: max((at for at, text in enumerate(row, 1) if text), default=0)] for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def tsv(rows: Iterable[Sequence[str]]) -> str:
    """Rows with a tab between cells."""
    return "".join("\t".join(row) + "\n" for row in rows)


def order_lines(orders: bytes) -> list[dict[str, str]]:
    """The rows of the orders table: our own cells by field, with ``order_id`` and ``recipient`` in front."""
    rows = next(iter(cells_of(orders).values()))
    header = next(row for row in rows if any(_OWN.get(plain_heading(text)) == "line_key" for text in row))
    fields = [_field(plain_heading(text)) for text in header]
    below = rows[rows.index(header) + 1 :]
    named = [dict(zip(fields, row, strict=False)) for row in below]
    return [{name: text for name, text in row.items() if name} for row in named if len(row) > 1]


def _field(heading: str) -> str:
    if heading in _ORDER_NUMBER:
        return "order_id"
    return "recipient" if heading in _RECIPIENT else _OWN.get(heading, "")


def orders_text(orders: bytes) -> str:
    """The order number and our own cells of every row."""
    fields = ["order_id", *(column.field for column in OURS)]
    return tsv([fields, *([row.get(name, "") for name in fields] for row in order_lines(orders))])


def findings_text(findings: Iterable[Finding], lang: str) -> str:
    """Findings, one a row."""
    rows = [[f.code, f.level.value, f.where, f.message(lang), f.fix(lang)] for f in findings]
    return tsv([_text(cell) for cell in row] for row in rows)


def outbox_texts(files: Mapping[str, bytes]) -> dict[str, str]:
    """The files of a run by the name that their text is kept under."""
    shown = {path: content for path, content in files.items() if PurePosixPath(path).suffix != _NOT_SHOWN}
    return {_kept_as(path): _file_text(path, content) for path, content in shown.items()}


def _kept_as(path: str) -> str:
    return f"{path}.tsv" if path.endswith(".xlsx") else path


def _file_text(path: str, content: bytes) -> str:
    if not path.endswith(".xlsx"):
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    tabs = cells_of(content)
    return "\n".join(f"## {name}\n{tsv(rows)}" for name, rows in tabs.items())
