from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import typer

from sheetship.cli import main, play
from sheetship.cli.boundary import arguments
from sheetship.cli.words import choose_lang
from sheetship.core.findings import SheetShipError

WIDTH = 80


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demo") / "my demo"
    choose_lang("en")
    play.demo(place, None, None)
    return place


def test_the_demo_leaves_a_shop_that_can_be_looked_at_and_run_again(english: Path) -> None:
    there = {path.name for path in english.iterdir()}
    assert {"orders.xlsx", "catalogue.xlsx", "outbox", "Run SheetShip.bat", "Run SheetShip.command"} <= there
    assert [path.name for path in sorted((english / "outbox").iterdir())] == ["261121-1", "261122-1"]
    assert os.access(english / "Run SheetShip.command", os.X_OK)


def test_a_second_demo_stands_beside_the_first_one(
    english: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (english / "orders.xlsx").read_bytes()
    monkeypatch.setattr(sys, "argv", ["sheetship", "demo", str(english), "--story", "paste-your-orders"])
    with pytest.raises(SystemExit) as left:
        main()
    said = shown(capsys)
    assert left.value.code == 0
    assert (english / "orders.xlsx").read_bytes() == before
    assert str(english.with_name("my demo-2") / "orders.xlsx") in said
    assert "示例：自己记的订单表" in said
    assert "订单表里已有 6 行写上了运单号。" in said


def test_the_demo_speaks_the_language_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    choose_lang("en")
    play.demo(tmp_path / "demo", "three-shops", "en")
    said = shown(capsys)
    assert "Story: Three platforms, one queue" in said
    assert "14 lines of the orders table now carry a tracking number." in said
    assert "Nothing to do: 0 files, 0 edits." in said
    assert "Numbers of nobody" in said
    lines = [line for line in said.splitlines() if str(tmp_path) not in line]
    assert max(map(len, lines)) <= WIDTH


def test_all_stories_are_played_each_in_a_folder_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    choose_lang("zh")
    play.demo(tmp_path, play.ALL, None)
    names = ["douyin-day", "paste-your-orders", "shopify-us", "three-shops"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == names
    said = shown(capsys)
    assert "示例：抖店的一天" in said
    assert "Story: A Shopify shop in the US" in said
    assert "……还有 22 行" in said


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(SheetShipError) as refused:
        play.demo(tmp_path, None, None)
    assert refused.value.finding.code == "SHOP-07"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_story_that_does_not_exist_names_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match=r"douyin-day .* paste-your-orders"):
        play.demo(tmp_path / "demo", "no-such-story", None)
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["demo", "--story"], ["demo", "--story", "all"]),
        (["demo", "--story", "--lang", "zh"], ["demo", "--story", "all", "--lang", "zh"]),
        (["demo", "x", "--story", "douyin-day"], ["demo", "x", "--story", "douyin-day"]),
        (["run"], ["run"]),
        ([], []),
    ],
)
def test_story_without_a_name_means_all(given: list[str], told: list[str]) -> None:
    assert arguments(given) == told
