"""``sheetship`` as a process of its own: how lightly it starts, and what a double-clicked launcher shows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sheetship.adapters.new_shop import add_launchers
from sheetship.adapters.safe_files import SafeFiles
from tests.flow.small_shop import small_shop

HEAVY = {
    "pandas",
    "sqlalchemy",
    "pydantic",
    "openpyxl",
    "xlsxwriter",
    "jinja2",
    "gspread",
    "phonenumbers",
    "rapidfuzz",
}
_HELP = """
import sys
sys.argv = ["sheetship", *{arguments!r}]
from sheetship.cli import main
try:
    main()
except SystemExit:
    print("LOADED", *sorted(name for name in sys.modules if "." not in name))
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _HELP.format(arguments=arguments)],
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    loaded = set(told.partition("LOADED ")[2].split())
    assert loaded
    assert loaded & HEAVY == set()


@pytest.mark.skipif(os.name == "nt", reason="the launcher of macOS and Linux")
def test_a_double_click_runs_the_shop_and_says_where_everything_is(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    add_launchers(shop.folder, "zh", Path(sys.executable), SafeFiles())
    told = subprocess.run(
        ["sh", str(shop.folder / "一键运行.command")],
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert (told.returncode, told.stderr) == (0, "")
    for words in ("计划", "本次下单 4", "完成", str(shop.orders), "report.html", "outbox"):
        assert words in told.stdout


@pytest.mark.skipif(os.name == "nt", reason="the launcher of macOS and Linux")
def test_a_workbook_dropped_onto_the_launcher_is_run(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    add_launchers(shop.folder, "zh", Path(sys.executable), SafeFiles())
    (shop.folder / "~$orders.xlsx").touch()
    told = subprocess.run(
        ["sh", str(shop.folder / "一键运行.command"), str(shop.orders)],
        capture_output=True, check=False, encoding="utf-8", stdin=subprocess.DEVNULL, cwd=tmp_path,
    )  # fmt: skip
    assert told.returncode == 1
    assert "[BOOK-01]" in told.stderr
    assert "没有继续" in told.stdout
