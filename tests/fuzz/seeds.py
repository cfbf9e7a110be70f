"""Where fuzzing begins: the hand-made books of the case suite, small files of other kinds, and what was found before."""

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Final

from tests.fuzz.sound import EDITS, EDITS_A_PART, PARTS
from tests.xlsx.books import zipped
from tests.xlsx.cases import CASES
from tests.xlsx.opened import NotOpened, Opened
from tests.xlsx.sealed_books import agile, standard

FOUND: Final = Path(__file__).parent / "found"
WORDS: Final = Path(__file__).parent / "words.dict"
_PAGE: Final = (
    "<html><table><tr><th>单号<td>数量<tr><td rowspan=2>00123<td>2<tr><td>&#50;&nbsp;</table></html>"
)
_XML_2003: Final = (
    '<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><ss:Worksheet ss:Name="a">'
    '<ss:Table><ss:Row ss:Index="2" ss:Hidden="1"><ss:Cell ss:Index="3" ss:MergeAcross="1" ss:HRef="https://x.cn">'
    '<ss:Data ss:Type="Number">1</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>'
)
_TEXTS: Final = (
    "单号,数量\r\n00123,2\r\n",
    'a;"b;\n""c"""\n1;2\n',
    '\t="00123"\t1.23E+17\n\n2026-11-21\tx',
    _PAGE,
    _XML_2003,
)


def seeds(target: str) -> Iterator[bytes]:
    """The inputs that a target begins with, the same ones every time."""
    yield from _SEEDS[target]()
    yield from (path.read_bytes() for path in found(target))


def found(target: str) -> list[Path]:
    """What once broke a target, or may again."""
    return sorted(FOUND.glob(f"{target}-*"))


def _books() -> Iterator[bytes]:
    return (case.old() for case in CASES)


def _parts(book: bytes) -> Mapping[str, bytes]:
    try:
        opened = Opened(book)
        return {name: opened.read(name) for name in opened.names}
    except (NotOpened, RuntimeError, NotImplementedError):
        return {}


def _xml() -> Iterator[bytes]:
    """Each part of each book once, with one of the edits in turn."""
    turn, known = count(), set()
    for book in _books():
        for name, content in _parts(book).items():
            if name in PARTS and content not in known:
                known.add(content)
                choice = PARTS.index(name) * EDITS_A_PART + next(turn) % len(EDITS)
                yield bytes([choice]) + content


def _archive() -> Iterator[bytes]:
    yield from list(_books())[::10]
    yield zipped({})


def _file() -> Iterator[bytes]:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        yield from (text.encode(encoding) for text in _TEXTS)
    book = next(_books())
    yield from (book, agile(book), standard(book))
    yield from list(_books())[::20]


_SEEDS: Final = {"xml": _xml, "archive": _archive, "file": _file}
