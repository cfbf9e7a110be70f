"""Random workbooks and random edits: what is read back is what a simple model says."""

import io
from collections.abc import Container, Iterable
from datetime import datetime
from random import Random

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sheetship.xlsx import (
    Package,
    RowEdit,
    SheetEdits,
    Style,
    XlsxError,
    address,
    archive,
    letters,
    patch,
    read_sheet,
    undo_edits,
    verify,
)
from sheetship.xlsx.edits import KEEP, NO_FILL, Keep, Value
from tests.xlsx.cases import seen
from tests.xlsx.random_books import (
    BOOKS,
    LAST_ROW,
    LOOKS,
    MAKERS,
    NAME,
    NEW_VALUES,
    PLACES,
    PLAIN_EDITS,
    WISHES,
    Cells,
    Maker,
    Wishes,
    by_xlsxwriter,
    edits_of,
    model,
    spelled_out,
    told,
    wishes,
    with_table,
)
from tests.xlsx.strictness import new_violations

SHEET = "xl/worksheets/sheet1.xml"
PHASES = [phase for phase in Phase if phase is not Phase.explain]  # it takes minutes and tells little here
CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "phases": PHASES}
quick = settings(max_examples=25, **CALM)  # type: ignore[arg-type]
often = settings(max_examples=80, **CALM)  # type: ignore[arg-type]
long = settings(max_examples=1000, derandomize=False, database=None, **CALM)  # type: ignore[arg-type]
THREE = st.tuples(NEW_VALUES, NEW_VALUES, NEW_VALUES)
ROWS = st.lists(THREE, max_size=6)


def sheet_says_what_the_model_says(make: Maker, before: Cells, asked: Wishes) -> None:
    source, edits = make(before), wishes(asked)
    done = patch(source, edits)
    assert told(done.content) == model(told(source), asked)
    verify(source, done.content, edits)
    assert patch(done.content, edits).content == done.content


def other_programs_read_it(make: Maker, before: Cells, asked: Wishes) -> None:
    source, new = make(before), patch(make(before), wishes(asked)).content
    assert new_violations(source, new) == []
    values = {f"{NAME}!{address(*place)}": value for place, (value, _) in asked.items()}
    then, now = seen.by_openpyxl(source), seen.by_openpyxl(new)
    assert then is not None
    assert now is not None
    assert but(now, values) == but(then, values)
    assert {
        place: now.get(place)
        for place, value in values.items()
        if not is_kept_or_shown(now.get(place), value)
    } == {}


def is_kept_or_shown(found: object, value: Value | Keep) -> bool:
    return isinstance(value, Keep) or seen.is_shown(found, value)


def but(cells: seen.Seen, places: Container[str]) -> seen.Seen:
    return {place: value for place, value in cells.items() if place not in places}


def two_halves_say_the_same(make: Maker, before: Cells, first: Wishes, second: Wishes) -> None:
    source = make(before)
    halves = patch(patch(source, wishes(first)).content, wishes(second)).content
    assert told(halves) == model(model(told(source), first), second)


def rows_go_below(make: Maker, before: Cells, rows: list[tuple[Value, ...]], like_row: int | None) -> None:
    source = make(before)
    whole = [RowEdit(LAST_ROW + at, (2, 3, 7), row, (None, None, None)) for at, row in enumerate(rows, 1)]
    edits = [SheetEdits(sheet=NAME, rows=whole, like_row=like_row)]
    new = patch(source, edits).content
    cells: Wishes = {(edit.row, edit.column): (edit.value, None) for row in whole for edit in row.cells()}
    assert told(new) == model(told(source), cells)
    assert patch(new, edits).content == new
    assert new_violations(source, new) == []


def whole_rows_are_their_cells(
    make: Maker, before: Cells, rows: dict[int, tuple[Value, ...]], styles: tuple[Style | None, ...]
) -> None:
    source = make(before)
    whole = [RowEdit(row, (2, 3, 7), values, styles) for row, values in rows.items()]
    cells = [cell for row in whole for cell in row.cells()]
    new = patch(source, [SheetEdits(sheet=NAME, rows=whole)]).content
    one_by_one = patch(source, [SheetEdits(sheet=NAME, cells=cells)]).content
    assert spelled_out(new) == spelled_out(one_by_one)


