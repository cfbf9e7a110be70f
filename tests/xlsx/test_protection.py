"""What owners asked others to leave alone is left alone, unless the caller asks for more."""

import pytest

from sheetship.xlsx import (
    KEEP,
    CellEdit,
    Options,
    Package,
    SheetEdits,
    Style,
    XlsxError,
    patch,
    structure_is_locked,
)
from sheetship.xlsx.patch import Patched
from tests.xlsx import books

LOCKED = '<sheetProtection sheet="1" objects="1" scenarios="1"/>'
ROW = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="3"><v>2</v></c></row>'
OVER = Options(over_protection=True)


def protected(tail: str = LOCKED, *, head: str = "") -> bytes:
    """A protected sheet; A1 is locked, B1 is not."""
    return books.rows(ROW, head=head, tail=tail)


def put(
    source: bytes, *cells: CellEdit, like_row: int | None = None, options: Options | None = None
) -> Patched:
    edits = SheetEdits(sheet="订单", cells=cells, like_row=like_row)
    return patch(source, [edits], options=options or Options())


def code(source: bytes, *cells: CellEdit, like_row: int | None = None) -> str:
    try:
        put(source, *cells, like_row=like_row)
    except XlsxError as error:
        return error.code
    return "written"


def test_locked_cells_stay_and_unlocked_ones_may_be_written() -> None:
    assert code(protected(), CellEdit(1, 1, "x")) == "protected"
    assert code(protected(), CellEdit(1, 2, "x")) == "written"
    assert code(protected('<sheetProtection objects="1"/>'), CellEdit(1, 1, "x")) == "written"


def test_a_look_is_no_less_a_change_than_a_value() -> None:
    assert code(protected(), CellEdit(1, 1, 1, Style(bold=True))) == "protected"
    assert code(protected(), CellEdit(1, 1, 1)) == "written"


def test_ranges_open_to_all_may_be_written_though_their_cells_are_locked() -> None:
    ranges = '<protectedRanges><protectedRange sqref="{}" name="R"{}/></protectedRanges>'
    for sqref in ("A1", "C9 A1:A5", "A:A", "$A:$A", "1:1"):
        assert code(protected(LOCKED + ranges.format(sqref, "")), CellEdit(1, 1, "x")) == "written"
    for sqref in ("A2", "B:B", "2:9"):
        assert code(protected(LOCKED + ranges.format(sqref, "")), CellEdit(1, 1, "x")) == "protected"


@pytest.mark.parametrize(
    "secret", ['password="CC1A"', 'hashValue="x" algorithmName="SHA-512"', 'securityDescriptor="O:"']
)
def test_ranges_that_ask_for_a_password_or_a_name_stay(secret: str) -> None:
    ranges = f'<protectedRanges><protectedRange sqref="A1" name="R" {secret}/></protectedRanges>'
    assert code(protected(LOCKED + ranges), CellEdit(1, 1, "x")) == "protected"
    child = "<protectedRange sqref='A1' name='R'><securityDescriptor>O:</securityDescriptor></protectedRange>"
    ranges = f"<protectedRanges>{child}</protectedRanges>"
    assert code(protected(LOCKED + ranges), CellEdit(1, 1, "x")) == "protected"


def test_blank_cells_below_are_as_locked_as_their_column() -> None:
    assert code(protected(), CellEdit(2, 2, "x")) == "protected"
    open_column = '<cols><col min="2" max="2" width="9" style="3"/></cols>'
    assert code(protected(head=open_column), CellEdit(2, 2, "x")) == "written"
    assert code(protected(head=open_column), CellEdit(2, 1, "x")) == "protected"


def test_the_row_above_unlocks_a_new_row_only_where_rows_may_be_inserted() -> None:
    assert code(protected(), CellEdit(2, 2, "x"), like_row=1) == "protected"
    assert code(protected(LOCKED[:-2] + ' insertRows="1"/>'), CellEdit(2, 2, "x"), like_row=1) == "protected"
    may_insert = protected(LOCKED[:-2] + ' insertRows="0"/>')
    assert code(may_insert, CellEdit(2, 2, "x"), like_row=1) == "written"
    assert code(may_insert, CellEdit(2, 1, "x"), like_row=1) == "protected"


def test_a_link_or_a_look_alone_is_kept_from_locked_cells_too() -> None:
    link = "https://example.com/1"
    assert code(protected(), CellEdit(1, 1, KEEP, None, link)) == "protected"
    assert code(protected(), CellEdit(1, 1, 1, None, link)) == "protected"
    assert code(protected(), CellEdit(1, 1, KEEP, Style(bold=True))) == "protected"
    assert code(protected(), CellEdit(1, 3, KEEP, None, link)) == "protected"
    assert code(protected(), CellEdit(1, 1, KEEP)) == "written"
    assert code(protected(), CellEdit(1, 2, KEEP, Style(bold=True), link)) == "written"


