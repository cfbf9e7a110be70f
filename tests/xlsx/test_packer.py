"""Whoever packs: the standard library unpacks it, and zlib-ng is taken if it is there."""

import sys
import zlib
from types import ModuleType

import pytest

from sheetship.xlsx import packer


def test_pieces_packed_one_after_another_are_one_stream() -> None:
    first, second = b"abc" * 1000, b"bcd" * 1000
    for each in {packer.STANDARD.name: packer.STANDARD, packer.BEST.name: packer.BEST}.values():
        packed = b""
        for before, piece, end in ((b"", first, zlib.Z_SYNC_FLUSH), (first, second, zlib.Z_FINISH)):
            compressor = each.compressor(before)
            packed += compressor.compress(piece) + compressor.flush(end)
        assert zlib.decompress(packed, -zlib.MAX_WBITS) == first + second


def test_zlib_ng_packs_if_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    there = ModuleType("zlib_ng.zlib_ng")
    vars(there)["compressobj"] = zlib.compressobj
    monkeypatch.setitem(sys.modules, "zlib_ng", ModuleType("zlib_ng"))
    monkeypatch.setitem(sys.modules, "zlib_ng.zlib_ng", there)
    assert packer.best()[:2] == ("zlib_ng.zlib_ng", 5)
    monkeypatch.setitem(sys.modules, "zlib_ng.zlib_ng", None)
    assert packer.best() is packer.STANDARD
