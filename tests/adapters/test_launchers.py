"""The files a person double-clicks, run for real where this machine can run them."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.adapters.launchers import WORDS, desktop_quoted, launchers

LANGS = ["zh", "en"]
SHELLS = [shell for shell in ("sh", "dash", "bash") if shutil.which(shell)]
FAKE_PYTHON = '#!/bin/sh\necho "in:$PWD"\nfor word in "$@"; do echo "word:$word"; done\nexit {code}\n'


def shop_with_launchers(folder: Path, lang: str, *, code: int = 0) -> tuple[Path, str]:
    shop = folder / "我的 shop's 店"
    shop.mkdir()
    python = folder / "Program Files (x86)" / "蟒 $HOME`x`\"'" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(FAKE_PYTHON.format(code=code), encoding="utf-8")
    python.chmod(0o755)
    for name, (content, executable) in launchers(python, lang).items():
        (shop / name).write_bytes(content)
        if executable:
            (shop / name).chmod((shop / name).stat().st_mode | stat.S_IXUSR)
    return shop, WORDS["name"][lang]


def run(command: Sequence[str], cwd: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path or os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("shell", SHELLS)
def test_a_double_click_runs_the_folder_it_stands_in(tmp_path: Path, shell: str, lang: str) -> None:
    shop, name = shop_with_launchers(tmp_path, lang)
    ended = run([shell, str(shop / f"{name}.command")], tmp_path)
    assert f"in:{shop}" in ended.stdout.splitlines()
    assert [line[5:] for line in ended.stdout.splitlines() if line.startswith("word:")] == [
        "-m",
        "sheetship",
        "run",
        "--yes",
        ".",
    ]
    assert WORDS["done"][lang] in ended.stdout
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_launcher_itself_can_be_executed(tmp_path: Path) -> None:
    shop, name = shop_with_launchers(tmp_path, "zh")
    assert run([str(shop / f"{name}.command")], tmp_path).returncode == 0


def test_a_workbook_dropped_onto_it_is_the_one_that_runs(tmp_path: Path) -> None:
    shop, name = shop_with_launchers(tmp_path, "zh")
    book = str(shop / "十一月 订单.xlsx")
    assert f"word:{book}\n" in run([str(shop / f"{name}.command"), book], tmp_path).stdout


def test_a_workbook_named_from_another_folder_is_found_there(tmp_path: Path) -> None:
    shop, name = shop_with_launchers(tmp_path, "en")
    ended = run([str(shop / f"{name}.command"), "my orders.xlsx"], tmp_path)
    assert f"word:{tmp_path / 'my orders.xlsx'}\n" in ended.stdout


def test_a_second_dropped_workbook_is_not_forgotten_in_silence(tmp_path: Path) -> None:
    shop, name = shop_with_launchers(tmp_path, "en")
    assert WORDS["extra"]["en"] in run([str(shop / f"{name}.command"), "/a.xlsx", "/b.xlsx"], tmp_path).stdout


@pytest.mark.parametrize(
    ("code", "sentence"), [(1, "stopped"), (2, "stopped"), (3, "bug"), (130, "halted"), (139, "bug")]
)
def test_the_exit_code_is_kept_and_explained(tmp_path: Path, code: int, sentence: str) -> None:
    shop, name = shop_with_launchers(tmp_path, "zh", code=code)
    ended = run([str(shop / f"{name}.command")], tmp_path)
    assert ended.returncode == code
    assert WORDS[sentence]["zh"] in ended.stdout


def path_with(folder: Path, *programs: str) -> str:
    folder.mkdir()
    for program in programs:
        (folder / program).symlink_to(str(shutil.which(program)))
    return str(folder)


def test_without_its_python_it_takes_sheetship_from_the_path(tmp_path: Path) -> None:
    shop, name = shop_with_launchers(tmp_path, "en")
    shutil.rmtree(tmp_path / "Program Files (x86)")
    path = path_with(tmp_path / "bin", "sh", "dirname")
    (tmp_path / "bin" / "sheetship").write_text(FAKE_PYTHON.format(code=0), encoding="utf-8")
    (tmp_path / "bin" / "sheetship").chmod(0o755)
    assert "word:run\nword:--yes\nword:.\n" in run([str(shop / f"{name}.command")], tmp_path, path).stdout


def test_without_any_sheetship_it_says_how_to_get_it(tmp_path: Path) -> None:
    shop, name = shop_with_launchers(tmp_path, "en")
    shutil.rmtree(tmp_path / "Program Files (x86)")
    ended = run([str(shop / f"{name}.command")], tmp_path, path_with(tmp_path / "bin", "sh", "dirname"))
    assert WORDS["missing"]["en"] in ended.stdout
    assert ended.returncode == 127


# --- Linux desktop entry ------------------------------------------------------------------------------------------


def exec_arguments(entry: str) -> list[str]:
    """Words of ``Exec=`` read back by the Desktop Entry rules: string escapes first, then quoting."""
    value = next(line for line in entry.splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    value = value.replace("\\\\", "\0").replace("\\s", " ").replace("\0", "\\")
    words: list[str] = []
    at = 0
    while at < len(value):
        if value[at] == " ":
            at += 1
        elif value[at] == '"':
            word, at = quoted_word(value, at + 1)
            words.append(word.replace("%%", "%"))
        else:
            word = value[at:].split(" ", 1)[0]
            assert not set(word) & set("\t\n\"'\\><~|&;$*?#()`"), "reserved characters must be quoted"
            words.append(word)
            at += len(word)
    return words


def quoted_word(value: str, at: int) -> tuple[str, int]:
    word = ""
    while value[at] != '"':
        if value[at] == "\\":
            at += 1
            assert value[at] in '"`$\\'
        else:
            assert value[at] not in "`$", "must be escaped inside quotes"
        word += value[at]
        at += 1
    return word, at + 1


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])))
def test_what_is_quoted_for_a_desktop_entry_reads_back_the_same(argument: str) -> None:
    assert exec_arguments(f"Exec={desktop_quoted(argument)}") == [argument]


@pytest.mark.parametrize("as_address", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_the_desktop_entry_runs_its_own_folder_with_the_dropped_workbook(
    tmp_path: Path, lang: str, *, as_address: bool
) -> None:
    shop, name = shop_with_launchers(tmp_path, lang)
    entry = shop / f"{name}.desktop"
    command: list[str] = []
    for word in exec_arguments(entry.read_text(encoding="utf-8")):
        places = {"%k": [entry.as_uri() if as_address else str(entry)], "%F": [str(shop / "订 单.xlsx")]}
        command += places.get(word, [word])
    if as_address:
        python = next(Path(word) for word in command if word.endswith("/python"))
        python.write_text(
            f'#!/bin/sh\n[ "$1" = -c ] && exec python3 "$@"\n{FAKE_PYTHON.format(code=0)}', encoding="utf-8"
        )
    ended = run(command, tmp_path)
    assert f"in:{shop}" in ended.stdout.splitlines()
    assert f"word:{shop / '订 单.xlsx'}" in ended.stdout.splitlines()


@pytest.mark.parametrize("lang", LANGS)
def test_the_desktop_entry_has_what_the_standard_asks_for(lang: str) -> None:
    entry = launchers(PurePosixPath("/usr/bin/python3"), lang)[f"{WORDS['name'][lang]}.desktop"][0].decode()
    head, *lines = entry.splitlines()
    keys = dict(line.split("=", 1) for line in lines)
    assert head == "[Desktop Entry]"
    assert keys["Type"] == "Application"
    assert keys["Terminal"] == "true"
    assert keys["Name"] == WORDS["name"][lang]
    assert keys["Categories"].endswith(";")
    assert len(keys) == len(lines)
    assert exec_arguments(entry)[-1] == "%F"


# --- Windows batch file -------------------------------------------------------------------------------------------


def batch(python: str, lang: str = "zh") -> str:
    content, executable = launchers(PureWindowsPath(python), lang)[f"{WORDS['name'][lang]}.bat"]
    assert not executable
    assert not content.startswith(b"\xef\xbb\xbf"), "cmd reads a byte order mark as a command"
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    return content.decode("utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_the_batch_file_speaks_utf_8_before_its_first_chinese_word(lang: str) -> None:
    lines = batch(r"C:\Python\python.exe", lang).splitlines()
    assert lines[:2] == ["@echo off", "chcp 65001 >nul"]
    assert all(line.isascii() for line in lines[:2])


def test_the_batch_file_quotes_every_path() -> None:
    text = batch(r"C:\Users\张 三 (100%)\python.exe")
    assert 'set "PYTHON=C:\\Users\\张 三 (100%%)\\python.exe"' in text
    assert 'cd /d "%~dp0"' in text
    assert 'set "BOOK=%~1"' in text
    assert '"%PYTHON%" -m sheetship run --yes "%BOOK%"' in text


def test_the_batch_file_keeps_its_window_and_its_exit_code() -> None:
    assert batch(r"C:\p.exe").splitlines()[-2:] == ["pause", "exit /b %CODE%"]


def test_the_batch_file_has_no_labels_because_cmd_loses_them_in_utf_8() -> None:
    assert not any(line.startswith(":") or "goto" in line for line in batch(r"C:\p.exe").splitlines())


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_holds_a_character_that_a_shell_would_act_on(lang: str) -> None:
    for sentence in WORDS.values():
        assert not set(sentence[lang]) & set('%!^&|<>()"\\')
        assert shlex.split(shlex.quote(sentence[lang])) == [sentence[lang]]
