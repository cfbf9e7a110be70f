"""What a value becomes in the XML, and which values no cell can keep."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from sheetship.xlsx import Style
from tests.xlsx.cases.case import Case, Put, Refused, styles, workbook

_NOON = datetime(2026, 11, 21, 12)  # noqa: DTZ001 - cells know no zone

CASES = [
    Case(
        name="a number replaced by text changes its type and keeps its style",
        rows='<row r="1"><c r="A1" s="3"[-><v>1</v>-]{+ t="inlineStr"><is><t>甲</t></is>+}</c></row>',
        cells={"A1": "甲"},
    ),
    Case(
        name="a shared text replaced by a number leaves the shared texts as they are",
        strings="<si><t>甲</t></si>",
        rows='<row r="1"><c r="A1" s="3"[- t="s"-]><v>[-0-]{+5+}</v></c></row>',
        cells={"A1": 5},
    ),
    Case(
        name="a shared text replaced by another goes inline",
        strings="<si><t>甲</t></si>",
        rows='<row r="1"><c r="A1" t="[-s"><v>0</v>-]{+inlineStr"><is><t>乙</t></is>+}</c></row>',
        cells={"A1": "乙"},
    ),
    Case(
        name="an error is overwritten by a number",
        rows='<row r="1"><c r="A1"[- t="e"-]><v>[-#N/A-]{+5+}</v></c></row>',
        cells={"A1": 5},
    ),
    Case(
        name="the text of an error is not the error",
        rows='<row r="1"><c r="A1" t="[-e"><v>#REF!</v>-]{+inlineStr"><is><t>#REF!</t></is>+}</c></row>',
        cells={"A1": "#REF!"},
    ),
    Case(
        name="a yes becomes a no",
        rows='<row r="1"><c r="A1" t="b"><v>[-1-]{+0+}</v></c></row>',
        cells={"A1": False},
    ),
    Case(
        name="yes is not the number one",
        rows='<row r="1"><c r="A1"{+ t="b"+}><v>1</v></c><c r="B1"[- t="b"-]><v>1</v></c></row>',
        cells={"A1": True, "B1": 1},
    ),
    Case(
        name="rich text is overwritten whole",
        rows='<row r="1"><c r="A1" t="inlineStr"><is>[-<r><rPr><b/></rPr><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r>-]{+<t>丙</t>+}</is></c></row>',
        cells={"A1": "丙"},
    ),
    Case(
        name="rich text that reads the same stays rich",
        strings='<si><r><rPr><b/></rPr><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r></si>',
        rows='<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>丙</t></r><r><t>丁</t></r></is></c></row>',
        cells={"A1": "甲 乙", "B1": "丙丁"},
    ),
    Case(
        name="phonetic guides are no part of the text",
        strings='<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="0"/></si>',
        rows='<row r="1"><c r="A1" t="s" ph="1"><v>0</v></c>{+<c r="B1"><v>5</v></c>+}</row>',
        cells={"A1": "東京", "B1": 5},
    ),
    Case(
        name="a number written with other digits is the same number",
        rows='<row r="1"><c r="A1"><v>1E-7</v></c><c r="B1"><v>-0</v></c><c r="C1"><v>5.00</v></c></row>',
        cells={"A1": Decimal("0.0000001"), "B1": 0, "C1": 5},
    ),
    Case(
        name="small, large and broken numbers are written exactly",
        rows='<row r="1">{+<c r="A1"><v>0.1</v></c><c r="B1"><v>1E+21</v></c><c r="C1"><v>0.0000001</v></c>'
        '<c r="D1"><v>0</v></c><c r="E1"><v>-12.5</v></c><c r="F1"><v>123456789012345</v></c></row>+}[-</row>-]',
        cells={
            "A1": Decimal("0.10"),
            "B1": Decimal("1E+21"),
            "C1": Decimal("1E-7"),
            "D1": Decimal("-0.0"),
            "E1": Decimal("-12.50"),
            "F1": 123456789012345,
        },
    ),
    Case(
        name="markup in a text is escaped, emoji are not",
        rows='{+<row r="1"><c r="A1" t="inlineStr"><is><t>&lt;c r="B1"/&gt; &amp; \'x\' 😀</t></is></c></row>+}',
        cells={"A1": "<c r=\"B1\"/> & 'x' 😀"},
    ),
    Case(
        name="outer blanks, tabs and line breaks are preserved",
        rows='{+<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t xml:space="preserve">甲\n乙</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t xml:space="preserve">甲\t</t></is></c></row>+}',
        cells={"A1": " 甲", "B1": "甲\n乙", "C1": "甲\t"},
    ),
    Case(
        name="what XML cannot hold is written as a code, and a text like a code is guarded",
        rows='{+<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0007_</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>_x005F_x000D_</t></is></c><c r="C1" t="inlineStr"><is><t xml:space="preserve">a_x000D_\nb</t></is></c></row>+}',
        cells={"A1": "a\x07", "B1": "_x000D_", "C1": "a\r\nb"},
    ),
    Case(
        name="text that looks like a formula is text",
        rows='{+<row r="1"><c r="A1" t="inlineStr"><is><t>=1+1</t></is></c><c r="B1" t="inlineStr"><is><t>+86</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>-5</t></is></c><c r="D1" t="inlineStr"><is><t>@SUM(A1)</t></is></c></row>+}',
        cells={"A1": "=1+1", "B1": "+86", "C1": "-5", "D1": "@SUM(A1)"},
    ),
    Case(
        name="an id of 18 digits is text in a text format",
        styles=styles(
            xfs='<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        ),
        rows='{+<row r="1"><c r="A1" s="5" t="inlineStr"><is><t>431234567890123456</t></is></c></row>+}',
        cells={"A1": Put("431234567890123456", Style(number_format="@"))},
    ),
    Case(
        name="a moment in a General cell makes it show one",
        styles=styles(
            formats='<numFmt numFmtId="165" formatCode="yyyy-mm-dd hh:mm:ss"/>',
            xfs='<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        ),
        rows='<row r="1"><c r="A1"[-/-]{+ s="5"+}>{+<v>46347.5</v></c>+}</row>',
        cells={"A1": _NOON},
    ),
    Case(
        name="a date in a cell that shows dates in its own way leaves the way",
        rows='<row r="1"><c r="A1" s="1"[-/-]>{+<v>46347</v></c>+}</row>',
        cells={"A1": date(2026, 11, 21)},
    ),
    Case(
        name="built-in formats 31 and 22 are dates",
        rows='<row r="1"><c r="A1" s="2"[-/-]>{+<v>46347.5</v></c>+}<c r="B1" s="4"[-/-]>{+<v>46347.5</v></c>+}</row>',
        cells={"A1": _NOON, "B1": _NOON},
    ),
    Case(
        name="a book that counts from 1904 gets days from 1904",
        parts={"xl/workbook.xml": workbook(before='<workbookPr date1904="1"/>')},
        rows='<row r="1"><c r="A1" s="2"[-/-]>{+<v>44885</v></c>+}</row>',
        cells={"A1": date(2026, 11, 21)},
    ),
    Case(
        name="a moment with a time zone is refused",
        cells={"A1": _NOON.replace(tzinfo=UTC)},
        refused=Refused("bad_date"),
    ),
    Case(
        name="a day before the calendar is refused",
        cells={"A1": date(1899, 12, 30)},
        refused=Refused("bad_date"),
    ),
    Case(
        name="a day between 1900 and 1904 is refused in a book from 1904",
        parts={"xl/workbook.xml": workbook(before='<workbookPr date1904="1"/>')},
        cells={"A1": date(1903, 12, 31)},
        refused=Refused("bad_date"),
    ),
    Case(name="half a character is refused", cells={"A1": "\ud83d"}, refused=Refused("not_plain_text")),
    Case(
        name="a text of 32768 characters is refused",
        cells={"A1": "甲" * 32_768},
        refused=Refused("text_too_long"),
    ),
    Case(name="emoji count twice", cells={"A1": "😀" * 16_384}, refused=Refused("text_too_long")),
    Case(name="not a number is refused", cells={"A1": Decimal("NaN")}, refused=Refused("bad_number")),
    Case(name="infinity is refused", cells={"A1": Decimal("Infinity")}, refused=Refused("bad_number")),
    Case(
        name="a number of 18 digits is refused",
        cells={"A1": 431234567890123456},
        refused=Refused("too_many_digits"),
    ),
    Case(
        name="a long number as text gets the text format by itself, in a General cell",
        styles=styles(
            xfs='<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        ),
        rows='{+<row r="1"><c r="A1" s="5" t="inlineStr"><is><t>13812345678</t></is></c><c r="B1" t="inlineStr"><is><t>1381234567</t></is></c></row>+}',
        cells={"A1": "13812345678", "B1": "1381234567"},
    ),
    Case(
        name="a time of day in a General cell makes it show one",
        styles=styles(
            formats='<numFmt numFmtId="165" formatCode="hh:mm:ss"/>',
            xfs='<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        ),
        rows='<row r="1"><c r="A1"[-/-]{+ s="5"+}>{+<v>0.75</v></c>+}</row>',
        cells={"A1": time(18)},
    ),
    Case(
        name="a phonetic mark goes with the text it was for",
        strings='<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>',
        rows='<row r="1"><c r="A1"[- t="s" ph="1"-]><v>[-0-]{+5+}</v></c></row>',
        cells={"A1": 5},
    ),
    Case(
        name="of a shared text with alternatives the fallback counts",
        strings='<si><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="z"><t>别的</t></mc:Choice>'
        "<mc:Fallback><t>甲</t></mc:Fallback></mc:AlternateContent></si>",
        rows='<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>[-0-]{+5+}</v></c></row>',
        cells={"A1": "甲", "B1": 5},
    ),
    Case(
        name="a date written in letters is replaced by a number of days",
        rows='<row r="1"><c r="A1" s="2"[- t="d"-]><v>[-2026-11-20-]{+46347+}</v></c></row>',
        cells={"A1": date(2026, 11, 21)},
    ),
    Case(
        name="a text of blanks alone is a text",
        rows='{+<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">  </t></is></c></row>+}',
        cells={"A1": "  "},
    ),
    Case(
        name="an empty shared text is overwritten",
        strings="<si/><si><t/></si>",
        rows='<row r="1"><c r="A1"[- t="s"-]><v>[-0-]{+5+}</v></c><c r="B1"[- t="s"-]><v>[-1-]{+6+}</v></c></row>',
        cells={"A1": 5, "B1": 6},
    ),
    Case(
        name="a long number in full-width digits is one too, for Excel in China reads them as digits",
        styles=styles(
            xfs='<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        ),
        rows='{+<row r="1"><c r="A1" s="5" t="inlineStr"><is><t>１２３４５６７８９０１２</t></is></c><c r="B1" t="inlineStr"><is><t>ＡＢＣ</t></is></c></row>+}',
        cells={"A1": "１２３４５６７８９０１２", "B1": "ＡＢＣ"},
    ),
]
