"""`python -m tests.fuzz --minutes N`: every target for N minutes, one after the other; exit code 1 if one broke.

What broke a target is kept in `tests/fuzz/found/`, to be mended and tried ever after.
"""

import argparse
import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.fuzz.seeds import FOUND, WORDS, seeds
from tests.fuzz.targets import TARGETS

LONGEST_INPUT: Final = 16_384
SECONDS_AN_INPUT: Final = 30
MEGABYTES: Final = 2_048


def main(arguments: list[str]) -> int:
    """Fuzz, say what was found, return the exit code."""
    asked = _parser().parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        sys.stderr.write("Fuzzing needs atheris: pip install -e '.[fuzz]'\n")
        return 2
    seconds = int(asked.minutes * 60)
    with TemporaryDirectory() as folder:
        learned = asked.corpus or Path(folder)
        broke = [name for name in asked.target or TARGETS if not _holds(name, learned / name, seconds)]
    sys.stdout.write(f"broke: {', '.join(broke)}\n" if broke else "nothing broke\n")
    return 1 if broke else 0


def _holds(name: str, corpus: Path, seconds: int) -> bool:
    """Whether a target stood all inputs of some seconds; those that broke it are kept."""
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds(name):
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    with TemporaryDirectory() as folder:
        broken = Path(folder)
        options = {
            "max_total_time": seconds,
            "timeout": SECONDS_AN_INPUT,
            "rss_limit_mb": MEGABYTES,
            "max_len": LONGEST_INPUT,
            "dict": WORDS,
            "artifact_prefix": f"{broken}/",
            "print_final_stats": 1,
        }
        given = [f"-{option}={value}" for option, value in options.items()]
        command = [sys.executable, "-m", "tests.fuzz.child", name, str(broken), str(corpus), *given]
        ended = subprocess.run(command, check=False)
        bad = list(broken.iterdir())
        for path in bad:
            kept = FOUND / f"{name}-{path.name.rpartition('-')[2][:12]}"
            kept.write_bytes(path.read_bytes())
            sys.stdout.write(f"{name}: kept as {kept.name} ({path.name})\n")
        return ended.returncode == 0 and not bad


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="for each target")
    parser.add_argument("--corpus", type=Path, help="a folder that keeps what was learned for the next time")
    parser.add_argument(
        "--target", action="append", choices=list(TARGETS), help="only this one; may be repeated"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
