"""The error gallery of templates: the smallest one that causes each TPL code, where it points and what it says."""

from pathlib import Path
from typing import NamedTuple

import pytest

from sheetship.adapters.templates_files import TemplateFolder
from sheetship.core.documents import FileFormat, Kind, Row, TemplateSpec, check_rows, find_template
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.messages.templates import TEMPLATES
from tests.templates.made_up_orders import write
from tests.xlsx.made_templates import Book, Sheet, made, simple

XLSX = """title = { zh = "我的表", en = "My sheet" }
kind = "supplier"
format = "xlsx"
file = "mine.xlsx"
fields = ["token", "quantity"]
"""
TEXT = XLSX.replace("supplier", "messages").replace('"xlsx"', '"text"').replace("mine.xlsx", "mine.txt")
CSV = XLSX.replace('file = "mine.xlsx"\n', "").replace('"xlsx"', '"csv"')
GOOD = simple(("A1", "{{ line.token }}"))


class Case(NamedTuple):
    code: str
    toml: str | bytes
    file: bytes | str | None
    where: str
    zh: str
    en: str


def _hidden(_book: Book, sheet: Sheet) -> None:
    sheet.merge_range("A1:B1", "x")
    sheet.write_string("B1", "{{ line.token }}")


def _boxed(_book: Book, sheet: Sheet) -> None:
    sheet.write_string("A1", "{{ line.token }}")
    sheet.set_footer("{{ po.number }}")


def _formula(_book: Book, sheet: Sheet) -> None:
    sheet.write_formula("C3", '="{{ line.token }}"')


CASES = [
    Case("TPL-01", "title =", GOOD, "mine.toml", "模板说明文件 mine.toml 读不了：", "The template's settings mine.toml cannot be read: "),
    Case("TPL-01", XLSX.encode("gbk"), GOOD, "mine.toml", "模板说明文件 mine.toml 读不了：UTF-8", "cannot be read: UTF-8"),
    Case("TPL-02", XLSX + "requird = []", GOOD, "mine.toml", "mine.toml 里不认识“requird”，是不是“required”？", "“requird” is unknown. Did you mean “required”?"),
    Case("TPL-02", XLSX.replace('zh = "我的表"', 'zh = "我的表", de = "Blatt"'), GOOD, "mine.toml", "不认识“title.de”", "“title.de” is unknown."),
    Case("TPL-03", XLSX + 'row_limit = "many"', GOOD, "mine.toml", "mine.toml 里“row_limit”的内容不对", "the value of “row_limit” cannot be used"),
    Case("TPL-03", XLSX.replace("mine.xlsx", "../mine.xlsx"), GOOD, "mine.toml", "“file”的内容不对", "the value of “file”"),
    Case("TPL-03", XLSX.replace('file = "mine.xlsx"', ""), GOOD, "mine.toml", "format = 'xlsx' needs 'file'", "needs 'file'"),
    Case("TPL-03", CSV, None, "mine.toml", "needs [[columns]]", "needs [[columns]]"),
    Case("TPL-03", XLSX + 'encoding = "klingon"', GOOD, "mine.toml", "unknown encoding klingon", "unknown encoding klingon"),
    Case("TPL-04", XLSX, None, "mine.xlsx", "模板 mine 缺文件 mine.xlsx", "The template mine lacks its file mine.xlsx"),
    Case("TPL-05", XLSX, simple(("B2", "{{ line.tokn }}")), "mine.xlsx!B2", "mine.xlsx!B2 里的字段“line.tokn”不存在，是不是“line.token”？", "there is no field “line.tokn”. Did you mean “line.token”?"),
    Case("TPL-05", XLSX, simple(("A1", "{{ line.token }}"), ("A2", "{{ po_number }}")), "mine.xlsx!A2", "“po_number”不存在，是不是“po.number”？", "Did you mean “po.number”?"),
    Case("TPL-05", XLSX.replace('"quantity"', '"quantty"'), GOOD, "mine.toml [fields]", "“quantty”不存在，是不是“quantity”？", "Did you mean “quantity”?"),
    Case("TPL-05", TEXT, "{{ line.token }}\n{{ xyz }}", "mine.txt!2", "mine.txt!2 里的字段“xyz”不存在", "mine.txt!2: there is no field “xyz”."),
    Case("TPL-06", XLSX, simple(("B2", "{{ line.phone }}")), "mine.xlsx!B2", "用了字段“phone”，但 mine.toml 的 fields 没有列出它", "uses the field “phone”"),
    Case("TPL-08", XLSX, simple(("A1", "{{ line.token }}"), ("C4", "{{ line.quantity }}")), "mine.xlsx!C4", "A1 和 C4 都有 line. 字段", "A1 and C4 both hold line fields"),
    Case("TPL-09", XLSX, simple(("A1", "{{ po.number }}")), "mine.xlsx", "没有带 line. 字段的行", "holds a line field"),
    Case("TPL-10", XLSX, made(_formula), "mine.xlsx!C3", "C3 的公式里有 {{ }} 字段", "C3 holds a field inside a formula"),
    Case("TPL-11", XLSX, made(_hidden), "mine.xlsx!B1", "B1 的字段藏在合并单元格里面", "B1 holds a field but is hidden"),
    Case("TPL-12", XLSX, simple(("A1", "{{ line.token")), "mine.xlsx!A1", "A1 的字段写法不完整，缺 }}", "never closes it"),
    Case("TPL-12", CSV + '[[columns]]\nheading = "单号"\nvalue = "{{ line.token"', None, "mine.toml!单号", "单号 的字段写法不完整", "单号 opens a field"),
    Case("TPL-13", XLSX, simple(("A1", "{{ line.token | upper }}")), "mine.xlsx!A1", "A1 里“line.token | upper”不是字段", "“line.token | upper” in A1 is no field"),
    Case("TPL-14", XLSX, made(_boxed), "mine.xlsx", "订单 里有 {{ }} 字段", "订单 holds a field where none can be filled"),
    Case("TPL-15", XLSX, b"no zip", "mine.xlsx", "模板 mine.xlsx 用不了", "The template mine.xlsx cannot be used"),
    Case("TPL-15", XLSX + 'sheet = "明细"', GOOD, "mine.xlsx", "模板 mine.xlsx 用不了", 'There is no sheet "明细"'),
    Case("TPL-15", TEXT, b"\xff\xfe", "mine.txt", "模板 mine.txt 用不了", "cannot be used: UTF-8"),
    Case("TPL-17", TEXT, "好\n{% if line.token %}", "mine.txt", "第 2 行语法不对", "mine.txt, line 2, cannot be understood"),
]  # fmt: skip

