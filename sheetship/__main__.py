"""``python -m sheetship``: what the launchers in a shop folder call."""

from sheetship.cli import main

if __name__ == "__main__":
    main()
