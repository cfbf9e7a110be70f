"""Tables that grow by rows and columns, as far as nothing stands in the way."""

import pytest

from sheetship.xlsx import CellEdit, Note
from tests.xlsx import books
from tests.xlsx.books import MAIN, part, put

TABLE_PART = "xl/tables/table1.xml"
ROWS = (
    '<row r="1"><c r="A1" t="str"><v>订单号</v></c><c r="B1" t="str"><v>数量</v></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c></row>'
)
COLUMNS = '<tableColumn id="1" name="订单号"/><tableColumn id="2" name="数量"/>'


def table_xml(columns: str = COLUMNS, root: str = "") -> str:
    return (
        f'<table xmlns="{MAIN}" id="1" displayName="Orders" ref="A1:B2"{root}>'
        f'<tableColumns count="2">{columns}</tableColumns><tableStyleInfo name="x"/></table>'
    )


def with_table(table: str, *, rows: str = ROWS, tail: str = "") -> bytes:
    rels = books.rels_xml(("rId1", "table", "../tables/table1.xml"))
    return books.rows(rows, tail=tail, sheet_rels=rels, table=table)


@pytest.mark.parametrize(
    ("tail", "ref"),
    [
        ('<mergeCells><mergeCell ref="B4:C5"/></mergeCells>', "A1:C3"),
        ('<mergeCells><mergeCell ref="C2:D2"/></mergeCells>', "A1:B4"),
        ('<mergeCells><mergeCell ref="D2:E2"/></mergeCells>', "A1:C4"),
    ],
)
def test_a_table_never_grows_into_merged_cells(tail: str, ref: str) -> None:
    source = with_table(table_xml(), tail=tail)
    edits = [CellEdit(3, 1, 5), CellEdit(4, 1, 5), CellEdit(1, 3, "运单号"), CellEdit(1, 4, 5)]
    assert f'ref="{ref}"' in part(put(source, *edits).content, TABLE_PART)


def test_a_table_never_grows_into_an_array_formula() -> None:
    array = '<row r="9"><c r="C9"><f t="array" ref="C2:C9">1</f><v>1</v></c></row>'
    done = put(with_table(table_xml(), rows=ROWS + array), CellEdit(1, 3, "运单号"))
    assert TABLE_PART not in done.changed_parts


@pytest.mark.parametrize("kind", ["queryTable", "xml"])
def test_a_table_that_a_source_fills_gets_rows_but_no_columns(kind: str) -> None:
    table = table_xml(root=f' tableType="{kind}"')
    done = put(with_table(table), CellEdit(3, 1, 5), CellEdit(1, 3, "运单号"))
    assert part(done.content, TABLE_PART) == table.replace("A1:B2", "A1:B3")


def test_the_row_to_type_in_is_a_row_once_something_is_typed() -> None:
    blank = ROWS.replace("<v>1</v>", "")
    table = table_xml(root=' insertRow="1"')
    done = put(with_table(table, rows=blank), CellEdit(2, 1, 5), CellEdit(3, 1, 5))
    assert part(done.content, TABLE_PART) == table.replace("A1:B2", "A1:B3").replace('"1">', '"0">', 1)
    only = put(with_table(table, rows=blank), CellEdit(2, 2, 5))
    assert part(only.content, TABLE_PART) == table_xml(root=' insertRow="0"')
    assert TABLE_PART not in put(with_table(table, rows=blank), CellEdit(2, 3, 5)).changed_parts


FORMULA = "<calculatedColumnFormula>Orders[[#This Row],[订单号]]</calculatedColumnFormula>"


def test_formulas_of_calculated_columns_are_not_invented_but_missed() -> None:
    table = table_xml(COLUMNS.replace('name="数量"/>', f'name="数量">{FORMULA}</tableColumn>'))
    done = put(with_table(table), CellEdit(3, 1, 5))
    assert part(done.content, TABLE_PART) == table.replace("A1:B2", "A1:B3")
    facts = {"sheet": "订单", "table": "Orders", "columns": "数量"}
    assert done.notes == (
        Note("calculated_column", "The new rows of Orders have no formulas in: 数量.", facts),
    )
    assert put(with_table(table), CellEdit(2, 1, 7)).notes == ()
    assert put(with_table(table), CellEdit(1, 3, "运单号")).notes == ()


def test_a_row_below_and_a_heading_beside_grow_side_by_side_tables_each_for_itself() -> None:
    rels = books.rels_xml(
        ("rId1", "table", "../tables/table1.xml"), ("rId2", "table", "../tables/table2.xml")
    )
    first = table_xml().replace("A1:B2", "B1:C4")
    second = f'<table xmlns="{MAIN}" id="2" ref="A6:A9"><tableColumns count="1"><tableColumn id="1" name="x"/></tableColumns></table>'
    parts = books.book_parts(books.sheet_xml(), sheet_rels=rels, table=first)
    source = books.zipped(parts | {"xl/tables/table2.xml": second})
    edits = [CellEdit(5, 2, 5), CellEdit(6, 2, "y"), CellEdit(7, 2, 5)]
    done = put(source, *edits)
    assert 'ref="B1:C7"' in part(done.content, TABLE_PART)
    assert part(done.content, "xl/tables/table2.xml") == second
