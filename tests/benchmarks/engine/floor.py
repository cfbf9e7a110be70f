"""The floor: what any patch costs at least. One part is inflated and deflated, all else copied raw, in one thread.

Packer and level are those of `sheetship.xlsx`. The part's content stays as it is, so nothing can be quicker
that writes all of it anew.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

from sheetship.xlsx.packer import STANDARD, Packer, best
from tests.benchmarks.engine.made_book import PART
from tests.benchmarks.engine.works import Task

_PIECE: Final = 256 * 1024
_SIZES: Final = struct.Struct("<3L")
_LOCAL_HEAD: Final = 30
_LOCAL_SIZES, _LOCAL_LENGTHS = 14, struct.Struct("<2H")
_ENTRY_HEAD, _ENTRY_SIZES, _ENTRY_OFFSET = 46, 16, 42
_END_DIRECTORY: Final = 12
_OFFSET: Final = struct.Struct("<L")


def write(book: Path, result: Path, _: Task) -> None:
    """The same book with its sheet part packed anew by the standard library."""
    _write(book, result, STANDARD)


def write_fast(book: Path, result: Path, _: Task) -> None:
    """The same by zlib-ng."""
    _write(book, result, best())


def _write(book: Path, result: Path, packer: Packer) -> None:
    content = book.read_bytes()
    with zipfile.ZipFile(book) as opened:
        member, directory = opened.getinfo(PART), opened.start_dir
    name, extra = _LOCAL_LENGTHS.unpack_from(
        content, member.header_offset + _LOCAL_HEAD - _LOCAL_LENGTHS.size
    )
    start = member.header_offset + _LOCAL_HEAD + name + extra
    end = start + member.compress_size
    packed, sizes = _packed_anew(memoryview(content)[start:end], packer)
    head = bytearray(content[member.header_offset : start])
    head[_LOCAL_SIZES : _LOCAL_SIZES + _SIZES.size] = sizes
    grown = sum(map(len, packed)) - member.compress_size
    with result.open("wb") as file:
        file.write(memoryview(content)[: member.header_offset])
        file.writelines([head, *packed])
        file.write(memoryview(content)[end:directory])
        file.write(_directory(content[directory:], member, sizes, grown, directory))


def _packed_anew(raw: memoryview, packer: Packer) -> tuple[list[bytes], bytes]:
    """The pieces of the packed part, and its checksum and sizes as a zip tells them."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    compressor = packer.compressor(b"")
    packed, crc, size = [], 0, 0
    for at in range(0, len(raw), _PIECE):
        piece = unpacker.decompress(raw[at : at + _PIECE])
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        packed.append(compressor.compress(piece))
    packed.append(compressor.flush())
    return packed, _SIZES.pack(crc, sum(map(len, packed)), size)


def _directory(old: bytes, member: zipfile.ZipInfo, sizes: bytes, grown: int, start: int) -> bytearray:
    """The zip's directory with the part's new sizes, and everything behind the part moved."""
    new, at = bytearray(old), 0
    while new[at : at + 4] == b"PK\x01\x02":
        (offset,) = _OFFSET.unpack_from(new, at + _ENTRY_OFFSET)
        if offset == member.header_offset:
            new[at + _ENTRY_SIZES : at + _ENTRY_SIZES + _SIZES.size] = sizes
        elif offset > member.header_offset:
            _OFFSET.pack_into(new, at + _ENTRY_OFFSET, offset + grown)
        at += _ENTRY_HEAD + sum(struct.unpack_from("<3H", new, at + 28))
    _OFFSET.pack_into(new, at + _END_DIRECTORY + 4, start + grown)
    return new
