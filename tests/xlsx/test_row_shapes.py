"""Rows spelled alike are read by one pattern: it must say the same as reading cell by cell."""

from hypothesis import given
from hypothesis import strategies as st

from sheetship.xlsx import Sheet, read_sheet
from sheetship.xlsx.package import Package
from tests.xlsx import books

_MANY = 60
_STRINGS = f'<sst xmlns="{books.MAIN}"><si><t>广东省</t></si><si><t>深圳市</t></si></sst>'
_CELLS = {
    "shared": '<c r="{}" t="s"><v>1</v></c>',
    "inline": '<c r="{}" t="inlineStr"><is><t xml:space="preserve">a &amp;\nb </t></is></c>',
    "rich": '<c r="{}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
    "number": '<c r="{}" s="3"><v>19.90</v></c>',
    "blank": '<c r="{}" s="3"/>',
    "formula": '<c r="{}"><f>1+1</f><v>2</v></c>',
    "none": "",
}


def _row(number: int, kinds: list[str]) -> str:
    cells = [_CELLS[kind].format(f"{'ABCDEFGH'[at]}{number}") for at, kind in enumerate(kinds)]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _sheet(xml: str, columns: range | None = None) -> Sheet:
    return read_sheet(Package.open(books.rows(xml, strings=_STRINGS)), columns=columns)


def _said(sheet: Sheet) -> list[object]:
    return [list(row.items()) for row in sheet.rows]


@given(kinds=st.lists(st.sampled_from(sorted(_CELLS)), min_size=1, max_size=8))
def test_a_row_says_the_same_alone_and_after_many_that_are_spelled_alike(kinds: list[str]) -> None:
    many = _sheet("".join(_row(number, kinds) for number in range(1, _MANY + 1)))
    alone = _sheet(_row(1, kinds))

    assert _said(many) == _said(alone) * _MANY
    assert {row.formula_columns for row in many.rows} == {alone.rows[0].formula_columns}


def test_two_spellings_may_take_turns() -> None:
    turns = [["shared", "number"], ["shared", "inline"]]
    rows = "".join(_row(number, turns[number % 2]) for number in range(1, 4 * _MANY))

    texts = [row.texts((1, 2)) for row in _sheet(rows).rows]

    assert texts[-2:] == [["深圳市", "19.90"], ["深圳市", "a &\nb "]]


def test_more_spellings_than_are_learned_are_read_all_the_same() -> None:
    kinds = [["none"] * at + ["number"] for at in range(8)]
    rows = [_row(at * _MANY + again + 1, kinds[at]) for at in range(8) for again in range(_MANY)]

    assert [row.columns for row in _sheet("".join(rows)).rows][::_MANY] == [(at,) for at in range(1, 9)]


def test_no_end_of_spellings_is_counted() -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}" x="{at}"><v>{at}</v></c></row>' for at in range(1, 1200))

    assert len(_sheet(rows).rows) == 1199


def test_a_blank_cell_among_filled_ones_is_blank() -> None:
    rows = [_row(number, ["number", "shared"]) for number in range(1, _MANY)]
    rows.append(f'<row r="{_MANY}"><c r="A{_MANY}" s="3"/><c r="B{_MANY}" t="s"><v>0</v></c></row>')

    assert _sheet("".join(rows)).rows[-1].texts((1, 2)) == ["", "广东省"]


def test_only_some_columns_are_kept_and_computed_ones_stay_known() -> None:
    rows = "".join(_row(number, ["shared", "formula", "number", "formula"]) for number in range(1, _MANY))

    last = _sheet(rows, range(3, 5)).rows[-1]

    assert (last.columns, last.formula_columns, last.texts((1, 3, 4))) == ((3, 4), (4,), ["", "19.90", "2"])


def test_columns_that_may_hold_numbers_are_told_by_their_attributes() -> None:
    sheet = _sheet(_row(1, ["shared", "number", "inline", "formula"]) + _row(2, ["number"]))

    assert sheet.columns_with("number", "error") == [1, 2, 4]
    assert sheet.columns_with("error") == []


def test_the_font_of_an_inline_text_is_no_formula() -> None:
    text = '<is><r><rPr><b/><family val="2"/></rPr><t>a</t></r></is>'
    found = books.cell(books.rows(f'<row r="1"><c r="A1" t="inlineStr">{text}</c></row>'), 1, 1)
    assert found is not None
    assert (found.text, found.has_formula) == ("a", False)
