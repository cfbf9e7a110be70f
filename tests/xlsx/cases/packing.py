"""Zips with one oddity each; the workbook in them is an ordinary one."""

import io
import warnings
import zipfile
from collections.abc import Mapping

from tests.xlsx.cases.case import SHEET, Part

_DATE = (2001, 2, 3, 4, 5, 6)


def stored(parts: Mapping[str, Part]) -> bytes:
    """Nothing is compressed."""
    return _packed([(zipfile.ZipInfo(name, _DATE), part) for name, part in parts.items()])


def with_directories(parts: Mapping[str, Part]) -> bytes:
    """Folders have entries of their own."""
    folders = [(_member(name), b"") for name in ("xl/", "xl/worksheets/")]
    return _packed([*folders, *_members(parts)])


def with_remarks(parts: Mapping[str, Part]) -> bytes:
    """Every member has an extra field and a comment, and so has the file."""
    members = _members(parts)
    for member, _ in members:
        member.extra, member.comment = b"\xfe\xca\x02\x00hi", b"kept"
    return _packed(members, comment=b"whole file")


def with_backslashes(parts: Mapping[str, Part]) -> bytes:
    """Names are written as Windows would."""
    return _packed(_members({name.replace("/", "\\"): part for name, part in parts.items()}))


def in_capitals(parts: Mapping[str, Part]) -> bytes:
    """The sheet's name is in another case than its relationship says."""
    return _packed(_members({name.replace("sheet1.xml", "SHEET1.XML"): part for name, part in parts.items()}))


def with_junk_before(parts: Mapping[str, Part]) -> bytes:
    """Something else stands before the zip, as in files that unpack themselves."""
    return b"MZ junk" + _packed(_members(parts))


def streamed(parts: Mapping[str, Part]) -> bytes:
    """Sizes stand behind the content, as programs write that cannot go back."""
    return _packed(_members(parts), made=_OneWay())


def in_zip64(parts: Mapping[str, Part]) -> bytes:
    """Members announce sizes of 64 bits."""
    return _packed(_members(parts), is_large=True)


def with_the_sheet_twice(parts: Mapping[str, Part]) -> bytes:
    """Two members have one name."""
    return _packed([*_members(parts), (_member(SHEET), parts[SHEET])])


def without_the_sheet(parts: Mapping[str, Part]) -> bytes:
    """The sheet's part is missing."""
    return _packed(_members({name: part for name, part in parts.items() if name != SHEET}))


def with_a_locked_sheet(parts: Mapping[str, Part]) -> bytes:
    """The sheet's member says that it is encrypted."""
    others = {name: part for name, part in parts.items() if name != SHEET}
    made = bytearray(_packed([(_member(SHEET), parts[SHEET]), *_members(others)]))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def cut_off(parts: Mapping[str, Part]) -> bytes:
    """The end of the file is missing."""
    return _packed(_members(parts))[:-100]


class _OneWay(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _members(parts: Mapping[str, Part]) -> list[tuple[zipfile.ZipInfo, Part]]:
    return [(_member(name), part) for name, part in parts.items()]


def _packed(
    members: list[tuple[zipfile.ZipInfo, Part]],
    *,
    comment: bytes = b"",
    made: io.BytesIO | None = None,
    is_large: bool = False,
) -> bytes:
    made = made or io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(made, "w") as archive:
            for member, part in members:
                with archive.open(member, "w", force_zip64=is_large) as stream:
                    stream.write(part.encode() if isinstance(part, str) else part)
            archive.comment = comment
    return made.getvalue()
