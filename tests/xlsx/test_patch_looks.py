import re
from datetime import date, datetime, time

import pytest

from sheetship.xlsx import KEEP, NO_FILL, CellEdit, Style
from sheetship.xlsx.fonts import font_like
from tests.xlsx import books
from tests.xlsx.books import MAIN, cell, put, refusal, rows, set_cell, written_rows

STYLE_PART = "xl/styles.xml"


def styles_after(source: bytes, *looks: Style) -> str:
    cells = [CellEdit(1, column, "x", look) for column, look in enumerate(looks, 1)]
    return books.part(put(source, *cells).content, STYLE_PART)


def section(xml: str, name: str) -> str:
    found = re.search(rf"<{name}\b[^>]*>.*?</{name}>", xml, re.DOTALL)
    assert found
    return found[0]


def test_a_colour_adds_one_fill_and_one_look_for_each_base() -> None:
    source = rows('<row r="1"><c r="A1"/><c r="B1" s="3"/><c r="C1"/></row>')
    green = Style(fill="c6efce")
    xml = styles_after(source, green, green, Style(fill="FFC6EFCE"))
    assert section(xml, "fills") == (
        '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFC6EFCE"/><bgColor indexed="64"/></patternFill></fill></fills>'
    )
    new = section(xml, "cellXfs").partition(
        '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    )[2]
    assert new == (
        '<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>'
        '<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1">'
        '<alignment horizontal="center"/><protection locked="0"/></xf></cellXfs>'
    )
    assert '<cellXfs count="7">' in xml


def test_nothing_else_of_the_styles_moves() -> None:
    before, after = books.STYLES, styles_after(rows(""), Style(fill="C6EFCE"))
    for name in ("numFmts", "fonts", "borders", "cellStyleXfs"):
        assert section(before, name) == section(after, name)


def test_formats_that_excel_knows_or_the_book_has_are_used_again() -> None:
    xml = styles_after(
        rows(""),
        Style(number_format="@"),
        Style(number_format='yyyy"年"'),
        Style(number_format='0.0"件"'),
        Style(number_format="General"),
    )
    assert re.findall(r'<xf numFmtId="(\d+)"[^>]*applyNumberFormat="1"/>', xml) == ["164", "49", "165"]
    assert '<numFmts count="2">' in xml
    assert 'numFmtId="165" formatCode="0.0&quot;件&quot;"' in xml


def test_a_font_is_like_the_old_one_but_for_what_was_asked() -> None:
    xml = styles_after(rows(""), Style(bold=True, underline=True, font_color="FF0000"), Style(bold=False))
    assert '<fonts count="2">' in xml
    assert '<font><b/><u/><sz val="11"/><color rgb="FFFF0000"/><name val="Calibri"/></font>' in xml


@pytest.mark.parametrize(
    ("font", "asked", "result"),
    [
        ("<font/>", (True, None, None), "<font><b/></font>"),
        ("<font><b/><i/></font>", (False, True, None), "<font><i/><u/></font>"),
        (
            "<font><color theme='1'/><scheme val='minor'/></font>",
            (None, None, "FF00FF00"),
            "<font><color rgb=\"FF00FF00\"/><scheme val='minor'/></font>",
        ),
        (
            "<x:font a='1'><x:sz val='9'/></x:font>",
            (True, False, None),
            "<x:font a='1'><x:b/><x:sz val='9'/></x:font>",
        ),
    ],
)
def test_font_entries_stand_in_the_order_of_the_schema(
    font: str, asked: tuple[bool | None, bool | None, str | None], result: str
) -> None:
    bold, underline, colour = asked
    assert font_like(font, bold=bold, underline=underline, colour=colour) == result


def test_wrapping_keeps_the_rest_of_the_alignment() -> None:
    source = rows('<row r="1"><c r="A1"/><c r="B1" s="3"/><c r="C1" s="3"/></row>')
    xml = styles_after(source, Style(wrap=True), Style(wrap=True), Style(wrap=False))
    assert (
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment wrapText="1"/></xf>'
        in xml
    )
    assert '<alignment horizontal="center" wrapText="1"/><protection locked="0"/></xf>' in xml
    assert '<cellXfs count="7">' in xml


def test_unwrapping_what_is_not_wrapped_changes_no_look() -> None:
    source = rows('<row r="1"><c r="A1" t="str"><v>x</v></c></row>')
    assert put(source, CellEdit(1, 1, "x", Style(wrap=False))).changed_parts == ()
    wrapped = books.STYLES.replace('horizontal="center"', "wrapText='1'")
    source = rows('<row r="1"><c r="A1" s="3" t="str"><v>x</v></c></row>', styles=wrapped)
    assert put(source, CellEdit(1, 1, "x", Style(wrap=True))).changed_parts == ()
    changed = put(source, CellEdit(1, 1, "x", Style(wrap=False)))
    assert '<alignment wrapText="0"/>' in books.part(changed.content, STYLE_PART)


def test_missing_sections_are_made_in_order() -> None:
    bare = f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><borders/><cellXfs><xf/></cellXfs></styleSheet>'
    xml = styles_after(rows("", styles=bare), Style(fill="C6EFCE", number_format="0.000"))
    assert re.findall(r"<(\w+) count", xml) == ["numFmts", "fills", "cellXfs"]
    assert xml.index("<numFmts") < xml.index("<fonts") < xml.index("<fills") < xml.index("<borders")
    assert '<fills count="3">' in xml
    assert 'fillId="2"' in xml


def test_an_empty_section_tag_is_opened_and_prefixes_are_kept() -> None:
    styles = (
        f'<x:styleSheet xmlns:x="{MAIN}"><x:numFmts count="0"/><x:fonts><x:font/></x:fonts><x:fills/>'
        "<x:cellXfs count='1'><x:xf fontId='0'/></x:cellXfs></x:styleSheet>"
    )
    xml = styles_after(
        rows("", styles=styles), Style(fill="C6EFCE", number_format="0.000", bold=True, wrap=True)
    )
    assert '<x:numFmts count="1"><x:numFmt numFmtId="164" formatCode="0.000"/></x:numFmts>' in xml
    assert '<x:fills count="3"><x:fill><x:patternFill patternType="none"/></x:fill>' in xml
    assert "<x:font><x:b/></x:font>" in xml
    assert '<x:alignment wrapText="1"/></x:xf></x:cellXfs>' in xml


def test_a_section_at_the_very_end_is_made_too() -> None:
    bare = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/></cellXfs></styleSheet>'
    assert section(styles_after(rows("", styles=bare), Style(fill="C6EFCE")), "fills")
    error = refusal(
        rows("", styles=f'<styleSheet xmlns="{MAIN}"/>'), CellEdit(1, 1, "x", Style(fill="C6EFCE"))
    )
    assert error.code == "damaged"


def test_without_styles_or_fonts_a_look_is_refused_and_a_value_still_goes_in() -> None:
    assert refusal(rows("", styles=None), CellEdit(1, 1, "x", Style(bold=True))).code == "unsupported"
    assert put(rows("", styles=None), CellEdit(1, 1, "x")).changed_parts == (books.SHEET,)
    bare = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf fontId="7"/></cellXfs></styleSheet>'
    assert refusal(rows("", styles=bare), CellEdit(1, 1, "x", Style(bold=True))).code == "unsupported"


def test_styles_with_alternatives_of_another_program_are_left_alone() -> None:
    odd = books.STYLES.replace('<cellXfs count="5">', '<cellXfs count="6"><m:AlternateContent xmlns:m="m"/>')
    assert refusal(rows("", styles=odd), CellEdit(1, 1, "x", Style(bold=True))).code == "unsupported"
    assert put(rows("", styles=odd), CellEdit(1, 1, "x")).changed_parts == (books.SHEET,)


def test_a_style_that_is_not_there_cannot_be_built_on() -> None:
    source = rows('<row r="1"><c r="A1" s="77"/></row>')
    assert refusal(source, CellEdit(1, 1, "x", Style(bold=True))).code == "damaged"


def test_more_looks_than_excel_allows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetship.xlsx.style_sections.MAX_STYLES", 5)
    assert refusal(rows(""), CellEdit(1, 1, "x", Style(bold=True))).code == "too_large"


def test_a_number_format_with_an_odd_id_is_no_obstacle() -> None:
    odd = books.STYLES.replace('numFmtId="164" formatCode', 'numFmtId="x" formatCode')
    assert 'numFmtId="164" formatCode="0.0"' in styles_after(rows("", styles=odd), Style(number_format="0.0"))


GREEN = Style(fill="C6EFCE")
FULL = (
    '<row r="1"><c t=\'str\' r="A1" ph="1" cm="1"><f>B1</f><v>x</v></c>'
    '<c r="B1" s="3" vm="1"><v>1</v></c><c  r="C1"/><c r="D1" s="0"></c></row>'
)


def test_a_look_alone_keeps_the_value_the_formula_and_all_else() -> None:
    source = rows(FULL.replace("'", '"'))
    done = put(source, *[CellEdit(1, column, KEEP, GREEN) for column in (1, 2, 3, 4)]).content
    assert written_rows(done) == (
        '<row r="1"><c t="str" r="A1" s="5" ph="1" cm="1"><f>B1</f><v>x</v></c>'
        '<c r="B1" s="6" vm="1"><v>1</v></c><c  r="C1" s="5"/><c r="D1" s="5"></c></row>'
    )


def test_a_look_alone_may_go_where_a_value_may_not() -> None:
    array = '<row r="1"><c r="A1"><f t="array" ref="A1:B1">C1:D1</f></c><c r="B1"><v>1</v></c></row>'
    assert 's="5"><v>1</v>' in written_rows(put(rows(array), CellEdit(1, 2, KEEP, GREEN)).content)
    merged = rows("", tail='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    assert refusal(merged, CellEdit(1, 2, KEEP, GREEN)).code == "merged_cell"
    locked = rows('<row r="1"><c r="A1"/></row>', tail='<sheetProtection sheet="1"/>')
    assert refusal(locked, CellEdit(1, 1, KEEP, GREEN)).code == "protected"


def test_keeping_without_a_look_changes_nothing() -> None:
    source = rows('<row r="1"><c r="A1"><v>1</v></c></row>', head='<dimension ref="A1"/>')
    assert put(source, CellEdit(1, 1, KEEP), CellEdit(1, 2, KEEP), CellEdit(9, 9, KEEP)).changed_parts == ()
    assert put(source, CellEdit(1, 1, KEEP, Style(wrap=False))).changed_parts == ()


def test_a_missing_cell_gets_the_look_and_no_value() -> None:
    done = put(rows('<row r="1"/>'), CellEdit(1, 1, KEEP, GREEN), CellEdit(2, 1, KEEP, GREEN)).content
    assert written_rows(done) == '<row r="1"><c r="A1" s="5"/></row><row r="2"><c r="A2" s="5"/></row>'


def test_a_link_may_go_on_a_kept_cell() -> None:
    source = rows('<row r="1"><c r="A1"><f>B1</f></c></row>')
    done = put(source, CellEdit(1, 1, KEEP, None, "https://example.org/")).content
    assert written_rows(done) == '<row r="1"><c r="A1"><f>B1</f></c></row>'
    assert '<hyperlink ref="A1"' in books.part(done)


def test_a_new_look_keeps_border_alignment_and_protection() -> None:
    xf = (
        '<xf numFmtId="2" fontId="0" fillId="1" borderId="0" xfId="0" quotePrefix="1" pivotButton="1">'
        '<alignment horizontal="right"/><protection locked="0"/></xf>'
    )
    styles = books.STYLES.replace("</cellXfs>", f"{xf}</cellXfs>").replace('count="5"', 'count="6"')
    source = rows('<row r="1"><c r="A1" s="5"><v>1</v></c></row>', styles=styles)
    xml = books.part(put(source, CellEdit(1, 1, KEEP, Style(bold=True))).content, STYLE_PART)
    assert xf.replace('fontId="0"', 'fontId="1"').replace('"1">', '"1" applyFont="1">') in xml


def test_a_fill_can_go() -> None:
    green = rows('<row r="1"><c r="A1"><v>1</v></c></row>')
    source = put(green, CellEdit(1, 1, KEEP, GREEN)).content
    xml = books.part(put(source, CellEdit(1, 1, KEEP, Style(fill=NO_FILL))).content, STYLE_PART)
    assert xml.endswith('fillId="0" borderId="0" xfId="0" applyFill="1"/></cellXfs></styleSheet>')
    assert put(green, CellEdit(1, 1, KEEP, Style(fill=NO_FILL))).changed_parts == ()


LONG = "12345678901"


def test_a_text_of_many_digits_is_marked_as_text_in_a_general_cell() -> None:
    source = rows('<row r="1"><c r="A1"/><c r="B1" s="1"/><c r="C1"/><c r="D1"/></row>')
    done = put(
        source,
        CellEdit(1, 1, LONG),
        CellEdit(1, 2, LONG),
        CellEdit(1, 3, LONG[1:]),
        CellEdit(1, 4, LONG, Style(number_format="General")),
        CellEdit(1, 5, f"SF{LONG}"),
        CellEdit(1, 6, LONG, GREEN),
    ).content
    styles = [found.style for column in range(1, 7) if (found := cell(done, 1, column))]
    assert styles == [5, 1, 0, 0, 0, 7]
    xml = books.part(done, STYLE_PART)
    assert xml.count('numFmtId="49"') == 2
    assert '<xf numFmtId="49" fontId="0" fillId="2"' in xml


def test_a_long_number_that_a_person_left_in_a_general_cell_stays_as_it_is() -> None:
    source = rows(f'<row r="1"><c r="A1" t="str"><v>{LONG}</v></c></row>')
    assert put(source, CellEdit(1, 1, LONG)).changed_parts == ()


@pytest.mark.parametrize(
    "styles",
    [
        None,
        f'<styleSheet xmlns="{MAIN}"/>',
        books.STYLES.replace('<cellXfs count="5">', '<cellXfs count="6"><m:AlternateContent xmlns:m="m"/>'),
    ],
)
def test_where_no_look_can_be_made_a_long_number_is_text_all_the_same(styles: str | None) -> None:
    assert put(rows("", styles=styles), CellEdit(1, 1, LONG)).changed_parts == (books.SHEET,)


def test_a_time_of_day_shows_as_one() -> None:
    source = rows('<row r="1"><c r="A1"/><c r="B1" s="1"/><c r="C1" s="4"/></row>')
    done = put(source, *[CellEdit(1, column, time(18, 30)) for column in (1, 2, 3)]).content
    found = [cell(done, 1, column) for column in (1, 2, 3)]
    assert [each and (each.kind, each.text) for each in found] == [("date", "18:30:00")] * 3
    assert set_cell(rows(""), (1, 1), time(0)) == '<row r="1"><c r="A1" s="5"><v>0</v></c></row>'
    assert 'formatCode="hh:mm:ss"' in books.part(done, STYLE_PART)


def test_a_cell_that_shows_a_clock_keeps_its_format() -> None:
    done = put(rows(""), CellEdit(1, 1, time(18, 30), Style(number_format="h:mm"))).content
    again = put(done, CellEdit(1, 1, time(9)))
    assert again.changed_parts == (books.SHEET,)


@pytest.mark.parametrize(
    "moment",
    [
        date(1900, 2, 28),
        datetime.fromisoformat("2026-11-21T10:00:00+08:00"),
        time.fromisoformat("10:00:00+08:00"),
    ],
)
def test_moments_that_cells_are_not_sure_of_are_refused(moment: date | time) -> None:
    assert refusal(rows(""), CellEdit(1, 1, moment)).code == "bad_date"


RICH_TEXT = "<sst><si><r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r></si></sst>"


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "甲乙"),
        ('<c r="A1" t="inlineStr" ph="1"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙"),
        ('<c r="A1"><v>5.00</v></c>', 5),
        ('<c r="A1"></c>', None),
    ],
)
def test_a_value_that_is_there_stays_as_it_is_spelled_when_its_look_changes(
    xml: str, value: str | int
) -> None:
    source = rows(f'<row r="1">{xml}</row>', strings=RICH_TEXT)
    done = put(source, CellEdit(1, 1, value, GREEN))
    assert written_rows(done.content) == f'<row r="1">{xml}</row>'.replace('"A1"', '"A1" s="5"')


def test_a_look_alone_computes_nothing_anew() -> None:
    source = rows('<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><v>1</v></c></row>')
    looks = [CellEdit(1, 1, KEEP, GREEN), CellEdit(1, 2, 1, GREEN), CellEdit(1, 3, None, GREEN)]
    assert put(source, *looks).changed_parts == (books.SHEET, STYLE_PART)
    assert put(source, CellEdit(1, 2, 2)).changed_parts == (books.SHEET, "xl/workbook.xml")


def test_a_fill_that_is_there_in_another_spelling_may_be_asked_for() -> None:
    fill = '<fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC" /><bgColor indexed="64" /></patternFill></fill>'
    styles = books.STYLES.replace("</fills>", f"{fill}</fills>").replace(
        "</cellXfs>", '<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" /></cellXfs>'
    )
    source = books.rows('<row r="1"><c r="A1" s="5"><v>1</v></c></row>', styles=styles)
    edit = CellEdit(1, 1, "x", Style(fill="FFF2CC"))
    done = put(source, edit)
    assert 's="6"' in books.part(done.content)