def small_blocks_make_no_difference(make: Maker, before: Cells, asked: Wishes) -> None:
    source, edits = make(before), wishes(asked)
    whole = patch(source, edits).content
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(archive, "BLOCK", 97)
        assert patch(source, edits).content == whole


def undoing_gives_all_back(make: Maker, before: Cells, asked: Wishes) -> None:
    source, edits = make(before), wishes(asked)
    back = undo_edits(source, edits)
    restored = patch(patch(source, edits).content, back.edits).content
    assert told(restored) == told(source)
    assert {each.why for each in back.unrestored} <= {"format"}
    lost = {each.cell for each in back.unrestored}
    values = {place for place, (value, _) in asked.items() if value is not KEEP}
    there = [place for place in values & told(source).keys() if address(*place) not in lost]
    then, now = looks(source, there), looks(restored, there)
    assert [now[place]["number_format"] for place in there] == [
        then[place]["number_format"] for place in there
    ]


@quick
@given(MAKERS, BOOKS, WISHES)
def test_what_is_read_back_is_what_was_there_and_what_was_written(
    make: Maker, before: Cells, asked: Wishes
) -> None:
    sheet_says_what_the_model_says(make, before, asked)


@quick
@given(MAKERS, BOOKS, WISHES)
def test_another_program_reads_the_same_and_no_rule_is_broken(
    make: Maker, before: Cells, asked: Wishes
) -> None:
    other_programs_read_it(make, before, asked)


@quick
@given(MAKERS, BOOKS, WISHES, WISHES)
def test_two_halves_read_as_one_whole(make: Maker, before: Cells, first: Wishes, second: Wishes) -> None:
    two_halves_say_the_same(make, before, first, second)


@quick
@given(MAKERS, BOOKS, ROWS, st.sampled_from([None, 1, 6]))
def test_rows_appended_are_read_back_and_all_above_stays(
    make: Maker, before: Cells, rows: list[tuple[Value, ...]], like_row: int | None
) -> None:
    rows_go_below(make, before, rows, like_row)


@quick
@given(MAKERS, BOOKS, WISHES)
def test_reading_in_small_blocks_makes_no_difference(make: Maker, before: Cells, asked: Wishes) -> None:
    small_blocks_make_no_difference(make, before, asked)


@often
@given(
    MAKERS,
    BOOKS,
    st.dictionaries(st.integers(1, LAST_ROW + 3), THREE, max_size=8),
    st.tuples(LOOKS, LOOKS, LOOKS),
)
def test_whole_rows_are_written_as_their_cells_are(
    make: Maker, before: Cells, rows: dict[int, tuple[Value, ...]], styles: tuple[Style | None, ...]
) -> None:
    whole_rows_are_their_cells(make, before, rows, styles)


@pytest.mark.nightly
@long
@given(MAKERS, BOOKS, st.tuples(WISHES, WISHES), st.tuples(ROWS, st.sampled_from([None, 1, 6])))
def test_all_of_this_at_length(
    make: Maker,
    before: Cells,
    asked: tuple[Wishes, Wishes],
    below: tuple[list[tuple[Value, ...]], int | None],
) -> None:
    sheet_says_what_the_model_says(make, before, asked[0])
    other_programs_read_it(make, before, asked[0])
    two_halves_say_the_same(make, before, *asked)
    rows_go_below(make, before, *below)
    small_blocks_make_no_difference(make, before, asked[1])
    undoing_gives_all_back(make, before, asked[1])


