import re

import pytest

from sheetship.xlsx import CellEdit, Style
from sheetship.xlsx.fonts import font_like
from tests.xlsx import books
from tests.xlsx.books import MAIN, put, refusal, rows

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
