"""Formulas are overwritten only if asked for, and then nothing that hangs on them breaks."""

from collections.abc import Mapping

import pytest

from sheetship.xlsx import KEEP, CellEdit, Options, Package, RowEdit, SheetEdits, XlsxError, patch, verify
from sheetship.xlsx.patch import Patched
from sheetship.xlsx.refs import area
from tests.xlsx import books
from tests.xlsx.books import rows, written_rows

OVER = Options(over_formulas=True)
CHAIN = "xl/calcChain.xml"
TYPES = "[Content_Types].xml"
RELS = "xl/_rels/workbook.xml.rels"
CHAIN_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"


def over(source: bytes, cells: Mapping[str, object], options: Options = OVER) -> Patched:
    """Overwrite the cells, pass the gate, and see that patching twice is patching once."""
    edits = [
        SheetEdits(sheet="订单", cells=[CellEdit(*area(ref)[:2], value) for ref, value in cells.items()])  # type: ignore[arg-type]
    ]
    done = patch(source, edits, options=options)
    verify(source, done.content, edits)
    assert patch(done.content, edits, options=options).changed_parts == ()
    return done


def kept_out(source: bytes, cells: Mapping[str, object], options: Options = OVER) -> XlsxError:
    with pytest.raises(XlsxError) as refused:
        over(source, cells, options)
    return refused.value


def spoiled(content: bytes, name: str, old: str, new: str) -> bytes:
    """The file with something changed in one part after it was written."""
    xml = books.part(content, name)
    assert old in xml
    return Package.open(content).rewrite({name: xml.replace(old, new).encode()})


def column(*formulas: str) -> str:
    """Rows with one cell each in column A; "" is a row without one."""
    cells = [f'<c r="A{row}">{formula}</c>' if formula else "" for row, formula in enumerate(formulas, 1)]
    return "".join(f'<row r="{row}">{cell}</row>' for row, cell in enumerate(cells, 1))


MASTER = '<f t="shared" ref="A1:A4" si="0">B1*$C$1</f><v>1</v>'
FOLLOWER = '<f t="shared" si="0"/><v>2</v>'
GROUP = column(MASTER, FOLLOWER, FOLLOWER, FOLLOWER)


def test_a_plain_formula_becomes_a_value_and_keeps_its_look() -> None:
    source = rows('<row r="1"><c r="A1" s="3" t="str" ph="1"><f ca="1">NOW()</f><v>x</v></c></row>')
    assert written_rows(over(source, {"A1": 5}).content) == '<row r="1"><c r="A1" s="3"><v>5</v></c></row>'
    assert written_rows(over(source, {"A1": None}).content) == '<row r="1"><c r="A1" s="3"/></row>'


def test_a_value_equal_to_the_result_replaces_the_formula_all_the_same() -> None:
    done = over(rows(column("<f>1+1</f><v>2</v>")), {"A1": 2})
    assert written_rows(done.content) == column("<v>2</v>")


def test_a_follower_goes_and_the_rest_of_the_group_stays() -> None:
    done = over(rows(GROUP), {"A2": 7})
    assert written_rows(done.content) == column(MASTER, "<v>7</v>", FOLLOWER, FOLLOWER)


def test_the_first_cell_gives_its_formula_to_the_next_one_in_a_row_that_nobody_edits() -> None:
    heir = '<f t="shared" si="0" ref="A2:A4">B2*$C$1</f><v>2</v>'
    assert written_rows(over(rows(GROUP), {"A1": 7}).content) == column("<v>7</v>", heir, FOLLOWER, FOLLOWER)


def test_a_cell_that_is_overwritten_too_is_passed_over() -> None:
    heir = '<f t="shared" si="0" ref="A3:A4">B3*$C$1</f><v>2</v>'
    done = over(rows(GROUP), {"A1": 7, "A2": None})
    assert written_rows(done.content) == column("<v>7</v>", "", heir, FOLLOWER).replace(
        '<row r="2">', '<row r="2"><c r="A2"/>'
    )


