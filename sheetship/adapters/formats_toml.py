"""Loads order formats from TOML files: the built-in ones, and the shop's own, which win by name.

A file that cannot be used stops with its own name and key; none is ever skipped: a skipped format is a shop whose
orders do not come in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sheetship.core.findings import SheetShipError
from sheetship.core.profiles import Profile


def load_order_profiles(folders: Sequence[Path] = ()) -> tuple[Profile, ...]:
    """The order profiles by name: built in, then of each folder's ``orders`` folder; a later one wins.

    Raises:
        SheetShipError: FILE-30 for a file that cannot be read, with the key that is wrong.
    """
    built_in = files("sheetship.formats") / "orders"
    profiles = [read_order_profile(file) for file in _toml_files(built_in)]
    for folder in folders:
        profiles += [read_order_profile(file) for file in _toml_files(folder / "orders")]
    by_name = {profile.name: profile for profile in profiles}
    return tuple(by_name[name] for name in sorted(by_name))


def read_order_profile(file: Traversable) -> Profile:
    """The profile in one file.

    Raises:
        SheetShipError: FILE-30.
    """
    from pydantic import ValidationError

    from sheetship.adapters._order_format import check

    try:
        return check(tomllib.loads(file.read_text(encoding="utf-8"))).profile()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or file.name
        raise SheetShipError("FILE-30", file.name, file=file.name, key=key, reason=first["msg"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SheetShipError("FILE-30", file.name, file=file.name, key="TOML", reason=str(error)) from None


def _toml_files(folder: Traversable) -> Iterator[Traversable]:
    if folder.is_dir():
        yield from sorted(
            (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name
        )
