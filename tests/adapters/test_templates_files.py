"""Templates in folders: whose wins, what may go wrong in one, and that only listed fields leave."""

import shutil
from pathlib import Path

import pytest

from sheetship.adapters import templates_files
from sheetship.adapters.templates_files import TemplateFolder, built_in_templates
from sheetship.core.documents import Quoting, Row
from sheetship.core.findings import SheetShipError
from sheetship.flow.ports import Templates
from tests.templates.made_up_orders import document, order, orders, spec_of, write
from tests.xlsx.made_templates import simple, values

TOML = """title = { zh = "我的表", en = "My sheet" }
kind = "supplier"
format = "xlsx"
file = "mine.xlsx"
fields = ["token", "quantity"]
"""
CSV = """title = { zh = "我的表", en = "My sheet" }
kind = "courier"
format = "csv"
fields = ["token", "recipient_name"]
encoding = "gbk"
quoting = "all"
header_rows = [["上传模板", "2026"]]
line_end = "\\n"
[[columns]]
heading = "单号"
value = "{{ line.token }}"
[[columns]]
heading = "姓名"
value = "{{ line.recipient_name }} "
"""


def test_the_built_in_folder_is_found_in_a_checkout_and_in_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (built_in_templates() / "supplier" / "offline_cn.xlsx").is_file()
    installed = tmp_path / "sheetship" / "adapters" / "templates_files.py"
    (tmp_path / "sheetship" / "_templates").mkdir(parents=True)
    monkeypatch.setattr(templates_files, "__file__", str(installed))
    assert built_in_templates() == tmp_path / "sheetship" / "_templates"


def test_the_shops_template_wins_over_the_built_in_one(tmp_path: Path) -> None:
    write(tmp_path, "offline_cn.toml", TOML)
    write(tmp_path, "mine.xlsx", simple(("A1", "{{ line.token }}"), ("B1", "{{ line.quantity }}")))
    folder = TemplateFolder([tmp_path, built_in_templates()])
    made = folder.render(spec_of(folder, "offline_cn"), document(orders(1)))
    assert values(made) == [("HZ-261121-1-01M", 1)]
    assert "sf_57" in folder.specs()


def test_the_shops_workbook_alone_wins_too(tmp_path: Path) -> None:
    write(tmp_path, "sto_4.xlsx", simple(("A1", "本店专用"), ("A2", "{{ line.token }}")))
    folder = TemplateFolder([tmp_path, built_in_templates()])
    made = folder.render(spec_of(folder, "sto_4"), document(orders(1)))
    assert values(made) == [("本店专用",), ("HZ-261121-1-01M",)]


def test_a_template_file_may_have_any_name_that_is_no_path(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", TOML.replace("mine.xlsx", "表 [1].xlsx"))
    write(tmp_path, "表 [1].xlsx", simple(("A1", "{{ line.token }}")))
    assert TemplateFolder([tmp_path]).findings() == ()


def test_the_folder_answers_what_the_flow_asks_for(tmp_path: Path) -> None:
    port: Templates = TemplateFolder([tmp_path])
    assert port.specs() == {}


def test_a_folder_that_is_not_there_has_no_templates(tmp_path: Path) -> None:
    assert TemplateFolder([tmp_path / "nowhere"]).specs() == {}


def test_only_listed_fields_are_handed_over(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", TOML)
    write(tmp_path, "mine.xlsx", simple(("A1", "{{ line.token }} {{ line.phone }}")))
    folder = TemplateFolder([tmp_path])
    with pytest.raises(SheetShipError) as refused:
        folder.render(spec_of(folder, "mine"), document(orders(1)))
    finding = refused.value.finding
    assert (finding.code, finding.where) == ("TPL-06", "mine.xlsx!A1")
    assert finding.message("zh") == "mine.xlsx!A1 用了字段“phone”，但 mine.toml 的 fields 没有列出它"


def test_a_row_that_lacks_a_listed_field_leaves_its_cell_blank(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", TOML)
    write(
        tmp_path, "mine.xlsx", simple(("A1", "{{ line.token }}"), ("B1", "{{ line.quantity }}"), ("A2", "x"))
    )
    folder = TemplateFolder([tmp_path])
    assert values(folder.render(spec_of(folder, "mine"), document([{"token": "T"}]))) == [
        ("T", None),
        ("x", None),
    ]


def test_a_plain_file_has_the_code_page_quotes_and_line_ends_that_its_reader_wants(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", CSV)
    folder = TemplateFolder([tmp_path])
    spec = spec_of(folder, "mine")
    assert (spec.quoting, spec.extension) == (Quoting.ALL, "csv")
    made = folder.render(spec, document([{"token": "T1", "recipient_name": '张"三'}]))
    assert made == '"上传模板","2026"\n"单号","姓名"\n"T1","张""三"\n'.encode("gbk")


def test_a_value_with_a_comma_a_quote_or_blank_ends_stands_in_quotes(tmp_path: Path) -> None:
    write(
        tmp_path,
        "mine.toml",
        CSV.replace('quoting = "all"', "").replace("header_rows", "#").replace('}} "', '}}"'),
    )
    folder = TemplateFolder([tmp_path])
    rows: list[Row] = [
        {"token": token, "recipient_name": ""} for token in ("a,b", 'a"b', "a\nb", " a", "ab", "=1")
    ]
    made = folder.render(spec_of(folder, "mine"), document(rows)).decode("gbk")
    assert made == '单号,姓名\n"a,b",\n"a""b",\n"a\nb",\n" a",\nab,\n=1,\n'


def test_a_character_that_slipped_past_the_check_stops_the_file(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", CSV)
    folder = TemplateFolder([tmp_path])
    with pytest.raises(SheetShipError) as refused:
        folder.render(spec_of(folder, "mine"), document([{"token": "T1", "recipient_name": "𠮷"}]))
    assert refused.value.finding.message("en") == "The template mine.toml cannot be used: gbk: U+20BB7"


def test_a_value_that_no_cell_holds_stops_the_file(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", TOML)
    write(tmp_path, "mine.xlsx", simple(("A1", "{{ line.token }}")))
    folder = TemplateFolder([tmp_path])
    with pytest.raises(SheetShipError) as refused:
        folder.render(spec_of(folder, "mine"), document([{"token": "\ud800"}]))
    assert (refused.value.finding.code, refused.value.finding.where) == ("TPL-15", "mine.xlsx!A1")


def test_a_template_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", "\ufeff" + TOML)
    assert list(TemplateFolder([tmp_path]).specs()) == ["mine"]


def test_a_broken_template_leaves_the_others_usable(tmp_path: Path) -> None:
    write(tmp_path, "offline_cn.toml", "title = ")
    folder = TemplateFolder([tmp_path, built_in_templates()])
    assert "offline_cn" not in folder.specs()
    assert "sf_57" in folder.specs()
    assert [finding.code for finding in folder.findings()] == ["TPL-01"]


def test_a_whole_copied_folder_works_as_the_shops_own(tmp_path: Path) -> None:
    shutil.copytree(built_in_templates(), tmp_path / "templates")
    folder = TemplateFolder([tmp_path / "templates", built_in_templates()])
    assert folder.findings() == ()
    assert folder.render(spec_of(folder, "sto_4"), document([order(1)])).startswith(b"PK")
