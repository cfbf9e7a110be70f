"""Who packs large parts: zlib-ng where it is installed (the extra `fast`), else the zlib of the standard library.

Unpacking is always the standard library's, so the gate reads what zlib-ng wrote with another program. Sizes are
alike: zlib-ng at level 5 packs a sheet as small as zlib at level 6, in 40 % of the time
(`python -m tests.benchmarks engine`).
"""

import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Final, NamedTuple, Protocol, cast


class Compressor(Protocol):
    """Packs one stream, piece by piece."""

    def compress(self, data: bytes, /) -> bytes:
        """Return what is ready of the packed stream."""
        ...

    def flush(self, mode: int = ..., /) -> bytes:
        """Return the rest of it."""
        ...


class Packer(NamedTuple):
    """A way to pack, and how hard it tries; `compressor` makes a compressor that knows what came before."""

    name: str
    level: int
    compressor: Callable[[bytes], Compressor]


def packer(module: str, level: int) -> Packer:
    """Return the packer of a module that speaks like `zlib`. Raises ImportError."""
    compressobj = cast("Callable[..., Compressor]", import_module(module).compressobj)
    settings = level, zlib.DEFLATED, -zlib.MAX_WBITS
    return Packer(module, level, lambda before: compressobj(*settings, zdict=before))


def best() -> Packer:
    """Return the best packer that is installed."""
    try:
        return packer("zlib_ng.zlib_ng", 5)
    except ImportError:
        return STANDARD


STANDARD: Final = packer("zlib", 6)
BEST: Final = best()
