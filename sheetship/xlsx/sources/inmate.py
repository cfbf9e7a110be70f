"""The program inside the jail: reads one workbook with calamine and writes its cells to standard output.

It runs in a process of its own (see `jail`), started by its path, and imports nothing of ours: what it is fed may be
hostile, and what it says is only data. Lines of JSON: a tab, then its rows, and `{"end": true}` when all is said.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, BinaryIO, Final

_DAY: Final = timedelta(days=1)
_VISIBLE: Final = -1
"""As `tab.VISIBLE`."""


def lock(memory: int, seconds: int) -> None:
    """Give up, for good, the right to more memory, time, files and processes; where the system knows such limits."""
    with suppress(ImportError):
        import resource

        limits = {
            resource.RLIMIT_AS: memory,
            resource.RLIMIT_CPU: seconds,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_NOFILE: 3,
        }
        for kind, most in limits.items():
            with suppress(OSError, ValueError):
                resource.setrlimit(kind, (most, most))


def answer(wanted: str | int | None, content: bytes, say: Callable[[object], None]) -> None:
    """Say every line of the answer; whatever goes wrong in the parser, panics of Rust too, is said and not raised."""
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            tabs = [tab for tab in book.sheets_metadata if _word(tab.typ) == "WorkSheet"]
            for place, tab in enumerate(tabs):
                is_visible = wanted == _VISIBLE and _word(tab.visible) == "Visible"
                is_wanted = is_visible or wanted in (None, place, tab.name)
                for line in _lines(tab, book.get_sheet_by_name(tab.name) if is_wanted else None):
                    say(line)
    except calamine.PasswordError:
        say({"refused": "encrypted", "why": "password"})
    except (calamine.CalamineError, OSError, ValueError) as error:
        say({"refused": "damaged", "why": str(error)[:300]})
    except BaseException as error:  # noqa: BLE001 - a panic is no Exception
        say({"refused": "unsafe_file", "why": type(error).__name__})
    else:
        say({"end": True})


def _word(member: object) -> str:
    """The last word of an enumeration's member: `SheetVisibleEnum.Hidden` is Hidden."""
    return str(member).rpartition(".")[2]


def _lines(tab: Any, sheet: Any) -> Iterator[object]:  # noqa: ANN401 - calamine's own classes
    start = sheet.start if sheet else None
    merges = sheet.merged_cell_ranges or () if sheet else ()
    yield {
        "tab": tab.name,
        "state": _word(tab.visible),
        "left": start[1] if start else 0,
        "merges": [[*first, *last] for first, last in merges],
    }
    for cells in sheet.iter_rows() if sheet else ():
        while cells and cells[-1] == "":
            cells.pop()
        spelled = [_SPELLED[type(value)](value) for value in cells]
        yield ["".join(kind for kind, _ in spelled), *(text for _, text in spelled)]


def _number(value: float) -> tuple[str, str]:
    return "n", str(int(value)) if value.is_integer() else repr(value)


def _to_the_second(moment: datetime) -> datetime:
    """A binary fraction of a day is hardly ever a whole second: 11:59:59.999999 is noon."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


_SPELLED: Final[dict[type, Callable[[Any], tuple[str, str]]]] = {
    str: lambda text: ("t" if text else "-", text),
    float: _number,
    int: lambda number: ("n", str(number)),
    bool: lambda truth: ("b", str(truth).upper()),
    datetime: lambda moment: ("d", _to_the_second(moment).isoformat(sep=" ")),
    date: lambda day: ("d", day.isoformat()),
    time: lambda clock: ("d", _to_the_second(datetime.combine(date.min, clock)).time().isoformat()),
    timedelta: lambda span: _number(round(span / _DAY, 11)),
}
"""A cell's kind and text by calamine's type, spelled as the readers of other files spell them."""


def main(stdin: BinaryIO, stdout: BinaryIO, memory: int, seconds: int) -> None:
    """Read a line of wishes and a workbook; write the answer."""
    wanted = json.loads(stdin.readline())["wanted"]
    content = stdin.read()
    lock(memory, seconds)

    def say(line: object) -> None:
        stdout.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    answer(wanted, content, say)
    stdout.flush()


if __name__ == "__main__":
    sys.path.append(sys.argv[3])
    import python_calamine  # noqa: F401 - before files may no longer be opened

    main(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]), int(sys.argv[2]))
