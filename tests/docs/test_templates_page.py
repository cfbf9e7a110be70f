"""docs/templates.md names every built-in template, every field and every key; its example makes a file."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from sheetship.adapters._template_toml import _TemplateFile
from sheetship.adapters.settings_toml import read_settings
from sheetship.adapters.templates_files import TemplateFolder, built_in_templates
from sheetship.core.document_fields import DOCUMENT_FIELDS, FIELDS
from sheetship.core.documents import Kind, TemplateSpec, check_rows
from tests.docs.pages import MadeTable, blocks, check_made, code, links, page, table_after
from tests.templates.made_up_orders import built_in, document, orders

_PAGE = page("templates.md")
_HEADINGS = (
    "name",
    "中文",
    "English",
    "also · 别名",
    "makes",
    "own words · 可设置",
    "什么时候用",
    "when to use it",
)
_MOST_BYTES = 80_000


def _row(spec: TemplateSpec) -> tuple[str, ...]:
    own = " ".join(code(name) for name in spec.defaults)
    return code(spec.name), spec.title_zh, spec.title_en, "、".join(spec.aliases), spec.extension, own


def _of(*kinds: Kind) -> tuple[tuple[str, ...], ...]:
    return tuple(_row(spec) for kind in kinds for spec in built_in().specs().values() if spec.kind is kind)


def _keys() -> Iterator[tuple[str, ...]]:
    for name, field in _TemplateFile.model_fields.items():
        default = "" if field.is_required() or not field.default else str(field.default)
        yield (
            code(name),
            "**必填 needed**" if field.is_required() else code(default.replace("\r\n", "\\r\\n")),
        )


def _tables() -> Iterator[MadeTable]:
    for kind in (Kind.SUPPLIER, Kind.COURIER, Kind.CHANNEL):
        yield MadeTable(kind.value, _HEADINGS, _of(kind), by_hand=2)
    yield MadeTable("rest", _HEADINGS, _of(Kind.MONEY, Kind.MESSAGE), by_hand=2)
    yield MadeTable("keys", ("key", "default", "说明", "what it says"), tuple(_keys()), by_hand=2)
    fields = tuple((code(name), *words) for name, words in FIELDS.items())
    yield MadeTable("fields", ("field", "中文", "English"), fields)
    whole = tuple((code(name),) for name in DOCUMENT_FIELDS)
    yield MadeTable("document", ("field", "说明", "what it is"), whole, by_hand=2)


def test_every_template_field_and_key_stands_on_the_page(*, renew_docs: bool) -> None:
    check_made(_PAGE, list(_tables()), renew=renew_docs)


@pytest.fixture
def tea_house(tmp_path: Path) -> TemplateFolder:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in table_after(_PAGE.read_text(encoding="utf-8"), "example: cells"):
        sheet.append([cell or None for cell in row])
    book.save(tmp_path / "tea_house.xlsx")
    (example,) = (block for block in blocks(_PAGE, "toml") if block.startswith("title"))
    (tmp_path / "tea_house.toml").write_text(example, encoding="utf-8")
    return TemplateFolder([tmp_path, built_in_templates()])


def test_the_example_template_makes_a_suppliers_sheet(tea_house: TemplateFolder) -> None:
    spec = tea_house.specs()["tea_house"]
    fit = check_rows(spec, orders(3))
    made = openpyxl.load_workbook(BytesIO(tea_house.render(spec, document(fit.rows)))).worksheets[0]
    assert (tea_house.check(spec), fit.findings) == ((), ())
    assert [made["A1"].value, made["D1"].value] == ["杭州云仓 HZ-261121-1", "辛苦老板"]
    assert [made[f"C{row}"].value for row in (3, 4, 5)] == [
        f"product {at} [HZ-261121-1-0{at}M]" for at in (1, 2, 3)
    ]
    assert (made["C6"].value, made["D6"].value) == ("合计", 6)


def test_the_constants_of_the_settings_examples_are_the_templates_own(tmp_path: Path) -> None:
    specs = built_in().specs()
    for at, block in enumerate([*blocks(_PAGE, "toml"), *blocks(page("settings.md"), "toml")]):
        if "# sheetship.toml" in block:
            folder = tmp_path / str(at)
            folder.mkdir()
            (folder / "sheetship.toml").write_text(block, encoding="utf-8")
            own = read_settings(folder).templates
            assert {name: set(words) - set(specs[name].defaults) for name, words in own.items()} == {
                name: set() for name in own
            }


def test_pictures_are_there_and_small() -> None:
    pictures = [_PAGE.parent / link for link in links(_PAGE) if link.endswith(".png")]
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > _MOST_BYTES] == []
