"""The gate on whole rows that exist: each fault in any of their cells is seen, even if one of its readers is blind."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from sheetship.xlsx import (
    RowEdit,
    SheetEdits,
    Style,
    XlsxError,
    archive,
    patch,
    read_sheet,
    verify,
    verify_columns,
)
from tests.xlsx import books
from tests.xlsx.books import SHEET

FILLED = Style(fill="C6EFCE")
STYLES = (None, FILLED, None)
OVERWRITTEN: tuple[int, ...] = (2, 3, 5)
NEW: tuple[int, ...] = (7, 8, 9)
MIXED: tuple[int, ...] = (5, 7, 8)
ONE_NEW: tuple[int, ...] = (2, 3, 7)
SPOILT = 3
Change = Callable[[str], str]


def row(number: int) -> str:
    """Six cells: plain, styled, blank, computed, plain, plain."""
    cells = (
        f'<c r="A{number}"><v>{number}</v></c><c r="B{number}" s="3"><v>5</v></c><c r="C{number}" s="3"/>'
        f'<c r="D{number}" t="str"><f>A{number}</f><v>x</v></c><c r="E{number}"><v>7</v></c><c r="F{number}"><v>9</v></c>'
    )
    return f'<row r="{number}" spans="1:6" ht="20">{cells}</row>'


PARTS = books.book_parts(books.sheet_xml("".join(map(row, range(1, 6)))))
BEFORE = books.zipped(PARTS)


def edits(columns: tuple[int, ...], rows: Sequence[int] = range(1, 6)) -> list[SheetEdits]:
    told = [RowEdit(at, columns, (f"新&{at}", at * 10, True), STYLES) for at in rows]
    return [SheetEdits(sheet="订单", rows=told)]


AFTER = {columns: patch(BEFORE, edits(columns)).content for columns in (OVERWRITTEN, NEW, MIXED, ONE_NEW)}


def spoiled(right: bytes, change: Change) -> bytes:
    """The right file but for one row."""
    before, found, after = re.split(rf'(<row r="{SPOILT}".*?</row>)', books.part(right))
    changed = change(found)
    assert changed != found
    return with_sheet(right, before + changed + after)


def with_sheet(content: bytes, xml: str) -> bytes:
    """The same file with another sheet in it."""
    styles = {"xl/styles.xml": books.part(content, "xl/styles.xml")}
    return books.zipped(PARTS | styles | {SHEET: xml})


def swap(xml: str, left: str, right: str) -> str:
    """The row with two neighbouring cells in the wrong order."""
    return re.sub(rf'(<c r="{left}3".*?)(<c r="{right}3".*?)(?=<c|</row)', r"\2\1", xml)


IN_EDITED_CELLS: dict[str, Change] = {
    "a text": lambda xml: xml.replace("新&amp;3", "新&amp;4"),
    "a text cut off": lambda xml: xml.replace("新&amp;3", "新"),
    "a number": lambda xml: xml.replace("<v>30</v>", "<v>31</v>"),
    "a number that is none": lambda xml: xml.replace("<v>30</v>", "<v>thirty</v>"),
    "a number as a text": lambda xml: xml.replace(
        's="5"><v>30</v>', 's="5" t="inlineStr"><is><t>30</t></is>'
    ),
    "no number": lambda xml: xml.replace("<v>30</v>", "<v></v>"),
    "yes for no": lambda xml: xml.replace('t="b"><v>1', 't="b"><v>0'),
    "one for yes": lambda xml: xml.replace(' t="b"', ""),
    "a look that was asked for": lambda xml: xml.replace(' s="5"', ""),
    "a style that there is not": lambda xml: xml.replace('s="5"', 's="99"'),
    "the row of an address": lambda xml: re.sub(r'"([A-I])3"( t="b")', r'"\g<1>4"\2', xml),
    "the column of an address": lambda xml: re.sub(r'"[A-I]3"( t="b")', r'"Z3"\1', xml),
    "an edited cell twice": lambda xml: re.sub(r'(<c r="[A-I]3" t="b">.*?</c>)', r"\1\1", xml),
    "an edited cell in the middle lost": lambda xml: re.sub('<c r="[A-I]3" s="5">.*?</c>', "", xml),
    "an edited cell lost": lambda xml: re.sub(r'<c r="[A-I]3" t="b">.*?</c>', "", xml),
}
ANYWHERE: dict[str, Change] = IN_EDITED_CELLS | {
    "two texts in one": lambda xml: xml.replace("</t></is>", "</t><t>新</t></is>"),
    "a formula in an edited cell": lambda xml: xml.replace("<v>30</v>", "<f>1</f><v>30</v>"),
    "an unknown attribute of an edited cell": lambda xml: xml.replace(' t="b"', ' cm="1" t="b"'),
    "the neighbour on the left": lambda xml: xml.replace("<v>3</v>", "<v>4</v>"),
    "the neighbour on the right": lambda xml: xml.replace("<v>9</v>", "<v>8</v>"),
    "a formula": lambda xml: xml.replace("<f>A3</f>", "<f>A4</f>"),
    "the look of a neighbour": lambda xml: xml.replace('<c r="F3">', '<c r="F3" s="1">'),
    "a neighbour lost": lambda xml: re.sub(r'<c r="F3".*?</c>', "", xml),
    "another cell behind": lambda xml: xml.replace("</row>", '<c r="K3"><v>1</v></c></row>'),
    "another blank cell behind": lambda xml: xml.replace("</row>", '<c r="K3" s="1"/></row>'),
    "something else behind": lambda xml: xml.replace("</row>", "<extLst/></row>"),
    "something else before": lambda xml: xml.replace('ht="20">', 'ht="20"><extLst/>'),
    "something between": lambda xml: xml.replace("</c><c", "</c>x<c"),
    "the height of the row": lambda xml: xml.replace('ht="20"', 'ht="21"'),
    "spans that hold no cells": lambda xml: re.sub('spans=".*?"', 'spans="2:3"', xml),
    "spans that are none": lambda xml: re.sub('spans=".*?"', 'spans="all"', xml),
    "spans twice": lambda xml: xml.replace("<row ", '<row spans="1:9" '),
    "a hidden row": lambda xml: xml.replace('ht="20"', 'ht="20" hidden="1"'),
    "the row lost": lambda _: "",
    "the row twice": lambda xml: xml * 2,
    "the number of the row": lambda xml: xml.replace('<row r="3"', '<row r="4"'),
    "the order of the first cells": lambda xml: swap(xml, "A", "B"),
    "the order in the middle": lambda xml: swap(xml, "E", "F"),
    "an end tag": lambda xml: xml.replace("</v></c></row>", "</v></row>"),
}
ALL_COLUMNS = pytest.mark.parametrize(
    "columns", [OVERWRITTEN, NEW, MIXED, ONE_NEW], ids=["overwritten", "new", "mixed", "one new"]
)


def is_seen(change: Change, columns: tuple[int, ...]) -> bool:
    try:
        verify(BEFORE, spoiled(AFTER[columns], change), edits(columns))
    except XlsxError as error:
        return error.code in {"verify_failed", "damaged", "rows_out_of_order"}
    return False


@ALL_COLUMNS
@pytest.mark.parametrize("fault", ANYWHERE)
def test_whatever_is_wrong_in_a_whole_row_that_exists_is_seen(fault: str, columns: tuple[int, ...]) -> None:
    assert is_seen(ANYWHERE[fault], columns)


def test_a_look_that_nobody_asked_for_is_seen_where_a_cell_was() -> None:
    assert is_seen(lambda xml: xml.replace('"E3" t="b"', '"E3" s="1" t="b"'), OVERWRITTEN)


@pytest.mark.parametrize("spans", [' spans="1:9"', ' spans="1:12"', ""])
def test_the_hint_where_cells_are_may_be_wider_or_missing(spans: str) -> None:
    right = with_sheet(AFTER[NEW], books.part(AFTER[NEW]).replace(' spans="1:9"', spans))
    verify(BEFORE, right, edits(NEW))


def test_a_hint_that_nobody_gave_before_is_seen() -> None:
    source = books.rows('<row r="3"><c r="A3"/></row>')
    spoilt = books.rows('<row r="3" spans="1:1"><c r="A3"><v>5</v></c></row>')
    with pytest.raises(XlsxError, match="the look of row 3"):
        verify(source, spoilt, [SheetEdits(sheet="订单", rows=[RowEdit(3, (1,), (5,), (None,))])])


@pytest.mark.parametrize("reader", ["seen_by_patterns", "seen_by_parser"])
@ALL_COLUMNS
def test_each_of_the_two_readers_suffices(
    reader: str, columns: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    see = getattr(verify_columns, reader)
    right: dict[bytes, object] = {}

    def blind(cells: Sequence[bytes], *refs: list[str]) -> object:
        column = cells[0][: len('r="B')]
        if column not in right:
            right[column] = see(cells, *refs)
        return right[column]

    monkeypatch.setattr(verify_columns, reader, blind)
    verify(BEFORE, AFTER[columns], edits(columns))
    assert len(right) == len(columns)
    assert [fault for fault, change in IN_EDITED_CELLS.items() if not is_seen(change, columns)] == []


@pytest.mark.parametrize("reader", ["seen_by_patterns", "seen_by_parser"])
def test_a_reader_that_sees_too_little_refuses_no_right_file(
    reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_columns, reader, lambda *_: None)
    verify(BEFORE, AFTER[MIXED], edits(MIXED))


@pytest.mark.parametrize("columns", [OVERWRITTEN, NEW], ids=["overwritten", "new"])
def test_more_rows_than_fit_a_block_or_a_batch_are_right(
    columns: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in ("BLOCK", "_PIECE"):
        monkeypatch.setattr(archive, size, 8192)
    source = books.rows("".join(map(row, range(1, 3001))))
    wanted = edits(columns, range(1, 3201))
    made = patch(source, wanted).content
    read = read_sheet(made)
    assert read.texts(columns) == [[f"新&{at}", str(at * 10), "TRUE"] for at in range(1, 3201)]
    others = [column for column in range(1, 7) if column not in columns]
    assert read.texts(others)[:3000] == read_sheet(source).texts(others)
    spoilt = with_sheet(made, books.part(made).replace("新&amp;2999<", "新&amp;2998<"))
    with pytest.raises(XlsxError) as caught:
        verify(source, spoilt, wanted)
    assert "2999" in caught.value.facts["cell"]


def test_a_moment_that_is_none_or_another_one_is_seen() -> None:
    source = books.rows('<row r="1"><c r="A1"/></row><row r="2"><c r="A2"/></row>')
    told = [RowEdit(at, (1,), (datetime(2026, 11, 21, 10, at),), (None,)) for at in (1, 2)]  # noqa: DTZ001
    wanted = [SheetEdits(sheet="订单", rows=told)]
    right = patch(source, wanted).content
    written = re.findall("<v>(.*?)</v>", books.part(right))[1]
    for spoilt in ("soon", "46347.5"):
        with pytest.raises(XlsxError, match="A2 does not hold"):
            verify(source, with_sheet(right, books.part(right).replace(written, spoilt)), wanted)
