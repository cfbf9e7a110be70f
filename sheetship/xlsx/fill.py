"""Templates that a person made in Excel, filled: `{{ field }}` in cells, `{{ line.field }}` in one row that repeats.

It decides nothing of what the fields mean. Whatever no mark touches stays as it is in the file: pictures,
charts, other tabs and print set-up byte for byte, and the look of every row with the row.
"""

from collections.abc import Mapping, Sequence

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.fill_around import Around
from sheetship.xlsx.fill_refs import Growth
from sheetship.xlsx.fill_rows import RowFiller
from sheetship.xlsx.fill_template import Mark, Template
from sheetship.xlsx.fill_values import Value
from sheetship.xlsx.markup import splice
from sheetship.xlsx.package import Package
from sheetship.xlsx.refs import MAX_ROW

__all__ = ["Mark", "Value", "fill", "marks"]


def marks(template: bytes, sheet: str | None = None) -> list[Mark]:
    """The marks of a sheet, row by row; None is the first worksheet.

    Raises XlsxError where a mark cannot be filled: `two_marked_rows`, `mark_in_formula`, `unclosed_mark`,
    `bad_mark`, `mark_in_merged_cell`, `mark_out_of_place`; or as `Package.open` does.

    >>> import io, xlsxwriter
    >>> made = io.BytesIO()
    >>> with xlsxwriter.Workbook(made) as workbook:
    ...     _ = workbook.add_worksheet("Orders").write_row(0, 0, ["To {{ supplier }}", "{{ line.sku }}"])
    >>> [(mark.cell, mark.field, mark.repeats) for mark in marks(made.getvalue())]
    [('A1', 'supplier', False), ('B1', 'sku', True)]
    """
    opened = Template(Package.open(template), sheet)
    _ = opened.marked_row
    return list(opened.marks)


def fill(
    template: bytes,
    document: Mapping[str, Value],
    lines: Sequence[Mapping[str, Value]],
    *,
    sheet: str | None = None,
) -> bytes:
    """The workbook with the document's fields put in and the marked row once for every line.

    A cell that is one mark takes the value's type: number, date (where the cell shows dates), or text, which
    is never a formula. Without lines the marked row stays and is blank. The same input gives the same bytes.
    Raises XlsxError as `marks` does, and `no_marked_row`, `signed`, `unknown_field`, `too_large`, `text_too_long`,
    `bad_number`, `bad_date`, `not_plain_text`, `array_cell`.

    >>> import io, xlsxwriter
    >>> from sheetship.xlsx import read_sheet
    >>> made = io.BytesIO()
    >>> with xlsxwriter.Workbook(made) as workbook:
    ...     sheet = workbook.add_worksheet("PO")
    ...     _ = sheet.write("A1", "To {{ supplier }}"), sheet.write("A2", "{{ line.sku }}")
    >>> filled = fill(made.getvalue(), {"supplier": "Hao"}, [{"sku": "T-1"}, {"sku": "T-2"}])
    >>> read_sheet(filled).texts([1])
    [['To Hao'], ['T-1'], ['T-2']]
    """
    package = Package.open(template)
    if package.is_signed:
        raise XlsxError("signed", "The template is signed; filling it would break the signature.")
    opened = Template(package, sheet)
    marked = opened.marked_row
    if marked is None:
        sentence = f'No row of "{opened.sheet.name}" holds a line field such as {{{{ line.sku }}}}.'
        raise XlsxError("no_marked_row", sentence, sheet=opened.sheet.name)
    growth = Growth(opened.sheet.name, marked.number, max(len(lines), 1) - 1)
    if opened.rows[-1].number + growth.added > MAX_ROW:
        raise XlsxError("too_large", f"{len(lines)} lines are more than a sheet has rows.")
    around = Around(opened, growth)
    filled = splice(
        opened.xml, [*RowFiller(opened, growth, document).changes(marked, lines), *around.in_sheet()]
    )
    return package.rewrite(
        {opened.sheet.part: filled, **around.elsewhere(has_formulas=_has_formulas(opened))}
    )


def _has_formulas(template: Template) -> bool:
    if any(cell.formula for row in template.rows for cell in row.cells):
        return True
    sheets = (sheet.part for sheet in template.package.sheets if sheet.part and sheet.kind == "worksheet")
    return any(b"<f>" in xml or b"<f " in xml for xml in map(template.package.read, sheets))
