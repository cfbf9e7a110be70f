"""The text in a file's bytes: a byte order mark, strict UTF-8, what the file declares, and only then evidence.

It decides the encoding, and refuses where two encodings explain the bytes about equally well: wrong letters in an
address are worse than a question. What the text holds is others'.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.sources.alphabets import is_narrow, narrow_likelihood
from sheetship.xlsx.sources.letters import SCRIPTS
from sheetship.xlsx.sources.text import cut_off

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8: Final = "utf-8"
_SCRIPTS: Final = {script.encoding: script for script in SCRIPTS}
_DECODERS: Final = {"big5": "cp950", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
"""What is meant, where it is more than the name says."""
_UNUSED_CP932: Final = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
"""Bytes that Shift-JIS leaves unused, and the codec passes through all the same."""
_DECLARED: Final = re.compile(
    rb"""\s*<(?:\?xml[^>]{0,200}?\sencoding|(?:[\s\S]{0,4000}?<)?meta[^>]{0,200}?charset)\s*=\s*["']?([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_SURE: Final = 9.0
"""The best explanation must be some thousand times as likely as the next one: e to the power of this."""
_SAMPLE: Final = 40_000
_LETTERS: Final = re.compile(r"[\w\s\x20-\x7e\u2000-\u206f\u3000-\u303f\uff00-\uffef]")
_READABLE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding that it was in."""

    text: str
    encoding: str


def decode(content: bytes, encodings: Sequence[str] = ()) -> Decoded:
    """Return the text; `encodings` are tried, after a byte order mark and UTF-8, in place of the usual three.

    Raises XlsxError `bad_encoding` (facts: byte, from 1), `cut_off` when it ends in the middle of a character,
    `nul_bytes` (facts: row), `unknown_encoding` (facts: candidates) where the bytes do not tell.

    >>> decode("订单号,收件人".encode("gbk")).encoding, decode("訂單編號,收件人".encode("big5")).encoding
    ('gb18030', 'big5')
    """
    found = _decoded(content, encodings)
    text = found.text.removeprefix("\ufeff")
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise XlsxError("nul_bytes", f"The file holds NUL bytes in row {row}: it is damaged.", row=str(row))
    return Decoded(text, found.encoding)


def _decoded(content: bytes, encodings: Sequence[str]) -> Decoded:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    if b"\x00" in content:
        wide = _utf16(content)
        if wide:
            return wide
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_cut(error):
            raise cut_off(content.count(b"\n") + 1) from error
        return _other_than_utf8(content, encodings)
    return _narrow(content, text, encodings) if is_narrow(text[:_SAMPLE]) else Decoded(text, _UTF8)


def _narrow(content: bytes, text: str, encodings: Sequence[str]) -> Decoded:
    """Letters of two bytes may be UTF-8 by chance; where that cannot be told, what the caller or the file says counts."""
    others = [each for each in (_attempt(content, name) for name in _SCRIPTS) if isinstance(each, _Reading)]
    try:
        return _told_apart([_Reading(text, _UTF8, None), *others]).whole()
    except XlsxError:
        if encodings or _declared(content):
            return _other_than_utf8(content, encodings)
        raise


def _utf16(content: bytes) -> Decoded | None:
    """UTF-16 without a mark, if that reads as text one way round: NULs are the high bytes of its Latin letters."""
    leading = content[::2].count(0) > content[1::2].count(0)
    encoding = "utf-16-be" if leading else "utf-16-le"
    text = content.decode(encoding, "replace")
    sample = text[:_SAMPLE]
    if len(_LETTERS.findall(sample)) < _READABLE * len(sample):
        return None
    return _strictly(content, encoding)


def _other_than_utf8(content: bytes, encodings: Sequence[str]) -> Decoded:
    declared = None if encodings else _declared(content)
    if declared:
        return _strictly(content, declared)
    tried = [_attempt(content, name) for name in encodings or _SCRIPTS]
    fitting = [each for each in tried if isinstance(each, _Reading)]
    if not fitting:
        raise max(
            (why for why in tried if isinstance(why, XlsxError)), key=lambda why: int(why.facts["byte"])
        )
    if encodings and len(fitting) == 1:
        return fitting[0].whole()
    if any(each.encoding not in _SCRIPTS for each in fitting):
        raise _undecided(fitting)
    return _told_apart(fitting).whole()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the bytes, up to a last letter that may be cut in two."""

    text: str
    encoding: str
    cut: XlsxError | None

    def whole(self) -> Decoded:
        if self.cut:
            raise self.cut
        return Decoded(self.text, self.encoding)


def _declared(content: bytes) -> str | None:
    """The encoding that a page or an XML file names, if it is one we know."""
    found = _DECLARED.match(content)
    if not found:
        return None
    try:
        known = codecs.lookup(found[1].decode())
    except LookupError:
        return None
    return None if known.name.startswith(("utf", "ascii")) else known.name


def _attempt(content: bytes, encoding: str) -> _Reading | XlsxError:
    try:
        return _Reading(_strictly(content, encoding).text, encoding, None)
    except XlsxError as error:
        if error.code != "cut_off":
            return error
        return _Reading(content.decode(_DECODERS.get(encoding, encoding), "ignore"), encoding, error)


def _strictly(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(_DECODERS.get(encoding, encoding))
    except UnicodeDecodeError as error:
        if _is_cut(error):
            raise cut_off(content.count(b"\n") + 1) from error
        raise _bad(encoding, error.start) from error
    unused = _UNUSED_CP932.search(text) if encoding == "cp932" else None
    if unused:
        raise _bad(encoding, len(text[: unused.start()].encode("cp932")))
    return Decoded(text, encoding)


def _bad(encoding: str, at: int) -> XlsxError:
    sentence = f"The text cannot be read as {encoding}: byte {at + 1} is wrong."
    return XlsxError("bad_encoding", sentence, encoding=encoding, byte=str(at + 1))


def _is_cut(error: UnicodeDecodeError) -> bool:
    """Whether the only thing wrong is the last character, which does not end."""
    return error.end == len(error.object) and (
        "unexpected end" in error.reason or "incomplete" in error.reason or "truncated" in error.reason
    )


def _told_apart(fitting: Sequence[_Reading]) -> _Reading:
    """The explanation that is far likelier than any other, and likely at all."""
    judged = sorted(((_likelihood(each), each) for each in fitting), key=lambda pair: -pair[0])
    best, found = judged[0]
    is_clear = len(judged) == 1 or best - judged[1][0] >= _SURE
    script = _SCRIPTS.get(found.encoding)
    if is_clear and (script is None or script.is_plausible(found.text[:_SAMPLE])):
        return found
    raise _undecided(fitting)


def _likelihood(reading: _Reading) -> float:
    if reading.encoding == _UTF8:
        return narrow_likelihood(reading.text[:_SAMPLE])
    return _SCRIPTS[reading.encoding].likelihood(reading.text[:_SAMPLE]) - (_SURE if reading.cut else 0)


def _undecided(fitting: Sequence[_Reading]) -> XlsxError:
    names = ", ".join(each.encoding for each in fitting)
    sentence = f"The letters of the file could be {names}; whether they are cannot be told."
    return XlsxError("unknown_encoding", sentence, candidates=names)
