"""The zip file under a workbook: members inflated on demand, and copied raw when it is written again.

It decides what a sound zip is and how large one may become. It knows nothing of workbooks. The standard
library reads the directory; raw copying is ours, because `zipfile` can only recompress.
"""

import os
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.packer import BEST

MAX_MEMBERS: Final = 10_000
MAX_INFLATED: Final = 2 * 1024**3
MAX_RATIO: Final = 400
RATIO_MATTERS_FROM: Final = 64 * 1024**2
BLOCK: Final = 512 * 1024
_PACKED_BLOCK: Final = 256 * 1024
_PIECE: Final = 1024**2
_WINDOW: Final = 32 * 1024
_PACKERS: Final = min(4, os.cpu_count() or 1)

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s4B4H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_ENCRYPTED_FLAG: Final = 0x1
_PATCHES_FLAG: Final = 0x20
_DESCRIPTOR_FLAG: Final = 0x8
_UTF8_FLAG: Final = 0x800
_ZIP64_FIELD: Final = 1
_DEFLATED_VERSION: Final = 20
_READ_ERRORS: Final = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, struct.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deflated:
    """The new content of one member, already compressed, in pieces."""

    raw: tuple[bytes | memoryview, ...]
    crc: int
    size: int

    @property
    def packed_size(self) -> int:
        """How many bytes the pieces have together."""
        return sum(map(len, self.raw))


def deflate(blocks: Iterable[bytes]) -> Deflated:
    """Return the blocks as one compressed member.

    Pieces of a large part are compressed at the same time, each knowing the 32 KB before it, as pigz does: the
    bytes depend on the content alone, not on how many processors there are.
    """
    raw: list[bytes] = []
    crc, size, window = 0, 0, b""
    with ThreadPoolExecutor(_PACKERS) as pool:
        packing: deque[Future[bytes]] = deque()
        for piece, is_last in _regrouped(blocks):
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            if is_last and not packing:
                raw.append(_packed(piece, window, is_last=True))
                break
            packing.append(pool.submit(_packed, piece, window, is_last=is_last))
            window = piece[-_WINDOW:]
            if len(packing) > _PACKERS:
                raw.append(packing.popleft().result())
        raw += [waiting.result() for waiting in packing]
    return Deflated(raw=tuple(raw), crc=crc, size=size)


def _packed(piece: bytes, window: bytes, *, is_last: bool) -> bytes:
    compressor = BEST.compressor(window)
    packed = compressor.compress(piece)
    return packed + compressor.flush(zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH)


