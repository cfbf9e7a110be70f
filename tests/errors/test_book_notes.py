"""The gallery of what the workbook engine has to tell though it wrote: the smallest workbook that causes each note."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetship.adapters._books import as_findings
from sheetship.adapters.orders_book import OrdersBook
from sheetship.adapters.safe_files import SafeFiles
from sheetship.core.findings import Finding, Level
from sheetship.core.table_change import SetCell, TableChange
from sheetship.xlsx import NOTE_CODES, Note
from tests.xlsx import books
from tests.xlsx.sealed_books import PASSWORD, standard

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
LIST = (
    '<dataValidations><dataValidation type="list" showErrorMessage="1" sqref="A2:A9">'
    '<formula1>"待发货,已发货"</formula1></dataValidation></dataValidations>'
)
FILTER = '<autoFilter ref="A1:A2"><filterColumn colId="0"/></autoFilter>'
HIDDEN = books.workbook_xml('<sheet name="订单" sheetId="1" state="hidden" r:id="rId1"/>')
TABLE = (
    f'<table xmlns="{books.MAIN}" id="1" name="T" displayName="T" ref="A1:B2"><tableColumns count="2">'
    '<tableColumn id="1" name="1"/><tableColumn id="2" name="合计"><calculatedColumnFormula>1+1'
    "</calculatedColumnFormula></tableColumn></tableColumns></table>"
)
IN_TABLE = books.rows(
    ROWS,
    tail='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>',
    sheet_rels=books.rels_xml(("rId1", "table", "../tables/table1.xml")),
    table=TABLE,
)

CASES = [
    ("BOOK-30", books.rows(ROWS, workbook=HIDDEN), 2, "订单", "隐藏的工作表“订单”"),
    ("BOOK-31", books.rows(ROWS, tail=LIST), 2, "订单!A2", "不在您设置的下拉选项里（1 格，第一格是 A2）"),
    ("BOOK-32", books.rows(ROWS, tail=FILTER), 2, "订单!2", "被筛选隐藏（1 行，第一行是 2）"),
    ("BOOK-33", IN_TABLE, 3, "订单", "“T”的新行没有这些列的公式：合计"),
    ("BOOK-34", standard(books.rows(ROWS)), 2, "orders.xlsx", "已改用现在的（AES-256）"),
]


def told(folder: Path, content: bytes, row: int) -> tuple[Finding, ...]:
    """What is told when a status is written into column A."""
    (folder / "orders.xlsx").write_bytes(content)
    book = OrdersBook(
        folder / "orders.xlsx", None, SafeFiles(), folder / "backups", password_env="SHOP_BOOK_PASSWORD"
    )
    cell = SetCell(row=row, column=1, value="丢了")
    change = TableChange(
        sheet="订单", cells=(cell,), widths={}, release_column=9, first_row=2, last_row=1, like_rows=()
    )
    return book.changed(book.read(), change, "zh").findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_note_says_where_and_what_in_both_languages(
    case: tuple[str, bytes, int, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, content, row, where, words = case
    monkeypatch.setenv("SHOP_BOOK_PASSWORD", PASSWORD)
    (finding,) = told(tmp_path, content, row)
    assert (finding.code, finding.where, finding.level) == (code, where, Level.NOTE)
    assert words in finding.message("zh")
    assert "{" not in finding.message("en") + finding.fix("en") + finding.fix("zh")


def test_every_note_of_a_patch_has_words_but_those_that_we_never_ask_for() -> None:
    facts = {"sheet": "订单", "cell": "A2", "row": "2", "count": "1", "table": "T", "columns": "合计"}
    of_readers, never_asked_for = "full_sheet", ("over_protection", "tab_changed")
    for code in set(NOTE_CODES) - {of_readers, *never_asked_for}:
        (finding,) = as_findings([Note(code, "", facts)], "orders.xlsx")  # type: ignore[arg-type]
        assert finding.message("en")
