"""docs/formats.md names every layout and courier there is; its example is read as it says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from sheetship.adapters._order_format import OrderFormat, check
from sheetship.adapters.couriers_toml import load_couriers, load_reply_profiles
from sheetship.adapters.formats_toml import load_order_profiles
from sheetship.core.couriers import Courier
from sheetship.core.normalise import read_records
from sheetship.core.recognise import recognise
from sheetship.core.tables import RawTable
from tests.docs.pages import ROOT, MadeTable, blocks, check_made, code, page

_PAGE = page("formats.md")
_SEEN = {"seen_verbatim": "seen", "reconstructed": "rebuilt"}


def _formats() -> list[OrderFormat]:
    files = sorted((ROOT / "sheetship" / "formats" / "orders").glob("*.toml"))
    return [check(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]


def _order_row(layout: OrderFormat) -> tuple[str, ...]:
    return (
        code(layout.name),
        f"{layout.title_zh}\n{layout.title_en}",
        code(layout.platform),
        "、".join(layout.platform_names),
        str(len(layout.headings)),
        f"{' '.join(layout.file_types)}\n{' '.join(layout.encodings)}",
        "whole order" if layout.whole_order else "line by line",
        code(layout.upload),
        _SEEN[layout.confidence],
    )


def _courier_row(courier: Courier) -> tuple[str, ...]:
    form = next((sample for form in courier.forms for sample in form.valid), "")
    checked = any(form.check for form in courier.forms)
    return (
        code(courier.code),
        courier.name_zh,
        courier.name_en,
        "、".join(courier.aliases),
        code(form),
        "✓" if checked else "",
    )


def _tables() -> Iterator[MadeTable]:
    layouts = _formats()
    headings = (
        "name",
        "export · 导出",
        "platform code",
        "platform · 平台",
        "columns",
        "files",
        "reported",
        "upload",
        "confidence",
    )
    yield MadeTable("orders", headings, tuple(map(_order_row, layouts)))
    yield MadeTable("sources", ("name", "source"), tuple((code(it.name), it.source) for it in layouts))
    sheets = load_reply_profiles().sheets
    known_by = "known by · 凭什么认"
    rows = tuple((code(it.name), it.title_zh, it.title_en, "、".join(it.fingerprint) or "—") for it in sheets)
    yield MadeTable("replies", ("name", "中文", "English", known_by), rows)
    (general,) = (it for it in sheets if it.name == "supplier_sheet")
    understood = tuple((code(field), "、".join(names)) for field, names in general.columns.items())
    yield MadeTable("headings", ("field", "headings · 列名"), understood)
    couriers = tuple(map(_courier_row, load_couriers().known))
    yield MadeTable(
        "couriers", ("code", "中文", "English", "also · 别名", "a number · 单号样子", "check digit"), couriers
    )


def test_every_layout_and_courier_stands_on_the_page(*, renew_docs: bool) -> None:
    check_made(_PAGE, list(_tables()), renew=renew_docs)


def test_the_example_format_is_loaded_and_reads_its_sample(tmp_path: Path) -> None:
    (example,) = blocks(_PAGE, "toml")
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "tea_form.toml").write_text(example, encoding="utf-8")
    profiles = load_order_profiles([tmp_path])
    told = check(tomllib.loads(example))
    sample = told.valid[0]
    table = RawTable(
        "inbox/form.csv",
        [told.headings, *([row.get(name, "") for name in told.headings] for row in sample.rows)],
    )
    found = recognise(table, profiles)
    assert found is not None
    assert found.profile.name == "tea_form"
    records, findings = read_records([(table, found.profile)], zone=ZoneInfo("Asia/Shanghai"), shop="茶馆")
    read = [
        {name: text for name, text in record.fields.items() if name not in {"platform", "shop"}}
        for record in records
    ]
    assert (read, findings) == (list(sample.lines), [])


def test_the_example_says_what_is_missing() -> None:
    told = check(tomllib.loads(blocks(_PAGE, "toml")[0]))
    (sample,) = told.invalid
    headings = [name for name in told.headings if name not in sample.without]
    table = RawTable(
        "inbox/form.csv", [headings, *([row.get(name, "") for name in headings] for row in sample.rows)]
    )
    _, findings = read_records([(table, told.profile())], zone=ZoneInfo("Asia/Shanghai"), shop="茶馆")
    assert [finding.code for finding in findings] == [sample.finding]
