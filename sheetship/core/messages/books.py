"""Workbooks that cannot be read or written: BOOK-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

BOOKS: dict[str, Message] = {}
