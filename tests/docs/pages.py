"""Pages as tests read them: parts made from code, code blocks, links.

A made part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``. It is a table; its last ``by_hand`` columns are
written by people and stay when the rest is renewed, found again by the first cell of their row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
README = ROOT / "README.md"

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class MadeTable:
    """What code says of a made part: its headings, and its rows without the columns written by hand."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    by_hand: int = 0


def pages() -> list[Path]:
    """The README and every page of docs/."""
    return [README, *sorted(DOCS.glob("*.md"))]


def page(name: str) -> Path:
    """A page of docs/."""
    return DOCS / name


def blocks(path: Path, language: str) -> list[str]:
    """The code blocks of one language, in order."""
    return [code for name, code in _BLOCK.findall(path.read_text(encoding="utf-8")) if name == language]


def links(path: Path) -> list[str]:
    """Where the page's links and pictures lead."""
    return _LINK.findall(_BLOCK.sub("", path.read_text(encoding="utf-8")))


def without_blocks(text: str) -> str:
    """A page's prose."""
    return _BLOCK.sub("", text)


def check_made(path: Path, tables: Sequence[MadeTable], *, renew: bool) -> None:
    """Compares the made parts of a page with the code, or writes them again."""
    text = path.read_text(encoding="utf-8")
    made = text
    for table in tables:
        made = _with_table(made, table)
    if renew and made != text:
        path.write_text(made, encoding="utf-8")
        return
    assert text == made, f"{path.name} fell behind: pytest tests/docs --renew-docs"
    blank = [row for table in tables for row in _there(text, table) if not all(row[-table.by_hand :])]
    assert not blank, f"{path.name}: cells still to be written by hand: {blank[:5]}"


def _with_table(text: str, table: MadeTable) -> str:
    found = _part(table.name).search(text)
    assert found, f"there is no made part “{table.name}”"
    by_hand = {row[0]: row[-table.by_hand :] for row in _rows(found[1])} if table.by_hand else {}
    unwritten = ("",) * table.by_hand
    rows = [
        (*map(escaped, row), *by_hand.get(escaped(row[0]), unwritten[: table.by_hand])) for row in table.rows
    ]
    lines = [_line(table.headings), _line(["---"] * len(table.headings)), *map(_line, rows)]
    body = "\n".join(lines)
    return f"{text[: found.start(1)]}{body}\n{text[found.end(1) :]}"


def table_after(text: str, marker: str, *, headed: bool = False) -> list[list[str]]:
    """The rows of the table below ``<!-- MARKER -->``, its heading row among them when asked for."""
    lines = text.partition(f"<!-- {marker} -->\n")[2].split("\n\n")[0].splitlines()
    heading, rows = _rows("\n".join(["", "", *lines[:1]])), _rows("\n".join(lines))
    return [*heading, *rows] if headed else rows


def _there(text: str, table: MadeTable) -> list[list[str]]:
    found = _part(table.name).search(text)
    return _rows(found[1]) if found and table.by_hand else []


def _part(name: str) -> re.Pattern[str]:
    return re.compile(rf"<!-- made: {re.escape(name)} -->\n(.*?)<!-- end -->", re.DOTALL)


def _rows(body: str) -> list[list[str]]:
    """The cells of a table's rows below its heading."""
    return [[cell.strip() for cell in _BAR.split(line)[1:-1]] for line in body.splitlines()[2:]]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def escaped(text: str) -> str:
    """A text as one cell of a table."""
    return text.replace("|", "\\|").replace("\n", "<br>")


def code(text: str) -> str:
    """A text in code type; blank stays blank."""
    return f"`{text}`" if text else ""


def snippets() -> Iterator[tuple[Path, list[str]]]:
    """The ``sheetship`` commands of each page, in order: every line of a shell block that begins so."""
    for path in pages():
        lines = [line for block in blocks(path, "sh") for line in block.splitlines()]
        commands = [line for line in lines if line.startswith("sheetship ")]
        if commands:
            yield path, commands
