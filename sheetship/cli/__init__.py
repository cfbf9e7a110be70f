"""The command line: takes input, calls the flow, shows the answer."""

from __future__ import annotations


def main() -> None:
    """Runs ``sheetship``; every error a user can meet ends in a sentence and an exit code."""
    from sheetship.cli.boundary import run

    run()