def _regrouped(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield pieces of one size and a last one, which says that it is the last."""
    waiting: list[bytes] = []
    size = 0
    for block in blocks:
        waiting.append(block)
        size += len(block)
        if size > _PIECE:
            joined = b"".join(waiting)
            whole = (size - 1) // _PIECE * _PIECE
            yield from ((joined[at : at + _PIECE], False) for at in range(0, whole, _PIECE))
            waiting, size = [joined[whole:]], size - whole
    yield b"".join(waiting), True


class Archive:
    """A zip held in memory. Raises XlsxError `damaged`, `encrypted`, `too_large` or `unsupported`."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            with zipfile.ZipFile(BytesIO(content)) as opened:
                self.members: tuple[zipfile.ZipInfo, ...] = tuple(opened.infolist())
                self._comment = opened.comment
        except _READ_ERRORS as error:
            raise XlsxError("damaged", f"The file is not a sound zip archive: {error}.") from error
        self._check_limits()

    def _check_limits(self) -> None:
        inflated = sum(member.file_size for member in self.members)
        if len(self.members) > MAX_MEMBERS or inflated > MAX_INFLATED:
            raise XlsxError("too_large", "The file would unpack to more than a workbook can hold.")
        if sum(member.compress_size for member in self.members) > len(self._content):
            raise XlsxError("damaged", "The members of the file overlap.")
        for member in self.members:
            ratio = member.file_size / (member.compress_size or 1)
            if member.file_size > RATIO_MATTERS_FROM and ratio > MAX_RATIO:
                raise XlsxError("too_large", f"{member.filename} unpacks to {int(ratio)} times its size.")

    def stream(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the inflated member block by block; its size and CRC are checked on the way."""
        size, crc = 0, 0
        for block in self._inflated(member):
            size += len(block)
            crc = zlib.crc32(block, crc)
            if size > member.file_size:
                break
            yield block
        if size != member.file_size or crc != member.CRC:
            raise XlsxError("damaged", f"{member.filename} does not match its checksum.")

    def _inflated(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise XlsxError("encrypted", f"{member.filename} is protected with a password.")
        raw = self._raw(member)
        if member.flag_bits & _PATCHES_FLAG:
            raise XlsxError("unsupported", f"{member.filename} holds changes to another file, not a file.")
        if member.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(raw[at : at + BLOCK]) for at in range(0, len(raw), BLOCK))
        elif member.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflate(raw, member.filename)
        else:
            raise XlsxError("unsupported", f"{member.filename} is compressed in a way workbooks never use.")

    def _raw(self, member: zipfile.ZipInfo) -> memoryview:
        start = member.header_offset + len(self._local_head(member))
        raw = memoryview(self._content)[start : start + member.compress_size]
        if len(raw) != member.compress_size:
            raise XlsxError("damaged", f"{member.filename} is cut off.")
        return raw

    def _local_head(self, member: zipfile.ZipInfo) -> bytes:
        at = member.header_offset
        try:
            fields = _LOCAL.unpack_from(self._content, at)
        except struct.error as error:
            raise XlsxError("damaged", f"{member.filename} is cut off.") from error
        if fields[0] != b"PK\x03\x04":
            raise XlsxError("damaged", f"{member.filename} is not where the directory says.")
        return self._content[at : at + _LOCAL.size + fields[9] + fields[10]]

    def rewrite(
        self, changed: Mapping[int, Deflated], added: Mapping[str, Deflated], removed: Container[int] = ()
    ) -> bytes:
        """Return the zip with some members replaced or left out (by index) and new ones at the end.

        All others keep their compressed bytes, names, dates, flags, comments and order.
        """
        writer = _Writer()
        for index, member in enumerate(self.members):
            if index in removed:
                continue
            head = self._local_head(member)
            extra = head[_LOCAL.size + _LOCAL.unpack_from(head)[9] :]
            new = changed.get(index)
            if new is None:
                same = Deflated(raw=(self._raw(member),), crc=member.CRC, size=member.file_size)
                writer.add(member, same, extra)
            else:
                writer.add(_as_deflated(member), new, extra)
        for name, new in added.items():
            writer.add(_new_member(name), new, b"")
        return writer.finish(self._comment)


def _as_deflated(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copied = zipfile.ZipInfo(member.filename, member.date_time)
    for slot in ("orig_filename", "comment", "extra", "create_system", "internal_attr", "external_attr"):
        setattr(copied, slot, getattr(member, slot))
    copied.create_version = member.create_version
    copied.extract_version = max(member.extract_version, _DEFLATED_VERSION)
    copied.flag_bits = member.flag_bits & _UTF8_FLAG
    copied.compress_type = zipfile.ZIP_DEFLATED
    return copied


def _new_member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.flag_bits = 0 if name.isascii() else _UTF8_FLAG
    return member


def _inflate(raw: memoryview, name: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    try:
        for at in range(0, len(raw), _PACKED_BLOCK):
            piece: bytes | memoryview = raw[at : at + _PACKED_BLOCK]
            while piece and not unpacker.eof:
                yield unpacker.decompress(piece, BLOCK)
                piece = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise XlsxError("damaged", f"{name} cannot be unpacked: {error}.") from error


def _without_zip64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != _ZIP64_FIELD:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept


class _Writer:
    def __init__(self) -> None:
        self._body: list[bytes | memoryview] = []
        self._directory: list[bytes] = []
        self._offset = 0

    def add(self, member: zipfile.ZipInfo, packed: Deflated, local_extra: bytes) -> None:
        flags = member.flag_bits & ~_DESCRIPTOR_FLAG
        name = member.orig_filename.encode("utf-8" if flags & _UTF8_FLAG else "cp437")
        year, month, day, hour, minute, second = member.date_time
        clock = (hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
        length = packed.packed_size
        common = (flags, member.compress_type, *clock, packed.crc, length, packed.size)
        extra = _without_zip64(local_extra)
        version = min(member.extract_version, 255)
        head = _LOCAL.pack(b"PK\x03\x04", version, *common, len(name), len(extra)) + name + extra
        extra = _without_zip64(member.extra)
        versions = (member.create_version, member.create_system, version, member.reserved)
        lengths = (len(name), len(extra), len(member.comment), 0)
        places = (member.internal_attr, member.external_attr, self._offset)
        entry = _CENTRAL.pack(b"PK\x01\x02", *versions, *common, *lengths, *places)
        self._directory.append(entry + name + extra + member.comment)
        self._body += [head, *packed.raw]
        self._offset += len(head) + length

    def finish(self, comment: bytes) -> bytes:
        count = len(self._directory)
        directory = b"".join(self._directory)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), self._offset, len(comment))
        return b"".join([*self._body, directory, end, comment])
