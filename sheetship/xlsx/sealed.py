"""Workbooks closed with a password: opened, and closed again with the same password.

It decides which ways of encrypting are understood (Agile and Standard, [MS-OFFCRYPTO] 2.3.4) and proves what
it closes by opening it. What was closed the Standard way is closed the Agile way, AES-256, as Excel does since
2010. The password stands in no sentence, no repr and no log.
"""

import logging
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal

from sheetship.xlsx.errors import XlsxError

if TYPE_CHECKING:
    from msoffcrypto.format.ooxml import OOXMLFile

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DEFAULT_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - known to everybody: Excel closes and opens with it unasked
MAX_SPIN_COUNT: Final = 1_000_000
"""Ten times what Excel writes; each round costs time before any password is known to be right."""
_MARK: Final = "EncryptedPackage".encode("utf-16-le")
_OURS: Final = frozenset({"EncryptionInfo", "EncryptedPackage", "\x06DataSpaces"})
_SPIN_COUNT: Final = 100_000
_MAX_DESCRIPTION: Final = 65_536
_SIZE: Final = struct.Struct("<I")
_MINI_STREAM: Final = 4096
_BLOCK: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How a workbook was closed: enough to close it again."""

    file: bytes = field(repr=False)
    """The encrypted file as it came."""
    password: str = field(repr=False)
    method: Literal["agile", "standard"]
    spin_count: int
    others: tuple[str, ...]
    """Streams of the file beside the workbook; nobody knows what they are for."""

    def closed(self, content: bytes) -> bytes:
        """Return the workbook encrypted, proved to open again. Raises XlsxError `unsupported`, `verify_failed`."""
        if self.others:
            names = ", ".join(self.others)
            sentence = f"Beside the encrypted workbook the file holds {names}, which would be lost."
            raise XlsxError("unsupported", sentence, streams=names)
        with _quiet():
            written = _encrypted(content, self.password, self.spin_count)
        if opened(written, self.password)[0] != content:
            raise XlsxError("verify_failed", "The encrypted file does not open again as it was written.")
        return written


def is_sealed(content: bytes) -> bool:
    """Whether this compound file holds an encrypted workbook, and not an old binary one."""
    return _MARK in content


def opened(content: bytes, password: str | None) -> tuple[bytes, Seal]:
    """Return the workbook inside and how it was closed; Excel's default password is tried unasked.

    Raises XlsxError `encrypted` (no password, or one would not do), `wrong_password`, `damaged`, `unsupported`.
    """
    try:
        return _opened(content, password)
    except XlsxError as error:
        if password or error.code != "damaged":
            raise
        raise _closed_error() from error


def _opened(content: bytes, password: str | None) -> tuple[bytes, Seal]:
    with _quiet(), _damage_told():
        file = _taken_apart(content)
        spin_count = _spin_count(file)
        for tried in filter(None, (password, DEFAULT_PASSWORD)):
            if _takes(file, tried):
                inside = _decrypted(file)
                seal = Seal(
                    file=content,
                    password=tried,
                    method=file.type,
                    spin_count=spin_count,
                    others=_others(file),
                )
                return inside, seal
    if password:
        raise XlsxError("wrong_password", "The password does not open the workbook.")
    raise _closed_error()


def _closed_error() -> XlsxError:
    return XlsxError("encrypted", "The workbook is protected with a password.")


def _no_password_opens(why: str) -> XlsxError:
    return XlsxError("encrypted", f"No password opens the workbook: {why}.", reason=why)


def _taken_apart(content: bytes) -> "OOXMLFile":
    import olefile
    from msoffcrypto.format.ooxml import OOXMLFile

    with olefile.OleFileIO(BytesIO(content)) as compound:
        names = [name for path in compound.listdir() for name in path]
        if any(name.startswith("DRM") for name in names):
            raise _no_password_opens("it is closed by rights management")
        description = compound.openstream("EncryptionInfo").read(_MAX_DESCRIPTION + 1)
    if len(description) > _MAX_DESCRIPTION:
        raise XlsxError("damaged", "The description of the encryption is too long to be one.")
    if description[2:4] == b"\x03\0":
        raise _no_password_opens("it is encrypted by a program of its own")
    if description.startswith(b"\x04\0\x04\0") and b"keyEncryptor/password" not in description:
        raise _no_password_opens("it is opened by a certificate")
    return OOXMLFile(BytesIO(content))


def _spin_count(file: "OOXMLFile") -> int:
    wanted = int(file.info.get("spinValue", 0))
    if wanted > MAX_SPIN_COUNT:
        raise XlsxError("unsupported", f"Trying a password would take {wanted} rounds of work.")
    return wanted


def _takes(file: "OOXMLFile", password: str) -> bool:
    from msoffcrypto.exceptions import InvalidKeyError

    try:
        file.load_key(password, verify_password=True)
    except (InvalidKeyError, UnicodeEncodeError):
        return False
    return True


def _decrypted(file: "OOXMLFile") -> bytes:
    inside = BytesIO()
    file.decrypt(inside)
    stated = file.file.openstream("EncryptedPackage").read(_SIZE.size)
    if _SIZE.unpack(stated)[0] != len(inside.getvalue()):
        raise XlsxError(
            "damaged", "The encrypted workbook ends too early; it was not copied or downloaded whole."
        )
    return inside.getvalue()


def _others(file: "OOXMLFile") -> tuple[str, ...]:
    return tuple("/".join(path) for path in file.file.listdir() if path[0] not in _OURS)


def _encrypted(content: bytes, password: str, spin_count: int) -> bytes:
    """A package below 4 KB is filled up: the writer of the compound file cannot place so short a stream.

    Readers take from the stream only as much as its first eight bytes say ([MS-OFFCRYPTO] 2.3.4.4).
    """
    from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
    from msoffcrypto.method.ecma376_agile import ECMA376Agile

    rounds = max(spin_count, _SPIN_COUNT)
    info, key = ECMA376Agile.generate_encryption_parameters(password, None, rounds)
    package = ECMA376Agile.encrypt_payload(BytesIO(content), info.encryptedKey, key, info.keyData.saltValue)
    while len(package) <= _MINI_STREAM:
        package += bytes(_BLOCK)
    described = ECMA376Agile.get_encryption_information(info, package, key)
    made = BytesIO()
    ECMA376Encrypted(package, described).write_to(made)
    return made.getvalue()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library from writing the password into a log of debugging messages, which it would."""
    log = logging.getLogger("msoffcrypto")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)


@contextmanager
def _damage_told() -> Iterator[None]:
    """Whatever a parser of hostile bytes raises becomes `damaged`, without its words and without its cause."""
    try:
        yield
    except XlsxError:
        raise
    except Exception:  # noqa: BLE001 - both libraries raise whatever their parsing stumbles over
        raise XlsxError("damaged", "The encrypted workbook cannot be taken apart.") from None
