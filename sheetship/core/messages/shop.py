"""The shop folder, settings, runs, locks, plans: SHOP-…, PLAN-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

SHOP: dict[str, Message] = {}
