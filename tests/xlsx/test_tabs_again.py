"""A tab of ours is made anew where it stands; what a person made or changed is never written over."""

import shutil
import subprocess
from pathlib import Path

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet as Sheet

from sheetship.xlsx import CellEdit, Options, Package, SheetEdits, XlsxError, patch, read_sheet
from sheetship.xlsx.tab_mark import mark_of
from sheetship.xlsx.tabs import with_tab, with_tabs
from tests.xlsx import books
from tests.xlsx.made_tabs import TYPES, made, names, orders, plain, rich, small, with_parts

PLAIN, RICH = made({"汇总": plain}), made({"汇总": rich})
WORKBOOK = "xl/workbook.xml"


def other(_: Workbook, sheet: Sheet) -> None:
    sheet.write_row(0, 0, ["合计", 4, "新"])


OTHER = made({"汇总": other})


def refusal(source: bytes, brought: bytes, **settings: object) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        with_tabs(source, brought, **settings)  # type: ignore[arg-type]
    return caught.value


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with one text replaced in one part."""
    xml = books.part(content, part)
    assert old in xml
    return with_parts(content, {part: xml.replace(old, new)})


@pytest.mark.parametrize("brought", [PLAIN, RICH])
def test_twice_is_once(brought: bytes) -> None:
    once = with_tab(orders(), brought, name="汇总")
    again = with_tab(once.content, brought, name="汇总")
    assert again.content == once.content
    assert again.changed_parts == ()


def test_a_tab_of_ours_is_made_anew_where_it_stands() -> None:
    once = with_tab(orders(), PLAIN, name="汇总", after="订单").content
    done = with_tab(once, OTHER, name="汇总")
    assert done.changed_parts == ("xl/worksheets/sheet3.xml", WORKBOOK)
    assert [sheet.name for sheet in Package.open(done.content).sheets] == ["订单", "汇总", "退款"]
    assert [row.texts((1, 2, 3)) for row in read_sheet(done.content, "汇总").rows] == [["合计", "4", "新"]]
    before, after = (
        books.part(content, WORKBOOK).partition("<definedNames>") for content in (once, done.content)
    )
    assert before[0] == after[0]
    assert (before[2].count("_sheetship_tab"), after[2].count("_sheetship_tab")) == (1, 1)


def test_parts_of_an_older_tab_go_when_the_new_one_needs_them_no_more() -> None:
    base = with_tab(orders(), PLAIN, name="汇总").content
    done = with_tab(with_tab(orders(), RICH, name="汇总").content, PLAIN, name="汇总").content
    assert set(names(done)) == set(names(base))
    types = books.part(done, "[Content_Types].xml")
    assert "drawing1.xml" not in types
    assert "table1.xml" not in types
    assert "Print_Area" not in books.part(done, WORKBOOK)
    assert "_FilterDatabase" not in books.part(done, WORKBOOK)


def test_a_part_that_others_use_too_stays() -> None:
    rels = "xl/worksheets/_rels/sheet2.xml.rels"
    shared = books.rels_xml(("rId1", "image", "../media/image1.png"))
    once = with_parts(with_tab(orders(), RICH, name="汇总").content, {rels: shared})
    done = with_tab(once, PLAIN, name="汇总").content
    assert "xl/media/image1.png" in names(done)
    assert "xl/drawings/drawing1.xml" not in names(done)


def test_a_tab_that_a_person_made_is_never_overwritten() -> None:
    error = refusal(orders(), made({"退款": plain}))
    assert (error.code, error.facts) == ("not_our_tab", {"sheet": "退款"})
    ours = with_tab(orders(), PLAIN, name="汇总").content
    assert refusal(ours, OTHER, replace=False).code == "tab_exists"
    unmarked = changed(ours, WORKBOOK, "_sheetship_tab", "_someone")
    assert refusal(unmarked, OTHER).code == "not_our_tab"


def test_a_tab_is_known_by_its_name_in_any_case_and_keeps_its_own() -> None:
    once = with_tab(orders(), made({"Sum": plain}), name="Sum").content
    done = with_tab(once, made({"SUM": other}), name="SUM").content
    assert [sheet.name for sheet in Package.open(done).sheets] == ["订单", "退款", "Sum"]
    assert read_sheet(done, "Sum").rows[0].texts((2,)) == ["4"]


def test_cells_changed_by_hand_are_not_written_over_unless_asked() -> None:
    once = with_tab(orders(), PLAIN, name="汇总").content
    written = patch(once, [SheetEdits(sheet="汇总", cells=[CellEdit(5, 1, "我的备注")])]).content
    error = refusal(written, OTHER)
    assert (error.code, error.facts) == ("tab_changed", {"sheet": "汇总", "what": "cells"})
    done = with_tab(written, OTHER, name="汇总", options=Options(over_changed_tab=True))
    assert len(read_sheet(done.content, "汇总").rows) == 1
    assert [(note.code, note.facts) for note in done.notes] == [("tab_changed", {"sheet": "汇总"})]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (
            "xl/comments1.xml",
            "</commentList>",
            '<comment ref="B2" authorId="0"><text/></comment></commentList>',
        ),
        ("xl/drawings/drawing1.xml", "</xdr:wsDr>", "<xdr:oneCellAnchor/></xdr:wsDr>"),
        ("xl/worksheets/sheet3.xml", "</sheetData>", "</sheetData><sheetProtection/>"),
        (
            "xl/worksheets/_rels/sheet3.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{books.DOC}/threadedComment" Target="t.xml"/></Relationships>',
        ),
    ],
)
def test_what_a_person_added_to_our_tab_is_never_lost(part: str, old: str, new: str) -> None:
    added = changed(with_tab(orders(), RICH, name="汇总").content, part, old, new)
    error = refusal(added, PLAIN, options=Options(over_changed_tab=True))
    assert (error.code, error.facts["what"]) == ("tab_changed", "objects")


def test_results_widths_and_the_spelling_of_numbers_are_no_change() -> None:
    once = with_tab(orders(), RICH, name="汇总").content
    sheet = "xl/worksheets/sheet3.xml"
    again = changed(once, sheet, "<v>10</v>", "<v>11</v>")
    again = changed(again, sheet, "<v>1.5</v>", "<v>1.50</v>")
    again = changed(again, sheet, 'customWidth="1"', 'customWidth="1" bestFit="1"')
    rels = "xl/worksheets/_rels/sheet3.xml.rels"
    printer = f'<Relationship Id="rId99" Type="{books.DOC}/printerSettings" Target="p.bin"/></Relationships>'
    again = changed(again, rels, "</Relationships>", printer)
    assert mark_of(Package.open(again), "汇总") == mark_of(Package.open(once), "汇总")
    assert mark_of(Package.open(once), "汇总").endswith(" comments=1 drawing=2 table=1")


def test_a_tab_with_odd_texts_has_a_mark_too() -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>_xD800_</t></is></c></row>'
    assert len(mark_of(Package.open(books.rows(cells)), "订单")) == 32


def test_names_of_a_person_stay_and_follow_nothing() -> None:
    once = with_tab(orders(), RICH, name="汇总").content
    own = '<definedName name="我的" localSheetId="2">汇总!$A$1</definedName><definedName name="全">1</definedName>'
    named = changed(once, WORKBOOK, "<definedNames>", f"<definedNames>{own}")

    def printed(_: Workbook, sheet: Sheet) -> None:
        sheet.print_area("A1:B2")

    done = with_tab(named, made({"汇总": printed}), name="汇总").content
    xml = books.part(done, WORKBOOK)
    assert own in xml
    assert '<definedName name="_xlnm.Print_Area" localSheetId="2">汇总!$A$1:$B$2</definedName>' in xml
    assert "Print_Titles" not in xml
    assert "_FilterDatabase" not in xml


def chained(entries: str) -> bytes:
    """A workbook with a computed tab of ours, whose cells Excel has put into the order of calculation."""
    links = ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId8", "calcChain", "calcChain.xml")
    source = small(workbook_rels=books.rels_xml(*links), styles=None)
    once = with_tab(source, made({"汇总": computed}), name="汇总").content
    kind = f'<Override PartName="/xl/calcChain.xml" ContentType="{TYPES}.calcChain+xml"/></Types>'
    chain = f'<calcChain xmlns="{books.MAIN}">{entries}</calcChain>'
    return changed(with_parts(once, {"xl/calcChain.xml": chain}), "[Content_Types].xml", "</Types>", kind)


def computed(_: Workbook, sheet: Sheet) -> None:
    sheet.write_formula(0, 0, "=1+1", None, 2)


def test_formulas_of_an_older_tab_leave_the_order_of_calculation() -> None:
    source = chained('<c r="A1" i="2"/><c r="B1" i="1"/>')
    assert with_tab(source, made({"汇总": computed}), name="汇总").content == source
    done = with_tab(source, OTHER, name="汇总").content
    assert '"><c r="B1" i="1"/></calcChain>' in books.part(done, "xl/calcChain.xml")


def test_an_order_of_calculation_that_would_be_empty_goes() -> None:
    done = with_tab(chained('<c r="A1" i="2"/>'), OTHER, name="汇总")
    assert "xl/calcChain.xml" in done.changed_parts
    assert "xl/calcChain.xml" not in names(done.content)
    assert "calcChain" not in books.part(done.content, "xl/_rels/workbook.xml.rels")
    assert "calcChain" not in books.part(done.content, "[Content_Types].xml")


def test_a_locked_workbook_lets_its_own_tab_be_made_anew() -> None:
    once = with_tab(small(), PLAIN, name="汇总").content
    locked = changed(once, WORKBOOK, "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>')
    assert with_tab(locked, OTHER, name="汇总").changed_parts


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_a_tab_is_still_ours_after_another_program_has_saved_the_workbook(tmp_path: Path) -> None:
    content = with_tab(orders(), RICH, name="汇总").content
    (tmp_path / "订单.xlsx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    for kind in ("pdf", "xlsx:Calc MS Excel 2007 XML"):
        subprocess.run(
            [*command, kind, "--outdir", "out", "订单.xlsx"], cwd=tmp_path, check=True, timeout=120
        )
    assert (tmp_path / "out" / "订单.pdf").stat().st_size > 10_000
    saved = (tmp_path / "out" / "订单.xlsx").read_bytes()
    assert mark_of(Package.open(saved), "汇总") == mark_of(Package.open(content), "汇总")
    done = with_tab(saved, OTHER, name="汇总").content
    assert read_sheet(done, "汇总").rows[0].texts((1, 2, 3)) == ["合计", "4", "新"]
    assert not any("comments" in name for name in names(done))


def tabled(*headings: str) -> bytes:
    def fill(_: Workbook, sheet: Sheet) -> None:
        columns = [{"header": heading} for heading in headings]
        sheet.add_table(0, 0, 3, len(headings) - 1, {"name": "表", "columns": columns})

    return made({"汇总": fill})


def test_a_table_that_others_speak_of_keeps_its_id_and_columns() -> None:
    once = with_tab(orders(), tabled("单号", "金额"), name="汇总").content
    other = with_tab(once, made({"新": lambda _, sheet: sheet.add_table("A1:B3", {"name": "外"})}), name="新")
    done = with_tab(other.content, tabled("单号", "金额", "备注"), name="汇总").content
    assert ' id="1" name="表"' in books.part(done, "xl/tables/table1.xml")
    spoken = changed(done, "xl/worksheets/sheet1.xml", "B2*2", "SUM(表[金额])")
    for brought in (tabled("单号", "备注"), PLAIN):
        error = refusal(spoken, brought)
        assert (error.code, error.facts) == ("heading_in_use", {"name": "表"})
        assert with_tab(done, brought, name="汇总").changed_parts
    assert with_tab(spoken, tabled("备注", "单号", "金额"), name="汇总").changed_parts
