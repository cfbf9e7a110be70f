"""Every input that once broke the engine ends in a result or a refusal; and the harness would notice if it did not."""

from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from sheetship.xlsx import CellEdit, Patched, SheetEdits, XlsxError, patch, read_sheet, undo_edits
from tests.fuzz import targets
from tests.fuzz.changes import CHANGES, words
from tests.fuzz.child import Kept
from tests.fuzz.seeds import found, seeds
from tests.fuzz.sound import NAME
from tests.fuzz.targets import TARGETS, Broken
from tests.growth import IN_STEP, growth
from tests.xlsx import books

_FOUND = [pytest.param(name, path, id=path.name) for name in TARGETS for path in found(name)]
_SAMPLE = 12
_SOUND = next(content for content in seeds("xml") if content[0] == 0)


@pytest.mark.parametrize(("target", "path"), _FOUND)
def test_what_was_found_is_mended(target: str, path: Path) -> None:
    TARGETS[target](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_stands_where_fuzzing_begins(target: str) -> None:
    for content in islice(seeds(target), 0, None, _SAMPLE):
        TARGETS[target](content)


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_stands_some_changes_and_the_same_number_gives_the_same(target: str) -> None:
    content = next(seeds(target))
    for number in range(5):
        changed = CHANGES[target](content, Random(number))
        assert changed == CHANGES[target](content, Random(number))
        TARGETS[target](changed)


@pytest.mark.parametrize("piece", ["<row ", "<f ", '<c r="A1">', "<f t='array' ", "<v ", "<c ", "<si>"])
def test_a_broken_piece_costs_in_step_with_how_often_it_comes(piece: str) -> None:
    edits = [SheetEdits(sheet=NAME, cells=[CellEdit(1, 1, "x")])]

    def prepared(times: int) -> Callable[[], object]:
        source = books.rows(
            f'<row r="1"><c r="A1" t="s"><v>0</v></c>{piece * times}</row>',
            strings=f'<sst xmlns="{books.MAIN}"><si><t>x</t></si>{piece * times}</sst>',
        )
        return lambda: asked_in_every_way(source, edits)

    assert growth(prepared, 2_000) < IN_STEP


def asked_in_every_way(source: bytes, edits: list[SheetEdits]) -> None:
    asked: list[Callable[[bytes], object]] = [
        read_sheet,
        lambda it: patch(it, edits),
        lambda it: undo_edits(it, edits),
    ]
    for ask in asked:
        with suppress(XlsxError):
            ask(source)


def test_words_are_read_as_the_fuzzer_reads_them() -> None:
    assert {b'<row r="2">', b"PK\x01\x02", b"\\"} <= set(words())


def test_another_exception_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> Patched:
        raise KeyError("r")

    monkeypatch.setattr(targets, "patch", fails)
    with pytest.raises(KeyError):
        TARGETS["xml"](_SOUND)


def test_a_lost_edit_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def does_nothing(source: bytes, *_: object, **__: object) -> Patched:
        return Patched(content=source, changed_parts=())

    monkeypatch.setattr(targets, "patch", does_nothing)
    with pytest.raises(Broken, match="reads"):
        TARGETS["xml"](_SOUND)


def test_the_shortest_input_for_each_place_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(content: bytes) -> None:
        if content:
            raise ValueError(content.decode())

    kept = Kept(breaks, tmp_path, "xml")
    for content in (b"", b"abc", b"a", b"ab"):
        kept.tried(content)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"a"]
    assert capsys.readouterr().err.count("Traceback") == 1
