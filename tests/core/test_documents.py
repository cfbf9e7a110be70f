"""Which rows may go into a file, in which order, in how many files, and what these are called."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.document_fields import FREE_TEXT
from sheetship.core.documents import (
    FIELDS,
    FileFormat,
    Kind,
    Row,
    TemplateSpec,
    Value,
    arrange,
    check_rows,
    file_name,
    find_template,
    reads_like_a_formula,
    split,
    with_shop_words,
)
from sheetship.core.findings import SheetShipError


def spec(**changes: object) -> TemplateSpec:
    asked: dict[str, object] = {
        "name": "sheet",
        "kind": Kind.SUPPLIER,
        "format": FileFormat.XLSX,
        "title_zh": "代发单",
        "title_en": "Dropship sheet",
        "fields": ("token", "recipient_name", "quantity", "buyer_note", "phone"),
        **changes,
    }
    return TemplateSpec(**asked)  # type: ignore[arg-type]


def test_a_row_without_a_required_value_is_left_out_and_named() -> None:
    rows: list[Row] = [
        {"token": "T1", "quantity": 1},
        {"token": "T2", "quantity": None},
        {"token": "T3", "quantity": " "},
    ]
    checked = check_rows(spec(required=("quantity",)), rows)
    assert checked.rows == (rows[0],)
    assert [(found.code, found.line) for found in checked.findings] == [("TPL-20", "T2"), ("TPL-20", "T3")]
    assert checked.findings[0].message("zh") == "T2 缺“发货数量”，没有写进《代发单》"
    assert (
        checked.findings[0].message("en") == "T2 has no “units to send” and was left out of “Dropship sheet”"
    )


def test_a_row_is_named_by_its_line_key_where_it_has_one() -> None:
    rows: list[Row] = [{"order_id": "9", "line_key": "dy/1/9/1"}, {"order_id": "9"}, {}]
    found = check_rows(spec(required=("token",)), rows).findings
    assert [finding.line for finding in found] == ["dy/1/9/1", "9", ""]


def test_a_constant_that_nobody_set_keeps_every_row_out() -> None:
    weighed = spec(required=("default.weight",), defaults={"weight": ""})
    checked = check_rows(weighed, [{"token": "T1"}])
    assert (checked.rows, [found.code for found in checked.findings]) == ((), ["TPL-21"])
    assert check_rows(with_shop_words(weighed, {"weight": "0.5"}, {}), [{"token": "T1"}]).findings == ()


def test_findings_never_hold_what_the_buyer_wrote() -> None:
    row = {"token": "T1", "recipient_name": "=cmd()", "buyer_note": "@张三", "phone": "+86 13800138000"}
    found = check_rows(spec(format=FileFormat.CSV), [row]).findings
    assert [finding.code for finding in found] == ["TPL-22", "TPL-22"]
    assert not any(
        "张三" in finding.message(lang) + finding.fix(lang) for finding in found for lang in ("zh", "en")
    )


def test_a_workbook_takes_text_that_reads_like_a_formula_as_text() -> None:
    assert check_rows(spec(), [{"token": "T1", "buyer_note": "=1+1"}]).findings == ()


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", " =A1", "\t=A1"])
def test_text_that_a_spreadsheet_would_calculate_is_seen(text: str) -> None:
    assert reads_like_a_formula(text)


@pytest.mark.parametrize(
    "text", ["", "-", "+86 138-0013-8000", "-5", "+1 (555) 010-9999 ext. 12", "a=b", "+8613800138000转12"]
)
def test_phones_numbers_and_lone_signs_are_no_formulas(text: str) -> None:
    assert not reads_like_a_formula(text)


def test_a_character_that_the_code_page_lacks_keeps_its_row_out() -> None:
    rows = [{"token": "T1", "recipient_name": "张三"}, {"token": "T2", "recipient_name": "𠮷野"}]
    checked = check_rows(spec(format=FileFormat.CSV, encoding="gbk"), rows)
    assert checked.rows == (rows[0],)
    assert (
        checked.findings[0].message("en").startswith("T2: “recipient” holds U+20BB7, which gbk cannot write")
    )


def test_a_text_that_no_cell_holds_keeps_its_row_out() -> None:
    checked = check_rows(spec(), [{"token": "T1", "buyer_note": "长" * 32_768}])
    assert [found.code for found in checked.findings] == ["TPL-24"]


def test_rows_are_sorted_blank_first_numbers_by_size_then_text() -> None:
    rows = [{"quantity": quantity} for quantity in ("b", 10, Decimal(9), None, "a", "")]
    assert [row["quantity"] for row in arrange(spec(sort=("quantity",)), rows)] == [
        None,
        "",
        Decimal(9),
        10,
        "a",
        "b",
    ]
    assert arrange(spec(), rows) == tuple(rows)


@given(st.lists(st.integers(), max_size=30), st.integers(min_value=0, max_value=9))
def test_splitting_loses_nothing_and_keeps_the_limit(numbers: list[int], limit: int) -> None:
    files = split(spec(row_limit=limit), [{"quantity": number} for number in numbers])
    assert [row["quantity"] for rows in files for row in rows] == numbers
    assert len(files) >= 1
    assert not limit or all(len(rows) <= limit for rows in files)


def test_a_file_is_named_by_its_pattern_and_part() -> None:
    named = spec(file_name="{{ template }}-{{ supplier.name }}-{{ today }}{{ nothing }}")
    fields: dict[str, Value] = {"supplier.name": "云仓/一部", "today": date(2026, 11, 21)}
    assert file_name(named, fields) == "sheet-云仓-一部-2026-11-21.xlsx"
    assert file_name(named, fields, part=2) == "sheet-云仓-一部-2026-11-21-2.xlsx"


def test_a_template_is_found_by_name_title_or_alias() -> None:
    specs = {
        "sf_57": spec(name="sf_57", title_zh="顺丰批量下单", title_en="SF orders", aliases=("顺丰",)),
        "sheet": spec(),
    }
    assert [find_template(specs, word).name for word in ("SF_57", "顺丰", " 顺丰批量下单 ", "dropship sheet")] == [
        "sf_57", "sf_57", "sf_57", "sheet",
    ]  # fmt: skip
    with pytest.raises(SheetShipError) as refused:
        find_template(specs, "shet")
    assert refused.value.finding.message("en") == "There is no template “shet”. Did you mean “sheet”?"
    with pytest.raises(SheetShipError) as refused:
        find_template(specs, "百世")
    assert refused.value.finding.message("zh") == "没有名为“百世”的模板"


def test_a_shop_may_set_constants_and_headings_of_its_own() -> None:
    plain = spec(
        defaults={"service": "标快"}, headings={"zh": {"order_id": "订单号"}, "en": {"order_id": "Order"}}
    )
    own = with_shop_words(plain, {"service": "特快"}, {"order_id": "单号"})
    assert (own.defaults, own.headings["zh"], own.title("zh"), own.title("en")) == (
        {"service": "特快"}, {"order_id": "单号"}, "代发单", "Dropship sheet",
    )  # fmt: skip


def test_every_field_has_a_name_in_both_languages() -> None:
    assert all(zh and en.isascii() for zh, en in FIELDS.values())
    assert set(FIELDS) >= FREE_TEXT
