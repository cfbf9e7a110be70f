"""Every sentence a finding or refusal can say: one file a subject, keyed by a code that never changes its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sheetship.core.messages.books import BOOKS
from sheetship.core.messages.catalogue import CATALOGUE
from sheetship.core.messages.entry import Message
from sheetship.core.messages.files import FILES
from sheetship.core.messages.orders import ORDERS
from sheetship.core.messages.plans import PLANS
from sheetship.core.messages.replies import REPLIES
from sheetship.core.messages.rows import ROWS
from sheetship.core.messages.shop import SHOP
from sheetship.core.messages.store import STORE
from sheetship.core.messages.templates import TEMPLATES

MESSAGES: Mapping[str, Message] = MappingProxyType(
    {**BOOKS, **CATALOGUE, **FILES, **ORDERS, **PLANS, **REPLIES, **ROWS, **SHOP, **STORE, **TEMPLATES}
)

__all__ = ["MESSAGES", "Message"]
