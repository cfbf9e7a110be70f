"""Measures and writes a page of results: ``python -m tests.benchmarks shop|engine [--rounds N] [--to FILE] …``.

``shop`` measures days of work from click to end (``RESULTS.md``), ``engine`` the workbook engine alone (``ENGINE.md``).
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import cast

_KINDS = ("shop", "engine")


def main(arguments: list[str]) -> int:
    """Measures what is asked for; 1 if a program did not do its work.

    Only the one kind is imported: a child's peak memory is never told lower than that of the process that started it.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__, add_help=False)
    parser.add_argument("kind", choices=_KINDS)
    wanted, others = parser.parse_known_args(arguments)
    return cast("int", import_module(f"tests.benchmarks.{wanted.kind}.command").main(others))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
