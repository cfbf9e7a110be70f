"""Everything that a run decides on, read once: tables, files, replies, catalogue, memory, settings and the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from sheetship.core.allocate import AllocateOptions
from sheetship.core.catalogue import Catalogue, Sender
from sheetship.core.checks import CheckOptions
from sheetship.core.couriers import Couriers
from sheetship.core.documents import TemplateSpec
from sheetship.core.findings import Finding
from sheetship.core.history import Known
from sheetship.core.lines import Home
from sheetship.core.model import Record
from sheetship.core.orders_table import OrdersTable
from sheetship.core.replies import ReplyItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform as a run needs it."""

    code: str
    names: tuple[str, ...]
    """The first is the one that SheetShip writes; a team may write any of them."""
    splits: bool = False
    """True when an order may be reported line by line."""
    upload: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadTarget:
    """The upload template of one of the team's shops, with its headings where they can be set."""

    template: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFile:
    """A file that was read in this run."""

    name: str
    sha256: str
    digest: str
    layout: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The input of ``decide``."""

    now: datetime
    zone: tzinfo
    lang: str
    shop: str
    home: Home
    table: OrdersTable
    known: Known
    catalogue: Catalogue
    couriers: Couriers
    specs: Mapping[str, TemplateSpec]
    platforms: Mapping[str, Platform] = field(default_factory=dict)
    targets: Mapping[tuple[str, str], UploadTarget] = field(default_factory=dict)
    """By platform code and shop."""
    records: tuple[Record, ...] = ()
    replies: tuple[ReplyItem, ...] = ()
    files: tuple[SeenFile, ...] = ()
    consumed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    check: CheckOptions = field(default_factory=CheckOptions)
    allocate: AllocateOptions = field(default_factory=AllocateOptions)
    sender: Sender = field(default_factory=Sender)
    account: str = ""
    drafts: tuple[str, ...] = ()
    reseed: bool = False
    """True when the orders workbook was lost and its open lines are to be written again."""
    excluded: frozenset[str] = frozenset()
    """Lines that a person unticked."""
    folders: tuple[str, ...] = ()
    """Names of the runs that have an outbox folder, also of runs that a lost ledger no longer knows."""

    @property
    def platform_codes(self) -> dict[str, str]:
        """Platform code by each of its names."""
        return {name.casefold(): code for code, platform in self.platforms.items() for name in platform.names}

    @property
    def platform_names(self) -> dict[str, str]:
        """The name that SheetShip writes, by platform code."""
        return {code: platform.names[0] for code, platform in self.platforms.items()}
