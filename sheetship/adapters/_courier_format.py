"""The shape of ``couriers.toml`` and of the files in ``formats/replies``, checked at the door."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, field_validator

from sheetship.core.check_digits import CHECKS


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FormEntry(_Strict):
    """One ``[[courier.numbers]]``."""

    regex: str
    check_digit: str = ""
    weak: bool = False
    note: str = ""
    valid: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()

    @field_validator("regex")
    @classmethod
    def _compiles(cls, regex: str) -> str:
        try:
            re.compile(regex)
        except re.error as error:
            raise ValueError(str(error)) from None
        return regex

    @field_validator("check_digit")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name and name not in CHECKS:
            raise ValueError(f'no check digit "{name}"; there are {", ".join(CHECKS)}')
        return name


class CourierEntry(_Strict):
    """One ``[[courier]]``."""

    code: str
    name_zh: str
    name_en: str
    upload_name_zh: str = ""
    aliases: tuple[str, ...] = ()
    codes: dict[str, str] = {}
    tracking_url: str = ""
    needs_phone_tail: bool = False
    forms_known: bool = False
    note: str = ""
    numbers: tuple[FormEntry, ...] = ()


class CourierFile(_Strict):
    """The whole file."""

    courier: tuple[CourierEntry, ...]


class ReplyFile(_Strict):
    """A kind of sheet that comes back."""

    name: str
    title_zh: str
    title_en: str
    columns: dict[str, tuple[str, ...]]
    fingerprint: tuple[str, ...] = ()
    courier: str = ""
    maybe_numbers: tuple[str, ...] = ()


class ChatFile(_Strict):
    """Words of chat lines."""

    name: str
    labels: tuple[str, ...]
    endings: tuple[str, ...]
    tail_words: tuple[str, ...]
