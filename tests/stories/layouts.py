"""The headings of each platform's export, from the project's own formats: exactly and in order."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def headings(layout: str) -> tuple[str, ...]:
    """The headings of an order layout by its name in ``sheetship/formats/orders``."""
    text = (files("sheetship.formats") / "orders" / f"{layout}.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["headings"])
