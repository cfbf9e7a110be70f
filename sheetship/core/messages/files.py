"""Files in the inbox: containers, encodings, unknown layouts, statuses: FILE-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

FILES: dict[str, Message] = {}
