"""Pages hold together: links lead somewhere, commands run, nothing names a machine, promises name tests that exist."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, README, ROOT, links, page, pages, snippets, table_after

_COMMAND = re.compile(r"<!-- (demo|test)-command -->\n```sh\n(.+)\n```")
_MACHINE = re.compile(r"(?:^|[\s`(\"])/(?:home|root|tmp|work|Users|var|mnt)/|[A-Za-z]:\\Users\\")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PICTURES = sorted((DOCS / "pictures").iterdir())


def _anchors(path: Path) -> set[str]:
    """What a link may jump to: marked places, and headings as GitHub names them."""
    text = path.read_text(encoding="utf-8")
    slugs = (
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in _HEADING.findall(text)
    )
    return {*_ANCHOR.findall(text), *slugs}


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for link in links(path):
        target, _, anchor = link.partition("#")
        there = (path.parent / target).resolve() if target else path
        if "://" in link or (there.exists() and (not anchor or anchor in _anchors(there))):
            continue
        broken.append(link)
    assert broken == []


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_no_page_names_a_machine(path: Path) -> None:
    assert _MACHINE.findall(path.read_text(encoding="utf-8")) == []


def test_both_readmes_give_the_same_two_commands() -> None:
    english, chinese = (
        dict(_COMMAND.findall(it.read_text(encoding="utf-8"))) for it in (README, page("README.zh-CN.md"))
    )
    assert english.keys() == {"demo", "test"}
    assert english == chinese


@pytest.mark.parametrize(
    ("path", "commands"), list(snippets()), ids=lambda it: it.name if isinstance(it, Path) else ""
)
def test_the_commands_of_a_page_run(path: Path, commands: list[str], tmp_path: Path) -> None:
    for command in commands:
        run = [sys.executable, "-m", "sheetship", *shlex.split(command)[1:]]
        there = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        ended = subprocess.run(run, cwd=tmp_path, env=there, capture_output=True, timeout=120, check=False)
        assert ended.returncode == 0, f"{path.name}: {command}\n{ended.stderr.decode()}"


@pytest.mark.parametrize(
    "row",
    table_after(page("how-it-works.md").read_text(encoding="utf-8"), "promises"),
    ids=lambda row: row[0],
)
def test_the_tests_of_a_promise_exist(row: list[str]) -> None:
    named = [name.partition("::") for name in re.findall(r"`(tests/[^`]+)`", row[2])]
    assert named
    missing = [
        f"{file}::{test}"
        for file, _, test in named
        if f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_there_are_ten_promises() -> None:
    rows = table_after(page("how-it-works.md").read_text(encoding="utf-8"), "promises")
    assert [row[0] for row in rows] == [str(number) for number in range(1, 11)]


def test_every_picture_is_shown() -> None:
    shown = {(path.parent / link).resolve() for path in pages() for link in links(path)}
    assert [picture.name for picture in _PICTURES if picture.resolve() not in shown] == []
