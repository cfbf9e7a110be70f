"""Suppliers' and couriers' replies: REPLY-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

REPLIES: dict[str, Message] = {}