def test_a_row_that_is_edited_elsewhere_takes_over_too() -> None:
    done = over(rows(GROUP), {"A1": 7, "B2": "x", "A4": 7})
    assert '<c r="A2"><f t="shared" si="0" ref="A2:A4">B2*$C$1</f><v>2</v></c>' in written_rows(done.content)
    same = rows(column(MASTER, "", FOLLOWER).replace('<row r="2">', '<row r="2"><c r="B2"><v>1</v></c>'))
    done = over(same, {"A1": 7, "B2": 1})
    assert '<c r="A3"><f t="shared" si="0" ref="A3:A4">B3*$C$1</f>' in written_rows(done.content)


def test_a_group_that_is_overwritten_whole_just_goes() -> None:
    done = over(rows(GROUP), dict.fromkeys(("A1", "A2", "A3", "A4"), 1))
    assert written_rows(done.content) == column(*["<v>1</v>"] * 4)
    alone = rows(column('<f t="shared" ref="A1" si="0">B1</f>', '<f t="shared" si="1"/>'))
    assert written_rows(over(alone, {"A1": 1}).content) == column("<v>1</v>", '<f t="shared" si="1"/>')


def test_the_next_cell_may_stand_in_the_same_row_and_the_area_still_covers_all() -> None:
    xml = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:C2" si="4">A1&amp;" &lt;"</f></c><c r="C1"><f t="shared" si="4"/></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="4"/></c><c r="C2"><f t="shared" si="4"/></c></row>'
    )
    done = written_rows(over(rows(xml), {"B1": 1}).content)
    assert '<c r="C1"><f t="shared" si="4" ref="B1:C2">B1&amp;" &lt;"</f></c>' in done
    done = written_rows(over(rows(xml), {"B1": 1, "C1": 1, "B2": 1}).content)
    assert '<c r="C2"><f t="shared" si="4" ref="C2">B2&amp;" &lt;"</f></c>' in done


@pytest.mark.parametrize(
    ("written", "taken_over"),
    [
        ("B1&#13;\n+1 ", 'ref="A2" xml:space="preserve">B2&#13;\n+1 </f>'),
        ("B1\r\n+1", 'ref="A2">B2\n+1</f>'),
    ],
)
def test_blanks_and_line_ends_of_a_formula_are_kept(written: str, taken_over: str) -> None:
    xml = column(f'<f t="shared" ref="A1:A2" si="0">{written}</f>', '<f t="shared" si="0"></f>')
    done = books.part(over(rows(xml), {"A1": 1}).content)
    assert f'<f t="shared" si="0" {taken_over}' in done


def test_a_text_that_a_follower_repeats_counts_for_nothing() -> None:
    xml = column('<f t="shared" ref="A1:A2" si="0">B1</f>', "<f t='shared' si='0'>B9</f>")
    assert "<f t='shared' si='0' ref=\"A2\">B2</f>" in written_rows(over(rows(xml), {"A1": 1}).content)


@pytest.mark.parametrize(
    ("xml", "ref"),
    [
        (column("", '<f t="shared" si="0"/>', '<f t="shared" ref="A2:A3" si="0">B3</f>'), "A3"),
        (
            column(
                '<f t="shared" ref="A1:A2" si="0">B1</f>',
                '<f t="shared" si="1"/>',
                '<f t="shared" ref="A3" si="0">B3</f>',
            ),
            "A1",
        ),
        (column('<f t="shared" ref="A1:A2" si="0"/>', '<f t="shared" si="0"/>'), "A1"),
        (column(f'<f t="shared" ref="A1:A2" si="0">{"1+" * 5000}1</f>'), "A1"),
        (column('<f t="shared" si="0">B1</f>', '<f t="shared" si="0"/>'), "A1"),
        (
            (
                '<row r="1"><c r="B1"><f t="shared" ref="A1:B2" si="0">A1</f></c></row>'
                '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
            ),
            "B1",
        ),
    ],
)
def test_a_group_that_is_not_as_excel_writes_it_stays(xml: str, ref: str) -> None:
    error = kept_out(rows(xml), {ref: 1})
    assert (error.code, error.facts["cell"]) == ("formula_cell", ref)


