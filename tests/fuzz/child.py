"""One target under atheris, in a process of its own: `python -m tests.fuzz.child TARGET FOLDER CORPUS [libFuzzer options]`.

It goes on when the target breaks: the shortest input for each place in the code is kept in the folder. An input that
takes too long or too much memory ends the process, and libFuzzer keeps that one.
"""

import sys
import traceback
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

_BY_CHANCE = 0.5


def main() -> None:
    """Run until the time is over."""
    import atheris

    with atheris.instrument_imports(include=["sheetship"]):
        from tests.fuzz.changes import CHANGES
        from tests.fuzz.targets import TARGETS

    _, name, folder, *options = sys.argv
    change = CHANGES[name]

    def another(content: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < _BY_CHANCE:
            return bytes(atheris.Mutate(content, most))
        return change(content, random)[:most]

    kept = Kept(TARGETS[name], Path(folder), name)
    atheris.Setup([sys.argv[0], *options], kept.tried, custom_mutator=another)
    atheris.Fuzz()


class Kept:
    """A target that keeps what breaks it and goes on."""

    def __init__(self, target: Callable[[bytes], None], folder: Path, name: str) -> None:
        self._target = target
        self._folder = folder
        self._name = name
        self._shortest: dict[tuple[object, ...], Path] = {}

    def tried(self, content: bytes) -> None:
        """Run the target; tell of each place that breaks once."""
        try:
            self._target(content)
        except Exception as error:  # noqa: BLE001 - whatever it is, it should not have come
            place = (type(error), *(frame[:2] for frame in traceback.extract_tb(error.__traceback__)[-2:]))
            known = self._shortest.get(place)
            if known is None:
                traceback.print_exception(error, limit=-6)
            elif len(content) >= known.stat().st_size:
                return
            else:
                known.unlink()
            path = self._folder / f"{self._name}-{sha256(content).hexdigest()[:12]}"
            path.write_bytes(content)
            self._shortest[place] = path


if __name__ == "__main__":
    main()
