"""Templates and the files made from them: TPL-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

TEMPLATES: dict[str, Message] = {}