def test_clearing_what_is_blank_changes_nothing_and_is_no_offence() -> None:
    assert code(protected(), CellEdit(7, 7, None)) == "written"


def test_who_asks_for_it_writes_locked_cells_and_is_told() -> None:
    done = put(protected(), CellEdit(1, 1, "x"), CellEdit(2, 1, "y"), options=OVER)
    assert [(note.code, note.facts) for note in done.notes] == [("over_protection", {"sheet": "订单"})]
    assert LOCKED in books.part(done.content)
    assert put(protected(), CellEdit(1, 2, "x"), options=OVER).notes == ()
    assert put(done.content, CellEdit(1, 1, "x"), options=OVER).notes == ()


def shared(entry: str) -> bytes:
    return books.book(workbook=books.workbook_xml(before=entry))


def marked_final(custom: str | bytes, kind: str = "custom-properties") -> bytes:
    rels = books.rels_xml(
        ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", kind, "docProps/custom.xml")
    )
    return books.zipped(
        books.book_parts(books.sheet_xml()) | {"_rels/.rels": rels, "docProps/custom.xml": custom}
    )


FINAL = (
    '<Properties><property name="_MarkAsFinal"><vt:bool xmlns:vt="v">true</vt:bool></property></Properties>'
)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (shared('<fileSharing readOnlyRecommended="1"/>'), "opened read-only"),
        (shared('<fileSharing userName="王" reservationPassword="CC1A"/>'), "password of its owner"),
        (
            shared('<fileSharing userName="王" algorithmName="SHA-512" hashValue="x"/>'),
            "password of its owner",
        ),
        (marked_final(FINAL), "final"),
        (marked_final(FINAL, "customProperties"), "final"),
        (marked_final(FINAL.encode("utf-16")), "final"),
    ],
)
def test_a_workbook_that_asks_to_be_left_as_it_is_is_refused_with_the_reason(
    source: bytes, reason: str
) -> None:
    error = books.refusal(source, CellEdit(1, 1, "x"))
    assert error.code == "read_only_recommended"
    assert reason in str(error)
    done = put(source, CellEdit(1, 1, "x"), options=OVER)
    assert [note.code for note in done.notes] == ["over_protection"]
    assert reason in done.notes[0].sentence


@pytest.mark.parametrize(
    "source",
    [
        shared('<fileSharing userName="王"/>'),
        shared('<fileSharing readOnlyRecommended="0"/>'),
        marked_final(FINAL.replace("true", "false")),
        marked_final(FINAL.replace("_MarkAsFinal", "Owner")),
        marked_final("<not well-formed _MarkAsFinal"),
        marked_final("<!DOCTYPE p><p>_MarkAsFinal</p>"),
    ],
)
def test_other_settings_and_unreadable_properties_mark_nothing(source: bytes) -> None:
    assert put(source, CellEdit(1, 1, "x"), options=OVER).notes == ()
    assert code(source, CellEdit(1, 1, "x")) == "written"


def test_signatures_and_change_logs_stand_whatever_is_asked() -> None:
    parts = books.book_parts(books.sheet_xml())
    for name, refused in (
        ("_xmlsignatures/sig1.xml", "signed"),
        ("xl/revisions/log1.xml", "shared_workbook"),
    ):
        with pytest.raises(XlsxError) as caught:
            put(books.zipped(parts | {name: "<s/>"}), CellEdit(1, 1, "x"), options=OVER)
        assert caught.value.code == refused


def test_a_signed_macro_project_is_not_touched_by_a_cell_and_so_is_no_hindrance() -> None:
    extra = {"xl/vbaProject.bin": b"v", "xl/vbaProjectSignature.bin": b"s"}
    assert code(books.zipped(books.book_parts(books.sheet_xml()) | extra), CellEdit(1, 1, "x")) == "written"


@pytest.mark.parametrize(
    ("entry", "is_locked"),
    [("", False), ("<workbookProtection/>", False), ('<workbookProtection lockStructure="1"/>', True)],
)
def test_the_set_of_tabs_can_be_locked(entry: str, is_locked: bool) -> None:  # noqa: FBT001 - a table of cases
    assert structure_is_locked(Package.open(shared(entry))) is is_locked
    assert code(shared(entry), CellEdit(1, 1, "x")) == "written"
