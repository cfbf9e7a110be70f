"""The counts of a corpus run, in the words of the issue: written, refused, lost, crashed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.xlsx.corpus.run import Fate, Outcome

_WIDTH: Final = 400
_MOST_LINES: Final = 12
_WORST_FIRST: Final[tuple[Fate, ...]] = ("crashed", "lost", "refused", "written")


@dataclass(slots=True)
class Report:
    """The outcomes so far, by work and file."""

    outcomes: dict[str, dict[str, Outcome]] = field(default_factory=dict)

    def add(self, work: str, name: str, sheet: str | None, outcome: Outcome) -> None:
        """Keep an outcome, but not the file that was written."""
        kept = Outcome(outcome.fate, outcome.why, outcome.lines)
        name = f"{name}!{sheet}" if sheet else name
        self.outcomes.setdefault(work, {})[name] = kept

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost and nothing crashed."""
        return not any(
            outcome.fate in {"lost", "crashed"}
            for files in self.outcomes.values()
            for outcome in files.values()
        )

    def lines(self, *, verbose: bool) -> Iterator[str]:
        """The report: one line a work, one in all, refusals by code, and everything that is wrong."""
        for work, files in self.outcomes.items():
            yield f"{work:14} {_counted(Counter(outcome.fate for outcome in files.values()))}"
        yield f"{'all works':14} {_counted(Counter(self._worst().values()))}"
        yield from self._refusals(verbose=verbose)
        yield from self._wrongs(verbose=verbose)

    def _worst(self) -> dict[str, Fate]:
        names = dict.fromkeys(name for files in self.outcomes.values() for name in files)
        fates = {
            name: {files[name].fate for files in self.outcomes.values() if name in files} for name in names
        }
        return {name: next(fate for fate in _WORST_FIRST if fate in there) for name, there in fates.items()}

    def _refusals(self, *, verbose: bool) -> Iterator[str]:
        by_code: dict[str, list[tuple[str, str, str]]] = {}
        for work, files in self.outcomes.items():
            for name, outcome in files.items():
                if outcome.fate == "refused":
                    by_code.setdefault(outcome.why, []).append((work, name, outcome.lines[0]))
        for code, refused in sorted(by_code.items(), key=lambda entry: -len(entry[1])):
            count = len({name for _, name, _ in refused})
            yield f"refused as {code}: {len(refused)} works on {count} files"
            if verbose:
                yield from (f"    {work}: {name}: {sentence}" for work, name, sentence in refused)

    def _wrongs(self, *, verbose: bool) -> Iterator[str]:
        for work, files in self.outcomes.items():
            for name, outcome in files.items():
                if outcome.fate in {"lost", "crashed"}:
                    yield f"{outcome.fate}: {work}: {name}: {outcome.why[:_WIDTH]}"
                    yield from (f"    {line[:_WIDTH]}" for line in outcome.lines[:_MOST_LINES] if verbose)


def _counted(fates: Counter[Fate]) -> str:
    return (
        f"{fates.total()} files: {fates['written']} written, {fates['refused']} refused (coded),"
        f" {fates['lost']} lost, {fates['crashed']} crashed"
    )
