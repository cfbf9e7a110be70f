"""The catalogue tabs: suppliers, offers, SKU map, freight, rules: CAT-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

CATALOGUE: dict[str, Message] = {}
