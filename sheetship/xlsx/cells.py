"""What one cell of a file means: its attributes and content become text, and on demand a `Cell`.

It decides kind and text. Each combination of attributes (`s="3" t="s"`) is understood once and keeps the
texts it has made, so that a sheet full of the same words holds each of them once.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, Literal, NamedTuple

from sheetship.xlsx.dates import Shows, moment_text
from sheetship.xlsx.errors import XlsxError
from sheetship.xlsx.strings import inline_text, plain_text

CellKind = Literal["text", "number", "bool", "error", "date", "blank"]
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NUMBERS: Final = re.compile(rf"(?:{_NUMBER.pattern})?+(?:\n(?:{_NUMBER.pattern})?+)*+", re.ASCII)
_MARK: Final = re.compile(r'\s([\w:.-]+)\s*=\s*"([^"]*)"')
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d$")
_KEPT_DIGITS: Final = 15
_REMEMBERED: Final = 4096
_TRUE: Final = frozenset({"1", "true"})


class Cell(NamedTuple):
    """One cell: `text` is exact (numbers as the file spells them, dates as ISO, TRUE or FALSE)."""

    kind: CellKind
    text: str
    style: int
    has_formula: bool


def lost_digits(cell: Cell) -> bool:
    """Whether a number has 16 or more digits, or stands in scientific notation: Excel kept only 15.

    >>> lost_digits(Cell("number", "431234567890123456", 0, has_formula=False))
    True
    """
    if cell.kind != "number":
        return False
    digits = cell.text.lstrip("+-0.").replace(".", "")
    return "e" in digits.lower() or len(digits) > _KEPT_DIGITS


class TextReader(dict[str, "TextsOfMark"]):
    """Gives the reader for a cell's attributes, as written after its address."""

    def __init__(self, strings: list[str], shown: list[Shows], prefix: str, *, date1904: bool) -> None:
        super().__init__()
        self.strings = strings
        self.shown = shown
        self.prefix = prefix
        self.date1904 = date1904

    def __missing__(self, mark: str) -> "TextsOfMark":
        attrs = dict(_MARK.findall(mark))
        style = attrs.get("s", "0")
        made = self._reader(attrs.get("t", "n"), int(style) if style.isdigit() else 0)
        self[mark] = made
        return made

    def _reader(self, stored_type: str, style: int) -> "TextsOfMark":
        if stored_type == "n" and style < len(self.shown) and self.shown[style] is not Shows.NUMBER:
            return _Moments(self, style)
        return _READERS.get(stored_type, _Results)(self, style)


class TextsOfMark(dict[str, str]):
    """The texts of one type and style, by what stands between their tags (or inside a lone `<v>`)."""

    kind: CellKind = "text"
    kinds: frozenset[CellKind] = frozenset({"text"})
    """What its cells may be, besides blank."""

    def __init__(self, book: TextReader, style: int) -> None:
        super().__init__()
        self._book = book
        self._style = style

    def cell(self, text: str, *, has_formula: bool) -> Cell:
        """Return the cell that has this text."""
        return Cell(self._kind(text) if text else "blank", text, self._style, has_formula)

    def _kind(self, _text: str) -> CellKind:
        return self.kind

    def many(self, contents: Sequence[str]) -> Sequence[str]:
        """Return the texts of many contents at once."""
        return [self[content] for content in contents]

    def __missing__(self, content: str) -> str:
        if "<" not in content:
            return self._text(content) if content else ""
        found = _value(self._book.prefix).search(content)
        return self[found[1]] if found else ""

    def _text(self, value: str) -> str:
        raise NotImplementedError


class _Results(TextsOfMark):
    """Texts that formulas gave, and whatever type we do not know."""

    def _text(self, value: str) -> str:
        return plain_text(value)


class _Errors(_Results):
    kind = "error"
    kinds = frozenset({"error"})


class _Inline(TextsOfMark):
    def __missing__(self, content: str) -> str:
        text = inline_text(content, self._book.prefix)
        if len(self) < _REMEMBERED:
            self[content] = text
        return text


class _Booleans(TextsOfMark):
    kind = "bool"
    kinds = frozenset({"bool"})

    def _text(self, value: str) -> str:
        return "TRUE" if value.strip() in _TRUE else "FALSE"


class _IsoDates(TextsOfMark):
    kind = "date"
    kinds = frozenset({"date"})

    def _text(self, value: str) -> str:
        return value.strip().removesuffix("Z").replace("T", " ")


class _Shared(TextsOfMark):
    def many(self, contents: Sequence[str]) -> Sequence[str]:
        joined = "".join(contents)
        if not (joined.isascii() and joined.isdigit() and all(contents)):
            return super().many(contents)
        places = [*map(int, contents)]
        strings = self._book.strings
        return [*map(strings.__getitem__, places)] if max(places) < len(strings) else super().many(contents)

    def __missing__(self, content: str) -> str:
        if content.isdigit() and int(content) < len(self._book.strings):
            return self._book.strings[int(content)]
        return super().__missing__(content)

    def _text(self, value: str) -> str:
        if value.strip().isdigit() and value != value.strip():
            return self[value.strip()]
        raise XlsxError("damaged", f"A cell points to shared text {value}, which there is not.", index=value)


class _Numbers(TextsOfMark):
    kind = "number"
    kinds = frozenset({"number", "text"})

    def many(self, contents: Sequence[str]) -> Sequence[str]:
        return contents if _are_numbers(contents) else super().many(contents)

    def __missing__(self, content: str) -> str:
        return content if _NUMBER.fullmatch(content) else super().__missing__(content)

    def _text(self, value: str) -> str:
        return plain_text(value).strip()

    def _kind(self, text: str) -> CellKind:
        return "number" if _NUMBER.fullmatch(text) else "text"


class _Moments(TextsOfMark):
    kinds = frozenset({"number", "date", "text"})

    def __init__(self, book: TextReader, style: int) -> None:
        super().__init__(book, style)
        self._shown = book.shown[style]
        self._date1904 = book.date1904

    def many(self, contents: Sequence[str]) -> Sequence[str]:
        if not (all(contents) and _are_numbers(contents)):
            return super().many(contents)
        shown, date1904 = self._shown, self._date1904
        return [moment_text(content, shown, date1904=date1904) or content for content in contents]

    def _text(self, value: str) -> str:
        if not _NUMBER.fullmatch(value):
            return plain_text(value).strip()
        return moment_text(value, self._shown, date1904=self._date1904) or value

    def _kind(self, text: str) -> CellKind:
        if _NUMBER.fullmatch(text):
            return "number"
        return "date" if _MOMENT.match(text) else "text"


_READERS: Final[dict[str, type[TextsOfMark]]] = {
    "n": _Numbers,
    "s": _Shared,
    "b": _Booleans,
    "e": _Errors,
    "d": _IsoDates,
    "inlineStr": _Inline,
}


def _are_numbers(contents: Sequence[str]) -> bool:
    """Whether each of them is a number or blank."""
    joined = "\n".join(contents)
    # A line end inside of one would make two numbers of it.
    return joined.count("\n") == len(contents) - 1 and _NUMBERS.fullmatch(joined) is not None


@cache
def _value(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(rf"<{p}v(?:\s[^<>]*)?(?<!/)>([^<]*)</{p}v>")
