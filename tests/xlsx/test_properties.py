"""Random workbooks and random edits: what is read back is what a simple model says."""

import io
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetship.xlsx import CellEdit, Package, SheetEdits, Style, XlsxError, patch, read_sheet, verify
from sheetship.xlsx.edits import Value

Cells = dict[tuple[int, int], Value]
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 8))
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\r"), max_size=8)
VALUES: st.SearchStrategy[Value] = st.one_of(
    TEXTS,
    st.sampled_from(["=1+1", "431234567890123456", "_x0041_", " 留空 ", "甲\n乙"]),
    st.integers(-(10**12), 10**12),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=2),
    st.booleans(),
    st.none(),
    st.datetimes(
        min_value=datetime.fromisoformat("1990-01-01"), max_value=datetime.fromisoformat("2090-01-01")
    ).map(lambda moment: moment.replace(microsecond=0)),
)
LOOKS = st.none() | st.builds(
    Style,
    fill=st.none() | st.sampled_from(["C6EFCE", "FFC7CE"]),
    bold=st.none() | st.booleans(),
    wrap=st.none() | st.booleans(),
)
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def made(cells: Cells) -> bytes:
    """A workbook by another writer, with formats on columns and rows and a second sheet."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, OPTIONS)
    sheet = workbook.add_worksheet("订单")
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.set_column(3, 4, 12, workbook.add_format({"bold": True}))
    sheet.set_row(5, 30, workbook.add_format({"italic": True}))
    for (row, column), value in cells.items():
        if isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row - 1, column - 1, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row - 1, column - 1, value, moment)
        elif isinstance(value, int | Decimal):
            sheet.write_number(row - 1, column - 1, value)
    workbook.add_worksheet("别处").write_formula(0, 0, "=SUM(订单!A1:A9)")
    workbook.close()
    return content.getvalue()


def shown(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal | int):
        return str(Decimal(value).normalize() + 0)
    return "" if value is None else str(value)


def read(content: bytes) -> dict[tuple[int, int], str]:
    found = {}
    for row in read_sheet(content, "订单").rows:
        for column, cell in row.items():
            if cell.kind == "number":
                found[row.number, column] = str(Decimal(cell.text).normalize() + 0)
            elif cell.text:
                found[row.number, column] = cell.text
    return found


def as_shown(before: Cells, written: Cells) -> Cells:
    """The edits without numbers on dates: a cell keeps its format, so it would show them as dates."""
    dates = {place for place, value in before.items() if isinstance(value, datetime)}
    is_number = {place for place, value in written.items() if type(value) in {int, Decimal}}
    return {place: value for place, value in written.items() if place not in dates & is_number}


def edits_of(cells: Cells, look: Style | None = None) -> list[SheetEdits]:
    return [SheetEdits(sheet="订单", cells=[CellEdit(*place, value, look) for place, value in cells.items()])]


@quick
@given(st.dictionaries(PLACES, VALUES, max_size=25), st.dictionaries(PLACES, VALUES, max_size=15), LOOKS)
def test_what_is_read_back_is_what_was_there_and_what_was_written(
    before: Cells, written: Cells, look: Style | None
) -> None:
    written = as_shown(before, written)
    source, edits = made(before), edits_of(written, look)
    done = patch(source, edits)
    expected = {place: shown(value) for place, value in (before | written).items() if shown(value)}
    assert read(done.content) == expected
    verify(source, done.content, edits)
    assert patch(done.content, edits).content == done.content


@quick
@given(st.dictionaries(PLACES, VALUES, max_size=20), st.dictionaries(PLACES, VALUES, min_size=1, max_size=12))
def test_every_other_part_stays_byte_for_byte(before: Cells, written: Cells) -> None:
    source = made(before)
    done = patch(source, edits_of(written))
    old, new = Package.open(source), Package.open(done.content)
    assert new.names() == old.names()
    assert set(done.changed_parts) <= {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}
    for name in set(old.names()) - set(done.changed_parts):
        assert old.read(name) == new.read(name)


@quick
@given(
    st.dictionaries(PLACES, VALUES, max_size=20),
    st.dictionaries(PLACES, VALUES, max_size=8),
    st.dictionaries(PLACES, VALUES, max_size=8),
)
def test_two_halves_read_as_one_whole(before: Cells, first: Cells, second: Cells) -> None:
    source = made(before)
    first = as_shown(before, first)
    second = as_shown(before | first, second)
    halves = patch(patch(source, edits_of(first)).content, edits_of(second)).content
    assert read(halves) == read(patch(source, edits_of(first | second)).content)


@quick
@given(st.dictionaries(PLACES, VALUES, max_size=20), st.dictionaries(PLACES, VALUES, max_size=10))
def test_undoing_gives_the_old_values_back(before: Cells, written: Cells) -> None:
    source = made(before)
    written = as_shown(
        before, {place: value for place, value in written.items() if not isinstance(value, datetime)}
    )
    undo: Cells = {place: before.get(place) for place in written}
    assert read(patch(patch(source, edits_of(written)).content, edits_of(undo)).content) == read(source)


@quick
@given(st.binary(max_size=200), st.integers(0, 3000))
def test_damage_anywhere_ends_in_a_refusal_or_a_sheet(noise: bytes, place: int) -> None:
    content = bytearray(made({(1, 1): "甲", (2, 2): 5}))
    content[place : place + len(noise)] = noise
    try:
        read_sheet(bytes(content))
        patch(bytes(content), edits_of({(1, 1): "x"}))
    except XlsxError:
        pass
