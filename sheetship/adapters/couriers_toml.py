"""Loads couriers and reply profiles from TOML: the built-in ones, then the shop's own, which win by code or name.

A file that cannot be used stops with its own name and key, as order formats do; none is ever skipped.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sheetship.core.couriers import Courier, Couriers, NumberForm
from sheetship.core.findings import SheetShipError
from sheetship.core.reply_items import ChatWords, ReplyProfile, ReplyProfiles

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sheetship.adapters._courier_format import CourierEntry

_Kind = TypeVar("_Kind", bound="BaseModel")


def load_couriers(folders: Sequence[Path] = ()) -> Couriers:
    """The built-in couriers and those of each folder's ``couriers.toml``; a later one of the same code wins.

    Raises:
        SheetShipError: FILE-30 for a file that cannot be read, with the key that is wrong.
    """
    from sheetship.adapters._courier_format import CourierFile

    built_in: Traversable = files("sheetship.formats")
    found: dict[str, Courier] = {}
    for folder in (built_in, *folders):
        file = folder / "couriers.toml"
        if file.is_file():
            entries = _checked(CourierFile, file, _toml(file)).courier
            found |= {entry.code: _courier(entry) for entry in entries}
    return Couriers(tuple(found.values()))


def load_reply_profiles(folders: Sequence[Path] = ()) -> ReplyProfiles:
    """The reply profiles and chat words by name: built in, then of each folder's ``replies`` folder; a later one wins.

    Raises:
        SheetShipError: FILE-30.
    """
    from sheetship.adapters._courier_format import ChatFile, ReplyFile

    chat = ChatWords()
    sheets: dict[str, ReplyProfile] = {}
    for file in _reply_files(folders):
        words = _toml(file)
        if "columns" in words:
            reply = _checked(ReplyFile, file, words)
            sheets[reply.name] = ReplyProfile(**reply.model_dump())
        else:
            chat = ChatWords(**_checked(ChatFile, file, words).model_dump())
    return ReplyProfiles(tuple(sheets[name] for name in sorted(sheets)), chat)


def _courier(entry: CourierEntry) -> Courier:
    plain = entry.model_dump(exclude={"numbers", "note"})
    forms = tuple(
        NumberForm(
            pattern=re.compile(form.regex),
            check=form.check_digit,
            weak=form.weak,
            note=form.note,
            valid=form.valid,
            invalid=form.invalid,
        )
        for form in entry.numbers
    )
    return Courier(**plain, forms=forms)


def _reply_files(folders: Sequence[Path]) -> Iterator[Traversable]:
    built_in: Traversable = files("sheetship.formats")
    for folder in (built_in, *folders):
        replies = folder / "replies"
        if replies.is_dir():
            found = (file for file in replies.iterdir() if file.name.endswith(".toml"))
            yield from sorted(found, key=lambda file: file.name)


def _toml(file: Traversable) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SheetShipError("FILE-30", file.name, file=file.name, key="TOML", reason=str(error)) from None


def _checked(kind: type[_Kind], file: Traversable, words: Mapping[str, Any]) -> _Kind:
    from pydantic import ValidationError

    try:
        return kind.model_validate(words)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or file.name
        raise SheetShipError("FILE-30", file.name, file=file.name, key=key, reason=first["msg"]) from None