def test_two_first_cells_of_one_group_are_not_overwritten_together() -> None:
    xml = column('<f t="shared" ref="A1:A2" si="0">B1</f>', '<f t="shared" ref="A2" si="0">B2</f>')
    assert kept_out(rows(xml), {"A1": 1, "A2": 1}).facts["cell"] == "A2"


@pytest.mark.parametrize(
    ("old", "new"),
    [('<c r="A1">', "<!-- note --><c r='A1'>"), ('<c r="A2">', "<c r='A2'>")],
)
def test_a_sheet_in_unusual_syntax_is_made_plain_first(old: str, new: str) -> None:
    xml = GROUP.replace(old, new)
    assert '<f t="shared" si="0" ref="A2:A4">B2*$C$1</f>' in books.part(over(rows(xml), {"A1": 7}).content)


@pytest.mark.parametrize(
    "xml",
    [
        column(MASTER, '<f t="shared" si="zero"/>'),
        column(MASTER, "<f><b/></f>", FOLLOWER),
        column("<f><b/></f>"),
    ],
)
def test_a_formula_that_is_none_is_not_guessed_at(xml: str) -> None:
    assert kept_out(rows(xml), {"A1": 1}).code == "unsupported"


ARRAY = (
    '<row r="1"><c r="A1" cm="1"><f t="{kind}" ref="A1:B2">X1:Y2</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>'
)
WHOLE = {"A1": "a", "B1": "b", "A2": "c", "B2": 4}


def test_a_formula_that_fills_an_area_goes_as_a_whole_or_not_at_all() -> None:
    source = rows(ARRAY.format(kind="array"))
    assert kept_out(source, {"A1": 1}).code == "array_cell"
    assert kept_out(source, WHOLE | {"B2": KEEP}).code == "array_cell"
    assert kept_out(source, WHOLE, Options()).code == "array_cell"
    done = written_rows(over(source, WHOLE).content)
    assert "<f" not in done
    assert "cm=" not in done
    assert '<c r="B2"><v>4</v></c>' in done


def test_an_array_formula_in_one_cell_is_one_cell() -> None:
    xml = column('<f t="array" ref="A1">SUM(B1:B2*C1:C2)</f><v>5</v>')
    assert written_rows(over(rows(xml), {"A1": 6}).content) == column("<v>6</v>")
    odd = xml.replace('"array"', "'array'").replace('"A1">S', "'A1:A2'>S")
    assert kept_out(rows(odd), {"A1": 1}).code == "array_cell"


def test_a_data_table_always_stays() -> None:
    assert kept_out(rows(ARRAY.format(kind="dataTable")), WHOLE).code == "array_cell"
    assert kept_out(rows(ARRAY.format(kind="dataTable")), {"B2": 5}).code == "array_cell"


RICH = '<row r="1"><c r="A1" s="3" t="e" vm="1" ph="1"><v>#VALUE!</v></c><c r="B1" cm="2"><v>1</v></c></row>'
DISPIMG = column('<f>_xlfn.DISPIMG("ID_0123",1)</f><v>=DISPIMG("ID_0123",1)</v>')


@pytest.mark.parametrize(("xml", "ref"), [(RICH, "A1"), (RICH, "B1"), (DISPIMG, "A1")])
@pytest.mark.parametrize("options", [Options(), OVER])
def test_a_picture_in_a_cell_stays_unless_asked_for(xml: str, ref: str, options: Options) -> None:
    error = kept_out(rows(xml), {ref: 2}, options)
    assert (error.code, error.facts) == ("rich_cell", {"sheet": "订单", "cell": ref})


def test_a_picture_that_is_asked_for_goes_with_all_its_marks() -> None:
    rich = Options(over_rich_values=True)
    assert written_rows(over(rows(RICH), {"A1": 2, "B1": 3}, rich).content) == (
        '<row r="1"><c r="A1" s="3"><v>2</v></c><c r="B1"><v>3</v></c></row>'
    )
    assert written_rows(over(rows(DISPIMG), {"A1": 2}, rich).content) == column("<v>2</v>")


