"""The jail: whatever the parser of old workbooks does inside, the caller gets tabs or one coded refusal."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.sources import inmate, jail
from sheetship.xlsx.sources.jail import Limits, jailed_tabs
from tests.xlsx.made_sources import far_apart, xlsb

SMALL = xlsb({1: {1: "a", 3: 2.0}})


def refusal(content: bytes, limits: Limits | None = None) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        jailed_tabs(content, "xlsb", limits=limits)
    return caught.value


def other_inmate(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    path = folder / "inmate.py"
    path.write_text(program)
    monkeypatch.setattr(jail, "_INMATE", path)


def test_a_file_that_asks_for_550_gb_is_refused_and_we_go_on() -> None:
    assert refusal(far_apart()).code == "unsafe_file"
    assert jailed_tabs(SMALL, "xlsb")[0].rows == [[], ["", "a", "", "2"]]


def test_a_damaged_file_is_refused() -> None:
    assert refusal(b"PK").code == "damaged"


def test_a_child_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other_inmate(monkeypatch, tmp_path, "while True: pass")
    assert refusal(SMALL, Limits(seconds=0.2)).code == "unsafe_file"


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import os; os.abort()", "died"),
        ("print('{\"tab\": ')", "died"),
        ("print('[1]' * 999)", "too much"),
    ],
)
def test_a_child_that_dies_or_babbles_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, why: str
) -> None:
    other_inmate(monkeypatch, tmp_path, program)
    error = refusal(SMALL, Limits(answer=100))
    assert error.code == "unsafe_file"
    assert why in str(error)


def test_a_child_keeps_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHOP_BOOK_PASSWORD", "secret")
    told = 'import os; print(\'{"refused": "damaged", "why": "%s"}\' % ",".join(sorted(os.environ)))'
    other_inmate(monkeypatch, tmp_path, told)
    assert "SHOP_BOOK_PASSWORD" not in refusal(SMALL).facts["why"]


def test_without_calamine_the_refusal_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert refusal(SMALL).code == "unsupported"


def test_a_workbook_without_sheets_is_damaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other_inmate(monkeypatch, tmp_path, "print('{\"end\": true}')")
    assert refusal(SMALL).code == "damaged"


def said(content: bytes, wanted: str | int | None = None) -> list[object]:
    lines: list[object] = []
    inmate.answer(wanted, content, lines.append)
    return lines


def test_the_child_says_heads_of_all_tabs_and_rows_of_those_wanted() -> None:
    head = {"tab": "订单", "state": "Visible", "left": 1, "merges": []}
    rows: list[object] = [[""], ["t-n", "a", "", "2"]]
    assert said(SMALL) == [head, *rows, {"end": True}]
    assert said(SMALL, 0) == said(SMALL, "订单") == said(SMALL, -1) == said(SMALL)
    assert said(SMALL, "x") == [{**head, "left": 0}, {"end": True}]


def _raises(error: BaseException) -> Callable[[object], object]:
    def opened(_: object) -> object:
        raise error

    return opened


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (python_calamine.PasswordError("locked"), "encrypted"),
        (python_calamine.XmlError("odd"), "damaged"),
        (OSError("ends early"), "damaged"),
        (MemoryError(), "unsafe_file"),
        (BaseException("PanicException"), "unsafe_file"),
    ],
)
def test_whatever_goes_wrong_in_the_child_is_said(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: str
) -> None:
    class Workbook:
        from_filelike = staticmethod(_raises(error))

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Workbook)
    (line,) = said(SMALL)
    assert isinstance(line, dict)
    assert line["refused"] == code
    assert jail._refusal(line).code == code


def test_values_are_spelled_as_other_readers_spell_them() -> None:
    assert inmate._SPELLED[int](7) == ("n", "7")
    assert inmate._SPELLED[float](6917000000000000017.0) == ("n", "6917000000000000000")
    assert inmate._SPELLED[str]("") == ("-", "")
    almost_noon = datetime(2026, 11, 21, 11, 59, 59, 999_999)  # noqa: DTZ001 - cells know no zone
    assert inmate._SPELLED[datetime](almost_noon) == ("d", "2026-11-21 12:00:00")
    assert inmate._SPELLED[time](almost_noon.time()) == ("d", "12:00:00")


def test_the_child_gives_up_its_rights_before_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up: list[int] = []

    def set_limit(kind: int, most: tuple[int, int]) -> None:
        given_up.append(kind)
        raise OSError(most)

    monkeypatch.setattr(resource, "setrlimit", set_limit)
    stdout = BytesIO()
    inmate.main(BytesIO(b'{"wanted": null}\n' + SMALL), stdout, 1, 1)
    assert resource.RLIMIT_AS in given_up
    assert json.loads(stdout.getvalue().splitlines()[-1]) == {"end": True}
    monkeypatch.setitem(sys.modules, "resource", None)
    inmate.lock(1, 1)


def test_limits_hold_inside_the_child() -> None:
    program = (
        f"import sys; sys.path.append({str(Path(inmate.__file__).parent)!r}); import inmate; inmate.lock(2**28, 9)\n"
        "try: open('x', 'w')\nexcept OSError: print('no file')\n"
        "try: bytes(2**29)\nexcept MemoryError: print('no memory')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["no file", "no memory"]