INJECTIONS = [
    "{{ ''.__class__ }}",
    "{{ line.token.__class__ }}",
    "{{ line['token'] }}",
    "{{ lines[0] }}",
    "{{ range(10**9) }}",
    "{% for i in range(9) %}{% endfor %}",
    "{% for i in lines if i %}{% endfor %}",
    "{% for a, b in lines %}{% endfor %}",
    "{% for i in lines recursive %}{% endfor %}",
    "{{ line.token | attr('x') }}",
    "{{ 'a' * 999999999 }}",
    "{% set x = 1 %}",
    "{% include 'x' %}",
    "{% macro x() %}{% endmacro %}",
    "{{ cycler.__init__() }}",
    "{{ line.token is defined }}",
    "{{ [1, 2] }}",
]


def _findings(folder: Path, toml: str | bytes, file: bytes | str | None) -> tuple[Finding, ...]:
    write(folder, "mine.toml", toml)
    if file is not None:
        write(folder, "mine.txt" if '"text"' in str(toml) else "mine.xlsx", file)
    return TemplateFolder([folder]).findings()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {case.en[:30]}")
def test_a_broken_template_says_where_and_what(case: Case, tmp_path: Path) -> None:
    (finding,) = _findings(tmp_path, case.toml, case.file)
    assert (finding.code, finding.where) == (case.code, case.where)
    assert case.zh in finding.message("zh")
    assert case.en in finding.message("en")
    assert finding.fix("zh")
    assert finding.fix("en")


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_message_template_that_could_do_harm_is_refused_before_it_runs(text: str, tmp_path: Path) -> None:
    findings = _findings(tmp_path, TEXT, f"您好\n{text}")
    assert {finding.code for finding in findings} <= {"TPL-16", "TPL-17"}
    assert findings[0].message("zh").startswith("模板 mine.txt 第 2 行")


def test_a_message_may_use_conditions_loops_and_plain_filters(tmp_path: Path) -> None:
    text = (
        "{{ shop.name | upper }}{% for item in lines %}{% if item.quantity == 1 and not item.token %}a"
        "{% else %}{{ item.token ~ (item.quantity or '-') }}{% endif %}{% endfor %}{{ 'x' if lines else 'y' }}"
    )
    assert _findings(tmp_path, TEXT, text) == ()


def _held(**changes: object) -> TemplateSpec:
    asked: dict[str, object] = {
        "name": "mine",
        "kind": Kind.COURIER,
        "format": FileFormat.CSV,
        "title_zh": "我的表",
    }
    asked |= {"title_en": "My sheet", "fields": ("token", "recipient_name"), **changes}
    return TemplateSpec(**asked)  # type: ignore[arg-type]


HELD: list[tuple[str, TemplateSpec, Row, str]] = [
    ("TPL-20", _held(required=("recipient_name",)), {}, "缺“收件人”，没有写进《我的表》"),
    (
        "TPL-21",
        _held(required=("default.weight",)),
        {},
        "模板《我的表》要求的“weight”没有设置，整份文件没有生成",
    ),
    ("TPL-22", _held(), {"recipient_name": "=1+1"}, "的“收件人”以 = + - @ 开头"),
    ("TPL-23", _held(encoding="gbk"), {"recipient_name": "𠮷"}, "的“收件人”有字符 U+20BB7"),
    ("TPL-24", _held(format=FileFormat.XLSX), {"recipient_name": "长" * 40_000}, "的“收件人”有 40000 个字"),
]


@pytest.mark.parametrize(("code", "spec", "row", "says"), HELD)
def test_a_row_that_cannot_go_says_which_field(code: str, spec: TemplateSpec, row: Row, says: str) -> None:
    (finding,) = check_rows(spec, [{"token": "HZ-261121-1-01M", **row}]).findings
    assert finding.code == code
    assert says in finding.message("zh")
    assert finding.message("en")
    assert finding.fix("zh")
    assert finding.fix("en")


def test_a_template_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(SheetShipError) as refused:
        find_template({"mine": _held()}, "yours")
    finding = refused.value.finding
    assert (finding.code, finding.fix("zh"), finding.fix("en")) == (
        "TPL-07",
        "现有模板：mine",
        "There are: mine",
    )


def test_every_code_has_its_case() -> None:
    shown = {case.code for case in CASES} | {code for code, *_ in HELD} | {"TPL-07", "TPL-16"}
    assert shown == set(TEMPLATES)
