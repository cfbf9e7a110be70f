"""`python -m tests.xlsx.corpus FOLDER`: all works on all workbooks, the counts, and an exit code."""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import local as of_thread

from tests.xlsx.corpus.office import not_opened_anymore
from tests.xlsx.corpus.report import Report
from tests.xlsx.corpus.run import Outcome, Runner, workbooks
from tests.xlsx.corpus.works import WORKS

Found = tuple[str, str | None, Outcome]


def main() -> int:
    asked = _arguments()
    report, paths = Report(), workbooks(asked.folder)[:: asked.every]
    mine = of_thread()

    def outcomes(path: Path) -> list[Found]:
        if not hasattr(mine, "runner"):
            mine.runner = Runner(seconds=asked.seconds, megabytes=asked.megabytes, has_rival=asked.rival)
        return list(_outcomes(mine.runner, path, asked.work or list(WORKS), sheet_count=asked.sheets))

    with ThreadPoolExecutor(asked.jobs) as pool, TemporaryDirectory() as folder:
        written: dict[str, list[tuple[Path, Path]]] = {}
        for path, found in zip(paths, pool.map(outcomes, paths), strict=True):
            name = str(path.relative_to(asked.folder)) if path != asked.folder else path.name
            for work, sheet, outcome in found:
                report.add(work, name, sheet, outcome)
                _warn(work, name, outcome)
                if outcome.written and (asked.keep or asked.office):
                    kept = (asked.keep or Path(folder)) / work.replace(" ", "-") / name
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    kept.write_bytes(outcome.written)
                    written.setdefault(work, []).append((path, kept))
        for work in written if asked.office else ():
            for path in not_opened_anymore(written[work]):
                report.add(work, path.name, None, Outcome("lost", "LibreOffice does not open it any more"))
    sys.stdout.write("\n".join([*report.lines(verbose=asked.verbose), ""]))
    return 0 if report.is_clean else 1


def _outcomes(runner: Runner, path: Path, works: list[str], *, sheet_count: int) -> Iterator[Found]:
    try:
        content = path.read_bytes()
    except OSError as error:
        yield from ((work, None, Outcome("refused", "unreadable", (str(error),))) for work in works)
        return
    sheets = runner.sheets(content)[:sheet_count] if sheet_count > 1 else [None]
    for sheet in sheets:
        for work in works:
            yield work, sheet, runner.outcome(content, sheet, work)


def _warn(work: str, name: str, outcome: Outcome) -> None:
    """Say at once what is wrong: a run over thousands of files takes hours."""
    if outcome.fate in {"lost", "crashed"}:
        sys.stderr.write(f"{outcome.fate}: {work}: {name}: {outcome.why[:200]}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.xlsx.corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of workbooks, or one file")
    parser.add_argument(
        "--work", action="append", choices=list(WORKS), help="only this work; may be repeated"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth file")
    parser.add_argument("--sheets", type=int, default=1, metavar="N", help="the first N sheets of each file")
    parser.add_argument("--jobs", type=int, default=1, help="files at the same time")
    parser.add_argument("--seconds", type=float, default=60, help="limit for one work on one file")
    parser.add_argument("--megabytes", type=int, default=3_000, help="limit of memory for one work")
    parser.add_argument("--keep", type=Path, help="a folder for what was written")
    parser.add_argument(
        "--rival", action="store_true", help="wolfxl sets the same values, both must read alike"
    )
    parser.add_argument("--office", action="store_true", help="LibreOffice opens what was written (slow)")
    parser.add_argument("--verbose", action="store_true", help="name the files behind each code")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
