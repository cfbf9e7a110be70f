"""How one input becomes another that gets past the first check: tags moved about, fields of a zip set to odd numbers.

Random bytes alone would only break the first tag or a checksum. The same number gives the same change.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO
from random import Random
from typing import Final

from tests.fuzz.seeds import WORDS, seeds
from tests.fuzz.sound import EDITS, EDITS_A_PART

Change = Callable[[bytes, Random], bytes]
_TOKEN: Final = re.compile(rb"(<[^>]*>)")
_VALUE: Final = re.compile(rb"\"[^\"]*\"")
_RECORD: Final = re.compile(rb"PK(?:\x01\x02|\x03\x04|\x05\x06|\x06\x06|\x06\x07)")
_ODD: Final = (0, 1, 2, 8, 9, 20, 0x7F, 0x80, 0xFF, 0x800, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFF)
_FIELDS_UNTIL: Final = 46
_ESCAPES: Final = re.compile(rb'\\(x[0-9a-f]{2}|"|\\)')


@cache
def words() -> tuple[bytes, ...]:
    """The pieces that are put in, as `words.dict` lists them."""
    lines = WORDS.read_bytes().splitlines()
    return tuple(_ESCAPES.sub(_unescaped, line[1:-1]) for line in lines if line.startswith(b'"'))


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1][1:], 16)]) if found[1].startswith(b"x") else found[1]


@cache
def _others(target: str) -> tuple[bytes, ...]:
    return tuple(seeds(target))


def changed_xml(content: bytes, random: Random) -> bytes:
    """Some tags go, come twice, change places, or get other values."""
    tokens = [token for token in _TOKEN.split(content) if token] or [b""]
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(tokens))
        match random.randrange(6):
            case 0:
                tokens[at] = b""
            case 1:
                tokens.insert(at, random.choice(words()))
            case 2:
                tokens.insert(at, random.choice(tokens))
            case 3:
                other = random.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 4:
                tokens[at] = _with_another_value(tokens[at], random)
            case _:
                tokens[at] = tokens[at][: random.randrange(len(tokens[at]) + 1)]
    return b"".join(tokens)


def _with_another_value(tag: bytes, random: Random) -> bytes:
    values = list(_VALUE.finditer(tag))
    if not values:
        return tag + random.choice(words())
    value = random.choice(values)
    others = [found[0] for word in words() for found in _VALUE.finditer(word)]
    return tag[: value.start()] + random.choice(others) + tag[value.end() :]


def _changed_part_of_book(content: bytes, random: Random) -> bytes:
    """Another choice of edits, tags from another seed, or other tags."""
    if not content or random.random() < 0.1:
        return random.choice(_others("xml"))
    choice = content[0]
    if random.random() < 0.2:
        choice = choice // EDITS_A_PART * EDITS_A_PART + random.randrange(len(EDITS))
    return bytes([choice]) + changed_xml(content[1:], random)


def _changed_archive(content: bytes, random: Random) -> bytes:
    """Fields of its records become odd numbers, or a part is changed and the zip made anew."""
    if random.random() < 0.5:
        return _with_odd_fields(content, random)
    return _packed_anew(content, random)


def _with_odd_fields(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    records = [found.start() for found in _RECORD.finditer(content)]
    for _ in range(random.randint(1, 3) if records else 0):
        at = random.choice(records) + random.randrange(4, _FIELDS_UNTIL)
        size = random.choice((1, 2, 4))
        changed[at : at + size] = (random.choice(_ODD) & (256**size - 1)).to_bytes(size, "little")
    return bytes(changed)


def _packed_anew(content: bytes, random: Random) -> bytes:
    made = BytesIO()
    with (
        suppress(
            zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError
        ),
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        members = old.infolist()
        wanted = random.randrange(len(members)) if members else 0
        for at, member in enumerate(members):
            part = old.read(member)
            packing = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            new.writestr(member.filename, changed_xml(part, random) if at == wanted else part, packing)
    return made.getvalue() or content


def _changed_file(content: bytes, random: Random) -> bytes:
    if random.random() < 0.05 or not content:
        return random.choice(_others("file"))
    return _packed_anew(content, random) if content.startswith(b"PK") else changed_xml(content, random)


CHANGES: Final[dict[str, Change]] = {
    "xml": _changed_part_of_book,
    "archive": _changed_archive,
    "file": _changed_file,
}
