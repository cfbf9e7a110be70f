"""docs/cli.md is the help of every command, made from the program."""

from __future__ import annotations

import pytest

from sheetship.cli.app import app
from tests.cli.calling import sheetship
from tests.docs.pages import page

_HEAD = """# The command line 命令行

`sheetship COMMAND [SHOP]`: SHOP is a shop folder, or a workbook in it; without one, the current folder.
SHOP 是店铺文件夹，或其中的订单表；不写就是当前文件夹。

This page is made from the program; `pytest tests/docs --renew-docs` writes it again.

## Exit codes 退出码

| code | meaning | 含义 |
|---|---|---|
| 0 | done; findings may wait for a person, the last line says how many | 完成；最后一行是等人处理的条数 |
| 1 | could not go on; one sentence says why and what to do | 不能继续；一句话说明原因和办法 |
| 2 | wrong usage | 用法不对 |
| 3 | a bug; the log named in the sentence holds no names or phones | 程序出错；提到的日志里没有姓名电话 |
| 130 | stopped by you; the next run finishes what was not done | 已中止；下次运行接着做完 |

## `--json`

One JSON document on standard output and nothing else there. `plan`, `run`, `apply` and `status` print
`{"run", "shop", "applied", "counts", "files": [{"path", "kind", "sha256", "lines"}], "edits",
"findings": [{"code", "level", "where", "message", "fix"}]}`; the codes are explained in [messages.md](messages.md).
"""


def made_page() -> str:
    """The page as the program says it."""
    names = [command.callback.__name__ for command in app.registered_commands if command.callback]
    return "".join([_HEAD, *(f"\n## {name}\n\n```text\n{_help(name)}\n```\n" for name in names)])


def _help(name: str) -> str:
    answer = sheetship(name, "--help")
    assert answer.code == 0
    return _plain(answer.out)


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def test_the_help_of_every_command_is_on_the_page(
    monkeypatch: pytest.MonkeyPatch, *, renew_docs: bool
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    path = page("cli.md")
    if renew_docs:
        path.write_text(made_page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made_page(), (
        "cli.md fell behind: pytest tests/docs --renew-docs"
    )
