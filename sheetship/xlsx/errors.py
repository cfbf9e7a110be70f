"""The one error of the workbook library: a stable code, the facts, and an English sentence.

It decides which refusals exist. It leaves other languages and the way out to whoever shows the error:
`CODES` lists every code, so that a table of sentences can be checked for gaps.
"""

from typing import Final, Literal, get_args

Code = Literal[
    "array_cell",
    "bad_cell",
    "bad_date",
    "bad_drop_down",
    "bad_encoding",
    "bad_link",
    "bad_mark",
    "bad_number",
    "bad_style",
    "cut_off",
    "damaged",
    "date_system",
    "duplicate_edit",
    "duplicate_header",
    "duplicate_table",
    "empty_sheet",
    "encrypted",
    "formula_cell",
    "heading_in_use",
    "mark_in_formula",
    "mark_in_merged_cell",
    "mark_out_of_place",
    "merged_cell",
    "no_headings",
    "no_marked_row",
    "no_such_column",
    "no_such_sheet",
    "not_a_workbook",
    "not_a_worksheet",
    "not_our_tab",
    "not_plain_text",
    "nul_bytes",
    "pivot_cell",
    "protected",
    "read_only_recommended",
    "rich_cell",
    "rows_out_of_order",
    "shared_workbook",
    "signed",
    "tab_changed",
    "tab_exists",
    "table_header",
    "text_too_long",
    "too_large",
    "too_many_digits",
    "two_marked_rows",
    "unclosed_mark",
    "unknown_encoding",
    "unknown_field",
    "unreadable",
    "unsafe_file",
    "unsupported",
    "verify_failed",
    "wrong_password",
]
CODES: Final[tuple[str, ...]] = get_args(Code)


class XlsxError(Exception):
    """A workbook that cannot be read or written as asked.

    `code` is stable, `facts` hold the values of the sentence (sheet, cell, names there are), and
    `str(error)` is the English sentence.

    >>> error = XlsxError("merged_cell", "Orders!B2 lies in A1:B2.", sheet="Orders", cell="B2")
    >>> error.code, error.facts["cell"], error.code in CODES
    ('merged_cell', 'B2', True)
    """

    def __init__(self, code: Code, sentence: str, **facts: str) -> None:
        super().__init__(sentence)
        self.code: str = code
        self.facts: dict[str, str] = facts
