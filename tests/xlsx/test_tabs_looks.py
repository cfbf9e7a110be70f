"""Looks of a new tab: appended to the styles of the workbook, or found there; what was there never moves."""

import io

import openpyxl
import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet as Sheet

from sheetship.xlsx import XlsxError, read_sheet
from sheetship.xlsx.tabs import with_tab
from tests.xlsx import books
from tests.xlsx.made_tabs import made, plain, small, with_parts

STYLES = "xl/styles.xml"


def bold_money(book: Workbook, sheet: Sheet) -> None:
    sheet.write(0, 0, 1, book.add_format({"bold": True, "bg_color": "#C6EFCE", "num_format": '0.0"元"'}))
    sheet.write(1, 0, 2)


TAB = made({"汇总": bold_money})


def styles(cell_xfs: str, *, before: str = "", after: str = "") -> str:
    """A styles part with these looks."""
    fills = '<fills count="0"/>'
    rest = f'<fonts count="1"><font><name val="宋体"/></font></fonts>{fills}<borders count="1"><border/></borders>'
    return f'<styleSheet xmlns="{books.MAIN}">{before}{rest}<cellXfs>{cell_xfs}</cellXfs>{after}</styleSheet>'


def refusal(source: bytes, brought: bytes) -> str:
    with pytest.raises(XlsxError) as caught:
        with_tab(source, brought, name="汇总")
    return caught.value.code


def test_new_looks_are_appended_and_old_ones_stay() -> None:
    before = books.part(small(), STYLES)
    after = books.part(with_tab(small(), TAB, name="汇总").content, STYLES)
    font = '<font><b/><sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/><scheme val="minor"/></font>'
    shade = '<fgColor rgb="FFC6EFCE"/><bgColor indexed="64"/>'
    fill = f'<fill><patternFill patternType="solid">{shade}</patternFill></fill>'
    look = (
        '<xf numFmtId="165" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" '
        'applyFill="1"/>'
    )
    expected = before.replace('<numFmts count="1">', '<numFmts count="2">')
    expected = expected.replace(
        "</numFmts>", '<numFmt numFmtId="165" formatCode="0.0&quot;元&quot;"/></numFmts>'
    )
    expected = expected.replace('<fonts count="1">', '<fonts count="2">').replace(
        "</fonts>", f"{font}</fonts>"
    )
    expected = expected.replace('<fills count="2">', '<fills count="3">').replace(
        "</fills>", f"{fill}</fills>"
    )
    expected = expected.replace('<cellXfs count="5">', '<cellXfs count="6">')
    assert after == expected.replace("</cellXfs>", f"{look}</cellXfs>")


def test_looks_that_are_there_are_used_again() -> None:
    once = with_tab(small(), TAB, name="汇总").content
    again = with_tab(once, made({"新": bold_money}), name="新")
    assert STYLES not in again.changed_parts
    assert 's="5"' in books.part(again.content, "xl/worksheets/sheet3.xml")


def test_what_the_tab_leaves_open_takes_the_default_of_the_workbook() -> None:
    own = styles('<xf numFmtId="0" fontId="0" borderId="7" xfId="4"/>')
    shown = books.part(with_tab(small(styles=own), TAB, name="汇总").content, STYLES)
    assert 'borderId="7" xfId="4" applyNumberFormat="1"' in shown
    assert '<fills count="3"><fill><patternFill patternType="none"/></fill>' in shown


@pytest.mark.parametrize("format_id", [14, 170])
def test_plain_cells_stay_plain_where_the_default_of_the_workbook_is_a_date(format_id: int) -> None:
    date = '<numFmts><numFmt numFmtId="170" formatCode="yyyy-mm-dd"/></numFmts>'
    look = f'<xf numFmtId="{format_id}" fontId="0" xfId="0"><alignment vertical="top"/></xf>'
    done = with_tab(small(styles=styles(look, before=date)), made({"汇总": plain}), name="汇总").content
    cell = read_sheet(done, "汇总").rows[0].get(2)
    assert cell is not None
    assert (cell.kind, cell.text, cell.style) == ("number", "3", 1)
    shown = '<xf numFmtId="0" fontId="0" xfId="0" applyNumberFormat="1"><alignment vertical="top"/></xf></cellXfs>'
    assert shown in books.part(done, STYLES)


