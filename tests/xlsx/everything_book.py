"""A macro workbook of a small shop with everything in it that other writers lose.

`python -m tests.xlsx.everything_book FOLDER` writes the book, the book with some cells written, and what a
`diff` of the changed parts says, for a person to look at.

Its XML parts lie in `everything/`, one tag a line; `everything_book` puts them together as Excel writes them,
each in one line. Pictures, macros and printer settings are made up here: nothing looks into them.
"""

import argparse
import difflib
import hashlib
import io
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sheetship.xlsx import CellEdit, SheetEdits, Style, patch
from tests.xlsx.opened import Opened

SHEET: Final = "xl/worksheets/sheet1.xml"
TABLE: Final = "xl/tables/table1.xml"
STYLES: Final = "xl/styles.xml"
WORKBOOK: Final = "xl/workbook.xml"
TRACKING_NUMBER: Final = "SF1000000000001"
TRACKING: Final = CellEdit(2, 12, TRACKING_NUMBER)
STATUS: Final = CellEdit(3, 11, "已发货", Style(fill="C6EFCE"))
NEW_ROW: Final = (
    CellEdit(6, 1, "D2026112100001"),
    CellEdit(6, 2, "CAP-BLK"),
    CellEdit(6, 5, 2),
    CellEdit(6, 11, "待发货"),
)
HEADING: Final = CellEdit(1, 15, "快递")
AT_LEAST_ONE: Final = (
    '<dataValidation type="whole" operator="greaterThan" allowBlank="1" showInputMessage="1" showErrorMessage="1"'
    ' errorTitle="数量" error="至少一件" sqref="E2:E{}" xr:uid="{{00000000-0002-0000-0000-000000000000}}">'
)
"""The rule on quantities, with room for its last row."""
_PARTS: Final = Path(__file__).parent / "everything"
_FIRST: Final = ("[Content_Types].xml", "_rels/.rels", WORKBOOK, "xl/_rels/workbook.xml.rels", SHEET)
_BETWEEN_TAGS: Final = re.compile(r"(?<=>)(?=<)")


def everything_book() -> bytes:
    """The workbook; every member has another date, and pictures are not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.comment = "小店".encode()
        for minute, (name, content) in enumerate(_parts().items()):
            member = zipfile.ZipInfo(name, (2026, 11, 20, 18, minute, 0))
            is_picture = name.endswith(".png")
            member.compress_type = zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED
            member.comment = b"made up" if name.endswith(".bin") else b""
            archive.writestr(member, content)
    return made.getvalue()


def _parts() -> dict[str, bytes]:
    files = {path.relative_to(_PARTS).as_posix(): path for path in _PARTS.rglob("*") if path.is_file()}
    parts = {name: _one_line(path.read_text(encoding="utf-8")) for name, path in files.items()}
    parts |= {
        "xl/vbaProject.bin": _made_up("macros", 4096),
        "xl/printerSettings/printerSettings1.bin": _made_up("printer", 512),
        "xl/media/image1.png": _picture(b"\xff\x40\x40"),
        "xl/media/image2.png": _picture(b"\x40\x40\xff"),
    }
    return {name: parts[name] for name in (*_FIRST, *sorted(parts.keys() - set(_FIRST)))}


def _one_line(text: str) -> bytes:
    joined = "".join(line.strip() for line in text.splitlines())
    return joined.replace("?>", "?>\r\n", 1).encode()


def _made_up(seed: str, length: int) -> bytes:
    return hashlib.shake_256(seed.encode()).digest(length)


def _picture(colour: bytes) -> bytes:
    """A PNG of one pixel."""
    header = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" + colour)), (b"IEND", b""))
    shown = (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(shown)


def tag_difference(before: bytes, after: bytes, part: str) -> list[str]:
    """What `diff` says of a part in two workbooks, one tag a line: only the lines that went and came."""
    old, new = (_BETWEEN_TAGS.split(part_text(content, part)) for content in (before, after))
    told = difflib.unified_diff(old, new, n=0, lineterm="")
    return [line for line in told if not line.startswith(("---", "+++", "@@"))]


def part_text(content: bytes, part: str) -> str:
    """A part as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part).decode()


def members(content: bytes, *, without: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    """Each member as it lies in the zip: its place, facts and compressed bytes, but for those left out."""
    opened = Opened(content)
    return [
        (member.filename, member.date_time, member.comment, member.external_attr, member.compress_type)
        + ((opened.packed(at), member.CRC) if member.filename not in without else ())
        for at, member in enumerate(opened.members)
    ]


def assert_only_these_change(before: bytes, after: bytes, *parts: str) -> None:
    """All other parts keep their compressed bytes; order, dates and comments stay for every member."""
    assert members(after, without=parts) == members(before, without=parts)
    assert all(tag_difference(before, after, part) for part in parts)
    comments = [zipfile.ZipFile(io.BytesIO(content)).comment for content in (before, after)]
    assert comments[0] == comments[1]


def write_demo(folder: Path) -> Iterator[Path]:
    """Write the book, the patched book and the differences; yield each file."""
    before = everything_book()
    cells = (TRACKING, STATUS, HEADING, *NEW_ROW)
    done = patch(before, [SheetEdits(sheet="订单", cells=cells)])
    told = [
        "\n".join([part, *tag_difference(before, done.content, part)]) for part in sorted(done.changed_parts)
    ]
    files = {
        "everything.xlsm": before,
        "everything-written.xlsm": done.content,
        "everything.diff": ("\n\n".join(told) + "\n").encode(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        yield folder / name


def main() -> None:
    """Write the demo into the folder that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.xlsx.everything_book", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write; it is made if it is not there")
    for written in write_demo(parser.parse_args().folder):
        sys.stdout.write(f"{written}\n")


if __name__ == "__main__":
    main()
