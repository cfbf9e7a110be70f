"""Real workbooks of many programs: set `SHEETSHIP_CORPUS` to a folder of them and read the counts.

The sweep itself is nightly (`python -m tests.xlsx.corpus FOLDER` prints the same); what it would notice is
shown here on small books, spoiled in one place each.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetship.xlsx import patch, read_sheet
from tests.xlsx import books
from tests.xlsx.corpus import office, rival
from tests.xlsx.corpus.checks import complaints
from tests.xlsx.corpus.jail import Died, Jail, Raised
from tests.xlsx.corpus.readers import READERS, disagreements, seen
from tests.xlsx.corpus.report import Report
from tests.xlsx.corpus.run import Outcome, Runner, workbooks, worked
from tests.xlsx.corpus.works import TEXT, WORKS, Request

FOLDER = os.environ.get("SHEETSHIP_CORPUS")
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>'
    '<row r="2" ht="20" customHeight="1"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>2.5</v></c>'
    '<c r="C2"><f>B2*2</f><v>5</v></c></row>'
    '<row r="3"><c r="A3" s="1"><v>46000</v></c><c r="B3" t="b"><v>1</v></c></row>'
)
STRINGS = f'<sst xmlns="{books.MAIN}"><si><t>单号</t></si><si><t>甲</t></si></sst>'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>'
)
TAIL = '<mergeCells count="1"><mergeCell ref="E1:F1"/></mergeCells>'
PARTS: dict[str, str | bytes] = {
    **books.book_parts(books.sheet_xml(ROWS, tail=TAIL), strings=STRINGS),
    "[Content_Types].xml": TYPES,
}
BOOK = books.zipped(PARTS)


@pytest.mark.parametrize("work", WORKS)
def test_each_work_is_written_and_every_check_is_content(work: str) -> None:
    outcome = worked(BOOK, None, work)
    assert (outcome.fate, outcome.lines) == ("written", ())
    assert outcome.request is not None
    for reader in READERS:
        assert seen(reader, BOOK)
        assert disagreements(reader, BOOK, outcome.written, outcome.request) == []


def test_a_work_takes_the_next_cell_where_the_first_is_refused() -> None:
    merged = PARTS | {books.SHEET: books.sheet_xml(ROWS, tail=TAIL.replace("E1:F1", "A1:B2"))}
    outcome = worked(books.zipped(merged), None, "set a cell")
    assert outcome.fate == "written"
    assert outcome.request is not None
    assert [*outcome.request.wanted] == [(2, 4)]


def test_what_cannot_be_written_is_refused_with_its_code() -> None:
    assert (worked(b"PK\x03\x04", None, "set a cell").fate, worked(b"", None, "set a cell").why) == (
        "refused",
        "not_a_workbook",
    )


def the_request() -> tuple[Request, dict[str, str | bytes]]:
    request = next(WORKS["set a cell"](read_sheet(BOOK)))
    after = patch(BOOK, [request.edits])
    return request, PARTS | {name: books.part(after.content, name) for name in after.changed_parts}


SPOILED = [
    (books.SHEET, TAIL, "", "fewer merged cells"),
    (books.SHEET, "<f>B2*2</f>", "", "fewer formulas"),
    (books.SHEET, "<f>B2*2</f><v>5</v>", "<f>B2*2</f>", "fewer cached values"),
    (books.SHEET, "<f>B2*2</f>", "<f>B2*3</f>", "row 2, column 3 differs"),
    (books.SHEET, 'ht="20"', 'ht="21"', "the look of row 2 differs"),
    (books.SHEET, "<sheetData>", '<sheetPr codeName="x"/><sheetData>', "sheetPr differs"),
    (books.SHEET, "</sheetData>", '<row r="9"/></sheetData>', "row 9 has come"),
    (books.SHEET, '<c r="B3" t="b">', '<c r="B3" t="b" s="99">', "strict"),
    ("xl/styles.xml", 'formatCode="yyyy', 'formatCode="y', "old numFmts have changed"),
    ("xl/sharedStrings.xml", "单号", "订单号", "compressed bytes differ"),
    ("docProps/app.xml", "<Properties/>", "<Properties>1</Properties>", "compressed bytes differ"),
]


@pytest.mark.parametrize(("part", "old", "new", "line"), SPOILED, ids=[entry[3] for entry in SPOILED])
def test_whatever_is_lost_or_changed_besides_is_told(part: str, old: str, new: str, line: str) -> None:
    request, after = the_request()
    xml = after[part]
    assert isinstance(xml, str)
    assert old in xml
    spoiled = books.zipped(after | {part: xml.replace(old, new, 1)})
    assert any(line in complaint for complaint in complaints(BOOK, spoiled, request))


def test_a_silent_no_op_is_told() -> None:
    request, _ = the_request()
    assert complaints(BOOK, BOOK, request) == ["nothing was written, and nobody said so"]


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_that_sees_something_else_is_heard(reader: str) -> None:
    request, after = the_request()
    xml = str(after[books.SHEET])
    for old, new in ((TEXT.replace("<&>", "&lt;&amp;&gt;"), "x"), ("<v>46000</v>", "<v>46001</v>")):
        assert old in xml
        spoiled = books.zipped(after | {books.SHEET: xml.replace(old, new)})
        assert len(disagreements(reader, BOOK, spoiled, request)) == 1


def fails() -> None:
    raise KeyError("x")


def dies() -> None:
    os._exit(3)


def hangs() -> None:
    while True:
        pass


def grows() -> int:
    return len(bytearray(8_000_000_000))


def test_a_child_that_raises_dies_hangs_or_grows_harms_nothing() -> None:
    jail = Jail(seconds=60, megabytes=2_000)
    bad: list[tuple[Callable[[], object], type[Exception]]] = [(fails, Raised), (grows, Raised), (dies, Died)]
    for function, error in bad:
        with pytest.raises(error):
            jail.call(function)
        assert jail.call(len, "abc") == 3
    jail.seconds = 0.05
    with pytest.raises(Died):
        jail.call(hangs)
    jail.end()


def test_a_folder_is_counted_work_by_work(tmp_path: Path) -> None:
    (tmp_path / "good.XLSX").write_bytes(BOOK)
    (tmp_path / "none.xlsm").write_bytes(b"no workbook")
    (tmp_path / "other.txt").write_bytes(b"")
    report, runner = Report(), Runner()
    for path in workbooks(tmp_path):
        for work in WORKS:
            report.add(work, path.name, None, runner.outcome(path.read_bytes(), None, work))
    runner.close()
    lines = list(report.lines(verbose=True))
    assert report.is_clean
    assert lines[0] == "set a cell     2 files: 1 written, 1 refused (coded), 0 lost, 0 crashed"
    assert "refused as not_a_workbook: 5 works on 1 files" in lines
    report.add("set a cell", "good.XLSX", None, Outcome("crashed", "KeyError: 'x'", ("line",)))
    assert not report.is_clean
    assert list(report.lines(verbose=True))[-2:] == [
        "crashed: set a cell: good.XLSX: KeyError: 'x'",
        "    line",
    ]


@pytest.mark.skipif(not rival.is_here(), reason="wolfxl is not installed")
@pytest.mark.parametrize("work", ["set a cell", "append a row", "add a column", "write all rows"])
def test_another_engine_comes_to_the_same_cells(work: str) -> None:
    outcome = worked(BOOK, None, work)
    assert outcome.request is not None
    assert rival.by_rival(BOOK, outcome.request) is not None
    assert rival.rival_disagreements(BOOK, outcome.written, outcome.request) == []


@pytest.mark.office
@pytest.mark.skipif(not office.is_here(), reason="LibreOffice is not here")
def test_libreoffice_opens_what_was_written_and_says_when_it_does_not(tmp_path: Path) -> None:
    files = {"a.xlsx": BOOK, "b.xlsx": worked(BOOK, None, "set a cell").written, "c.xlsx": b"PK\x03\x04"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    a, b, c = (tmp_path / name for name in files)
    assert office.not_opened_anymore([(a, b), (a, c)]) == [a]


@pytest.mark.nightly
@pytest.mark.skipif(FOLDER is None, reason="SHEETSHIP_CORPUS names no folder of workbooks")
def test_every_real_workbook_is_written_without_loss_or_refused_with_a_code() -> None:
    report, runner = Report(), Runner()
    for path in workbooks(Path(FOLDER or "")):
        for work in WORKS:
            report.add(work, path.name, None, runner.outcome(path.read_bytes(), None, work))
    runner.close()
    print(*report.lines(verbose=False), sep="\n")  # noqa: T201 - the counts are the point
    assert report.is_clean
