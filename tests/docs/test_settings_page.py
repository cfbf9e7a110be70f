"""docs/settings.md names every setting with its default, and its examples load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from sheetship.adapters.settings_toml import read_settings
from sheetship.core.columns import OURS, TEAM
from sheetship.flow.settings import SalesShop, Settings
from tests.docs.pages import MadeTable, blocks, check_made, code, page

_HEADINGS = ("key", "default", "说明", "what it does")
_EXAMPLES = [
    block for block in blocks(page("settings.md"), "toml") if "sheetship.toml" in block.splitlines()[0]
]


def _default(field: Field[Any]) -> object:
    made = field.default_factory
    return field.default if made is MISSING else made()


def _in_toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_in_toml, value))}]"
    return str(value) if isinstance(value, int | Decimal) else f'"{value}"'


def _rows(section: type[Any]) -> Iterator[tuple[str, ...]]:
    for field in fields(section):
        yield code(field.name), code(_in_toml(_default(field)))


def _tables() -> Iterator[MadeTable]:
    for field in fields(Settings):
        value = _default(field)
        if is_dataclass(value):
            yield MadeTable(field.name, _HEADINGS, tuple(_rows(type(cast("Any", value)))), by_hand=2)
    yield MadeTable("shops", _HEADINGS, tuple(_rows(SalesShop)), by_hand=2)
    columns = ((code(it.field), it.zh, it.en, "、".join(it.names)) for it in (*TEAM, *OURS))
    yield MadeTable("columns", ("key", "列名", "heading", "also taken for it · 也认得"), tuple(columns))


def test_every_setting_stands_on_the_page_with_its_default(*, renew_docs: bool) -> None:
    check_made(page("settings.md"), list(_tables()), renew=renew_docs)


def test_every_section_has_a_heading() -> None:
    text = page("settings.md").read_text(encoding="utf-8")
    missing = [field.name for field in fields(Settings) if f"[{field.name}" not in text]
    assert missing == []


@pytest.mark.parametrize("example", _EXAMPLES, ids=lambda example: example.splitlines()[0])
def test_the_examples_load(example: str, tmp_path: Path) -> None:
    (tmp_path / "sheetship.toml").write_text(example, encoding="utf-8")
    assert read_settings(tmp_path) != Settings()


def test_there_is_an_example_in_each_language() -> None:
    assert {read.splitlines()[0][-2:] for read in _EXAMPLES} == {"zh", "en"}
