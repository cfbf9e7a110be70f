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

Found = tuple[str, Path, str | None, Outcome]


def main() -> int:
    asked = _arguments()
    report = Report()
    paths = workbooks(asked.folder)[:: asked.every]
    works = asked.work or list(WORKS)
    mine = of_thread()

    def outcomes(path: Path) -> list[Found]:
        if not hasattr(mine, "runner"):
            mine.runner = Runner(seconds=asked.seconds, megabytes=asked.megabytes, has_rival=asked.rival)
        return list(_outcomes(mine.runner, path, works, sheet_count=asked.sheets))

    with ThreadPoolExecutor(asked.jobs) as pool, TemporaryDirectory() as folder:
        written: dict[str, list[tuple[Path, Path]]] = {}
        for found in pool.map(outcomes, paths):
            for work, path, sheet, outcome in found:
                report.add(work, path, sheet, outcome)
                if outcome.written and (asked.keep or asked.office):
                    kept = _kept(asked.keep or Path(folder), work, path, outcome)
                    written.setdefault(work, []).append((path, kept))
        for work in written if asked.office else ():
            for path in not_opened_anymore(written[work]):
                report.add(work, path, None, Outcome("lost", "LibreOffice does not open it any more"))
    sys.stdout.write("\n".join([*report.lines(verbose=asked.verbose), ""]))
    return 0 if report.is_clean else 1


def _outcomes(runner: Runner, path: Path, works: list[str], *, sheet_count: int) -> Iterator[Found]:
    content = path.read_bytes()
    sheets = runner.sheets(content)[:sheet_count] if sheet_count > 1 else [None]
    for sheet in sheets:
        for work in works:
            yield work, path, sheet, runner.outcome(content, sheet, work)


def _kept(folder: Path, work: str, path: Path, outcome: Outcome) -> Path:
    place = folder / work.replace(" ", "-")
    place.mkdir(parents=True, exist_ok=True)
    (place / path.name).write_bytes(outcome.written)
    return place / path.name


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
