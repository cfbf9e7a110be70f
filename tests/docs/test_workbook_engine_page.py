"""docs/workbook-engine.md names every option, note and refusal of the engine, and its examples run."""

from __future__ import annotations

import ast
import doctest
import inspect
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from sheetship.xlsx import CODES, NOTE_CODES, Options
from tests.docs.pages import ROOT, MadeTable, blocks, check_made, code, page

_PAGE = page("workbook-engine.md")


def _options() -> Iterator[tuple[str, ...]]:
    (made,) = ast.parse(inspect.getsource(Options)).body
    assert isinstance(made, ast.ClassDef)
    words = {
        field.target.id: str(said.value.value)
        for field, said in zip(made.body, made.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
    }
    for field in fields(Options):
        yield code(field.name), code(str(field.default)), words[field.name]


def _tables() -> Iterator[MadeTable]:
    yield MadeTable("options", ("option", "default", "what it allows"), tuple(_options()))
    notes = tuple((code(name),) for name in NOTE_CODES)
    yield MadeTable("notes", ("code", "what it tells"), notes, by_hand=1)
    codes = tuple((code(name),) for name in CODES)
    yield MadeTable("codes", ("code", "what is the matter", "why, and what to do"), codes, by_hand=2)


def test_every_option_note_and_code_stands_on_the_page(*, renew_docs: bool) -> None:
    check_made(_PAGE, list(_tables()), renew=renew_docs)


def test_every_code_is_used() -> None:
    files = [path for path in (ROOT / "sheetship" / "xlsx").rglob("*.py") if path.name != "errors.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert [name for name in CODES if f'"{name}"' not in text] == []


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "".join(blocks(_PAGE, "pycon"))
    examples = doctest.DocTestParser().get_doctest(text, {}, _PAGE.name, str(_PAGE), 0)
    assert examples.examples
    said: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(examples, out=said.append)
    assert failed == 0, "".join(said)
