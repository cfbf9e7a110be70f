"""Reads ``sheetship.toml``. A key that is not known is refused with the nearest one that is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict, is_dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sheetship.core.columns import OURS, TEAM
from sheetship.core.findings import SheetShipError
from sheetship.flow.settings import Settings

if TYPE_CHECKING:
    from pydantic import TypeAdapter

NAME = "sheetship.toml"
_VARIABLE_KEY = "tables.orders_password_env"
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_UNSEEN = "…"
"""In place of what may be a password by mistake."""


def read_settings(folder: Path) -> Settings:
    """The settings of the shop in ``folder``; the defaults where there is no file.

    Raises:
        SheetShipError: SHOP-01 bad TOML, SHOP-02 unknown key, SHOP-03 a value of the wrong kind, SHOP-04 unknown
            time zone, SHOP-05 unknown column.
    """
    path = folder / NAME
    raw = _read_toml(path) if path.exists() else {}
    _refuse_unknown(Settings, raw, [])
    settings = _typed(raw)
    _refuse_unknown_zone(settings.shop.timezone)
    _refuse_unknown_column(settings)
    _refuse_negative(settings)
    _refuse_password(settings.tables.orders_password_env)
    return settings


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SheetShipError("SHOP-01", NAME, problem=str(error)) from error


def _refuse_unknown(section: Any, raw: dict[str, Any], path: list[str]) -> None:  # noqa: ANN401 - any type of a field
    hints = get_type_hints(section)
    for key, value in raw.items():
        if key not in hints:
            near = get_close_matches(key, hints, n=1, cutoff=0.5) or [next(iter(hints))]
            raise SheetShipError(
                "SHOP-02", NAME, key=".".join([*path, key]), near=near[0], known="、".join(hints)
            )
        inner = [hints[key], *get_args(hints[key])]
        part = next((kind for kind in inner if is_dataclass(kind)), None)
        if part:
            for at, entry in enumerate(value if isinstance(value, list) else [value], 1):
                if isinstance(entry, dict):
                    _refuse_unknown(part, entry, [*path, key if isinstance(value, dict) else f"{key} {at}"])


@cache
def _form() -> TypeAdapter[Settings]:
    """What settings have to look like, worked out once: a run reads them more than once."""
    from pydantic import TypeAdapter

    return TypeAdapter(Settings)


def _typed(raw: dict[str, Any]) -> Settings:
    from pydantic import ValidationError

    try:
        return _form().validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        value = _UNSEEN if key == _VARIABLE_KEY else str(first["input"])
        raise SheetShipError("SHOP-03", NAME, key=key, value=value) from None


def _refuse_unknown_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SheetShipError("SHOP-04", NAME, zone=name) from error


def _refuse_unknown_column(settings: Settings) -> None:
    known = [column.field for column in (*TEAM, *OURS)]
    for name in settings.columns:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.4) or known[:1]
            raise SheetShipError("SHOP-05", NAME, key=f"columns.{name}", near=near[0], known="、".join(known))


def _refuse_negative(settings: Settings) -> None:
    for name, value in asdict(settings.checks).items():
        if value < 0:
            raise SheetShipError("SHOP-03", NAME, key=f"checks.{name}", value=str(value))


def _refuse_password(variable: str) -> None:
    """The name of a variable is asked for; somebody may write the password there, which is not to be shown."""
    if variable and not _VARIABLE.fullmatch(variable):
        raise SheetShipError("SHOP-03", NAME, key=_VARIABLE_KEY, value=_UNSEEN)
