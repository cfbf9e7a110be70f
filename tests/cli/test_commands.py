"""What every command prints and how it ends: for a person in 80 columns, for a program as one JSON document."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import pytest
import typer
from rich.cells import cell_len

from sheetship.cli import act
from sheetship.cli.words import WORDS
from sheetship.core.findings import Level
from tests.cli.calling import AT, Answer, sheetship
from tests.flow.small_shop import EXPORTED, SmallShop, reply, small_shop
from tests.stories.make_inputs import SAMPLE_SHEETS

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
LATER = "2026-11-21T12:00:00+08:00"


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    return small_shop(tmp_path)


@pytest.fixture
def american(tmp_path: Path) -> Path:
    """A shop that knows no Chinese at all."""
    return Path(shutil.copytree(SAMPLE_SHEETS / "shopify-us" / "in", tmp_path / "maple"))


def every_command(folder: Path, order: str, lang: str) -> dict[str, Answer]:
    """One answer of each command of a day."""
    told = ("--lang", lang)
    return {
        "doctor": sheetship("doctor", folder, *told),
        "rehearsal": sheetship("run", folder, "--dry-run", "--at", AT, *told),
        "plan": sheetship("plan", folder, "--at", AT, *told),
        "run": sheetship("run", folder, "--yes", "--at", AT, *told),
        "again": sheetship("run", folder, "--yes", "--at", AT, *told),
        "status": sheetship("status", folder, "--at", LATER, *told),
        "why": sheetship("why", order, "--shop", folder, "--at", LATER, *told),
        "undo": sheetship("undo", "--shop", folder, "--yes", "--at", LATER, *told),
    }


def test_a_day_of_an_english_shop_is_told_in_english_alone(american: Path) -> None:
    for name, answer in every_command(american, "#1062", "en").items():
        assert (name, answer.code, answer.err) == (name, 0, "")
        told = re.sub(r"\S+\.xlsx", "", answer.out)  # one of its suppliers wants a Chinese sheet
        assert not CHINESE.search(told), (name, CHINESE.search(told))


def test_a_day_of_a_chinese_shop_is_told_in_chinese(shop: SmallShop) -> None:
    for name, answer in every_command(shop.folder, "A1", "zh").items():
        assert (name, answer.code, answer.err) == (name, 0, "")
        sentences = [line for line in answer.out.splitlines() if " " in line and "/" not in line]
        assert all(
            CHINESE.search(line) or (line.isascii() and not re.search("[a-z]{3} [a-z]{3}", line))
            for line in sentences
        )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_80_columns_but_for_whole_paths(shop: SmallShop, lang: str) -> None:
    shop.drop("什么.csv", "订单号,商品\n1,杯子\n".encode())
    for name, answer in every_command(shop.folder, "A1", lang).items():
        wide = [
            line for line in answer.out.splitlines() if cell_len(line) > 80 and str(shop.folder) not in line
        ]
        assert wide == [], name


def test_every_word_of_the_screen_is_there_in_both_languages() -> None:
    chinese = [word for word, (zh, _) in WORDS.items() if not CHINESE.search(zh)]
    english = [word for word, (_, en) in WORDS.items() if CHINESE.search(en) or not en]
    assert (chinese, english) == ([], [])


def test_words_ask_for_the_same_values_in_both_languages() -> None:
    asked: Callable[[str], list[str]] = lambda text: sorted(re.findall(r"\{(\w+)\}", text))  # noqa: E731
    assert [word for word, (zh, en) in WORDS.items() if asked(zh) != asked(en)] == []


# One JSON document on stdout and nothing else

DOCUMENT = {"run", "shop", "applied", "counts", "files", "edits", "findings"}
COUNTS = {"lines", "new", "confirmed", "allocated", "sent", "shipped", "held", "exceptions"}


@pytest.mark.parametrize("command", ["plan", "run", "status"])
def test_the_document_of_a_run(shop: SmallShop, command: str) -> None:
    shop.drop("坏.xlsx", b"PK\x03\x04")
    answer = sheetship(command, shop.folder, "--json", "--at", AT, "--lang", "en")
    assert (answer.code, answer.err) == (0, "")
    document = answer.document
    assert set(document) == DOCUMENT
    assert set(document["counts"]) >= COUNTS
    assert document["applied"] is (command == "run")
    assert document["shop"] == "小店"
    assert document["counts"]["sent"] == 4
    assert document["edits"] > 0
    assert all(set(file) == {"path", "kind", "sha256", "lines"} for file in document["files"])
    assert all(set(found) == {"code", "level", "where", "message", "fix"} for found in document["findings"])
    assert {found["level"] for found in document["findings"]} <= set(Level)


def test_the_files_of_the_document_are_the_files_on_disk(shop: SmallShop) -> None:
    for file in sheetship("run", shop.folder, "--json", "--at", AT).document["files"]:
        assert sha256((shop.folder / file["path"]).read_bytes()).hexdigest() == file["sha256"]


def test_a_rehearsal_in_json_is_not_applied(shop: SmallShop) -> None:
    assert sheetship("run", shop.folder, "--dry-run", "--json", "--at", AT).document["applied"] is False
    assert not (shop.folder / "outbox").exists()


def test_a_saved_plan_is_applied_in_json(shop: SmallShop) -> None:
    sheetship("plan", shop.folder, "--at", AT)
    (plan,) = (shop.folder / ".sheetship" / "plans").glob("*/plan.xlsx")
    assert sheetship("apply", plan, "--json").document["applied"] is True


def test_the_document_of_an_undo(shop: SmallShop) -> None:
    sheetship("run", shop.folder, "--yes", "--at", AT)
    document = sheetship("undo", "--shop", shop.folder, "--json", "--at", LATER).document
    assert set(document) >= {"run", "undone", "restored", "kept", "cannot", "files"}
    assert document["cannot"]["purchase_orders"] == ["HZ-261121-1", "YW-261121-1"]


def test_the_documents_of_why_and_doctor(shop: SmallShop) -> None:
    sheetship("run", shop.folder, "--yes", "--at", AT)
    shop.drop("回单.xlsx", reply({"A1": "73100000000017"}))
    sheetship("run", shop.folder, "--yes", "--at", LATER)
    answer = sheetship("why", "A1", "--shop", shop.folder, "--json", "--at", LATER)
    assert '"73100000000017"' in answer.out
    assert answer.err == ""
    assert sheetship("doctor", shop.folder, "--json").document.keys() >= {"check_orders", "check_ledger"}


def test_what_doctor_finds_is_told_with_its_way_out(shop: SmallShop) -> None:
    shop.orders.write_bytes(b"")
    answer = sheetship("doctor", shop.folder, "--lang", "en")
    assert answer.code == 0
    assert "[BOOK-04]" in answer.out
    assert "mend" in answer.out


# The last line counts what waits


@pytest.mark.parametrize("command", [["plan"], ["run", "--yes"], ["run", "--dry-run"], ["status"]])
def test_the_last_line_says_how_many_findings_wait(shop: SmallShop, command: list[str]) -> None:
    shop.type_into("A1", "phone", None)
    answer = sheetship(command[0], shop.folder, *command[1:], "--at", AT, "--lang", "en")
    assert "[ORD-12]" in answer.out
    assert answer.out.splitlines()[-1].strip() == "1 findings wait for a person."


def test_a_run_says_where_everything_lies_and_how_to_take_it_back(shop: SmallShop) -> None:
    out = sheetship("run", shop.folder, "--yes", "--at", AT, "--lang", "en").out
    for place in ("orders.xlsx", "outbox/261121-1", "outbox/261121-1/report.html"):
        assert str(shop.folder / place) in out
    assert "sheetship undo 261121-1" in out


# How a command ends


def test_the_shop_may_be_named_by_its_workbook(shop: SmallShop) -> None:
    assert sheetship("run", shop.orders, "--json", "--at", AT).document["counts"]["sent"] == 4


def test_a_shop_without_a_language_speaks_that_of_its_table(shop: SmallShop) -> None:
    (shop.folder / "sheetship.toml").write_text("", encoding="utf-8")
    assert "完成" in sheetship("run", shop.folder, "--yes", "--at", AT).out


@pytest.mark.parametrize(
    "wrong",
    [
        ["run", ".", "--at", "tomorrow"],
        ["run", ".", "--lang", "de"],
        ["run", ".", "--nonsense"],
        ["nonsense"],
        ["why"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(wrong: list[str]) -> None:
    answer = sheetship(*wrong)
    assert answer.code == 2
    assert "Traceback" not in answer.err


def test_a_time_without_a_zone_is_the_computers(shop: SmallShop) -> None:
    assert (
        sheetship("plan", shop.folder, "--at", "2026-11-21T10:00:00", "--json")
        .document["run"]
        .startswith("2611")
    )


def test_no_to_the_question_changes_nothing(shop: SmallShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: False)
    answer = sheetship("run", shop.folder, "--at", AT, "--lang", "en")
    assert answer.code == 0
    assert "Not applied." in answer.out
    assert not (shop.folder / "outbox").exists()


def test_no_to_an_undo_changes_nothing(shop: SmallShop, monkeypatch: pytest.MonkeyPatch) -> None:
    sheetship("run", shop.folder, "--yes", "--at", AT)
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: False)
    assert "Not applied." in sheetship("undo", "--shop", shop.folder, "--lang", "en").out
    assert shop.rows()["A1"]["po_number"] == "HZ-261121-1"


def test_a_yes_runs(shop: SmallShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: True)
    assert sheetship("run", shop.folder, "--at", AT).code == 0
    assert shop.rows()["A1"]["po_number"] == "HZ-261121-1"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, typer.Abort])
def test_ctrl_c_ends_with_130_and_a_sentence(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def stopped(*_: object, **__: object) -> NoReturn:
        raise stop

    monkeypatch.setattr(typer, "confirm", stopped)
    answer = sheetship("run", shop.folder, "--at", AT, "--lang", "en")
    assert answer.code == 130
    assert "Stopped." in answer.err
    assert not (shop.folder / "outbox").exists()


def test_a_bug_ends_with_3_and_a_log_without_anybody_in_it(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        person = "张小满 13800001111"
        raise ValueError(person)

    monkeypatch.setattr(act, "run_shop", broken)
    answer = sheetship("run", shop.folder, "--yes", "--at", AT, "--lang", "en")
    assert answer.code == 3
    (log,) = re.findall(r"\S+\.log", answer.err)
    text = Path(log).read_text(encoding="utf-8")
    Path(log).unlink()
    assert "ValueError" in text
    assert "act.py" in text
    assert "张小满" not in text + answer.err
    assert "13800001111" not in text + answer.err


def test_a_new_shop_is_ready_to_run(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        answer = sheetship("init", tmp_path / lang, "--lang", lang)
        assert answer.code == 0
        assert bool(CHINESE.search(answer.out)) is (lang == "zh")
        assert sheetship("run", tmp_path / lang, "--yes", "--at", AT).code == 0
        assert "doctor" not in sheetship("doctor", tmp_path / lang).err


def test_undo_tells_what_cannot_be_taken_back(shop: SmallShop) -> None:
    sheetship("run", shop.folder, "--yes", "--at", AT)
    shop.type_into("A1", "status", "我改的")
    out = sheetship("undo", "--shop", shop.folder, "--yes", "--at", LATER, "--lang", "en").out
    assert "HZ-261121-1" in out
    assert "订单!" in out
    assert "outbox" in out


def test_nobody_is_named_on_the_screen(shop: SmallShop) -> None:
    shop.type_into("A1", "phone", "138000011")
    for answer in every_command(shop.folder, EXPORTED[0], "en").values():
        for person in ("张小满", "李大明", "王五", "赵六", "13900002222", "文三路"):
            assert person not in answer.out
