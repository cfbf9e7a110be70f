"""``sheetship handover``: one sentence that says what happens next, on either computer."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.calling import AT, sheetship
from tests.flow.small_shop import SETTINGS, small_shop


def test_handed_over_each_computer_says_what_it_does_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = small_shop(tmp_path)
    (shop.folder / "sheetship.toml").write_text(f'{SETTINGS}[ledger]\nplace = "computer"\n', encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "A"))
    assert sheetship("run", shop.folder, "--yes", "--at", AT).code == 0

    answer = sheetship("handover", shop.folder, "--lang", "en")

    assert (answer.code, answer.err) == (0, "")
    assert "the next computer that runs takes over" in " ".join(answer.out.split())
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "B"))
    assert sheetship("run", shop.folder, "--yes", "--at", AT, "--lang", "zh").code == 0
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "A"))
    refused = sheetship("status", shop.folder, "--lang", "zh")
    assert refused.code == 1
    assert "只有那台电脑能运行" in refused.err
    assert "[STORE-50]" in refused.err


def test_taking_over_is_asked_for_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = small_shop(tmp_path)
    (shop.folder / "sheetship.toml").write_text(f'{SETTINGS}[ledger]\nplace = "computer"\n', encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "A"))
    assert sheetship("run", shop.folder, "--yes", "--at", AT).code == 0
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "B"))

    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    asked = sheetship("handover", shop.folder, "--take", "--lang", "en")
    assert "really never run this shop again?" in " ".join(asked.out.split())
    assert "Not applied" in asked.out
    assert "[STORE-50]" in sheetship("run", shop.folder, "--yes", "--at", AT).err

    taken = sheetship("handover", shop.folder, "--take", "--yes", "--lang", "zh")
    assert "已由这台电脑接手（台账副本 ledger-copy-261121.db）" in "".join(taken.out.split("\n"))
    assert sheetship("run", shop.folder, "--yes", "--at", AT).code == 0


def test_a_shop_of_ones_own_has_nothing_to_hand_over(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    answer = sheetship("handover", shop.folder, "--lang", "zh")
    assert answer.code == 1
    assert "[STORE-53]" in answer.err
    assert "把整个文件夹搬到另一台电脑就行" in answer.err
