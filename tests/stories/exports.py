"""Text files as platforms export them: their wrappers, empty marks, quotes and encodings."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence

Cells = Mapping[str, str]
"""What a row says, by heading."""


def douyin_csv(
    headings: Sequence[str], rows: Iterable[Cells], *, numbers: Iterable[str], encoding: str
) -> bytes:
    """抖店: quoted cells with a TAB in front, ``-`` for nothing, money and counts bare."""
    bare = set(numbers)

    def wrapped(heading: str, text: str) -> str:
        if heading in bare:
            return text
        return f"\t{text or '-'}"

    return _csv(headings, _placed(headings, rows, wrapped), quoting=csv.QUOTE_ALL).encode(encoding)


def taobao_csv(headings: Sequence[str], rows: Iterable[Cells], *, has_tail: bool) -> bytes:
    """淘宝: GBK, order numbers as ``="…"``; the goods file has one empty cell more than its header."""
    wrapped = [
        [
            f'="{text}"' if heading == "订单编号" else text
            for heading, text in zip(headings, cells, strict=True)
        ]
        for cells in _placed(headings, rows, lambda _, text: text)
    ]
    if has_tail:
        wrapped = [[*cells, ""] for cells in wrapped]
    return _csv(headings, wrapped, quoting=csv.QUOTE_ALL).encode("gbk")


def plain_csv(
    headings: Sequence[str], rows: Iterable[Cells], *, encoding: str, line_end: str = "\r\n"
) -> bytes:
    """A table with quotes only where they are needed."""
    placed = _placed(headings, rows, lambda _, text: text)
    return _csv(headings, placed, quoting=csv.QUOTE_MINIMAL, line_end=line_end).encode(encoding)


def _placed(
    headings: Sequence[str], rows: Iterable[Cells], spell: Callable[[str, str], str]
) -> list[list[str]]:
    placed = []
    for cells in rows:
        unknown = set(cells) - set(headings)
        if unknown:
            raise KeyError(*sorted(unknown))
        placed.append([spell(heading, cells.get(heading, "")) for heading in headings])
    return placed


def _csv(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, quoting: int, line_end: str = "\r\n"
) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end).writerow(headings)
    csv.writer(text, quoting=quoting, lineterminator=line_end).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()
