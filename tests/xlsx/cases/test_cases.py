"""Every case: written exactly as marked, or refused; nothing else moves, and two readers agree."""

import re
import zipfile
from io import BytesIO

import pytest
from _pytest.mark import ParameterSet

from sheetship.xlsx import Package, XlsxError, address, patch, verify
from sheetship.xlsx.edits import Keep, Value
from tests.xlsx.cases import CASES, marks, seen
from tests.xlsx.cases.case import SHEET, Case, Put
from tests.xlsx.strictness import new_violations


def params(*, is_refused: bool) -> list[ParameterSet]:
    """The cases of one kind; one that shows a bug must fail until the bug is gone."""
    return [
        pytest.param(case, id=case.name, marks=pytest.mark.xfail(reason=case.bug) if case.bug else ())
        for case in CASES
        if (case.refused is not None) is is_refused
    ]


WRITTEN = params(is_refused=False)
REFUSED = params(is_refused=True)


def wanted(case: Case) -> dict[str, Value]:
    """The edits by sheet and address."""
    return {
        f"{edits.sheet}!{address(cell.row, cell.column)}": cell.value
        for edits in case.edits()
        for cell in [*edits.cells, *(each for row in edits.rows for each in row.cells())]
        if not isinstance(cell.value, Keep)
    }


@pytest.mark.parametrize("case", WRITTEN)
def test_a_patch_does_exactly_what_is_marked(case: Case) -> None:
    old, edits = case.old(), case.edits()
    done = patch(old, edits, options=case.options)
    only_what_is_marked_changes(case, old, done.content)
    the_rest_is_copied_as_it_was_packed(case, old, done.content)
    assert tuple(note.code for note in done.notes) == case.notes
    again = patch(done.content, edits, options=case.options)
    assert (again.changed_parts, again.content == done.content) == ((), True)
    verify(old, done.content, edits)
    assert new_violations(old, done.content) == []
    two_readers_see_it(old, done.content, wanted(case))


def only_what_is_marked_changes(case: Case, old: bytes, new: bytes) -> None:
    then, now = parts(old), parts(new)
    for name, told in case.new().items():
        was = then.pop(name.lower(), b"").decode(case.old_encoding if name == SHEET else "utf-8")
        found = now.pop(name.lower(), b"").decode()
        assert marks.marked(was, found) == marks.marked(was, told)
    others = {name for name in then.keys() | now.keys() if then.get(name) != now.get(name)}
    assert {name: marks.marked(text(then, name), text(now, name)) for name in others} == {}


def text(told: dict[str, bytes], name: str) -> str:
    return told.get(name, b"").decode(errors="replace")


def parts(content: bytes) -> dict[str, bytes]:
    package = Package.open(content)
    return {name.lower(): package.read(name) for name in package.names() if not name.endswith("/")}


def the_rest_is_copied_as_it_was_packed(case: Case, old: bytes, new: bytes) -> None:
    changed = {name.lower() for name in case.new()}
    assert packed(new, changed) == packed(old, changed)


def packed(content: bytes, but: set[str]) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(BytesIO(content)) as opened:
        return [
            (each.filename, each.CRC, each.compress_size, each.compress_type, each.date_time, each.comment)
            for each in opened.infolist()
            if each.filename.replace("\\", "/").lstrip("/").lower() not in but
        ]


def two_readers_see_it(old: bytes, new: bytes, asked: dict[str, Value]) -> None:
    assert rest(seen.by_us(new), asked) == rest(seen.by_us(old), asked)
    then = seen.by_openpyxl(old)
    if then is None:
        return
    now = seen.by_openpyxl(new)
    assert now is not None
    assert rest(now, asked) == rest(then, asked)
    written = {place: value for place, value in asked.items() if now.get(place) != then.get(place)}
    assert [place for place, value in written.items() if not seen.is_shown(now.get(place), value)] == []


def rest(cells: seen.Seen, asked: dict[str, Value]) -> seen.Seen:
    return {place: value for place, value in cells.items() if place not in asked}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_written_without_loss_is_refused(case: Case) -> None:
    assert case.refused is not None
    with pytest.raises(XlsxError) as caught:
        patch(case.old(), case.edits(), options=case.options)
    assert (caught.value.code, caught.value.facts.get("cell")) == case.refused


def test_names_are_sentences_and_stand_once() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 75
    assert [name for name in names if not re.fullmatch(r"\w.* .*[^.]", name)] == []


def test_cells_are_read_from_their_address() -> None:
    [edits] = Case(name="x", cells={"AB12": Put(1, None, "http://a")}).edits()
    assert edits.cells == [(12, 28, 1, None, "http://a")]
