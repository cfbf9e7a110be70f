"""One file through all works: what became of each, told in one word and, where something is wrong, in lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sheetship.xlsx import Package, Sheet, XlsxError, patch, read_sheet
from tests.xlsx.corpus.checks import complaints
from tests.xlsx.corpus.jail import Died, Jail, Raised
from tests.xlsx.corpus.readers import READERS, disagreements, seen
from tests.xlsx.corpus.rival import rival_disagreements
from tests.xlsx.corpus.works import WORKS, Request

Fate = Literal["written", "refused", "lost", "crashed"]
_OLE: Final = b"\xd0\xcf\x11\xe0"
_OF_THE_CELL: Final = frozenset(
    {"array_cell", "formula_cell", "merged_cell", "pivot_cell", "protected", "rich_cell", "table_header"}
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one work on one file; `why` is the code of a refusal or what is wrong."""

    fate: Fate
    why: str = ""
    lines: tuple[str, ...] = ()
    written: bytes = b""
    request: Request | None = None


def worked(content: bytes, sheet: str | None, work: str) -> Outcome:
    """Do one work and check all that can be checked without other readers. Runs in a child."""
    try:
        request, after = _first_taken(content, WORKS[work], read_sheet(content, sheet))
        before, after = unlocked(content), unlocked(after)
        again = patch(after, [request.edits]).content
    except XlsxError as error:
        return Outcome("refused", error.code, (str(error),))
    found = complaints(before, after, request)
    if again != after:
        found.append("patching twice is not patching once")
    fate: Fate = "lost" if found else "written"
    return Outcome(fate, found[0] if found else "", tuple(found), after, request)


def unlocked(content: bytes) -> bytes:
    """The workbook itself: books whose password everybody knows are opened and written encrypted again."""
    return Package.open(content).content if content.startswith(_OLE) else content


def _first_taken(
    content: bytes, work: Callable[[Sheet], Iterator[Request]], sheet: Sheet
) -> tuple[Request, bytes]:
    refusal: XlsxError | None = None
    for request in work(sheet):
        try:
            return request, patch(content, [request.edits]).content
        except XlsxError as error:
            if error.code not in _OF_THE_CELL:
                raise
            refusal = refusal or error
    assert refusal is not None
    raise refusal


class Runner:
    """Runs works on files, each in a child of its own kind: one for us, one for the other readers."""

    def __init__(self, *, seconds: float = 60, megabytes: int = 3_000, has_rival: bool = False) -> None:
        self._has_rival = has_rival
        self._ours = Jail(seconds=seconds, megabytes=megabytes)
        self._readers = Jail(seconds=seconds, megabytes=megabytes)

    def sheets(self, content: bytes) -> list[str | None]:
        """The worksheets of a file, or one None if it cannot be opened."""
        try:
            return list(self._ours.call(_sheet_names, content)) or [None]
        except (Died, Raised):
            return [None]

    def outcome(self, content: bytes, sheet: str | None, work: str) -> Outcome:
        """Return what became of one work."""
        try:
            outcome = self._ours.call(worked, content, sheet, work)
        except (Died, Raised) as error:
            text = str(error).strip()
            return Outcome("crashed", text.splitlines()[-1], tuple(text.splitlines()))
        if outcome.request is None:
            return outcome
        found = [
            *outcome.lines,
            *(line for reader in READERS for line in self._disagreements(reader, content, outcome)),
            *(self._rival_says(content, outcome) if self._has_rival else ()),
        ]
        return Outcome(
            "lost" if found else "written", found[0] if found else "", tuple(found), outcome.written
        )

    def _disagreements(self, reader: str, content: bytes, outcome: Outcome) -> list[str]:
        try:
            before = unlocked(content)
            return self._readers.call(disagreements, reader, before, outcome.written, outcome.request)
        except (Died, Raised) as error:
            is_our_fault = self._opens(reader, content)
            return [f"{reader}: {str(error).splitlines()[-1]}"] if is_our_fault else []

    def _rival_says(self, content: bytes, outcome: Outcome) -> list[str]:
        """The rival's own crashes are its own."""
        try:
            return self._readers.call(
                rival_disagreements, unlocked(content), outcome.written, outcome.request
            )
        except (Died, Raised):
            return []

    def _opens(self, reader: str, content: bytes) -> bool:
        try:
            return self._readers.call(seen, reader, content) is not None
        except (Died, Raised):
            return False

    def close(self) -> None:
        """End the children."""
        self._ours.end()
        self._readers.end()


def _sheet_names(content: bytes) -> list[str]:
    return [sheet.name for sheet in Package.open(content).sheets if sheet.kind == "worksheet"]


ENDINGS: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})


def workbooks(folder: Path) -> list[Path]:
    """The workbooks of a folder and all its folders, or the one file."""
    if folder.is_file():
        return [folder]
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
