"""The shape of one entry in the catalogue of sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """Level (``stop``, ``hold`` or ``note``), the sentence and its mending, with ``{name}`` places, in both tongues."""

    level: str
    zh: str
    en: str
    fix_zh: str
    fix_en: str