def test_whole_rows_take_formulas_out_too() -> None:
    xml = column(MASTER, FOLLOWER, FOLLOWER).replace("</c></row>", '</c><c r="C1"><v>1</v></c></row>', 1)
    columns, styles = (1, 2), (None, None)
    edits = [SheetEdits(sheet="订单", rows=[RowEdit(row, columns, ("x", 1), styles) for row in (1, 2)])]
    done = written_rows(patch(rows(xml), edits, options=OVER).content)
    assert '<c r="A3"><f t="shared" si="0" ref="A3:A4">B3*$C$1</f><v>2</v></c>' in done
    assert done.count("<f") == 1


def test_a_rich_result_of_a_formula_is_a_formula() -> None:
    xml = '<row r="1"><c r="A1" t="e" vm="1"><f>_xlfn.IMAGE("x")</f><v>#VALUE!</v></c></row>'
    assert kept_out(rows(xml), {"A1": 2}, Options(over_rich_values=True)).code == "formula_cell"
    assert written_rows(over(rows(xml), {"A1": 2}).content) == column("<v>2</v>")


def chained(xml: str, entries: str, root: str = "") -> bytes:
    """A workbook of two sheets with a calculation chain; the first one has the number 7."""
    listed = '<sheet name="订单" sheetId="7" r:id="rId1"/><sheet name="别处" sheetId="2" r:id="rId4"/>'
    rels = books.rels_xml(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId4", "worksheet", "worksheets/sheet2.xml"),
        ("rId9", "calcChain", "calcChain.xml"),
    )
    parts = books.book_parts(
        books.sheet_xml(xml), styles=None, workbook=books.workbook_xml(listed), workbook_rels=rels
    )
    parts[TYPES] = (
        f'<Types><Default Extension="xml" ContentType="x"/><Override PartName="/{CHAIN}" ContentType="{CHAIN_KIND}"/></Types>'
    )
    parts["xl/worksheets/sheet2.xml"] = books.sheet_xml(column("<f>1</f>"))
    parts[CHAIN] = root or f'{books.DECLARATION}<calcChain xmlns="{books.MAIN}">{entries}</calcChain>'
    return books.zipped(parts)


THREE = column("<f>1</f>", "<f>2</f>", "<f>3</f>")


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ('<c r="A1" i="7"/><c r="A2"/><c r="A3"/>', '<c r="A2" i="7"/><c r="A3"/>'),
        ('<c r="A2" i="7"/><c r="A1"/><c r="A3"/>', '<c r="A2" i="7"/><c r="A3"/>'),
        ('<c r="A1" i="2"/><c r="A1" i="7"/><c r="A2"/>', '<c r="A1" i="2"/><c r="A2" i="7"/>'),
        ('<c r="A1" i="7"/><c r="A1" i="2"/><c r="A2" i="7"/>', '<c r="A1" i="2"/><c r="A2" i="7"/>'),
        ('<c r="A2" i="7"/><c r="A1" l="1"/><c r="A3" s="1"/>', '<c r="A2" i="7"/><c r="A3" l="1"/>'),
        ('<c r="A1" i="7"/><c r="A2" s="1"/><c r="A3" s="1"/>', '<c r="A2" i="7"/><c r="A3" s="1"/>'),
        ('<c r="A2" i="7"/><c r="A1" s="1"/><c r="A3" s="1"/>', '<c r="A2" i="7"/><c r="A3" s="1"/>'),
        ('<c r="A1" i="7" a="1"></c><c r="A2" t="1" l="1"/>', '<c r="A2" t="1" l="1" i="7"/>'),
    ],
)
def test_the_entry_of_the_calculation_chain_goes_and_those_after_it_stand_alone(
    entries: str, left: str
) -> None:
    done = over(chained(THREE, entries), {"A1": 5})
    assert done.changed_parts == (books.SHEET, "xl/workbook.xml", CHAIN)
    assert books.part(done.content, CHAIN).partition('main">')[2] == f"{left}</calcChain>"