@pytest.mark.parametrize("code", ["General", "GENERAL"])
def test_a_default_that_spells_out_general_is_plain_too(code: str) -> None:
    spelled = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
    own = styles('<xf numFmtId="164" fontId="0" xfId="0"/>', before=spelled)
    assert STYLES not in with_tab(small(styles=own), made({"汇总": plain}), name="汇总").changed_parts


def test_a_workbook_without_looks_takes_a_tab_without_looks() -> None:
    for source in (small(styles=None), small(styles=styles(""))):
        assert with_tab(source, made({"汇总": plain}), name="汇总").changed_parts
        assert refusal(source, TAB) == "unsupported"


@pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning")
def test_differential_looks_are_made_where_the_schema_wants_them() -> None:
    def ruled(book: Workbook, sheet: Sheet) -> None:
        built_in = book.add_format({"num_format": "0.00"})
        sheet.conditional_format("A1", {"type": "cell", "criteria": ">", "value": 1, "format": built_in})
        own = book.add_format({"num_format": "0.000"})
        sheet.conditional_format("A2", {"type": "cell", "criteria": ">", "value": 1, "format": own})
        shown = book.add_format({"bold": True})
        for cell in ("A3", "A4"):
            sheet.conditional_format(cell, {"type": "no_blanks", "format": shown})

    source = small(styles=styles("<xf/>", after="<tableStyles/>"))
    done = with_tab(source, made({"汇总": ruled}), name="汇总").content
    assert '</cellXfs><dxfs count="3"><dxf>' in books.part(done, STYLES)
    assert "</dxf></dxfs><tableStyles/>" in books.part(done, STYLES)
    rules = openpyxl.load_workbook(io.BytesIO(done))["汇总"].conditional_formatting
    looks = [rule.dxf for entry in rules for rule in entry.rules]
    assert [look.numFmt and look.numFmt.formatCode for look in looks] == ["0.00", "0.000", None, None]
    assert with_tab(done, made({"汇总": ruled}), name="汇总").content == done


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (STYLES, 'fontId="1"', 'fontId="9"'),
        (STYLES, 'fontId="1"', 'fontId="x"'),
        (STYLES, 'numFmtId="164" fontId', 'numFmtId="999" fontId'),
        ("xl/worksheets/sheet1.xml", 's="1"', 's="9"'),
    ],
)
def test_a_made_tab_that_names_a_look_that_is_not_there_is_refused(part: str, old: str, new: str) -> None:
    xml = books.part(TAB, part)
    assert old in xml
    assert refusal(small(), with_parts(TAB, {part: xml.replace(old, new)})) == "damaged"


def test_a_made_tab_without_the_parts_it_needs_is_refused() -> None:
    rels = books.part(TAB, "xl/_rels/workbook.xml.rels")
    bare = with_parts(
        TAB, {"xl/_rels/workbook.xml.rels": rels.replace("relationships/styles", "relationships/x")}
    )
    assert refusal(small(), bare) == "unsupported"
    tab = made({"汇总": plain})
    rels = rels.replace("relationships/sharedStrings", "relationships/x")
    assert refusal(small(), with_parts(tab, {"xl/_rels/workbook.xml.rels": rels})) == "damaged"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", "<sheetData>", "<!-- x --><sheetData>"),
        ("xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData >"),
        ("xl/worksheets/sheet1.xml", f'xmlns="{books.MAIN}"', 'xmlns="other"'),
        ("xl/worksheets/sheet1.xml", '<c r="A1"', "<c"),
        ("xl/sharedStrings.xml", "<si>", "<si >"),
    ],
)
def test_a_tab_that_xlsxwriter_did_not_write_is_refused(part: str, old: str, new: str) -> None:
    tab = made({"汇总": plain})
    assert refusal(small(), with_parts(tab, {part: books.part(tab, part).replace(old, new)})) == "unsupported"
