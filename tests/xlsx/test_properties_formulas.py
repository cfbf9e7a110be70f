"""Random formulas overwritten: those that stay say the same, and the calculation chain names just those."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetship.xlsx import Options, Package, SheetEdits, XlsxError, address, letters, patch
from tests.xlsx import books
from tests.xlsx.cases import seen
from tests.xlsx.cases.case import WORKBOOK_RELS, Case
from tests.xlsx.random_books import NAME, Place, edits_of
from tests.xlsx.strictness import new_violations

CHAIN = "xl/calcChain.xml"
OVER = Options(over_formulas=True)
ROWS, COLUMNS = 5, 3
GRID = [(row, column) for row in range(1, ROWS + 1) for column in range(1, COLUMNS + 1)]
TEXTS = [
    "F1*2",
    "$F$1+G$3-$H2",
    "SUM(F:F)+SUM($2:2)",
    "IF(F1>0,\"F1&amp;\",'别 处'!G2)",
    "LOG10(F1)+表1[数量]",
    "E1048575",
]
PLACES = st.sets(st.sampled_from(GRID), min_size=1)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(shared=PLACES, written=PLACES, text=st.sampled_from(TEXTS), is_chained=st.booleans())
def test_formulas_that_stay_say_the_same(
    *, shared: set[Place], written: set[Place], text: str, is_chained: bool
) -> None:
    source = with_shared_formulas(sorted(shared), text, is_chained=is_chained)
    edits = edits_of(dict.fromkeys(written, 5))
    new = patched(source, edits)
    if new is None:
        assert min(shared) in written
        return
    gone = {f"{NAME}!{address(*place)}" for place in written}
    assert formulas(new) == {place: told for place, told in formulas(source).items() if place not in gone}
    assert new_violations(source, new) == []
    assert chained(new) == [address(*place) for place in sorted(shared - written) if is_chained]
    assert patched(new, edits) == new


def patched(source: bytes, edits: list[SheetEdits]) -> bytes | None:
    """The new workbook, or None if the cell that is next cannot take the formula over."""
    try:
        return patch(source, edits, options=OVER).content
    except XlsxError as error:
        if error.code != "formula_cell":
            raise
        return None


def with_shared_formulas(places: list[Place], text: str, *, is_chained: bool) -> bytes:
    """A sheet of numbers where some cells share a formula, which stands in the first of them."""
    rows = "".join(
        f'<row r="{row}">{"".join(cell((row, column), places, text) for column in range(1, COLUMNS + 1))}</row>'
        for row in range(1, ROWS + 1)
    )
    entries = "".join(
        f'<c r="{address(*place)}"{" i=" + chr(34) + "1" + chr(34) if place == places[0] else ""}/>'
        for place in places
    )
    chain = {CHAIN: f'<calcChain xmlns="{books.MAIN}">{entries}</calcChain>'} if is_chained else {}
    return Case(name="formulas", rows=rows, parts=chain).old()


def cell(place: Place, places: list[Place], text: str) -> str:
    if place not in places:
        return f'<c r="{address(*place)}"><v>1</v></c>'
    ref = f"{letters(min(column for _, column in places))}{places[0][0]}:{letters(max(column for _, column in places))}{places[-1][0]}"
    formula = (
        f'<f t="shared" ref="{ref}" si="0">{text}</f>' if place == places[0] else '<f t="shared" si="0"/>'
    )
    return f'<c r="{address(*place)}">{formula}<v>1</v></c>'


def formulas(content: bytes) -> dict[str, object]:
    """Every formula in full, as openpyxl works it out for cells that share one."""
    cells = seen.by_openpyxl(content) or {}
    return {place: told for place, told in cells.items() if str(told).startswith("=")}


def chained(content: bytes) -> list[str]:
    package = Package.open(content)
    if package.find(CHAIN) is None:
        assert b"calcChain" not in package.read(WORKBOOK_RELS)
        return []
    return [node.attrs["r"] for node in package.tree(CHAIN).children]