def test_a_chain_in_another_spelling_is_understood() -> None:
    root = f"<x:calcChain xmlns:x='{books.MAIN}'><!-- c --><x:c r='A1' i='7'/><x:c r='A2'/></x:calcChain>"
    done = over(chained(THREE, "", root), {"A1": 5})
    assert '<x:c r="A2" i="7"/></x:calcChain>' in books.part(done.content, CHAIN)


def test_a_chain_without_the_cell_stays_as_it_is() -> None:
    done = over(chained(THREE, '<c r="A1" i="2"/>'), {"A1": 5})
    assert done.changed_parts == (books.SHEET, "xl/workbook.xml")
    done = over(chained(THREE, '<c r="A1" i="7"/>'), {"B1": 5})
    assert CHAIN not in done.changed_parts


def test_an_empty_chain_goes_with_all_that_names_it() -> None:
    done = over(chained(column("<f>1</f>"), '<c r="A1" i="7"/>'), {"A1": 5})
    assert done.changed_parts == (books.SHEET, "xl/workbook.xml", RELS, TYPES, CHAIN)
    assert "calcChain" not in books.part(done.content, RELS) + books.part(done.content, TYPES)
    with pytest.raises(KeyError):
        books.part(done.content, CHAIN)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (CHAIN, '<c r="A3"/>', ""),
        (CHAIN, '<c r="A3"/>', '<c r="A3" i="2"/>'),
        (books.SHEET, "<f>3</f>", "<f>4</f>"),
    ],
)
def test_the_gate_sees_a_chain_or_a_formula_that_nobody_asked_to_change(
    name: str, old: str, new: str
) -> None:
    source = chained(THREE, '<c r="A1" i="7"/><c r="A2"/><c r="A3"/>')
    edits = [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 5)])]
    done = patch(source, edits, options=OVER).content
    with pytest.raises(XlsxError, match="not as it should be"):
        verify(source, spoiled(done, name, old, new), edits)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [(RELS, "worksheets/sheet2.xml", "worksheets/sheet1.xml"), (TYPES, 'ContentType="x"', 'ContentType="y"')],
)
def test_the_gate_sees_what_else_changes_when_a_chain_goes(name: str, old: str, new: str) -> None:
    source = chained(column("<f>1</f>"), '<c r="A1" i="7"/>')
    edits = [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 5)])]
    done = patch(source, edits, options=OVER).content
    with pytest.raises(XlsxError, match="not as it should be"):
        verify(source, spoiled(done, name, old, new), edits)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("B2*$C$1</f>", "B1*$C$1</f>"),
        ("B2*$C$1</f>", "B2*C$1</f>"),
        ('ref="A2:A4"', 'ref="A3:A4"'),
        ('<f t="shared" si="0" ref="A2:A4">B2*$C$1</f><v>2</v>', '<f t="shared" si="0"/><v>2</v>'),
        ('<f t="shared" si="0" ref="A2:A4">B2*$C$1</f><v>2</v>', "<v>2</v>"),
        ("B2*$C$1</f><v>2</v>", "B2*$C$1</f><v>3</v>"),
        ('<c r="A2"><f', '<c r="A2" s="1"><f'),
        ('t="shared" si="0" ref="A2:A4"', 't="shared" si="1" ref="A2:A4"'),
        ('<c r="A3"><f t="shared" si="0"/>', '<c r="A3"><f t="shared" si="0" ref="A3:A4">B3*$C$1</f>'),
    ],
)
def test_the_gate_proves_that_a_formula_means_the_same_in_its_new_cell(old: str, new: str) -> None:
    source, edits = rows(GROUP), [SheetEdits(sheet="订单", cells=[CellEdit(1, 1, 5)])]
    done = patch(source, edits, options=OVER).content
    with pytest.raises(XlsxError, match="not as it should be"):
        verify(source, spoiled(done, books.SHEET, old, new), edits)
