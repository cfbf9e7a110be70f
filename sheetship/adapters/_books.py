"""Workbook bytes, and the engine's refusals in our words. Private to the adapters of the team's own workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sheetship.core.findings import Finding, SheetShipError
from sheetship.xlsx import Note, XlsxError

_NOTES = {
    "hidden_sheet": "BOOK-30",
    "not_in_list": "BOOK-31",
    "filtered_row": "BOOK-32",
    "calculated_column": "BOOK-33",
    "sealed_anew": "BOOK-34",
}


def read_bytes(path: Path) -> bytes:
    """The bytes of a workbook.

    Raises:
        SheetShipError: BOOK-04 it is not there or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise SheetShipError(
            "BOOK-04", path.name, name=path.name, reason=error.strerror or str(error)
        ) from error


@contextmanager
def as_refusal(name: str, *, password_env: str = "") -> Iterator[None]:
    """Says in our words why the workbook engine refused the workbook ``name``.

    ``password_env`` is the environment variable that its password was looked for in.
    """
    try:
        yield
    except XlsxError as error:
        if error.code == "wrong_password":
            raise SheetShipError("BOOK-07", name, name=name, variable=password_env) from error
        if error.code == "encrypted" and "reason" not in error.facts:
            code = "BOOK-08" if password_env else "BOOK-05"
            raise SheetShipError(code, name, name=name, variable=password_env) from error
        if error.code == "no_such_sheet":
            there = error.facts.get("there", "") or error.facts.get("sheets", "")
            raise SheetShipError(
                "BOOK-06", name, name=name, tab=error.facts.get("sheet", ""), there=there
            ) from error
        raise SheetShipError("BOOK-04", name, name=name, reason=str(error)) from error


def as_findings(notes: Iterable[Note], name: str) -> tuple[Finding, ...]:
    """Says in our words what the workbook engine has to tell of the workbook ``name``."""
    return tuple(
        Finding(_NOTES[note.code], _where(note.facts, name), {"name": name, **note.facts}) for note in notes
    )


def _where(facts: Mapping[str, str], name: str) -> str:
    cell = facts.get("cell") or facts.get("row")
    return f"{facts['sheet']}!{cell}" if cell else facts.get("sheet", name)