@quick
@given(MAKERS, BOOKS, st.dictionaries(PLACES, NEW_VALUES, min_size=1, max_size=12))
def test_every_other_part_stays_byte_for_byte(make: Maker, before: Cells, written: Cells) -> None:
    source = make(before)
    done = patch(source, edits_of(written))
    old, new = Package.open(source), Package.open(done.content)
    assert new.names() == old.names()
    assert set(done.changed_parts) <= {SHEET, "xl/styles.xml", "xl/workbook.xml"}
    for name in set(old.names()) - set(done.changed_parts):
        assert old.read(name) == new.read(name)


@quick
@given(MAKERS, BOOKS, PLAIN_EDITS, st.randoms(use_true_random=False))
def test_the_order_of_the_edits_makes_no_difference(
    make: Maker, before: Cells, written: Cells, chance: Random
) -> None:
    source, places = make(before), list(written)
    chance.shuffle(places)
    shuffled = {place: written[place] for place in places}
    assert patch(source, edits_of(shuffled)).content == patch(source, edits_of(written)).content


@quick
@given(MAKERS, BOOKS, WISHES)
def test_undoing_gives_the_old_values_and_formats_back(make: Maker, before: Cells, asked: Wishes) -> None:
    undoing_gives_all_back(make, before, asked)


@quick
@given(MAKERS, BOOKS, WISHES)
def test_a_look_is_the_old_one_with_what_was_asked(make: Maker, before: Cells, asked: Wishes) -> None:
    source = make({place: value for place, value in before.items() if not isinstance(value, datetime)})
    there = told(source)
    looked: Wishes = {place: (KEEP, look) for place, (_, look) in asked.items() if place in there}
    then, now = looks(source, looked), looks(patch(source, wishes(looked)).content, looked)
    for place, (_, look) in looked.items():
        assert now[place] == (then[place] if look is None else changed(then[place], look))


def looks(content: bytes, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], dict[str, object]]:
    """The looks of cells as openpyxl sees them."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))[NAME]
    cells = {place: sheet.cell(*place) for place in places}
    return {
        place: {
            "number_format": cell.number_format,
            "fill": cell.fill.fgColor.rgb if cell.fill.fill_type else NO_FILL,
            "bold": cell.font.b,
            "italic": cell.font.i,
            "wrap": bool(cell.alignment.wrap_text),
        }
        for place, cell in cells.items()
    }


def changed(look: dict[str, object], style: Style) -> dict[str, object]:
    asked = {name: getattr(style, name) for name in ("number_format", "bold", "wrap")}
    if style.fill is not None:
        asked["fill"] = style.fill if style.fill == NO_FILL else f"FF{style.fill}"
    return look | {name: value for name, value in asked.items() if value is not None}


@quick
@given(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.booleans()),
    st.integers(0, 3),
    st.lists(st.sampled_from(["运单号", "快递", "备注"]), max_size=2, unique=True),
)
def test_a_table_takes_in_what_is_written_beside_it(
    size: tuple[int, int, bool], rows: int, headings: list[str]
) -> None:
    old_rows, columns, has_filter = size
    source = with_table(old_rows, columns, has_filter=has_filter)
    below: Cells = {(old_rows + row, columns): row for row in range(2, rows + 2)}
    beside: Cells = {(1, columns + at): heading for at, heading in enumerate(headings, 1)}
    new = patch(source, edits_of(below | beside)).content
    table = openpyxl.load_workbook(io.BytesIO(new))[NAME].tables["表"]
    expected = f"A1:{letters(columns + len(headings))}{1 + old_rows + rows}"
    assert (table.ref, table.column_names[columns:]) == (expected, headings)
    assert (table.autoFilter.ref if table.autoFilter else expected) == expected
    assert new_violations(source, new) == []


@quick
@given(st.binary(max_size=200), st.integers(0, 3000))
def test_damage_anywhere_ends_in_a_refusal_or_a_sheet(noise: bytes, place: int) -> None:
    content = bytearray(by_xlsxwriter({(1, 1): "甲", (2, 2): 5}))
    content[place : place + len(noise)] = noise
    try:
        read_sheet(bytes(content))
        patch(bytes(content), edits_of({(1, 1): "x"}))
    except XlsxError:
        pass
