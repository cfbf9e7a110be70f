"""Every order format proves itself with the samples inside its own file."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from sheetship.adapters._order_format import InvalidSample, OrderFormat, RuleEntry, ValidSample, check
from sheetship.adapters.formats_toml import load_order_profiles
from sheetship.adapters.inbox_files import tables_in
from sheetship.core.findings import Finding
from sheetship.core.model import Record
from sheetship.core.normalise import read_records
from sheetship.core.profiles import FIELDS, Profile
from sheetship.core.recognise import recognise
from sheetship.core.tables import RawTable

CHINA = ZoneInfo("Asia/Shanghai")
Row = dict[str, str]


@cache
def formats() -> dict[str, OrderFormat]:
    folder = files("sheetship.formats") / "orders"
    read = [check(tomllib.loads(file.read_text(encoding="utf-8"))) for file in folder.iterdir()]
    return {one.name: one for one in sorted(read, key=lambda one: one.name)}


def table(form: OrderFormat, rows: Sequence[Row], *, without: Sequence[str] = ()) -> RawTable:
    """A file of this layout: every heading in its order, then the optional ones that the rows use."""
    used = {heading for row in rows for heading in row}
    assert used <= {*form.headings, *form.optional_headings}
    headings = [h for h in form.headings if h not in without] + [
        h for h in form.optional_headings if h in used
    ]
    cells = [[row.get(heading, "") for heading in headings] for row in rows]
    return RawTable(f"inbox/{form.name}", [headings, *cells])


def play(form: OrderFormat, sample: ValidSample | InvalidSample) -> tuple[list[Record], list[Finding]]:
    tables = [(table(form, sample.rows, without=sample.without), form.profile())]
    if sample.partner_rows is not None:
        assert form.partner
        other = formats()[form.partner.name]
        tables.append((table(other, sample.partner_rows), other.profile()))
    return read_records(tables, zone=CHINA, shop="店")


VALID = [pytest.param(f, s, id=f"{f.name}: {s.says}") for f in formats().values() for s in f.valid]
WRITTEN = [
    pytest.param(f, s, encoding, id=f"{f.name} in {encoding}: {s.says}")
    for f in formats().values()
    for s in f.valid
    for encoding in (*f.encodings, "xlsx")
]
INVALID = [pytest.param(f, s, id=f"{f.name}: {s.says}") for f in formats().values() for s in f.invalid]
ALL = [pytest.param(form, id=name) for name, form in formats().items()]


@pytest.mark.parametrize(("form", "sample"), VALID)
def test_a_valid_sample_gives_its_lines(form: OrderFormat, sample: ValidSample) -> None:
    records, findings = play(form, sample)
    fixed = {"platform": form.platform, "shop": "店"} | ({"currency": form.currency} if form.currency else {})
    assert [dict(record.fields) for record in records] == [{**fixed, **line} for line in sample.lines]
    assert findings == []
    flaws = sample.flaws or tuple({} for _ in sample.lines)
    assert [dict(record.flaws) for record in records] == list(flaws)


def written(form: OrderFormat, rows: RawTable, encoding: str) -> bytes:
    """The file as the platform writes it, or as a person saves it as a workbook."""
    if encoding == "xlsx":
        return workbook(rows)
    if form.quoted:
        text = io.StringIO()
        csv.writer(text, delimiter=form.delimiter).writerows(rows.rows)
        return text.getvalue().encode(encoding)
    return "".join(form.delimiter.join(cells) + "\n" for cells in rows.rows).encode(encoding)


def workbook(rows: RawTable) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows.rows):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)
    return content.getvalue()


@pytest.mark.parametrize(("form", "sample", "encoding"), WRITTEN)
def test_a_valid_sample_reads_the_same_from_a_file(
    form: OrderFormat, sample: ValidSample, encoding: str
) -> None:
    halves = [table(form, sample.rows, without=sample.without)]
    if form.partner and sample.partner_rows is not None:
        halves.append(table(formats()[form.partner.name], sample.partner_rows))
    tables = [read for half in halves for read in tables_in(written(form, half, encoding), half.name)]
    recognised = [recognise(read, load_order_profiles()) for read in tables]
    pairs = [(read, found.profile) for read, found in zip(tables, recognised, strict=True) if found]
    records, findings = read_records(pairs, zone=CHINA, shop="店")
    plain, _ = play(form, sample)
    assert [record.fields for record in records] == [record.fields for record in plain]
    assert findings == []


@pytest.mark.parametrize(("form", "sample"), INVALID)
def test_an_invalid_sample_gives_its_finding_and_no_line(form: OrderFormat, sample: InvalidSample) -> None:
    records, findings = play(form, sample)
    assert records == []
    assert sample.finding in {finding.code for finding in findings}
    for finding in findings:
        assert finding.message("zh")
        assert finding.message("en")
        assert finding.fix("zh")


@pytest.mark.parametrize("form", ALL)
def test_a_format_recognises_its_own_headings_whatever_their_order(form: OrderFormat) -> None:
    for headings in (form.headings, tuple(reversed(form.headings))):
        found = recognise(RawTable("x", [["导出的订单"], [], headings]), load_order_profiles())
        assert found
        assert found.profile.name == form.name
        assert found.header_row == 3
        assert found.missing == ()
    assert recognise(RawTable("x", [form.headings]), load_order_profiles()) is not None


@pytest.mark.parametrize("form", ALL)
def test_a_format_survives_headings_that_nobody_needs_coming_and_going(form: OrderFormat) -> None:
    profile = form.profile()
    needed = {h for ways in profile.sources.values() for way in ways for h in way.headings} | set(
        form.fingerprint
    )
    fewer = [heading for heading in form.headings if heading in needed]
    found = recognise(RawTable("x", [[*fewer, "新列一", "新列二"]]), load_order_profiles())
    assert found
    assert found.profile.name == form.name


@pytest.mark.parametrize("form", ALL)
def test_a_format_keeps_every_heading_once(form: OrderFormat) -> None:
    assert len(set(form.headings)) == len(form.headings)
    assert not {*form.headings} & {*form.optional_headings}


def test_layouts_of_one_platform_agree_on_what_it_is_called() -> None:
    by_platform: dict[str, Profile] = {}
    for profile in load_order_profiles():
        same = by_platform.setdefault(profile.platform, profile)
        assert replace(profile, platform_names=same.platform_names) == profile
        assert (profile.whole_order, profile.upload) == (same.whole_order, same.upload)


def test_every_field_is_told_in_the_fields_page() -> None:
    page = (files("sheetship.formats") / "FIELDS.md").read_text(encoding="utf-8")
    assert [field for field in FIELDS if f"| `{field}` |" not in page] == []
    keys = [*OrderFormat.model_fields, "heading", "join", "with", "pattern", *RuleEntry.model_fields]
    assert [key for key in keys if not re.search(rf"`[^`]*\b{key}\b[^`]*`", page)] == []
