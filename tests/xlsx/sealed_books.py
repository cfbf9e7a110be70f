"""Encrypted workbooks: Agile ones made by msoffcrypto, Standard ones made by hand as Excel 2007 did."""

import hashlib
import struct
from io import BytesIO
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.ecma376_standard import ECMA376Standard

PASSWORD: Final = "红包-Secret 7"
FEW_ROUNDS: Final = 1000
_SHORT: Final = 4096
_SALT: Final = bytes(range(16))
_AES_128, _SHA1, _AES_PROVIDER = 0x660E, 0x8004, 0x18


def agile(content: bytes, password: str = PASSWORD) -> bytes:
    """What Excel 2010 and later write."""
    made: bytes = ECMA376Agile.encrypt(password, BytesIO(_long(content)), spin_count=FEW_ROUNDS)
    return made


def _long(content: bytes) -> bytes:
    """A zip that msoffcrypto can place: it loses those below 4 KB, so this one gets a long comment."""
    return content if len(content) > _SHORT else content[:-2] + struct.pack("<H", 8000) + bytes(8000)


def plain_of(content: bytes) -> bytes:
    """The workbook that `agile` really closes."""
    return _long(content)


def standard(content: bytes, password: str = PASSWORD) -> bytes:
    """What Excel 2007 wrote ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9)."""
    key = ECMA376Standard.makekey_from_password(password, _AES_128, _SHA1, _AES_PROVIDER, 128, 16, _SALT)
    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, _AES_128, _SHA1, 128, _AES_PROVIDER, 0, 0) + provider
    hashed = hashlib.sha1(_SALT[::-1]).digest() + bytes(12)
    verifier = struct.pack("<I", 16) + _SALT + _ecb(key, _SALT[::-1])
    verifier += struct.pack("<I", 20) + _ecb(key, hashed)
    described = struct.pack("<HHII", 4, 2, 0x24, len(header)) + header + verifier
    padded = _long(content) + bytes(-len(_long(content)) % 16)
    return compound(struct.pack("<Q", len(_long(content))) + _ecb(key, padded), described)


def _ecb(key: bytes, content: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(content) + encryptor.finalize()


def compound(package: bytes, described: bytes) -> bytes:
    """A compound file with these two streams."""
    made = BytesIO()
    ECMA376Encrypted(package, described).write_to(made)
    return made.getvalue()


def renamed(content: bytes, old: str, new: str) -> bytes:
    """The compound file with one stream under another name of the same length."""
    assert len(old) == len(new)
    before, after = old.encode("utf-16-le"), new.encode("utf-16-le")
    assert before in content
    return content.replace(before, after)
